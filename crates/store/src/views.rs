//! Saved views: the address of a page under a name, its owner's alone or shared with everybody.

use crate::connection::Connection;
use crate::error::{Result, StoreError};
use crate::schema::{saved_views, users};
use crate::users::found;
use bellwether_core::view::{SavedViewInput, ViewPage};
use bellwether_core::{UserId, ViewId};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A view that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewRecord {
    /// Its id.
    pub id: ViewId,
    /// Who made it.
    pub owner: UserId,
    /// The name of that person.
    pub owner_name: String,
    /// Name, page, query, and whether it is shared.
    pub values: SavedViewInput,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = saved_views)]
struct ViewRow {
    id: i64,
    owner_id: i64,
    name: String,
    page: String,
    query: String,
    is_shared: bool,
}

fn from_row((row, owner_name): (ViewRow, String)) -> Result<ViewRecord> {
    let ViewRow { id, owner_id, name, page, query, is_shared } = row;
    let page = ViewPage::from_code(&page).ok_or_else(|| StoreError::unknown_word("the page", &page))?;
    let values = SavedViewInput { name, page, query, is_shared };
    Ok(ViewRecord { id: ViewId(id), owner: UserId(owner_id), owner_name, values })
}

/// The views a person sees: their own, and shared ones. By name.
///
/// # Errors
/// Database failures, and `Invalid` for a page that is not known.
pub fn list(connection: &mut Connection, user: UserId) -> Result<Vec<ViewRecord>> {
    let rows: Vec<(ViewRow, String)> = saved_views::table
        .inner_join(users::table)
        .filter(saved_views::owner_id.eq(user.0).or(saved_views::is_shared.eq(true)))
        .order((saved_views::name, saved_views::id))
        .select((ViewRow::as_select(), users::name))
        .load(connection)?;
    rows.into_iter().map(from_row).collect()
}

/// One view.
///
/// # Errors
/// `NotFound` when it does not exist, or is somebody else's and not shared.
pub fn find(connection: &mut Connection, user: UserId, id: ViewId) -> Result<ViewRecord> {
    let row = saved_views::table
        .inner_join(users::table)
        .filter(saved_views::id.eq(id.0))
        .filter(saved_views::owner_id.eq(user.0).or(saved_views::is_shared.eq(true)))
        .select((ViewRow::as_select(), users::name))
        .first(connection)?;
    from_row(row)
}

/// How many views a person has.
///
/// # Errors
/// Database failures.
pub fn count_of(connection: &mut Connection, owner: UserId) -> Result<i64> {
    Ok(saved_views::table.filter(saved_views::owner_id.eq(owner.0)).count().get_result(connection)?)
}

/// Keeps a view.
///
/// # Errors
/// `Duplicate` when the person has one of this name for the page, `InUse` for a person that is not there.
pub fn add(
    connection: &mut Connection,
    owner: UserId,
    values: &SavedViewInput,
    now: NaiveDateTime,
) -> Result<ViewId> {
    let id: i64 = diesel::insert_into(saved_views::table)
        .values((
            saved_views::owner_id.eq(owner.0),
            saved_views::page.eq(values.page.code()),
            saved_views::name.eq(&values.name),
            saved_views::query.eq(&values.query),
            saved_views::is_shared.eq(values.is_shared),
            saved_views::changed_at.eq(now),
        ))
        .returning(saved_views::id)
        .get_result(connection)?;
    Ok(ViewId(id))
}

/// Stores a view of the person's own anew.
///
/// # Errors
/// `NotFound` for others' views and absent ones alike, `Duplicate` as in [`add`].
pub fn update(
    connection: &mut Connection,
    owner: UserId,
    id: ViewId,
    values: &SavedViewInput,
    now: NaiveDateTime,
) -> Result<()> {
    let own = saved_views::table.filter(saved_views::id.eq(id.0)).filter(saved_views::owner_id.eq(owner.0));
    let changed = diesel::update(own)
        .set((
            saved_views::page.eq(values.page.code()),
            saved_views::name.eq(&values.name),
            saved_views::query.eq(&values.query),
            saved_views::is_shared.eq(values.is_shared),
            saved_views::changed_at.eq(now),
        ))
        .execute(connection)?;
    found(changed)
}

/// Removes a view, whoever's it is; who may is for the caller to say.
///
/// # Errors
/// `NotFound`.
pub fn delete(connection: &mut Connection, id: ViewId) -> Result<()> {
    found(diesel::delete(saved_views::table.find(id.0)).execute(connection)?)
}
