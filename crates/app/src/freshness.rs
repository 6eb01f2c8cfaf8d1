//! How fresh the data is (B25).

use crate::book::Book;
use crate::{Answer, App, Caller, clock};
use bellwether_core::freshness::Freshness;
use bellwether_ledger::cadence::order_days_of_all;
use bellwether_ledger::day;
use bellwether_scoring::feed::{is_dated_feed_late, is_live_feed_late};

impl App {
    /// How fresh the data is, counted inside the caller's scope.
    ///
    /// # Errors
    /// None so far.
    pub fn freshness(&self, caller: &Caller) -> Answer<Freshness> {
        let book = self.book();
        let as_of = book.as_of();
        let summaries = book.summaries(as_of);
        let ever = summaries.ever(&book);
        let (mut accounts, mut orders, mut newest) = (0, 0, None);
        for index in book.visible_to(caller).indices() {
            accounts += 1;
            orders += ever.orders.get(index as usize).copied().map_or(0, u64::from);
            newest = newest.max(ever.last_order.get(index as usize).copied().flatten());
        }
        Ok(Freshness {
            as_of,
            covers_up_to: book.covers_up_to(),
            newest_order: newest.map(day::to_date),
            scored_at: book.scoring().and_then(|scoring| scoring.finished_at).map(clock::utc),
            model_version: book.scoring().map(|scoring| scoring.model_version.clone()),
            is_stale: self.is_feed_late(&book),
            accounts,
            orders,
            version: book.version(),
        })
    }

    /// Whether orders are missing that should have come: then nothing may be concluded from silence.
    pub(crate) fn is_feed_late(&self, book: &Book) -> bool {
        let (settings, today) = (book.settings(), book.today());
        if settings.pinned_as_of.is_some() {
            return false;
        }
        if settings.live_feed {
            let order_days = order_days_of_all(book.snapshot(), day::from_date(today));
            return is_live_feed_late(&order_days, today, &settings.holidays);
        }
        book.covers_up_to().is_some_and(|covered| is_dated_feed_late(covered, today, &settings.holidays))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::tests::orders;
    use crate::stage::Stage;
    use bellwether_core::settings::Settings;
    use chrono::{Days, NaiveDate};
    use std::fmt::Write;

    /// An order of the first account on each date.
    fn rows(dates: impl Iterator<Item = NaiveDate>) -> String {
        dates.fold(String::new(), |mut rows, date| {
            writeln!(rows, "1,One,{date},{date},X,1,10").expect("text grows");
            rows
        })
    }

    #[test]
    fn a_live_feed_that_falls_silent_is_late_until_the_next_order() {
        for stage in Stage::each() {
            stage.app.read_book().expect("read");
            let today = stage.app.book().today();
            orders(&stage, &rows((20..180).filter_map(|back| today.checked_sub_days(Days::new(back)))));
            let fresh = stage.app.freshness(&Caller::system()).expect("answered");
            assert_eq!((fresh.covers_up_to, fresh.is_stale), (Some(today), false), "{}", stage.engine);

            let settings = stage.app.settings(&Caller::system()).expect("read");
            let live = Settings { live_feed: true, ..settings };
            stage.app.update_settings(&Caller::system(), &live).expect("stored");
            let silent = stage.app.freshness(&Caller::system()).expect("answered");
            assert_eq!((silent.as_of, silent.covers_up_to, silent.is_stale), (today, None, true));

            orders(&stage, &rows(std::iter::once(today)));
            assert!(!stage.app.freshness(&Caller::system()).expect("answered").is_stale, "{}", stage.engine);
        }
    }
}
