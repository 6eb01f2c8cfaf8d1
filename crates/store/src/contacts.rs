//! People at the accounts.

use crate::accounts::MOST_BINDS;
use crate::connection::Connection;
use crate::error::Result;
use crate::schema::{accounts, contacts};
use crate::scope::InScope;
use bellwether_core::order::Starter;
use bellwether_core::{AccountId, Scope};
use diesel::prelude::*;
use std::collections::HashMap;

/// A person at an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: i64,
    /// Where the person works.
    pub account: AccountId,
    /// Name.
    pub name: String,
    /// Position.
    pub title: String,
    /// E-mail address.
    pub email: String,
    /// Telephone.
    pub phone: String,
}

/// Who started orders, by the contact's id; those outside the scope are left out. Whether the caller may see
/// telephone numbers is for the caller to apply.
///
/// # Errors
/// Database failures.
pub fn starters(connection: &mut Connection, scope: &Scope, ids: &[i64]) -> Result<HashMap<i64, Starter>> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(MOST_BINDS) {
        let rows: Vec<(i64, String, String)> = contacts::table
            .inner_join(accounts::table)
            .filter(contacts::id.eq_any(chunk))
            .filter(InScope(scope))
            .select((contacts::id, contacts::name, contacts::phone))
            .load(connection)?;
        found.extend(rows.into_iter().map(|(id, name, phone)| {
            (id, Starter { name, phone: Some(phone).filter(|phone| !phone.is_empty()) })
        }));
    }
    Ok(found)
}

type Row = (i64, i64, String, String, String, String);

/// The people at one account, by name.
///
/// # Errors
/// Database failures; outside the scope there is nobody.
pub fn of_account(connection: &mut Connection, scope: &Scope, account: AccountId) -> Result<Vec<Contact>> {
    let rows: Vec<Row> = contacts::table
        .inner_join(accounts::table)
        .filter(contacts::account_id.eq(account.0))
        .filter(InScope(scope))
        .order((contacts::name, contacts::id))
        .select((
            contacts::id,
            contacts::account_id,
            contacts::name,
            contacts::title,
            contacts::email,
            contacts::phone,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(id, account, name, title, email, phone)| Contact {
            id,
            account: AccountId(account),
            name,
            title,
            email,
            phone,
        })
        .collect())
}
