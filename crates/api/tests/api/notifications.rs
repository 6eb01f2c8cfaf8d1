//! Who is told what: preferences, messages and webhooks over the wire.

use crate::stage::{Actor, PATIENCE, Stage, get, mapping, post};
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use bellwether_app::Outbound;
use bellwether_core::import::{Field, ImportKind};
use bellwether_core::user::UserInput;
use bellwether_core::{DeliveryId, Role, WebhookId};
use bellwether_testkit::mail_server::MailServer;
use bellwether_testkit::webhook_receiver::WebhookReceiver;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn put(path: &str, body: &Value) -> TestRequest {
    TestRequest::put().uri(path).set_json(body)
}

#[actix_web::test]
async fn preferences_that_cannot_be_are_refused_and_the_others_are_kept_for_one_person() {
    let stage = Stage::new();
    let (rep, leader) = (stage.actor(Role::Rep), stage.actor(Role::Leadership));
    let before = stage.send(&rep, get("/api/v1/me/notifications")).await.json();
    assert_eq!((&before["immediate_from"], &before["has_digest"]), (&json!("at_risk"), &json!(true)));
    for (wanted, says) in [
        (json!({ "digest_hour": 24 }), "digest_hour"),
        (json!({ "digest_hour": -1 }), "digest_hour: the number -1"),
        (json!({ "quiet_from_hour": 24, "quiet_until_hour": 7 }), "quiet_from_hour"),
        (json!({ "quiet_from_hour": 20, "quiet_until_hour": null }), "quiet_from_hour"),
        (json!({ "quiet_from_hour": 7, "quiet_until_hour": 7 }), "quiet_from_hour"),
        (json!({ "most_cards_a_day": 0 }), "most_cards_a_day"),
        (json!({ "most_cards_a_day": 101 }), "most_cards_a_day"),
        (json!({ "immediate_from": "panic" }), "panic"),
        (json!({ "muted": ["noise"] }), "noise"),
    ] {
        let problem = stage.send(&rep, put("/api/v1/me/notifications", &wanted)).await.problem();
        assert_eq!((problem.status, problem.code.as_str()), (422, "invalid"), "{wanted}");
        assert!(problem.detail.contains(says), "{wanted}: {}", problem.detail);
    }
    assert_eq!(stage.send(&rep, get("/api/v1/me/notifications")).await.json(), before);
    let others = stage.send(&leader, get("/api/v1/me/notifications")).await.json();
    let wanted = json!({
        "immediate_from": "critical", "has_digest": false, "digest_hour": 23, "quiet_from_hour": null,
        "quiet_until_hour": null, "most_cards_a_day": 3, "muted": ["overdue"], "is_mail_set_up": true,
    });
    let kept = stage.send(&rep, put("/api/v1/me/notifications", &wanted)).await.json();
    assert_eq!(kept["is_mail_set_up"], json!(false), "nobody sets up e-mail by saying so");
    assert_eq!(kept, stage.send(&rep, get("/api/v1/me/notifications")).await.json());
    let mut wanted = wanted;
    wanted["is_mail_set_up"] = json!(false);
    assert_eq!(kept, wanted);
    assert_eq!(stage.send(&leader, get("/api/v1/me/notifications")).await.json(), others);
}

/// What `GET /deliveries` shows.
async fn deliveries(stage: &Stage, actor: &Actor) -> Vec<Value> {
    let page = stage.send(actor, get("/api/v1/deliveries")).await.json();
    let items = page["items"].as_array().expect("a page of messages").clone();
    assert_eq!(page["total"], json!(items.len()));
    items
}

/// Waits until somebody has a message.
async fn first_delivery(stage: &Stage, actor: &Actor) -> Value {
    let start = Instant::now();
    loop {
        if let Some(first) = deliveries(stage, actor).await.into_iter().next() {
            return first;
        }
        assert!(start.elapsed() < PATIENCE, "no message was ever written");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Sends a message again, as soon as nobody else is sending it.
async fn resend(stage: &Stage, actor: &Actor, id: &str) -> (StatusCode, String) {
    let start = Instant::now();
    loop {
        let request = TestRequest::post().uri(&format!("/api/v1/deliveries/{id}/resend"));
        let reply = stage.send(actor, request).await;
        if reply.status != StatusCode::CONFLICT || start.elapsed() > PATIENCE {
            return (reply.status, reply.text_without_request_id());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[actix_web::test]
async fn messages_of_others_are_neither_shown_nor_sent_again() {
    let server = MailServer::start();
    let stage = Stage::that_may_contact(Outbound {
        smtp_url: Some(server.url("")),
        mail_from: "Bellwether <alerts@example.com>".to_owned(),
        ..Outbound::default()
    });
    let (rep, admin) = (stage.actor(Role::Rep), stage.actor(Role::Admin));
    let other = UserInput { rep: Some(stage.other_rep()), ..stage.input("other", Role::Rep) };
    let other = stage.app.add_user(&bellwether_app::Caller::system(), &other).expect("a new person");
    let other = stage.session(&other);
    stage.bring_alerts();
    // The very first look tells nobody, so there is something else to tell.
    let columns = [
        (Field::AccountKey, "number"),
        (Field::InvoiceKey, "invoice"),
        (Field::InvoiceDate, "date"),
        (Field::DueDate, "due"),
        (Field::OpenBalance, "open"),
    ];
    let invoices = "number,invoice,date,due,open\nA-1,I-1,2025-09-20,2025-10-20,900.00\n\
                    A-2,I-2,2025-09-20,2025-10-20,900.00\n";
    stage.import(invoices, mapping(ImportKind::Invoices, &columns));
    let (own, foreign) = (first_delivery(&stage, &rep).await, first_delivery(&stage, &other).await);
    assert_eq!((&own["recipient"], &own["channel"]), (&json!("rep@example.com"), &json!("email")));
    assert_eq!(foreign["recipient"], json!("other@example.com"));
    for delivery in deliveries(&stage, &rep).await {
        assert_eq!(delivery["recipient"], json!("rep@example.com"), "{delivery:#}");
    }
    let all = deliveries(&stage, &admin).await;
    for delivery in [&own, &foreign] {
        assert!(all.iter().any(|one| one["id"] == delivery["id"]), "admins see all: {all:#?}");
    }
    let id = |delivery: &Value| delivery["id"].as_str().expect("an id").to_owned();
    let absent = resend(&stage, &rep, &DeliveryId(987_654).to_string()).await;
    assert_eq!(absent.0, StatusCode::NOT_FOUND);
    assert_eq!(resend(&stage, &rep, &id(&foreign)).await, absent);
    for actor in [&rep, &admin] {
        assert_eq!(resend(&stage, actor, &id(&own)).await.0, StatusCode::OK);
    }
}

#[actix_web::test]
async fn the_key_of_a_webhook_is_shown_once_and_signs_what_is_sent() {
    let receiver = WebhookReceiver::start();
    let outbound = Outbound { allowed_hosts: vec!["127.0.0.1".to_owned()], ..Outbound::default() };
    let stage = Stage::that_may_contact(outbound);
    let admin = stage.actor(Role::Admin);
    let made = stage
        .send(&admin, post("/api/v1/webhooks", &json!({ "name": " CRM ", "url": receiver.url() })))
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let made = made.json();
    let secret = made["secret"].as_str().expect("shown when it is made");
    assert!(secret.starts_with("whsec_") && secret.len() >= 38, "{secret}");
    let id = made["id"].as_str().expect("an id");
    let address = format!("/api/v1/webhooks/{id}");
    let test = stage.send(&admin, TestRequest::post().uri(&format!("{address}/test"))).await;
    assert_eq!(test.status, StatusCode::OK, "{}", test.text());
    stage.wait_until("the test event arrives", || !receiver.received().is_empty());
    let arrived = receiver.received().swap_remove(0);
    assert_eq!(arrived.header("webhook-id"), test.json()["id"].as_str().expect("an id"));
    assert!(arrived.header("webhook-signature").starts_with("v1,"), "{arrived:?}");
    assert!(arrived.header("webhook-timestamp").parse::<i64>().is_ok(), "{arrived:?}");
    let changed = stage.send(&admin, put(&address, &json!({ "is_enabled": false }))).await;
    assert_eq!(changed.json()["is_enabled"], json!(false));
    let listed = stage.send(&admin, get("/api/v1/webhooks")).await;
    assert_eq!(listed.json()[0]["name"], json!("CRM"));
    let messages = stage.send(&admin, get("/api/v1/deliveries")).await.text();
    for text in [changed.text(), listed.text(), messages, arrived.body, test.text()] {
        assert!(!text.contains(secret) && !text.contains("whsec_"), "{text}");
    }
    assert_eq!(stage.send(&admin, TestRequest::delete().uri(&address)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(stage.send(&admin, get("/api/v1/webhooks")).await.json(), json!([]));
    let gone = stage.send(&admin, TestRequest::delete().uri(&address)).await.problem();
    assert_eq!(gone.code, "not_found");
    let absent = format!("/api/v1/webhooks/{}/test", WebhookId(987_654));
    assert_eq!(stage.send(&admin, TestRequest::post().uri(&absent)).await.problem().code, "not_found");
}

/// Spellings of addresses that lie inside, or that nothing may be sent to.
const REFUSED: [&str; 36] = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.0.0.1/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://%31%32%37.0.0.1/",
    "https://127\u{3002}0\u{3002}0\u{3002}1/",
    "https://\u{ff11}\u{ff12}\u{ff17}.0.0.1/",
    "https://0.0.0.0/",
    "https://0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://255.255.255.255/",
    "https://224.0.0.1/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "http://example.com/",
    "https://example.com:22/",
    "https://name:password@example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://",
    "//example.com/",
    "example.com",
    "",
];

#[actix_web::test]
async fn an_address_that_may_not_be_reached_is_refused_in_whatever_spelling() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    for url in REFUSED {
        let reply =
            stage.send(&admin, post("/api/v1/webhooks", &json!({ "name": "inside", "url": url }))).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}: {}", reply.text());
        let problem = reply.problem();
        assert_eq!(problem.code, "invalid", "{url}");
        assert!(problem.detail.starts_with("url: "), "{url}: {}", problem.detail);
    }
    for name in ["", "  ", &"x".repeat(201)] {
        let body = json!({ "name": name, "url": "https://example.com/hook" });
        let problem = stage.send(&admin, post("/api/v1/webhooks", &body)).await.problem();
        assert!(problem.detail.starts_with("name: "), "{}", problem.detail);
    }
    assert_eq!(stage.send(&admin, get("/api/v1/webhooks")).await.json(), json!([]));
}
