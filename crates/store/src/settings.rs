//! The organisation's settings: one row that is always there.

use crate::connection::Connection;
use crate::error::{Result, StoreError};
use crate::schema::organisation;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::Value;

/// What the organisation decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Its name, for headings and mails.
    pub organisation_name: String,
    /// IANA name of the one time zone of all business dates.
    pub time_zone: String,
    /// ISO 4217 code.
    pub currency: String,
    /// First day of the week: 0 is Monday, 6 Sunday.
    pub week_start: u8,
    /// 1 to 12.
    pub fiscal_year_start_month: u8,
    /// Whether reps edit prices; gross profit is shown only then.
    pub price_editing: bool,
    /// Whether orders arrive by themselves; otherwise by dated imports.
    pub live_feed: bool,
    /// Orders up to this date are complete, as the last import stated.
    pub covers_up_to: Option<NaiveDate>,
    /// A fixed as-of date for every figure.
    pub as_of: Option<NaiveDate>,
    /// Further settings, by name.
    pub extra: Value,
}

impl Settings {
    /// The organisation's business date at a moment given in UTC; the UTC day where the zone is unknown,
    /// which stored settings never are.
    pub fn business_date(&self, moment: NaiveDateTime) -> NaiveDate {
        let zone: chrono_tz::Tz = self.time_zone.parse().unwrap_or(chrono_tz::UTC);
        moment.and_utc().with_timezone(&zone).date_naive()
    }
}

#[derive(Queryable, Selectable, AsChangeset)]
#[diesel(table_name = organisation, treat_none_as_null = true)]
struct SettingsRow {
    name: String,
    time_zone: String,
    currency: String,
    week_start: i64,
    fiscal_year_start_month: i64,
    price_editing: bool,
    live_feed: bool,
    covers_up_to: Option<NaiveDate>,
    pinned_as_of: Option<NaiveDate>,
    extra: String,
}

impl TryFrom<SettingsRow> for Settings {
    type Error = StoreError;
    fn try_from(row: SettingsRow) -> Result<Self> {
        let small = |value: i64| {
            u8::try_from(value).map_err(|_| StoreError::Invalid(format!("setting {value} in the database")))
        };
        Ok(Self {
            organisation_name: row.name,
            time_zone: row.time_zone,
            currency: row.currency,
            week_start: small(row.week_start)?,
            fiscal_year_start_month: small(row.fiscal_year_start_month)?,
            price_editing: row.price_editing,
            live_feed: row.live_feed,
            covers_up_to: row.covers_up_to,
            as_of: row.pinned_as_of,
            extra: parse_json(&row.extra)?,
        })
    }
}

/// Reads a stored JSON text.
pub(crate) fn parse_json(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|error| StoreError::Invalid(format!("stored JSON: {error}")))
}

/// The settings.
///
/// # Errors
/// Database failures.
pub fn get(connection: &mut Connection) -> Result<Settings> {
    organisation::table.find(1).select(SettingsRow::as_select()).first(connection)?.try_into()
}

/// Stores all settings.
///
/// # Errors
/// Database failures.
pub fn update(connection: &mut Connection, settings: &Settings) -> Result<()> {
    let row = SettingsRow {
        name: settings.organisation_name.clone(),
        time_zone: settings.time_zone.clone(),
        currency: settings.currency.clone(),
        week_start: settings.week_start.into(),
        fiscal_year_start_month: settings.fiscal_year_start_month.into(),
        price_editing: settings.price_editing,
        live_feed: settings.live_feed,
        covers_up_to: settings.covers_up_to,
        pinned_as_of: settings.as_of,
        extra: settings.extra.to_string(),
    };
    diesel::update(organisation::table.find(1)).set(row).execute(connection)?;
    Ok(())
}

/// States up to which date orders are complete.
///
/// # Errors
/// Database failures.
pub fn set_covers_up_to(connection: &mut Connection, date: Option<NaiveDate>) -> Result<()> {
    diesel::update(organisation::table.find(1))
        .set(organisation::covers_up_to.eq(date))
        .execute(connection)?;
    Ok(())
}

/// The secret of this installation, made by `make` at the first call. Needs a write transaction.
///
/// # Errors
/// Database failures.
pub fn instance_secret(connection: &mut Connection, make: impl FnOnce() -> String) -> Result<String> {
    let stored: Option<String> =
        organisation::table.find(1).select(organisation::instance_secret).first(connection)?;
    if let Some(secret) = stored {
        return Ok(secret);
    }
    // Another process may be making one at this moment; whoever commits first wins.
    diesel::update(organisation::table.find(1).filter(organisation::instance_secret.is_null()))
        .set(organisation::instance_secret.eq(make()))
        .execute(connection)?;
    let stored: Option<String> =
        organisation::table.find(1).select(organisation::instance_secret).first(connection)?;
    stored.ok_or(StoreError::NotFound)
}
