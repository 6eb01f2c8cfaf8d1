//! Brings the histories into the sequence of days: counts the orders of each day, then puts each at its place.

use super::checkpoints::{Checkpoints, SalesBeside};
use super::day_starts::DayStarts;
use super::repeats::{MOST_PAIRS, OwnLine, RepeatsBuilder};
use super::rows::{
    ACCOUNT_BITS, LineAmounts, LineColumns, NO_PURCHASE, OrderAmounts, OrderColumns, OrderHead, UNKNOWN_COST,
    ValidKinds, is_event_for_ever, is_reversed, kind_of,
};
use super::{Sold, Timeline};
use crate::day::{Day, DayRange};
use crate::history::History;
use crate::line::Line;
use crate::order::Order;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// 1900-01-01: earlier dates are mistakes, and need not be fast.
pub(super) const FIRST_DAY: Day = -25_567;
/// There must be so many lines for each sum of a product that is kept, or reading the lines is as quick.
const LINES_A_PRODUCT_SUM: usize = 16;
/// Sums of the net sales of an account for each of its orders; of all the rest there is one: these sums may take twice as
/// much memory as the orders do, for the reading of orders is most of what questions about many accounts cost.
const REVENUE_SUMS_AN_ORDER: usize = 2;
/// The last day whose number fits into two bytes, in the year 2079.
const LAST_DAY: Day = FIRST_DAY + 65_533;

impl Timeline {
    /// Every order that counts in sales, of every account that fits. `categories` has the place of each product's.
    pub(crate) fn of(histories: &[Arc<History>], categories: Vec<usize>) -> Self {
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
        let (holds, left_out, categories) = (holds.into(), left_out.into(), categories.into());
        Self { holds, left_out, categories, ..Self::default() }.filled(&held)
    }

    fn filled(mut self, held: &[(u32, &History)]) -> Self {
        let days =
            || held.iter().flat_map(|(_, history)| [history.orders().first(), history.orders().last()]);
        let days = || days().flatten().map(|order| order.day);
        let (Some(first), Some(last)) = (days().min(), days().max()) else { return self };
        let mut places = Places::of(held, first, last);
        self.days = DayStarts::of(first, places.orders.clone().into());
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
            category_before: vec![0; line_count as usize].into(),
        };
        let (mut bought, mut repeats) = (Purchases::default(), RepeatsBuilder::default());
        for (account, history) in held {
            for order in history.orders().iter().filter(|order| order.counts_in_sales()) {
                let lines = self.put(*account, order, history.lines_of(order), &mut places, &mut bought);
                lines.for_each(|place| repeats.line(self.own_line(place, order.day)));
            }
            repeats.close(*account);
        }
        (self.repeats, self.singles) = repeats.build(self.holds.len());
        let reversed = (0..).zip(&self.orders.head).filter(|(_, head)| is_reversed(head.kind()));
        self.reversed = reversed.map(|(place, _)| place).collect();
        // Also those that no ordering event brought, such as what was only given back.
        let products = self.lines.product.iter().max().map_or(0, |last| *last as usize + 1);
        self.with_sums(DayRange { from: first, until: last + 1 }, products)
    }

    /// Sums up orders and lines of these days that are at their places.
    fn with_sums(mut self, days: DayRange, products: usize) -> Self {
        let (lines, orders, accounts) = (self.lines.product.len(), self.orders.head.len(), self.holds.len());
        let most = lines / LINES_A_PRODUCT_SUM / products.max(1);
        self.product_sums = Checkpoints::of(days, most, products, |range, sums| {
            self.add_lines(self.lines_between(&self.days.rows(range)), sums);
        });
        let most = orders / accounts.max(1);
        self.account_revenue =
            Checkpoints::of(days, most * REVENUE_SUMS_AN_ORDER, accounts, |range, sums| {
                self.each_settled(range, |sold| {
                    sums[sold.account as usize] += sold.sale.amounts.revenue_cents
                });
            });
        self.account_sums = Checkpoints::of(days, most, accounts, |range, sums: &mut [SalesBeside]| {
            self.each_settled(range, |sold| sums[sold.account as usize].add(&sold.sale));
        });
        self
    }

    /// Calls `take` with every order of a range as it is known in the end.
    fn each_settled(&self, range: DayRange, mut take: impl FnMut(&Sold)) {
        for (day, rows) in self.days.days(range) {
            let settled = ValidKinds::of(day, Day::MAX);
            rows.for_each(|place| take(&self.orders.sold(place, day, settled)));
        }
    }

    /// Puts one order at the next free place of its day; where its lines are.
    fn put(
        &mut self,
        account: u32,
        order: &Order,
        lines: &[Line],
        places: &mut Places,
        bought: &mut Purchases,
    ) -> Range<usize> {
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
            let category = self.categories.get(product as usize).copied().unwrap_or(0);
            let [product_before, category_before] = if is_event {
                [
                    bought.products.before(product as usize, account, today),
                    bought.categories.before(category, account, today),
                ]
            } else {
                [NO_PURCHASE; 2]
            };
            self.lines.bought_before[place] = product_before;
            self.lines.category_before[place] = category_before;
        }
        first_line as usize..first_line as usize + lines.len()
    }

    fn own_line(&self, place: usize, day: Day) -> OwnLine {
        let LineAmounts { revenue_cents, quantity_milli, .. } = self.lines.amounts[place];
        OwnLine { place, day, product: self.lines.product[place], revenue_cents, quantity_milli }
    }
}

/// What was bought so far, while accounts come one after another.
#[derive(Default)]
struct Purchases {
    products: LastPurchases,
    categories: LastPurchases,
}

/// By place: who bought it last, and when. Nothing has to be forgotten from one account to the next.
#[derive(Default)]
struct LastPurchases(Vec<(u32, u16)>);

impl LastPurchases {
    /// When the account had bought it before, if ever, and notes that it does again.
    fn before(&mut self, place: usize, account: u32, today: u16) -> u16 {
        if place >= self.0.len() {
            self.0.resize(place + 1, (account, 0));
        }
        match std::mem::replace(&mut self.0[place], (account, today)) {
            (buyer, day) if buyer == account => day,
            _ => 0,
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
        && has_few_products(history.lines())
}

/// Whether the products that come again have each a place of their own.
fn has_few_products(lines: &[Line]) -> bool {
    // Each of them is on two lines at least.
    lines.len() <= 2 * MOST_PAIRS
        || lines.iter().map(|line| line.product).collect::<HashSet<_>>().len() <= MOST_PAIRS
}

/// Whether an amount fits, and cannot be taken for an unknown cost.
fn is_narrow(amount: i64) -> bool {
    i32::try_from(amount).is_ok_and(|amount| amount != UNKNOWN_COST)
}

fn narrow(amount: i64) -> i32 {
    i32::try_from(amount).expect("only accounts whose amounts fit are held")
}
