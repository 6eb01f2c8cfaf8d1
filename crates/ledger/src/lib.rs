//! Order history in memory: columns per account, dimensions, slices and aggregates.
//!
//! Everything here is a pure function of an immutable [`Snapshot`], a [`Filter`], a [`Window`] and an
//! as-of date: no clock, no files, no threads, so the same code runs on the server and in the browser.

// What is held.
pub mod day;
pub mod dimension;
pub mod groups;
pub mod history;
pub mod identity;
pub mod invoices;
pub mod line;
mod marks;
pub mod order;
pub mod reversal;
pub mod snapshot;
mod timeline;

// How it comes in.
pub mod builder;

// What is asked about.
pub mod buckets;
mod sales;
pub mod slice;
pub mod window;

// What is answered, one question a file.
pub mod account_rows;
pub mod amounts;
pub mod base_units;
pub mod bridge;
pub mod by_account;
pub mod by_order;
pub mod cadence;
pub mod category_marks;
pub mod distribution;
pub mod kpi;
pub mod momentum;
pub mod overview;
pub mod penetration;
pub mod products;
pub mod purchases;
pub mod series;
pub mod states;
pub mod territory;
pub mod top;
pub mod totals;

pub use amounts::Amounts;
pub use base_units::BaseUnits;
pub use buckets::Buckets;
pub use builder::LedgerBuilder;
pub use day::{Day, DayRange};
pub use dimension::{Account, Category, Dimensions, DimensionsBuilder, Product, Region, Rep};
pub use groups::Groups;
pub use history::{Backorder, History, HistoryBuilder};
pub use invoices::Invoices;
pub use line::{Line, UNKNOWN_COST};
pub use order::Order;
pub use slice::Filter;
pub use snapshot::Snapshot;
pub use totals::Totals;
pub use window::{Compared, Window};
