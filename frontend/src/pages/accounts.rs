//! All accounts: segments as filters (W1), states with their share (W3, W5), and the list (W2, W4)
//! that scrolls through any number of rows.

mod cards;
mod cells;
mod columns;
mod criteria;
mod export;
mod filters;
mod list;
mod question;
mod segments;
mod shown;
mod states;

use crate::format::tally;
use crate::pages::accounts::columns::direction_code;
use crate::pages::accounts::filters::FilterBar;
use crate::pages::accounts::list::AccountList;
use crate::pages::accounts::question::question;
use crate::pages::accounts::segments::SegmentCards;
use crate::pages::accounts::states::StatesSection;
use crate::state::filters::{Filters, use_filters};
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::account::{AccountQuery, AccountRow, AccountSort};
use bellwether_core::paging::Direction;
use leptos::prelude::*;

/// Rows asked for at once: enough for several screens, small enough to come quickly.
const PAGE_ROWS: u32 = 100;

/// The account list with its filters.
#[component]
pub fn AccountsPage() -> impl IntoView {
    let session = use_session();
    let filters = use_filters();
    let accounts: Pager<AccountRow> = load_pages(
        move || Some(query(filters)),
        move |query: AccountQuery, cursor| {
            let client = session.client();
            async move { client.accounts(&AccountQuery { cursor, ..query }).await }
        },
    );
    let total = move || accounts.total().map(tally);
    view! {
        <div class="page-head">
            <h1>"Accounts"</h1>
            <p role="status">{move || total().map(|total| format!("{total} match"))}</p>
        </div>
        <SegmentCards />
        <StatesSection />
        <FilterBar accounts />
        <AccountList accounts />
    }
    .into_any()
}

/// What the list is sorted by; tracked.
fn sorting(filters: Filters) -> (AccountSort, Direction) {
    question::sorting(|key| filters.get(key))
}

/// The question the address asks; tracked.
fn query(filters: Filters) -> AccountQuery {
    AccountQuery { limit: Some(PAGE_ROWS), ..question(|key| filters.get(key)) }
}

/// Sorts by a column; a second time turns it round.
fn sort_by(filters: Filters, sort: AccountSort) {
    let (now, direction) = untrack(|| sorting(filters));
    let direction = if now == sort { columns::reversed(direction) } else { columns::natural_direction(sort) };
    filters.set(&[
        ("sort", (sort != AccountSort::default()).then(|| columns::sort_code(sort).to_owned())),
        (
            "direction",
            (direction != columns::natural_direction(sort)).then(|| direction_code(direction).to_owned()),
        ),
    ]);
}
