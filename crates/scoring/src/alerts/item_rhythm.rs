//! How often an account buys an item, counted in its own ordering occasions (rules, section 3): what the two
//! rules for items have in common.

use super::purchases::Purchase;
use bellwether_ledger::Day;

/// The rhythm of one item in a look-back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ItemRhythm {
    /// Last day it was bought.
    pub(super) last: Day,
    /// Days on which it was bought.
    pub(super) days: u32,
    /// Longest time between two of them, days.
    pub(super) biggest_gap: i32,
    /// Ordering occasions without it since.
    pub(super) missed: u32,
    /// Ordering occasions from the first of its days to the last.
    pub(super) span: u32,
    /// The day on which it had been missed for more than twice as long as usual, both in occasions and in days.
    pub(super) missing_since: Option<Day>,
}

impl ItemRhythm {
    /// The rhythm since a day; `occasions` are order days, ascending. None below two days with the item.
    pub(super) fn since(
        from: Day,
        occasions: &[Day],
        purchases: &[Purchase],
        least_missed: u32,
    ) -> Option<Self> {
        let purchases = &purchases[purchases.partition_point(|purchase| purchase.day < from)..];
        let (first, last) = (purchases.first()?.day, purchases.last()?.day);
        let (mut days, mut biggest_gap) = (1, 0);
        for pair in purchases.windows(2) {
            let gap = pair[1].day - pair[0].day;
            days += u32::from(gap > 0);
            biggest_gap = biggest_gap.max(gap);
        }
        if days < 2 {
            return None;
        }
        let up_to = |day: Day| occasions.partition_point(|occasion| *occasion <= day);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let span = count(up_to(last) - up_to(first));
        let since_then = &occasions[up_to(last)..];
        // The smallest m with m > 2r, where r = span ÷ (days − 1).
        let enough = (2 * span / (days - 1) + 1).max(least_missed);
        let missed_enough = usize::try_from(enough - 1).ok().and_then(|place| since_then.get(place));
        let missing_since = missed_enough.map(|day| (*day).max(last + biggest_gap + 1));
        Some(Self { last, days, biggest_gap, missed: count(since_then.len()), span, missing_since })
    }

    /// Ordering occasions from one purchase to the next, on average.
    pub(super) fn rate(&self) -> f64 {
        f64::from(self.span) / f64::from(self.days - 1)
    }

    /// Whether it was missed for more than twice as long as usual by a day.
    pub(super) fn is_missing(&self, as_of: Day) -> bool {
        self.missing_since.is_some_and(|since| since <= as_of)
    }

    /// Whether it was missed for more than twice as long as that again.
    pub(super) fn is_long_missing(&self, as_of: Day) -> bool {
        let [missed, span, days] = [self.missed, self.span, self.days].map(u64::from);
        missed * (days - 1) > 4 * span && i64::from(as_of - self.last) > 2 * i64::from(self.biggest_gap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_counts_occasions_and_equal_is_not_more_than_double() {
        let occasions: Vec<Day> = (0..20).map(|index| 7 * index).collect();
        let bought = |day| Purchase::for_tests(day);
        let purchases = [bought(0), bought(14), bought(14), bought(42)];
        let rhythm =
            |occasions: &[Day]| ItemRhythm::since(0, occasions, &purchases, 0).expect("bought thrice");
        // Six occasions for two returns: r = 3; the biggest gap is 28 days.
        let at = |count: usize| rhythm(&occasions[..count]);
        assert_eq!((at(13).rate(), at(13).missed, at(13).missing_since), (3.0, 6, None));
        assert_eq!((at(14).missed, at(14).missing_since), (7, Some(91)));
        assert!(!at(14).is_missing(90) && at(14).is_missing(91) && !at(14).is_long_missing(133));
        assert!(at(20).missed == 13 && at(20).is_long_missing(133) && !at(20).is_long_missing(98));
        assert_eq!(ItemRhythm::since(20, &occasions, &purchases, 0), None, "one purchase has no rhythm");
    }

    #[test]
    fn a_same_day_order_without_the_item_is_not_a_miss() {
        let purchases = [0, 7].map(Purchase::for_tests);
        let rhythm = ItemRhythm::since(0, &[0, 7], &purchases, 0).expect("bought twice");
        assert_eq!((rhythm.missed, rhythm.missing_since), (0, None));
    }
}
