//! Whether orders are missing that should have come (rules, section 1, `as_of`). Nothing may be concluded from silence
//! then, or a broken feed would make every account look gone.

use crate::insights::selling_days;
use crate::numbers::quantile;
use bellwether_core::Period;
use bellwether_ledger::{Day, day};
use chrono::NaiveDate;

/// Business days a feed may be behind in any case.
const MOST_BUSINESS_DAYS_BEHIND: i64 = 3;
/// Order days of the organisation from which its own silences are known.
const LEAST_ORDER_DAYS: usize = 100;
/// Silences as long as the longest hundredth of its own are usual.
const USUAL_SILENCES: f64 = 0.99;

/// Whether orders that come by imports, the last of which stated up to which date they are complete, are late.
pub fn is_dated_feed_late(covers_up_to: NaiveDate, today: NaiveDate, holidays: &[NaiveDate]) -> bool {
    business_days_between(covers_up_to, today, holidays) > MOST_BUSINESS_DAYS_BEHIND
}

/// Whether orders that come by themselves are late: the whole organisation has been silent for longer than it ever
/// is. `order_days` are all its order days up to today, ascending; a young organisation cannot tell.
pub fn is_live_feed_late(order_days: &[Day], today: NaiveDate, holidays: &[NaiveDate]) -> bool {
    if order_days.len() < LEAST_ORDER_DAYS {
        return false;
    }
    let silence = |from: Day, to: NaiveDate| business_days_between(day::to_date(from), to, holidays);
    let mut silences: Vec<f64> =
        order_days.windows(2).map(|days| silence(days[0], day::to_date(days[1])) as f64).collect();
    silences.sort_by(f64::total_cmp);
    let usual = quantile(&silences, USUAL_SILENCES).unwrap_or(0.0);
    let now = order_days.last().map_or(0, |last| silence(*last, today));
    now > MOST_BUSINESS_DAYS_BEHIND && now as f64 > usual
}

/// Business days after `from` up to and including `to`.
fn business_days_between(from: NaiveDate, to: NaiveDate, holidays: &[NaiveDate]) -> i64 {
    let after = |date: NaiveDate| date.succ_opt().unwrap_or(date);
    selling_days(Period { from: after(from), until: after(to) }, holidays)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn june(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).expect("a date of the calendar")
    }

    /// Order days up to the 1st of June, a Monday: every business day, and before that one silence of `days`.
    fn order_days(days: u64) -> Vec<Day> {
        let last = june(1);
        let lately = (0..160).filter_map(|back| last.checked_sub_days(chrono::Days::new(back)));
        let lately = lately.filter(|date| selling_days(one(*date), &[]) == 1);
        let before = last.checked_sub_days(chrono::Days::new(159 + days));
        let mut all: Vec<Day> = lately.chain(before).map(day::from_date).collect();
        all.sort_unstable();
        all
    }

    fn one(date: NaiveDate) -> Period {
        Period { from: date, until: date.succ_opt().expect("a date follows") }
    }

    #[test]
    fn weekends_and_holidays_do_not_make_a_feed_late() {
        assert_eq!(business_days_between(june(5), june(8), &[]), 1, "Friday to Monday");
        assert_eq!(business_days_between(june(1), june(30), &[]), 21);
        assert_eq!(business_days_between(june(8), june(5), &[]), 0);
        assert_eq!(business_days_between(june(5), june(9), &[june(6), june(8)]), 1, "the 6th is a Saturday");
    }

    #[test]
    fn a_dated_feed_is_late_from_the_fourth_business_day() {
        assert!(!is_dated_feed_late(june(1), june(4), &[]));
        assert!(is_dated_feed_late(june(1), june(5), &[]));
        assert!(!is_dated_feed_late(june(1), june(5), &[june(3)]));
    }

    #[test]
    fn a_live_feed_is_late_when_the_organisation_is_silent_for_longer_than_it_ever_is() {
        let days = order_days(7);
        assert!(!is_live_feed_late(&days, june(4), &[]), "three business days");
        assert!(is_live_feed_late(&days, june(5), &[]));
        assert!(!is_live_feed_late(&days, june(5), &[june(3)]));
    }

    #[test]
    fn an_organisation_with_long_silences_of_its_own_and_a_young_one_are_not_late() {
        let weekly: Vec<Day> = (0..120).map(|week| day::from_date(june(1)) - 7 * week).rev().collect();
        assert!(!is_live_feed_late(&weekly, june(8), &[]), "five business days, as always");
        assert!(is_live_feed_late(&weekly, june(9), &[]));
        assert!(!is_live_feed_late(&weekly[21..], june(30), &[]), "99 order days");
    }
}
