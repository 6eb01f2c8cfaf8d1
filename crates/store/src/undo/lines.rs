//! Lines: those the import changed go back, those it added go.

use super::{Undo, count_of};
use crate::error::Result;
use crate::import_writer::{ImageKind, LineUpdate, update_lines};
use crate::schema::order_lines;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::HashSet;

impl Undo<'_> {
    pub(super) fn restore_lines(&mut self) -> Result<()> {
        self.restore(ImageKind::Line, |undo, images: Vec<(i64, i64, LineUpdate)>| {
            let untouched: HashSet<i64> = order_lines::table
                .filter(order_lines::account_id.eq_any(images.iter().map(|(account, ..)| *account)))
                .filter(order_lines::order_id.eq_any(images.iter().map(|(.., line)| line.1)))
                .filter(order_lines::revision.eq(undo.revision))
                .select(order_lines::id)
                .load(undo.connection)?
                .into_iter()
                .collect();
            let lines: Vec<LineUpdate> = images
                .into_iter()
                .filter(|(_, id, _)| untouched.contains(id))
                .map(|(.., line)| line)
                .collect();
            for LineUpdate(account, order, ..) in &lines {
                undo.touched.insert(account.cast_unsigned());
                undo.stale_orders.insert((*account, *order));
            }
            update_lines(undo.connection, &lines)?;
            Ok(lines.len())
        })
    }

    pub(super) fn remove_lines(&mut self) -> Result<()> {
        let handed = self.ids.lines;
        let added = || {
            order_lines::table
                .filter(order_lines::id.ge(handed.first))
                .filter(order_lines::id.lt(handed.next))
                .filter(order_lines::import_id.eq(self.import_id))
        };
        let of_accounts: Vec<i64> =
            added().select(order_lines::account_id).distinct().load(self.connection)?;
        self.touched.extend(of_accounts.into_iter().map(i64::cast_unsigned));
        // Orders that were there before lose lines; orders of this import keep some if a line was changed.
        let stale: Vec<(i64, i64)> = added()
            .filter(
                order_lines::order_id.lt(self.ids.orders.first).or(order_lines::revision.ne(self.revision)),
            )
            .select((order_lines::account_id, order_lines::order_id))
            .distinct()
            .load(self.connection)?;
        self.stale_orders.extend(stale);
        let removed = diesel::delete(added().filter(order_lines::revision.eq(self.revision)))
            .execute(self.connection)?;
        let kept: i64 = added().select(count_star()).first(self.connection)?;
        self.report.lines_removed = count_of(removed);
        self.report.kept += kept.cast_unsigned();
        Ok(())
    }
}
