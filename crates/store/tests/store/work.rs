//! Jobs, scores, the change log and many writers at once.

use crate::stage::{date, now, stores};
use bellwether_core::import::{ImportKind, RowError};
use bellwether_core::{AccountId, Scope, Segment, UserId};
use bellwether_store::alert_progress::AlertProgress;
use bellwether_store::audit::AuditEntry;
use bellwether_store::changes::ChangeKind;
use bellwether_store::jobs::{JobStatus, NewJob};
use bellwether_store::records::{AccountRecord, ProductRecord};
use bellwether_store::score_runs::NewScoreRun;
use bellwether_store::scores::ScoreRow;
use bellwether_store::{
    Connection, ImportWriter, Store, accounts, alert_progress, audit, changes, imports, jobs, mappings,
    score_runs, scores,
};
use chrono::TimeDelta;
use std::time::Duration;

fn job(kind: &str, unique_key: Option<&str>) -> NewJob {
    NewJob {
        kind: kind.to_owned(),
        parameters: serde_json::json!({"as_of": "2026-03-31"}),
        run_after: now(),
        unique_key: unique_key.map(str::to_owned),
        import: None,
    }
}

#[test]
fn a_job_is_leased_once_and_taken_over_when_its_worker_falls_silent() {
    for (store, database) in stores() {
        let id = store.write(|c| jobs::enqueue(c, &job("score", Some("score")), now())).expect("asked");
        let same = store.write(|c| jobs::enqueue(c, &job("score", Some("score")), now())).expect("asked");
        assert_eq!(id, same, "{}: one waiting job is enough", database.engine);
        let lease = TimeDelta::minutes(1);
        let take =
            |worker: &str, at| store.write(|c| jobs::lease(c, worker, &["score"], at, lease)).expect("asked");
        let taken = take("one", now()).expect("a job waits");
        assert_eq!((taken.id, taken.status, taken.attempts), (id, JobStatus::Running, 1));
        assert!(take("two", now()).is_none());
        let later = now() + TimeDelta::minutes(2);
        assert_eq!(take("two", later).expect("the first is silent").attempts, 2);
        let renewed = store.write(|c| jobs::renew(c, id, "one", later, lease)).expect("asked");
        assert!(!renewed, "{}: the first worker has lost it", database.engine);
        let done = serde_json::json!({"accounts": 3});
        assert!(!store.write(|c| jobs::complete(c, id, "one", Ok(done.clone()), later)).expect("asked"));
        assert!(store.write(|c| jobs::complete(c, id, "two", Ok(done.clone()), later)).expect("asked"));
        let ended = store.read(|c| jobs::find(c, id)).expect("there");
        assert_eq!((ended.status, ended.result), (JobStatus::Done, Some(done)), "{}", database.engine);
        assert!(take("one", later).is_none());
    }
}

#[test]
fn a_job_that_renews_its_lease_is_not_taken_over_and_one_that_ended_is_not_unfinished() {
    for (store, database) in stores() {
        let id = store.write(|c| jobs::enqueue(c, &job("score", None), now())).expect("asked");
        let lease = TimeDelta::minutes(2);
        let take =
            |worker: &str, at| store.write(|c| jobs::lease(c, worker, &["score"], at, lease)).expect("asked");
        take("one", now()).expect("a job waits");
        let later = now() + TimeDelta::seconds(100);
        assert!(store.write(|c| jobs::renew(c, id, "one", later, lease)).expect("asked"));
        let past_the_first_lease = now() + TimeDelta::seconds(150);
        assert!(take("two", past_the_first_lease).is_none(), "{}", database.engine);
        let unfinished = || store.read(jobs::unfinished).expect("read").len();
        assert_eq!(unfinished(), 1, "{}", database.engine);
        store.write(|c| jobs::complete(c, id, "one", Err("no".to_owned()), later)).expect("asked");
        assert_eq!(unfinished(), 0, "{}", database.engine);
    }
}

fn score(account: AccountId, segment: Segment, churn_risk: f64) -> ScoreRow {
    ScoreRow {
        account,
        as_of: date(31),
        model_version: "m1".to_owned(),
        segment,
        churn_risk: Some(churn_risk),
        health: None,
        window_from: Some(date(31)),
        window_until: None,
        window_likely: None,
        outreach_on: None,
        body: "{\"b\":1,\"a\":0.1}".to_owned(),
    }
}

/// An import that made `count` accounts; their ids.
fn add_accounts(store: &Store, count: usize) -> Vec<AccountId> {
    let new = imports::NewImport {
        file_name: "accounts.csv".to_owned(),
        kind: ImportKind::Accounts,
        mapping: serde_json::json!({"kind": "accounts"}),
        source: "csv".to_owned(),
        bytes_total: 7,
        covers_up_to: None,
        user: Some(UserId(1)),
    };
    let records: Vec<AccountRecord> =
        (0..count).map(|n| AccountRecord { key: format!("A{n}"), ..AccountRecord::default() }).collect();
    store
        .write(|c| {
            let id = imports::start(c, &new, now())?;
            let mut writer = ImportWriter::begin(c, id, ImportKind::Accounts, "csv", now())?;
            writer.write_accounts(&records)?;
            Ok(writer.finish()?.touched_accounts.into_iter().map(AccountId).collect())
        })
        .expect("imported")
}

#[test]
fn scores_are_replaced_and_their_history_holds_movements_only() {
    for (store, database) in stores() {
        let ids = add_accounts(&store, 2);
        let run = |rows: Vec<ScoreRow>| {
            store
                .write(|c| {
                    let new = NewScoreRun {
                        model_version: "m1".to_owned(),
                        as_of: date(31),
                        job: None,
                        model: None,
                    };
                    let run = score_runs::start(c, &new, now())?;
                    scores::replace(c, run, &rows)?;
                    score_runs::finish(c, run, 2, now())
                })
                .expect("stored");
        };
        run(vec![score(ids[0], Segment::Loyal, 0.1), score(ids[1], Segment::New, 0.5)]);
        run(vec![score(ids[0], Segment::Loyal, 0.1), score(ids[1], Segment::AtRisk, 0.5)]);
        let history = |id| store.read(|c| scores::history(c, &Scope::All, id, 10)).expect("read");
        assert_eq!((history(ids[0]).len(), history(ids[1]).len()), (1, 2), "{}", database.engine);
        let mut all = Vec::new();
        store.read(|c| scores::load_all(c, &Scope::All, |row| all.push(row))).expect("read");
        assert_eq!(all, [score(ids[0], Segment::Loyal, 0.1), score(ids[1], Segment::AtRisk, 0.5)]);
        assert_eq!(store.read(score_runs::latest).expect("read").expect("there").account_count, 2);
    }
}

/// The id of a finished run with these scores and a model.
fn run_with_model(store: &Store, rows: &[ScoreRow], model: &str) -> i64 {
    let new = NewScoreRun {
        model_version: "m1".to_owned(),
        as_of: date(31),
        job: None,
        model: Some(model.to_owned()),
    };
    let work = |c: &mut Connection| {
        let run = score_runs::start(c, &new, now())?;
        scores::replace(c, run, rows)?;
        score_runs::finish(c, run, 0, now())?;
        Ok(run)
    };
    store.write(work).expect("stored")
}

#[test]
fn the_latest_thirty_models_are_kept() {
    for (store, database) in stores() {
        let runs: Vec<i64> =
            (0..32).map(|n| run_with_model(&store, &[], &format!("{{\"n\":{n}}}"))).collect();
        let kept = |run| store.read(|c| score_runs::model(c, run)).expect("read");
        assert_eq!((kept(runs[0]), kept(runs[1])), (None, None), "{}", database.engine);
        assert_eq!(kept(runs[2]).as_deref(), Some("{\"n\":2}"), "{}", database.engine);
        assert_eq!(kept(runs[31]).as_deref(), Some("{\"n\":31}"), "{}", database.engine);
        assert_eq!(kept(987_654), None);
    }
}

#[test]
fn scores_judged_anew_are_stored_unless_something_newer_counts() {
    for (store, database) in stores() {
        let ids = add_accounts(&store, 2);
        let loyal = |id| score(id, Segment::Loyal, 0.1);
        let run = run_with_model(&store, &[loyal(ids[0]), loyal(ids[1])], "{}");
        let seq = store.read(changes::latest).expect("read");
        let refresh = |run, seq: i64, rows: &[ScoreRow]| {
            store.write(|c| scores::refresh(c, run, seq.unsigned_abs(), rows)).expect("asked")
        };
        let stored =
            |id| store.read(|c| scores::find(c, &Scope::All, id)).expect("read").expect("there").segment;
        let history = |id| store.read(|c| scores::history(c, &Scope::All, id, 10)).expect("read");
        let anew = [score(ids[0], Segment::AtRisk, 0.5), score(ids[1], Segment::AtRisk, 0.5)];
        store
            .write(|c| accounts::set_coordinates(c, &[(ids[1], 42.0, -93.6, "city")], now()))
            .expect("stored");
        let left = refresh(run, seq, &anew);
        assert_eq!(
            left.into_iter().collect::<Vec<_>>(),
            [ids[1]],
            "{}: its facts changed again",
            database.engine
        );
        assert_eq!(
            (stored(ids[0]), stored(ids[1])),
            (Segment::AtRisk, Segment::Loyal),
            "{}",
            database.engine
        );
        assert_eq!(history(ids[0]).len(), 1, "{}: one entry a run, the last that counts", database.engine);
        assert_eq!(history(ids[0])[0].segment, Segment::AtRisk, "{}", database.engine);
        let newest = store.read(changes::latest).expect("read");
        run_with_model(&store, &[loyal(ids[0]), loyal(ids[1])], "{}");
        assert_eq!(refresh(run, newest, &anew).len(), 2, "{}: a later scoring judged them", database.engine);
        assert_eq!(stored(ids[0]), Segment::Loyal, "{}", database.engine);
    }
}

#[test]
fn every_commit_of_facts_is_in_the_change_log_and_followers_wake() {
    for (store, database) in stores() {
        let other = Store::open(&database.url).expect("a second process would open it so");
        let mut follower = other.follower().expect("it follows");
        assert!(!follower.wait(Duration::ZERO).expect("asked"), "{}", database.engine);
        let ids = add_accounts(&store, 2);
        assert!(follower.wait(Duration::from_secs(20)).expect("asked"), "{}: it never woke", database.engine);
        let seen = other.read(|c| changes::after(c, 0, 10)).expect("read");
        let kinds: Vec<ChangeKind> = seen.iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [ChangeKind::Account(ids[0]), ChangeKind::Account(ids[1])], "{}", database.engine);
        let seq = other.read(changes::latest).expect("read");
        store
            .write(|c| accounts::set_coordinates(c, &[(ids[0], 42.0, -93.6, "city")], now()))
            .expect("stored");
        assert!(follower.wait(Duration::from_secs(20)).expect("asked"));
        assert_eq!(other.read(|c| changes::after(c, seq, 10)).expect("read").len(), 1);
        assert_eq!(other.read(|c| accounts::ungeocoded(c, AccountId(0), 10)).expect("read").len(), 1);
    }
}

#[test]
fn forgotten_changes_ask_those_who_are_behind_to_read_everything() {
    for (store, database) in stores() {
        let ids = add_accounts(&store, 3);
        let later = now() + TimeDelta::days(1);
        let forget = |before| store.write(|c| changes::forget(c, before)).expect("forgotten");
        assert_eq!(forget(later), 0, "{}: alerts have not followed yet", database.engine);
        let before = store.read(alert_progress::get).expect("read");
        let newest = store.read(changes::latest).expect("read");
        let after = AlertProgress { seq: newest, ..before };
        store.write(|c| alert_progress::advance(c, &before, &after)).expect("followed");
        assert_eq!(forget(later), 0, "{}: nothing has been scored yet", database.engine);
        run_with_model(&store, &[], "");
        assert_eq!(forget(now() - TimeDelta::days(1)), 0, "{}: they are new", database.engine);
        assert_eq!(forget(later), 2, "{}: the newest stays to be counted on", database.engine);
        let kinds = |seq| -> Vec<ChangeKind> {
            let seen = store.read(|c| changes::after(c, seq, 10)).expect("read");
            seen.into_iter().map(|change| change.kind).collect()
        };
        let kept = [ChangeKind::Account(ids[2]), ChangeKind::Scores];
        assert_eq!(kinds(0), [&[ChangeKind::Bulk][..], &kept].concat(), "{}", database.engine);
        assert_eq!(kinds(2), kept, "{}", database.engine);
    }
}

#[test]
fn a_large_import_is_one_change() {
    for (store, database) in stores() {
        add_accounts(&store, 1_500);
        let seen = store.read(|c| changes::after(c, 0, 10)).expect("read");
        assert_eq!(seen.len(), 1, "{}", database.engine);
        assert_eq!(seen[0].kind, ChangeKind::Bulk);
    }
}

#[test]
fn sixteen_writers_and_readers_are_never_told_that_the_database_is_locked() {
    for (store, database) in stores() {
        // Half of the writers stand for another process: a store of their own on the same database.
        let other = Store::open(&database.url).expect("it opens");
        std::thread::scope(|scope| {
            for writer in 0..16 {
                let store = if writer % 2 == 0 { &store } else { &other };
                scope.spawn(move || {
                    for n in 0..20 {
                        store
                            .write(|c| {
                                let before = jobs::list(c, 1)?.len();
                                assert!(before <= 1);
                                let kind = format!("{writer}-{n}");
                                jobs::enqueue(c, &job(&kind, None), now())?;
                                mappings::save(c, "shared", &serde_json::json!(kind), now())
                            })
                            .expect("never locked");
                        store.read(|c| jobs::list(c, 5)).expect("never locked");
                    }
                });
            }
        });
        assert_eq!(store.read(|c| jobs::list(c, 1_000)).expect("read").len(), 320, "{}", database.engine);
    }
}

#[test]
fn bad_rows_are_kept_in_file_order_up_to_a_limit() {
    for (store, database) in stores() {
        add_accounts(&store, 1);
        let id = store.read(|c| imports::list(c, 10, None)).expect("read")[0].id;
        let error = |row: u64| RowError {
            row,
            column: "Date".to_owned(),
            value: "x".to_owned(),
            code: "bad_date".to_owned(),
            message: "Not a date".to_owned(),
            remedy: "Write 2026-03-31".to_owned(),
        };
        let many: Vec<RowError> = (2..10_500).map(error).collect();
        store.write(|c| imports::add_errors(c, id, &many[..6_000])).expect("kept");
        store.write(|c| imports::add_errors(c, id, &many[6_000..])).expect("kept");
        let page = store.read(|c| imports::errors(c, id, 9_999, 100)).expect("read");
        assert_eq!((page.len(), page[0].row), (2, 10_000), "{}", database.engine);
        assert_eq!(store.write(|c| imports::fail_running(c, "stopped", now())).expect("marked"), 1);
    }
}

#[test]
fn products_mappings_and_audit_entries_come_back_as_they_went_in() {
    for (store, database) in stores() {
        let id = add_accounts(&store, 1);
        assert_eq!(id.len(), 1);
        let import = store.read(|c| imports::list(c, 1, None)).expect("read")[0].id;
        let record = ProductRecord {
            key: "P1".to_owned(),
            name: Some("Saw".to_owned()),
            category: Some("Tools".to_owned()),
            subcategory: Some("Saws".to_owned()),
            unit: None,
            cost_cents: Some(450),
            ..ProductRecord::default()
        };
        let write = || {
            store
                .write(|c| {
                    let mut writer = ImportWriter::begin(c, import, ImportKind::Products, "csv", now())?;
                    writer.write_products(std::slice::from_ref(&record))?;
                    writer.finish()
                })
                .expect("written")
                .rows
        };
        assert_eq!((write().added, write().unchanged), (1, 1), "{}", database.engine);
        let product = &store.read(bellwether_store::products::list).expect("read")[0];
        let categories = store.read(bellwether_store::products::categories).expect("read");
        assert_eq!((product.name.as_str(), product.cost_cents, categories.len()), ("Saw", Some(450), 2));
        assert_eq!(product.category, Some(categories[1].id));
        let entry = AuditEntry {
            user: None,
            action: "sign_in.failed".to_owned(),
            object: "u".to_owned(),
            detail: serde_json::json!({"from": "::1"}),
            request_id: "r1".to_owned(),
        };
        store.write(|c| audit::record(c, &entry, now())).expect("kept");
        assert_eq!(store.read(|c| audit::list(c, 5, None)).expect("read")[0].entry, entry);
    }
}
