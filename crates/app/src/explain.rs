//! Why a score is what it is, what moved it since a date, and what the model behind it has learnt
//! (D1, D2, S6, S14).

use crate::book::Book;
use crate::{Answer, App, AppError, Caller};
use bellwether_core::AccountId;
use bellwether_core::accuracy::Accuracy;
use bellwether_core::explain::{ChangeSince, ExplainQuery, Explanation, KeptWord};
use bellwether_core::score::{Score, ScoringModel};
use bellwether_ledger::day;
use bellwether_scoring::backtest::rhythm;
use bellwether_scoring::change::{self, Moment};
use bellwether_scoring::{Fitted, FittedModel, Observed, explanation, score_observed};
use chrono::NaiveDate;
use serde_json::Value;

impl App {
    /// Everything behind one account's score, and what changed since a date.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not the caller's, `NotScored`, `Invalid` for a date after that
    /// of the score.
    pub fn explain(&self, caller: &Caller, id: AccountId, query: &ExplainQuery) -> Answer<Explanation> {
        let mut book = self.book().at_level(caller, query.level)?;
        let mut score = self.score_in_scope(&book, caller, id)?;
        if !belongs_to(&score, &book) {
            // A scoring has just ended: what was read is newer than the book that was held.
            self.catch_up()?;
            book = self.book().at_level(caller, query.level)?;
            score = self.score_in_scope(&book, caller, id)?;
        }
        let (place, account) = book.standing_for(&caller.scope, id)?;
        let observed = observed(&book, place, score.as_of)?;
        let since = match query.since {
            Some(date) => self.since(&book, place, &observed, &score, date)?,
            None => None,
        };
        Ok(Explanation {
            account: account.id,
            signals: explanation::figures(&observed.signals),
            gaps: explanation::gaps(&observed),
            silent_days: observed.silent_days().map(i64::from),
            formula: explanation::formula(&score),
            kept_word: kept_word(&self.accuracy(caller)?, &score, &observed),
            since,
            score,
        })
    }

    /// The model that judges now, with everything it learnt.
    ///
    /// # Errors
    /// `Forbidden` for reps and managers, `NotScored`.
    pub fn scoring_model(&self, caller: &Caller) -> Answer<ScoringModel> {
        caller.require_overview()?;
        let model = self.book().model().ok_or(AppError::NotScored)?;
        let parameters =
            serde_json::to_value(&*model).map_err(|error| AppError::Internal(error.to_string()))?;
        Ok(ScoringModel {
            id: model.id().code().to_owned(),
            version: model.id().version().to_owned(),
            as_of: day::to_date(model.as_of()),
            longest_horizon_days: longest_horizon_days(&parameters)?,
            base_log_odds: model.base_log_odds(),
            parameters,
        })
    }

    fn score_in_scope(&self, book: &Book, caller: &Caller, id: AccountId) -> Answer<Score> {
        let (place, account) = book.standing_for(&caller.scope, id)?;
        self.score_of(book, caller, place, account.id)?.ok_or(AppError::NotScored)
    }

    /// What changed since a date; none while the account had not ordered by then, or the parameters behind the
    /// score are not kept.
    fn since(
        &self,
        book: &Book,
        place: u32,
        now: &Observed,
        score: &Score,
        date: NaiveDate,
    ) -> Answer<Option<ChangeSince>> {
        if date > score.as_of {
            let message = format!("must be on or before {}, the date of the score", score.as_of);
            return Err(AppError::invalid("since", message));
        }
        let Some(model) = book.model().filter(|model| is_of(score, model)) else { return Ok(None) };
        let then = observed(book, place, date)?;
        let before = score_observed(&then, &model, &book.scoring_settings(), None).score;
        let before = Moment { observed: &then, score: &before };
        Ok(change::between(before, Moment { observed: now, score }))
    }
}

/// How the windows of accounts with a like rhythm did in the back-test of the model that made the score.
pub(crate) fn kept_word(accuracy: &Accuracy, score: &Score, account: &Observed) -> Option<KeptWord> {
    let model = accuracy.models.iter().find(|model| model.model_version == score.model_version)?;
    let rhythm = rhythm(account.signals.cadence.median_days);
    let group = model.groups.iter().find(|group| group.kind == "rhythm" && group.label == rhythm)?;
    (group.windows.windows > 0).then(|| KeptWord {
        group: group.label.clone(),
        windows: group.windows.windows,
        wide_held: group.windows.wide_held,
    })
}

/// Every model keeps how far it looks ahead under the same name.
fn longest_horizon_days(parameters: &Value) -> Answer<i64> {
    let days = parameters.pointer("/parameters/longest_days").and_then(Value::as_i64);
    days.ok_or_else(|| AppError::Internal("the model does not say how far it looks ahead".to_owned()))
}

fn observed(book: &Book, place: u32, date: NaiveDate) -> Answer<Observed> {
    Observed::new(book.snapshot(), place, day::from_date(date)).ok_or(AppError::NotFound)
}

/// Whether a score was made with the model that the book holds, as far as can be seen.
fn belongs_to(score: &Score, book: &Book) -> bool {
    book.model().is_none_or(|model| is_of(score, &model))
}

fn is_of(score: &Score, model: &FittedModel) -> bool {
    score.base_log_odds == model.base_log_odds()
        && day::from_date(score.as_of) == model.as_of()
        && score.model_version == model.id().version()
}
