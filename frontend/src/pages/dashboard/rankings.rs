//! Top accounts by sales or by order value (E2), and top products (E4).

use crate::components::badge::SegmentShape;
use crate::components::movement::MovementMark;
use crate::components::panel::{Panel, Placeholder};
use crate::components::rows_sheet::ROWS_KEY;
use crate::format::{count, money_full, money_short};
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::Loader;
use crate::state::session::use_session;
use bellwether_core::dashboard::{Dashboard, TopAccount, TopProduct};
use bellwether_core::metric::Metric;
use leptos::prelude::*;
use std::sync::Arc;

/// Whether accounts are ranked by their largest order instead of their sales; in the address.
fn is_by_order(filters: Filters) -> bool {
    filters.get("top").as_deref() == Some("order")
}

/// Accounts that sell most.
#[component]
pub fn TopAccounts(
    /// The page's answer.
    dashboard: Loader<Dashboard>,
) -> impl IntoView {
    let filters = use_filters();
    let symbol = use_session().currency();
    let choice = move |label: &'static str, by_order: bool| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (is_by_order(filters) == by_order).to_string()
                on:click=move |_| filters.set(&[("top", by_order.then(|| "order".to_owned()))])
            >
                {label}
            </button>
        }
        .into_any()
    };
    let body = move |shown: Arc<Dashboard>| {
        let by_order = is_by_order(filters);
        let ranked = if by_order { &shown.top_accounts_by_order } else { &shown.top_accounts };
        account_table(ranked, by_order, symbol)
    };
    view! {
        <Panel
            title="Top accounts"
            metrics=&[Metric::NetSales, Metric::LargestOrder, Metric::Change]
            class="span-6"
            note=move || view! { <div class="switch" role="group" aria-label="Rank by">{choice("By net sales", false)}{choice("By order value", true)}</div> }
            loader=dashboard
            placeholder=Placeholder::Rows
            is_empty=|shown: &Dashboard| shown.top_accounts.is_empty()
            empty="No account bought anything in this period."
            body
        />
    }
    .into_any()
}

fn account_table(ranked: &[TopAccount], by_order: bool, symbol: &'static str) -> AnyView {
    let figure = if by_order { "Largest order" } else { "Net sales" };
    let beside = if by_order { "Net sales" } else { "Change" };
    let rows = ranked.iter().map(|top| account_row(top, by_order, symbol)).collect_view();
    view! {
        <table class="table is-fixed">
            <thead>
                <tr>
                    <th scope="col">"Account"</th>
                    <th scope="col" class="number narrow">"Orders"</th>
                    <th scope="col" class="number">{figure}</th>
                    <th scope="col" class="number">{beside}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn account_row(top: &TopAccount, by_order: bool, symbol: &'static str) -> AnyView {
    let sales = top.revenue.current;
    let (figure, beside) = if by_order {
        (
            top.largest_order_cents,
            view! { <span title=money_full(sales, symbol)>{money_short(sales, symbol)}</span> }.into_any(),
        )
    } else {
        (sales, view! { <MovementMark change=top.revenue.change /> }.into_any())
    };
    view! {
        <tr>
            <td>
                <span class="two-lines">
                    <a href=format!("/accounts/{}", top.account.id)>{top.account.name.clone()}</a>
                    <span class="badge">
                        {top.segment.map(|segment| view! { <SegmentShape segment />{segment.label()}" · " }.into_any())}
                        {top.account.place.clone()}
                    </span>
                </span>
            </td>
            <td class="number narrow">{count(top.orders)}</td>
            <td class="number" title=money_full(figure, symbol)>{money_short(figure, symbol)}</td>
            <td class="number">{beside}</td>
        </tr>
    }
    .into_any()
}

/// Products that sell most.
#[component]
pub fn TopProducts(
    /// The page's answer.
    dashboard: Loader<Dashboard>,
) -> impl IntoView {
    let symbol = use_session().currency();
    let filters = use_filters();
    let body = move |shown: Arc<Dashboard>| product_table(&shown.top_products, symbol, filters);
    view! {
        <Panel
            title="Top products"
            metrics=&[Metric::NetSales, Metric::Change]
            class="span-5"
            note=move || view! { <a href=move || filters.link("/products")>"All products"</a> }
            loader=dashboard
            placeholder=Placeholder::Rows
            is_empty=|shown: &Dashboard| shown.top_products.is_empty()
            empty="No product was sold in this period."
            body
        />
    }
    .into_any()
}

fn product_table(ranked: &[TopProduct], symbol: &'static str, filters: Filters) -> AnyView {
    let rows = ranked.iter().map(|top| product_row(top, symbol, filters)).collect_view();
    view! {
        <table class="table is-fixed">
            <thead>
                <tr>
                    <th scope="col">"Product"</th>
                    <th scope="col" class="number">"Net sales"</th>
                    <th scope="col" class="number">"Change"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn product_row(top: &TopProduct, symbol: &'static str, filters: Filters) -> AnyView {
    let id = top.product.id.to_string();
    let orders = move || filters.link_with("/products", ROWS_KEY, id.clone());
    let detail = [top.product.external_id.as_str(), top.product.category.as_str()];
    let detail: Vec<_> = detail.into_iter().filter(|words| !words.is_empty()).collect();
    view! {
        <tr>
            <td><span class="two-lines"><span>{top.product.name.clone()}</span><span>{detail.join(" · ")}</span></span></td>
            <td class="number">
                <a class="figure-link" href=orders title=money_full(top.revenue.current, symbol)>
                    {money_short(top.revenue.current, symbol)}
                    <span class="visually-hidden">": the orders behind it"</span>
                </a>
            </td>
            <td class="number"><MovementMark change=top.revenue.change /></td>
        </tr>
    }
    .into_any()
}
