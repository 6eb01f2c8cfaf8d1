//! Judging some accounts again, with what was learnt before, after their facts have changed. The scores are
//! those that a scoring of the whole book with the same model would give.

#[cfg(test)]
mod tests;

use super::standings::{Standings, standing_of};
use super::{Book, Scoring, Summaries};
use crate::{Answer, score};
use bellwether_core::{AccountId, Scope};
use bellwether_scoring::{FittedModel, Settings};
use bellwether_store::changes::{self, ChangeKind};
use bellwether_store::score_runs::{self, ScoreRun};
use bellwether_store::scores::{self, ScoreRow};
use bellwether_store::{Connection, StoreError};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// More changes than these ask for a scoring of everything.
const MOST_CHANGES: i64 = 2_000;

impl Book {
    /// What accounts are judged by.
    pub(crate) fn scoring_settings(&self) -> Settings {
        Settings {
            outreach_lead_days: i32::try_from(self.settings().outreach_lead_days).unwrap_or_default(),
            rules: self.rules().rules,
            ..Settings::default()
        }
    }

    /// The run with its model, which is read only when it is another than the one held.
    pub(super) fn scoring_of(
        &self,
        conn: &mut Connection,
        run: ScoreRun,
    ) -> Result<Arc<Scoring>, StoreError> {
        let model = match self.scoring() {
            Some(held) if held.run == run.id => held.model.clone(),
            Some(_) | None => score_runs::model(conn, run.id)?.and_then(|text| model_of(&text, &run)),
        };
        Ok(Arc::new(Scoring {
            run: run.id,
            as_of: run.as_of,
            model_version: run.model_version,
            finished_at: run.finished_at,
            model,
        }))
    }

    /// This book with what changed since, and the accounts that changed; none when nothing did, or so much
    /// that everything has to be read again: whoever changes that much asks for a scoring.
    pub(crate) fn changed_since(&self, conn: &mut Connection) -> Answer<Option<(Self, Vec<i64>)>> {
        let since = i64::try_from(self.version()).unwrap_or(i64::MAX);
        let changes = changes::after(conn, since, MOST_CHANGES)?;
        let Some(newest) = changes.last().map(|change| change.seq.unsigned_abs()) else { return Ok(None) };
        let mut accounts = BTreeSet::new();
        let mut has_dimensions = false;
        for change in &changes {
            match change.kind {
                ChangeKind::Account(account) => _ = accounts.insert(account.0),
                ChangeKind::Bulk => return Ok(None),
                ChangeKind::Dimensions => has_dimensions = true,
                ChangeKind::Scores | ChangeKind::Rules | ChangeKind::Alerts(_) => {}
            }
        }
        if accounts.is_empty() || changes.len() as i64 >= MOST_CHANGES {
            return Ok(None);
        }
        let book = self.clone();
        let book = if has_dimensions { book.with_dimensions_of(conn, newest)? } else { book };
        let ids: Vec<i64> = accounts.into_iter().collect();
        Ok(Some((book.with_accounts_of(conn, newest, &ids)?, ids)))
    }

    /// The same book with these accounts judged again; as it is while no model is known.
    pub(crate) fn with_rejudged(mut self, conn: &mut Connection, ids: &[i64]) -> Answer<Self> {
        let Some(model) = self.model().filter(|_| !ids.is_empty()) else { return Ok(self) };
        let mut stored = HashMap::new();
        scores::load_only(conn, &Scope::All, ids, |row| _ = stored.insert(row.account, row))?;
        let settings = self.scoring_settings();
        let mut rejudged = BTreeMap::clone(&self.rejudged);
        let mut standings = Standings::clone(&self.standings);
        for account in ids.iter().copied().map(AccountId) {
            let held = stored.get(&account);
            let row = self.judged_again(account, &model, &settings, held)?;
            let index = self.dimensions().account_index(account);
            if let Some(index) = index {
                standings.put(index, row.as_ref().map(standing_of));
            }
            match row.filter(|row| Some(row) != held) {
                Some(row) => _ = rejudged.insert(account, row),
                None => _ = rejudged.remove(&account),
            }
        }
        self.standings = Arc::new(standings);
        self.keep_summaries(Summaries::with_other_standings);
        self.rejudged = Arc::new(rejudged);
        Ok(self)
    }

    fn judged_again(
        &self,
        account: AccountId,
        model: &FittedModel,
        settings: &Settings,
        stored: Option<&ScoreRow>,
    ) -> Answer<Option<ScoreRow>> {
        let as_of = bellwether_ledger::day::to_date(bellwether_scoring::Fitted::as_of(model));
        let previous = stored.map(|row| score::segments_before(&row.body, as_of)).transpose()?.flatten();
        let judged = score::judge_one(self, account, model, settings, previous);
        judged.map(|judged| score::row(&judged, previous)).transpose()
    }

    /// What the standings were judged with.
    pub(crate) fn model(&self) -> Option<Arc<FittedModel>> {
        self.scoring().and_then(|scoring| scoring.model.clone())
    }

    /// The score of an account that is newer than the stored one.
    pub(crate) fn rejudged(&self, account: AccountId) -> Option<&ScoreRow> {
        self.rejudged.get(&account)
    }

    /// Every score that is newer than the stored one.
    pub(crate) fn all_rejudged(&self) -> impl ExactSizeIterator<Item = &ScoreRow> {
        self.rejudged.values()
    }

    /// The same book, after these scores have been stored.
    pub(crate) fn with_stored(mut self, stored: &[ScoreRow]) -> Self {
        let mut rejudged = BTreeMap::clone(&self.rejudged);
        for row in stored {
            if rejudged.get(&row.account) == Some(row) {
                rejudged.remove(&row.account);
            }
        }
        self.rejudged = Arc::new(rejudged);
        self
    }
}

/// Reads a stored model. Parameters of another version mean something else.
fn model_of(text: &str, run: &ScoreRun) -> Option<Arc<FittedModel>> {
    match serde_json::from_str::<FittedModel>(text) {
        Ok(model) if model.id().version() == run.model_version => Some(Arc::new(model)),
        Ok(_) => None,
        Err(error) => {
            tracing::info!(%error, run = run.id, "the parameters of the latest scoring cannot be read");
            None
        }
    }
}
