//! Reps by net sales, with the distribution of their order values (E3).

use super::{RankKey, first_rows};
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
    let by_account = |range| {
        let mut sums = SumByAccount::new(&sales);
        sales.each(range, window.current.last(), |block| sums.add(block));
        sums
    };
    let both = Compared { current: by_account(window.current), previous: by_account(window.previous) };
    rank_reps(&sales, window, &both, count, sample_size)
}

/// Net sales of every account in a range.
#[derive(Debug)]
pub(crate) struct SumByAccount {
    pub(crate) revenue_cents: Vec<i64>,
    /// Whether it has any order that counts in sales.
    pub(crate) has_sales: Vec<bool>,
}

impl SumByAccount {
    pub(crate) fn new(sales: &Sales<'_>) -> Self {
        let places = sales.account_places();
        Self { revenue_cents: vec![0; places], has_sales: vec![false; places] }
    }

    pub(crate) fn add(&mut self, block: &[Sold]) {
        for Sold { account, sale } in block {
            self.revenue_cents[*account as usize] += sale.amounts.revenue_cents;
            self.has_sales[*account as usize] = true;
        }
    }
}

pub(crate) fn rank_reps(
    sales: &Sales<'_>,
    window: Window,
    by_account: &Compared<SumByAccount>,
    count: usize,
    sample_size: usize,
) -> Vec<RankedRep> {
    let dimensions = sales.snapshot().dimensions();
    let (accounts, reps) = (dimensions.account_columns(), dimensions.reps());
    let mut sums = vec![(Compared::<i64>::default(), false); reps.len()];
    let both = by_account.current.revenue_cents.iter().zip(&by_account.previous.revenue_cents);
    for ((account, (current, previous)), has_sales) in (0..).zip(both).zip(&by_account.current.has_sales) {
        if let Some((sum, has_any)) = accounts.rep(account).and_then(|rep| sums.get_mut(rep as usize)) {
            sum.current += current;
            sum.previous += previous;
            *has_any |= has_sales;
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

/// Values of the valid orders of each ranked rep. A second pass, because only the few that are shown need it.
fn order_values(sales: &Sales<'_>, window: Window, ranked: &[(u32, Compared<i64>)]) -> Vec<Vec<i64>> {
    let dimensions = sales.snapshot().dimensions();
    let mut place_of_rep = vec![None; dimensions.reps().len()];
    for (place, (rep, _)) in ranked.iter().enumerate() {
        place_of_rep[*rep as usize] = Some(place);
    }
    let rep_of = dimensions.account_columns();
    let place_of =
        |account| rep_of.rep(account).and_then(|rep| place_of_rep.get(rep as usize).copied().flatten());
    let mut values = vec![Vec::new(); ranked.len()];
    sales.each(window.current, window.current.last(), |block| {
        for Sold { account, sale } in block.iter().filter(|sold| sold.sale.is_order) {
            if let Some(place) = place_of(*account) {
                values[place].push(sale.amounts.revenue_cents);
            }
        }
    });
    values
}
