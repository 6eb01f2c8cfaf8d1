//! The cards in their four states, and those to watch, folded.

use crate::components::panel::{Failure, Placeholder};
use crate::format::tally;
use crate::pages::for_you::card::card_view;
use crate::pages::for_you::today::{CARDS_AT_ONCE, MOST_CARDS, Today};
use crate::state::loader::Loader;
use bellwether_core::alert::ForYou;
use leptos::prelude::*;

/// Which state the cards are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Failed,
    Empty,
    Full,
}

fn stage(today: Today, cards: Loader<ForYou>) -> Stage {
    match (cards.value().is_some(), cards.failure().is_some()) {
        (false, false) => Stage::Waiting,
        (false, true) => Stage::Failed,
        (true, _) if today.waiting(cards).is_empty() => Stage::Empty,
        (true, _) => Stage::Full,
    }
}

/// The urgent cards.
pub fn cards(today: Today) -> AnyView {
    let cards = today.cards;
    let stage = Memo::new(move |_| stage(today, cards));
    let is_refreshing = move || cards.is_loading() && stage.get() == Stage::Full;
    view! {
        <section class="for-you" aria-label="Who needs you" aria-busy=move || cards.is_loading().to_string() class:is-refreshing=is_refreshing>
            {move || match stage.get() {
                Stage::Waiting => skeleton(),
                Stage::Failed => ().into_any(),
                Stage::Empty => nobody(),
                Stage::Full => list(today, cards),
            }}
            {move || cards.failure().map(|error| view! { <div class="panel"><Failure error retry=move |()| cards.reload() /></div> }.into_any())}
        </section>
        {more(today)}
    }
    .into_any()
}

fn skeleton() -> AnyView {
    let bars =
        (0..3).map(|_| view! { <span class="skeleton for-you-skeleton"></span> }.into_any()).collect_view();
    view! { <div class="for-you-cards" role="status"><span class="visually-hidden">"Loading"</span>{bars}</div> }.into_any()
}

fn nobody() -> AnyView {
    view! {
        <div class="panel"><div class="state is-empty">
            <p class="state-title">"Nobody needs you today"</p>
            <p class="muted">"A card appears when an account is silent for longer than it ever was, drops an item it used to buy, or lets an invoice pass its due date."</p>
            <a class="button" href="/accounts">"See all accounts"</a>
        </div></div>
    }
    .into_any()
}

fn list(today: Today, cards: Loader<ForYou>) -> AnyView {
    view! {
        <ul class="for-you-cards">
            <For each=move || today.waiting(cards) key=|account| *account let(account)>
                <li>{card_view(today, Memo::new(move |_| today.card(cards, account)))}</li>
            </For>
        </ul>
    }
    .into_any()
}

/// How many cards the next press brings.
fn left(shown: &ForYou, limit: u32) -> u64 {
    let here = u64::try_from(shown.cards.len()).unwrap_or(u64::MAX);
    let next = u64::from(CARDS_AT_ONCE.min(MOST_CARDS.saturating_sub(limit)));
    shown.total.saturating_sub(here).min(next)
}

fn more(today: Today) -> AnyView {
    let next = Memo::new(move |_| today.cards.value().map_or(0, |shown| left(&shown, today.limit.get())));
    view! {
        <Show when=move || next.get() != 0>
            <button type="button" class="button for-you-more" on:click=move |_| today.limit.update(|limit| *limit = (*limit + CARDS_AT_ONCE).min(MOST_CARDS))>
                {move || format!("Show {} more", tally(next.get()))}
            </button>
        </Show>
    }
    .into_any()
}

/// Accounts with nothing but alerts to watch.
pub fn watched(today: Today) -> AnyView {
    let number = Memo::new(move |_| today.cards.value().map_or(0, |shown| shown.watched));
    let cards = today.watched;
    let unfold = move |event: web_sys::Event| {
        let details = event_target::<web_sys::Element>(&event);
        today.is_watching.set(details.has_attribute("open"));
    };
    view! {
        <Show when=move || number.get() != 0>
            <details class="panel for-you-watch" on:toggle=unfold>
                <summary>{move || format!("Watch ({})", tally(number.get()))}</summary>
                <div class="panel-body">
                    {move || match (cards.value().is_some(), cards.failure()) {
                        (_, Some(error)) => view! { <Failure error retry=move |()| cards.reload() /> }.into_any(),
                        (true, None) => list(today, cards),
                        (false, None) if today.is_watching.get() => Placeholder::Rows.view(),
                        (false, None) => ().into_any(),
                    }}
                </div>
            </details>
        </Show>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn no_more_is_offered_than_there_is_and_than_the_server_gives() {
        let shown = ForYou {
            as_of: NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar"),
            scope: String::new(),
            cards: Vec::new(),
            total: 4,
            watched: 0,
            snoozed: 0,
            is_frozen: false,
        };
        assert_eq!((left(&shown, 10), left(&shown, 100)), (4, 0));
    }
}
