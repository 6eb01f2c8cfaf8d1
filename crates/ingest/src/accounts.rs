//! Accounts: one row is one customer with its address, place in a group and rep.

use crate::row::{Record, Row, key_of_name};
use bellwether_core::import::{Field, ImportKind, RowError};

/// One account. Texts are trimmed and never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountRecord {
    /// The customer's number; made from the name when the file has no number.
    pub account_key: String,
    /// The customer's name.
    pub name: Option<String>,
    /// Number of the parent account.
    pub parent_key: Option<String>,
    /// Number of the account that pays.
    pub bill_to_key: Option<String>,
    /// Street address.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State as written.
    pub state: Option<String>,
    /// ZIP code, leading zeros restored.
    pub postal_code: Option<String>,
    /// Country as written.
    pub country: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Industry or segment.
    pub industry: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// The rep's number.
    pub rep_key: Option<String>,
    /// The rep's name.
    pub rep_name: Option<String>,
    /// Sales region.
    pub region: Option<String>,
    /// Days the customer has to pay.
    pub payment_terms_days: Option<i64>,
}

impl Record for AccountRecord {
    const KIND: ImportKind = ImportKind::Accounts;

    #[expect(private_interfaces, reason = "sealed: rows exist only inside this crate")]
    fn read(row: &Row<'_>) -> Result<Self, Box<RowError>> {
        let name = row.owned(Field::AccountName);
        let key = row.owned_key(Field::AccountKey)?.or_else(|| name.as_deref().map(key_of_name));
        let missing = || {
            row.fault(
                Field::AccountKey,
                "missing_account",
                "The row names no account.",
                "Fill in its number or its name.",
            )
        };
        Ok(Self {
            account_key: key.ok_or_else(missing)?,
            name,
            parent_key: row.owned_key(Field::ParentKey)?,
            bill_to_key: row.owned_key(Field::BillToKey)?,
            street: row.owned(Field::Street),
            city: row.owned(Field::City),
            state: row.owned(Field::State),
            postal_code: row.postal_code(),
            country: row.owned(Field::Country),
            latitude: row.degrees(Field::Latitude, 90.0)?,
            longitude: row.degrees(Field::Longitude, 180.0)?,
            industry: row.owned(Field::Industry),
            phone: row.owned(Field::Phone),
            email: row.owned(Field::Email),
            rep_key: row.owned_key(Field::RepKey)?,
            rep_name: row.owned(Field::RepName),
            region: row.owned(Field::Region),
            payment_terms_days: row.terms_days()?,
        })
    }
}
