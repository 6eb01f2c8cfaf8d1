//! What had been sold of every product, and to every account, by certain days. Sums over the days between two of these
//! are differences, so that a question about years reads hardly more than one about weeks.

use crate::amounts::Amounts;
use crate::day::{self, Day, DayRange};
use crate::slice::Sale;
use chrono::{Datelike, Months};
use std::ops::{AddAssign, Sub};

/// Sums of one product.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ProductSum {
    /// Money and units.
    pub(crate) amounts: Amounts,
    /// Number of lines.
    pub(crate) lines: u32,
}

impl AddAssign for ProductSum {
    fn add_assign(&mut self, other: Self) {
        self.amounts += other.amounts;
        self.lines += other.lines;
    }
}

impl Sub for ProductSum {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { amounts: self.amounts - other.amounts, lines: self.lines - other.lines }
    }
}

/// What one account bought, or part of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AccountSales {
    /// Money and units.
    pub amounts: Amounts,
    /// Ordering events.
    pub orders: u32,
    /// Everything that counts in sales: orders, credits and returns.
    pub entries: u32,
}

impl AccountSales {
    pub(crate) fn of(sale: &Sale) -> Self {
        Self { amounts: sale.amounts, orders: sale.is_order.into(), entries: 1 }
    }

    /// Net sales, and everything else.
    pub(super) fn joined(revenue_cents: i64, beside: SalesBeside) -> Self {
        let SalesBeside { cost_cents, costed_revenue_cents, quantity_milli, orders, entries } = beside;
        let amounts = Amounts { revenue_cents, cost_cents, costed_revenue_cents, quantity_milli };
        Self { amounts, orders, entries }
    }
}

/// What there is of [`AccountSales`] beside the net sales, which lie apart: many questions are about them alone.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SalesBeside {
    cost_cents: i64,
    costed_revenue_cents: i64,
    quantity_milli: i64,
    orders: u32,
    entries: u32,
}

impl SalesBeside {
    pub(super) fn add(&mut self, sale: &Sale) {
        self.cost_cents += sale.amounts.cost_cents;
        self.costed_revenue_cents += sale.amounts.costed_revenue_cents;
        self.quantity_milli += sale.amounts.quantity_milli;
        self.orders += u32::from(sale.is_order);
        self.entries += 1;
    }
}

impl Sub for SalesBeside {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            cost_cents: self.cost_cents - other.cost_cents,
            costed_revenue_cents: self.costed_revenue_cents - other.costed_revenue_cents,
            quantity_milli: self.quantity_milli - other.quantity_milli,
            orders: self.orders - other.orders,
            entries: self.entries - other.entries,
        }
    }
}

/// How far checkpoints are apart.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// On the 1st, 11th and 21st.
    Third,
    /// On the 1st of every so many months.
    Months(u32),
}

/// The first of these that does not take too much memory is taken. Every one has the days of those after it, so that sums
/// of one step are found in a finer one, too.
const STEPS: [Step; 5] = [Step::Third, Step::Months(1), Step::Months(2), Step::Months(4), Step::Months(12)];

/// Sums since the start, on some days.
#[derive(Debug, Default)]
pub(super) struct Checkpoints<T> {
    /// Ascending.
    days: Vec<Day>,
    /// By day, then by place.
    sums: Vec<Box<[T]>>,
}

impl<T: Copy + Default + Sub<Output = T>> Checkpoints<T> {
    /// At most so many of these days, each with a sum for every place; `add` adds what was sold in a range.
    pub(super) fn of(
        days: DayRange,
        most: usize,
        places: usize,
        mut add: impl FnMut(DayRange, &mut [T]),
    ) -> Self {
        let fitting =
            STEPS.into_iter().map(|step| checkpoint_days(days, step)).find(|days| days.len() <= most);
        let mut checkpoints = Self { days: fitting.unwrap_or_default(), sums: Vec::new() };
        let mut sums = vec![T::default(); places];
        let mut from = days.from;
        for until in &checkpoints.days {
            add(DayRange { from, until: *until }, &mut sums);
            checkpoints.sums.push(sums.clone().into());
            from = *until;
        }
        checkpoints
    }

    /// The largest range between two checkpoints inside a range, and the sums of it by place; none when it is empty.
    pub(super) fn inside(&self, range: DayRange) -> Option<(DayRange, impl Iterator<Item = T> + '_)> {
        let first = self.days.partition_point(|day| *day < range.from);
        let last = self.days.partition_point(|day| *day <= range.until).checked_sub(1)?;
        if first >= last {
            return None;
        }
        let months = DayRange { from: self.days[first], until: self.days[last] };
        let both = self.sums[last].iter().zip(&self.sums[first]);
        Some((months, both.map(|(until, from)| *until - *from)))
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.sums.iter().map(|sums| size_of_val(&**sums)).sum()
    }
}

/// The checkpoints of these days, and the first after them if they end just before it.
fn checkpoint_days(days: DayRange, step: Step) -> Vec<Day> {
    let first = day::to_date(days.from);
    let first = first.with_day(1).unwrap_or(first);
    let (months, in_month): (u32, &[Day]) = match step {
        Step::Third => (1, &[0, 10, 20]),
        Step::Months(months) => (months, &[0]),
    };
    let firsts =
        (0..).map_while(|steps: u32| first.checked_add_months(Months::new(steps.checked_mul(months)?)));
    let all = firsts.map(day::from_date).flat_map(|first| in_month.iter().map(move |days| first + days));
    all.skip_while(|day| *day < days.from).take_while(|day| *day <= days.until).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn checkpoints_lie_inside_the_days() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).map(day::from_date).expect("a date");
        let days = DayRange { from: day(1, 15), until: day(4, 1) };
        assert_eq!(checkpoint_days(days, Step::Months(1)), [day(2, 1), day(3, 1), day(4, 1)]);
        assert_eq!(checkpoint_days(days, Step::Months(3)), [day(4, 1)]);
        let years = DayRange { from: day(1, 15), until: day(1, 15) + 2_000 };
        for (finer, step) in STEPS.into_iter().zip(STEPS.into_iter().skip(1)) {
            let finer = checkpoint_days(years, finer);
            assert!(checkpoint_days(years, step).iter().all(|day| finer.contains(day)), "{step:?}");
        }
        let short = DayRange { from: day(2, 11), until: day(3, 10) };
        assert_eq!(checkpoint_days(short, Step::Third), [day(2, 11), day(2, 21), day(3, 1)]);
    }
}
