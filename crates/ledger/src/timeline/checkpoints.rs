//! What had been sold of every product by the 1st, 11th and 21st of each month. Sums over the days between two of
//! these are differences, so that a question about years reads no more lines than one about weeks.

use super::Timeline;
use crate::amounts::Amounts;
use crate::day::{self, Day, DayRange};
use chrono::{Datelike, Months};

/// Sums of one product.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ProductSum {
    /// Money and units.
    pub(crate) amounts: Amounts,
    /// Number of lines.
    pub(crate) lines: u32,
}

/// How far checkpoints are apart.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// On the 1st, 11th and 21st.
    Third,
    /// On the 1st of every so many months.
    Months(u32),
}

/// The first of these that does not take too much memory is taken.
const STEPS: [Step; 4] = [Step::Third, Step::Months(1), Step::Months(3), Step::Months(12)];
/// There must be so many lines for each sum kept, or reading the lines is as quick.
const LINES_A_SUM: usize = 16;

/// Sums of all products since the start, on some days.
#[derive(Debug, Default)]
pub(super) struct Checkpoints {
    /// Ascending.
    days: Vec<Day>,
    /// By day, then by product.
    sums: Vec<Box<[ProductSum]>>,
}

impl Checkpoints {
    /// Those of a finished timeline of these days.
    pub(super) fn of(timeline: &Timeline, days: DayRange, products: usize) -> Self {
        let most = timeline.lines.product.len() / LINES_A_SUM / products.max(1);
        let fitting =
            STEPS.into_iter().map(|step| checkpoint_days(days, step)).find(|days| days.len() <= most);
        let mut checkpoints = Self { days: fitting.unwrap_or_default(), sums: Vec::new() };
        let mut sums = vec![ProductSum::default(); products];
        let mut from = days.from;
        for until in &checkpoints.days {
            let rows = timeline.rows(DayRange { from, until: *until });
            timeline.add_lines(timeline.lines_between(&rows), &mut sums);
            checkpoints.sums.push(sums.clone().into());
            from = *until;
        }
        checkpoints
    }

    /// The largest range between two checkpoints inside a range, and what adds its sums up; none when it is empty.
    pub(super) fn inside(&self, range: DayRange) -> Option<(DayRange, impl Fn(&mut [ProductSum]) + '_)> {
        let first = self.days.partition_point(|day| *day < range.from);
        let last = self.days.partition_point(|day| *day <= range.until).checked_sub(1)?;
        if first >= last {
            return None;
        }
        let months = DayRange { from: self.days[first], until: self.days[last] };
        Some((months, move |sums: &mut [ProductSum]| {
            let both = self.sums[last].iter().zip(&self.sums[first]);
            for (sum, (until, from)) in sums.iter_mut().zip(both) {
                sum.amounts += until.amounts - from.amounts;
                sum.lines += until.lines - from.lines;
            }
        }))
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
        let short = DayRange { from: day(2, 11), until: day(3, 10) };
        assert_eq!(checkpoint_days(short, Step::Third), [day(2, 11), day(2, 21), day(3, 1)]);
    }
}
