//! Which address shows which page, and what is shown before anybody is signed in.

use crate::components::panel::Failure;
use crate::lazy::{Arriving, LazyPage, fetch_ahead};
use crate::pages::not_found::NotFoundPage;
use crate::pages::sign_in::SignInPage;
use crate::shell::Shell;
use crate::state::reach::provide_reach;
use crate::state::session::{Person, Session, use_session};
use crate::state::theme::provide_theme;
use crate::state::viewport::provide_viewport;
use bellwether_client::{Client, ClientError};
use bellwether_core::{Role, UserId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;

/// What of the person decides which screen is shown; changes of a name must not rebuild the page.
#[derive(Debug, Clone, PartialEq)]
enum Screen {
    Starting,
    Unreachable(String),
    SignIn { has_expired: bool },
    ChangePassword,
    Signed(UserId),
}

fn screen_of(person: &Person) -> Screen {
    match person {
        Person::Unknown => Screen::Starting,
        Person::Unreachable(error) => Screen::Unreachable(error.to_string()),
        Person::Nobody { has_expired } => Screen::SignIn { has_expired: *has_expired },
        Person::SignedIn(me) if me.must_change_password => Screen::ChangePassword,
        Person::SignedIn(me) => Screen::Signed(me.id),
    }
}

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let origin = window().location().origin().unwrap_or_else(|_| String::new());
    match Client::new(&origin) {
        Ok(client) => app_with(client).into_any(),
        Err(error) => view! { <main><p role="alert">{error.to_string()}</p></main> }.into_any(),
    }
}

fn app_with(client: Client) -> impl IntoView {
    let session = Session::new(client);
    provide_context(session);
    provide_theme();
    provide_viewport();
    provide_reach(session);
    session.ask();
    // Beside the question who this is, not after it.
    fetch_ahead(&window().location().pathname().unwrap_or_else(|_| String::new()));
    let screen = Memo::new(move |_| screen_of(&session.person()));
    view! {
        <Router>
            {move || match screen.get() {
                Screen::Starting => view! { <main class="boot" aria-busy="true"><h1 class="visually-hidden">"Bellwether"</h1><p>"Starting Bellwether…"</p></main> }.into_any(),
                Screen::Unreachable(reason) => view! { <UnreachablePage reason /> }.into_any(),
                Screen::SignIn { has_expired } => view! { <SignInPage has_expired /> }.into_any(),
                Screen::ChangePassword => view! { <Arriving page=LazyPage::Password /> }.into_any(),
                Screen::Signed(_) => view! { <Shell><Pages /></Shell> }.into_any(),
            }}
        </Router>
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view=HomePage />
            <Route path=path!("/dashboard") view=|| view! { <Arriving page=LazyPage::Dashboard /> } />
            <Route path=path!("/for-you") view=|| view! { <Arriving page=LazyPage::ForYou /> } />
            <Route path=path!("/accounts") view=|| view! { <Arriving page=LazyPage::Accounts /> } />
            <Route path=path!("/accounts/:id") view=|| view! { <Arriving page=LazyPage::Account /> } />
            <Route path=path!("/map") view=|| view! { <Arriving page=LazyPage::Map /> } />
            <Route path=path!("/products") view=|| view! { <Arriving page=LazyPage::Products /> } />
            <Route path=path!("/orders") view=|| view! { <Arriving page=LazyPage::Orders /> } />
            <Route path=path!("/orders/:id") view=|| view! { <Arriving page=LazyPage::Orders /> } />
            <Route path=path!("/invoices") view=|| view! { <Arriving page=LazyPage::Invoices /> } />
            <Route path=path!("/targets") view=|| view! { <Arriving page=LazyPage::Targets /> } />
            <Route path=path!("/notifications") view=|| view! { <Arriving page=LazyPage::Notifications /> } />
            <Route path=path!("/accuracy") view=|| view! { <Arriving page=LazyPage::Accuracy /> } />
            <Route path=path!("/rules") view=|| view! { <Arriving page=LazyPage::Rules /> } />
            <Route path=path!("/imports") view=|| view! { <Arriving page=LazyPage::Imports /> } />
            <Route path=path!("/imports/:id") view=|| view! { <Arriving page=LazyPage::Imports /> } />
            <Route path=path!("/settings") view=|| view! { <Arriving page=LazyPage::Settings /> } />
            <Route path=path!("/weekly") view=|| view! { <Arriving page=LazyPage::Weekly /> } />
            <Route path=path!("/trip") view=|| view! { <Arriving page=LazyPage::Trip /> } />
            <Route path=path!("/sign-in") view=|| view! { <Redirect path="/" /> } />
        </FlatRoutes>
    }
    .into_any()
}

/// Where people land: reps at their cards, everybody else at the dashboard. An address with filters in it was sent
/// by somebody who looked at the dashboard.
#[component]
fn HomePage() -> impl IntoView {
    let is_rep = untrack(|| use_session().me()).is_some_and(|me| me.role == Role::Rep);
    let is_bare = use_location().search.with_untracked(String::is_empty);
    if is_rep && is_bare {
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        view! { <Redirect path="/for-you" options /> }.into_any()
    } else {
        view! { <Arriving page=LazyPage::Dashboard /> }.into_any()
    }
}

/// The server did not answer at all.
#[component]
fn UnreachablePage(
    /// What the browser says about it.
    reason: String,
) -> impl IntoView {
    let session = use_session();
    view! {
        <main class="alone">
            <h1>"Bellwether is out of reach"</h1>
            <Failure error=ClientError::Unreachable(reason) retry=move |()| session.ask() />
        </main>
    }
}
