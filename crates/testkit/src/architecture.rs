//! The direction of dependencies, as a table that a test holds against `cargo metadata`.
//! A broken rule is named in words, so that whoever broke it knows what to do instead.

use serde_json::Value;

/// Prefix of every package of the product.
const OURS: &str = "bellwether-";

/// Packages that would let a clock, a network, a database or chance into code that must be a pure function.
const IMPURE: &[&str] = &[
    "actix-web",
    "argon2",
    "diesel",
    "fastrand",
    "futures-util",
    "getrandom",
    "leptos",
    "libsqlite3-sys",
    "log",
    "r2d2",
    "rand",
    "rayon",
    "reqwest",
    "tempfile",
    "tokio",
    "tracing",
];

/// What speaks HTTP, as a server or as a client.
const HTTP: &[&str] = &["actix-web", "hyper", "leptos", "reqwest"];

/// What speaks to a database.
const DATABASE: &[&str] = &["diesel", "diesel_migrations", "libsqlite3-sys", "r2d2"];

/// One line of the table: what a crate is for, and whom it may know.
struct Rule {
    /// Short name of the crate, without the prefix.
    name: &'static str,
    /// Its task, for the message.
    task: &'static str,
    /// The product's crates it may use.
    may_use: &'static [&'static str],
    /// Foreign packages it must not use directly.
    never: &'static [&'static [&'static str]],
}

const RULES: &[Rule] = &[
    Rule { name: "core", task: "words of the business, pure", may_use: &[], never: &[IMPURE] },
    Rule { name: "charts", task: "pictures from numbers, pure", may_use: &["core"], never: &[IMPURE] },
    Rule { name: "ledger", task: "order history in memory, pure", may_use: &["core"], never: &[IMPURE] },
    Rule { name: "territory", task: "distance and geocoding, pure", may_use: &["core"], never: &[IMPURE] },
    Rule { name: "text", task: "language signals, pure", may_use: &["core"], never: &[IMPURE] },
    Rule { name: "scoring", task: "the engine, pure", may_use: &["core", "ledger"], never: &[IMPURE] },
    Rule {
        name: "ingest",
        task: "bytes in, records out; it knows no database and no network",
        may_use: &["core", "text"],
        never: &[HTTP, DATABASE],
    },
    Rule {
        name: "connect",
        task: "outbound connections; it knows no database",
        may_use: &["core"],
        never: &[DATABASE, &["actix-web", "leptos"]],
    },
    Rule {
        name: "store",
        task: "rows in and out of the database; it computes no metric and speaks no HTTP",
        may_use: &["core"],
        never: &[HTTP],
    },
    Rule {
        name: "app",
        task: "use cases; it speaks neither HTTP nor Diesel itself",
        may_use: &["charts", "connect", "core", "ingest", "ledger", "scoring", "store", "territory", "text"],
        never: &[&["actix-web", "diesel", "leptos"]],
    },
    Rule {
        name: "api",
        task: "handlers; every query goes through app, where scope is decided",
        may_use: &["app", "core"],
        never: &[DATABASE, &["leptos"]],
    },
    Rule {
        name: "client",
        task: "typed client; it knows the wire and no server",
        may_use: &["core"],
        never: &[DATABASE, &["actix-web", "leptos"]],
    },
    Rule {
        name: "server",
        task: "the binary; wiring and commands only",
        may_use: &["api", "app", "core"],
        never: &[&["diesel", "leptos"]],
    },
    Rule {
        name: "maplibre",
        task: "bindings to the map library; it knows no business and no Leptos",
        may_use: &[],
        never: &[HTTP, DATABASE],
    },
    Rule {
        name: "frontend",
        task: "the app in the browser; all data comes through client",
        may_use: &["charts", "client", "core", "maplibre", "scoring"],
        never: &[DATABASE, &["actix-web", "reqwest", "tokio"]],
    },
    Rule {
        name: "testkit",
        task: "support of the tests",
        may_use: &[
            "api",
            "app",
            "client",
            "core",
            "ingest",
            "ledger",
            "scoring",
            "server",
            "store",
            "territory",
        ],
        never: &[&["leptos"]],
    },
];

/// One use of a package by a crate of the product.
struct Use<'a> {
    by: &'a str,
    of: &'a str,
    /// Tests and examples may know more than the product.
    for_tests_only: bool,
}

/// Every broken rule, in words; empty when all hold.
///
/// `metadata` is what `cargo metadata --no-deps` prints.
pub fn broken_rules(metadata: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    for by in packages(metadata) {
        let Some(rule) = RULES.iter().find(|rule| rule.name == short(name_of(by))) else {
            if name_of(by).starts_with(OURS) {
                broken.push(format!(
                    "{} has no rule: say in testkit's architecture.rs and in docs/ARCHITECTURE.md what it is \
                     for and which crates it may use",
                    name_of(by)
                ));
            }
            continue;
        };
        broken.extend(uses(by).filter_map(|dependency| broken_by(rule, &dependency)));
    }
    broken
}

fn broken_by(rule: &Rule, dependency: &Use) -> Option<String> {
    if dependency.for_tests_only {
        return None;
    }
    let Use { by, of, .. } = dependency;
    if !of.starts_with(OURS) {
        let is_forbidden = rule.never.iter().any(|group| group.contains(of));
        return is_forbidden.then(|| format!("{by} ({}) must never use {of} directly", rule.task));
    }
    if rule.may_use.contains(&short(of)) {
        return None;
    }
    let allowed = if rule.may_use.is_empty() { "none".to_owned() } else { rule.may_use.join(", ") };
    Some(format!("{by} ({}) must not use {of}; of the product's crates it may use: {allowed}", rule.task))
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn uses(package: &Value) -> impl Iterator<Item = Use<'_>> {
    package["dependencies"].as_array().into_iter().flatten().map(|dependency| Use {
        by: name_of(package),
        of: name_of(dependency),
        for_tests_only: dependency["kind"] == "dev",
    })
}

fn name_of(package: &Value) -> &str {
    package["name"].as_str().expect("cargo metadata names every package and dependency")
}

fn short(name: &str) -> &str {
    name.strip_prefix(OURS).unwrap_or(name)
}
