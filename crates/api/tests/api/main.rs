//! The API as a client meets it: every test calls the whole service, on a database of its own.

mod accuracy;
mod alerts;
mod caching;
mod cookies;
mod csrf;
mod document;
mod events;
mod explain;
mod exports;
mod imports;
mod levels;
mod matrix;
mod notifications;
mod passwords;
mod path_spellings;
mod problems;
mod rules;
mod scope;
mod stage;
mod trips;
