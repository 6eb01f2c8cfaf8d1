//! Accounts: who buys. By default one ship-to.

use crate::changes;
use crate::connection::Connection;
use crate::counters;
use crate::error::Result;
use crate::schema::{accounts, reps};
use crate::scope::InScope;
use crate::settings::parse_json;
use bellwether_core::{AccountId, RegionId, RepId, Scope};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use roaring::RoaringTreemap;
use serde_json::Value;

/// Values of one `IN` list: SQLite takes 32 766 in a statement.
pub(crate) const MOST_BINDS: usize = 10_000;

/// An account. Texts that are not known are empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The source system.
    pub source: String,
    /// The number there.
    pub external_id: String,
    /// Name.
    pub name: String,
    /// Street address.
    pub street: String,
    /// City.
    pub city: String,
    /// State.
    pub state: String,
    /// ZIP or postal code.
    pub postal_code: String,
    /// Country.
    pub country: String,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Where the coordinates come from: `given`, `postal_code`, `city`, or empty.
    pub geocode_precision: String,
    /// Industry.
    pub industry: String,
    /// Telephone.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Web site.
    pub website: String,
    /// The sales rep.
    pub rep: Option<RepId>,
    /// The region: the account's own, else its rep's.
    pub region: Option<RegionId>,
    /// The parent account.
    pub parent: Option<AccountId>,
    /// The account that pays.
    pub bill_to: Option<AccountId>,
    /// Days it has to pay, when known.
    pub payment_terms_days: Option<i64>,
    /// Status of the source system; empty when not known.
    pub status: String,
    /// Further fields, by name.
    pub custom_fields: Value,
    /// When it was added, UTC.
    pub created_at: NaiveDateTime,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(crate) struct AccountRow {
    id: i64,
    source: String,
    external_id: String,
    name: String,
    status: String,
    street: String,
    city: String,
    state: String,
    postal_code: String,
    country: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    geocode_precision: String,
    industry: String,
    phone: String,
    email: String,
    website: String,
    rep_id: Option<i64>,
    region_id: Option<i64>,
    parent_id: Option<i64>,
    bill_to_id: Option<i64>,
    custom_fields: String,
    created_at: NaiveDateTime,
    payment_terms_days: Option<i64>,
}

/// An account's row beside its rep's region.
pub(crate) type AccountWithRepRegion = (AccountRow, Option<i64>);

pub(crate) fn from_row((row, rep_region): AccountWithRepRegion) -> Result<Account> {
    Ok(Account {
        id: AccountId(row.id),
        source: row.source,
        external_id: row.external_id,
        name: row.name,
        street: row.street,
        city: row.city,
        state: row.state,
        postal_code: row.postal_code,
        country: row.country,
        latitude: row.latitude,
        longitude: row.longitude,
        geocode_precision: row.geocode_precision,
        industry: row.industry,
        phone: row.phone,
        email: row.email,
        website: row.website,
        rep: row.rep_id.map(RepId),
        region: row.region_id.or(rep_region).map(RegionId),
        parent: row.parent_id.map(AccountId),
        bill_to: row.bill_to_id.map(AccountId),
        payment_terms_days: row.payment_terms_days,
        status: row.status,
        // Nearly every account has none; parsing "{}" a hundred thousand times would be waste.
        custom_fields: if row.custom_fields == "{}" {
            Value::Object(serde_json::Map::new())
        } else {
            parse_json(&row.custom_fields)?
        },
        created_at: row.created_at,
    })
}

/// One account.
///
/// # Errors
/// `NotFound`, for foreign and absent accounts alike.
pub fn find(connection: &mut Connection, scope: &Scope, id: AccountId) -> Result<Account> {
    let row = accounts::table
        .left_join(reps::table)
        .filter(accounts::id.eq(id.0))
        .filter(InScope(scope))
        .select((AccountRow::as_select(), reps::region_id.nullable()))
        .first::<AccountWithRepRegion>(connection)?;
    from_row(row)
}

/// Those of the accounts asked for that lie inside the scope, by id.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection, scope: &Scope, ids: &[AccountId]) -> Result<Vec<Account>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(MOST_BINDS) {
        let rows = accounts::table
            .left_join(reps::table)
            .filter(accounts::id.eq_any(chunk.iter().map(|id| id.0)))
            .filter(InScope(scope))
            .order(accounts::id)
            .select((AccountRow::as_select(), reps::region_id.nullable()))
            .load::<AccountWithRepRegion>(connection)?;
        for row in rows {
            found.push(from_row(row)?);
        }
    }
    Ok(found)
}

/// The accounts that any of these pays for, besides itself. For the product's own bookkeeping.
pub(crate) fn ship_tos(connection: &mut Connection, payers: &RoaringTreemap) -> Result<Vec<i64>> {
    let paid_for: Vec<(i64, i64)> = accounts::table
        .filter(accounts::bill_to_id.is_not_null())
        .select((accounts::id, accounts::bill_to_id.assume_not_null()))
        .load(connection)?;
    Ok(paid_for
        .into_iter()
        .filter(|(ship_to, payer)| ship_to != payer && payers.contains(payer.cast_unsigned()))
        .map(|(ship_to, _)| ship_to)
        .collect())
}

/// What an account can be located by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Whose address.
    pub account: AccountId,
    /// Street address.
    pub street: String,
    /// City.
    pub city: String,
    /// State.
    pub state: String,
    /// ZIP or postal code.
    pub postal_code: String,
    /// Country.
    pub country: String,
}

type AddressRow = (i64, String, String, String, String, String);

/// Addresses of accounts without coordinates, with ids above `after`, in id order. For the product's
/// own geocoding, which looks at every account.
///
/// # Errors
/// Database failures.
pub fn ungeocoded(connection: &mut Connection, after: AccountId, limit: i64) -> Result<Vec<Address>> {
    let rows: Vec<AddressRow> = accounts::table
        .filter(accounts::id.gt(after.0))
        .filter(accounts::latitude.is_null())
        .order(accounts::id)
        .limit(limit)
        .select((
            accounts::id,
            accounts::street,
            accounts::city,
            accounts::state,
            accounts::postal_code,
            accounts::country,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(id, street, city, state, postal_code, country)| Address {
            account: AccountId(id),
            street,
            city,
            state,
            postal_code,
            country,
        })
        .collect())
}

/// How exactly it is known where accounts are: `given`, `zip`, `city`, `state`, or empty. At most a few hundred are
/// asked for; those that do not exist are left out.
///
/// # Errors
/// Database failures.
pub fn precisions(connection: &mut Connection, ids: &[AccountId]) -> Result<Vec<(AccountId, String)>> {
    let rows: Vec<(i64, String)> = accounts::table
        .filter(accounts::id.eq_any(ids.iter().map(|id| id.0)))
        .select((accounts::id, accounts::geocode_precision))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, precision)| (AccountId(id), precision)).collect())
}

/// Stores coordinates that the product found itself: latitude, longitude and where they come from.
/// The accounts' revision stays, so that an undo still sees them as untouched.
///
/// # Errors
/// Database failures.
pub fn set_coordinates(
    connection: &mut Connection,
    found: &[(AccountId, f64, f64, &str)],
    now: NaiveDateTime,
) -> Result<()> {
    counters::lock_facts(connection)?;
    for (account, latitude, longitude, precision) in found {
        diesel::update(accounts::table.find(account.0))
            .set((
                accounts::latitude.eq(Some(latitude)),
                accounts::longitude.eq(Some(longitude)),
                accounts::geocode_precision.eq(precision),
            ))
            .execute(connection)?;
    }
    changes::append_accounts(connection, found.iter().map(|(account, ..)| account.0), now)
}
