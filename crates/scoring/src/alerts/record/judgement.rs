//! Whether an alert was right, by what came after it.
//!
//! An alert about a silence is right when no order comes within as many days as nine tenths of the account's own
//! gaps take; of a new account, whose few gaps say little, at least as many as four fifths of similar accounts
//! took. An alert about an item is right when the item is not bought again within 180 days.

use super::{ItemForecast, Reached};
use crate::alerts::Finding;
use crate::alerts::case::Case;
use crate::alerts::churn_risk::has_passed_gate;
use crate::alerts::item_case::is_explained;
use crate::alerts::item_odds::{AHEAD_DAYS, LEAST_AHEAD};
use crate::alerts::lapsed_item::LOST_AFTER_DAYS;
use crate::alerts::new_account_stalled;
use crate::alerts::own_gaps::Threshold;
use crate::alerts::purchases::purchases_of;
use crate::alerts::silence::Silence;
use crate::numbers::whole_days;
use bellwether_core::alert::{AlertTier, Evidence, ItemEvidence};
use bellwether_ledger::{Day, DayRange};

/// Within so much of its own gaps an account that stays is expected back.
const PATIENCE: f64 = 0.9;

/// Knows what came after one day at one account.
pub(super) struct Judge<'a> {
    case: &'a Case<'a>,
    silence: Option<Silence>,
    last_day: Day,
}

impl<'a> Judge<'a> {
    pub(super) fn new(case: &'a Case<'a>, last_day: Day) -> Self {
        Self { silence: case.silence(), case, last_day }
    }

    /// What came of an alert that reached its tier on this day.
    pub(super) fn judged(&self, finding: &Finding, risen_from: Option<AlertTier>) -> Reached {
        let (is_right, lead_days) = match &finding.evidence {
            Evidence::ChurnRisk(_) | Evidence::PatternRisk(_) => {
                (self.stays_silent(0.0), self.lead(self.lost_after()))
            }
            Evidence::NewAccountStalled(stalled) => {
                let lost_after = new_account_stalled::lost_after(stalled.similar_p80_days);
                (self.stays_silent(stalled.similar_p80_days), self.lead(Some(lost_after)))
            }
            Evidence::LostItem(item) | Evidence::LapsedItem(item) => self.of_item(item),
            Evidence::Overdue(_) => (None, None),
        };
        let (kind, tier) = (finding.evidence.kind(), finding.tier);
        let (place, on) = (self.case.place, self.case.as_of());
        let item = item_of(finding);
        let is_explained = item.is_some_and(is_explained);
        let forecast = item.and_then(|item| self.forecast(item));
        Reached { kind, tier, place, on, risen_from, is_right, lead_days, is_explained, forecast }
    }

    /// The same of an account old enough to be judged that does not count as lost; none of another.
    pub(super) fn of_anybody(&self) -> Option<Option<bool>> {
        let silence = self.silence.as_ref()?;
        let is_judged = has_passed_gate(self.case, silence) && !silence.has_left();
        is_judged.then(|| self.stays_silent(0.0))
    }

    /// Whether no order comes within the patience it is owed; none when those days are not known.
    fn stays_silent(&self, least_days: f64) -> Option<bool> {
        let own = self.silence.as_ref()?.own.as_ref().map_or(0.0, |own| own.share(PATIENCE));
        self.is_quiet_for(own.max(least_days))
    }

    fn is_quiet_for(&self, days: f64) -> Option<bool> {
        let after = self.after(Threshold::of_days(days).first_beyond() - 1)?;
        Some(self.case.history.order_days_in(after).next().is_none())
    }

    /// So many days after this one, when they are known.
    fn after(&self, days: i32) -> Option<DayRange> {
        let from = self.case.as_of().saturating_add(1);
        let until = from.saturating_add(days);
        (until <= self.last_day.saturating_add(1)).then_some(DayRange { from, until })
    }

    fn lost_after(&self) -> Option<f64> {
        let silence = self.silence.as_ref()?;
        silence.own.as_ref().map(|own| silence.lost_after(own))
    }

    /// Days until the silence has lasted so long, when it did.
    fn lead(&self, lost_after: Option<f64>) -> Option<i32> {
        let elapsed = f64::from(self.silence.as_ref()?.elapsed);
        let days = whole_days((lost_after? - elapsed).ceil(), 0, i32::MAX / 4);
        let is_quiet = self.case.history.order_days_in(self.after(days)?).next().is_none();
        is_quiet.then_some(days)
    }

    /// What was said of an item, when the days are known and the account ordered often enough in them.
    pub(super) fn forecast(&self, item: &ItemEvidence) -> Option<ItemForecast> {
        let after = self.after(AHEAD_DAYS)?;
        let probability = item.lost_probability?;
        let is_judged = self.case.history.order_days_in(after).count() >= LEAST_AHEAD as usize;
        let stayed_away = self.stays_out(item, after)?;
        is_judged.then_some(ItemForecast { probability, stayed_away })
    }

    /// Whether an item is not bought in a time; none when the product is not known any more.
    fn stays_out(&self, evidence: &ItemEvidence, range: DayRange) -> Option<bool> {
        let item = self.case.item(evidence.product)?;
        Some(purchases_of(self.case.history, &self.case.book.catalogue, item, range).is_empty())
    }

    fn of_item(&self, evidence: &ItemEvidence) -> (Option<bool>, Option<i32>) {
        let after = self.after(LOST_AFTER_DAYS);
        let is_right = after.and_then(|after| self.stays_out(evidence, after));
        (is_right, is_right.and_then(|is_right| is_right.then_some(LOST_AFTER_DAYS)))
    }
}

/// What an alert about an item rests on.
fn item_of(finding: &Finding) -> Option<&ItemEvidence> {
    match &finding.evidence {
        Evidence::LostItem(item) | Evidence::LapsedItem(item) => Some(item),
        Evidence::ChurnRisk(_)
        | Evidence::PatternRisk(_)
        | Evidence::NewAccountStalled(_)
        | Evidence::Overdue(_) => None,
    }
}
