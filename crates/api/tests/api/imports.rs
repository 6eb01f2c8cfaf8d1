//! Files as a client previews them: understood, of an unknown kind, under a mapping; and what is told of them.

use crate::stage::{Actor, Stage, get};
use actix_web::test::TestRequest;
use bellwether_app::{Caller, ImportOptions, UploadedFile};
use bellwether_core::Role;
use bellwether_core::import::{Field, Import, ImportKind, ImportStatus, Mapping, Notice, Preview};
use serde_json::json;

const UNKNOWN: &str = "Debitor;Wert;Am\n1001;12,50;13.02.2024\n";
const OPEN: &str = "Customer No,Order No,Order Date,Amount\nA-1,1,05/06/2024,1.234\n";

/// Asks for a preview of a whole file; `query` goes on after the name of the file.
fn preview(query: &str, content: &'static str) -> TestRequest {
    let uri = format!("/api/v1/imports/preview?file_name=export.csv&is_whole=true{query}");
    TestRequest::post().uri(&uri).set_payload(content)
}

fn given(mapping: &Mapping) -> String {
    let json = json!(mapping).to_string();
    let encoded: String = json.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("&given_mapping={encoded}")
}

async fn seen(stage: &Stage, admin: &Actor, query: &str, content: &'static str) -> Preview {
    let reply = stage.send(admin, preview(query, content)).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    serde_json::from_slice(&reply.body).expect("a preview")
}

fn codes(notices: &[Notice]) -> Vec<&str> {
    notices.iter().map(|notice| notice.code.as_str()).collect()
}

#[actix_web::test]
async fn a_file_that_is_not_recognised_can_be_previewed_under_a_kind_and_under_a_mapping() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    let shown = seen(&stage, &admin, "", UNKNOWN).await;
    assert!(!shown.is_kind_known && shown.mapping.columns.is_empty(), "{shown:?}");
    assert_eq!(shown.columns.iter().map(|column| column.samples.len()).sum::<usize>(), 3);
    let under = seen(&stage, &admin, "&kind=purchases", UNKNOWN).await;
    assert!(under.is_kind_known);
    assert_eq!(under.missing, [Field::AccountKey, Field::Amount], "its dates are found by their values");
    let columns = [(Field::AccountKey, "Debitor"), (Field::Amount, "Wert"), (Field::OrderDate, "Am")];
    let columns = columns.map(|(field, header)| (field, header.to_owned())).into();
    let mapping = Mapping { columns, ..Mapping::of_kind(ImportKind::Purchases) };
    let read = seen(&stage, &admin, &given(&mapping), UNKNOWN).await;
    assert_eq!((read.missing.as_slice(), &read.mapping), (&[][..], &mapping));
    assert_eq!(codes(&read.notices), ["orders_by_day"]);
}

#[actix_web::test]
async fn a_mapping_that_is_none_or_does_not_serve_is_refused_in_words() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    let reply = stage.send(&admin, preview("&given_mapping=%7B%22kind%22:%22sales%22%7D", UNKNOWN)).await;
    let problem = reply.problem();
    assert_eq!((problem.status, &*problem.code), (422, "invalid"));
    assert!(problem.detail.contains("given_mapping") && problem.detail.contains("sales"), "{problem:?}");
    let columns = [(Field::AccountKey, "Kunde"), (Field::Amount, "Wert"), (Field::OrderDate, "Am")];
    let columns = columns.map(|(field, header)| (field, header.to_owned())).into();
    let mapping = Mapping { columns, ..Mapping::of_kind(ImportKind::Purchases) };
    let problem = stage.send(&admin, preview(&given(&mapping), UNKNOWN)).await.problem();
    assert!(problem.detail.contains("no column \"Kunde\""), "{problem:?}");
}

#[actix_web::test]
async fn what_a_file_leaves_open_is_told_until_it_is_stated() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    let guess = seen(&stage, &admin, "", OPEN).await;
    assert_eq!(codes(&guess.notices), ["ambiguous_dates", "ambiguous_amounts"]);
    assert!(guess.notices[0].message.contains("as May 6, 2024; day first it is June 5, 2024"), "{guess:?}");
    let stated = Mapping { day_first: Some(true), decimal_comma: Some(false), ..guess.mapping };
    assert_eq!(seen(&stage, &admin, &given(&stated), OPEN).await.notices, []);
}

#[actix_web::test]
async fn a_check_is_listed_as_one_and_keeps_its_notices() {
    let stage = Stage::new();
    let admin = stage.actor(Role::Admin);
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let path = folder.path().join("orders.csv");
    std::fs::write(&path, OPEN).expect("written");
    let bytes = OPEN.len() as u64;
    let file = UploadedFile { path, file_name: "orders.csv".to_owned(), bytes, is_temporary: false };
    let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
    stage.app.run_import(&Caller::system(), file, &options).expect("it runs");
    let reply = stage.send(&admin, get("/api/v1/imports")).await;
    let imports: Vec<Import> = serde_json::from_slice(&reply.body).expect("imports");
    let check = imports.first().expect("the latest");
    assert_eq!((check.status, check.rows.added), (ImportStatus::DryRun, 1));
    assert_eq!(codes(&check.notices), ["ambiguous_dates", "ambiguous_amounts"]);
}
