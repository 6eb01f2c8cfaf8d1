//! Sales by state, and how concentrated they are (W3, W5).

use crate::amounts::ratio;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::totals::{Totals, grouped_totals};
use crate::window::{Compared, Window};
use std::cmp::Reverse;
use std::sync::Arc;

/// One state.
#[derive(Debug, Clone, PartialEq)]
pub struct StateTotals {
    /// As stored; empty when unknown.
    pub state: Arc<str>,
    /// Accounts of the slice there, silent ones included.
    pub accounts: i64,
    /// Totals in both periods.
    pub totals: Compared<Totals>,
    /// Share of the net sales of the slice; none when those are not positive.
    pub share: Option<f64>,
}

/// Every state with an account in the slice, most sales first. Together they are the totals of the slice.
pub fn state_totals(snapshot: &Snapshot, filter: &Filter, window: Window) -> Vec<StateTotals> {
    let accounts = snapshot.dimensions().account_columns();
    let mut counts = vec![0; accounts.states().len()];
    for (account, is_in) in (0..).zip(filter.account_mask()) {
        counts[accounts.state(account)] += i64::from(*is_in);
    }
    let sums = grouped_totals(snapshot, filter, window, counts.len(), |account| accounts.state(account));
    let whole: i64 = sums.iter().map(|totals| totals.current.amounts.revenue_cents).sum();
    let states = accounts.states().iter().zip(counts).zip(sums).filter(|((_, count), _)| *count > 0);
    let rows = states.map(|((state, accounts), totals)| StateTotals {
        state: Arc::clone(state),
        accounts,
        totals,
        share: ratio(totals.current.amounts.revenue_cents, whole),
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|left, right| rank(left).cmp(&rank(right)));
    rows
}

fn rank(row: &StateTotals) -> (Reverse<i64>, Reverse<i64>, &str) {
    let Compared { current, previous } = &row.totals;
    (Reverse(current.amounts.revenue_cents), Reverse(previous.amounts.revenue_cents), &row.state)
}

/// How much of the sales few states carry.
#[derive(Debug, Clone, PartialEq)]
pub struct Concentration {
    /// Share of the first state, of the first two, and so on, along the rows given.
    pub cumulative_shares: Vec<f64>,
    /// Sum of the squared shares of states with positive sales: 1 is one state, 1/n is n equal ones.
    pub herfindahl: f64,
}

/// Concentration of rows sorted by sales. States with negative sales are left out, because shares of a
/// sum they reduce could pass 1; none without positive sales.
pub fn concentration(rows: &[StateTotals]) -> Option<Concentration> {
    let sales: Vec<i64> =
        rows.iter().map(|row| row.totals.current.amounts.revenue_cents).filter(|cents| *cents > 0).collect();
    let whole: i64 = sales.iter().sum();
    let shares: Option<Vec<f64>> = sales.iter().map(|cents| ratio(*cents, whole)).collect();
    let shares = shares.filter(|shares| !shares.is_empty())?;
    let sum_up = |sum: &mut f64, share: &f64| {
        *sum += share;
        Some(*sum)
    };
    let herfindahl = shares.iter().map(|share| share * share).sum();
    Some(Concentration { cumulative_shares: shares.iter().scan(0.0, sum_up).collect(), herfindahl })
}
