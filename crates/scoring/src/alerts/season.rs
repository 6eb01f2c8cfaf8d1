//! Pauses of the same time of the year: an account that always pauses then is not leaving (rules, section 2).
//!
//! Rules leave open how short a gap may be. With a tolerance of three weeks on either side a gap no longer
//! than that would be found at any time of the year, so it is no season.

use bellwether_core::alert::SeasonalPause;
use bellwether_core::explain::Gap;
use bellwether_ledger::{Day, DayRange, day};
use chrono::Months;

/// A pause is at least so many typical gaps …
const PAUSE_GAPS: f64 = 2.0;
/// … and longer than the tolerance, days, by which two pauses may miss each other.
const TOLERANCE_DAYS: i32 = 21;
/// History after which two years of pauses confirm a season, months.
const CONFIRMING_MONTHS: u32 = 24;
/// So long after the date on which it should be over the pause excuses nothing any more, days.
const PATIENCE_DAYS: i32 = 14;

/// What earlier years say about a pause.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Season {
    /// The pauses and the date it should be over.
    pub(super) pause: SeasonalPause,
    /// Whether both years before paused.
    is_confirmed: bool,
}

impl Season {
    /// Whether the silence is still no more than the season.
    pub(super) fn excuses(&self, as_of: Day) -> bool {
        self.is_confirmed && as_of < self.over_on()
    }

    /// Days of a silence since `last` that are no more than the season.
    pub(super) fn excused_days(&self, last: Day) -> i32 {
        if self.is_confirmed { self.over_on().saturating_sub(last).max(0) } else { 0 }
    }

    /// The day from which the season excuses nothing any more.
    fn over_on(&self) -> Day {
        day::from_date(self.pause.expected_on).saturating_add(PATIENCE_DAYS)
    }
}

/// The long gaps of an account: pauses that might be seasons.
#[derive(Debug)]
pub(super) struct Pauses {
    first: Day,
    as_of: Day,
    /// From an order day to the next, ascending.
    long: Vec<DayRange>,
}

impl Pauses {
    /// The long ones among the gaps between order days, which are ascending.
    pub(super) fn of(order_days: &[Day], typical_days: f64, as_of: Day) -> Self {
        let shortest = (PAUSE_GAPS * typical_days).max(f64::from(TOLERANCE_DAYS + 1));
        let gaps = order_days.windows(2).map(|pair| DayRange { from: pair[0], until: pair[1] });
        let long = gaps.filter(|gap| f64::from(gap.until - gap.from) >= shortest).collect();
        Self { first: order_days.first().copied().unwrap_or(as_of), as_of, long }
    }

    /// Whether any two of them could be a year apart.
    pub(super) fn might_be_seasons(&self) -> bool {
        self.long.len() > 1 && self.is_old_enough()
    }

    /// Whether the history is long enough for two years to confirm a season.
    fn is_old_enough(&self) -> bool {
        moved(self.first, 0, CONFIRMING_MONTHS) <= self.as_of
    }

    /// Whether a gap is one of a season: a year before or after it there was a pause that shares at least half
    /// of the longer of the two.
    pub(super) fn excuses(&self, gap: DayRange) -> bool {
        self.long.contains(&gap)
            && self.is_old_enough()
            && self.long.iter().any(|other| {
                *other != gap && (is_same_time(back(gap, 1), *other) || is_same_time(back(*other, 1), gap))
            })
    }

    /// What the years before say about the silence since `last`; none when last year did not pause then.
    pub(super) fn season_of_silence(&self, last: Day) -> Option<Season> {
        let present = DayRange { from: last, until: self.as_of };
        let a_year_ago = self.around(back(present, 1)).filter(|pause| moved(pause.until, 0, 12) > last)?;
        let two_years_ago = self.around(back(present, 2)).filter(|pause| *pause != a_year_ago);
        let earlier = two_years_ago.into_iter().chain([a_year_ago]).map(gap).collect();
        let expected_on = day::to_date(moved(a_year_ago.until, 0, 12));
        Some(Season {
            pause: SeasonalPause { earlier, expected_on },
            is_confirmed: two_years_ago.is_some() && self.is_old_enough(),
        })
    }

    /// The longest pause that overlaps a time, give or take the tolerance.
    fn around(&self, time: DayRange) -> Option<DayRange> {
        let overlaps = |pause: &&DayRange| {
            pause.from <= time.until.saturating_add(TOLERANCE_DAYS)
                && pause.until >= time.from.saturating_sub(TOLERANCE_DAYS)
        };
        self.long.iter().filter(overlaps).max_by_key(|pause| (pause.until - pause.from, pause.from)).copied()
    }
}

fn gap(pause: DayRange) -> Gap {
    let days = i64::from(pause.until - pause.from);
    Gap { from: day::to_date(pause.from), to: day::to_date(pause.until), days }
}

/// Whether two times share at least half of the longer one.
fn is_same_time(left: DayRange, right: DayRange) -> bool {
    let shared = left.until.min(right.until) - left.from.max(right.from);
    2 * shared >= (left.until - left.from).max(right.until - right.from)
}

fn back(time: DayRange, years: u32) -> DayRange {
    DayRange { from: moved(time.from, 12 * years, 0), until: moved(time.until, 12 * years, 0) }
}

/// A day so many calendar months back, then forth, clamped to the end of the month.
pub(super) fn moved(from: Day, months_back: u32, months_forth: u32) -> Day {
    let date = day::to_date(from);
    let date = date.checked_sub_months(Months::new(months_back)).unwrap_or(date);
    day::from_date(date.checked_add_months(Months::new(months_forth)).unwrap_or(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn on(year: i32, month: u32, day_of_month: u32) -> Day {
        day::from_date(NaiveDate::from_ymd_opt(year, month, day_of_month).expect("a date of the calendar"))
    }

    /// Orders every ten days from April to October of some years, that is, a pause each winter.
    fn summers(years: std::ops::RangeInclusive<i32>) -> Vec<Day> {
        years.flat_map(|year| (0..20).map(move |index| on(year, 4, 5) + 10 * index)).collect()
    }

    #[test]
    fn two_winters_confirm_a_season_until_two_weeks_after_its_end() {
        let days = summers(2023..=2025);
        let last = days[days.len() - 1];
        let season =
            |as_of| Pauses::of(&days, 10.0, as_of).season_of_silence(last).expect("last year paused");
        let winter = season(on(2026, 1, 15));
        assert_eq!(winter.pause.expected_on, day::to_date(on(2026, 4, 5)));
        assert_eq!(
            winter.pause.earlier.iter().map(|gap| gap.from.to_string()).collect::<Vec<_>>(),
            ["2023-10-12", "2024-10-12"]
        );
        assert!(winter.excuses(on(2026, 1, 15)) && season(on(2026, 4, 18)).excuses(on(2026, 4, 18)));
        assert!(!season(on(2026, 4, 19)).excuses(on(2026, 4, 19)));
    }

    #[test]
    fn one_winter_is_told_and_excuses_nothing() {
        let days = summers(2024..=2025);
        let as_of = on(2025, 12, 1);
        let season = Pauses::of(&days, 10.0, as_of).season_of_silence(days[39]).expect("last year paused");
        assert_eq!((season.pause.earlier.len(), season.excuses(as_of)), (1, false));
    }

    #[test]
    fn a_silence_in_summer_is_no_season() {
        let mut days = summers(2023..=2025);
        days.truncate(50);
        let pauses = Pauses::of(&days, 10.0, on(2025, 8, 20));
        assert_eq!(pauses.season_of_silence(days[49]), None);
    }

    #[test]
    fn short_gaps_are_found_at_any_time_and_are_no_season() {
        let days: Vec<Day> = (0..200).map(|index| on(2023, 1, 1) + 5 * index + 10 * (index / 4)).collect();
        let last = days[199];
        assert_eq!(Pauses::of(&days, 5.0, last + 15).season_of_silence(last), None);
    }

    #[test]
    fn the_same_pause_in_two_years_is_excused_and_a_single_one_is_not() {
        let days = summers(2023..=2025);
        let pauses = Pauses::of(&days, 10.0, on(2025, 10, 30));
        let winter = |year: i32| DayRange { from: on(year, 4, 5) + 190, until: on(year + 1, 4, 5) };
        assert!(pauses.excuses(winter(2023)) && pauses.excuses(winter(2024)));
        assert!(!pauses.excuses(DayRange { from: days[0], until: days[1] }));
        let two = Pauses::of(&summers(2024..=2025), 10.0, on(2025, 10, 30));
        assert!(!two.excuses(winter(2024)));
    }
}
