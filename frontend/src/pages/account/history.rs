//! Purchases over time (D5) and the latest orders.

use crate::components::chart_view::ChartView;
use crate::components::order_status::order_status_label;
use crate::components::panel::Empty;
use crate::components::section::section;
use crate::format::{approximate, count, day, money_full};
use bellwether_charts::bar::{BarChart, BarSeries};
use bellwether_charts::{Unit, month_label};
use bellwether_core::account::{AccountDetail, AccountLevel, OrderRow};
use chrono::Datelike;
use leptos::prelude::*;

/// Sales by month.
pub fn monthly(account: &AccountDetail, symbol: &'static str) -> AnyView {
    if account.monthly.is_empty() {
        let empty = view! { <Empty words="No purchases yet." /> }.into_any();
        return section("Purchases by month", "span-8", (), empty);
    }
    let months: Vec<_> = account.monthly.iter().map(|point| month_label(point.date)).collect();
    let values = account.monthly.iter().map(|point| approximate(point.revenue_cents.0)).collect();
    let series = [BarSeries { name: "Net sales".to_owned(), values }];
    let note = match (months.first(), months.last()) {
        (Some(first), Some(last)) => format!("{first} – {last}"),
        _ => String::new(),
    };
    let draw = move |size| {
        BarChart {
            title: "Purchases by month",
            size,
            unit: Unit::Money(symbol),
            buckets: &months,
            series: &series,
        }
        .render()
    };
    let body = view! { <ChartView draw height=290.0 label="Purchases by month" /> }.into_any();
    section("Purchases by month", "span-8", note, body)
}

/// The latest orders, newest first.
pub fn recent_orders(account: &AccountDetail, symbol: &'static str) -> AnyView {
    let year = account.as_of.year();
    let rows =
        account.recent_orders.iter().take(8).map(|order| order_row(order, year, symbol)).collect_view();
    let body = if account.recent_orders.is_empty() {
        view! { <Empty words="No orders yet." /> }.into_any()
    } else {
        view! {
            <table class="table">
                <thead>
                    <tr><th scope="col">"Date"</th><th scope="col">"Status"</th><th scope="col" class="number">"Lines"</th><th scope="col" class="number">"Net sales"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    let words = format!("{} in all", count(account.orders));
    // The list of orders is of one account.
    let all = match account.level {
        AccountLevel::ShipTo => {
            view! { <a href=format!("/orders?view=past&account={}", account.account.id)>{words}</a> }
                .into_any()
        }
        AccountLevel::Parent => words.into_any(),
    };
    section("Recent orders", "span-4", all, body)
}

fn order_row(order: &OrderRow, year: i32, symbol: &'static str) -> AnyView {
    view! {
        <tr>
            <td>
                <span class="two-lines">
                    <a href=format!("/orders/{}", order.id)>{day(order.placed_on, year)}</a>
                    {order.site.as_ref().map(|site| view! { <span>{site.name.clone()}</span> })}
                </span>
            </td>
            <td class="muted">{order_status_label(order.status)}</td>
            <td class="number">{order.lines}</td>
            <td class="number">{money_full(order.revenue_cents, symbol)}</td>
        </tr>
    }
    .into_any()
}
