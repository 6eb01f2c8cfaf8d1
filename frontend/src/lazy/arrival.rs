//! What is seen until the code of a page is there, and when it cannot be had.

use crate::components::icon::{Icon, IconName};
use crate::components::panel::Placeholder;
use crate::lazy::{Draw, LazyPage};
use crate::state::turn::{in_own_turn, once_seen};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is known of the code of a page.
#[derive(Clone, Copy)]
enum State {
    Awaited,
    Failed,
    Here(Draw),
}

/// A page on its way.
#[derive(Clone, Copy)]
struct Arrival {
    page: LazyPage,
    state: RwSignal<State>,
}

impl Arrival {
    fn of(page: LazyPage) -> Self {
        Self { page, state: RwSignal::new(State::Awaited) }
    }

    /// Asks for it.
    fn asked(page: LazyPage) -> Self {
        let arrival = Self::of(page);
        arrival.fetch();
        arrival
    }

    fn fetch(self) {
        spawn_local(async move {
            let outcome = self.page.fetch().await.map_or(State::Failed, State::Here);
            // The frame around it is seen first. Nobody is waiting any more when another page was opened meanwhile.
            in_own_turn(move || {
                self.state.try_set(outcome);
            });
        });
    }

    fn again(self) {
        self.state.set(State::Awaited);
        self.fetch();
    }

    /// The page once it is there; until then what stands for it.
    fn view(self, awaited: fn() -> AnyView, failed: fn(Self) -> AnyView) -> AnyView {
        view! {
            {move || match self.state.get() {
                State::Awaited => awaited(),
                State::Failed => failed(self),
                State::Here(draw) => draw(),
            }}
        }
        .into_any()
    }
}

/// A page that may have to be fetched first.
#[component]
pub fn Arriving(
    /// The page.
    page: LazyPage,
) -> impl IntoView {
    Arrival::asked(page).view(awaited, |arrival| {
        let heading = view! { <h1 class="state-title">"This page could not be loaded"</h1> };
        failed(arrival, heading.into_any())
    })
}

fn awaited() -> AnyView {
    view! {
        <h1 class="visually-hidden">"Loading the page"</h1>
        {Placeholder::Tiles.view()}
        {Placeholder::Rows.view()}
    }
    .into_any()
}

/// A reload helps where trying again does not: when the server has been updated, this page's files are gone.
fn failed(arrival: Arrival, heading: AnyView) -> AnyView {
    view! {
        <div class="state is-failing" role="alert">
            <Icon name=IconName::Warning />
            {heading}
            <p class="muted">"Check your connection and try again. If Bellwether has just been updated, reload."</p>
            <div class="toolbar">
                <button class="button is-primary" type="button" on:click=move |_| arrival.again()>
                    <Icon name=IconName::Retry />
                    "Try again"
                </button>
                <button class="button" type="button" on:click=|_| drop(window().location().reload())>"Reload"</button>
            </div>
        </div>
    }
    .into_any()
}

/// A part of a page that may have to be fetched first, once the page without it can be seen. Until then `awaited` stands
/// in its place.
pub fn arriving_part(page: LazyPage, awaited: fn() -> AnyView) -> AnyView {
    let arrival = Arrival::of(page);
    once_seen(move || arrival.fetch());
    arrival.view(awaited, |arrival| {
        let heading = view! { <p class="state-title">"The rest of this page could not be loaded"</p> };
        view! { <section class="panel">{failed(arrival, heading.into_any())}</section> }.into_any()
    })
}

/// Something that lies over the page and may have to be fetched first; until then the page is seen as it is.
pub fn arriving_over(page: LazyPage) -> AnyView {
    Arrival::asked(page).view(
        || ().into_any(),
        |_arrival| {
            view! {
                <p class="toast toast-place is-failing" role="alert">"This could not be loaded. Check your connection and try again."</p>
            }
            .into_any()
        },
    )
}
