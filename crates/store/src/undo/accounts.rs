//! Accounts: values go back, and accounts that the import made and nobody uses go with their scores.

use super::Undo;
use crate::error::Result;
use crate::import_writer::{AccountValues, ImageKind};
use crate::schema::accounts;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

impl Undo<'_> {
    pub(super) fn restore_accounts(&mut self) -> Result<()> {
        self.restore_each(ImageKind::Account, |undo, _, id, row: AccountValues| {
            undo.touched.insert(id.cast_unsigned());
            let own =
                accounts::table.filter(accounts::id.eq(id)).filter(accounts::revision.eq(undo.revision));
            Ok(diesel::update(own).set(row).execute(undo.connection)?)
        })
    }

    pub(super) fn remove_accounts(&mut self) -> Result<()> {
        let handed = self.ids.accounts;
        self.touched.insert_range(handed.first.cast_unsigned()..handed.next.cast_unsigned());
        self.report.accounts_removed = self.run_until_done(
            "DELETE FROM accounts WHERE id >= $1 AND id < $2 AND import_id = $3 AND revision = $4 \
             AND NOT EXISTS (SELECT 1 FROM orders x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM contacts x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM invoices x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM targets x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM deals x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM interactions x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM tasks x WHERE x.account_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.parent_id = accounts.id) \
             AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.bill_to_id = accounts.id AND x.id <> accounts.id)",
            handed,
        )?;
        let kept: i64 = accounts::table
            .filter(accounts::id.ge(handed.first))
            .filter(accounts::id.lt(handed.next))
            .select(count_star())
            .first(self.connection)?;
        self.report.kept += kept.cast_unsigned();
        for table in
            ["scores", "score_history", "alerts", "alert_events", "alert_verdicts", "account_closures"]
        {
            diesel::sql_query(format!(
                "DELETE FROM {table} WHERE account_id >= $1 AND account_id < $2 \
                 AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.id = {table}.account_id)"
            ))
            .bind::<BigInt, _>(handed.first)
            .bind::<BigInt, _>(handed.next)
            .execute(self.connection)?;
        }
        Ok(())
    }
}
