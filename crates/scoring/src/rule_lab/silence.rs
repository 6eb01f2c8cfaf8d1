//! One silence: when a rule fires in it, and whether the account was lost by it (rules, section 2). What it is
//! held against are the account's own gaps, which alerts share.

use crate::alerts::own_gaps::{OwnGap, OwnGaps, Threshold};
use crate::book::OrderDay;
use bellwether_ledger::Day;

/// A loss is a silence of more than so many typical gaps …
const LOSS_GAPS: f64 = 3.0;
/// … and so many days.
const SHORTEST_LOSS_DAYS: f64 = 45.0;

/// Takes the gaps between the order days given, the last of which begins the silence; false when there are
/// none. The laboratory replays orders alone: it knows neither closures and holidays nor seasons.
pub(super) fn look_back(own: &mut OwnGaps, order_days: &[OrderDay]) -> bool {
    let gap = |pair: &[OrderDay]| OwnGap {
        ended_on: pair[1].day,
        days: pair[1].day - pair[0].day,
        is_excused: false,
    };
    own.look_back(order_days.windows(2).rev().map(gap))
}

/// The time after an order, up to the next one or the last day known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Silence {
    /// The order day that began it.
    pub(super) after: Day,
    /// The order day that ended it.
    pub(super) next: Option<Day>,
    /// The last day known.
    pub(super) as_of: Day,
}

impl Silence {
    /// First day on which it exceeds a threshold.
    fn exceeds_on(&self, threshold: Threshold) -> Day {
        self.after.saturating_add(threshold.first_beyond())
    }

    /// The day on which an alert is raised in it; none when an order, or the last day known, comes first, or the
    /// account counts as lost by then.
    pub(super) fn alert(&self, own: &OwnGaps, threshold: Threshold, gate_opens: Day) -> Option<Day> {
        let day = self.exceeds_on(threshold).max(gate_opens);
        let is_silent = self.next.is_none_or(|next| day < next);
        let is_news = f64::from(day.saturating_sub(self.after)) < own.lost_after();
        (is_silent && is_news && day <= self.as_of).then_some(day)
    }

    /// The day on which it is plain that the account is lost, should it stay silent until then.
    pub(super) fn plain_on(&self, own: &OwnGaps) -> Day {
        self.exceeds_on(Threshold::of_days((LOSS_GAPS * own.typical()).max(SHORTEST_LOSS_DAYS)))
    }

    /// That day, when the account did stay silent until then.
    pub(super) fn lost_on(&self, own: &OwnGaps) -> Option<Day> {
        let plain = self.plain_on(own);
        (self.next.is_none_or(|next| next >= plain) && plain <= self.as_of).then_some(plain)
    }

    /// Whether it is known by now how it ended.
    pub(super) fn is_judged(&self, own: &OwnGaps) -> bool {
        self.next.is_some() || self.plain_on(own) <= self.as_of
    }

    /// Whether the account counts as lost by now, so that no alert is shown for it any more.
    pub(super) fn has_left(&self, own: &OwnGaps) -> bool {
        f64::from(self.as_of - self.after) >= own.lost_after()
    }
}
