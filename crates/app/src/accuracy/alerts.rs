//! How right alerts would have been: the rules in force, replayed at the month ends of the past whose outcome is
//! known by now, on every core.

use crate::{Answer, parallel};
use bellwether_core::accuracy::{AlertAccuracy, AlertsEach, Rightness};
use bellwether_ledger::{Day, Snapshot};
use bellwether_scoring::alerts::record::{Followed, Standings, month_ends, places, report};
use bellwether_scoring::alerts::{AlertBook, AlertSettings};
use bellwether_scoring::{Book, FittedModel, Learning, Settings};

/// Month ends replayed.
const MONTHS: usize = 12;
/// Accounts followed at most, about: more would hardly move a figure that is shown.
const MOST_ACCOUNTS: usize = 4_000;
/// Churn risks are learnt anew after so many months. Only pattern risk looks at them, and habits change slowly.
const LEARNT_EVERY_MONTHS: usize = 4;

/// What is asked, and by which rules.
pub(super) struct Replayed<'a> {
    pub(super) snapshot: &'a Snapshot,
    /// The book as it stands on the last day anything is known of.
    pub(super) observed: &'a Book,
    pub(super) alerts: AlertSettings,
    pub(super) scoring: Settings,
}

impl Replayed<'_> {
    /// What came of the alerts.
    ///
    /// # Errors
    /// As for [`parallel::in_shares`].
    pub(super) fn report(&self) -> Answer<AlertAccuracy> {
        let last_day = self.observed.as_of();
        let first_day = self.observed.first_day().unwrap_or(last_day);
        let days = month_ends(first_day, last_day, MONTHS);
        if days.len() < 2 {
            return Ok(too_short());
        }
        let places = places(self.snapshot, MOST_ACCOUNTS);
        let books = parallel::in_shares(&days, |days| self.books(days))?;
        let books: Vec<AlertBook> = books.into_iter().flatten().collect();
        let learnt_on: Vec<Day> = days.iter().copied().step_by(LEARNT_EVERY_MONTHS).collect();
        let lessons = parallel::in_shares(&learnt_on, |days| self.lessons(days, &places))?.concat();
        let follow = |places: &[u32]| self.follow(places, &books, &lessons);
        let mut followed: Option<Followed> = None;
        for part in parallel::in_shares(&places, follow)? {
            match &mut followed {
                None => followed = Some(part),
                Some(followed) => followed.join(part),
            }
        }
        let told = |followed| report(self.snapshot, places.len(), &followed);
        Ok(followed.map_or_else(too_short, told))
    }

    fn books(&self, days: &[Day]) -> Vec<AlertBook> {
        days.iter().map(|day| AlertBook::learn(self.snapshot, *day, self.alerts.clone())).collect()
    }

    /// What the accounts that are followed taught by each day.
    fn lessons(&self, days: &[Day], places: &[u32]) -> Vec<FittedModel> {
        let learn = |day: &Day| {
            let past = self.observed.rewound(*day, places.iter().copied());
            self.scoring.model.learn(&past, &Learning::default())
        };
        days.iter().map(learn).collect()
    }

    fn follow(&self, places: &[u32], books: &[AlertBook], lessons: &[FittedModel]) -> Followed<'_> {
        let mut followed = Followed::new(self.snapshot, self.observed.as_of(), places.iter().copied());
        let mut standings = Standings::default();
        let lessons = lessons.iter().flat_map(|lesson| std::iter::repeat_n(lesson, LEARNT_EVERY_MONTHS));
        for (book, fitted) in books.iter().zip(lessons) {
            let past = self.observed.rewound(book.as_of(), places.iter().copied());
            standings.score(past.accounts(), fitted, &self.scoring);
            followed.next(book, past.accounts(), &standings);
        }
        followed
    }
}

fn too_short() -> AlertAccuracy {
    let why = "To see what came of an alert about an item, half a year must have passed since; before it, three \
               months of orders are needed, and a month in between. The orders do not go back that far yet.";
    AlertAccuracy {
        asked_on: Vec::new(),
        too_short: Some(why.to_owned()),
        accounts: 0,
        accounts_of: 0,
        each: AlertsEach::Rep,
        anybody: Rightness::default(),
        rules: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::Caller;
    use crate::alert::tests::{account, as_of, orders, pin};
    use crate::stage::Stage;
    use bellwether_core::accuracy::AlertsEach;
    use bellwether_core::alert::AlertKind;
    use chrono::Days;

    #[test]
    fn a_back_test_tells_how_right_alerts_were_and_what_it_found_is_kept() {
        for stage in Stage::each() {
            pin(&stage, as_of());
            // Two stopped ordering ten months ago, for good; the others go on every forty days.
            let rows: String =
                (1..=8).map(|number| account(number, 40, if number < 3 { 300 } else { 3 })).collect();
            orders(&stage, &rows);
            let made = stage.app.run_backtest(None).expect("made").alerts.expect("the rules were asked");
            assert_eq!(made.too_short, None, "{}", stage.engine);
            assert_eq!((made.accounts, made.accounts_of, made.each), (8, 8, AlertsEach::HundredAccounts));
            assert!(made.asked_on.len() == 13 && made.asked_on[12] <= as_of() - Days::new(180), "{made:?}");
            let churn =
                made.rules.iter().find(|rule| rule.kind == AlertKind::ChurnRisk).expect("two fell silent");
            let (judged, right) = churn
                .tiers
                .iter()
                .fold((0, 0), |(judged, right), tier| (judged + tier.right.judged, right + tier.right.right));
            assert!(judged >= 2 && right == judged, "{}: {churn:?}", stage.engine);
            let kept = stage.app.accuracy(&Caller::system()).expect("readable");
            assert_eq!(kept.alerts, Some(made), "{}", stage.engine);
        }
    }

    #[test]
    fn a_young_book_says_why_its_alerts_are_not_judged() {
        for stage in Stage::each() {
            pin(&stage, as_of());
            orders(&stage, &account(1, 10, 3));
            let made = stage.app.run_backtest(None).expect("made").alerts.expect("asked");
            assert!(made.too_short.is_some() && made.rules.is_empty(), "{}: {made:?}", stage.engine);
        }
    }
}
