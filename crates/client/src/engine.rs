//! The engine: how its predictions turned out, the rules it follows, and what a score is made of.

use crate::call::Method;
use crate::{Answer, Client};
use bellwether_core::AccountId;
use bellwether_core::account::AccountLevel;
use bellwether_core::accuracy::Accuracy;
use bellwether_core::explain::{ExplainQuery, Explanation};
use bellwether_core::job::{Job, ScoreRequest};
use bellwether_core::rule_lab::{NewRulesVersion, Rules, RulesPreview, RulesVersion};
use bellwether_core::score::ScoringModel;
use chrono::NaiveDate;

impl Client {
    /// The latest back-test; before the first one its `too_short` says so.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn accuracy(&self) -> Answer<Accuracy> {
        self.get("accuracy").await
    }

    /// Makes a back-test in the background.
    ///
    /// # Errors
    /// `forbidden` unless leadership or admin.
    pub async fn start_backtest(&self) -> Answer<Job> {
        self.send(Method::Post, "jobs/backtest", &ScoreRequest::default()).await
    }

    /// Every saved version of the alert rules, the newest first.
    ///
    /// # Errors
    /// `forbidden` for reps.
    pub async fn rules(&self) -> Answer<Vec<RulesVersion>> {
        self.get("rules").await
    }

    /// What rules would have done over the last twelve months, beside those in force.
    ///
    /// # Errors
    /// `forbidden` for reps, `invalid` with the field and what it accepts.
    pub async fn preview_rules(&self, rules: &Rules) -> Answer<RulesPreview> {
        self.send(Method::Post, "rules/preview", rules).await
    }

    /// Saves rules as the next version, which is in force from then on.
    ///
    /// # Errors
    /// `forbidden`, `invalid` with the field and what it accepts, `conflict` when somebody else has saved since
    /// the version they were made from.
    pub async fn save_rules(&self, version: &NewRulesVersion) -> Answer<RulesVersion> {
        self.send(Method::Post, "rules", version).await
    }

    /// The model that judges now, with every parameter.
    ///
    /// # Errors
    /// `forbidden` unless leadership or admin, `not_scored` before the first scoring.
    pub async fn scoring_model(&self) -> Answer<ScoringModel> {
        self.get("scoring/model").await
    }

    /// Everything behind one account's score, and what changed since a date.
    ///
    /// # Errors
    /// `not_found` when the account does not exist or is not yours, `not_scored`, `invalid` for a date after that
    /// of the score.
    pub async fn explain(
        &self,
        id: AccountId,
        level: Option<AccountLevel>,
        since: Option<NaiveDate>,
    ) -> Answer<Explanation> {
        self.find(&format!("accounts/{id}/explain"), &ExplainQuery { since, level }).await
    }
}
