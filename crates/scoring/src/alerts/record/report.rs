//! What came of alerts, in the figures people and programs read.

use super::{Count, Followed, Interval, Reached, RuleRecord};
use bellwether_core::accuracy::{AlertAccuracy, AlertsEach, Rightness, RuleAccuracy, TierAccuracy};
use bellwether_core::alert::AlertTier;
use bellwether_ledger::{Dimensions, Snapshot, day};
use std::collections::BTreeSet;

/// The report on so many followed accounts of a book. Where reps look after accounts, only alerts about those count
/// for the work of a week.
pub fn report(snapshot: &Snapshot, accounts: usize, followed: &Followed) -> AlertAccuracy {
    let dimensions = snapshot.dimensions();
    let accounts_of = dimensions.live_accounts().count();
    let reps = reps(dimensions);
    let (each, is_counted): (_, &dyn Fn(&&Reached) -> bool) = if reps == 0 {
        (AlertsEach::HundredAccounts, &|_| true)
    } else {
        (AlertsEach::Rep, &|reached| has_rep(dimensions, reached.place))
    };
    let load = Load {
        rules: RuleRecord::all(followed.reached.iter().filter(is_counted)),
        days: followed.length_days(),
        each: match each {
            AlertsEach::HundredAccounts => followed.mean_active() / 100.0,
            AlertsEach::Rep => reps as f64 * accounts as f64 / accounts_of.max(1) as f64,
        },
    };
    AlertAccuracy {
        asked_on: followed.days.iter().map(|day| day::to_date(*day)).collect(),
        too_short: None,
        accounts: accounts as u64,
        accounts_of: accounts_of as u64,
        each,
        anybody: rightness(followed.anybody_right, followed.anybody_judged),
        rules: RuleRecord::all(&followed.reached).iter().map(|rule| accuracy(rule, &load)).collect(),
    }
}

/// The alerts of a week, and for how many they are.
struct Load {
    rules: Vec<RuleRecord>,
    days: f64,
    each: f64,
}

impl Load {
    fn a_week(&self, of: &RuleRecord, alerts: impl Fn(&Count) -> u64) -> f64 {
        let rule = self.rules.iter().find(|rule| rule.kind == of.kind);
        rule.map_or(0.0, |rule| rule.a_week(self.days, self.each, alerts))
    }
}

/// Reps who look after an account.
fn reps(dimensions: &Dimensions) -> usize {
    let reps: BTreeSet<u32> = dimensions.live_accounts().filter_map(|(_, account)| account.rep).collect();
    reps.len()
}

fn has_rep(dimensions: &Dimensions, place: u32) -> bool {
    dimensions.account(place).is_some_and(|account| account.rep.is_some())
}

fn accuracy(rule: &RuleRecord, load: &Load) -> RuleAccuracy {
    let tiers = AlertTier::ALL.into_iter().zip(&rule.tiers).filter(|(_, count)| count.reached > 0);
    RuleAccuracy {
        kind: rule.kind,
        opened_a_week: load.a_week(rule, |count| count.opened),
        shown_a_week: load.a_week(rule, |count| count.shown),
        order: rule.order(),
        tiers: tiers.map(|(tier, count)| of_tier(tier, count)).collect(),
    }
}

fn of_tier(tier: AlertTier, count: &Count) -> TierAccuracy {
    TierAccuracy {
        tier,
        opened: count.opened,
        reached: count.reached,
        right: rightness(count.right, count.judged),
        losses: count.losses() as u64,
        lead_days: count.lead_days(),
    }
}

fn rightness(right: u64, judged: u64) -> Rightness {
    let interval = Interval::of(right, judged);
    Rightness {
        judged,
        right,
        share: interval.map(|known| known.share),
        low: interval.map(|known| known.low),
        high: interval.map(|known| known.high),
    }
}
