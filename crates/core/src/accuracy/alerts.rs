//! How right alerts would have been on the organisation's own past (B5): the rules, asked again on earlier days and
//! held against what came after.

use crate::alert::{AlertKind, AlertTier};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The rules in force, replayed from month end to month end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AlertAccuracy {
    /// Days on which the rules were asked, earliest first; each saw only what was known by then. What stood on the
    /// first of them already is not counted.
    pub asked_on: Vec<NaiveDate>,
    /// Why there is nothing to show, in words, when the history is too short.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub too_short: Option<String>,
    /// Accounts that were followed …
    pub accounts: u64,
    /// … of so many: in a large book a part of them, drawn by chance, stands for all.
    pub accounts_of: u64,
    /// Whether counts a week are those of a rep or those of a hundred accounts.
    pub each: AlertsEach,
    /// How often an alert about a silence would have been right had it been about anybody: what an alert must beat.
    pub anybody: Rightness,
    /// What each rule did, in the order of the rules; those that raised nothing are left out.
    pub rules: Vec<RuleAccuracy>,
}

/// What alerts a week are counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertsEach {
    /// One rep.
    Rep,
    /// A hundred accounts with an order within a year, where no reps look after accounts.
    HundredAccounts,
}

/// What one rule did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RuleAccuracy {
    /// The rule.
    pub kind: AlertKind,
    /// Alerts opened a week.
    pub opened_a_week: f64,
    /// Those that people were shown: at risk or critical for the first time.
    pub shown_a_week: f64,
    /// Whether alerts were right more often the higher the tier, at worst; absent with a single tier to judge.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<TierOrder>,
    /// Its tiers, the mildest first; those never reached are left out.
    pub tiers: Vec<TierAccuracy>,
}

/// How a tier stands to the milder one before it, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierOrder {
    /// More often right, by more than chance explains.
    Above,
    /// As often right or more often, but chance could explain it.
    RatherAbove,
    /// Less often right, but chance could explain it.
    RatherBelow,
    /// Less often right, by more than chance explains.
    Below,
}

/// What came of the alerts of a rule that reached a tier.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TierAccuracy {
    /// The tier.
    pub tier: AlertTier,
    /// Alerts that opened with it.
    pub opened: u64,
    /// Alerts that reached it: by opening or by rising.
    pub reached: u64,
    /// How many of those were right.
    pub right: Rightness,
    /// How many came before a loss …
    pub losses: u64,
    /// … and by how many days, in the middle; absent without a loss.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lead_days: Option<f64>,
}

/// How many were right, and where the true share probably lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Rightness {
    /// Those whose outcome is known …
    pub judged: u64,
    /// … and that were right.
    pub right: u64,
    /// The share that was right; absent when none can be judged.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub share: Option<f64>,
    /// With 95 % confidence the share is no lower (Wilson, every case taken as drawn by itself) …
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub low: Option<f64>,
    /// … and no higher.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub high: Option<f64>,
}

#[cfg(test)]
mod tests {
    use crate::accuracy::Accuracy;

    #[test]
    fn a_back_test_kept_by_a_version_that_did_not_ask_the_rules_can_still_be_read() {
        let kept = r#"{"as_of":"2026-06-30","asked_on":[],"horizon_days":30,"chosen":"learnt","models":[]}"#;
        let read: Accuracy = serde_json::from_str(kept).expect("it was written by an earlier version");
        assert_eq!((read.alerts, read.verdicts.len()), (None, 0));
    }
}
