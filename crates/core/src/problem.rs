//! Errors on the wire: RFC 9457 problem details with a stable code and a remedy.

use serde::{Deserialize, Serialize};

/// The body of every error answer (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Problem {
    /// Always `about:blank`; `code` is the stable identifier.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short, the same for every occurrence of the code.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable machine-readable code, for example `not_found`.
    pub code: String,
    /// What happened this time.
    pub detail: String,
    /// What to do next.
    pub remedy: String,
    /// Finds the matching log line.
    pub request_id: String,
}
