//! Who may call what: every route of the document, as everybody. A route without a row fails.

use crate::stage::{Actor, PASSWORD, Stage};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use bellwether_app::Caller;
use bellwether_core::key::KeyScope;
use bellwether_core::user::UserInput;
use bellwether_core::{
    AlertId, ClosureId, DeliveryId, ImportId, InteractionId, JobId, KeyId, OrderId, Role, TargetId, TaskId,
    UserId, ViewId, WebhookId,
};
use bellwether_testkit::database;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Status for: nobody, rep, manager, leadership, admin, an admin's read key, a disabled admin, an admin who must
/// change the password first.
type Expected = [u16; 8];

const ACTORS: [&str; 8] =
    ["nobody", "rep", "manager", "leadership", "admin", "read key", "disabled", "newcomer"];

const OPEN: Expected = [200, 200, 200, 200, 200, 200, 200, 200];
const ANSWERED: Expected = [204, 204, 204, 204, 204, 204, 204, 204];
const SIGNED: Expected = [401, 200, 200, 200, 200, 200, 401, 403];
const TEAM: Expected = [401, 403, 200, 200, 200, 200, 401, 403];
const OVERVIEW: Expected = [401, 403, 403, 200, 200, 200, 401, 403];
const ADMIN: Expected = [401, 403, 403, 403, 200, 200, 401, 403];

/// Operation, what comes after `/api/v1/…` as query or body, and the expected statuses.
fn rows(stage: &Stage) -> Vec<(&'static str, &'static str, Option<Value>, Expected)> {
    let settings = stage.app.settings(&Caller::system()).expect("settings");
    let user = json!({
        "name": "New", "email": "new@example.com", "role": "leadership", "password": PASSWORD,
        "permissions": { "view_margin": false, "view_contacts": false, "view_financials": false },
    });
    let mapping = json!({ "name": "mine", "mapping": { "kind": "reps", "columns": { "rep_key": "number" }, "source": "csv" } });
    let target = json!({ "month": "2026-01-01", "amount_cents": 100_000 });
    let closure = json!({ "from": "2026-01-07", "until": "2026-01-09", "note": "Stocktaking" });
    let webhook = json!({ "name": "inside", "url": "https://127.0.0.1/" });
    let view = json!({ "name": "Iowa", "page": "accounts", "query": "state=IA" });
    let (first, second) = stage.account_ids();
    let trip = json!({ "stops": [first, second] });
    let credentials = json!({ "email": "admin@example.com", "password": PASSWORD });
    let guess = json!({ "current_password": "not the password", "new_password": "another horse entirely" });
    let changed = Some(serde_json::to_value(settings).expect("settings are JSON"));
    vec![
        ("health", "", None, ANSWERED),
        ("ready", "", None, ANSWERED),
        ("openapi_document", "", None, OPEN),
        ("sign_in", "", Some(credentials), [200, 200, 200, 200, 200, 403, 200, 200]),
        ("me", "", None, [401, 200, 200, 200, 200, 200, 401, 200]),
        // With a wrong current password, so that everybody's stays what it is.
        ("change_password", "", Some(guess), [401, 422, 422, 422, 422, 403, 401, 422]),
        ("settings", "", None, SIGNED),
        ("update_settings", "", changed, [401, 403, 403, 403, 200, 403, 401, 403]),
        ("freshness", "", None, SIGNED),
        ("filter_choices", "", None, SIGNED),
        ("dashboard", "", None, SIGNED),
        ("segments", "", None, SIGNED),
        ("explain_metrics", "", None, SIGNED),
        ("bridge", "", None, SIGNED),
        ("breakdown", "?figure=profit", None, SIGNED),
        ("concentration", "", None, SIGNED),
        ("territory", "", None, SIGNED),
        ("momentum", "", None, SIGNED),
        ("penetration", "", None, SIGNED),
        ("states", "", None, SIGNED),
        ("accounts", "", None, SIGNED),
        ("export_accounts", "?format=xlsx&columns=name", None, SIGNED),
        ("export_breakdown", "?figure=orders", None, SIGNED),
        ("export_states", "", None, SIGNED),
        ("export_products", "?format=xlsx", None, SIGNED),
        ("export_orders", "?view=past", None, SIGNED),
        ("account", "", None, SIGNED),
        ("explain", "?since=2026-01-05", None, SIGNED),
        ("scoring_model", "", None, OVERVIEW),
        ("accuracy", "", None, SIGNED),
        ("rules", "", None, TEAM),
        ("preview_rules", "", Some(json!({})), [401, 403, 200, 200, 200, 403, 401, 403]),
        ("save_rules", "", Some(json!({ "rules": {} })), [401, 403, 403, 201, 201, 403, 401, 403]),
        ("map", "", None, SIGNED),
        ("map_histograms", "", None, SIGNED),
        ("products", "", None, SIGNED),
        ("product_orders", "?category=c_0000000000000", None, SIGNED),
        ("units", "", None, SIGNED),
        ("orders", "", None, SIGNED),
        ("order", "", None, [401, 404, 404, 404, 404, 404, 401, 403]),
        ("invoices", "", None, SIGNED),
        ("targets", "", None, SIGNED),
        // Of the whole organisation, so only for those who see all of it.
        ("set_target", "", Some(target), [401, 403, 403, 200, 200, 403, 401, 403]),
        ("remove_target", "", None, [401, 403, 404, 404, 404, 403, 401, 403]),
        ("weekly_rollup", "", None, SIGNED),
        ("lowest_performing", "", None, SIGNED),
        ("probably_lost", "", None, SIGNED),
        ("for_you", "", None, SIGNED),
        ("alerts", "", None, SIGNED),
        ("explain_alert", "", None, [401, 404, 404, 404, 404, 404, 401, 403]),
        ("act_on_alert", "", Some(json!({ "action": "see" })), [401, 404, 404, 404, 404, 403, 401, 403]),
        // Of an account that everybody sees, without alerts.
        ("act_on_account", "", Some(json!({ "action": "see" })), [401, 200, 200, 200, 200, 403, 401, 403]),
        ("closures", "", None, SIGNED),
        ("close_account", "", Some(closure), [401, 201, 201, 201, 201, 403, 401, 403]),
        ("remove_closure", "", None, [401, 404, 404, 404, 404, 403, 401, 403]),
        // Of an account that everybody sees.
        ("log_interaction", "", Some(json!({ "kind": "call" })), [401, 201, 201, 201, 201, 403, 401, 403]),
        ("remove_interaction", "", None, [401, 404, 404, 404, 404, 403, 401, 403]),
        ("tasks", "", None, SIGNED),
        ("add_task", "", Some(json!({ "title": "Call" })), [401, 201, 201, 201, 201, 403, 401, 403]),
        ("update_task", "", Some(json!({ "title": "Call" })), [401, 404, 404, 404, 404, 403, 401, 403]),
        ("remove_task", "", None, [401, 404, 404, 404, 404, 403, 401, 403]),
        ("people", "", None, SIGNED),
        ("timeline", "", None, SIGNED),
        ("brief", "", None, SIGNED),
        // Through an account that reps and managers do not see; of both only the state is known.
        ("plan_trip", "", Some(trip), [401, 404, 404, 422, 422, 403, 401, 403]),
        ("search", "?q=first", None, SIGNED),
        ("views", "", None, SIGNED),
        ("add_view", "", Some(view.clone()), [401, 201, 201, 201, 201, 403, 401, 403]),
        ("update_view", "", Some(view), [401, 404, 404, 404, 404, 403, 401, 403]),
        ("remove_view", "", None, [401, 404, 404, 404, 404, 403, 401, 403]),
        ("weekly_diff", "", None, TEAM),
        ("notification_preferences", "", None, SIGNED),
        ("update_notification_preferences", "", Some(json!({})), [401, 200, 200, 200, 200, 403, 401, 403]),
        ("deliveries", "", None, SIGNED),
        ("resend_delivery", "", None, [401, 404, 404, 404, 404, 403, 401, 403]),
        ("webhooks", "", None, ADMIN),
        // To an address that is refused, so that nothing is contacted.
        ("add_webhook", "", Some(webhook), [401, 403, 403, 403, 422, 403, 401, 403]),
        (
            "update_webhook",
            "",
            Some(json!({ "is_enabled": false })),
            [401, 403, 403, 403, 404, 403, 401, 403],
        ),
        ("remove_webhook", "", None, [401, 403, 403, 403, 404, 403, 401, 403]),
        ("test_webhook", "", None, [401, 403, 403, 403, 404, 403, 401, 403]),
        ("events", "", None, SIGNED),
        ("preview_import", "?file_name=x.csv", None, [401, 403, 403, 200, 200, 403, 401, 403]),
        ("start_import", "?file_name=x.csv&kind=purchases", None, [401, 403, 403, 202, 202, 403, 401, 403]),
        ("imports", "", None, OVERVIEW),
        ("import", "", None, [401, 403, 403, 404, 404, 404, 401, 403]),
        ("import_errors", "", None, [401, 403, 403, 404, 404, 404, 401, 403]),
        ("undo_import", "", None, [401, 403, 403, 404, 404, 403, 401, 403]),
        ("mappings", "", None, OVERVIEW),
        ("save_mapping", "", Some(mapping), [401, 403, 403, 200, 200, 403, 401, 403]),
        ("jobs", "", None, OVERVIEW),
        ("job", "", None, [401, 403, 403, 404, 404, 404, 401, 403]),
        ("start_scoring", "", Some(json!({})), [401, 403, 403, 403, 202, 403, 401, 403]),
        ("start_backtest", "", Some(json!({})), [401, 403, 403, 202, 202, 403, 401, 403]),
        ("users", "", None, ADMIN),
        ("add_user", "", Some(user.clone()), [401, 403, 403, 403, 201, 403, 401, 403]),
        ("update_user", "", Some(user), [401, 403, 403, 403, 404, 403, 401, 403]),
        ("keys", "", None, SIGNED),
        (
            "add_key",
            "",
            Some(json!({ "name": "key", "scope": "read" })),
            [401, 201, 201, 201, 201, 403, 401, 403],
        ),
        ("revoke_key", "", None, [401, 404, 404, 404, 404, 403, 401, 403]),
        // Last, for it ends the sessions.
        ("sign_out", "", None, [401, 204, 204, 204, 204, 403, 401, 204]),
    ]
}

fn actors(stage: &Stage) -> [Actor; 8] {
    let newcomer = stage.newcomer().actor;
    let admin = stage.person("admin", Role::Admin);
    let leaver = stage.person("leaver", Role::Admin);
    let disabled = stage.session(&leaver);
    let input = UserInput {
        name: leaver.name.clone(),
        email: leaver.email.clone(),
        role: leaver.role,
        permissions: leaver.permissions,
        rep: None,
        regions: Vec::new(),
        is_disabled: true,
        password: None,
    };
    stage.app.update_user(&Caller::system(), leaver.id, &input).expect("another admin is left");
    [
        Actor::Nobody,
        stage.actor(Role::Rep),
        stage.actor(Role::Manager),
        stage.actor(Role::Leadership),
        stage.session(&admin),
        stage.key(&admin, KeyScope::Read),
        disabled,
        newcomer,
    ]
}

/// Method and path of every operation of the document.
fn operations() -> Vec<(String, Method, String)> {
    let document = serde_json::to_value(bellwether_api::document()).expect("the document is JSON");
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let name = operation["operationId"].as_str().expect("a name").to_owned();
            found.push((name, method.to_uppercase().parse().expect("a method"), path.clone()));
        }
    }
    found
}

/// Ids of nothing, but for the account, which is everybody's on this stage.
fn filled(stage: &Stage, path: &str) -> String {
    let nothing = 987_654;
    let id = match path.split('/').nth(3) {
        Some("accounts") => stage.account_ids().0.to_string(),
        Some("alerts") => AlertId(nothing).to_string(),
        Some("closures") => ClosureId(nothing).to_string(),
        Some("deliveries") => DeliveryId(nothing).to_string(),
        Some("imports") => ImportId(nothing).to_string(),
        Some("interactions") => InteractionId(nothing).to_string(),
        Some("jobs") => JobId(nothing).to_string(),
        Some("orders") => OrderId(nothing).to_string(),
        Some("tasks") => TaskId(nothing).to_string(),
        Some("targets") => TargetId(nothing).to_string(),
        Some("views") => ViewId(nothing).to_string(),
        Some("users") => UserId(nothing).to_string(),
        Some("webhooks") => WebhookId(nothing).to_string(),
        _keys => KeyId(nothing).to_string(),
    };
    path.replace("{id}", &id)
}

#[actix_web::test]
async fn everybody_gets_from_every_route_what_the_table_says() {
    for database in database::each_engine() {
        let engine = database.engine;
        let wrong = differences(&Stage::on(database)).await;
        assert!(wrong.is_empty(), "{engine}:\n{}", wrong.join("\n"));
    }
}

/// Where an answer is not what the table says.
async fn differences(stage: &Stage) -> Vec<String> {
    stage.app.run_scoring(None).expect("the accounts are scored");
    let (actors, rows, operations) = (actors(stage), rows(stage), operations());
    let with_row: BTreeSet<&str> = rows.iter().map(|(name, ..)| *name).collect();
    let documented: BTreeSet<&str> = operations.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(with_row, documented, "every operation needs one row in the table");
    let mut wrong = Vec::new();
    for (name, query, body, expected) in rows {
        let (_name, method, path) =
            operations.iter().find(|(known, ..)| known == name).expect("checked above");
        let address = format!("{}{query}", filled(stage, path));
        for ((actor, who), status) in actors.iter().zip(ACTORS).zip(expected) {
            let request = TestRequest::default().method(method.clone()).uri(&address);
            let request = match &body {
                Some(body) => request.set_json(body),
                None if name.ends_with("_import") && !query.is_empty() => request.set_payload(PURCHASES),
                None => request,
            };
            let reply = stage.send(actor, request).await;
            if reply.status.as_u16() != status {
                wrong.push(format!(
                    "{name} as {who}: {} instead of {status}: {}",
                    reply.status,
                    reply.text()
                ));
            }
        }
    }
    wrong
}

/// A file with everything an import of purchases needs.
const PURCHASES: &str = "Customer ID,Customer Name,Order ID,Order Date,Product ID,Product Name,Quantity,Sales\n\
                         A-1,First account,O-9,2026-01-07,P-1,Product,1,5.00\n";
