//! Tasks: who does what for which account by when. A task for an account is seen by whoever sees the account; one
//! for no account by those it concerns, its assignee and its author.

use crate::accounts as account_rows;
use crate::connection::Connection;
use crate::counters;
use crate::error::Result;
use crate::schema::{alerts, tasks, users};
use crate::scope;
use crate::users::found;
use bellwether_core::task::Person;
use bellwether_core::{AccountId, AlertId, Scope, TaskId, UserId};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Untyped};
use std::collections::HashMap;

/// A task. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRecord {
    /// Its id.
    pub id: TaskId,
    /// What to do.
    pub title: String,
    /// The account it is for.
    pub account: Option<AccountId>,
    /// The alert it follows from.
    pub alert: Option<AlertId>,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// Who does it.
    pub assignee: Person,
    /// Who asked for it.
    pub author: Person,
    /// When it was added.
    pub created_at: NaiveDateTime,
    /// When it was done.
    pub done: Option<Done>,
}

/// That a task is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// When.
    pub at: NaiveDateTime,
    /// The business date of that.
    pub on: NaiveDate,
    /// Who said so.
    pub by: Person,
}

/// What is stored of a task to add or to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskValues {
    /// What to do.
    pub title: String,
    /// The account it is for.
    pub account: Option<AccountId>,
    /// The alert it follows from.
    pub alert: Option<AlertId>,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// Who does it.
    pub assignee: UserId,
    /// When it was done.
    pub done: Option<Done>,
}

/// Who looks: what they see depends on the accounts they see and on who they are.
#[derive(Debug, Clone, Copy)]
pub struct Viewer<'a> {
    /// The accounts they see.
    pub scope: &'a Scope,
    /// Who they are.
    pub user: UserId,
}

impl Viewer<'_> {
    /// The tasks they see, as text. Only numbers are written into it.
    fn condition(self) -> String {
        let user = self.user.0;
        let inside = scope::condition(self.scope);
        format!(
            "((tasks.account_id IS NULL AND (tasks.assignee_id = {user} OR tasks.author_id = {user})) \
             OR tasks.account_id IN (SELECT accounts.id FROM accounts WHERE {inside}))"
        )
    }
}

/// Which tasks are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those for this account.
    pub account: Option<AccountId>,
    /// Only those of this person.
    pub assignee: Option<UserId>,
    /// With those that are done.
    pub with_done: bool,
}

/// Where a task stands in its list: the done after the open, then by when, those without a date last, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Whether it is done.
    pub is_done: bool,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// Its id.
    pub id: TaskId,
}

/// Stands for no date, after every other.
const NO_DATE: &str = "9999-12-31";
const IS_DONE: &str = "CASE WHEN tasks.done_on IS NULL THEN 0 ELSE 1 END";

#[derive(Queryable, Selectable)]
#[diesel(table_name = tasks)]
struct Row {
    id: i64,
    title: String,
    account_id: Option<i64>,
    alert_id: Option<i64>,
    due_on: Option<NaiveDate>,
    assignee_id: i64,
    author_id: i64,
    created_at: NaiveDateTime,
    done_at: Option<NaiveDateTime>,
    done_on: Option<NaiveDate>,
    done_by_id: Option<i64>,
}

/// The tasks of rows, with the names of their people.
fn from_rows(connection: &mut Connection, rows: Vec<Row>) -> Result<Vec<TaskRecord>> {
    let mut people: Vec<i64> = rows
        .iter()
        .flat_map(|row| [row.assignee_id, row.author_id, row.done_by_id.unwrap_or(row.author_id)])
        .collect();
    people.sort_unstable();
    people.dedup();
    let names: HashMap<i64, String> = users::table
        .filter(users::id.eq_any(people))
        .select((users::id, users::name))
        .load::<(i64, String)>(connection)?
        .into_iter()
        .collect();
    let person =
        |id: i64| Person { id: UserId(id), name: names.get(&id).cloned().unwrap_or_else(String::new) };
    let task = |row: Row| TaskRecord {
        id: TaskId(row.id),
        assignee: person(row.assignee_id),
        author: person(row.author_id),
        title: row.title,
        account: row.account_id.map(AccountId),
        alert: row.alert_id.map(AlertId),
        due_on: row.due_on,
        created_at: row.created_at,
        done: row.done_at.zip(row.done_on).zip(row.done_by_id).map(|((at, on), by)| Done {
            at,
            on,
            by: person(by),
        }),
    };
    Ok(rows.into_iter().map(task).collect())
}

/// Tasks in the sequence of their [`Place`], those after `after`.
///
/// # Errors
/// Database failures.
pub fn list(
    connection: &mut Connection,
    viewer: Viewer<'_>,
    wanted: &Wanted,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<TaskRecord>> {
    let mut condition = condition(viewer, wanted);
    let due = format!("COALESCE(tasks.due_on, '{NO_DATE}')");
    if let Some(after) = after {
        let date = after.due_on.map_or_else(|| NO_DATE.to_owned(), |date| date.to_string());
        let (done, id) = (i32::from(after.is_done), after.id.0);
        condition = format!(
            "{condition} AND ({IS_DONE} > {done} OR ({IS_DONE} = {done} AND ({due} > '{date}' \
             OR ({due} = '{date}' AND tasks.id > {id}))))"
        );
    }
    let rows: Vec<Row> = tasks::table
        .filter(sql::<Bool>(&condition))
        .order(sql::<Untyped>(&format!("{IS_DONE}, {due}, tasks.id")))
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    from_rows(connection, rows)
}

/// How many tasks [`list`] has to show.
///
/// # Errors
/// Database failures.
pub fn count(connection: &mut Connection, viewer: Viewer<'_>, wanted: &Wanted) -> Result<i64> {
    let condition = condition(viewer, wanted);
    Ok(tasks::table.filter(sql::<Bool>(&condition)).count().get_result(connection)?)
}

/// What is wanted, as text. Only numbers are written into it.
fn condition(viewer: Viewer<'_>, wanted: &Wanted) -> String {
    let mut condition = viewer.condition();
    if let Some(AccountId(account)) = wanted.account {
        condition = format!("{condition} AND tasks.account_id = {account}");
    }
    if let Some(UserId(assignee)) = wanted.assignee {
        condition = format!("{condition} AND tasks.assignee_id = {assignee}");
    }
    if !wanted.with_done {
        condition = format!("{condition} AND tasks.done_on IS NULL");
    }
    condition
}

/// Tasks of an account that are done, the latest first, those before (business date, id) of `before`.
///
/// # Errors
/// Database failures.
pub fn done_of(
    connection: &mut Connection,
    scope: &Scope,
    account: AccountId,
    before: Option<(NaiveDate, i64)>,
    limit: i64,
) -> Result<Vec<TaskRecord>> {
    let mut query = tasks::table
        .filter(sql::<Bool>(&done_condition(scope, account)))
        .order((tasks::done_on.desc(), tasks::id.desc()))
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some((date, id)) = before {
        query = query.filter(
            tasks::done_on
                .assume_not_null()
                .lt(date)
                .or(tasks::done_on.assume_not_null().eq(date).and(tasks::id.lt(id))),
        );
    }
    let rows = query.load(connection)?;
    from_rows(connection, rows)
}

/// How many tasks [`done_of`] has to show.
///
/// # Errors
/// Database failures.
pub fn count_done_of(connection: &mut Connection, scope: &Scope, account: AccountId) -> Result<i64> {
    let done = done_condition(scope, account);
    Ok(tasks::table.filter(sql::<Bool>(&done)).count().get_result(connection)?)
}

fn done_condition(scope: &Scope, account: AccountId) -> String {
    format!(
        "tasks.done_on IS NOT NULL AND tasks.account_id = {} \
         AND tasks.account_id IN (SELECT accounts.id FROM accounts WHERE {})",
        account.0,
        scope::condition(scope)
    )
}

/// One task.
///
/// # Errors
/// `NotFound`, for foreign and absent tasks alike.
pub fn find(connection: &mut Connection, viewer: Viewer<'_>, id: TaskId) -> Result<TaskRecord> {
    let row: Row = tasks::table
        .filter(tasks::id.eq(id.0))
        .filter(sql::<Bool>(&viewer.condition()))
        .select(Row::as_select())
        .first(connection)?;
    from_rows(connection, vec![row])?.into_iter().next().ok_or(crate::StoreError::NotFound)
}

/// Adds a task.
///
/// # Errors
/// `NotFound` for an account outside the scope and for an alert of another account, `InUse` for a person that is
/// not there.
pub fn add(
    connection: &mut Connection,
    viewer: Viewer<'_>,
    values: &TaskValues,
    now: NaiveDateTime,
) -> Result<TaskId> {
    check_account(connection, viewer, values)?;
    let id: i64 = diesel::insert_into(tasks::table)
        .values((
            tasks::title.eq(&values.title),
            tasks::account_id.eq(values.account.map(|account| account.0)),
            tasks::alert_id.eq(values.alert.map(|alert| alert.0)),
            tasks::due_on.eq(values.due_on),
            tasks::assignee_id.eq(values.assignee.0),
            tasks::author_id.eq(viewer.user.0),
            tasks::created_at.eq(now),
            tasks::done_at.eq(values.done.as_ref().map(|done| done.at)),
            tasks::done_on.eq(values.done.as_ref().map(|done| done.on)),
            tasks::done_by_id.eq(values.done.as_ref().map(|done| done.by.id.0)),
        ))
        .returning(tasks::id)
        .get_result(connection)?;
    Ok(TaskId(id))
}

/// Stores a task anew.
///
/// # Errors
/// As [`add`], and `NotFound` for foreign and absent tasks alike.
pub fn update(
    connection: &mut Connection,
    viewer: Viewer<'_>,
    id: TaskId,
    values: &TaskValues,
) -> Result<()> {
    find(connection, viewer, id)?;
    check_account(connection, viewer, values)?;
    let changed = diesel::update(tasks::table.find(id.0))
        .set((
            tasks::title.eq(&values.title),
            tasks::account_id.eq(values.account.map(|account| account.0)),
            tasks::alert_id.eq(values.alert.map(|alert| alert.0)),
            tasks::due_on.eq(values.due_on),
            tasks::assignee_id.eq(values.assignee.0),
            tasks::done_at.eq(values.done.as_ref().map(|done| done.at)),
            tasks::done_on.eq(values.done.as_ref().map(|done| done.on)),
            tasks::done_by_id.eq(values.done.as_ref().map(|done| done.by.id.0)),
        ))
        .execute(connection)?;
    found(changed)
}

/// Removes a task.
///
/// # Errors
/// `NotFound`, for foreign and absent tasks alike.
pub fn delete(connection: &mut Connection, viewer: Viewer<'_>, id: TaskId) -> Result<()> {
    find(connection, viewer, id)?;
    found(diesel::delete(tasks::table.find(id.0)).execute(connection)?)
}

/// Whether account and alert are there and belong together.
fn check_account(connection: &mut Connection, viewer: Viewer<'_>, values: &TaskValues) -> Result<()> {
    if let Some(account) = values.account {
        // An undo of the import that brought the account has to see the task, or be over.
        counters::lock_facts(connection)?;
        account_rows::find(connection, viewer.scope, account)?;
    }
    let Some(alert) = values.alert else { return Ok(()) };
    let there: i64 = alerts::table
        .filter(alerts::id.eq(alert.0))
        .filter(alerts::account_id.nullable().eq(values.account.map(|account| account.0)))
        .count()
        .get_result(connection)?;
    found(usize::from(there > 0))
}
