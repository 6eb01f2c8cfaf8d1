//! People who sign in.

use crate::connection::Connection;
use crate::counters;
use crate::error::{Result, StoreError};
use crate::schema::{user_regions, users};
use crate::settings::parse_json;
use bellwether_core::notification::NotificationPreferences;
use bellwether_core::{Permissions, RegionId, RepId, Role, Scope, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The subject of notification preferences among all a person prefers.
const NOTIFICATIONS: &str = "notifications";

/// A person who signs in.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Lower case; unique.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// Telephone, for "call the person who started the draft".
    pub phone: Option<String>,
    /// Argon2 string; none when the person cannot sign in with a password.
    pub password_hash: Option<String>,
    /// What the person does.
    pub role: Role,
    /// The book of business of a rep.
    pub rep: Option<RepId>,
    /// Extra rights.
    pub permissions: Permissions,
    /// The regions of a manager.
    pub regions: Vec<RegionId>,
    /// Since when the person may not sign in.
    pub disabled_at: Option<NaiveDateTime>,
    /// When the person was added, UTC.
    pub created_at: NaiveDateTime,
    /// Whether the password was handed out by somebody else.
    pub must_change_password: bool,
}

/// A person to add.
#[derive(Debug, Clone, PartialEq)]
pub struct NewUser {
    /// Stored in lower case.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Argon2 string.
    pub password_hash: Option<String>,
    /// What the person does.
    pub role: Role,
    /// The book of business of a rep.
    pub rep: Option<RepId>,
    /// Extra rights.
    pub permissions: Permissions,
    /// The regions of a manager.
    pub regions: Vec<RegionId>,
    /// Whether the password was handed out by somebody else.
    pub must_change_password: bool,
}

impl User {
    /// Which accounts the person may see.
    pub fn scope(&self) -> Scope {
        match self.role {
            Role::Leadership | Role::Admin => Scope::All,
            Role::Manager if self.regions.is_empty() => Scope::Nothing,
            Role::Manager => Scope::Regions(self.regions.clone()),
            Role::Rep => self.rep.map_or(Scope::Nothing, Scope::Rep),
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct UserRow {
    id: i64,
    email: String,
    name: String,
    phone: Option<String>,
    password_hash: Option<String>,
    role: String,
    rep_id: Option<i64>,
    view_margin: bool,
    view_contacts: bool,
    view_financials: bool,
    must_change_password: bool,
    created_at: NaiveDateTime,
    disabled_at: Option<NaiveDateTime>,
}

impl UserRow {
    fn into_user(self, regions: Vec<RegionId>) -> Result<User> {
        Ok(User {
            id: UserId(self.id),
            email: self.email,
            name: self.name,
            phone: self.phone,
            password_hash: self.password_hash,
            role: Role::from_code(&self.role).ok_or_else(|| StoreError::unknown_word("role", &self.role))?,
            rep: self.rep_id.map(RepId),
            permissions: Permissions {
                view_margin: self.view_margin,
                view_contacts: self.view_contacts,
                view_financials: self.view_financials,
            },
            regions,
            disabled_at: self.disabled_at,
            created_at: self.created_at,
            must_change_password: self.must_change_password,
        })
    }
}

/// Adds a person.
///
/// # Errors
/// `Duplicate` when the e-mail address is taken; `InUse` when rep or region do not exist.
pub fn create(connection: &mut Connection, user: &NewUser, now: NaiveDateTime) -> Result<UserId> {
    let id: i64 = diesel::insert_into(users::table)
        .values((
            users::email.eq(user.email.trim().to_lowercase()),
            users::name.eq(&user.name),
            users::phone.eq(&user.phone),
            users::password_hash.eq(&user.password_hash),
            users::role.eq(user.role.code()),
            users::rep_id.eq(user.rep.map(|rep| rep.0)),
            users::view_margin.eq(user.permissions.view_margin),
            users::view_contacts.eq(user.permissions.view_contacts),
            users::view_financials.eq(user.permissions.view_financials),
            users::must_change_password.eq(user.must_change_password),
            users::preferences.eq("{}"),
            users::created_at.eq(now),
        ))
        .returning(users::id)
        .get_result(connection)?;
    set_regions(connection, UserId(id), &user.regions)?;
    Ok(UserId(id))
}

fn set_regions(connection: &mut Connection, user: UserId, regions: &[RegionId]) -> Result<()> {
    diesel::delete(user_regions::table.filter(user_regions::user_id.eq(user.0))).execute(connection)?;
    for region in regions {
        diesel::insert_into(user_regions::table)
            .values((user_regions::user_id.eq(user.0), user_regions::region_id.eq(region.0)))
            .execute(connection)?;
    }
    Ok(())
}

fn regions_of(connection: &mut Connection, user: i64) -> Result<Vec<RegionId>> {
    let ids: Vec<i64> = user_regions::table
        .filter(user_regions::user_id.eq(user))
        .order(user_regions::region_id)
        .select(user_regions::region_id)
        .load(connection)?;
    Ok(ids.into_iter().map(RegionId).collect())
}

/// One person.
///
/// # Errors
/// `NotFound`.
pub fn find(connection: &mut Connection, id: UserId) -> Result<User> {
    let row = users::table.find(id.0).select(UserRow::as_select()).first(connection)?;
    let regions = regions_of(connection, row.id)?;
    row.into_user(regions)
}

/// The person with this e-mail address, in any case.
///
/// # Errors
/// Database failures.
pub fn by_email(connection: &mut Connection, email: &str) -> Result<Option<User>> {
    let row = users::table
        .filter(users::email.eq(email.trim().to_lowercase()))
        .select(UserRow::as_select())
        .first(connection)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let regions = regions_of(connection, row.id)?;
    row.into_user(regions).map(Some)
}

/// Everybody, by name.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection) -> Result<Vec<User>> {
    let rows = users::table.order((users::name, users::id)).select(UserRow::as_select()).load(connection)?;
    let mut regions: HashMap<i64, Vec<RegionId>> = HashMap::new();
    let all: Vec<(i64, i64)> = user_regions::table
        .order(user_regions::region_id)
        .select((user_regions::user_id, user_regions::region_id))
        .load(connection)?;
    for (user, region) in all {
        regions.entry(user).or_default().push(RegionId(region));
    }
    rows.into_iter()
        .map(|row| {
            let regions = regions.remove(&row.id).into_iter().flatten().collect();
            row.into_user(regions)
        })
        .collect()
}

/// How many people there are: zero means a fresh installation.
///
/// # Errors
/// Database failures.
pub fn count(connection: &mut Connection) -> Result<i64> {
    Ok(users::table.count().get_result(connection)?)
}

/// Stores everything of a person but the password and whether it is disabled.
///
/// # Errors
/// `NotFound`, `Duplicate`, and `InUse` when the last admin would stop being one.
pub fn update(connection: &mut Connection, user: &User) -> Result<()> {
    if user.role != Role::Admin {
        refuse_to_lose_last_admin(connection, user.id)?;
    }
    let changed = diesel::update(users::table.find(user.id.0))
        .set((
            users::email.eq(user.email.trim().to_lowercase()),
            users::name.eq(&user.name),
            users::phone.eq(&user.phone),
            users::role.eq(user.role.code()),
            users::rep_id.eq(user.rep.map(|rep| rep.0)),
            users::view_margin.eq(user.permissions.view_margin),
            users::view_contacts.eq(user.permissions.view_contacts),
            users::view_financials.eq(user.permissions.view_financials),
            users::must_change_password.eq(user.must_change_password),
        ))
        .execute(connection)?;
    found(changed)?;
    set_regions(connection, user.id, &user.regions)
}

/// Stores a new password hash, chosen by the person.
///
/// # Errors
/// `NotFound`.
pub fn set_password(connection: &mut Connection, id: UserId, password_hash: &str) -> Result<()> {
    let changed = diesel::update(users::table.find(id.0))
        .set((users::password_hash.eq(Some(password_hash)), users::must_change_password.eq(false)))
        .execute(connection)?;
    found(changed)
}

/// Disables a person since `at`, or enables with none.
///
/// # Errors
/// `NotFound`, and `InUse` for the last admin.
pub fn disable(connection: &mut Connection, id: UserId, at: Option<NaiveDateTime>) -> Result<()> {
    if at.is_some() {
        refuse_to_lose_last_admin(connection, id)?;
    }
    found(diesel::update(users::table.find(id.0)).set(users::disabled_at.eq(at)).execute(connection)?)
}

fn refuse_to_lose_last_admin(connection: &mut Connection, id: UserId) -> Result<()> {
    counters::lock_people(connection)?;
    let admins =
        || users::table.filter(users::role.eq(Role::Admin.code())).filter(users::disabled_at.is_null());
    let is_admin: i64 = admins().filter(users::id.eq(id.0)).count().get_result(connection)?;
    let others: i64 = admins().filter(users::id.ne(id.0)).count().get_result(connection)?;
    if is_admin == 1 && others == 0 {
        return Err(StoreError::InUse("the last admin".to_owned()));
    }
    Ok(())
}

/// `NotFound` when an update met no row.
pub(crate) fn found(changed: usize) -> Result<()> {
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// How a person wants to be told; none while they have not said so.
///
/// # Errors
/// `NotFound`, and `Invalid` for stored preferences that cannot be read.
pub fn notification_preferences(
    connection: &mut Connection,
    id: UserId,
) -> Result<Option<NotificationPreferences>> {
    let text: String = users::table.find(id.0).select(users::preferences).first(connection)?;
    notification_preferences_in(&text)
}

/// How everybody wants to be told, as [`notification_preferences`] of each: what cannot be read of one keeps nobody
/// else from being told.
///
/// # Errors
/// Database failures.
pub fn all_notification_preferences(
    connection: &mut Connection,
) -> Result<HashMap<UserId, Result<Option<NotificationPreferences>>>> {
    let rows: Vec<(i64, String)> = users::table.select((users::id, users::preferences)).load(connection)?;
    Ok(rows.into_iter().map(|(id, text)| (UserId(id), notification_preferences_in(&text))).collect())
}

fn notification_preferences_in(text: &str) -> Result<Option<NotificationPreferences>> {
    let read = |stored| {
        serde_json::from_value(stored)
            .map_err(|error| StoreError::Invalid(format!("stored preferences: {error}")))
    };
    by_subject(text)?.remove(NOTIFICATIONS).map(read).transpose()
}

/// Stores how a person wants to be told.
///
/// # Errors
/// `NotFound`.
pub fn set_notification_preferences(
    connection: &mut Connection,
    id: UserId,
    wanted: &NotificationPreferences,
) -> Result<()> {
    let wanted = serde_json::to_value(wanted).map_err(|error| StoreError::Invalid(error.to_string()))?;
    let mut all = preferences(connection, id)?;
    all.insert(NOTIFICATIONS.to_owned(), wanted);
    let changed = diesel::update(users::table.find(id.0))
        .set(users::preferences.eq(Value::Object(all).to_string()))
        .execute(connection)?;
    found(changed)
}

/// Everything a person prefers, by subject.
fn preferences(connection: &mut Connection, id: UserId) -> Result<Map<String, Value>> {
    let text: String = users::table.find(id.0).select(users::preferences).first(connection)?;
    by_subject(&text)
}

fn by_subject(text: &str) -> Result<Map<String, Value>> {
    match parse_json(text)? {
        Value::Object(all) => Ok(all),
        other => Err(StoreError::Invalid(format!("stored preferences: {other} is no object"))),
    }
}
