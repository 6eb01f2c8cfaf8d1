//! Insights over a set of accounts (rules, sections 5 and 6): the weekly rollup and the lowest performing
//! customers. Pure: whose accounts they are is decided by whoever makes the [`Filter`](bellwether_ledger::Filter).

pub mod drafts;
pub mod lowest_performing;
#[cfg(test)]
mod stage;
pub mod target_share;
pub mod weekly_rollup;

pub use drafts::{Draft, Drafts};
pub use lowest_performing::{Lowest, Ranked, Ranking, lowest_performing};
pub use target_share::{MonthTarget, progress, selling_days, target_share};
pub use weekly_rollup::{WeekSales, week_window};
