//! How often accounts were contacted.

use crate::connection::Connection;
use crate::error::Result;
use crate::schema::interactions;
use bellwether_core::AccountId;
use bellwether_core::interaction::InteractionKind;
use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

/// Calls, visits, meetings and e-mails with each account from one day up to another, both inclusive; accounts without
/// any are left out. For the product's own work, which holds regions against the whole organisation.
///
/// # Errors
/// Database failures.
pub fn contacts_by_account(
    connection: &mut Connection,
    from: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(AccountId, i64)>> {
    let contacts = InteractionKind::ALL.into_iter().filter(|kind| kind.is_contact());
    let rows: Vec<(i64, i64)> = interactions::table
        .filter(interactions::happened_on.between(from, last))
        .filter(interactions::kind.eq_any(contacts.map(InteractionKind::code)))
        .group_by(interactions::account_id)
        .select((interactions::account_id, count_star()))
        .load(connection)?;
    Ok(rows.into_iter().map(|(account, contacts)| (AccountId(account), contacts)).collect())
}
