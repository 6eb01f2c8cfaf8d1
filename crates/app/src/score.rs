//! Scoring as a job: on import, every day, on demand.

use crate::{Answer, App, AppError, Caller, clock};
use bellwether_core::job::{Job, JobKind, ScoreRequest};
use bellwether_core::score::Score;
use bellwether_core::{JobId, Probability, Scope, Segment};
use bellwether_ledger::{Snapshot, day};
use bellwether_scoring::{
    AccountScore, Book, Learning, PreviousSegment, PreviousSegments, Settings, score_book,
};
use bellwether_store::{Connection, jobs, scores};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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

    /// Scores every account now; answers how many.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn run_scoring(&self, as_of: Option<NaiveDate>) -> Answer<usize> {
        self.catch_up()?;
        let book = self.book();
        let as_of = as_of.unwrap_or_else(|| book.as_of());
        let settings = Settings {
            outreach_lead_days: i32::try_from(book.settings().outreach_lead_days).unwrap_or_default(),
            ..Settings::default()
        };
        let previous = self.store.read_or(|conn| previous_segments(conn, as_of))?;
        let scored = score_in_parallel(book.snapshot(), as_of, &settings, &previous)?;
        let version = scored.first().map(|scored| scored.score.model_version.clone()).unwrap_or_default();
        self.store.write_or::<_, AppError>(|conn| {
            let new = scores::NewScoreRun { model_version: version.clone(), as_of, job: None };
            let run = scores::start_run(conn, &new, clock::now())?;
            for batch in scored.chunks(SCORES_A_BATCH) {
                let rows = batch.iter().map(|scored| row(scored, &previous)).collect::<Answer<Vec<_>>>()?;
                scores::replace(conn, run, &rows)?;
            }
            Ok(scores::finish_run(conn, run, i64::try_from(scored.len()).unwrap_or(i64::MAX), clock::now())?)
        })?;
        self.catch_up()?;
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

/// Scores of every account. Accounts do not depend on each other once the model is fitted, so each
/// thread takes a share of them; the result is the same for any number of threads.
fn score_in_parallel(
    snapshot: &Snapshot,
    as_of: NaiveDate,
    settings: &Settings,
    previous: &PreviousSegments,
) -> Answer<Vec<AccountScore>> {
    let observed = Book::observe(snapshot, day::from_date(as_of));
    let fitted = settings.model.learn(&observed, &Learning::default());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = observed.accounts().len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let fitted = &fitted;
        let workers: Vec<_> = observed
            .accounts()
            .chunks(share)
            .map(|accounts| scope.spawn(move || score_book(accounts, fitted, settings, previous)))
            .collect();
        let mut scored = Vec::with_capacity(observed.accounts().len());
        for worker in workers {
            scored
                .extend(worker.join().map_err(|_| AppError::Internal("a scoring thread broke".to_owned()))?);
        }
        Ok(scored)
    })
}

/// Segments as they stood before `as_of`.
fn previous_segments(conn: &mut Connection, as_of: NaiveDate) -> Answer<PreviousSegments> {
    let mut previous = PreviousSegments::new();
    let mut damaged = None;
    scores::load_all(conn, &Scope::All, |row| match serde_json::from_str::<Kept>(&row.body) {
        Err(error) => damaged = Some(error.to_string()),
        Ok(kept) => {
            let segments = if kept.score.as_of < as_of {
                Some((kept.score.segment, kept.judged_segment))
            } else if kept.score.as_of == as_of {
                kept.previous
            } else {
                None
            };
            if let Some((shown, judged)) = segments {
                previous.insert(row.account, PreviousSegment { shown, judged });
            }
        }
    })?;
    match damaged {
        Some(reason) => Err(AppError::Internal(format!("a stored score cannot be read: {reason}"))),
        None => Ok(previous),
    }
}

fn row(scored: &AccountScore, previous: &PreviousSegments) -> Answer<scores::ScoreRow> {
    let kept = Kept {
        score: scored.score.clone(),
        judged_segment: scored.judged_segment,
        previous: previous.get(&scored.account).map(|previous| (previous.shown, previous.judged)),
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
    serde_json::from_str(body)
        .map_err(|error| AppError::Internal(format!("a stored score cannot be read: {error}")))
}
