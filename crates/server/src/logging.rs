//! Log lines go to standard error, for people or as JSON. What is logged never holds passwords, keys, cookies
//! or query strings; the places that log see to that.

use crate::configuration::{LogFormat, Place};
use tracing_subscriber::EnvFilter;

/// Starts logging. Commands that end soon say only what went wrong.
pub fn start(place: &Place, serves: bool) {
    let standard = if serves { "info" } else { "warn" };
    let filter = EnvFilter::new(place.log.as_deref().unwrap_or(standard));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match place.log_format {
        LogFormat::Human => lines.with_target(false).init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
}
