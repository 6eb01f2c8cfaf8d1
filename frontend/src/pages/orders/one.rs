//! One order: whose it is, how far it is, what it holds.

use super::lines::{known_profit, lines};
use super::row::{line_count, starter};
use crate::components::order_status::order_status_label;
use crate::components::panel::{Placeholder, four_states};
use crate::format::{day, money_full, percent};
use crate::state::effect::watch;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::order::{OrderDetail, OrderSummary};
use bellwether_core::{OrderId, OrderStatus};
use chrono::Datelike;
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
    view! { {header(&detail.order)}{figures(detail, symbol)}{lines(&detail.lines, symbol)} }.into_any()
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

fn figures(detail: &OrderDetail, symbol: &'static str) -> AnyView {
    let order = &detail.order;
    let profit = known_profit(&detail.lines).map(|profit| {
        let rate = profit.share_of(order.revenue_cents).map(|rate| format!("{} margin", percent(rate)));
        figure("Profit", money_full(profit, symbol), rate.unwrap_or_else(String::new))
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
