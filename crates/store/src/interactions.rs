//! Calls, visits and what was promised: logged by people, kept until they take it back.

use crate::accounts as account_rows;
use crate::connection::Connection;
use crate::counters::{self, Counter};
use crate::error::{Result, StoreError};
use crate::schema::{accounts, contacts, interactions};
use crate::scope::InScope;
use crate::users::found;
use bellwether_core::interaction::{InteractionKind, InteractionOutcome};
use bellwether_core::{AccountId, ContactId, InteractionId, Scope, UserId};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// The source of what people log here.
const LOGGED: &str = "logged";

/// How attempts end that reach nobody.
const NOBODY_REACHED: [InteractionOutcome; 2] =
    [InteractionOutcome::LeftMessage, InteractionOutcome::NoAnswer];

/// A call, a visit or a note. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InteractionRecord {
    /// Its id.
    pub id: InteractionId,
    /// With which account.
    pub account: AccountId,
    /// The way.
    pub kind: InteractionKind,
    /// How it ended.
    pub outcome: Option<InteractionOutcome>,
    /// Name of the person talked to, as it is now.
    pub contact: Option<String>,
    /// Its business date.
    pub happened_on: NaiveDate,
    /// When it was logged.
    pub logged_at: NaiveDateTime,
    /// Who logged it; none for what another system brought.
    pub user: Option<UserId>,
    /// Their name at that time.
    pub author: String,
    /// What was said.
    pub note: String,
    /// What was promised.
    pub promised: String,
}

/// A call, a visit or a note to log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInteraction {
    /// With which account.
    pub account: AccountId,
    /// The way.
    pub kind: InteractionKind,
    /// How it ended.
    pub outcome: Option<InteractionOutcome>,
    /// With whom.
    pub contact: Option<ContactId>,
    /// Its business date.
    pub happened_on: NaiveDate,
    /// Who logs it; none for what was logged somewhere else.
    pub user: Option<UserId>,
    /// Their name.
    pub author: String,
    /// What was said.
    pub note: String,
    /// What was promised.
    pub promised: String,
    /// Chosen by the sender: the same key of the same person and account is kept once.
    pub key: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = interactions)]
struct Row {
    id: i64,
    account_id: i64,
    user_id: Option<i64>,
    author: String,
    kind: String,
    happened_on: NaiveDate,
    body: String,
    promised: String,
    outcome: String,
    logged_at: NaiveDateTime,
}

/// An interaction beside the name of its contact.
type RowWithContact = (Row, Option<String>);

fn from_row((row, contact): RowWithContact) -> Result<InteractionRecord> {
    let kind = InteractionKind::from_code(&row.kind)
        .ok_or_else(|| StoreError::unknown_word("interaction kind", &row.kind))?;
    let outcome = Some(row.outcome).filter(|word| !word.is_empty()).map(|word| {
        InteractionOutcome::from_code(&word)
            .ok_or_else(|| StoreError::unknown_word("interaction outcome", &word))
    });
    Ok(InteractionRecord {
        id: InteractionId(row.id),
        account: AccountId(row.account_id),
        kind,
        outcome: outcome.transpose()?,
        contact,
        happened_on: row.happened_on,
        logged_at: row.logged_at,
        user: row.user_id.map(UserId),
        author: row.author,
        note: row.body,
        promised: row.promised,
    })
}

/// Logs an interaction; what carries a key that the same person has used for the account is not logged again. The
/// id, and whether it was logged now.
///
/// # Errors
/// `NotFound` for an account outside the scope and for a contact of another account.
pub fn add(
    connection: &mut Connection,
    scope: &Scope,
    new: &NewInteraction,
    now: NaiveDateTime,
) -> Result<(InteractionId, bool)> {
    // An undo of the import that brought the account or the contact has to see this, or be over.
    counters::lock_facts(connection)?;
    account_rows::find(connection, scope, new.account)?;
    check_contact(connection, new)?;
    if let Some(key) = &new.key
        && let Some(there) = with_key(connection, new, key)?
    {
        return Ok((there, false));
    }
    let id = counters::take(connection, Counter::Interactions, 1)?;
    let revision = counters::take(connection, Counter::Revisions, 1)?;
    diesel::insert_into(interactions::table)
        .values((
            interactions::id.eq(id),
            interactions::account_id.eq(new.account.0),
            interactions::contact_id.eq(new.contact.map(|contact| contact.0)),
            interactions::user_id.eq(new.user.map(|user| user.0)),
            interactions::author.eq(&new.author),
            interactions::source.eq(LOGGED),
            interactions::external_id.eq(external_id(new, id)),
            interactions::kind.eq(new.kind.code()),
            interactions::direction.eq(""),
            interactions::happened_on.eq(new.happened_on),
            interactions::subject.eq(""),
            interactions::body.eq(&new.note),
            interactions::promised.eq(&new.promised),
            interactions::outcome.eq(new.outcome.map_or("", InteractionOutcome::code)),
            interactions::logged_at.eq(now),
            interactions::revision.eq(revision),
        ))
        .execute(connection)?;
    Ok((InteractionId(id), true))
}

/// What names it among those of its account: the person with their key, else its own id.
fn external_id(new: &NewInteraction, id: i64) -> String {
    match &new.key {
        Some(key) => keyed(new.user, key),
        None => format!("id {id}"),
    }
}

fn keyed(user: Option<UserId>, key: &str) -> String {
    match user {
        Some(user) => format!("user {} key {key}", user.0),
        None => format!("key {key}"),
    }
}

fn with_key(connection: &mut Connection, new: &NewInteraction, key: &str) -> Result<Option<InteractionId>> {
    let id: Option<i64> = interactions::table
        .filter(interactions::account_id.eq(new.account.0))
        .filter(interactions::source.eq(LOGGED))
        .filter(interactions::external_id.eq(keyed(new.user, key)))
        .select(interactions::id)
        .first(connection)
        .optional()?;
    Ok(id.map(InteractionId))
}

fn check_contact(connection: &mut Connection, new: &NewInteraction) -> Result<()> {
    let Some(contact) = new.contact else { return Ok(()) };
    let there: i64 = contacts::table
        .filter(contacts::account_id.eq(new.account.0))
        .filter(contacts::id.eq(contact.0))
        .count()
        .get_result(connection)?;
    found(usize::from(there > 0))
}

/// Takes back what a person logged themselves; its account.
///
/// # Errors
/// `NotFound` for what is outside the scope or another's.
pub fn remove(
    connection: &mut Connection,
    scope: &Scope,
    id: InteractionId,
    user: UserId,
) -> Result<AccountId> {
    counters::lock_facts(connection)?;
    let account: i64 = interactions::table
        .inner_join(accounts::table)
        .filter(interactions::id.eq(id.0))
        .filter(interactions::source.eq(LOGGED))
        .filter(interactions::user_id.eq(user.0))
        .filter(InScope(scope))
        .select(interactions::account_id)
        .first(connection)?;
    let own = interactions::table.filter(interactions::account_id.eq(account));
    diesel::delete(own.filter(interactions::id.eq(id.0))).execute(connection)?;
    Ok(AccountId(account))
}

/// One interaction.
///
/// # Errors
/// `NotFound`, for foreign and absent ones alike.
pub fn find(connection: &mut Connection, scope: &Scope, id: InteractionId) -> Result<InteractionRecord> {
    let row = interactions::table
        .inner_join(accounts::table)
        .left_join(contacts::table.on(of_contact()))
        .filter(interactions::id.eq(id.0))
        .filter(InScope(scope))
        .select((Row::as_select(), contacts::name.nullable()))
        .first::<RowWithContact>(connection)?;
    from_row(row)
}

#[diesel::dsl::auto_type]
fn of_contact() -> _ {
    let same: diesel::dsl::Eq<diesel::dsl::Nullable<contacts::id>, interactions::contact_id> =
        contacts::id.nullable().eq(interactions::contact_id);
    contacts::account_id.eq(interactions::account_id).and(same)
}

/// Which interactions of an account are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those before (date, id), or all of them.
    Before(Option<(NaiveDate, i64)>),
    /// Contacts with a person: attempts that reached nobody are none.
    Contacts,
    /// Those with something promised.
    Promises,
}

/// Interactions of one account, the newest first, at most `limit`.
///
/// # Errors
/// Database failures; outside the scope there are none.
pub fn of_account(
    connection: &mut Connection,
    scope: &Scope,
    account: AccountId,
    wanted: Wanted,
    limit: i64,
) -> Result<Vec<InteractionRecord>> {
    let mut query = interactions::table
        .inner_join(accounts::table)
        .left_join(contacts::table.on(of_contact()))
        .filter(interactions::account_id.eq(account.0))
        .filter(InScope(scope))
        .order((interactions::happened_on.desc(), interactions::id.desc()))
        .limit(limit)
        .select((Row::as_select(), contacts::name.nullable()))
        .into_boxed();
    match wanted {
        Wanted::Before(None) => {}
        Wanted::Before(Some((date, id))) => {
            let same_day = interactions::happened_on.eq(date).and(interactions::id.lt(id));
            query = query.filter(interactions::happened_on.lt(date).or(same_day));
        }
        Wanted::Contacts => {
            query = query
                .filter(interactions::kind.eq_any(contact_kinds()))
                .filter(interactions::outcome.ne_all(NOBODY_REACHED.map(InteractionOutcome::code)));
        }
        Wanted::Promises => query = query.filter(interactions::promised.ne("")),
    }
    query.load::<RowWithContact>(connection)?.into_iter().map(from_row).collect()
}

/// How many interactions an account has.
///
/// # Errors
/// Database failures; outside the scope there are none.
pub fn count(connection: &mut Connection, scope: &Scope, account: AccountId) -> Result<i64> {
    Ok(interactions::table
        .inner_join(accounts::table)
        .filter(interactions::account_id.eq(account.0))
        .filter(InScope(scope))
        .count()
        .get_result(connection)?)
}

fn contact_kinds() -> Vec<&'static str> {
    InteractionKind::ALL.into_iter().filter(|kind| kind.is_contact()).map(InteractionKind::code).collect()
}
