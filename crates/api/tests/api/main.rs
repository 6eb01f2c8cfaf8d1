//! The API as a client meets it: every test calls the whole service, on a database of its own.

mod caching;
mod cookies;
mod csrf;
mod document;
mod matrix;
mod passwords;
mod path_spellings;
mod problems;
mod scope;
mod stage;
