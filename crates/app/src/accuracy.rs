//! Back-tests: how good every model is on the organisation's own past, and which of them judges.

mod alerts;

use crate::alert::alert_settings;
use crate::{Answer, App, AppError, Caller, clock, parallel};
use alerts::Replayed;
use bellwether_core::accuracy::{Accuracy, VerdictCount};
use bellwether_core::alert::{AlertKind, AlertTier};
use bellwether_core::job::{Job, JobKind, ScoreRequest};
use bellwether_ledger::day;
use bellwether_scoring::backtest::{Case, Plan, ask, report};
use bellwether_scoring::{Book, Learning, ModelId, Settings};
use bellwether_store::accuracy::{self, StoredReport};
use bellwether_store::alerts::{self as stored_alerts, Verdict};
use bellwether_store::{Connection, jobs, score_runs};
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A back-test is good for so long, as long as the facts stay much the same.
const GOOD_FOR: TimeDelta = TimeDelta::days(7);
/// Orders that came or went since, as a part of those there were, before facts count as changed.
const MUCH_CHANGED: f64 = 0.1;

/// What is kept of a back-test.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    report: Accuracy,
    /// Orders there were.
    orders: usize,
}

impl App {
    /// The latest back-test, which names no account, so that everybody may read it; and what people said of the
    /// alerts of the caller's accounts.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn accuracy(&self, caller: &Caller) -> Answer<Accuracy> {
        let kept = self.store.read_or(latest)?;
        let report = kept.map_or_else(|| not_made_yet(self.book().as_of()), |kept| kept.report);
        let verdicts = self.store.read(|conn| stored_alerts::verdicts(conn, &caller.scope))?;
        Ok(Accuracy { verdicts: counted(&verdicts), ..report })
    }

    /// Makes a back-test in the background.
    ///
    /// # Errors
    /// `Forbidden` unless leadership or admin.
    pub fn start_backtest(&self, caller: &Caller, request: &ScoreRequest) -> Answer<Job> {
        caller.require_overview()?;
        let id = self.enqueue(&backtest_job(request.as_of))?;
        self.job(caller, id)
    }

    /// Makes a back-test of every model now and keeps it; the best model judges from the next scoring on.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn run_backtest(&self, as_of: Option<NaiveDate>) -> Answer<Accuracy> {
        self.catch_up()?;
        let book = self.book();
        let as_of = as_of.unwrap_or_else(|| book.as_of());
        let observed = parallel::observe(book.snapshot(), day::from_date(as_of))?;
        let learning = Learning::default();
        let plan = Plan::of(&observed, &learning).judged_by(book.rules().rules);
        let made_at = clock::now();
        let report = backtest_in_parallel(&observed, &learning, &plan)?;
        let replayed = Replayed {
            snapshot: book.snapshot(),
            observed: &observed,
            alerts: alert_settings(&book),
            scoring: Settings { model: model_of(&report.chosen), ..book.scoring_settings() },
        };
        let alerts = Some(replayed.report()?);
        let report = Accuracy { made_at: Some(clock::utc(made_at)), alerts, ..report };
        let kept = Kept { report, orders: book.snapshot().order_count() };
        let body = serde_json::to_string(&kept).map_err(|error| AppError::Internal(error.to_string()))?;
        let stored = StoredReport { as_of, made_at, chosen: kept.report.chosen.clone(), body };
        self.store.write(|conn| accuracy::insert(conn, &stored))?;
        Ok(kept.report)
    }

    /// Makes a back-test, and has the book scored again when another model than before does best.
    pub(crate) fn run_backtest_job(&self, job: &jobs::Job) -> Answer<Value> {
        let request: ScoreRequest = serde_json::from_value(job.parameters.clone())
            .map_err(|error| AppError::Internal(error.to_string()))?;
        let report = self.run_backtest(request.as_of)?;
        let judging = self.store.read(score_runs::latest)?.map(|run| run.model_version);
        if judging.is_some_and(|version| version != model_of(&report.chosen).version()) {
            self.enqueue_scoring(None)?;
        }
        Ok(json!({ "chosen": report.chosen }))
    }

    /// Queues a back-test unless there is one of this week over much the same facts.
    pub(crate) fn enqueue_backtest_if_due(&self) -> Answer<()> {
        let book = self.book();
        let is_good = self.store.read_or(latest)?.is_some_and(|kept| {
            let age = book.as_of() - kept.report.as_of;
            let orders = book.snapshot().order_count();
            let changed = orders.abs_diff(kept.orders) as f64 > MUCH_CHANGED * kept.orders as f64;
            TimeDelta::zero() <= age && age < GOOD_FOR && !changed
        });
        if !is_good {
            self.enqueue(&backtest_job(None))?;
        }
        Ok(())
    }

    /// The model that does best by the latest back-test; the default before the first.
    pub(crate) fn best_model(&self) -> Answer<ModelId> {
        let latest = self.store.read(accuracy::latest)?;
        Ok(latest.map_or(ModelId::ALL[0], |stored| model_of(&stored.chosen)))
    }
}

/// Answers by rule and tier, of those there are.
fn counted(verdicts: &[Verdict]) -> Vec<VerdictCount> {
    let mut counts: BTreeMap<(AlertKind, AlertTier), [u64; 2]> = BTreeMap::new();
    for verdict in verdicts {
        let [right, wrong] = counts.entry((verdict.kind, verdict.tier)).or_default();
        *(if verdict.was_right { right } else { wrong }) += 1;
    }
    counts
        .into_iter()
        .map(|((kind, tier), [right, wrong])| VerdictCount { kind, tier, right, wrong })
        .collect()
}

/// The model of a name; the default for one that this version does not know any more.
pub(crate) fn model_of(name: &str) -> ModelId {
    ModelId::ALL.into_iter().find(|model| model.code() == name).unwrap_or(ModelId::ALL[0])
}

/// One that another version kept in another shape counts as none: the next one takes its place.
fn latest(conn: &mut Connection) -> Answer<Option<Kept>> {
    let Some(stored) = accuracy::latest(conn)? else { return Ok(None) };
    let kept = serde_json::from_str(&stored.body);
    Ok(kept.inspect_err(|error| tracing::warn!(%error, "a stored back-test cannot be read")).ok())
}

fn not_made_yet(as_of: NaiveDate) -> Accuracy {
    Accuracy {
        made_at: None,
        as_of,
        asked_on: Vec::new(),
        horizon_days: 0,
        too_short: Some("No back-test has been made yet; one follows the next scoring by itself.".to_owned()),
        chosen: ModelId::ALL[0].code().to_owned(),
        models: Vec::new(),
        verdicts: Vec::new(),
        alerts: None,
    }
}

/// A back-test to be made, once however often it is asked for.
fn backtest_job(as_of: Option<NaiveDate>) -> jobs::NewJob {
    let wanted = as_of.map_or_else(|| "latest".to_owned(), |date| date.to_string());
    jobs::NewJob {
        kind: JobKind::Backtest.code().to_owned(),
        parameters: json!(ScoreRequest { as_of }),
        run_after: clock::now(),
        unique_key: Some(format!("backtest {wanted}")),
        import: None,
    }
}

/// Back-tests every model. The days asked about do not depend on each other, so each thread takes some of
/// them; the result is the same for any number of threads.
pub(crate) fn backtest_in_parallel(book: &Book, learning: &Learning, plan: &Plan) -> Answer<Accuracy> {
    let ask_on = |days: &[i32]| -> Vec<Vec<Vec<Case>>> {
        days.iter().map(|day| ask(book, learning, &ModelId::ALL, *day, plan)).collect()
    };
    let asked = parallel::in_shares(&plan.asked_on, ask_on)?.concat();
    Ok(report(book, plan, &ModelId::ALL, &asked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::Stage;
    use bellwether_core::Role;
    use bellwether_core::job::JobStatus;

    fn caller(role: Role) -> Caller {
        Caller { role, ..Caller::system() }
    }

    /// Kinds of the jobs there were, the latest first.
    fn kinds(stage: &Stage) -> Vec<JobKind> {
        let jobs = stage.app.jobs(&Caller::system()).expect("jobs");
        assert!(jobs.iter().all(|job| job.status == JobStatus::Done), "{jobs:?}");
        jobs.into_iter().map(|job| job.kind).collect()
    }

    #[test]
    fn a_scoring_is_followed_by_one_back_test_a_week() {
        for stage in Stage::each() {
            let app = &stage.app;
            let before = app.accuracy(&caller(Role::Rep)).expect("readable");
            assert!(before.too_short.is_some() && before.made_at.is_none(), "{}", stage.engine);
            for _ in 0..2 {
                app.start_scoring(&Caller::system(), &ScoreRequest::default()).expect("queued");
                app.run_waiting_jobs().expect("run");
            }
            assert_eq!(
                kinds(&stage),
                [JobKind::Score, JobKind::Backtest, JobKind::Score],
                "{}",
                stage.engine
            );
            let after = app.accuracy(&caller(Role::Rep)).expect("readable");
            assert!(after.made_at.is_some(), "{}", stage.engine);
            assert_eq!(after.too_short.as_deref(), Some("There are no orders yet."));
        }
    }

    #[test]
    fn a_back_test_of_last_week_or_over_other_facts_is_made_again() {
        for stage in Stage::each() {
            let app = &stage.app;
            let kept = |days: i64, orders: usize| {
                let report = not_made_yet(app.book().as_of() - TimeDelta::days(days));
                let body = serde_json::to_string(&Kept { report, orders }).expect("JSON");
                let (as_of, made_at) = (app.book().as_of(), clock::now());
                let stored = StoredReport { as_of, made_at, chosen: "learnt".to_owned(), body };
                app.store.write(|conn| accuracy::insert(conn, &stored)).expect("kept");
                app.enqueue_backtest_if_due().expect("asked");
                let waiting = app.store.read(jobs::unfinished).expect("jobs").len();
                app.run_waiting_jobs().expect("run");
                waiting
            };
            assert_eq!([kept(6, 0), kept(7, 0), kept(0, 5), kept(-1, 0)], [0, 1, 1, 1], "{}", stage.engine);
        }
    }

    #[test]
    fn the_model_that_did_best_judges_from_the_next_scoring_on() {
        for stage in Stage::each() {
            let app = &stage.app;
            let judging = || {
                app.run_scoring(None).expect("scored");
                app.store.read(score_runs::latest).expect("read").expect("a run").model_version
            };
            assert_eq!(judging(), ModelId::ALL[0].version(), "{}: the default at first", stage.engine);
            let (as_of, made_at) = (app.book().as_of(), clock::now());
            let chosen = ModelId::Rules.code().to_owned();
            let stored = StoredReport { as_of, made_at, chosen, body: "{}".to_owned() };
            app.store.write(|conn| accuracy::insert(conn, &stored)).expect("kept");
            assert_eq!(judging(), ModelId::Rules.version(), "{}", stage.engine);
            // This back-test chooses the default again, so the book is scored again.
            app.start_backtest(&caller(Role::Leadership), &ScoreRequest::default()).expect("queued");
            app.run_waiting_jobs().expect("run");
            let run = app.store.read(score_runs::latest).expect("read").expect("a run");
            assert_eq!(run.model_version, ModelId::ALL[0].version(), "{}", stage.engine);
        }
    }

    #[test]
    fn reps_and_managers_do_not_start_back_tests() {
        for stage in Stage::each() {
            for role in [Role::Rep, Role::Manager] {
                let refused = stage.app.start_backtest(&caller(role), &ScoreRequest::default());
                assert!(matches!(refused, Err(AppError::Forbidden)), "{} {role:?}", stage.engine);
            }
        }
    }
}
