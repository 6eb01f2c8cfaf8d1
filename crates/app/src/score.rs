//! Scoring as a job: on import, every day, on demand.

use crate::{Answer, App, AppError, Caller, book, clock, parallel};
use bellwether_core::job::{Job, JobKind, ScoreRequest};
use bellwether_core::score::Score;
use bellwether_core::{AccountId, JobId, Probability, Scope, Segment};
use bellwether_ledger::day;
use bellwether_scoring::{
    AccountScore, FittedModel, Learning, Observed, PreviousSegment, PreviousSegments, Settings, score_book,
    score_one,
};
use bellwether_store::{Connection, jobs, score_runs, scores};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Scores written at a time.
const SCORES_A_BATCH: usize = 1_000;

/// What is kept of an account's score beside its columns.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    score: Score,
    /// The segment by the thresholds alone, before hysteresis.
    judged_segment: Segment,
    /// Segments of the day before, so that scoring the same day again gives the same bytes.
    previous: Option<(Segment, Segment)>,
}

impl App {
    /// Scores every account in the background.
    ///
    /// # Errors
    /// `Forbidden` unless an admin.
    pub fn start_scoring(&self, caller: &Caller, request: &ScoreRequest) -> Answer<Job> {
        caller.require_admin()?;
        let id = self.enqueue_scoring(request.as_of)?;
        self.job(caller, id)
    }

    /// Queues a scoring unless one for the same date is waiting already.
    pub(crate) fn enqueue_scoring(&self, as_of: Option<NaiveDate>) -> Answer<JobId> {
        self.enqueue(&job(as_of))
    }

    /// Queues the scoring of a new day.
    pub(crate) fn enqueue_daily_scoring(&self) -> Answer<()> {
        let book = self.book();
        if book.scoring().is_some_and(|scoring| scoring.as_of < book.as_of()) {
            self.enqueue_scoring(None)?;
        }
        Ok(())
    }

    pub(crate) fn run_score_job(&self, job: &jobs::Job) -> Answer<Value> {
        let request: ScoreRequest = serde_json::from_value(job.parameters.clone())
            .map_err(|error| AppError::Internal(error.to_string()))?;
        let accounts = self.run_scoring(request.as_of)?;
        Ok(json!({ "accounts": accounts }))
    }

    /// Scores every account now, with the model that does best here; answers how many. Queues a back-test when
    /// one is due.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn run_scoring(&self, as_of: Option<NaiveDate>) -> Answer<usize> {
        self.catch_up()?;
        let book = self.book();
        let as_of = as_of.unwrap_or_else(|| book.as_of());
        let settings = Settings { model: self.best_model()?, ..book.scoring_settings() };
        let previous = self.store.read_or(|conn| previous_segments(conn, as_of))?;
        let observed = parallel::observe(book.snapshot(), day::from_date(as_of))?;
        let fitted = settings.model.learn(&observed, &Learning::default());
        let judge = |accounts: &[Observed]| score_book(accounts, &fitted, &settings, &previous);
        let mut scored = parallel::in_shares(observed.accounts(), judge)?.concat();
        let new = new_run(as_of, &fitted)?;
        self.store.write_or::<_, AppError>(|conn| {
            let run = score_runs::start(conn, &new, clock::now())?;
            let changed = book.changed_since(conn)?;
            judge_again(&mut scored, changed, &fitted, &settings, &previous);
            for batch in scored.chunks(SCORES_A_BATCH) {
                let stored = |scored: &AccountScore| row(scored, previous.get(&scored.account).copied());
                let rows = batch.iter().map(stored).collect::<Answer<Vec<_>>>()?;
                scores::replace(conn, run, &rows)?;
            }
            Ok(score_runs::finish(conn, run, i64::try_from(scored.len()).unwrap_or(i64::MAX), clock::now())?)
        })?;
        self.catch_up()?;
        self.enqueue_backtest_if_due()?;
        Ok(scored.len())
    }
}

/// A scoring to be done, once however often it is asked for.
pub(crate) fn job(as_of: Option<NaiveDate>) -> jobs::NewJob {
    let wanted = as_of.map_or_else(|| "latest".to_owned(), |date| date.to_string());
    jobs::NewJob {
        kind: JobKind::Score.code().to_owned(),
        parameters: json!(ScoreRequest { as_of }),
        run_after: clock::now(),
        unique_key: Some(format!("score {wanted}")),
        import: None,
    }
}

fn new_run(as_of: NaiveDate, fitted: &FittedModel) -> Answer<score_runs::NewScoreRun> {
    let model = serde_json::to_string(fitted).map_err(|error| AppError::Internal(error.to_string()))?;
    let model_version = fitted.id().version().to_owned();
    Ok(score_runs::NewScoreRun { model_version, as_of, job: None, model: Some(model) })
}

/// Takes up what changed while the book was judged.
pub(crate) fn judge_again(
    scored: &mut Vec<AccountScore>,
    changed: Option<(book::Book, Vec<i64>)>,
    fitted: &FittedModel,
    settings: &Settings,
    previous: &PreviousSegments,
) {
    let Some((book, ids)) = changed else { return };
    let mut by_account: BTreeMap<AccountId, AccountScore> =
        scored.drain(..).map(|scored| (scored.account, scored)).collect();
    for account in ids.into_iter().map(AccountId) {
        by_account.remove(&account);
        let before = previous.get(&account).copied();
        if let Some(judged) = judge_one(&book, account, fitted, settings, before) {
            by_account.insert(account, judged);
        }
    }
    scored.extend(by_account.into_values());
}

/// The score of one account of the book with what was learnt before; none when it is not there any more.
pub(crate) fn judge_one(
    book: &book::Book,
    account: AccountId,
    fitted: &FittedModel,
    settings: &Settings,
    previous: Option<PreviousSegment>,
) -> Option<AccountScore> {
    let dimensions = book.dimensions();
    dimensions.account(dimensions.account_index(account)?).filter(|account| !account.is_removed)?;
    score_one(book.snapshot(), account, fitted, settings, previous)
}

/// Segments as they stood before `as_of`.
fn previous_segments(conn: &mut Connection, as_of: NaiveDate) -> Answer<PreviousSegments> {
    let mut previous = PreviousSegments::new();
    let mut damaged = None;
    scores::load_all(conn, &Scope::All, |row| match segments_before(&row.body, as_of) {
        Err(error) => damaged = Some(error),
        Ok(None) => {}
        Ok(Some(segments)) => _ = previous.insert(row.account, segments),
    })?;
    damaged.map_or(Ok(previous), Err)
}

/// Where an account stood before `as_of`, by its stored score.
pub(crate) fn segments_before(body: &str, as_of: NaiveDate) -> Answer<Option<PreviousSegment>> {
    let kept: Kept = read(body)?;
    let segments = if kept.score.as_of < as_of {
        Some((kept.score.segment, kept.judged_segment))
    } else if kept.score.as_of == as_of {
        kept.previous
    } else {
        None
    };
    Ok(segments.map(|(shown, judged)| PreviousSegment { shown, judged }))
}

/// A score as it is stored.
pub(crate) fn row(scored: &AccountScore, previous: Option<PreviousSegment>) -> Answer<scores::ScoreRow> {
    let kept = Kept {
        score: scored.score.clone(),
        judged_segment: scored.judged_segment,
        previous: previous.map(|previous| (previous.shown, previous.judged)),
    };
    let body = serde_json::to_string(&kept).map_err(|error| AppError::Internal(error.to_string()))?;
    let score = &scored.score;
    let next = score.next_order.as_ref();
    Ok(scores::ScoreRow {
        account: scored.account,
        as_of: score.as_of,
        model_version: score.model_version.clone(),
        segment: score.segment,
        churn_risk: score.churn_risk.map(Probability::get),
        health: score.health.map(f64::from),
        window_from: next.map(|next| next.wide.from),
        window_until: next.map(|next| next.wide.to),
        window_likely: next.map(|next| next.typical),
        outreach_on: next.map(|next| next.outreach),
        body,
    })
}

/// A stored score, as the wire shows it.
///
/// # Errors
/// `Internal` when it cannot be read.
pub(crate) fn stored_score(body: &str) -> Answer<Score> {
    read(body)
}

fn read<T: serde::de::DeserializeOwned>(body: &str) -> Answer<T> {
    serde_json::from_str(body)
        .map_err(|error| AppError::Internal(format!("a stored score cannot be read: {error}")))
}
