//! Sales targets (B6) by month: for a rep, an account, a category or the whole organisation, with what has been
//! reached so far. Managers and above set and remove them; reps read theirs.

mod account_search;
mod draft;
mod form;
mod list;

use crate::components::endless::import_link;
use crate::components::panel::failure_words;
use crate::components::why::why;
use crate::format::day;
use crate::pages::targets::form::form;
use crate::pages::targets::list::list;
use crate::state::filters::use_filters;
use crate::state::pager::{Pager, load_pages};
use crate::state::session::{Session, use_session};
use bellwether_client::ClientError;
use bellwether_core::Role;
use bellwether_core::metric::Metric;
use bellwether_core::target::{Target, TargetInput, TargetQuery};
use chrono::Datelike;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Targets asked for at once.
const PAGE_ROWS: u32 = 100;

/// What happened last.
#[derive(Debug, Clone)]
enum Event {
    Set,
    Removed(Box<Target>),
    Failed(ClientError),
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct TargetsState {
    session: Session,
    targets: Pager<Target>,
    event: RwSignal<Option<Event>>,
    /// Whether the person may set and remove targets.
    may_set: bool,
}

/// The Targets page.
#[component]
pub fn TargetsPage() -> impl IntoView {
    let session = use_session();
    let filters = use_filters();
    let targets = load_pages(
        || Some(()),
        move |(), cursor| {
            let client = session.client();
            let query = TargetQuery { month: None, limit: Some(PAGE_ROWS), cursor };
            async move { client.targets(&query).await }
        },
    );
    let role = untrack(|| session.me()).map(|me| me.role);
    let may_set = matches!(role, Some(Role::Manager | Role::Leadership | Role::Admin));
    let state = TargetsState { session, targets, event: RwSignal::new(None), may_set };
    let reached = move || {
        let date = filters.freshness()?.as_of;
        Some(format!("Net sales reached through {} {}", day(date, date.year()), date.year()))
    };
    let import = import_link().map(|(address, _)| {
        view! { <a class="button targets-import" href=address>"Import targets from CSV"</a> }
    });
    view! {
        <div class="page-head"><h1>"Targets"</h1><p>{reached}</p>{import}</div>
        {why(&[Metric::TargetReached])}
        {may_set.then(|| form(state, role))}
        <div>
            <div role="status" class="targets-event">{move || state.event.get().map(|event| event_words(event, state))}</div>
            {list(state)}
        </div>
    }
    .into_any()
}

fn event_words(event: Event, state: TargetsState) -> AnyView {
    match event {
        Event::Set => view! { <p class="notice">"The target is set."</p> }.into_any(),
        Event::Removed(target) => {
            let again = move |_| set(state, again_input(&target));
            view! {
                <p class="notice targets-removed">
                    "The target is removed."
                    <button type="button" class="button is-quiet" on:click=again>"Undo"</button>
                </p>
            }
            .into_any()
        }
        Event::Failed(error) => {
            let (what, remedy) = failure_words(&error);
            view! { <p class="notice is-failing" role="alert"><b>{what}</b>" "{remedy}</p> }.into_any()
        }
    }
}

/// What sets a removed target again.
fn again_input(target: &Target) -> TargetInput {
    TargetInput {
        month: target.month,
        rep: target.rep.as_ref().map(|rep| rep.id),
        account: target.account.as_ref().map(|account| account.id),
        category: target.category.as_ref().map(|category| category.id),
        amount_cents: target.amount_cents,
    }
}

/// Sets a target and reads the list again.
fn set(state: TargetsState, input: TargetInput) {
    let client = state.session.client();
    spawn_local(async move {
        let answer = client.set_target(&input).await;
        settle(state, answer.map(|_| Event::Set));
    });
}

/// Removes a target and reads the list again.
fn remove(state: TargetsState, target: Target) {
    let client = state.session.client();
    spawn_local(async move {
        let answer = client.remove_target(target.id).await;
        settle(state, answer.map(|()| Event::Removed(Box::new(target))));
    });
}

fn settle(state: TargetsState, answer: Result<Event, ClientError>) {
    if answer.as_ref().is_err_and(ClientError::needs_sign_in) {
        state.session.ended();
    }
    let is_done = answer.is_ok();
    // The page may have been left meanwhile; then there is nobody to tell.
    let untold = state.event.try_set(Some(answer.unwrap_or_else(Event::Failed)));
    if is_done && untold.is_none() {
        state.targets.reload();
    }
}
