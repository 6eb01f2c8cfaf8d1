//! A box of a page with its four states: loading, empty, failing and full.

use crate::components::icon::{Icon, IconName};
use crate::components::why::why;
use crate::state::effect::watch;
use crate::state::loader::{Anything, Loader, Progress};
use crate::state::turn::in_own_turn;
use bellwether_client::ClientError;
use bellwether_core::metric::Metric;
use leptos::prelude::*;
use std::sync::Arc;

/// What is shown while the first answer is on its way; it has the size of what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// Rows of a list.
    Rows,
    /// A chart.
    Chart,
    /// Tiles.
    Tiles,
    /// A few lines of text.
    Text,
}

impl Placeholder {
    /// The grey bars.
    pub fn view(self) -> AnyView {
        let (class, bars) = match self {
            Self::Rows => ("skeleton-rows", 8),
            Self::Chart => ("skeleton-chart", 1),
            Self::Tiles => ("skeleton-tiles", 6),
            Self::Text => ("skeleton-text", 3),
        };
        let bars: Vec<_> = (0..bars).map(|_| view! { <span class="skeleton"></span> }.into_any()).collect();
        view! { <div class=class role="status"><span class="visually-hidden">"Loading"</span>{bars}</div> }
            .into_any()
    }
}

/// Why something is not there, and a way to try again.
#[component]
pub fn Failure(
    /// What went wrong.
    error: ClientError,
    /// Tries again.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    let (what, remedy) = failure_words(&error);
    let again = (!error.is_forbidden()).then(|| {
        view! {
            <button class="button" type="button" on:click=move |_| retry.run(())>
                <Icon name=IconName::Retry />
                "Try again"
            </button>
        }
        .into_any()
    });
    view! {
        <div class="state is-failing" role="alert">
            <Icon name=IconName::Warning />
            <p class="state-title">{what}</p>
            <p class="muted">{remedy}</p>
            {again}
        </div>
    }
}

/// What happened and what to do, in words for people.
pub fn failure_words(error: &ClientError) -> (String, String) {
    match error {
        ClientError::Refused(problem) => (problem.detail.clone(), problem.remedy.clone()),
        ClientError::Unreachable(_) => (
            "The server can't be reached.".to_owned(),
            "Check your connection. Nothing is lost; try again when you are online.".to_owned(),
        ),
        ClientError::Unintelligible(_) => (
            "The answer could not be read.".to_owned(),
            "The server may just have been updated: reload the page.".to_owned(),
        ),
    }
}

/// Nothing to show, and what would fill it.
#[component]
pub fn Empty(
    /// What is missing and what would fill it.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    view! { <div class="state is-empty"><p class="muted">{words}</p></div> }
}

/// What a loader has to show: the full picture, or one of the other three states.
pub fn four_states<T: Send + Sync + 'static>(
    loader: Loader<T>,
    placeholder: Placeholder,
    is_empty: fn(&T) -> bool,
    empty: &'static str,
    body: impl Fn(Arc<T>) -> AnyView + Send + Sync + 'static,
) -> States {
    aging_states(loader, placeholder, is_empty, empty, body).0
}

/// The same, and whether what it shows is old: a newer answer is on its way, or is here and waits for its turn to be
/// drawn.
pub fn aging_states<T: Send + Sync + 'static>(
    loader: Loader<T>,
    placeholder: Placeholder,
    is_empty: fn(&T) -> bool,
    empty: &'static str,
    body: impl Fn(Arc<T>) -> AnyView + Send + Sync + 'static,
) -> (States, Signal<bool>) {
    let full = move |answer| {
        let value = Loader::<T>::of_its_type(answer)?;
        if is_empty(&value) { None } else { Some(body(value)) }
    };
    states_of(loader.progress(), placeholder, empty, Box::new(full))
}

/// Shows one of the four states; tracked.
pub type States = Box<dyn Fn() -> AnyView + Send + Sync>;

/// The same for every type of answer, so that its code exists once. `full` gives nothing for an
/// answer with nothing in it.
fn states_of(
    progress: Progress,
    placeholder: Placeholder,
    empty: &'static str,
    full: Box<dyn Fn(Anything) -> Option<AnyView> + Send + Sync>,
) -> (States, Signal<bool>) {
    let shown = in_turn(progress);
    let states = move || match (shown.get(), progress.failure()) {
        (_, Some(error)) => view! { <Failure error retry=move |()| progress.reload() /> }.into_any(),
        (None, None) => placeholder.view(),
        (Some(answer), None) => full(answer).unwrap_or_else(|| view! { <Empty words=empty /> }.into_any()),
    };
    (Box::new(states), Signal::derive(move || is_old(progress, shown)))
}

/// Whether an answer is shown that is not the latest, or will not be for long; tracked.
fn is_old(progress: Progress, shown: RwSignal<Option<Anything>>) -> bool {
    let newest = progress.value();
    let is_behind = |shown: &Anything| newest.as_ref().is_some_and(|newest| !Arc::ptr_eq(shown, newest));
    shown.with(|shown| shown.as_ref().is_some_and(|shown| progress.is_loading() || is_behind(shown)))
}

/// The latest answer, each in a turn of its own: a page with many boxes is drawn box by box, and a click comes between.
fn in_turn(progress: Progress) -> RwSignal<Option<Anything>> {
    let shown = RwSignal::new(untrack(|| progress.value()));
    let is_new = move |answer: &Anything| {
        shown.with_untracked(|shown| shown.as_ref().is_none_or(|shown| !Arc::ptr_eq(shown, answer)))
    };
    watch(move || {
        if let Some(answer) = progress.value().filter(is_new) {
            in_own_turn(move || {
                shown.try_set(Some(answer));
            });
        }
    });
    shown
}

/// A titled box that shows what a loader has. While a newer answer is on its way the old one
/// stays, dimmed.
#[component]
pub fn Panel<T, B>(
    /// Heading.
    #[prop(into)]
    title: String,
    /// Beside the heading: exact dates, units, a link.
    #[prop(optional, into)]
    note: ViewFn,
    /// More classes of the box.
    #[prop(optional)]
    class: &'static str,
    /// What to show.
    loader: Loader<T>,
    /// Shape of the loading state.
    placeholder: Placeholder,
    /// Whether an answer has nothing in it.
    is_empty: fn(&T) -> bool,
    /// What would fill it.
    empty: &'static str,
    /// What the figures of the full state are.
    #[prop(optional)]
    metrics: &'static [Metric],
    /// The full state.
    body: B,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    B: Fn(Arc<T>) -> AnyView + Send + Sync + 'static,
{
    let inside = aging_states(loader, placeholder, is_empty, empty, body);
    let is_loading = Signal::derive(move || loader.is_loading());
    panel_frame(title, note, class, is_loading, inside, metrics)
}

/// The same box for every type of content, so that its code exists once.
fn panel_frame(
    title: String,
    note: ViewFn,
    class: &'static str,
    is_loading: Signal<bool>,
    (inside, is_old): (States, Signal<bool>),
    metrics: &'static [Metric],
) -> AnyView {
    let heading = title.clone();
    view! {
        <section class=format!("panel {class}") aria-label=title aria-busy=move || is_loading.get().to_string()>
            <header class="panel-head">
                <h2>{heading}</h2>
                <div class="panel-note">{move || note.run()}</div>
            </header>
            <div class="panel-body" class:is-stale=move || is_old.get()>{inside}</div>
            {why(metrics)}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_always_says_what_to_do_next() {
        let (what, remedy) = failure_words(&ClientError::Unreachable("refused".to_owned()));
        assert!(what.contains("can't be reached") && remedy.contains("try again"));
    }
}
