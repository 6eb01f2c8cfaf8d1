//! The workspace holds the table of `docs/ARCHITECTURE.md`, and the test that says so can fail.

use std::process::Command;

use bellwether_testkit::architecture::broken_rules;
use serde_json::{Value, json};

fn workspace_metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the cargo that runs this test can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON")
}

fn package(name: &str, uses: &[(&str, Option<&str>)]) -> Value {
    let dependencies: Vec<Value> =
        uses.iter().map(|(name, kind)| json!({ "name": name, "kind": kind })).collect();
    json!({ "packages": [{ "name": name, "dependencies": dependencies }] })
}

#[test]
fn every_crate_of_the_workspace_uses_only_what_it_may() {
    let metadata = workspace_metadata();
    let count = metadata["packages"].as_array().map_or(0, Vec::len);
    assert!(count >= 14, "only {count} packages were found");
    let broken = broken_rules(&metadata);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_handler_that_reaches_for_the_store_is_named_with_what_it_may_use() {
    let broken = broken_rules(&package("bellwether-api", &[("bellwether-store", None)]));
    assert_eq!(broken.len(), 1);
    assert!(broken[0].contains("bellwether-api"), "{}", broken[0]);
    assert!(broken[0].contains("must not use bellwether-store"), "{}", broken[0]);
    assert!(broken[0].contains("app, core"), "{}", broken[0]);
}

#[test]
fn a_pure_crate_may_not_have_a_clock_a_runtime_or_a_database() {
    for foreign in ["tokio", "diesel", "rand", "tracing"] {
        for name in ["core", "ledger", "scoring", "territory", "charts"] {
            let broken = broken_rules(&package(&format!("bellwether-{name}"), &[(foreign, None)]));
            assert_eq!(broken.len(), 1, "{name} with {foreign}");
        }
    }
}

#[test]
fn tests_may_know_more_than_the_product() {
    let uses = [("bellwether-testkit", Some("dev")), ("tokio", Some("dev"))];
    assert!(broken_rules(&package("bellwether-ledger", &uses)).is_empty());
    let as_product = broken_rules(&package("bellwether-ledger", &[("bellwether-testkit", None)]));
    assert_eq!(as_product.len(), 1, "testkit is for tests only");
}

#[test]
fn a_new_crate_needs_a_line_in_the_table() {
    let broken = broken_rules(&package("bellwether-newcomer", &[]));
    assert_eq!(broken.len(), 1);
    assert!(broken[0].contains("no rule"), "{}", broken[0]);
}
