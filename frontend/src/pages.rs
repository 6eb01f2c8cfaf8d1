//! One file per page, named by its noun.

pub mod account;
pub mod accounts;
pub mod accuracy;
pub mod dashboard;
pub mod for_you;
pub mod imports;
pub mod invoices;
pub mod map;
pub mod not_found;
pub mod notifications;
pub mod orders;
pub mod password;
pub mod products;
pub mod rule_lab;
pub mod settings;
pub mod sign_in;
pub mod targets;
pub mod trip;
pub mod weekly;
