//! Invoices: those the import changed go back, those it added go.

use super::{Undo, count_of};
use crate::error::Result;
use crate::import_writer::{ImageKind, InvoiceValues};
use crate::schema::invoices;
use diesel::dsl::count_star;
use diesel::prelude::*;

impl Undo<'_> {
    pub(super) fn restore_invoices(&mut self) -> Result<()> {
        self.restore_each(ImageKind::Invoice, |undo, account, id, row: InvoiceValues| {
            undo.touched.insert(account.cast_unsigned());
            let own = invoices::table
                .filter(invoices::account_id.eq(account))
                .filter(invoices::id.eq(id))
                .filter(invoices::revision.eq(undo.revision));
            Ok(diesel::update(own).set(row).execute(undo.connection)?)
        })
    }

    pub(super) fn remove_invoices(&mut self) -> Result<()> {
        let handed = self.ids.invoices;
        let added = || {
            invoices::table
                .filter(invoices::id.ge(handed.first))
                .filter(invoices::id.lt(handed.next))
                .filter(invoices::import_id.eq(self.import_id))
        };
        let of_accounts: Vec<i64> = added().select(invoices::account_id).distinct().load(self.connection)?;
        self.touched.extend(of_accounts.into_iter().map(i64::cast_unsigned));
        let removed =
            diesel::delete(added().filter(invoices::revision.eq(self.revision))).execute(self.connection)?;
        let kept: i64 = added().select(count_star()).first(self.connection)?;
        self.report.invoices_removed = count_of(removed);
        self.report.kept += kept.cast_unsigned();
        Ok(())
    }

    /// Invoices for orders that are no more stay, and no longer point at them.
    pub(super) fn release_invoices(&mut self) -> Result<()> {
        self.run(
            "UPDATE invoices SET order_id = NULL WHERE order_id >= $1 AND order_id < $2 AND $3 > 0 AND $4 > 0 \
             AND NOT EXISTS (SELECT 1 FROM orders x WHERE x.account_id = invoices.account_id \
             AND x.id = invoices.order_id)",
            self.ids.orders,
        )?;
        Ok(())
    }
}
