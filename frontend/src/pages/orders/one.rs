//! One order: whose it is, how far it is, what it holds.

use super::lines::{known_profit, lines};
use super::row::{line_count, starter};
use crate::components::order_status::order_status_label;
use crate::components::panel::{Placeholder, four_states};
use crate::format::{day, money_full, percent};
use crate::state::effect::watch;
use crate::state::filters::use_filters;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::order::{OrderDetail, OrderSummary};
use bellwether_core::{OrderId, OrderStatus};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// The page of an order.
pub(super) fn one(id: OrderId) -> AnyView {
    let session = use_session();
    let order: Loader<OrderDetail> = load(
        move || Some(id),
        move |id| {
            let client = session.client();
            async move { client.order(id).await }
        },
    );
    watch(move || {
        if let Some(order) = order.value() {
            document().set_title(&format!("Order {} · Bellwether", order.order.number));
        }
    });
    let symbol = session.currency();
    let body = four_states(order, Placeholder::Rows, |_| false, "", move |order| page(&order, symbol));
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/orders">"Orders"</a></nav>
        <Show when=move || order.value().is_none()><h1 class="visually-hidden">"Order"</h1></Show>
        <div class="order-page">{body}</div>
    }
    .into_any()
}

fn page(detail: &OrderDetail, symbol: &'static str) -> AnyView {
    view! { {header(&detail.order)}{dated_ahead(&detail.order)}{figures(detail, symbol)}{lines(&detail.lines, symbol)} }
        .into_any()
}

fn header(order: &OrderSummary) -> AnyView {
    let date = order.placed_on;
    let when = format!("{} {}", day(date, date.year()), date.year());
    let is_draft = order.status == OrderStatus::Draft;
    let about = if is_draft {
        format!("Started {when}")
    } else {
        format!("{} · {when}", order_status_label(order.status))
    };
    let draft = is_draft.then(|| {
        let name = order
            .started_by
            .as_ref()
            .map_or_else(String::new, |starter| format!(" {} has not sent it yet.", starter.name));
        view! { <p class="notice"><b>"Draft, not in any total."</b>{name}</p> }
    });
    let call = is_draft.then(|| starter(order.started_by.as_ref(), "is-primary"));
    let place = order.account.place.clone();
    view! {
        <header class="account-head">
            <div>
                <h1>{format!("Order {}", order.number)}</h1>
                <p><a class="order-account" href=format!("/accounts/{}", order.account.id)>{order.account.name.clone()}</a>{(!place.is_empty()).then(|| format!(", {place}"))}</p>
                <p class="muted">{about}</p>
            </div>
            <div class="account-actions">{call}</div>
        </header>
        {draft}
    }
    .into_any()
}

/// What to know of an order dated after the day that figures are as of. No list holds it, but it can be searched for.
fn dated_ahead(order: &OrderSummary) -> AnyView {
    let filters = use_filters();
    let (placed_on, counts) = (order.placed_on, order.status.counts_in_sales());
    let words = move || {
        let as_of = filters.freshness()?.as_of;
        (counts && placed_on > as_of).then(|| ahead_words(placed_on, as_of))
    };
    (move || words().map(|words| view! { <p class="notice"><b>"Dated ahead."</b>{words}</p> })).into_any()
}

fn ahead_words(placed_on: NaiveDate, as_of: NaiveDate) -> String {
    format!(
        " Figures are as of {} {}, and this order counts in none before {} {}. If its date is wrong, correct it and \
         import the file again.",
        day(as_of, as_of.year()),
        as_of.year(),
        day(placed_on, placed_on.year()),
        placed_on.year(),
    )
}

fn figures(detail: &OrderDetail, symbol: &'static str) -> AnyView {
    let order = &detail.order;
    let profit = known_profit(&detail.lines).map(|profit| {
        let rate = profit.share_of(order.revenue_cents).map(|rate| format!("{} margin", percent(rate)));
        figure("Gross profit", money_full(profit, symbol), rate.unwrap_or_else(String::new))
    });
    view! {
        <dl class="figures panel">
            {figure("Amount", money_full(order.revenue_cents, symbol), "net".to_owned())}
            {profit}
            {figure("Status", order_status_label(order.status).to_owned(), line_count(order.lines))}
        </dl>
    }
    .into_any()
}

fn figure(label: &'static str, value: String, beside: String) -> AnyView {
    view! { <div class="figure"><dt>{label}</dt><dd>{value}</dd><dd class="figure-foot">{beside}</dd></div> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_dated_ahead_says_from_which_day_on_it_counts() {
        let date = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("a date of the calendar");
        let words = ahead_words(date(7, 3), date(6, 30));
        assert!(
            words.contains("as of 30 Jun 2026, and this order counts in none before 3 Jul 2026."),
            "{words}"
        );
    }
}
