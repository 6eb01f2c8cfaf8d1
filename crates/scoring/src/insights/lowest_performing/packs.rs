//! Units as base units (rules, section 6): packs are converted where the source says of what and of how many, and
//! flagged where it says only half of it.

use bellwether_ledger::{Amounts, BaseUnits, Compared, DayRange, Filter, History, Snapshot, Window};
use std::collections::BTreeSet;

/// Puts the units of the accounts of the filter into base units; `sums` are by account index. Gives the number of
/// products that were moved in the period asked about and cannot be converted.
pub(super) fn convert(
    sums: &mut Compared<Vec<Amounts>>,
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
) -> u64 {
    let units = BaseUnits::of(snapshot.dimensions());
    if !units.has_packs() {
        return 0;
    }
    let (mut packs, other) = filter.in_halves(|half| Packs::of(snapshot, half, window, &units));
    packs.unconverted.extend(other.unconverted);
    for (account, more_milli) in packs.more_milli.into_iter().chain(other.more_milli) {
        add(&mut sums.current, account, more_milli.current);
        add(&mut sums.previous, account, more_milli.previous);
    }
    packs.unconverted.len() as u64
}

fn add(sums: &mut [Amounts], account: u32, more_milli: i64) {
    if let Some(sum) = sums.get_mut(account as usize) {
        sum.quantity_milli = sum.quantity_milli.saturating_add(more_milli);
    }
}

/// What packs change.
struct Packs {
    /// Account index and the base units that it bought more than units, in thousandths.
    more_milli: Vec<(u32, Compared<i64>)>,
    /// Index of the products moved in the current period that cannot be converted.
    unconverted: BTreeSet<u32>,
}

impl Packs {
    fn of(snapshot: &Snapshot, filter: &Filter, window: Window, units: &BaseUnits) -> Self {
        let mut unconverted = BTreeSet::new();
        let of_account = |(account, history): (u32, &History)| {
            let sold = |range: DayRange| {
                let sales = history.sales();
                let counted = sales.orders_in(range).iter().filter(|order| order.counts_in_sales());
                let lines = counted.flat_map(|order| sales.lines_of(order));
                lines.filter(|line| filter.contains_product(line.product))
            };
            let current = sold(window.current).filter(|line| !units.is_converted(line.product));
            unconverted.extend(current.map(|line| line.product));
            let more_milli = |range| {
                sold(range).fold(0_i64, |sum, line| {
                    let base_milli = units.convert(line.product, line.quantity_milli);
                    sum.saturating_add(base_milli.saturating_sub(line.quantity_milli))
                })
            };
            let more_milli =
                Compared { current: more_milli(window.current), previous: more_milli(window.previous) };
            (account, more_milli)
        };
        let more_milli = filter.histories(snapshot).map(of_account).collect();
        Self { more_milli, unconverted }
    }
}
