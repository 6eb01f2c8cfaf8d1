//! Today is not over: the last date of the comparison is cut at the clock time it is now, so that a morning is not
//! held against a whole day (rules, section 5).

use crate::book::Book;
use crate::{Answer, App, Caller, clock};
use bellwether_core::{AccountId, OrderId};
use bellwether_ledger::{Filter, Window};
use bellwether_scoring::insights::weekly_rollup::orders_on_last_compared_date;
use bellwether_store::orders;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};
use std::collections::HashSet;

/// Where the last dates are cut.
#[derive(Debug, Default)]
pub(super) struct Cut {
    /// The present moment, UTC; none when nothing is cut.
    pub(super) at: Option<NaiveDateTime>,
    /// Orders of the comparison's last date that were placed later than that.
    pub(super) late: HashSet<i64>,
}

impl App {
    /// The cut of a rollup. There is one when the as-of date is today and the orders of the comparison's last date
    /// say when they were placed; those that do not say count whole.
    pub(super) fn cut_of_today(
        &self,
        book: &Book,
        caller: &Caller,
        filter: &Filter,
        window: Window,
        as_of: NaiveDate,
    ) -> Answer<Cut> {
        if as_of != book.today() {
            return Ok(Cut::default());
        }
        let ids = orders_on_last_compared_date(book.snapshot(), filter, window);
        let accounts = book.dimensions().accounts();
        let owner = |index: u32| accounts.get(index as usize).map(|account| account.id);
        let ids: Vec<(AccountId, OrderId)> =
            ids.into_iter().filter_map(|(account, order)| Some((owner(account)?, OrderId(order)))).collect();
        let placed = self.store.read(|conn| orders::moments(conn, &caller.scope, &ids))?;
        if placed.is_empty() {
            return Ok(Cut::default());
        }
        let now = clock::now();
        let limit = same_clock_time(now, window.previous.period().last(), &book.settings().time_zone);
        let late = placed.into_iter().filter(|(_, moment)| *moment > limit).map(|(order, _)| order.0);
        Ok(Cut { at: Some(now), late: late.collect() })
    }
}

/// The moment, UTC, at which the clock shows on `date` what it shows `now`. Where the clock skips that time it is
/// as many whole days ago.
fn same_clock_time(now: NaiveDateTime, date: NaiveDate, time_zone: &str) -> NaiveDateTime {
    let zone = clock::zone(time_zone);
    let here = now.and_utc().with_timezone(&zone).naive_local();
    let wanted = zone.from_local_datetime(&date.and_time(here.time())).latest();
    let whole_days_ago = now - (here.date() - date);
    wanted.map_or(whole_days_ago, |moment: DateTime<chrono_tz::Tz>| moment.with_timezone(&Utc).naive_utc())
}

/// What a clock of the zone shows at a moment, UTC, to the minute.
pub(super) fn clock_time(at: NaiveDateTime, time_zone: &str) -> Option<NaiveTime> {
    at.and_utc().with_timezone(&clock::zone(time_zone)).time().with_second(0)?.with_nanosecond(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(month: u32, day: u32, hour: u32) -> NaiveDateTime {
        let date = NaiveDate::from_ymd_opt(2026, month, day).expect("a date of the calendar");
        date.and_hms_opt(hour, 30, 0).expect("a time of the day")
    }

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).expect("a date of the calendar")
    }

    #[test]
    fn the_comparison_is_cut_at_the_same_time_on_the_clock() {
        assert_eq!(same_clock_time(utc(6, 30, 15), date(6, 23), "America/Denver"), utc(6, 23, 15));
    }

    #[test]
    fn across_the_change_to_summer_time_the_clock_counts_not_the_hours() {
        // Denver moves forward on 8 March: 9:30 is 16:30 UTC before and 15:30 UTC after.
        assert_eq!(same_clock_time(utc(3, 10, 15), date(3, 3), "America/Denver"), utc(3, 3, 16));
    }

    #[test]
    fn a_time_the_clock_skipped_is_so_many_whole_days_ago() {
        // 2:30 of 15 March is 8:30 UTC; on 8 March there is no 2:30.
        assert_eq!(same_clock_time(utc(3, 15, 8), date(3, 8), "America/Denver"), utc(3, 8, 8));
    }
}
