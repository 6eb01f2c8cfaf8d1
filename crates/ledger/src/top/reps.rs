//! Reps by net sales, with the distribution of their order values (E3).

use super::{RankKey, first_rows};
use crate::distribution::Distribution;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::totals::{Totals, account_totals};
use crate::window::{Compared, Window};

/// A ranked rep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedRep {
    /// Index of the rep.
    pub rep: u32,
    /// Totals of the rep's accounts in both periods.
    pub totals: Compared<Totals>,
    /// Values in cents of the valid orders of the current period.
    pub order_values: Distribution,
}

/// Totals by rep, by rep index; the last one, without a rep, is of the accounts nobody looks after.
/// Together they are the totals of the slice.
pub fn rep_totals(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
) -> Vec<(Option<u32>, Compared<Totals>)> {
    let dimensions = snapshot.dimensions();
    let unassigned = dimensions.reps().len();
    let mut sums = vec![Compared::<Totals>::default(); unassigned + 1];
    for (account, totals) in account_totals(snapshot, filter, window) {
        let rep = dimensions.account(account).and_then(|account| account.rep);
        let place = rep.map_or(unassigned, |rep| (rep as usize).min(unassigned));
        sums[place] += totals;
    }
    let reps = (0..).map(Some).take(unassigned).chain([None]);
    reps.zip(sums).collect()
}

/// The first `count` reps by net sales, among those with sales in the current period, each with at
/// most `sample_size` order values.
pub fn top_reps(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    count: usize,
    sample_size: usize,
) -> Vec<RankedRep> {
    let reps = snapshot.dimensions().reps();
    let rows = rep_totals(snapshot, filter, window)
        .into_iter()
        .filter_map(|(rep, totals)| rep.filter(|_| !totals.current.is_empty()).map(|rep| (rep, totals)));
    let ranked = first_rows(rows.collect(), count, |(rep, totals)| {
        let rep = &reps[*rep as usize];
        RankKey {
            metric: totals.current.amounts.revenue_cents,
            previous: totals.previous.amounts.revenue_cents,
            name: &rep.name,
            id: rep.id.0,
        }
    });
    let values = order_values(snapshot, filter, window, &ranked);
    let rows = ranked.into_iter().zip(values);
    rows.map(|((rep, totals), values)| RankedRep {
        rep,
        totals,
        order_values: Distribution::of(values, sample_size),
    })
    .collect()
}

/// Values of the valid orders of each ranked rep. A second pass, because only the few that are shown need it.
fn order_values(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    ranked: &[(u32, Compared<Totals>)],
) -> Vec<Vec<i64>> {
    let dimensions = snapshot.dimensions();
    let mut place_of_rep = vec![None; dimensions.reps().len()];
    let mut values = Vec::with_capacity(ranked.len());
    for (place, (rep, totals)) in ranked.iter().enumerate() {
        place_of_rep[*rep as usize] = Some(place);
        values.push(Vec::with_capacity(usize::try_from(totals.current.orders).unwrap_or(0)));
    }
    for (account, history) in filter.histories(snapshot) {
        let rep = dimensions.account(account).and_then(|account| account.rep);
        let place = rep.and_then(|rep| place_of_rep.get(rep as usize).copied().flatten());
        let Some(values) = place.map(|place| &mut values[place]) else { continue };
        filter.each_sale(history, window.current, |sale| {
            if sale.is_order {
                values.push(sale.amounts.revenue_cents);
            }
        });
    }
    values
}
