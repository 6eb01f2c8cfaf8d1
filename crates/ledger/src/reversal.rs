//! Orders that were a mistake: what was ordered went back whole within a fortnight, so the order says nothing
//! about when the account orders (rules, section 1). Its money stays on its date, the credit's on the credit's.
//!
//! A credit that names its order is held against that one alone: it is reversed once the credits that name it
//! give back all its money. A credit that names none is tied by what it gives back: to the newest order with
//! exactly its quantities and its money or, failing that, together with other credits that add up to one order.
//! Every credit is used once. Days are walked through in sequence and a credit only ever looks back, so what is
//! known on a day does not depend on what comes later.

use crate::day::Day;
use crate::history::History;
use crate::line::Line;
use crate::order::Order;
use bellwether_core::OrderStatus;
use std::collections::{BTreeMap, HashMap};

/// An order is reversed by credits dated at most so many days after it.
pub const REVERSED_WITHIN_DAYS: u8 = 14;
/// More loose credits than this within the fortnight are those of a till, not of a customer: which of them belong
/// together cannot be told, and trying would take long.
const MOST_LOOSE_CREDITS: usize = 32;

/// A credit that names an order, by their positions in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) credit: u32,
    /// None when the account has no such order; the credit is for none of the others then.
    pub(crate) order: Option<u32>,
}

/// Marks the orders that credits reversed. Histories without credits cost one look at each order.
pub(crate) fn mark(history: &mut History, named: &[Named]) {
    if !history.orders.iter().any(is_credit) {
        return;
    }
    let named: HashMap<usize, Option<usize>> =
        named.iter().map(|named| (named.credit as usize, named.order.map(|order| order as usize))).collect();
    let mut ledger = Reversals { orders: &mut history.orders, lines: &history.lines, loose: Vec::new() };
    let mut given_back: HashMap<usize, i64> = HashMap::new();
    for credit in 0..ledger.orders.len() {
        if !is_credit(&ledger.orders[credit]) {
            continue;
        }
        match named.get(&credit) {
            Some(Some(order)) => ledger.take_named(credit, *order, &mut given_back),
            Some(None) => {}
            None => ledger.take_unnamed(credit),
        }
    }
}

fn is_credit(order: &Order) -> bool {
    matches!(order.status, OrderStatus::CreditMemo | OrderStatus::Return)
}

struct Reversals<'h> {
    orders: &'h mut [Order],
    lines: &'h [Line],
    /// Credits of the fortnight that belong to no order yet, the oldest first.
    loose: Vec<usize>,
}

impl Reversals<'_> {
    /// A credit of an order that it names.
    fn take_named(&mut self, credit: usize, order: usize, given_back: &mut HashMap<usize, i64>) {
        let (day, cents) = (self.orders[credit].day, self.orders[credit].revenue_cents);
        if !self.may_be_reversed(order, day) {
            return;
        }
        let sum = given_back.entry(order).or_default();
        *sum = sum.saturating_add(cents);
        if self.orders[order].revenue_cents.saturating_add(*sum) <= 0 {
            self.reverse(order, day);
        }
    }

    /// A credit that names no order.
    fn take_unnamed(&mut self, credit: usize) {
        let Some(given_back) = self.given_back(credit) else { return };
        let Order { day, revenue_cents, quantity_milli, .. } = self.orders[credit];
        let is_exact =
            |order: &Order| (order.revenue_cents, order.quantity_milli) == (-revenue_cents, -quantity_milli);
        let exact = self.window(day).rev().find(|place| {
            is_exact(&self.orders[*place])
                && self.may_be_reversed(*place, day)
                && self.ordered(*place) == given_back
        });
        match exact {
            Some(order) => self.reverse(order, day),
            None => self.piece_together(credit, &given_back),
        }
    }

    /// Looks for an order that the credit and loose ones before it give back together.
    fn piece_together(&mut self, credit: usize, given_back: &Quantities) {
        let day = self.orders[credit].day;
        let orders = &self.orders;
        self.loose.retain(|loose| day - orders[*loose].day <= i32::from(REVERSED_WITHIN_DAYS));
        self.loose.push(credit);
        if self.loose.len() > MOST_LOOSE_CREDITS || self.loose.len() < 2 {
            return;
        }
        let cents = self.orders[credit].revenue_cents;
        let found = self.window(day).rev().find_map(|place| {
            let is_part = self.orders[place].revenue_cents.saturating_add(cents) >= 0;
            let is_asked = is_part && self.may_be_reversed(place, day);
            let used = is_asked.then(|| self.pieces(place, given_back)).flatten()?;
            Some((place, used))
        });
        if let Some((order, used)) = found {
            self.reverse(order, day);
            self.loose.retain(|loose| !used.contains(loose));
        }
    }

    /// The loose credits, the latest among them, that give back exactly what was ordered, taken as they come.
    fn pieces(&self, order: usize, latest: &Quantities) -> Option<Vec<usize>> {
        let mut left = self.ordered(order);
        if !take_off(&mut left, latest) {
            return None;
        }
        let (last, earlier) = self.loose.split_last()?;
        let mut used = vec![*last];
        let mut cents = self.orders[order].revenue_cents + self.orders[*last].revenue_cents;
        let since = self.orders[order].day;
        for credit in earlier.iter().filter(|credit| self.orders[**credit].day >= since) {
            if self.given_back(*credit).is_some_and(|given_back| take_off(&mut left, &given_back)) {
                cents += self.orders[*credit].revenue_cents;
                used.push(*credit);
            }
        }
        (left.is_empty() && cents <= 0).then_some(used)
    }

    /// The orders that a credit of this day can reverse.
    fn window(&self, day: Day) -> std::ops::Range<usize> {
        let earliest = day.saturating_sub(i32::from(REVERSED_WITHIN_DAYS));
        let up_to = self.orders.partition_point(|order| order.day <= day);
        self.orders[..up_to].partition_point(|order| order.day < earliest)..up_to
    }

    fn may_be_reversed(&self, order: usize, by: Day) -> bool {
        let order = &self.orders[order];
        order.is_valid(by)
            && order.day <= by
            && by.saturating_sub(order.day) <= i32::from(REVERSED_WITHIN_DAYS)
    }

    fn reverse(&mut self, order: usize, on: Day) {
        self.orders[order].reverse(on);
    }

    fn lines_of(&self, order: usize) -> &[Line] {
        let order = &self.orders[order];
        let first = order.first_line as usize;
        &self.lines[first..first + order.line_count as usize]
    }

    /// What an order took, by product.
    fn ordered(&self, order: usize) -> Quantities {
        quantities(self.lines_of(order), 1)
    }

    /// What a credit gives back, by product; none when it gives back no goods or takes some.
    fn given_back(&self, credit: usize) -> Option<Quantities> {
        let given_back = quantities(self.lines_of(credit), -1);
        (!given_back.is_empty() && given_back.values().all(|quantity| *quantity > 0)).then_some(given_back)
    }
}

/// Thousandths of a unit by product; what comes to nothing is left out.
type Quantities = BTreeMap<u32, i64>;

fn quantities(lines: &[Line], sign: i64) -> Quantities {
    let mut sums = Quantities::new();
    for line in lines {
        *sums.entry(line.product).or_default() += sign * line.quantity_milli;
    }
    sums.retain(|_, quantity| *quantity != 0);
    sums
}

/// Takes a part off what is left, if it is one.
fn take_off(left: &mut Quantities, part: &Quantities) -> bool {
    let is_part = part.iter().all(|(product, part)| left.get(product).is_some_and(|left| left >= part));
    if is_part {
        for (product, part) in part {
            *left.entry(*product).or_default() -= part;
        }
        left.retain(|_, quantity| *quantity != 0);
    }
    is_part
}

#[cfg(test)]
mod tests;
