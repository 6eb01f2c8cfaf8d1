//! The schema: the same on both engines, up and down.

use bellwether_store::{Store, StoreError};
use bellwether_testkit::database;
use std::collections::BTreeSet;

#[test]
fn migrations_run_up_down_and_up_again() {
    for database in database::each_engine() {
        let store = Store::open(&database.url).expect("it opens");
        let first = store.migrate().expect("up");
        assert!(first.len() >= 5, "{}: {first:?}", database.engine);
        let columns = store.columns().expect("columns");
        assert!(store.migrate().expect("nothing to do").is_empty(), "{}", database.engine);
        assert_eq!(store.revert_all_migrations().expect("down").len(), first.len(), "{}", database.engine);
        assert_eq!(store.columns().expect("columns"), [], "{}: something was left behind", database.engine);
        assert_eq!(store.migrate().expect("up again"), first, "{}", database.engine);
        assert_eq!(store.columns().expect("columns"), columns, "{}", database.engine);
    }
}

#[test]
fn looking_for_missing_migrations_makes_nothing() {
    for database in database::each_engine() {
        let store = Store::open(&database.url).expect("it opens");
        let missing = store.pending_migrations().expect("looked");
        assert!(store.columns().expect("columns").is_empty(), "{}: looking made a table", database.engine);
        assert_eq!(missing.len(), store.migrate().expect("up").len(), "{}", database.engine);
        assert_eq!(store.pending_migrations().expect("looked"), Vec::<String>::new(), "{}", database.engine);
    }
}

#[test]
fn a_database_file_that_is_not_there_is_not_made_by_looking_for_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("none.db");
    let opened = Store::open_existing(&file.display().to_string());
    assert!(matches!(opened, Err(StoreError::NotFound)));
    assert!(!file.exists());
}

#[test]
fn both_engines_and_the_code_have_the_same_tables_and_columns() {
    let code: BTreeSet<(String, String)> = columns_of_the_code();
    for database in database::each_engine() {
        let store = Store::open(&database.url).expect("it opens");
        store.migrate().expect("up");
        let there: BTreeSet<(String, String)> = store.columns().expect("columns").into_iter().collect();
        assert_eq!(there, code, "{}", database.engine);
    }
}

/// Tables and columns of `schema.rs`, read from its text.
fn columns_of_the_code() -> BTreeSet<(String, String)> {
    let mut columns = BTreeSet::new();
    let mut table = "";
    for line in include_str!("../../src/schema.rs").lines() {
        if let Some((name, _)) = line.strip_prefix("    ").and_then(|line| line.split_once(" (")) {
            table = name;
        } else if let Some((column, _)) = line.trim().split_once(" -> ")
            && line.starts_with("        ")
        {
            columns.insert((table.to_owned(), column.to_owned()));
        }
    }
    columns
}

#[test]
fn processes_that_start_together_migrate_once() {
    for database in database::each_engine() {
        let ran: usize = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| Store::open(&database.url).expect("opens").migrate().expect("up").len())
                })
                .collect();
            starts.into_iter().map(|start| start.join().expect("no panic")).sum()
        });
        let store = Store::open(&database.url).expect("it opens");
        assert!(store.migrate().expect("nothing to do").is_empty());
        assert_eq!(ran, store.revert_all_migrations().expect("down").len(), "{}", database.engine);
    }
}

#[test]
fn a_mistyped_url_is_refused_and_leaves_no_file() {
    for url in ["postgres_typo://host/db", "mysql://host/db", "sqlite:", ""] {
        assert!(Store::open(url).is_err(), "{url}");
    }
    assert!(Store::open("postgres://127.0.0.1:1/none").is_err());
}
