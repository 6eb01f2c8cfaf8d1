//! Products: one row is one item that is sold.

use crate::quantity::{self, ONE_MILLI};
use crate::row::{Record, Row, key_of_name};
use crate::{availability, decimal};
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
    /// Number of the product it is a pack of; never its own.
    pub pack_of_key: Option<String>,
    /// How many of that are in one, in thousandths; positive.
    pub pack_size_milli: Option<i64>,
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
        let (pack_of_key, pack_size_milli) = read_pack(row, &product_key)?;
        Ok(Self {
            product_key,
            name,
            category: row.owned(Field::Category),
            subcategory: row.owned(Field::Subcategory),
            unit_price_cents: row.cents(Field::UnitPrice, row.decimal(Field::UnitPrice)?)?,
            unit_cost_cents: row.cents(Field::UnitCost, row.decimal(Field::UnitCost)?)?,
            availability: read_availability(row)?,
            supersedes_key,
            pack_of_key,
            pack_size_milli,
        })
    }
}

/// What the product is a pack of, and of how many. One without the other is kept and remarked on; a product that is
/// one of itself is no pack.
fn read_pack(row: &Row<'_>, own: &str) -> Result<(Option<String>, Option<i64>), Box<RowError>> {
    let size = read_pack_size(row)?;
    let base = row.owned_key(Field::PackOfKey)?.filter(|base| base != own);
    match (&base, size) {
        (None, Some(ONE_MILLI)) => return Ok((None, None)),
        (None, Some(_)) => row.remark(
            Field::PackSize,
            "pack_without_base",
            "The row says how many are in one, but not of which product.",
            "Fill in the number of the product that is in the pack; until then its units are counted as sold.",
        ),
        (Some(_), None) => row.remark(
            Field::PackOfKey,
            "pack_without_size",
            "The row says what the product is a pack of, but not how many are in one.",
            "Fill in the pack size; until then its units are counted as sold.",
        ),
        (Some(_), Some(_)) | (None, None) => {}
    }
    Ok((base, size))
}

fn read_pack_size(row: &Row<'_>) -> Result<Option<i64>, Box<RowError>> {
    let Some(value) = row.text(Field::PackSize) else { return Ok(None) };
    let size = decimal::parse(value, row.plan.decimal_mark).and_then(quantity::milli);
    size.filter(|size| *size > 0).map(Some).ok_or_else(|| {
        row.fault(
            Field::PackSize,
            "bad_pack_size",
            "This is not how many are in a pack.",
            "Write it as 12 or 2.5, or leave the column unmapped.",
        )
    })
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
