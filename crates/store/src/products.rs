//! Products and their categories: the same for every caller, so they take no scope.

use crate::connection::Connection;
use crate::error::Result;
use crate::schema::{categories, products};
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
}

impl From<ProductRow> for Product {
    fn from(row: ProductRow) -> Self {
        Self {
            id: ProductId(row.id),
            source: row.source,
            external_id: row.external_id,
            name: row.name,
            category: row.category_id.map(CategoryId),
            unit: row.unit,
            cost_cents: row.cost_cents,
        }
    }
}

/// Every product, by id.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection) -> Result<Vec<Product>> {
    let rows = products::table.order(products::id).select(ProductRow::as_select()).load(connection)?;
    Ok(rows.into_iter().map(Product::from).collect())
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
