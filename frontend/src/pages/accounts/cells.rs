//! What stands in each column of a row.

use super::list::next_order;
use super::question::PARENT;
use crate::components::badge::SegmentBadge;
use crate::components::risk::Risk;
use crate::format::{approximate, count, day, money_full, money_short, percent};
use bellwether_charts::sparkline::Sparkline;
use bellwether_charts::{Size, Unit};
use bellwether_core::Cents;
use bellwether_core::account::AccountRow;
use bellwether_core::export::AccountColumn;
use chrono::Datelike;
use leptos::prelude::*;

/// How a column is laid out: its class of the style sheet.
pub fn class_of(column: AccountColumn) -> &'static str {
    match column {
        AccountColumn::Name => "name-column",
        AccountColumn::Number => "number-column",
        AccountColumn::Place => "place-column",
        AccountColumn::Rep => "rep-column",
        AccountColumn::Segment => "segment-column",
        AccountColumn::ChurnRisk => "number risk-column",
        AccountColumn::ChurnRank => "number rank-column",
        AccountColumn::Health => "number health-column",
        AccountColumn::LastOrder => "day-column",
        AccountColumn::NextOrder => "window-column",
        AccountColumn::TrailingRevenue | AccountColumn::AtRisk | AccountColumn::Priority => {
            "number money-column"
        }
        AccountColumn::TrailingOrders => "number orders-column",
        AccountColumn::Trend => "trend-column",
    }
}

/// How cells are written.
#[derive(Clone, Copy)]
pub struct Manner {
    /// Sign of the currency.
    pub symbol: &'static str,
    /// Dates of this year are written without it.
    pub reference_year: Option<i32>,
    /// Whether the place has a column of its own.
    pub has_place: bool,
    /// Whether the number has.
    pub has_number: bool,
    /// Whether rows stand for parents with their sites.
    pub is_parents: bool,
}

/// The cell of a row.
pub fn cell(column: AccountColumn, row: &AccountRow, manner: Manner) -> AnyView {
    let class = class_of(column);
    match column {
        AccountColumn::Name => name(row, manner),
        AccountColumn::Number => view! { <td class=class>{row.external_id.clone()}</td> }.into_any(),
        AccountColumn::Place => view! { <td class=class>{row.account.place.clone()}</td> }.into_any(),
        AccountColumn::Rep => {
            let rep = row.rep.as_ref().map(|rep| rep.name.clone());
            view! { <td class=class>{rep}</td> }.into_any()
        }
        AccountColumn::Segment => {
            view! { <td class=class><SegmentBadge segment=row.segment /></td> }.into_any()
        }
        AccountColumn::ChurnRisk => view! { <td class=class><Risk risk=row.churn_risk /></td> }.into_any(),
        AccountColumn::ChurnRank => plain(class, row.churn_rank.map(|rank| count(i64::from(rank)))),
        AccountColumn::Health => plain(class, row.health.map(|health| health.to_string())),
        AccountColumn::LastOrder => {
            let year = |date: chrono::NaiveDate| manner.reference_year.unwrap_or_else(|| date.year());
            plain(class, row.last_order.map(|date| day(date, year(date))))
        }
        AccountColumn::NextOrder => {
            view! { <td class=class>{next_order(row, manner.reference_year)}</td> }.into_any()
        }
        AccountColumn::TrailingRevenue => money(class, Some(row.trailing_revenue_cents), manner.symbol),
        AccountColumn::TrailingOrders => plain(class, Some(count(row.trailing_orders))),
        AccountColumn::AtRisk => money(class, at_risk(row), manner.symbol),
        AccountColumn::Priority => priority(class, row, manner.symbol),
        AccountColumn::Trend => {
            view! { <td class=class inner_html=trend(row, manner.symbol)></td> }.into_any()
        }
    }
}

/// Address of the account a row stands for.
pub fn link(row: &AccountRow, is_parents: bool) -> String {
    let id = row.account.id;
    if is_parents { format!("/accounts/{id}?level={PARENT}") } else { format!("/accounts/{id}") }
}

fn name(row: &AccountRow, manner: Manner) -> AnyView {
    view! {
        <td>
            <span class="two-lines">
                <a href=link(row, manner.is_parents)>{row.account.name.clone()}</a>
                <span>{under_name(row, manner)}</span>
            </span>
        </td>
    }
    .into_any()
}

/// Place, number, sites and distance, as far as known and not in columns of their own.
fn under_name(row: &AccountRow, manner: Manner) -> String {
    let place = (!manner.has_place).then(|| row.account.place.clone());
    let number = (!manner.has_number).then(|| row.external_id.clone());
    let parts = [place, number, sites(row), distance(row)];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// How many accounts a row puts together.
pub fn sites(row: &AccountRow) -> Option<String> {
    let members = row.members.filter(|members| *members > 1)?;
    Some(format!("{} sites", count(members.into())))
}

/// How far it is from the place asked for.
pub fn distance(row: &AccountRow) -> Option<String> {
    row.distance_km.map(|km| format!("{km:.1} km"))
}

fn plain(class: &'static str, words: Option<String>) -> AnyView {
    view! { <td class=class>{words.unwrap_or_else(|| "–".to_owned())}</td> }.into_any()
}

fn money(class: &'static str, cents: Option<Cents>, symbol: &'static str) -> AnyView {
    let Some(cents) = cents else { return plain(class, None) };
    view! { <td class=class title=money_full(cents, symbol)>{money_short(cents, symbol)}</td> }.into_any()
}

/// The priority, and what it is made of.
fn priority(class: &'static str, row: &AccountRow, symbol: &'static str) -> AnyView {
    let Some((priority, risk)) = row.priority.zip(row.churn_risk) else { return plain(class, None) };
    let (value, profit) = (priority.value_cents, priority.trailing_profit_cents);
    let terms = format!("{} of {}", percent(risk.get()), money_short(profit, symbol));
    let in_full = format!(
        "{}: churn risk {} × gross profit of twelve months {}",
        money_full(value, symbol),
        percent(risk.get()),
        money_full(profit, symbol)
    );
    view! { <td class=class title=in_full><span class="two-lines"><span>{money_short(value, symbol)}</span><span>{terms}</span></span></td> }
        .into_any()
}

/// Churn risk × sales of twelve months.
pub fn at_risk(row: &AccountRow) -> Option<Cents> {
    let exact = row.churn_risk?.get() * approximate(row.trailing_revenue_cents.0.max(0));
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a share of an amount that is a whole number already"
    )]
    let cents = exact.round() as i64;
    Some(Cents(cents))
}

fn trend(row: &AccountRow, symbol: &'static str) -> String {
    let values: Vec<_> = row.monthly_revenue_cents.iter().map(|month| approximate(month.0)).collect();
    let title = "Net sales of the last twelve months";
    Sparkline { title, size: Size::new(96.0, 28.0), unit: Unit::Money(symbol), values: &values }.render().svg
}
