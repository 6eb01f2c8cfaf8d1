//! Units as base units (rules, section 6): packs are converted where the source says of what and of how many, and
//! flagged where it says only half of it.

use bellwether_ledger::{BaseUnits, Compared, DayRange, Filter, History, Totals, Window};
use std::collections::BTreeSet;

/// Puts the units of one account into base units. Products that were moved in the period asked about and cannot be
/// converted are added to `unconverted`, by index.
pub(super) fn convert(
    totals: &mut Compared<Totals>,
    history: &History,
    filter: &Filter,
    window: Window,
    units: &BaseUnits,
    unconverted: &mut BTreeSet<u32>,
) {
    let sales = history.sales();
    let mut added = |range: DayRange, flag: bool| {
        let mut added_milli = 0_i64;
        let counted = sales.orders_in(range).iter().filter(|order| order.counts_in_sales());
        for line in counted.flat_map(|order| sales.lines_of(order)) {
            if filter.contains_product(line.product) {
                let quantity_milli = line.quantity_milli;
                let more_milli = units.convert(line.product, quantity_milli).saturating_sub(quantity_milli);
                added_milli = added_milli.saturating_add(more_milli);
                if flag && !units.is_converted(line.product) {
                    unconverted.insert(line.product);
                }
            }
        }
        added_milli
    };
    let current = &mut totals.current.amounts.quantity_milli;
    *current = current.saturating_add(added(window.current, true));
    let previous = &mut totals.previous.amounts.quantity_milli;
    *previous = previous.saturating_add(added(window.previous, false));
}
