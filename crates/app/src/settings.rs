//! Settings of the organisation.

use crate::{Answer, App, AppError, Caller, clock};
use bellwether_core::settings::{Settings, WeekStart};
use bellwether_store::{audit, changes, settings as rows};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// Dates on which the organisation is closed, at most.
const MOST_HOLIDAYS: usize = 1_000;

/// Settings without a column of their own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
struct Extra {
    hide_leaderboard_from_reps: bool,
    outreach_lead_days: u32,
    overdue_grace_days: u32,
    holidays: Vec<NaiveDate>,
}

impl Default for Extra {
    fn default() -> Self {
        Self {
            hide_leaderboard_from_reps: false,
            outreach_lead_days: 14,
            overdue_grace_days: 0,
            holidays: Vec::new(),
        }
    }
}

impl App {
    /// The organisation's settings.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn settings(&self, _caller: &Caller) -> Answer<Settings> {
        Ok(self.book().settings().clone())
    }

    /// Changes the organisation's settings.
    ///
    /// # Errors
    /// `Forbidden` unless an admin, `Invalid` with the field and what it accepts.
    pub fn update_settings(&self, caller: &Caller, wanted: &Settings) -> Answer<Settings> {
        caller.require_admin()?;
        check(wanted)?;
        let now = clock::now();
        self.store.write_or(|conn| {
            let before = rows::get(conn)?;
            rows::update(conn, &stored(wanted, before)?)?;
            changes::append_rules(conn, now)?;
            let entry = audit::AuditEntry {
                user: caller.author(),
                action: "settings changed".to_owned(),
                object: "settings".to_owned(),
                detail: json!(wanted),
                request_id: String::new(),
            };
            Ok::<_, AppError>(audit::record(conn, &entry, now)?)
        })?;
        self.reload_settings()?;
        self.publish_facts()?;
        self.chores.wake_watch();
        Ok(wanted.clone())
    }
}

fn check(wanted: &Settings) -> Answer<()> {
    let name = wanted.organisation.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(AppError::invalid("organisation", "use 1 to 200 characters"));
    }
    if wanted.time_zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(AppError::invalid("time_zone", "use an IANA name such as America/Denver"));
    }
    if wanted.currency.len() != 3 || !wanted.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(AppError::invalid("currency", "use an ISO 4217 code such as USD"));
    }
    if !(1..=12).contains(&wanted.fiscal_year_start_month) {
        return Err(AppError::invalid("fiscal_year_start_month", "use a month from 1 to 12"));
    }
    if wanted.outreach_lead_days > 90 {
        return Err(AppError::invalid("outreach_lead_days", "use 0 to 90 days"));
    }
    if wanted.overdue_grace_days > 90 {
        return Err(AppError::invalid("overdue_grace_days", "use 0 to 90 days"));
    }
    if wanted.holidays.len() > MOST_HOLIDAYS {
        return Err(AppError::invalid("holidays", format!("use at most {MOST_HOLIDAYS} dates")));
    }
    Ok(())
}

/// As the wire shows them.
///
/// # Errors
/// `Internal` when they are damaged.
pub(crate) fn shown(row: &rows::Settings) -> Answer<Settings> {
    let extra: Extra = serde_json::from_value(row.extra.clone())
        .map_err(|error| AppError::Internal(format!("the stored settings cannot be read: {error}")))?;
    Ok(Settings {
        organisation: row.organisation_name.clone(),
        time_zone: row.time_zone.clone(),
        currency: row.currency.clone(),
        week_start: if row.week_start == 6 { WeekStart::Sunday } else { WeekStart::Monday },
        fiscal_year_start_month: u32::from(row.fiscal_year_start_month),
        price_editing_enabled: row.price_editing,
        hide_leaderboard_from_reps: extra.hide_leaderboard_from_reps,
        pinned_as_of: row.as_of,
        outreach_lead_days: extra.outreach_lead_days,
        overdue_grace_days: extra.overdue_grace_days,
        holidays: extra.holidays,
    })
}

fn stored(wanted: &Settings, before: rows::Settings) -> Answer<rows::Settings> {
    let extra = Extra {
        hide_leaderboard_from_reps: wanted.hide_leaderboard_from_reps,
        outreach_lead_days: wanted.outreach_lead_days,
        overdue_grace_days: wanted.overdue_grace_days,
        holidays: wanted.holidays.iter().copied().collect::<BTreeSet<_>>().into_iter().collect(),
    };
    Ok(rows::Settings {
        organisation_name: wanted.organisation.trim().to_owned(),
        time_zone: wanted.time_zone.clone(),
        currency: wanted.currency.clone(),
        week_start: match wanted.week_start {
            WeekStart::Monday => 0,
            WeekStart::Sunday => 6,
        },
        fiscal_year_start_month: wanted
            .fiscal_year_start_month
            .try_into()
            .map_err(|_| AppError::invalid("fiscal_year_start_month", "use a month from 1 to 12"))?,
        price_editing: wanted.price_editing_enabled,
        as_of: wanted.pinned_as_of,
        extra: serde_json::to_value(extra).map_err(|error| AppError::Internal(error.to_string()))?,
        ..before
    })
}
