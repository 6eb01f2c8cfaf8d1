//! Facts kept safe: Diesel on SQLite and PostgreSQL, one query layer. One file per noun; every query
//! that returns business rows takes the caller's [`Scope`](bellwether_core::Scope).

pub mod accounts;
pub mod accuracy;
mod any_connection;
pub mod audit;
pub mod changes;
mod connection;
pub mod contacts;
mod counters;
mod dialect;
mod error;
mod follower;
pub mod import_writer;
pub mod imports;
pub mod jobs;
pub mod keys;
pub mod ledger_feed;
pub mod mappings;
mod migrate;
pub mod orders;
pub mod products;
pub mod records;
pub mod regions;
pub mod reps;
pub mod rule_versions;
mod schema;
mod scope;
pub mod scores;
pub mod sessions;
pub mod settings;
mod store;
mod undo;
pub mod users;

pub use connection::{Connection, Engine};
pub use error::{Result, StoreError};
pub use follower::Follower;
pub use import_writer::{ImportOutcome, ImportWriter};
pub use store::Store;
pub use undo::{UndoOutcome, undo};
