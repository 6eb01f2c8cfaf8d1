//! Products and categories: values go back, and those that the import made and nothing uses go.

use super::{Undo, count_of};
use crate::accounts::MOST_BINDS;
use crate::error::Result;
use crate::import_writer::{ImageKind, ProductValues};
use crate::schema::{order_lines, products};
use diesel::prelude::*;
use std::collections::HashSet;

impl Undo<'_> {
    pub(super) fn restore_products(&mut self) -> Result<()> {
        self.restore_each(ImageKind::Product, |undo, _, id, row: ProductValues| {
            let own =
                products::table.filter(products::id.eq(id)).filter(products::revision.eq(undo.revision));
            Ok(diesel::update(own).set(row).execute(undo.connection)?)
        })
    }

    pub(super) fn remove_products(&mut self) -> Result<()> {
        let handed = self.ids.products;
        if handed.next == handed.first {
            return Ok(());
        }
        // One pass over the lines: they have no index by product, which nothing else would use.
        let in_use: HashSet<i64> = order_lines::table
            .filter(order_lines::product_id.ge(handed.first))
            .filter(order_lines::product_id.lt(handed.next))
            .select(order_lines::product_id)
            .distinct()
            .load(self.connection)?
            .into_iter()
            .collect();
        let made: Vec<(i64, i64)> = products::table
            .filter(products::id.ge(handed.first))
            .filter(products::id.lt(handed.next))
            .select((products::id, products::revision))
            .load(self.connection)?;
        let unused: Vec<i64> = made
            .iter()
            .filter(|(id, revision)| *revision == self.revision && !in_use.contains(id))
            .map(|(id, _)| *id)
            .collect();
        self.report.products_removed = count_of(unused.len());
        self.report.kept += count_of(made.len() - unused.len());
        for chunk in unused.chunks(MOST_BINDS) {
            diesel::delete(products::table.filter(products::id.eq_any(chunk))).execute(self.connection)?;
        }
        Ok(())
    }

    pub(super) fn remove_categories(&mut self) -> Result<()> {
        self.run_until_done(
            "DELETE FROM categories WHERE id >= $1 AND id < $2 AND import_id = $3 AND $4 > 0 \
             AND NOT EXISTS (SELECT 1 FROM products x WHERE x.category_id = categories.id) \
             AND NOT EXISTS (SELECT 1 FROM categories x WHERE x.parent_id = categories.id)",
            self.ids.categories,
        )?;
        Ok(())
    }
}
