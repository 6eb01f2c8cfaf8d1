//! What an account bought of each item and when: the lines of a time, sorted by item, with goods sent back
//! taken off the latest purchases. A purchase that came back whole is none (rules, section 3). Quantities are in
//! base units, so that a piece sent back is not a case.

use super::catalogue::Catalogue;
use bellwether_ledger::{Day, DayRange, History, Order};

/// An order that holds an item, after everything that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Purchase {
    /// The day of the order.
    pub(super) day: Day,
    /// Its id.
    pub(super) order: i64,
    /// The product it names the item by.
    pub(super) product: u32,
    /// What was bought and did not come back.
    pub(super) quantity_milli: i64,
}

#[cfg(test)]
impl Purchase {
    /// A purchase of nothing but its day.
    pub(super) fn for_tests(day: Day) -> Self {
        Self { day, order: i64::from(day), product: 0, quantity_milli: 1_000 }
    }
}

/// One line of an item.
#[derive(Debug, Clone, Copy)]
struct Move {
    item: u32,
    /// Position of its order among those looked at.
    order: u32,
    product: u32,
    quantity_milli: i64,
}

/// The lines of every item an account moved in a time.
#[derive(Debug)]
pub(super) struct Moves<'a> {
    orders: &'a [Order],
    /// Nothing later was looked at.
    known_on: Day,
    by_item: Vec<Move>,
}

impl<'a> Moves<'a> {
    /// The lines of orders and of goods sent back.
    pub(super) fn of(history: &'a History, catalogue: &Catalogue, range: DayRange) -> Self {
        Self::of_items(history, catalogue, range, |_| true)
    }

    /// Those of some items.
    fn of_items(
        history: &'a History,
        catalogue: &Catalogue,
        range: DayRange,
        is_asked: impl Fn(u32) -> bool,
    ) -> Self {
        let orders = history.orders_in(range);
        let mut by_item = Vec::new();
        for (place, order) in (0..).zip(orders).filter(|(_, order)| order.counts_in_sales()) {
            for line in history.lines_of(order) {
                let item = catalogue.item(line.product);
                if is_asked(item) {
                    let product = line.product;
                    let quantity_milli = catalogue.base_milli(product, line.quantity_milli);
                    by_item.push(Move { item, order: place, product, quantity_milli });
                }
            }
        }
        // One number to compare instead of two: this sort is most of the work.
        by_item.sort_unstable_by_key(|moved| u64::from(moved.item) << 32 | u64::from(moved.order));
        Self { orders, known_on: range.last(), by_item }
    }

    /// The purchases of every item that was moved by at least so many lines, oldest first.
    pub(super) fn items(&self, least_lines: usize) -> impl Iterator<Item = (u32, Vec<Purchase>)> {
        self.by_item
            .chunk_by(|left, right| left.item == right.item)
            .filter(move |moves| moves.len() >= least_lines)
            .map(|moves| (moves[0].item, self.purchases(moves, self.known_on)))
    }

    /// Every item that was moved.
    pub(super) fn each_item(&self) -> impl Iterator<Item = ItemMoves<'_>> {
        self.by_item
            .chunk_by(|left, right| left.item == right.item)
            .map(|moves| ItemMoves { all: self, moves })
    }

    /// What was bought, as far as was known on a day. What of one day came first nobody knows: it is bought before
    /// it comes back, the smaller quantity first.
    fn purchases(&self, moves: &[Move], known_on: Day) -> Vec<Purchase> {
        let mut kept: Vec<Purchase> = Vec::new();
        // Ordered by mistake: what comes back of it must not be taken off other purchases.
        let mut mistaken_milli = 0;
        for of_day in moves.chunk_by(|left, right| self.day(left) == self.day(right)) {
            let (known, mut back_milli) = (kept.len(), 0);
            for lines in of_day.chunk_by(|left, right| left.order == right.order) {
                let order = &self.orders[lines[0].order as usize];
                let quantity_milli: i64 = lines.iter().map(|line| line.quantity_milli).sum();
                if quantity_milli < 0 {
                    back_milli -= quantity_milli;
                } else if order.reversed_on().is_some_and(|on| on <= known_on) {
                    mistaken_milli += quantity_milli;
                } else if quantity_milli > 0 && order.is_valid(known_on) {
                    let named = lines.iter().max_by_key(|line| (line.quantity_milli, line.product));
                    let product = named.map_or(lines[0].product, |line| line.product);
                    kept.push(Purchase { day: order.day, order: order.id, product, quantity_milli });
                }
            }
            kept[known..].sort_by_key(|purchase| (purchase.quantity_milli, purchase.product));
            let of_mistakes = back_milli.min(mistaken_milli);
            mistaken_milli -= of_mistakes;
            take_back(&mut kept, back_milli - of_mistakes);
        }
        kept
    }

    fn day(&self, moved: &Move) -> Day {
        self.orders[moved.order as usize].day
    }
}

/// The lines of one item, at least one of them, oldest first.
pub(super) struct ItemMoves<'a> {
    all: &'a Moves<'a>,
    moves: &'a [Move],
}

impl ItemMoves<'_> {
    pub(super) fn item(&self) -> u32 {
        self.moves[0].item
    }

    /// Its purchases in a time, oldest first, as they were known at the end of it.
    pub(super) fn purchases_in(&self, range: DayRange) -> Vec<Purchase> {
        let before = |day: Day| self.moves.partition_point(|moved| self.all.day(moved) < day);
        self.all.purchases(&self.moves[before(range.from)..before(range.until)], range.last())
    }
}

/// Takes goods that came back off the latest purchases.
fn take_back(kept: &mut Vec<Purchase>, mut quantity_milli: i64) {
    while let Some(last) = kept.last_mut() {
        if last.quantity_milli > quantity_milli {
            last.quantity_milli -= quantity_milli;
            return;
        }
        quantity_milli -= last.quantity_milli;
        kept.pop();
    }
}

/// The purchases of one item in a time, oldest first.
pub(super) fn purchases_of(
    history: &History,
    catalogue: &Catalogue,
    item: u32,
    range: DayRange,
) -> Vec<Purchase> {
    let moves = Moves::of_items(history, catalogue, range, |moved| moved == item);
    moves.purchases(&moves.by_item, moves.known_on)
}

/// Net sales of one item in a time, credits on their own date.
pub(super) fn sales_of(history: &History, catalogue: &Catalogue, item: u32, range: DayRange) -> i64 {
    let sales = history.sales();
    let counted = sales.orders_in(range).iter().filter(|order| order.counts_in_sales());
    let lines = counted.flat_map(|order| sales.lines_of(order));
    lines.filter(|line| catalogue.item(line.product) == item).map(|line| line.revenue_cents).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::OrderStatus;
    use bellwether_ledger::{Dimensions, HistoryBuilder, Line};

    fn days(orders: &[(Day, OrderStatus, i64)]) -> Vec<Day> {
        let mut history = HistoryBuilder::default();
        for (id, (day, status, units)) in (0..).zip(orders) {
            history.order(id, *day, *status).line(id, Line::new(0, units * 1_000, units * 100, None));
        }
        let history = history.build().expect("consistent rows");
        let catalogue = Catalogue::of(&Dimensions::default());
        let moves = Moves::of(&history, &catalogue, DayRange::up_to(100));
        let bought: Vec<Purchase> = moves.items(1).flat_map(|(_, purchases)| purchases).collect();
        assert_eq!(bought, purchases_of(&history, &catalogue, 0, DayRange::up_to(100)));
        bought.iter().map(|purchase| purchase.day).collect()
    }

    #[test]
    fn what_came_back_whole_was_not_bought() {
        use OrderStatus::{Cancelled, Draft, Paid, Return};
        assert_eq!(days(&[(1, Paid, 5), (8, Paid, 5), (9, Return, -5)]), [1]);
        assert_eq!(days(&[(1, Paid, 5), (8, Paid, 5), (9, Return, -4)]), [1, 8]);
        assert_eq!(days(&[(1, Paid, 5), (8, Paid, 5), (9, Return, -12), (20, Paid, 1)]), [20]);
        assert_eq!(days(&[(1, Paid, 5), (2, Draft, 5), (3, Cancelled, 5)]), [1]);
        assert_eq!(days(&[]), [0; 0]);
    }

    #[test]
    fn what_was_ordered_by_mistake_takes_no_other_purchase_away() {
        use OrderStatus::{CreditMemo, Paid};
        // The credit gives back the order of day 8, which has its quantity, not the later one of day 9.
        assert_eq!(days(&[(1, Paid, 5), (8, Paid, 7), (9, Paid, 4), (10, CreditMemo, -7)]), [1, 9]);
        // After a fortnight it is an ordinary return, taken off the latest purchases.
        assert_eq!(days(&[(1, Paid, 5), (8, Paid, 7), (9, Paid, 4), (30, CreditMemo, -7)]), [1, 8]);
    }
}
