//! Products and categories: values go back, and those that the import made and nothing uses go.

use super::{Undo, count_of};
use crate::accounts::MOST_BINDS;
use crate::error::Result;
use crate::import_writer::{ImageKind, ProductValues};
use crate::schema::{order_lines, products};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashSet};

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
        let unused = made
            .iter()
            .filter(|(id, revision)| *revision == self.revision && !in_use.contains(id))
            .map(|(id, _)| *id)
            .collect();
        let unused = self.without_needed(unused)?;
        self.report.products_removed = count_of(unused.len());
        self.report.kept += count_of(made.len() - unused.len());
        // Links among those that go must not hold up a part of them.
        for chunk in unused.chunks(MOST_BINDS) {
            diesel::update(products::table.filter(products::id.eq_any(chunk)))
                .set((products::supersedes_id.eq(None::<i64>), products::pack_of_id.eq(None::<i64>)))
                .execute(self.connection)?;
        }
        for chunk in unused.chunks(MOST_BINDS) {
            diesel::delete(products::table.filter(products::id.eq_any(chunk))).execute(self.connection)?;
        }
        Ok(())
    }

    /// Those of the products that no product which stays takes the place of or is a pack of, directly or through
    /// others.
    fn without_needed(&mut self, mut unused: BTreeSet<i64>) -> Result<Vec<i64>> {
        let mut links: Vec<(i64, i64)> = products::table
            .filter(products::supersedes_id.is_not_null())
            .select((products::id, products::supersedes_id.assume_not_null()))
            .load(self.connection)?;
        let packs: Vec<(i64, i64)> = products::table
            .filter(products::pack_of_id.is_not_null())
            .select((products::id, products::pack_of_id.assume_not_null()))
            .load(self.connection)?;
        links.extend(packs);
        loop {
            let held: Vec<i64> = links
                .iter()
                .filter(|(newer, older)| unused.contains(older) && !unused.contains(newer))
                .map(|(_, older)| *older)
                .collect();
            if held.is_empty() {
                return Ok(unused.into_iter().collect());
            }
            unused.retain(|id| !held.contains(id));
        }
    }

    pub(super) fn remove_categories(&mut self) -> Result<()> {
        self.run_until_done(
            "DELETE FROM categories WHERE id >= $1 AND id < $2 AND import_id = $3 AND $4 > 0 \
             AND NOT EXISTS (SELECT 1 FROM products x WHERE x.category_id = categories.id) \
             AND NOT EXISTS (SELECT 1 FROM targets x WHERE x.category_id = categories.id) \
             AND NOT EXISTS (SELECT 1 FROM categories x WHERE x.parent_id = categories.id)",
            self.ids.categories,
        )?;
        Ok(())
    }
}
