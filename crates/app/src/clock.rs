//! The only place that looks at the clock.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// The present moment, UTC.
#[expect(clippy::disallowed_methods, reason = "this is the module that wraps it")]
pub(crate) fn now() -> NaiveDateTime {
    Utc::now().naive_utc()
}

/// The present moment, as the wire shows it.
pub(crate) fn utc(moment: NaiveDateTime) -> DateTime<Utc> {
    moment.and_utc()
}

/// The zone of an IANA name; UTC when it is unknown, which settings never are.
pub(crate) fn zone(name: &str) -> chrono_tz::Tz {
    name.parse().unwrap_or(chrono_tz::UTC)
}

/// The time on the clocks of an IANA time zone.
pub(crate) fn local(time_zone: &str) -> NaiveDateTime {
    now().and_utc().with_timezone(&zone(time_zone)).naive_local()
}

/// Today's business date in an IANA time zone.
pub(crate) fn today(time_zone: &str) -> NaiveDate {
    local(time_zone).date()
}
