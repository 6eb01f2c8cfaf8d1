//! The list itself: a table on laptops, cards on phones. Only rows near the window exist in the
//! page, and the next page is asked for before the last row comes into sight.

use super::cards::account_card;
use super::columns::{natural_direction, sort_label};
use super::{sort_by, sorting};
use crate::components::badge::SegmentBadge;
use crate::components::panel::{Empty, Failure};
use crate::components::risk::Risk;
use crate::components::virtual_rows::watch_rows;
use crate::format::{approximate, count, day, days, money_full, money_short};
use crate::state::effect::watch;
use crate::state::filters::{Filters, use_filters};
use crate::state::pager::Pager;
use crate::state::session::use_session;
use crate::state::viewport::use_is_phone;
use bellwether_charts::sparkline::Sparkline;
use bellwether_charts::{Size, Unit};
use bellwether_core::account::{AccountRow, AccountSort};
use bellwether_core::paging::Direction;
use chrono::Datelike;
use leptos::html;
use leptos::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// Height of a table row and of a card in CSS pixels; the style sheet says the same.
const ROW_HEIGHT: f64 = 52.0;
const CARD_HEIGHT: f64 = 126.0;
/// The next page is asked for when this few loaded rows are left below the window.
const ROWS_AHEAD: usize = 120;

/// The list in its four states.
#[component]
pub fn AccountList(
    /// The rows loaded so far.
    accounts: Pager<AccountRow>,
) -> impl IntoView {
    let is_phone = use_is_phone();
    let list = NodeRef::<html::Div>::new();
    let rows = Memo::new(move |_| accounts.rows().len());
    let height = Memo::new(move |_| if is_phone.get() { CARD_HEIGHT } else { ROW_HEIGHT });
    let shown = watch_rows(list, rows.into(), height.into());
    watch(move || {
        if shown.get().end + ROWS_AHEAD > rows.get() && accounts.has_more() {
            accounts.load_more();
        }
    });
    let is_first_load = move || rows.get() == 0 && accounts.total().is_none() && accounts.failure().is_none();
    // Dimmed only while the list is asked for anew, not while its next page comes.
    let is_replacing = move || accounts.is_replacing() && rows.get() != 0;
    view! {
        <section
            class="account-list"
            aria-label="Account list"
            aria-busy=move || accounts.is_loading().to_string()
            class:is-stale=is_replacing
        >
            <div node_ref=list>
                {move || match (is_first_load(), rows.get(), is_phone.get()) {
                    (true, ..) => skeleton(),
                    (false, 0, _) if accounts.failure().is_none() => view! {
                        <div class="panel"><Empty words="No account matches. Take a filter away, or import accounts." /></div>
                    }.into_any(),
                    (false, 0, _) => ().into_any(),
                    (false, _, true) => cards(accounts, shown),
                    (false, _, false) => table(accounts, shown),
                }}
            </div>
            {move || accounts.failure().map(|error| view! {
                <div class="panel"><Failure error retry=move |()| accounts.reload() /></div>
            }.into_any())}
        </section>
    }
    .into_any()
}

fn skeleton() -> AnyView {
    let rows =
        (0..10).map(|_| view! { <span class="skeleton account-skeleton"></span> }.into_any()).collect_view();
    view! { <div role="status"><span class="visually-hidden">"Loading"</span>{rows}</div> }.into_any()
}

/// Room for the rows above or below that are not in the page.
fn room(rows: usize, height: f64) -> String {
    format!("{}px", approximate(i64::try_from(rows).unwrap_or(i64::MAX)) * height)
}

fn pick(accounts: Pager<AccountRow>, range: Range<usize>) -> Vec<(usize, AccountRow)> {
    let rows = accounts.rows();
    let end = range.end.min(rows.len());
    let start = range.start.min(end);
    (start..).zip(rows.get(start..end).into_iter().flatten().cloned()).collect()
}

/// Draws the row at a place of the list.
type DrawRow = Arc<dyn Fn(usize, &AccountRow) -> AnyView + Send + Sync>;

/// The rows near the window; those that stay near are not drawn again.
fn near_rows(accounts: Pager<AccountRow>, shown: Signal<Range<usize>>, draw: DrawRow) -> AnyView {
    view! {
        <For each=move || pick(accounts, shown.get()) key=|(place, row)| (*place, row.account.id) let((place, row))>
            {draw(place, &row)}
        </For>
    }
    .into_any()
}

fn cards(accounts: Pager<AccountRow>, shown: Signal<Range<usize>>) -> AnyView {
    let symbol = use_session().currency();
    let after = move || room(accounts.rows().len().saturating_sub(shown.get().end), CARD_HEIGHT);
    let draw: DrawRow = Arc::new(move |_, row| view! { <li>{account_card(row, symbol)}</li> }.into_any());
    view! {
        <div aria-hidden="true" style:height=move || room(shown.get().start, CARD_HEIGHT)></div>
        <ul class="account-cards">
            {near_rows(accounts, shown, draw)}
        </ul>
        <div aria-hidden="true" style:height=after></div>
    }
    .into_any()
}

fn table(accounts: Pager<AccountRow>, shown: Signal<Range<usize>>) -> AnyView {
    let filters = use_filters();
    let symbol = use_session().currency();
    let reference_year = untrack(|| filters.freshness()).map(|fresh| fresh.as_of.year());
    let after = move || room(accounts.rows().len().saturating_sub(shown.get().end), ROW_HEIGHT);
    let total = move || accounts.total().map(|total| (total + 1).to_string());
    let draw: DrawRow = Arc::new(move |place, row| account_row(place, row, symbol, reference_year));
    view! {
        <table class="table account-table" aria-rowcount=total>
            <caption class="visually-hidden">"Accounts"</caption>
            <thead>
                <tr aria-rowindex="1">
                    {head(filters, AccountSort::Name, "")}
                    <th scope="col">"Segment"</th>
                    {head(filters, AccountSort::ChurnRisk, "number")}
                    {head(filters, AccountSort::Health, "number")}
                    {head(filters, AccountSort::LastOrder, "")}
                    {head(filters, AccountSort::NextOrder, "")}
                    {head(filters, AccountSort::TrailingRevenue, "number")}
                    {head(filters, AccountSort::TrailingOrders, "number")}
                    <th scope="col" class="trend-column">"12 months"</th>
                    <th scope="col" class="rep-column">"Rep"</th>
                </tr>
            </thead>
            <tbody>
                <tr aria-hidden="true" class="spacer" style:height=move || room(shown.get().start, ROW_HEIGHT)></tr>
                {near_rows(accounts, shown, draw)}
                <tr aria-hidden="true" class="spacer" style:height=after></tr>
            </tbody>
        </table>
    }
    .into_any()
}

/// A column head that sorts.
fn head(filters: Filters, sort: AccountSort, class: &'static str) -> AnyView {
    let state = move || {
        let (now, direction) = sorting(filters);
        (now == sort).then_some(direction)
    };
    let spoken = move || match state() {
        Some(Direction::Ascending) => "ascending",
        Some(Direction::Descending) => "descending",
        None => "none",
    };
    let mark = move || match state() {
        Some(direction) if direction == natural_direction(sort) => "↓",
        Some(_) => "↑",
        None => "",
    };
    view! {
        <th scope="col" class=class aria-sort=spoken>
            <button type="button" class="sort" on:click=move |_| sort_by(filters, sort)>
                {sort_label(sort)}
                <span class="sort-mark" aria-hidden="true">{mark}</span>
            </button>
        </th>
    }
    .into_any()
}

fn account_row(place: usize, row: &AccountRow, symbol: &'static str, reference_year: Option<i32>) -> AnyView {
    let year = |date: chrono::NaiveDate| reference_year.unwrap_or_else(|| date.year());
    let last_order = row.last_order.map(|date| day(date, year(date)));
    let rep = row.rep.as_ref().map(|rep| rep.name.clone());
    view! {
        <tr aria-rowindex=(place + 2).to_string()>
            <td>
                <span class="two-lines">
                    <a href=format!("/accounts/{}", row.account.id)>{row.account.name.clone()}</a>
                    <span>{under_name(row)}</span>
                </span>
            </td>
            <td><SegmentBadge segment=row.segment /></td>
            <td class="number"><Risk risk=row.churn_risk /></td>
            <td class="number">{row.health.map_or_else(|| "–".to_owned(), |health| health.to_string())}</td>
            <td>{last_order}</td>
            <td>{next_order(row, reference_year)}</td>
            <td class="number" title=money_full(row.trailing_revenue_cents, symbol)>{money_short(row.trailing_revenue_cents, symbol)}</td>
            <td class="number">{count(row.trailing_orders)}</td>
            <td class="trend-column" inner_html=trend(row, symbol)></td>
            <td class="rep-column">{rep}</td>
        </tr>
    }
    .into_any()
}

/// Place and number, as far as known.
fn under_name(row: &AccountRow) -> String {
    let parts = [row.account.place.as_str(), row.external_id.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The window of the next order, and how far past it the account is.
pub(super) fn next_order(row: &AccountRow, reference_year: Option<i32>) -> AnyView {
    let Some(band) = row.next_order else { return view! { <span class="muted">"–"</span> }.into_any() };
    let year = reference_year.unwrap_or_else(|| band.to.year());
    let window = format!("{} – {}", day(band.from, year), day(band.to, year));
    match row.overdue_days {
        Some(overdue) => view! {
            <span class="two-lines"><span>{window}</span><span class="overdue">{format!("{} overdue", days(overdue))}</span></span>
        }
        .into_any(),
        None => window.into_any(),
    }
}

fn trend(row: &AccountRow, symbol: &'static str) -> String {
    let values: Vec<_> = row.monthly_revenue_cents.iter().map(|month| approximate(month.0)).collect();
    let title = "Sales of the last twelve months";
    Sparkline { title, size: Size::new(96.0, 28.0), unit: Unit::Money(symbol), values: &values }.render().svg
}
