//! Products and their categories: the same for every caller, so they take no scope.

use crate::connection::Connection;
use crate::error::{Result, StoreError};
use crate::schema::{categories, products};
use bellwether_core::alert::Availability;
use bellwether_core::{CategoryId, ProductId};
use diesel::prelude::*;

/// A product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// The source system.
    pub source: String,
    /// The number there.
    pub external_id: String,
    /// Name.
    pub name: String,
    /// The narrowest category known.
    pub category: Option<CategoryId>,
    /// Unit of measure; empty when not known.
    pub unit: String,
    /// Cost of one unit.
    pub cost_cents: Option<i64>,
    /// The product it takes the place of.
    pub supersedes: Option<ProductId>,
    /// Whether it can be had.
    pub availability: Availability,
    /// The product it is a pack of.
    pub pack_of: Option<ProductId>,
    /// How many of that are in one, in thousandths.
    pub pack_size_milli: Option<i64>,
}

/// A product category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Name; unique below its parent.
    pub name: String,
    /// The wider category.
    pub parent: Option<CategoryId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = products)]
pub(crate) struct ProductRow {
    id: i64,
    source: String,
    external_id: String,
    name: String,
    category_id: Option<i64>,
    unit: String,
    cost_cents: Option<i64>,
    supersedes_id: Option<i64>,
    availability: String,
    pack_of_id: Option<i64>,
    pack_size_milli: Option<i64>,
}

impl TryFrom<ProductRow> for Product {
    type Error = StoreError;
    fn try_from(row: ProductRow) -> Result<Self> {
        Ok(Self {
            id: ProductId(row.id),
            source: row.source,
            external_id: row.external_id,
            name: row.name,
            category: row.category_id.map(CategoryId),
            unit: row.unit,
            cost_cents: row.cost_cents,
            supersedes: row.supersedes_id.map(ProductId),
            availability: Availability::from_code(&row.availability)
                .ok_or_else(|| StoreError::unknown_word("availability", &row.availability))?,
            pack_of: row.pack_of_id.map(ProductId),
            pack_size_milli: row.pack_size_milli,
        })
    }
}

/// Every product, by id.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection) -> Result<Vec<Product>> {
    let rows = products::table.order(products::id).select(ProductRow::as_select()).load(connection)?;
    rows.into_iter().map(Product::try_from).collect()
}

/// Every category, by id.
///
/// # Errors
/// Database failures.
pub fn categories(connection: &mut Connection) -> Result<Vec<Category>> {
    let rows: Vec<(i64, String, Option<i64>)> = categories::table
        .order(categories::id)
        .select((categories::id, categories::name, categories::parent_id))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(id, name, parent)| Category { id: CategoryId(id), name, parent: parent.map(CategoryId) })
        .collect())
}
