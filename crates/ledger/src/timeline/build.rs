//! Brings the histories into the sequence of days: counts the orders of each day, then puts each at its place.

use super::Timeline;
use super::checkpoints::Checkpoints;
use super::rows::{
    ACCOUNT_BITS, LineAmounts, LineColumns, NO_PURCHASE, OrderAmounts, OrderColumns, OrderHead, UNKNOWN_COST,
    is_event_for_ever, is_reversed, kind_of,
};
use crate::day::{Day, DayRange};
use crate::history::History;
use crate::line::Line;
use crate::order::Order;
use std::sync::Arc;

/// 1900-01-01: earlier dates are mistakes, and need not be fast.
pub(super) const FIRST_DAY: Day = -25_567;
/// The last day whose number fits into two bytes, in the year 2079.
const LAST_DAY: Day = FIRST_DAY + 65_533;

impl Timeline {
    /// Every order that counts in sales, of every account that fits. `products` is how many there are.
    pub(crate) fn of(histories: &[Arc<History>], products: usize) -> Self {
        let mut left_out = Vec::new();
        let mut held: Vec<(u32, &History)> = Vec::with_capacity(histories.len());
        let sales = histories.iter().map(|history| history.sales());
        for (account, history) in (0..).zip(sales).filter(|(_, history)| !history.orders().is_empty()) {
            if fits(account, history) {
                held.push((account, history));
            } else {
                left_out.push(account);
            }
        }
        let total: usize = held.iter().map(|(_, history)| history.lines().len()).sum();
        if u32::try_from(total).is_err() {
            // More than four thousand million lines are left to the histories.
            left_out = (0..).zip(histories).map(|(account, _)| account).collect();
            held.clear();
        }
        let mut holds = vec![false; histories.len()];
        held.iter().for_each(|(account, _)| holds[*account as usize] = true);
        let timeline = Self { holds: holds.into(), left_out: left_out.into(), ..Self::default() };
        timeline.filled(&held, products)
    }

    fn filled(mut self, held: &[(u32, &History)], products: usize) -> Self {
        let days =
            || held.iter().flat_map(|(_, history)| [history.orders().first(), history.orders().last()]);
        let days = || days().flatten().map(|order| order.day);
        let (Some(first), Some(last)) = (days().min(), days().max()) else { return self };
        self.first_day = first;
        let mut places = Places::of(held, first, last);
        self.day_starts = places.orders.clone().into();
        let (order_count, line_count) = (places.order_count(), places.line_count());
        self.orders = OrderColumns {
            head: vec![OrderHead::default(); order_count].into(),
            amounts: vec![OrderAmounts::default(); order_count].into(),
            first_line: vec![line_count; order_count + 1].into(),
        };
        self.lines = LineColumns {
            product: vec![0; line_count as usize].into(),
            amounts: vec![LineAmounts::default(); line_count as usize].into(),
            bought_before: vec![0; line_count as usize].into(),
        };
        let mut bought = vec![(0, 0); products];
        for (account, history) in held {
            for order in history.orders().iter().filter(|order| order.counts_in_sales()) {
                self.put(*account, order, history.lines_of(order), &mut places, &mut bought);
            }
        }
        let reversed = (0..).zip(&self.orders.head).filter(|(_, head)| is_reversed(head.kind()));
        self.reversed = reversed.map(|(place, _)| place).collect();
        self.checkpoints = Checkpoints::of(&self, DayRange { from: first, until: last + 1 }, bought.len());
        self
    }

    /// Puts one order at the next free place of its day. `bought` holds, by product, who bought it last and when;
    /// accounts come one after another, so that nothing has to be forgotten.
    fn put(
        &mut self,
        account: u32,
        order: &Order,
        lines: &[Line],
        places: &mut Places,
        bought: &mut Vec<(u32, u16)>,
    ) {
        let (place, first_line) = places.next(order.day, lines.len());
        let kind = kind_of(order);
        let is_event = is_event_for_ever(kind);
        self.orders.first_line[place] = first_line;
        self.orders.head[place] = OrderHead::of(account, kind);
        self.orders.amounts[place] = OrderAmounts {
            revenue_cents: narrow(order.revenue_cents),
            cost_cents: narrow(order.cost_cents),
            costed_revenue_cents: narrow(order.costed_revenue_cents),
            quantity_milli: narrow(order.quantity_milli),
        };
        let today = self.day_number(order.day);
        for (place, line) in (first_line as usize..).zip(lines) {
            let product = line.product;
            self.lines.product[place] = product;
            self.lines.amounts[place] = LineAmounts {
                revenue_cents: narrow(line.revenue_cents),
                cost_cents: line.cost().map_or(UNKNOWN_COST, narrow),
                quantity_milli: narrow(line.quantity_milli),
            };
            if product as usize >= bought.len() {
                bought.resize(product as usize + 1, (0, 0));
            }
            let (buyer, day) = &mut bought[product as usize];
            self.lines.bought_before[place] = match (is_event, *buyer == account) {
                (false, _) => NO_PURCHASE,
                (true, true) => *day,
                (true, false) => 0,
            };
            if is_event {
                (*buyer, *day) = (account, today);
            }
        }
    }
}

/// The next free order and line of every day.
struct Places {
    first_day: Day,
    orders: Vec<u32>,
    lines: Vec<u32>,
}

impl Places {
    fn of(held: &[(u32, &History)], first_day: Day, last_day: Day) -> Self {
        let days = last_day.abs_diff(first_day) as usize + 1;
        let mut places = Self { first_day, orders: vec![0; days + 1], lines: vec![0; days + 1] };
        let orders = held.iter().flat_map(|(_, history)| history.orders());
        for order in orders.filter(|order| order.counts_in_sales()) {
            let day = order.day.abs_diff(first_day) as usize;
            places.orders[day] += 1;
            places.lines[day] += order.line_count;
        }
        for counts in [&mut places.orders, &mut places.lines] {
            let mut sum = 0;
            for count in counts {
                sum += std::mem::replace(count, sum);
            }
        }
        places
    }

    fn order_count(&self) -> usize {
        self.orders.last().map_or(0, |end| *end as usize)
    }

    fn line_count(&self) -> u32 {
        self.lines.last().copied().unwrap_or(0)
    }

    fn next(&mut self, day: Day, lines: usize) -> (usize, u32) {
        let day = day.abs_diff(self.first_day) as usize;
        let (order, line) = (self.orders[day] as usize, self.lines[day]);
        self.orders[day] += 1;
        self.lines[day] += u32::try_from(lines).expect("all lines together fit in 32 bits");
        (order, line)
    }
}

/// Whether every order that counts, and every line of one, can be written in a small row.
fn fits(account: u32, history: &History) -> bool {
    let orders = history.orders();
    let days_fit = [orders.first(), orders.last()]
        .into_iter()
        .flatten()
        .all(|order| (FIRST_DAY..=LAST_DAY).contains(&order.day));
    account < 1 << ACCOUNT_BITS
        && days_fit
        && orders.iter().all(|order| {
            [order.revenue_cents, order.cost_cents, order.costed_revenue_cents, order.quantity_milli]
                .into_iter()
                .all(is_narrow)
        })
        && history.lines().iter().all(|line| {
            let (revenue_cents, quantity_milli) = (line.revenue_cents, line.quantity_milli);
            is_narrow(revenue_cents) && is_narrow(quantity_milli) && line.cost().is_none_or(is_narrow)
        })
}

/// Whether an amount fits, and cannot be taken for an unknown cost.
fn is_narrow(amount: i64) -> bool {
    i32::try_from(amount).is_ok_and(|amount| amount != UNKNOWN_COST)
}

fn narrow(amount: i64) -> i32 {
    i32::try_from(amount).expect("only accounts whose amounts fit are held")
}
