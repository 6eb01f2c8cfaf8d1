//! Where products and categories are going (P4): units of a period held against those of the comparison period.

use crate::amounts::Amounts;
use crate::day::{Day, DayRange};
use crate::products::{category_totals, places_by_category, product_totals};
use crate::sales::{Sales, places_in};
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::window::{Compared, Window};
use bellwether_core::product::Momentum;

/// With fewer orders in the comparison period a change says little (rules, section 7).
const SMALL_BASE_ORDERS: u32 = 3;
/// How far back earlier sales are looked for at first; most are found soon.
const FIRST_LOOK_DAYS: [i32; 3] = [128, 512, 2048];

/// A product or a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Index of a product.
    Product(u32),
    /// Index of a category; none for products without one.
    Category(Option<u32>),
}

/// A product or category, and where it is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupMomentum {
    /// Which one.
    pub group: Group,
    /// Where it is going.
    pub momentum: Momentum,
    /// Money and units.
    pub amounts: Compared<Amounts>,
    /// Accounts with it on a valid order.
    pub accounts: Compared<i64>,
    /// Fewer than three valid orders with it in the comparison period.
    pub is_small_base: bool,
}

impl GroupMomentum {
    /// Net sales beyond those of the comparison period.
    pub fn change_cents(&self) -> i64 {
        self.amounts.current.revenue_cents - self.amounts.previous.revenue_cents
    }
}

/// Every product of which more was sold than came back in either period, by product index.
pub fn product_momentum(snapshot: &Snapshot, filter: &Filter, window: Window) -> Vec<GroupMomentum> {
    let places: Vec<usize> = (0..snapshot.dimensions().products().len()).collect();
    let rows = product_totals(snapshot, filter, window).into_iter().map(|row| Row {
        group: Group::Product(row.product),
        place: row.product as usize,
        amounts: row.amounts,
        accounts: row.accounts,
    });
    judged(&Slice { snapshot, filter, window, places: &places }, rows)
}

/// Every category of which more was sold than came back in either period, by category index, products without a
/// category last.
pub fn category_momentum(snapshot: &Snapshot, filter: &Filter, window: Window) -> Vec<GroupMomentum> {
    let dimensions = snapshot.dimensions();
    let without = dimensions.categories().len();
    let rows = category_totals(snapshot, filter, window).into_iter().map(|row| Row {
        group: Group::Category(row.category),
        place: row.category.map_or(without, |category| category as usize),
        amounts: row.amounts,
        accounts: row.accounts,
    });
    judged(&Slice { snapshot, filter, window, places: &places_by_category(dimensions) }, rows)
}

/// What is asked about.
struct Slice<'s> {
    snapshot: &'s Snapshot,
    filter: &'s Filter,
    window: Window,
    /// The place of each product's group.
    places: &'s [usize],
}

/// A group before it is judged.
struct Row {
    group: Group,
    place: usize,
    amounts: Compared<Amounts>,
    accounts: Compared<i64>,
}

fn judged(slice: &Slice, rows: impl Iterator<Item = Row>) -> Vec<GroupMomentum> {
    let units = |row: &Row| (row.amounts.current.quantity_milli, row.amounts.previous.quantity_milli);
    let rows: Vec<Row> = rows.filter(|row| units(row).0 > 0 || units(row).1 > 0).collect();
    // Units of a comparison period that ends before the period begins were sold before it.
    let is_apart = slice.window.previous.until <= slice.window.current.from;
    let may_be_new = rows.iter().filter(|row| units(row).0 > 0 && !(is_apart && units(row).1 > 0));
    let sold_before = slice.sold_before(may_be_new.map(|row| row.place));
    let rare = rows.iter().filter(|row| row.accounts.previous < SMALL_BASE_ORDERS.into());
    let orders_of_rare = slice.orders_before(rare.map(|row| row.place));
    let judge = |row: &Row| GroupMomentum {
        group: row.group,
        momentum: momentum(units(row).0, units(row).1, sold_before[row.place]),
        amounts: row.amounts,
        accounts: row.accounts,
        is_small_base: row.accounts.previous < SMALL_BASE_ORDERS.into()
            && orders_of_rare[row.place] < SMALL_BASE_ORDERS,
    };
    rows.iter().map(judge).collect()
}

/// Where units went from `previous` to `current`, one of them above zero. A quarter more or less is exact.
fn momentum(current: i64, previous: i64, was_sold_before: Option<bool>) -> Momentum {
    let (now, before) = (i128::from(current), i128::from(previous));
    if was_sold_before == Some(false) {
        Momentum::New
    } else if current <= 0 {
        Momentum::Fading
    } else if previous <= 0 || 4 * now >= 5 * before {
        Momentum::Rising
    } else if 4 * now <= 3 * before {
        Momentum::Falling
    } else {
        Momentum::Steady
    }
}

impl Slice<'_> {
    fn place_count(&self) -> usize {
        places_in(self.places)
    }

    fn place(&self, product: u32) -> Option<usize> {
        self.places.get(product as usize).copied()
    }

    /// Only products of the groups at places that are marked.
    fn only(&self, is_marked: impl Fn(usize) -> bool) -> Filter {
        self.filter.clone().retain_products(|product, _| self.place(product).is_some_and(&is_marked))
    }

    /// Whether anything was sold of the groups at these places before the period; none for all other places.
    fn sold_before(&self, asked: impl Iterator<Item = usize>) -> Vec<Option<bool>> {
        let mut sold = vec![None; self.place_count()];
        let mut open = 0;
        for place in asked {
            sold[place] = Some(false);
            open += 1;
        }
        let mut until = self.window.current.from;
        let looks = FIRST_LOOK_DAYS.into_iter().map(|days| self.window.current.from.saturating_sub(days));
        for from in looks.chain([Day::MIN]) {
            if open == 0 {
                break;
            }
            let restricted = self.only(|place| sold[place] == Some(false));
            let sales = Sales::of(self.snapshot, &restricted);
            sales.each_quantity(DayRange { from, until }, |product, quantity_milli| {
                let place = self.place(product).filter(|_| quantity_milli > 0);
                if let Some(is_sold) =
                    place.and_then(|place| sold.get_mut(place)).filter(|sold| **sold == Some(false))
                {
                    *is_sold = Some(true);
                    open -= 1;
                }
            });
            until = from;
        }
        sold
    }

    /// Valid orders of the comparison period with anything of the groups at these places, which few accounts
    /// bought; 0 for all other places.
    fn orders_before(&self, asked: impl Iterator<Item = usize>) -> Vec<u32> {
        let mut orders = vec![0; self.place_count()];
        let mut is_asked = vec![false; orders.len()];
        asked.for_each(|place| is_asked[place] = true);
        if !is_asked.contains(&true) {
            return orders;
        }
        let restricted = self.only(|place| is_asked[place]);
        let (range, known_on) = (self.window.previous, self.window.current.last());
        let mut buyers = Vec::new();
        Sales::of(self.snapshot, &restricted).each_buyer(range, known_on, |account, _| buyers.push(account));
        buyers.sort_unstable();
        buyers.dedup();
        let mut places = Vec::new();
        for history in buyers.iter().filter_map(|account| self.snapshot.history(*account)) {
            for order in history.orders_in(range).iter().filter(|order| order.is_valid(known_on)) {
                let lines = history.lines_of(order).iter();
                let inside = lines.filter(|line| restricted.contains_product(line.product));
                places.clear();
                places.extend(inside.filter_map(|line| self.place(line.product)));
                places.sort_unstable();
                places.dedup();
                places.iter().for_each(|place| orders[*place] += 1);
            }
        }
        orders
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_more_rises_and_a_quarter_less_falls() {
        let seen = |current, previous| momentum(current, previous, None);
        assert_eq!([seen(125, 100), seen(124, 100)], [Momentum::Rising, Momentum::Steady]);
        assert_eq!([seen(75, 100), seen(76, 100)], [Momentum::Falling, Momentum::Steady]);
        assert_eq!([seen(0, 100), seen(-5, 100)], [Momentum::Fading; 2]);
    }

    #[test]
    fn what_was_never_sold_before_is_new_and_what_comes_back_rises() {
        assert_eq!(momentum(5, 0, Some(false)), Momentum::New);
        assert_eq!(momentum(5, 0, Some(true)), Momentum::Rising);
    }
}
