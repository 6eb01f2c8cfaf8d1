//! Searches the database answers: people at accounts, and orders. Accounts and products are found in memory.

use crate::connection::{Connection, Engine};
use crate::contacts::Contact;
use crate::error::Result;
use crate::orders::status_of;
use crate::schema::{accounts, contacts, orders};
use crate::scope::InScope;
use bellwether_core::{AccountId, Cents, OrderId, OrderStatus, Scope};
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Untyped};

/// What people write between the digits of a telephone number.
const BETWEEN_DIGITS: &str = " -+()/.";
/// Fewer digits are in nearly every telephone number.
const FEWEST_DIGITS: usize = 3;

/// An order that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundOrder {
    /// Its id.
    pub id: OrderId,
    /// Who ordered.
    pub account: AccountId,
    /// Its number in the source system.
    pub number: String,
    /// How far it is.
    pub status: OrderStatus,
    /// Business date.
    pub placed_on: NaiveDate,
    /// Net amount.
    pub revenue: Cents,
}

type OrderRow = (i64, i64, String, String, NaiveDate, i64);

/// Orders inside the scope whose number begins with a text, in upper or lower case, by number.
///
/// # Errors
/// Database failures.
pub fn orders(
    connection: &mut Connection,
    scope: &Scope,
    start: &str,
    limit: i64,
) -> Result<Vec<FoundOrder>> {
    // The words of the index, which is sorted by bytes on both engines; SQLite lower-cases ASCII only.
    let (number, from) = match connection.engine() {
        Engine::Sqlite => ("lower(orders.external_id)", start.to_ascii_lowercase()),
        Engine::Postgres => ("lower(orders.external_id) COLLATE \"C\"", start.to_lowercase()),
    };
    let until = format!("{from}{}", char::MAX);
    let begins = sql::<Bool>(&format!("{number} >= "))
        .bind::<Text, _>(from)
        .sql(&format!(" AND {number} < "))
        .bind::<Text, _>(until);
    let rows: Vec<OrderRow> = orders::table
        .inner_join(accounts::table)
        .filter(begins)
        .filter(InScope(scope))
        .order(sql::<Untyped>(number))
        .limit(limit)
        .select((
            orders::id,
            orders::account_id,
            orders::external_id,
            orders::status,
            orders::placed_on,
            orders::revenue_cents,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(id, account, number, status, placed_on, revenue)| {
            Ok(FoundOrder {
                id: OrderId(id),
                account: AccountId(account),
                number,
                status: status_of(&status)?,
                placed_on,
                revenue: Cents(revenue),
            })
        })
        .collect()
}

type ContactRow = (i64, i64, String, String, String, String);

/// People at accounts inside the scope whose name, e-mail address or telephone number holds every one of these
/// words, which are lower-cased, by name.
///
/// # Errors
/// Database failures.
pub fn contacts(
    connection: &mut Connection,
    scope: &Scope,
    words: &[String],
    limit: i64,
) -> Result<Vec<Contact>> {
    let digits = BETWEEN_DIGITS
        .chars()
        .fold("contacts.phone".to_owned(), |text, between| format!("replace({text}, '{between}', '')"));
    let mut query = contacts::table
        .inner_join(accounts::table)
        .filter(InScope(scope))
        .order((contacts::name, contacts::id))
        .limit(limit)
        .select((
            contacts::id,
            contacts::account_id,
            contacts::name,
            contacts::title,
            contacts::email,
            contacts::phone,
        ))
        .into_boxed();
    for word in words {
        let anywhere = format!("%{}%", escaped(word));
        // The key of a contact is its name lower-cased, accents included, which SQLite cannot do itself.
        let holds = sql::<Bool>("(lower(contacts.name) LIKE ")
            .bind::<Text, _>(anywhere.clone())
            .sql(" ESCAPE '\\' OR contacts.external_id LIKE ")
            .bind::<Text, _>(anywhere.clone())
            .sql(" ESCAPE '\\' OR lower(contacts.email) LIKE ")
            .bind::<Text, _>(anywhere.clone())
            .sql(&format!(" ESCAPE '\\' OR {digits} LIKE "))
            .bind::<Text, _>(digits_of(word).map_or(anywhere, |digits| format!("%{digits}%")))
            .sql(" ESCAPE '\\')");
        query = query.filter(holds);
    }
    let rows: Vec<ContactRow> = query.load(connection)?;
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

/// The digits of a word that may be part of a telephone number.
fn digits_of(word: &str) -> Option<String> {
    let is_number = word.chars().all(|letter| letter.is_ascii_digit() || BETWEEN_DIGITS.contains(letter));
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    (is_number && digits.len() >= FEWEST_DIGITS).then_some(digits)
}

/// A word in which no letter stands for others.
fn escaped(word: &str) -> String {
    word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
