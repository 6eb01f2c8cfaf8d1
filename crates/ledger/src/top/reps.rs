//! Reps by net sales, with the distribution of their order values (E3).

use super::{AccountSum, RankKey, first_rows};
use crate::distribution::Distribution;
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::timeline::Sold;
use crate::totals::{Totals, grouped_totals};
use crate::window::{Compared, Window};
use bellwether_core::Cents;
use bellwether_core::dashboard::Movement;

/// A ranked rep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedRep {
    /// Index of the rep.
    pub rep: u32,
    /// Net sales of the rep's accounts in both periods.
    pub revenue_cents: Compared<i64>,
    /// Values in cents of the valid orders of the current period, as many as there are orders.
    pub order_values: Distribution,
}

impl RankedRep {
    /// Net sales and their movement.
    pub fn revenue(&self) -> Movement<Cents> {
        let Compared { current, previous } = self.revenue_cents;
        Movement::of_money(Cents(current), Cents(previous))
    }
}

/// Totals by rep, by rep index; the last one, without a rep, is of the accounts nobody looks after.
/// Together they are the totals of the slice.
pub fn rep_totals(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
) -> Vec<(Option<u32>, Compared<Totals>)> {
    let accounts = snapshot.dimensions().account_columns();
    let unassigned = snapshot.dimensions().reps().len();
    let sums = grouped_totals(snapshot, filter, window, unassigned + 1, |account| {
        accounts.rep(account).map_or(unassigned, |rep| (rep as usize).min(unassigned))
    });
    let reps = (0..).map(Some).take(unassigned).chain([None]);
    reps.zip(sums).collect()
}

/// The first `count` reps by net sales, among those with an order in the current period, each with at
/// most `sample_size` order values.
pub fn top_reps(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    count: usize,
    sample_size: usize,
) -> Vec<RankedRep> {
    let sales = Sales::of(snapshot, filter);
    let by_account = filter.compared(window, |range| AccountSum::of(&sales, range, window.current.last()));
    let Compared { current, previous } = &by_account;
    rank_reps(&sales, window, Compared { current, previous }, count, sample_size)
}

pub(crate) fn rank_reps(
    sales: &Sales<'_>,
    window: Window,
    by_account: Compared<&[AccountSum]>,
    count: usize,
    sample_size: usize,
) -> Vec<RankedRep> {
    let dimensions = sales.snapshot().dimensions();
    let (accounts, reps) = (dimensions.account_columns(), dimensions.reps());
    let mut sums = vec![(Compared::<i64>::default(), false); reps.len()];
    for ((account, current), previous) in (0..).zip(by_account.current).zip(by_account.previous) {
        if let Some((sum, has_any)) = accounts.rep(account).and_then(|rep| sums.get_mut(rep as usize)) {
            sum.current += current.revenue_cents;
            sum.previous += previous.revenue_cents;
            *has_any |= current.has_sales;
        }
    }
    let rows = (0..).zip(sums).filter(|(_, (_, has_any))| *has_any).map(|(rep, (sum, _))| (rep, sum));
    let ranked: Vec<(u32, Compared<i64>)> = first_rows(rows.collect(), count, |(rep, sum)| {
        let rep = &reps[*rep as usize];
        RankKey { metric: sum.current, previous: sum.previous, name: &rep.name, id: rep.id.0 }
    });
    let values = order_values(sales, window, &ranked);
    let rows = ranked.into_iter().zip(values).map(|((rep, revenue_cents), values)| {
        let order_values = Distribution::of(values, sample_size);
        RankedRep { rep, revenue_cents, order_values }
    });
    rows.collect()
}

/// Values of the orders of each ranked rep. Read apart from the sums, because only the few that are shown need it.
fn order_values(sales: &Sales<'_>, window: Window, ranked: &[(u32, Compared<i64>)]) -> Vec<Vec<i64>> {
    let snapshot = sales.snapshot();
    let mut place_of_rep = vec![None; snapshot.dimensions().reps().len()];
    for (place, (rep, _)) in ranked.iter().enumerate() {
        place_of_rep[*rep as usize] = Some(place);
    }
    let rep_of = snapshot.dimensions().account_columns();
    let place_of =
        |account| rep_of.rep(account).and_then(|rep| place_of_rep.get(rep as usize).copied().flatten());
    let theirs = sales.filter().clone().retain_accounts(|account, _| place_of(account).is_some());
    let mut values = vec![Vec::new(); ranked.len()];
    Sales::of(snapshot, &theirs).each(window.current, window.current.last(), |Sold { account, sale }| {
        if let Some(place) = place_of(*account).filter(|_| sale.is_order_value) {
            values[place].push(sale.amounts.revenue_cents);
        }
    });
    values
}
