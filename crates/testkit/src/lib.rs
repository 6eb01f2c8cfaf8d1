//! Development only: databases, application, builders and the architecture test.

pub mod architecture;
pub mod database;
pub mod mail_server;
pub mod order_lines;
pub mod webhook_receiver;
