//! Items that accounts have probably lost, with or without an alert; how sure that is says the organisation's own
//! past.

use crate::components::panel::{Placeholder, four_states};
use crate::components::switch::Choice;
use crate::format::{day, money_full, percent, tally};
use crate::state::filters::use_filters;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::insight::{LostBar, ProbablyLost, ProbablyLostQuery, ProbablyLostRow};
use chrono::Datelike;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows that are shown.
const ROWS: u32 = 20;
/// The word of this list in the address.
pub const PROBABLY_LOST: &str = "probably";
/// Lists of items to choose from.
pub const ITEM_LISTS: [Choice; 3] =
    [("Lost", None), ("Lapsed", Some("lapsed")), ("Probably lost", Some(PROBABLY_LOST))];

/// The list in its four states.
pub fn lost_rows(lost: Loader<ProbablyLost>) -> AnyView {
    let empty = "Nothing is probably lost, or too little has been seen of items that went missing to say so. A year \
                 of order lines with items fills this list.";
    four_states(lost, Placeholder::Rows, |lost| lost.rows.is_empty(), empty, full).into_any()
}

/// Asks for the list of the caller or of the rep in the address, while it `is_chosen`.
pub fn load_lost(is_chosen: Memo<bool>) -> Loader<ProbablyLost> {
    let (session, filters) = (use_session(), use_filters());
    load(
        move || {
            let query = ProbablyLostQuery { rep: filters.parsed("rep"), limit: Some(ROWS) };
            is_chosen.get().then_some(query)
        },
        move |query| {
            let client = session.client();
            async move { client.probably_lost(&query).await }
        },
    )
}

fn full(lost: Arc<ProbablyLost>) -> AnyView {
    let symbol = use_session().currency();
    let year = lost.as_of.year();
    let rows: Vec<_> = lost.rows.iter().map(|row| one(row, symbol, year)).collect();
    view! {
        {lost.bar.map(|bar| view! { <p class="muted small">{words_of(bar)}</p> })}
        <ul class="for-you-reasons">{rows}</ul>
    }
    .into_any()
}

fn words_of(bar: LostBar) -> String {
    format!(
        "Listed from {} on: of {} such items 90 days ago, {} stayed away.",
        percent(bar.threshold.get()),
        tally(bar.cases.into()),
        percent(bar.precision.get()),
    )
}

fn one(row: &ProbablyLostRow, symbol: &'static str, reference_year: i32) -> AnyView {
    let notes: Vec<_> =
        row.notes.iter().map(|note| view! { <p class="muted small">{note.clone()}</p> }.into_any()).collect();
    let chance = format!("{} likely to stay away", percent(row.probability.get()));
    let last = format!("last bought {}", day(row.last_bought, reference_year));
    view! {
        <li>
            <p class="for-you-line">
                <a href=format!("/accounts/{}", row.account.id) data-record="">{row.account.name.clone()}</a>
                <b>{money_full(row.value_cents, symbol)}</b>
            </p>
            <p>{row.sentence.clone()}</p>
            <p class="small"><b>{chance}</b>" · "<span class="muted">{last}</span></p>
            {notes}
        </li>
    }
    .into_any()
}
