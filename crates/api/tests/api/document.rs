//! The OpenAPI document: the committed one is the one the code makes, and nothing in it dangles.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn document() -> Value {
    serde_json::to_value(bellwether_api::document()).expect("the document is JSON")
}

#[test]
fn the_committed_document_is_the_one_the_code_makes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi/openapi.json");
    let made = bellwether_api::document().to_pretty_json().expect("the document is JSON") + "\n";
    let committed = std::fs::read_to_string(&path).unwrap_or_else(|error| format!("{error}"));
    assert!(committed == made, "openapi/openapi.json is stale: run cargo xtask bless");
}

#[test]
fn every_operation_has_a_name_a_summary_a_tag_and_its_refusals() {
    let document = document();
    let paths = document["paths"].as_object().expect("paths");
    let mut names = BTreeSet::new();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().expect("operations") {
            let name =
                operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no name"));
            assert!(names.insert(name.to_owned()), "{name} is used twice");
            assert!(
                operation["summary"].as_str().is_some_and(|text| !text.is_empty()),
                "{name} has no summary"
            );
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{name} needs one tag");
            let responses = operation["responses"].as_object().expect("responses");
            assert!(responses.keys().any(|status| status.starts_with('2')), "{name} has no success");
            assert!(responses.contains_key("default"), "{name} does not say how it refuses");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    let text = document.to_string();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap_or("");
        assert!(schemas.contains_key(name), "{name} is referred to but not there");
    }
}
