//! Net sales on the days of the invoices (rules, section 1: basis "invoiced"). An order is told in two parts then: that
//! it was ordered, on its own day, and what was invoiced of it, on the day of each invoice.
//!
//! Invoices hold amounts and no lines, and often tax and freight. So an invoice says how large a part of its order it
//! is, and that part of every line is sold on its day. What the source calls invoiced or paid is sold whole, by its
//! invoices in proportion or, when it came without any, on its own day. Of other orders an invoice is the part that
//! its amount is of the order's, and the rest is not sold yet. Credits and returns stay on their own dates.

use crate::day::Day;
use crate::history::{History, HistoryError};
use crate::line::Line;
use crate::order::{Order, Part};
use bellwether_core::OrderStatus;
use std::collections::HashMap;

/// The invoices of orders. Void ones, credit memos and those that name no order are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invoices {
    of_order: HashMap<i64, Vec<(Day, i64)>>,
}

impl Invoices {
    /// Takes an invoice of an order. Amounts of nothing or less are none.
    pub fn put(&mut self, order_id: i64, day: Day, amount_cents: i64) {
        if amount_cents > 0 {
            self.of_order.entry(order_id).or_default().push((day, amount_cents));
        }
    }

    /// The parts of an order that were sold, by day.
    fn parts_of(&self, order: &Order) -> Vec<SoldPart> {
        let mut invoices = self.of_order.get(&order.id).cloned().unwrap_or_default();
        invoices.sort_unstable();
        let is_all_sold = matches!(order.status, OrderStatus::Invoiced | OrderStatus::Paid);
        if invoices.is_empty() && is_all_sold {
            return vec![SoldPart { day: order.day, from: 0, until: 1, whole: 1 }];
        }
        let total: i128 = invoices.iter().map(|(_, cents)| i128::from(*cents)).sum();
        let whole = if is_all_sold { total } else { total.max(order.revenue_cents.into()) };
        let mut from = 0;
        let part = |(day, cents): (Day, i64)| {
            let until = from + i128::from(cents);
            // Paid in advance is not sold in advance.
            SoldPart { day: day.max(order.day), from: std::mem::replace(&mut from, until), until, whole }
        };
        invoices.into_iter().map(part).collect()
    }
}

/// What lies between two fractions of an order, sold on a day.
#[derive(Debug, Clone, Copy)]
struct SoldPart {
    day: Day,
    from: i128,
    until: i128,
    whole: i128,
}

impl SoldPart {
    fn is_whole(self) -> bool {
        self.from == 0 && self.until == self.whole
    }

    /// The part of an amount. Parts that follow on one another add up without a rest.
    fn of(self, amount: i64) -> i64 {
        let up_to = |end: i128| (2 * i128::from(amount) * end + self.whole).div_euclid(2 * self.whole);
        i64::try_from(up_to(self.until) - up_to(self.from)).expect("a part is no larger than the whole")
    }

    fn of_line(self, line: Line) -> Line {
        let cost_cents = line.cost().map(|cost_cents| self.of(cost_cents));
        Line::new(line.product, self.of(line.quantity_milli), self.of(line.revenue_cents), cost_cents)
    }
}

impl History {
    /// The same with its sales dated by these invoices.
    ///
    /// # Errors
    /// When the parts have too many lines together.
    pub fn dated_by(mut self, invoices: &Invoices) -> Result<Self, HistoryError> {
        let rows = self.orders.iter().flat_map(|order| told_apart(order, self.lines_of(order), invoices));
        let rows: Vec<Row> = rows.collect();
        if rows.len() < self.orders.len() || rows.iter().any(|(order, _)| order.part != Part::Whole) {
            self.by_invoice = Some(Box::new(of_rows(rows)?));
        }
        Ok(self)
    }
}

/// An order with its lines. The sums and places of the order are those it was made from until [`of_rows`].
type Row = (Order, Vec<Line>);

/// What an order is where sales are dated by invoice.
fn told_apart(order: &Order, lines: &[Line], invoices: &Invoices) -> Vec<Row> {
    if !order.status.is_valid_order() {
        return vec![(*order, lines.to_vec())];
    }
    let parts = invoices.parts_of(order);
    if matches!(parts[..], [part] if part.is_whole() && part.day == order.day) {
        return vec![(*order, lines.to_vec())];
    }
    ordered(order, lines)
        .into_iter()
        .chain(parts.into_iter().map(|part| invoiced(order, lines, part)))
        .collect()
}

/// That an order is an ordering event: of which products, and no money.
fn ordered(order: &Order, lines: &[Line]) -> Option<Row> {
    let products = || lines.iter().map(|line| Line::new(line.product, 0, 0, None)).collect();
    order.is_valid(Day::MIN).then(|| (Order { part: Part::Ordered, ..*order }, products()))
}

fn invoiced(order: &Order, lines: &[Line], part: SoldPart) -> Row {
    let row = Order { part: Part::Invoiced, day: part.day, ..*order };
    (row, lines.iter().map(|line| part.of_line(*line)).collect())
}

/// A history of orders with their lines, whose sums and places are worked out anew.
fn of_rows(mut rows: Vec<Row>) -> Result<History, HistoryError> {
    rows.sort_by_key(|(order, _)| (order.day, order.id));
    let line_count = rows.iter().map(|(_, lines)| lines.len()).sum();
    u32::try_from(line_count).map_err(|_| HistoryError::TooManyLines)?;
    let (mut orders, mut all_lines) = (Vec::with_capacity(rows.len()), Vec::with_capacity(line_count));
    let mut first_line = 0;
    for (order, lines) in rows {
        let Order { id, day, status, part, reversed_after_days, .. } = order;
        let mut row = Order { part, reversed_after_days, first_line, ..Order::new(id, day, status) };
        lines.iter().for_each(|line| row.count_line(*line));
        first_line += row.line_count;
        orders.push(row);
        all_lines.extend(lines);
    }
    Ok(History { orders: orders.into(), lines: all_lines.into(), ..History::default() })
}

#[cfg(test)]
mod tests;
