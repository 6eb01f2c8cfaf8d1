//! Bytes in, records and row errors out: CSV dialects, column mapping, cleaning.
//!
//! Everything streams: a file of any size passes through a window of about a megabyte, and a bad
//! row becomes a [`RowError`](bellwether_core::import::RowError) while the next one goes on.

mod absent;
mod accounts;
mod availability;
mod backorder;
mod dates;
mod decimal;
mod dialect;
mod doubts;
mod error;
mod facts;
mod guess;
mod invoice_words;
mod invoices;
mod money;
mod months;
mod preview;
mod products;
mod purchases;
mod quantity;
mod reader;
mod records;
mod reps;
mod row;
mod source;
mod status;
mod synonyms;
mod tally;
mod targets;
mod terms;

pub use accounts::AccountRecord;
pub use error::FileError;
pub use invoices::InvoiceRecord;
pub use preview::{FirstRows, first_rows, preview};
pub use products::ProductRecord;
pub use purchases::{NO_PRODUCT_KEY, NO_PRODUCT_NAME, PurchaseRecord};
pub use reader::{Batch, Reader};
pub use reps::RepRecord;
pub use row::Record;
pub use source::Unpacked;
pub use targets::TargetRecord;
