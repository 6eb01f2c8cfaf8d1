//! What leaves the machine, against a mail server and a webhook receiver of the test's own.

mod mail;
mod webhook;
