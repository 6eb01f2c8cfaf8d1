//! Alerts over the wire: whose they are, what of them is shown to whom, and what people do with them.

use crate::stage::{Actor, PASSWORD, Stage, get, mapping, post};
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use bellwether_core::alert::{AlertKind, AlertRow, ForYou};
use bellwether_core::import::{Field, ImportKind};
use bellwether_core::user::{User, UserInput};
use bellwether_core::{AccountId, AlertId, ClosureId, Page, Permissions, Role};
use serde_json::{Value, json};

const EVERYTHING: Permissions = Permissions { view_margin: true, view_contacts: true, view_financials: true };

fn silent() -> Stage {
    let stage = Stage::new();
    stage.bring_alerts();
    stage
}

async fn cards(stage: &Stage, actor: &Actor) -> Vec<String> {
    let reply = stage.send(actor, get("/api/v1/for-you")).await;
    let for_you: ForYou = serde_json::from_value(reply.json()).expect("cards");
    assert_eq!(for_you.total, for_you.cards.len() as u64, "{}", reply.text());
    for_you.cards.into_iter().map(|card| card.account.name).collect()
}

/// Live alerts, by account.
async fn alerts(stage: &Stage, actor: &Actor) -> Vec<AlertRow> {
    let reply = stage.send(actor, get("/api/v1/alerts")).await;
    let page: Page<AlertRow> = serde_json::from_value(reply.json()).expect("alerts");
    let mut rows = page.items;
    rows.sort_by_key(|row| (row.account.name.clone(), row.alert.id));
    rows
}

async fn alert_of(stage: &Stage, account: AccountId) -> AlertId {
    let leader = stage.session(&stage.person("looks", Role::Leadership));
    let rows = alerts(stage, &leader).await;
    rows.iter().find(|row| row.account.id == account).expect("an alert of the account").alert.id
}

fn act(id: impl std::fmt::Display, action: &Value) -> TestRequest {
    post(&format!("/api/v1/alerts/{id}/actions"), action)
}

fn act_on_account(id: impl std::fmt::Display, action: &Value) -> TestRequest {
    post(&format!("/api/v1/accounts/{id}/alerts/actions"), action)
}

fn dismissal() -> Value {
    json!({ "action": "dismiss", "reason": "already_known" })
}

#[actix_web::test]
async fn a_rep_sees_the_alerts_of_their_own_accounts_only() {
    let stage = silent();
    let (rep, leader) = (stage.actor(Role::Rep), stage.actor(Role::Leadership));
    let (own, foreign) = stage.account_ids();
    assert_eq!(cards(&stage, &rep).await, ["First account"]);
    let mut all = cards(&stage, &leader).await;
    all.sort();
    assert_eq!(all, ["First account", "Second account"]);
    let rows = alerts(&stage, &rep).await;
    assert!(!rows.is_empty() && rows.iter().all(|row| row.account.id == own), "{rows:#?}");
    let of_foreign = stage.send(&rep, get(&format!("/api/v1/alerts?account={foreign}"))).await.json();
    assert_eq!(of_foreign, json!({ "items": [], "total": 0 }));
    let explained = stage.send(&rep, get(&format!("/api/v1/alerts/{}/explain", rows[0].alert.id))).await;
    let explained = explained.json();
    assert_eq!(explained["account"]["id"], json!(own));
    for part in ["inputs", "orders", "gaps", "events"] {
        assert!(explained[part].as_array().is_some_and(|list| !list.is_empty()), "{part}: {explained:#}");
    }
}

#[actix_web::test]
async fn foreign_and_absent_alerts_and_closures_answer_alike_and_nothing_happens_to_them() {
    let stage = silent();
    let (rep, admin) = (stage.actor(Role::Rep), stage.actor(Role::Admin));
    let (_own, foreign) = stage.account_ids();
    let alert = alert_of(&stage, foreign).await;
    let closures = format!("/api/v1/accounts/{foreign}/closures");
    let closed = json!({ "from": "2025-01-01", "until": "2025-01-05", "note": "Flood" });
    let closure = stage.send(&admin, post(&closures, &closed)).await.json()["id"].clone();
    let closure = closure.as_str().expect("an id").to_owned();
    let state = async || {
        let explained = stage.send(&admin, get(&format!("/api/v1/alerts/{alert}/explain"))).await.text();
        explained + &stage.send(&admin, get(&closures)).await.text()
    };
    let before = state().await;
    let mut texts = Vec::new();
    for id in [alert.to_string(), AlertId(987_654).to_string(), "al_nonsense".to_owned()] {
        texts.push(stage.send(&rep, get(&format!("/api/v1/alerts/{id}/explain"))).await);
        for action in
            [dismissal(), json!({ "action": "see" }), json!({ "action": "judge", "was_right": false })]
        {
            texts.push(stage.send(&rep, act(&id, &action)).await);
        }
    }
    for id in [foreign.to_string(), AccountId(987_654).to_string(), "a_nonsense".to_owned()] {
        texts.push(stage.send(&rep, act_on_account(&id, &dismissal())).await);
        texts.push(stage.send(&rep, get(&format!("/api/v1/accounts/{id}/closures"))).await);
        texts.push(stage.send(&rep, post(&format!("/api/v1/accounts/{id}/closures"), &closed)).await);
    }
    for id in [closure, ClosureId(987_654).to_string(), "nonsense".to_owned()] {
        texts.push(stage.send(&rep, TestRequest::delete().uri(&format!("/api/v1/closures/{id}"))).await);
    }
    assert!(texts.iter().all(|reply| reply.status == StatusCode::NOT_FOUND));
    let texts: Vec<String> = texts.iter().map(|reply| reply.text_without_request_id()).collect();
    assert!(texts.iter().all(|text| text == &texts[0]), "{texts:#?}");
    assert_eq!(state().await, before, "a denied action must change nothing");
}

#[actix_web::test]
async fn what_was_put_away_leaves_for_you_and_reopening_brings_it_back() {
    let stage = silent();
    let rep = stage.actor(Role::Rep);
    let (own, _foreign) = stage.account_ids();
    let alert = alerts(&stage, &rep).await[0].alert.id;
    let snooze = json!({ "action": "snooze", "until": "2026-02-03" });
    let wrong = json!({ "action": "judge", "was_right": false });
    for action in [dismissal(), snooze, wrong] {
        for request in [act(alert, &action), act_on_account(own, &action)] {
            let reply = stage.send(&rep, request).await;
            assert_eq!(reply.status, StatusCode::OK, "{action}: {}", reply.text());
            assert_eq!(cards(&stage, &rep).await, [""; 0], "{action}");
            let reopened = stage.send(&rep, act(alert, &json!({ "action": "reopen" }))).await.json();
            assert_eq!(reopened["state"], json!("open"), "{action}");
            assert_eq!(cards(&stage, &rep).await, ["First account"], "{action}");
        }
    }
    let told = stage.send(&rep, get(&format!("/api/v1/alerts/{alert}/explain"))).await.json();
    let by_rep =
        told["events"].as_array().expect("events").iter().filter(|event| event["by"] == json!("rep"));
    assert_eq!(by_rep.count(), 12, "{:#}", told["events"]);
}

#[actix_web::test]
async fn a_body_that_cannot_be_is_refused_by_name_and_nothing_happens() {
    let stage = silent();
    let rep = stage.actor(Role::Rep);
    let (own, _foreign) = stage.account_ids();
    let alert = alerts(&stage, &rep).await[0].alert.id;
    let long = "x".repeat(501);
    for (action, says) in [
        (json!({ "action": "burn" }), "burn"),
        (json!({}), "action"),
        (json!({ "action": "dismiss" }), "reason"),
        (json!({ "action": "dismiss", "reason": "bored" }), "bored"),
        (json!({ "action": "dismiss", "reason": "other", "note": long }), "note:"),
        (json!({ "action": "snooze" }), "until"),
        (json!({ "action": "snooze", "until": "soon" }), "body"),
        (json!({ "action": "snooze", "until": "2026-01-31" }), "until:"),
        (json!({ "action": "snooze", "until": "2025-12-31" }), "until:"),
        (json!({ "action": "snooze", "until": "2036-01-31" }), "until:"),
        (json!({ "action": "judge" }), "was_right"),
    ] {
        for request in [act(alert, &action), act_on_account(own, &action)] {
            let problem = stage.send(&rep, request).await.problem();
            assert_eq!((problem.status, problem.code.as_str()), (422, "invalid"), "{action}");
            assert!(problem.detail.contains(says), "{action}: {}", problem.detail);
        }
    }
    for (closure, says) in [
        (json!({}), "until"),
        (json!({ "until": "2026-01-31" }), "until:"),
        (json!({ "from": "2026-03-01", "until": "2026-02-01" }), "until:"),
        (json!({ "until": "2036-01-31" }), "until:"),
        (json!({ "until": "2026-02-10", "note": long }), "note:"),
    ] {
        let problem =
            stage.send(&rep, post(&format!("/api/v1/accounts/{own}/closures"), &closure)).await.problem();
        assert_eq!((problem.status, problem.code.as_str()), (422, "invalid"), "{closure}");
        assert!(problem.detail.contains(says), "{closure}: {}", problem.detail);
    }
    let broken = TestRequest::post()
        .uri(&format!("/api/v1/alerts/{alert}/actions"))
        .insert_header(("Content-Type", "application/json"))
        .set_payload("{");
    assert_eq!(stage.send(&rep, broken).await.problem().code, "malformed_body");
    for query in ["limit=0", "limit=101", "limit=many", "watched=perhaps"] {
        let problem = stage.send(&rep, get(&format!("/api/v1/for-you?{query}"))).await.problem();
        assert_eq!((problem.status, problem.code.as_str()), (422, "invalid"), "{query}");
    }
    let problem = stage.send(&rep, get("/api/v1/alerts?cursor=nonsense")).await.problem();
    assert_eq!(problem.code, "invalid_cursor");
    assert_eq!(cards(&stage, &rep).await, ["First account"]);
    assert_eq!(stage.send(&rep, get(&format!("/api/v1/accounts/{own}/closures"))).await.json(), json!([]));
}

#[actix_web::test]
async fn a_closed_account_has_no_card_until_the_closure_is_taken_back() {
    let stage = silent();
    let rep = stage.actor(Role::Rep);
    let (own, _foreign) = stage.account_ids();
    let address = format!("/api/v1/accounts/{own}/closures");
    let closed = json!({ "from": "2026-01-08", "until": "2026-03-01", "note": " Rebuilding " });
    let reply = stage.send(&rep, post(&address, &closed)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    let closure = reply.json();
    assert_eq!((&closure["note"], &closure["by"]), (&json!("Rebuilding"), &json!("rep")));
    assert_eq!(stage.send(&rep, get(&address)).await.json(), json!([closure]));
    assert_eq!(cards(&stage, &rep).await, [""; 0]);
    let id = closure["id"].as_str().expect("an id");
    let removed = stage.send(&rep, TestRequest::delete().uri(&format!("/api/v1/closures/{id}"))).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    assert_eq!(cards(&stage, &rep).await, ["First account"]);
}

#[actix_web::test]
async fn an_alert_that_has_ended_is_a_conflict() {
    let stage = silent();
    let rep = stage.actor(Role::Rep);
    let (own, _foreign) = stage.account_ids();
    let alert = alerts(&stage, &rep).await[0].alert.id;
    let order = "number,order,date,product,quantity,amount\nA-1,O-3,2026-01-30,P-1,1,50.00\n";
    stage.import_purchases(order);
    let address = format!("/api/v1/alerts?account={own}&state=resolved");
    stage.wait_until("the order ends the alert", || stage.live_alerts() == 1);
    let ended = stage.send(&rep, get(&address)).await.json();
    assert_eq!(ended["items"][0]["alert"]["id"], json!(alert), "{ended:#}");
    let problem = stage.send(&rep, act(alert, &dismissal())).await.problem();
    assert_eq!((problem.status, problem.code.as_str()), (409, "conflict"));
    let none = stage.send(&rep, act_on_account(own, &dismissal())).await;
    assert_eq!((none.status, none.json()), (StatusCode::OK, json!([])));
}

/// The silent accounts with an overdue invoice, a telephone and orders of which the cost is known.
fn with_everything_that_may_be_hidden() -> Stage {
    let stage = silent();
    let columns = [(Field::AccountKey, "number"), (Field::Phone, "phone")];
    stage.import("number,phone\nA-1,515-555-0199\n", mapping(ImportKind::Accounts, &columns));
    let columns = [
        (Field::AccountKey, "number"),
        (Field::OrderKey, "order"),
        (Field::OrderDate, "date"),
        (Field::ProductKey, "product"),
        (Field::Quantity, "quantity"),
        (Field::Amount, "amount"),
        (Field::Cost, "cost"),
    ];
    let order = "number,order,date,product,quantity,amount,cost\nA-1,O-1,2026-01-05,P-1,2,100.00,38.63\n";
    stage.import(order, mapping(ImportKind::Purchases, &columns));
    let columns = [
        (Field::AccountKey, "number"),
        (Field::InvoiceKey, "invoice"),
        (Field::InvoiceDate, "date"),
        (Field::DueDate, "due"),
        (Field::Amount, "amount"),
        (Field::OpenBalance, "open"),
    ];
    let invoice = "number,invoice,date,due,amount,open\nA-1,I-1,2025-11-20,2025-12-20,9876.54,9876.54\n";
    stage.import(invoice, mapping(ImportKind::Invoices, &columns));
    stage.wait_until("the invoice raises an alert", || stage.live_alerts() >= 3);
    stage
}

fn rep_who_may(stage: &Stage, name: &str, permissions: Permissions) -> User {
    let input =
        UserInput { permissions, password: Some(PASSWORD.to_owned()), ..stage.input(name, Role::Rep) };
    stage.app.add_user(&bellwether_app::Caller::system(), &input).expect("a new person")
}

/// Everything the routes of this issue say about the first account.
async fn everything_said(stage: &Stage, actor: &Actor) -> String {
    let mut text = String::new();
    for path in
        ["for-you", "alerts", "alerts?limit=1", "orders", "orders?view=past", "insights/weekly-rollup"]
    {
        text += &stage.send(actor, get(&format!("/api/v1/{path}"))).await.text();
    }
    for row in alerts(stage, actor).await {
        let explained = stage.send(actor, get(&format!("/api/v1/alerts/{}/explain", row.alert.id))).await;
        for order in explained.json()["orders"].as_array().expect("orders") {
            let id = order["id"].as_str().expect("an id");
            text += &stage.send(actor, get(&format!("/api/v1/orders/{id}"))).await.text();
        }
        text += &explained.text();
    }
    text
}

#[actix_web::test]
async fn amounts_telephones_and_profits_are_told_only_to_those_who_may_see_them() {
    let stage = with_everything_that_may_be_hidden();
    let canaries = [
        (["987654", "9,877"], Permissions { view_financials: false, ..EVERYTHING }),
        (["515-555-0199", "515-555-0199"], Permissions { view_contacts: false, ..EVERYTHING }),
        (["profit_cents", "6137"], Permissions { view_margin: false, ..EVERYTHING }),
    ];
    let all = everything_said(&stage, &stage.session(&rep_who_may(&stage, "all", EVERYTHING))).await;
    for (number, (words, permissions)) in canaries.into_iter().enumerate() {
        let less = rep_who_may(&stage, &format!("less{number}"), permissions);
        let less = everything_said(&stage, &stage.session(&less)).await;
        for word in words {
            assert!(all.contains(word), "{word} must be visible to those who may see it");
            assert!(!less.contains(word), "{permissions:?} shows {word}: {less}");
        }
        assert!(less.contains("overdue") && less.contains("42 days"), "what is left must be told: {less}");
    }
}

#[actix_web::test]
async fn what_is_owed_cannot_be_told_from_the_order_of_the_list_or_its_cursor() {
    let stage = with_everything_that_may_be_hidden();
    let first = async |actor: &Actor| {
        let page = stage.send(actor, get("/api/v1/alerts?limit=1")).await.json();
        let page: Page<AlertRow> = serde_json::from_value(page).expect("alerts");
        (page.items[0].alert.kind, page.next_cursor.expect("there are more"))
    };
    let all = stage.session(&rep_who_may(&stage, "all", EVERYTHING));
    assert_eq!(first(&all).await.0, AlertKind::Overdue, "it is worth most");
    let permissions = Permissions { view_financials: false, ..EVERYTHING };
    let less = stage.session(&rep_who_may(&stage, "less", permissions));
    let (kind, cursor) = first(&less).await;
    assert_ne!(kind, AlertKind::Overdue, "its place tells how much it is");
    let next = stage.send(&less, get(&format!("/api/v1/alerts?limit=1&cursor={cursor}"))).await.json();
    assert_eq!(next["items"][0]["alert"]["kind"], json!("overdue"), "{next:#}");
}
