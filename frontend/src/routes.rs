//! Which address shows which page, and what is shown before anybody is signed in.

use crate::components::panel::Failure;
use crate::pages::account::AccountPage;
use crate::pages::accounts::AccountsPage;
use crate::pages::dashboard::DashboardPage;
use crate::pages::imports::ImportsPage;
use crate::pages::map::MapPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::products::ProductsPage;
use crate::pages::settings::SettingsPage;
use crate::pages::sign_in::SignInPage;
use crate::shell::Shell;
use crate::state::session::{Person, Session, use_session};
use crate::state::theme::provide_theme;
use crate::state::viewport::provide_viewport;
use bellwether_client::{Client, ClientError};
use bellwether_core::UserId;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::path;

/// What of the person decides which screen is shown; changes of a name must not rebuild the page.
#[derive(Debug, Clone, PartialEq)]
enum Screen {
    Starting,
    Unreachable(String),
    SignIn { has_expired: bool },
    Signed(UserId),
}

fn screen_of(person: &Person) -> Screen {
    match person {
        Person::Unknown => Screen::Starting,
        Person::Unreachable(error) => Screen::Unreachable(error.to_string()),
        Person::Nobody { has_expired } => Screen::SignIn { has_expired: *has_expired },
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
    session.ask();
    let screen = Memo::new(move |_| screen_of(&session.person()));
    view! {
        <Router>
            {move || match screen.get() {
                Screen::Starting => view! { <main class="boot" aria-busy="true"><h1 class="visually-hidden">"Bellwether"</h1><p>"Starting Bellwether…"</p></main> }.into_any(),
                Screen::Unreachable(reason) => view! { <UnreachablePage reason /> }.into_any(),
                Screen::SignIn { has_expired } => view! { <SignInPage has_expired /> }.into_any(),
                Screen::Signed(_) => view! { <Shell><Pages /></Shell> }.into_any(),
            }}
        </Router>
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view=DashboardPage />
            <Route path=path!("/accounts") view=AccountsPage />
            <Route path=path!("/accounts/:id") view=AccountPage />
            <Route path=path!("/map") view=MapPage />
            <Route path=path!("/products") view=ProductsPage />
            <Route path=path!("/imports") view=ImportsPage />
            <Route path=path!("/imports/:id") view=ImportsPage />
            <Route path=path!("/settings") view=SettingsPage />
            <Route path=path!("/sign-in") view=|| view! { <Redirect path="/" /> } />
        </FlatRoutes>
    }
    .into_any()
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
