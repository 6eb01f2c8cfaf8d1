//! Alerts by the date they were raised, with what became of them since: for an account's timeline and for the
//! comparison of weeks. Those that were never more than to watch were shown to nobody, so they are left out; what was
//! urgent once and is only watched today stays in.

use super::{AlertRecord, Row, final_states, kind_of, state_of};
use crate::connection::Connection;
use crate::error::Result;
use crate::schema::{accounts, alert_events, alerts, tasks};
use crate::scope::InScope;
use bellwether_core::alert::{AlertKind, AlertState};
use bellwether_core::{AccountId, AlertId, Period, RepId, Scope};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashSet;

/// Alerts that are, or were once, more than to watch.
macro_rules! was_shown {
    () => {{
        use crate::alerts::{OPENED, ROSE, urgency};
        use crate::schema::{alert_events, alerts};
        use bellwether_core::alert::AlertTier;
        let rises = alert_events::table
            .filter(alert_events::alert_id.eq(alerts::id))
            .filter(alert_events::what.eq_any([OPENED, ROSE]))
            .filter(alert_events::detail.ne(urgency(AlertTier::Watch)));
        alerts::tier.ne(AlertTier::Watch.code()).or(diesel::dsl::exists(rises))
    }};
}
pub(super) use was_shown;

/// Alerts of an account, the latest raised first, those before (date, id) of `before`.
///
/// # Errors
/// Database failures; outside the scope there are none.
pub fn raised_for(
    connection: &mut Connection,
    scope: &Scope,
    account: AccountId,
    before: Option<(NaiveDate, i64)>,
    limit: i64,
) -> Result<Vec<AlertRecord>> {
    let mut query = alerts::table
        .inner_join(accounts::table)
        .filter(alerts::account_id.eq(account.0))
        .filter(was_shown!())
        .filter(InScope(scope))
        .order((alerts::opened_on.desc(), alerts::id.desc()))
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some((date, id)) = before {
        let same_day = alerts::opened_on.eq(date).and(alerts::id.lt(id));
        query = query.filter(alerts::opened_on.lt(date).or(same_day));
    }
    query.load(connection)?.into_iter().map(AlertRecord::try_from).collect()
}

/// How many alerts [`raised_for`] has to show.
///
/// # Errors
/// Database failures; outside the scope there are none.
pub fn count_raised_for(connection: &mut Connection, scope: &Scope, account: AccountId) -> Result<i64> {
    Ok(alerts::table
        .inner_join(accounts::table)
        .filter(alerts::account_id.eq(account.0))
        .filter(was_shown!())
        .filter(InScope(scope))
        .count()
        .get_result(connection)?)
}

/// An alert that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Its id.
    pub id: AlertId,
    /// Which rule raised it.
    pub kind: AlertKind,
    /// How it ended.
    pub state: AlertState,
}

/// The alerts raised in a period that have ended since, of the scope or of one rep inside it.
///
/// # Errors
/// Database failures.
pub fn ended_of(
    connection: &mut Connection,
    scope: &Scope,
    rep: Option<RepId>,
    period: Period,
) -> Result<Vec<Ended>> {
    let mut query = alerts::table
        .inner_join(accounts::table)
        .filter(alerts::opened_on.ge(period.from))
        .filter(alerts::opened_on.lt(period.until))
        .filter(alerts::state.eq_any(final_states()))
        .filter(was_shown!())
        .filter(InScope(scope))
        .select((alerts::id, alerts::kind, alerts::state))
        .into_boxed();
    if let Some(rep) = rep {
        query = query.filter(accounts::rep_id.eq(rep.0));
    }
    let rows: Vec<(i64, String, String)> = query.load(connection)?;
    rows.into_iter()
        .map(|(id, kind, state)| {
            Ok(Ended { id: AlertId(id), kind: kind_of(&kind)?, state: state_of(&state)? })
        })
        .collect()
}

/// Of the alerts from an id on, those that somebody did something about: one of the things that `worked` names, or a
/// task. For the product's own work, which has found the alerts already.
///
/// # Errors
/// Database failures.
pub fn worked_from(connection: &mut Connection, first: AlertId, worked: &[&str]) -> Result<HashSet<AlertId>> {
    let acted: Vec<i64> = alert_events::table
        .filter(alert_events::what.eq_any(worked.iter().map(|word| (*word).to_owned())))
        .filter(alert_events::alert_id.ge(first.0))
        .select(alert_events::alert_id)
        .load(connection)?;
    let given: Vec<Option<i64>> =
        tasks::table.filter(tasks::alert_id.ge(first.0)).select(tasks::alert_id).load(connection)?;
    Ok(acted.into_iter().chain(given.into_iter().flatten()).map(AlertId).collect())
}

/// The alerts that somebody has still to do a task for. For the product's own work, as [`worked_from`].
///
/// # Errors
/// Database failures.
pub fn with_open_tasks(connection: &mut Connection) -> Result<HashSet<AlertId>> {
    let open: Vec<Option<i64>> = tasks::table
        .filter(tasks::done_on.is_null())
        .filter(tasks::alert_id.is_not_null())
        .select(tasks::alert_id)
        .load(connection)?;
    Ok(open.into_iter().flatten().map(AlertId).collect())
}
