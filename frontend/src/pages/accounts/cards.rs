//! One account as a card, for phones: name, segment, and the three numbers that matter.

use super::cells::{at_risk, distance, link, sites};
use super::list::next_order;
use crate::components::badge::SegmentBadge;
use crate::components::risk::Risk;
use crate::format::{money_full, money_short};
use bellwether_core::Cents;
use bellwether_core::account::AccountRow;
use bellwether_core::export::AccountColumn;
use leptos::prelude::*;

/// The money that a list is ranked by, or net sales.
fn money(row: &AccountRow, columns: &[AccountColumn]) -> (AccountColumn, Option<Cents>) {
    if columns.contains(&AccountColumn::Priority) {
        (AccountColumn::Priority, row.priority.map(|priority| priority.value_cents))
    } else if columns.contains(&AccountColumn::AtRisk) {
        (AccountColumn::AtRisk, at_risk(row))
    } else {
        (AccountColumn::TrailingRevenue, Some(row.trailing_revenue_cents))
    }
}

/// The card; all of it leads to the account. `columns` are those that a table would show.
pub fn account_card(
    row: &AccountRow,
    columns: &[AccountColumn],
    symbol: &'static str,
    is_parents: bool,
) -> AnyView {
    let under: Vec<String> =
        [Some(row.account.place.clone()), sites(row), distance(row)].into_iter().flatten().collect();
    let under = under.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let (column, money) = money(row, columns);
    // The risk stands beside it.
    let terms = row
        .priority
        .filter(|_| column == AccountColumn::Priority)
        .map(|priority| format!("risk × {}", money_short(priority.trailing_profit_cents, symbol)));
    let money =
        money.map(|cents| view! { <b title=money_full(cents, symbol)>{money_short(cents, symbol)}</b> });
    view! {
        <a class="card account-card" href=link(row, is_parents)>
            <span class="account-card-head">
                <span class="two-lines"><b>{row.account.name.clone()}</b><span>{under}</span></span>
                <SegmentBadge segment=row.segment />
            </span>
            <span class="account-card-figures">
                <span><small>{column.label()}</small>{money}{terms.map(|terms| view! { <small>{terms}</small> })}</span>
                <span><small>"Churn risk"</small><Risk risk=row.churn_risk /></span>
                <span><small>"Next order"</small>{next_order(row, None)}</span>
            </span>
        </a>
    }
    .into_any()
}
