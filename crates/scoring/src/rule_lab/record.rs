//! How the alerts of one set of rules turned out.

use super::Year;
use super::silence::Silence;
use crate::alerts::own_gaps::OwnGaps;
use crate::numbers::median;
use bellwether_core::rule_lab::AlertRecord;
use bellwether_ledger::Day;

/// Alerts so far.
#[derive(Debug)]
pub(super) struct Record {
    by_week: Vec<u32>,
    judged: u64,
    /// Days from each right alert to the day on which the loss was plain.
    lead_days: Vec<i32>,
    /// Losses of the year that an alert came before.
    foreseen: u64,
}

impl Record {
    pub(super) fn new(weeks: i32) -> Self {
        let by_week = (0..weeks).map(|_| 0).collect();
        Self { by_week, judged: 0, lead_days: Vec::new(), foreseen: 0 }
    }

    /// Counts an alert raised on a day; one before the year still may have foreseen a loss in it.
    pub(super) fn count(
        &mut self,
        alert: Day,
        silence: &Silence,
        own: &OwnGaps,
        year: Year,
        is_loss_of_year: bool,
    ) {
        self.foreseen += u64::from(is_loss_of_year && alert < silence.plain_on(own));
        let Some(week) = year.week(alert).and_then(|week| self.by_week.get_mut(week)) else { return };
        *week += 1;
        self.judged += u64::from(silence.is_judged(own));
        self.lead_days.extend(silence.lost_on(own).map(|plain| plain - alert));
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (week, more) in self.by_week.iter_mut().zip(other.by_week) {
            *week += more;
        }
        self.judged += other.judged;
        self.lead_days.extend(other.lead_days);
        self.foreseen += other.foreseen;
    }

    pub(super) fn finish(self, losses: u64) -> AlertRecord {
        let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        let alerts: u64 = self.by_week.iter().copied().map(u64::from).sum();
        AlertRecord {
            alerts,
            a_week: alerts as f64 / self.by_week.len().max(1) as f64,
            judged: self.judged,
            precision: share(self.lead_days.len() as u64, self.judged),
            recall: share(self.foreseen, losses),
            lead_days: median(self.lead_days.into_iter().map(f64::from).collect()),
            by_week: self.by_week,
        }
    }
}
