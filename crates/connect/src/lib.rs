//! Outbound: e-mail over SMTP and signed webhooks. Everything here blocks; whoever sends does it on a thread
//! of its own.

mod encryption;
pub mod guard;
pub mod mail;
pub mod webhook;
