//! Products: one row is one item that is sold.

use crate::availability;
use crate::row::{Record, Row, key_of_name};
use bellwether_core::alert::Availability;
use bellwether_core::import::{Field, ImportKind, RowError};

/// One product. Texts are trimmed and never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRecord {
    /// The product's number; made from the name when the file has no number.
    pub product_key: String,
    /// Its name.
    pub name: Option<String>,
    /// Its category.
    pub category: Option<String>,
    /// Its sub-category.
    pub subcategory: Option<String>,
    /// List price of one unit in cents.
    pub unit_price_cents: Option<i64>,
    /// Cost of one unit in cents.
    pub unit_cost_cents: Option<i64>,
    /// Whether it can be had.
    pub availability: Option<Availability>,
    /// Number of the product it takes the place of; never its own.
    pub supersedes_key: Option<String>,
}

impl Record for ProductRecord {
    const KIND: ImportKind = ImportKind::Products;

    #[expect(private_interfaces, reason = "sealed: rows exist only inside this crate")]
    fn read(row: &Row<'_>) -> Result<Self, Box<RowError>> {
        let name = row.owned(Field::ProductName);
        let key = row.owned_key(Field::ProductKey)?.or_else(|| name.as_deref().map(key_of_name));
        let missing = || {
            row.fault(
                Field::ProductKey,
                "missing_product",
                "The row names no product.",
                "Fill in its number or its name.",
            )
        };
        let product_key = key.ok_or_else(missing)?;
        let supersedes_key = row.owned_key(Field::SupersedesKey)?.filter(|key| *key != product_key);
        Ok(Self {
            product_key,
            name,
            category: row.owned(Field::Category),
            subcategory: row.owned(Field::Subcategory),
            unit_price_cents: row.cents(Field::UnitPrice, row.decimal(Field::UnitPrice)?)?,
            unit_cost_cents: row.cents(Field::UnitCost, row.decimal(Field::UnitCost)?)?,
            availability: read_availability(row)?,
            supersedes_key,
        })
    }
}

fn read_availability(row: &Row<'_>) -> Result<Option<Availability>, Box<RowError>> {
    let Some(word) = row.text(Field::Availability) else { return Ok(None) };
    availability::parse(word, row.header(Field::Availability)).map(Some).ok_or_else(|| {
        row.fault(
            Field::Availability,
            "unknown_availability",
            "This does not say whether the product can be had.",
            "Use active, out of stock or discontinued, or leave the column unmapped.",
        )
    })
}
