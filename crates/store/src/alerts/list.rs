//! Lists of alerts: pages and details inside a caller's scope, and, for the product's own work, the light part of all
//! that are live.

use super::history::was_shown;
use super::{AlertRecord, Row, kind_of, live, state_of, tier_of};
use crate::connection::Connection;
use crate::error::Result;
use crate::ledger_feed::Accounts;
use crate::schema::{accounts, alerts};
use crate::scope::InScope;
use bellwether_core::alert::{AlertKind, AlertState, AlertTier};
use bellwether_core::{AccountId, AlertId, RepId, Scope};
use chrono::NaiveDate;
use diesel::dsl::{case_when, count_star};
use diesel::helper_types::{InnerJoin, IntoBoxed};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::collections::HashMap;

/// Stands where no rule is meant.
const NO_KIND: &str = "";

/// Which alerts a page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AlertFilter {
    /// Only this account.
    pub account: Option<AccountId>,
    /// Only accounts of this rep.
    pub rep: Option<RepId>,
    /// Only this rule.
    pub kind: Option<AlertKind>,
    /// Only this tier.
    pub tier: Option<AlertTier>,
    /// Only this state; none: all that are live.
    pub state: Option<AlertState>,
    /// What is owed counts as nothing at stake: for those who may not see it, its place would tell it.
    pub hides_debts: bool,
}

/// The last alert of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlertCursor {
    /// Its money at stake.
    pub value_cents: i64,
    /// Its id.
    pub id: AlertId,
}

/// One page of alerts.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertPage {
    /// Most money at stake first.
    pub alerts: Vec<AlertRecord>,
    /// How many match in all.
    pub total: u64,
    /// Where the next page starts; none on the last one.
    pub next: Option<AlertCursor>,
}

/// What choosing cards, listing and counting need of a live alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveAlert {
    /// Its id.
    pub id: AlertId,
    /// Whose.
    pub account: AccountId,
    /// Which rule raised it.
    pub kind: AlertKind,
    /// Where it is in its life.
    pub state: AlertState,
    /// How urgent it is.
    pub tier: AlertTier,
    /// Money at stake.
    pub value_cents: i64,
    /// Out of sight until this date.
    pub snoozed_until: Option<NaiveDate>,
    /// The date it was raised.
    pub opened_on: NaiveDate,
    /// Whether it is, or was once, more than to watch.
    pub was_shown: bool,
}

type Backend = <Connection as diesel::Connection>::Backend;
type Boxed<'a> = IntoBoxed<'a, InnerJoin<alerts::table, accounts::table>, Backend>;

fn inside(scope: &Scope) -> Boxed<'_> {
    alerts::table.inner_join(accounts::table).into_boxed().filter(InScope(scope))
}

fn chosen<'a>(scope: &'a Scope, filter: &AlertFilter) -> Boxed<'a> {
    let mut query = inside(scope);
    if let Some(account) = filter.account {
        query = query.filter(alerts::account_id.eq(account.0));
    }
    if let Some(rep) = filter.rep {
        query = query.filter(accounts::rep_id.eq(rep.0));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(alerts::kind.eq(kind.code()));
    }
    if let Some(tier) = filter.tier {
        query = query.filter(alerts::tier.eq(tier.code()));
    }
    match filter.state {
        Some(state) => query.filter(alerts::state.eq(state.code())),
        None => query.filter(alerts::state.eq_any(live())),
    }
}

/// Alerts by money at stake, those after `after`, at most `limit`.
///
/// # Errors
/// Database failures; outside the scope there are none.
pub fn page(
    connection: &mut Connection,
    scope: &Scope,
    filter: &AlertFilter,
    after: Option<AlertCursor>,
    limit: u32,
) -> Result<AlertPage> {
    let total: i64 = chosen(scope, filter).select(count_star()).first(connection)?;
    let hidden = if filter.hides_debts { AlertKind::Overdue.code() } else { NO_KIND };
    let value = || case_when(alerts::kind.eq(hidden), 0.into_sql::<BigInt>()).otherwise(alerts::value_cents);
    let mut query = chosen(scope, filter);
    if let Some(after) = after {
        let same = value().eq(after.value_cents).and(alerts::id.gt(after.id.0));
        query = query.filter(value().lt(after.value_cents).or(same));
    }
    let rows: Vec<Row> = query
        .order((value().desc(), alerts::id))
        .limit(i64::from(limit) + 1)
        .select(Row::as_select())
        .load(connection)?;
    let has_more = rows.len() > limit as usize;
    let alerts: Vec<AlertRecord> =
        rows.into_iter().take(limit as usize).map(AlertRecord::try_from).collect::<Result<_>>()?;
    let last = alerts.last().map(|last| AlertCursor {
        value_cents: if last.kind.code() == hidden { 0 } else { last.value_cents },
        id: last.id,
    });
    Ok(AlertPage { alerts, total: total.cast_unsigned(), next: last.filter(|_| has_more) })
}

type LightRow = (i64, i64, String, String, String, i64, Option<NaiveDate>, NaiveDate, bool);

/// The light part of every live alert, or of those of some accounts, by account and id. For the product's own work: the
/// book holds them, and hands them out inside a scope only.
///
/// # Errors
/// Database failures.
pub fn live_alerts(connection: &mut Connection, accounts: Accounts<'_>) -> Result<Vec<LiveAlert>> {
    let query = || {
        let live = alerts::table.filter(alerts::state.eq_any(live()));
        live.order((alerts::account_id, alerts::id)).select((
            alerts::id,
            alerts::account_id,
            alerts::kind,
            alerts::state,
            alerts::tier,
            alerts::value_cents,
            alerts::snoozed_until,
            alerts::opened_on,
            was_shown!(),
        ))
    };
    let mut rows: Vec<LightRow> = Vec::new();
    match accounts {
        Accounts::All => rows = query().load(connection)?,
        Accounts::Only(ids) => {
            for chunk in ids.chunks(crate::accounts::MOST_BINDS) {
                rows.extend(query().filter(alerts::account_id.eq_any(chunk)).load::<LightRow>(connection)?);
            }
        }
    }
    rows.into_iter().map(light).collect()
}

fn light(row: LightRow) -> Result<LiveAlert> {
    let (id, account, kind, state, tier, value_cents, snoozed_until, opened_on, was_shown) = row;
    Ok(LiveAlert {
        id: AlertId(id),
        account: AccountId(account),
        kind: kind_of(&kind)?,
        state: state_of(&state)?,
        tier: tier_of(&tier)?,
        value_cents,
        snoozed_until,
        opened_on,
        was_shown,
    })
}

/// These live alerts, of those that the scope holds, in this sequence. One that ended meanwhile is left out.
///
/// # Errors
/// Database failures.
pub fn live_among(connection: &mut Connection, scope: &Scope, ids: &[AlertId]) -> Result<Vec<AlertRecord>> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(crate::accounts::MOST_BINDS) {
        // Asked for their state too, SQLite would look through all that are live instead of the few of these ids.
        let rows: Vec<Row> = inside(scope)
            .filter(alerts::id.eq_any(chunk.iter().map(|id| id.0)))
            .select(Row::as_select())
            .load(connection)?;
        for row in rows {
            let record = AlertRecord::try_from(row)?;
            if record.state.is_live() {
                found.insert(record.id, record);
            }
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// The live alerts of some accounts, of those that the scope holds, by account and id.
///
/// # Errors
/// Database failures.
pub fn live_of(
    connection: &mut Connection,
    scope: &Scope,
    accounts: &[AccountId],
) -> Result<Vec<AlertRecord>> {
    let mut found = Vec::new();
    for chunk in accounts.chunks(crate::accounts::MOST_BINDS) {
        let rows: Vec<Row> = chosen(scope, &AlertFilter::default())
            .filter(alerts::account_id.eq_any(chunk.iter().map(|account| account.0)))
            .order((alerts::account_id, alerts::id))
            .select(Row::as_select())
            .load(connection)?;
        for row in rows {
            found.push(row.try_into()?);
        }
    }
    Ok(found)
}
