//! Days that count: silence is counted without the days the distributor was closed, and not at all while the
//! account itself is closed (rules, section 2; L-R9).

use bellwether_ledger::{Day, DayRange};

/// Days on which the distributor was closed, ascending.
#[derive(Debug, Default)]
pub(super) struct Holidays(Vec<Day>);

impl Holidays {
    pub(super) fn new(mut days: Vec<Day>) -> Self {
        days.sort_unstable();
        days.dedup();
        Self(days)
    }

    /// The days, ascending.
    pub(super) fn days(&self) -> &[Day] {
        &self.0
    }

    /// How many lie after `from`, up to and including `until`.
    fn between(&self, from: Day, until: Day) -> i32 {
        let up_to = |day: Day| self.0.partition_point(|holiday| *holiday <= day);
        i32::try_from(up_to(until).saturating_sub(up_to(from))).unwrap_or(i32::MAX)
    }
}

/// The clock of one account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock<'a> {
    holidays: &'a Holidays,
    closures: &'a [DayRange],
    as_of: Day,
}

impl<'a> Clock<'a> {
    pub(super) fn new(holidays: &'a Holidays, closures: &'a [DayRange], as_of: Day) -> Self {
        Self { holidays, closures, as_of }
    }

    /// Closures that had begun by the day shown; those planned for later say nothing yet.
    fn begun(&self) -> impl Iterator<Item = DayRange> + use<'a> {
        let as_of = self.as_of;
        self.closures
            .iter()
            .copied()
            .filter(move |closure| closure.from <= as_of && closure.from < closure.until)
    }

    /// First day on which the account is open again, when it is closed on the day shown.
    pub(super) fn closed_until(&self) -> Option<Day> {
        self.begun().map(|closure| closure.until).filter(|until| *until > self.as_of).max()
    }

    /// Days of silence since the order day `last`: from the end of a closure if one ended since. While the
    /// account is closed there is no silence.
    pub(super) fn elapsed(&self, last: Day) -> i32 {
        let ended = self.begun().map(|closure| closure.until).filter(|until| *until > last).max();
        let from = ended.unwrap_or(last).min(self.as_of);
        (self.as_of - from - self.holidays.between(from, self.as_of)).max(0)
    }

    /// Days between two order days, and whether the account was closed for some of them. A gap of closed days
    /// only still is one day: orders came on two days.
    pub(super) fn gap(&self, from: Day, to: Day) -> (i32, bool) {
        let days = to - from;
        if self.holidays.0.is_empty() && self.closures.is_empty() {
            return (days, false);
        }
        let mut closed: Vec<DayRange> = self
            .begun()
            .map(|closure| DayRange { from: closure.from.max(from + 1), until: closure.until.min(to) })
            .filter(|closed| closed.from < closed.until)
            .collect();
        closed.sort_unstable_by_key(|closed| closed.from);
        let mut open_from = from;
        let mut open_days = 0;
        for closed in &closed {
            if closed.from > open_from {
                open_days += self.open_days(open_from, closed.from - 1);
            }
            open_from = open_from.max(closed.until - 1);
        }
        open_days += self.open_days(open_from, to);
        (open_days.max(1), !closed.is_empty())
    }

    /// Days after `from`, up to and including `to`, that are no holidays.
    fn open_days(&self, from: Day, to: Day) -> i32 {
        (to - from - self.holidays.between(from, to)).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closure(from: Day, until: Day) -> DayRange {
        DayRange { from, until }
    }

    #[test]
    fn holidays_are_subtracted_from_silence_and_gaps() {
        let holidays = Holidays::new(vec![12, 5, 12, 30]);
        let clock = Clock::new(&holidays, &[], 20);
        assert_eq!((clock.elapsed(4), clock.elapsed(5), clock.elapsed(12)), (14, 14, 8));
        assert_eq!(clock.gap(4, 14), (8, false));
        assert_eq!(clock.gap(11, 12), (1, false), "an order on a holiday still is an order day of its own");
    }

    #[test]
    fn silence_counts_from_the_end_of_a_closure_and_not_at_all_before_it() {
        let holidays = Holidays::default();
        let closed = [closure(10, 30)];
        let at = |as_of| Clock::new(&holidays, &closed, as_of);
        assert_eq!((at(9).closed_until(), at(9).elapsed(5)), (None, 4));
        assert_eq!((at(10).closed_until(), at(10).elapsed(5)), (Some(30), 0));
        assert_eq!((at(29).closed_until(), at(29).elapsed(5)), (Some(30), 0));
        assert_eq!((at(30).closed_until(), at(30).elapsed(5)), (None, 0));
        assert_eq!((at(37).elapsed(5), at(37).elapsed(33)), (7, 4));
    }

    #[test]
    fn closed_days_are_taken_from_a_gap_once_however_often_they_were_told() {
        let holidays = Holidays::new(vec![2, 15]);
        let closures = [closure(12, 20), closure(10, 15), closure(100, 120), closure(18, 18)];
        let clock = Clock::new(&holidays, &closures, 60);
        // Days 1 to 40 without the 2nd (a holiday) and the 10th to the 19th (closed; the 15th among them).
        assert_eq!(clock.gap(0, 40), (29, true));
        assert_eq!(clock.gap(20, 40), (20, false));
        assert_eq!(clock.gap(12, 15), (1, true));
    }
}
