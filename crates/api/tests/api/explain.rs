//! Why an account is judged as it is, checked from the outside: the sums, the dates, and who may ask.

use crate::stage::{Actor, Reply, Stage, get};
use actix_web::http::StatusCode;
use bellwether_app::Caller;
use bellwether_core::explain::Explanation;
use bellwether_core::job::{Job, JobStatus};
use bellwether_core::score::Score;
use bellwether_core::settings::Settings;
use bellwether_core::{AccountId, Role};
use chrono::{Days, NaiveDate};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// How long the background may take before a test gives up; far beyond what it needs.
const PATIENCE: Duration = Duration::from_secs(20);

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
}

/// The stage with a year of orders: the first account orders every 20 days until November, when it falls
/// silent for three months; the second every 30 days. Both order on 3 March, the day of the score.
fn scored() -> Stage {
    let stage = Stage::new();
    let mut text = "number,order,date,product,quantity,amount\n".to_owned();
    for order in 0..15 {
        let first = date(2025, 1, 20) + Days::new(order * 20);
        let second = date(2025, 1, 1) + Days::new(order * 30);
        writeln!(text, "A-1,F-{order},{first},P-1,1,90.00\nA-2,G-{order},{second},P-2,1,60.00")
            .expect("writing to a String cannot fail");
    }
    text.push_str("A-1,F-last,2026-03-03,P-1,1,95.00\nA-2,G-last,2026-03-03,P-2,1,60.00\n");
    let settings = stage.app.settings(&Caller::system()).expect("settings");
    let pinned = Settings { pinned_as_of: Some(date(2026, 3, 3)), ..settings };
    stage.app.update_settings(&Caller::system(), &pinned).expect("changed");
    stage.import_purchases(&text);
    let is_over = |job: &Job| matches!(job.status, JobStatus::Done | JobStatus::Failed);
    let start = Instant::now();
    while !stage.app.jobs(&Caller::system()).expect("jobs").iter().all(is_over) {
        assert!(start.elapsed() < PATIENCE, "the scorings that the imports asked for never ended");
        std::thread::sleep(Duration::from_millis(5));
    }
    stage.app.run_scoring(None).expect("scored");
    stage
}

async fn ask(stage: &Stage, actor: &Actor, id: impl std::fmt::Display, query: &str) -> Reply {
    stage.send(actor, get(&format!("/api/v1/accounts/{id}/explain{query}"))).await
}

async fn explained(stage: &Stage, actor: &Actor, id: AccountId, query: &str) -> Explanation {
    let reply = ask(stage, actor, id, query).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    serde_json::from_slice(&reply.body).expect("an explanation")
}

fn log_odds(score: &Score) -> f64 {
    let risk = score.churn_risk.expect("it is old enough to be judged").get();
    (risk / (1.0 - risk)).ln()
}

fn points(score: &Score) -> f64 {
    score.base_log_odds + score.contributions.iter().map(|part| part.points).sum::<f64>()
}

#[actix_web::test]
async fn base_and_points_are_the_risk_that_is_shown() {
    let stage = scored();
    let (rep, (own, _foreign)) = (stage.actor(Role::Rep), stage.account_ids());
    let found = explained(&stage, &rep, own, "").await;
    assert!((points(&found.score) - log_odds(&found.score)).abs() < 1e-9);
    assert_eq!(found.score.as_of, date(2026, 3, 3));
    assert_eq!((found.silent_days, found.since.is_none()), (Some(0), true));
    let gap = found.gaps.last().expect("it ordered before");
    assert_eq!((gap.from, gap.to, gap.days), (date(2026, 1, 5), date(2026, 3, 3), 57));
    assert!(found.gaps.windows(2).all(|pair| pair[0].to == pair[1].from), "{:?}", found.gaps);
    let orders = found.signals.iter().find(|figure| figure.code == "order_days").expect("it is measured");
    assert_eq!((orders.value, orders.unit.as_str()), (Some(17.0), "count"));
    let detail = stage.send(&rep, get(&format!("/api/v1/accounts/{own}"))).await.json();
    assert_eq!(detail["score"], serde_json::to_value(&found.score).expect("JSON"), "one account, one score");
}

#[actix_web::test]
async fn what_moved_since_a_date_adds_up_to_the_change() {
    let stage = scored();
    let (leader, (own, other)) = (stage.actor(Role::Leadership), stage.account_ids());
    for (id, since) in
        [(own, "2026-03-02"), (own, "2025-09-01"), (other, "2025-12-24"), (other, "2026-03-03")]
    {
        let found = explained(&stage, &leader, id, &format!("?since={since}")).await;
        let change = found.since.expect("it had ordered by then");
        assert_eq!(change.before.as_of.to_string(), since);
        assert!((points(&change.before) - log_odds(&change.before)).abs() < 1e-9);
        let moved: f64 = change.moved.iter().map(|part| part.points).sum();
        let difference = log_odds(&found.score) - log_odds(&change.before);
        assert!((moved - difference).abs() < 1e-9, "{since}: {moved} is not {difference}");
        assert!(change.sentence.starts_with("Since "), "{}", change.sentence);
    }
    let found = explained(&stage, &leader, own, "?since=2026-03-02").await;
    let change = found.since.expect("it had ordered by then");
    assert_eq!(change.order_days, [date(2026, 3, 3)]);
    assert!(
        change.sentence.starts_with("Since 2 Mar 2026: 1 order came; risk fell from"),
        "{}",
        change.sentence
    );
}

#[actix_web::test]
async fn days_that_cannot_be_compared_are_absent_or_explained() {
    let stage = scored();
    let (rep, (own, _foreign)) = (stage.actor(Role::Rep), stage.account_ids());
    let before_all = explained(&stage, &rep, own, "?since=2025-01-19").await;
    assert_eq!(before_all.since, None, "nothing was known");
    let new = explained(&stage, &rep, own, "?since=2025-03-01").await.since.expect("it had ordered");
    assert_eq!((new.before.churn_risk, new.moved.len()), (None, 0));
    assert!(new.sentence.contains("then it was too new to be judged"), "{}", new.sentence);
    let problem = ask(&stage, &rep, own, "?since=2026-03-04").await.problem();
    assert_eq!((problem.status, problem.code.as_str()), (422, "invalid"));
    assert!(problem.detail.contains("2026-03-03"), "{}", problem.detail);
    assert!(ask(&stage, &rep, own, "?since=yesterday").await.problem().status >= 400);
}

#[actix_web::test]
async fn a_foreign_an_absent_and_an_impossible_account_explain_nothing_in_the_same_bytes() {
    let stage = scored();
    let (rep, (_own, foreign)) = (stage.actor(Role::Rep), stage.account_ids());
    let mut texts = Vec::new();
    for id in [foreign.to_string(), AccountId(987_654).to_string(), "a_nonsense".to_owned(), "~".to_owned()] {
        for query in ["", "?since=2025-06-01", "?since=2199-01-01"] {
            let reply = ask(&stage, &rep, &id, query).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{id}{query}");
            texts.push(reply.text_without_request_id());
        }
    }
    assert!(texts.iter().all(|text| text == &texts[0]), "{texts:#?}");
}

#[actix_web::test]
async fn how_like_windows_did_is_told_once_a_back_test_has_seen_them() {
    let stage = scored();
    let (leader, own) = (stage.actor(Role::Leadership), stage.account_ids().0);
    let report = stage.app.run_backtest(None).expect("it is made");
    let found = explained(&stage, &leader, own, "").await;
    let judging = report.models.iter().find(|model| model.model_version == found.score.model_version);
    let groups = judging.map(|model| model.groups.as_slice()).unwrap_or_default();
    let group = groups.iter().find(|group| group.label == "Monthly buyers" && group.windows.windows > 0);
    assert_eq!(
        found.kept_word.map(|word| (word.group, word.windows, word.wide_held)),
        group.map(|group| (group.label.clone(), group.windows.windows, group.windows.wide_held)),
    );
}

#[actix_web::test]
async fn the_model_can_be_read_with_every_parameter() {
    let stage = scored();
    let leader = stage.actor(Role::Leadership);
    let model = stage.send(&leader, get("/api/v1/scoring/model")).await.json();
    assert_eq!(model["as_of"].as_str(), Some("2026-03-03"));
    assert_eq!(model["parameters"]["model"], model["id"]);
    assert!(model["longest_horizon_days"].as_i64().is_some_and(|days| days >= 90), "{model}");
    let own = stage.account_ids().0;
    let found = explained(&stage, &leader, own, "").await;
    assert_eq!(model["version"].as_str(), Some(found.score.model_version.as_str()));
    assert_eq!(model["base_log_odds"].as_f64(), Some(found.score.base_log_odds));
}
