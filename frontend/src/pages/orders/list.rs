//! Current orders in two parts, or past ones by day; both as far as one scrolls.

use super::entries::{Entry, by_day, part};
use super::row::{Shape, rows};
use crate::components::endless::{empty_with, endless, import_link};
use crate::components::export::{export_button, file};
use crate::components::icon::{Icon, IconName};
use crate::components::print::print_page;
use crate::components::scope::rep_select;
use crate::components::section::section;
use crate::components::switch::switch;
use crate::components::why::why;
use crate::format::{day, tally};
use crate::state::filters::{Filters, use_filters};
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::metric::Metric;
use bellwether_core::order::{OrderSummary, OrdersQuery, OrdersView};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// Orders asked for at once.
const PAGE_ROWS: u32 = 100;

fn view_of(word: Option<&str>) -> OrdersView {
    match word {
        Some("past") => OrdersView::Past,
        Some(_) | None => OrdersView::Current,
    }
}

fn question(filters: Filters, view: OrdersView) -> OrdersQuery {
    OrdersQuery {
        view: Some(view),
        account: filters.parsed("account"),
        rep: filters.parsed("rep"),
        limit: Some(PAGE_ROWS),
        ..OrdersQuery::default()
    }
}

/// The page.
pub(super) fn list() -> AnyView {
    let filters = use_filters();
    let view = Memo::new(move |_| view_of(filters.get("view").as_deref()));
    let session = use_session();
    let address =
        move |format| session.client().orders_address(&question(filters, view.get()), &file(format)).ok();
    view! {
        <div class="page-head">
            <h1>"Orders"</h1>
            <p>{move || as_of(filters).map(|date| format!("As of {} {}", day(date, date.year()), date.year()))}</p>
        </div>
        <div class="toolbar">
            {switch(filters, "Orders", "view", [("Current", None), ("Past", Some("past"))])}
            {rep_select(filters)}
            {clear(filters)}
            {export_button("order-export", || "Every order of this list, the newest first.".to_owned(), address, print_page)}
        </div>
        {why(&[Metric::NetSales, Metric::Drafts])}
        // A list of its own for each part: rows of one must not be seen under the headings of the other.
        {move || match view.get() {
            OrdersView::Current => current(filters),
            OrdersView::Past => past(filters),
        }}
    }
    .into_any()
}

fn as_of(filters: Filters) -> Option<NaiveDate> {
    filters.freshness().map(|fresh| fresh.as_of)
}

fn load_orders(filters: Filters, view: OrdersView) -> Pager<OrderSummary> {
    let session = use_session();
    load_pages(
        move || Some(question(filters, view)),
        move |query: OrdersQuery, cursor| {
            let client = session.client();
            async move { client.orders(&OrdersQuery { cursor, ..query }).await }
        },
    )
}

fn current(filters: Filters) -> AnyView {
    let orders = load_orders(filters, OrdersView::Current);
    let drafts = Signal::derive(move || part(&orders.rows(), true));
    let placed = Signal::derive(move || part(&orders.rows(), false));
    let date = move || as_of(filters).map(|date| format!("{} {}", day(date, date.year()), date.year()));
    let full = move || {
        view! {
            {section("Drafts", "", "Not in any total", either(drafts, Shape::Draft, "Nobody has an open draft."))}
            {section("Placed today", "", date, either(placed, Shape::Placed, "Nothing has been placed yet on this day."))}
        }
        .into_any()
    };
    let empty = || {
        boxed(empty_with(
            "No open drafts, and nothing placed on this day. Both come with the next import of orders.",
            Some(("/orders?view=past", "See past orders")),
        ))
    };
    view! { <div class="orders-parts">{endless(orders, empty, full)}</div> }.into_any()
}

fn past(filters: Filters) -> AnyView {
    let orders = load_orders(filters, OrdersView::Past);
    let entries = Signal::derive(move || by_day(&orders.rows()));
    let total = move || orders.total().map(|total| format!("{} orders", tally(total)));
    let way = import_link();
    let empty =
        move || empty_with("No past orders. Import a file of order lines to see them here, day by day.", way);
    let body = endless(orders, empty, move || rows(entries, Shape::Placed));
    view! { <div class="orders-past">{section("Past orders", "", total, body)}</div> }.into_any()
}

fn boxed(inside: AnyView) -> AnyView {
    view! { <div class="panel">{inside}</div> }.into_any()
}

/// The rows of one part, or that it has none.
fn either(entries: Signal<Vec<Entry>>, shape: Shape, none: &'static str) -> AnyView {
    let has_any = Memo::new(move |_| entries.with(|entries| !entries.is_empty()));
    view! {
        {move || if has_any.get() {
            rows(entries, shape)
        } else {
            view! { <p class="muted">{none}</p> }.into_any()
        }}
    }
    .into_any()
}

/// One press back to everybody's orders, for those who came by a link from an account.
fn clear(filters: Filters) -> AnyView {
    view! {
        <Show when=move || filters.get("account").is_some()>
            <button type="button" class="button is-quiet" on:click=move |_| filters.set(&[("account", None)])>
                <Icon name=IconName::Close />
                "Orders of all accounts"
            </button>
        </Show>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn current_orders_are_shown_unless_the_address_says_past() {
        assert_eq!((view_of(None), view_of(Some("future"))), (OrdersView::Current, OrdersView::Current));
        assert_eq!(view_of(Some("past")), OrdersView::Past);
    }
}
