//! The rule laboratory (L-M2): what rules would have done over the last twelve months, beside those in
//! force. An alert is what the churn rule shows (`alerts::churn_risk`): the silence is longer than the last
//! gap, as the source rule says, and longer than the gap that the rules name. Every silence of an account is
//! looked at once, in closed form: the day on which a rule fires in it follows from what was known when it
//! began. What is shown on the last day is held against what is known on it, as alerts are.

mod book_gaps;
mod check;
mod named;
mod record;
mod silence;
mod stance;

pub use check::{Unacceptable, check};
pub use stance::StoredRisk;

use crate::alerts::own_gaps::{OwnGaps, SimilarGaps};
use crate::book::{Facts, OrderDay};
use crate::gate;
use bellwether_core::account::AccountRef;
use bellwether_core::rule_lab::{AlertRecord, Rules, RulesPreview};
use bellwether_ledger::{Day, Snapshot, day};
use book_gaps::BookGaps;
use chrono::NaiveDate;
use named::Named;
use record::Record;
use silence::{Silence, look_back};
use stance::Stances;

/// Whole weeks looked at: twelve months.
const WEEKS: i32 = 52;
/// Sales of so many days are at stake.
const SALES_DAYS: i64 = 365;

/// The days a preview looks at, both inclusive: 52 whole weeks ending with `as_of`.
#[derive(Debug, Clone, Copy)]
struct Year {
    from: Day,
    as_of: Day,
}

impl Year {
    fn ending_on(as_of: Day) -> Self {
        Self { from: as_of.saturating_sub(7 * WEEKS - 1), as_of }
    }

    /// Which week a day lies in; none outside.
    fn week(self, day: Day) -> Option<usize> {
        let is_inside = (self.from..=self.as_of).contains(&day);
        if is_inside { usize::try_from((day - self.from) / 7).ok() } else { None }
    }
}

/// Two sets of rules: first those in force, then those tried.
type Both<T> = [T; 2];

/// Everything a preview needs to know before it looks at single accounts.
pub struct Lab<'a> {
    snapshot: &'a Snapshot,
    year: Year,
    rules: Both<Rules>,
    book: BookGaps,
}

/// What some accounts contribute; shares of a book are merged in any order.
pub struct Tally {
    records: Both<Record>,
    losses: u64,
    named: Named,
    stances: Stances,
}

impl Default for Tally {
    fn default() -> Self {
        let record = || Record::new(WEEKS);
        Self {
            records: [record(), record()],
            losses: 0,
            named: Named::default(),
            stances: Stances::default(),
        }
    }
}

impl Tally {
    /// Both shares together.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for (record, more) in self.records.iter_mut().zip(other.records) {
            record.merge(more);
        }
        self.losses += other.losses;
        self.named.merge(other.named);
        self.stances.merge(&other.stances);
        self
    }
}

impl<'a> Lab<'a> {
    /// Prepares a comparison over the twelve months that end on `as_of`. Gaps of similar accounts are taken
    /// from the whole snapshot, so that an account's threshold does not depend on who looks.
    pub fn new(snapshot: &'a Snapshot, as_of: NaiveDate, current: &Rules, tried: &Rules) -> Self {
        let year = Year::ending_on(day::from_date(as_of));
        let book = BookGaps::of(snapshot, year);
        Self { snapshot, year, rules: [*current, *tried], book }
    }

    /// Looks at the accounts at some places. `risk` tells what the latest scoring says of a place.
    pub fn tally(&self, places: impl IntoIterator<Item = u32>, risk: impl Fn(u32) -> StoredRisk) -> Tally {
        let mut tally = Tally::default();
        let dimensions = self.snapshot.dimensions();
        for place in places {
            let Some(history) = self.snapshot.history(place) else { continue };
            let facts = Facts::new(history, dimensions, self.year.as_of);
            self.replay(place, &facts, &mut tally);
            tally.stances.count(&facts, risk(place), &self.rules);
        }
        tally
    }

    /// The finished comparison; `name` gives the account at a place the name it is shown by.
    pub fn preview(
        &self,
        tally: Tally,
        current_version: u32,
        name: impl Fn(u32) -> Option<AccountRef>,
    ) -> RulesPreview {
        let losses = tally.losses;
        let [current, tried]: Both<AlertRecord> = tally.records.map(|record| record.finish(losses));
        let (appear, vanish) = tally.named.finish(self.snapshot.dimensions(), name);
        RulesPreview {
            from: day::to_date(self.year.from),
            to: day::to_date(self.year.as_of),
            current_version,
            current,
            tried,
            appear,
            vanish,
            segments: tally.stances.segments(),
            health: tally.stances.health(),
        }
    }

    /// Replays the silences of an account that reach into the year.
    fn replay(&self, place: u32, facts: &Facts, tally: &mut Tally) {
        let days = &facts.order_days;
        let Some(first) = days.first().map(|order_day| order_day.day) else { return };
        let gate_opens = self.rules.map(|rules| gate::opens_on(first, &rules));
        // The silence before the first order of the year reaches into it.
        let inside = days.partition_point(|order_day| order_day.day < self.year.from);
        let earliest = inside.saturating_sub(1);
        let orders = |order_day: &OrderDay| order_day.order_count as usize;
        let mut valid_orders: usize = days[..earliest].iter().map(orders).sum();
        let mut own = OwnGaps::default();
        for (index, order_day) in days.iter().enumerate().skip(earliest) {
            valid_orders += orders(order_day);
            if !look_back(&mut own, &days[..=index]) {
                continue;
            }
            let next = days.get(index + 1).map(|next| next.day);
            let silence = Silence { after: order_day.day, next, as_of: self.year.as_of };
            let alerts = |similar: Option<SimilarGaps>| {
                [0, 1].map(|which| {
                    let rules = &self.rules[which];
                    let is_often = gate::has_enough_orders(valid_orders, index + 1, rules);
                    let alert = silence.alert(&own, own.at_risk(rules, similar), gate_opens[which]);
                    alert.filter(|_| is_often)
                })
            };
            let similar = self.book.similar_to(first, order_day.day, index, self.year);
            self.count(alerts(similar), &silence, &own, tally);
            if next.is_none() && !silence.has_left(&own) {
                let today = self.book.similar_today(first, order_day.day, index);
                let [current, tried] = alerts(today).map(|alert| alert.is_some());
                if current != tried {
                    tally.named.add(tried, place, facts.net_sales_cents(0, SALES_DAYS));
                }
            }
        }
    }

    /// Counts what both sets of rules made of one silence.
    fn count(&self, alerts: Both<Option<Day>>, silence: &Silence, own: &OwnGaps, tally: &mut Tally) {
        let lost_on = silence.lost_on(own);
        let is_loss_of_year = lost_on.is_some_and(|plain| self.year.week(plain).is_some());
        tally.losses += u64::from(is_loss_of_year);
        for (record, alert) in tally.records.iter_mut().zip(alerts) {
            if let Some(alert) = alert {
                record.count(alert, silence, own, self.year, is_loss_of_year);
            }
        }
    }
}

#[cfg(test)]
mod tests;
