//! Every answer of the ledger equals a plain loop over the raw rows, whatever the rows and the slice.

mod accounts;
mod book;
mod building;
mod changes;
mod naive;
mod products;
mod replaced;
mod totals;
