//! One account as a card, for phones: name, segment, and the three numbers that matter.

use super::cells::{distance, link, sites};
use super::list::next_order;
use crate::components::badge::SegmentBadge;
use crate::components::risk::Risk;
use crate::format::{money_full, money_short};
use bellwether_core::account::AccountRow;
use leptos::prelude::*;

/// The card; all of it leads to the account.
pub fn account_card(row: &AccountRow, symbol: &'static str, is_parents: bool) -> AnyView {
    let under: Vec<String> =
        [Some(row.account.place.clone()), sites(row), distance(row)].into_iter().flatten().collect();
    let under = under.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let sales = row.trailing_revenue_cents;
    view! {
        <a class="card account-card" href=link(row, is_parents)>
            <span class="account-card-head">
                <span class="two-lines"><b>{row.account.name.clone()}</b><span>{under}</span></span>
                <SegmentBadge segment=row.segment />
            </span>
            <span class="account-card-figures">
                <span><small>"12-month net sales"</small><b title=money_full(sales, symbol)>{money_short(sales, symbol)}</b></span>
                <span><small>"Churn risk"</small><Risk risk=row.churn_risk /></span>
                <span><small>"Next order"</small>{next_order(row, None)}</span>
            </span>
        </a>
    }
    .into_any()
}
