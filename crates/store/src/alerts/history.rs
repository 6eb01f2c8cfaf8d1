//! Alerts by the date they were raised, with what became of them since: for an account's timeline and for the
//! comparison of weeks. Those that were never more than to watch were shown to nobody, so they are left out; what was
//! urgent once and is only watched today stays in.

use super::{AlertRecord, OPENED, ROSE, Row, kind_of, state_of, tier_of, urgency};
use crate::connection::Connection;
use crate::error::Result;
use crate::schema::{accounts, alert_events, alerts, tasks};
use crate::scope::InScope;
use bellwether_core::alert::{AlertKind, AlertState, AlertTier};
use bellwether_core::{AccountId, Period, RepId, Scope};
use chrono::NaiveDate;
use diesel::dsl::{case_when, exists, not};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// Alerts that are, or were once, more than to watch.
macro_rules! was_shown {
    () => {
        alerts::tier.ne(AlertTier::Watch.code()).or(exists(
            alert_events::table
                .filter(alert_events::alert_id.eq(alerts::id))
                .filter(alert_events::what.eq_any([OPENED, ROSE]))
                .filter(alert_events::detail.ne(urgency(AlertTier::Watch))),
        ))
    };
}

/// The tasks that somebody was given because of an alert; they name its account, too.
macro_rules! tasks_of_alert {
    () => {
        tasks::table
            .filter(tasks::account_id.eq(alerts::account_id.nullable()))
            .filter(tasks::alert_id.eq(alerts::id.nullable()))
    };
}

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

/// What became of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raised {
    /// Which rule raised it.
    pub kind: AlertKind,
    /// Where it is in its life.
    pub state: AlertState,
    /// How urgent it is.
    pub tier: AlertTier,
    /// Whether somebody ever did one of the things asked about with it, or was given a task because of it.
    pub is_worked: bool,
    /// Whether somebody has still to do that task.
    pub is_given: bool,
}

/// The alerts raised in a period, of the scope or of one rep inside it; `worked` are the words of what counts as
/// working one.
///
/// # Errors
/// Database failures.
pub fn raised_in(
    connection: &mut Connection,
    scope: &Scope,
    rep: Option<RepId>,
    period: Period,
    worked: &[&str],
) -> Result<Vec<Raised>> {
    let events = alert_events::table
        .filter(alert_events::alert_id.eq(alerts::id))
        .filter(alert_events::what.eq_any(worked.iter().map(|word| (*word).to_owned())));
    let mut query = alerts::table
        .inner_join(accounts::table)
        .filter(alerts::opened_on.ge(period.from))
        .filter(alerts::opened_on.lt(period.until))
        .filter(was_shown!())
        .filter(InScope(scope))
        .select((
            alerts::kind,
            alerts::state,
            alerts::tier,
            exists(events).or(exists(tasks_of_alert!())),
            exists(tasks_of_alert!().filter(tasks::done_on.is_null())),
        ))
        .into_boxed();
    if let Some(rep) = rep {
        query = query.filter(accounts::rep_id.eq(rep.0));
    }
    let rows: Vec<(String, String, String, bool, bool)> = query.load(connection)?;
    rows.into_iter()
        .map(|(kind, state, tier, is_worked, is_given)| {
            let (kind, state, tier) = (kind_of(&kind)?, state_of(&state)?, tier_of(&tier)?);
            Ok(Raised { kind, state, tier, is_worked, is_given })
        })
        .collect()
}

/// The most valuable alerts that nobody has worked, put away or answered yet and nobody has a task for, of the scope
/// or of one rep inside it.
/// What is owed counts as nothing where it is hidden: its place would tell it.
///
/// # Errors
/// Database failures.
pub fn waiting(
    connection: &mut Connection,
    scope: &Scope,
    rep: Option<RepId>,
    hides_debts: bool,
    limit: i64,
) -> Result<Vec<AlertRecord>> {
    let hidden = if hides_debts { AlertKind::Overdue.code() } else { "" };
    let value = case_when(alerts::kind.eq(hidden), 0.into_sql::<BigInt>()).otherwise(alerts::value_cents);
    let mut query = alerts::table
        .inner_join(accounts::table)
        .filter(alerts::state.eq_any([AlertState::Open.code(), AlertState::Seen.code()]))
        .filter(alerts::tier.ne(AlertTier::Watch.code()))
        .filter(not(exists(tasks_of_alert!().filter(tasks::done_on.is_null()))))
        .filter(InScope(scope))
        .order((value.desc(), alerts::id))
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(rep) = rep {
        query = query.filter(accounts::rep_id.eq(rep.0));
    }
    query.load(connection)?.into_iter().map(AlertRecord::try_from).collect()
}
