//! Purchase rows: which order and which line each is, and what it changes.
//!
//! A line's identity inside its order is its key, if the file has one; else its product and occurrence:
//! among the stored lines of the product that no row of this file was found to be, one that equals the
//! row exactly (unchanged), else the first (updated); none left means a new line. Stored lines found are
//! remembered in a bitmap, so this is exact even when the rows of an order are scattered over the file.

mod batch;
mod lines;
mod orders;
mod resolve;
mod write;

use super::ImportWriter;
use crate::error::Result;
use crate::records::PurchaseRecord;
use batch::{Fate, Outcome, Row, Slot};
use resolve::Fills;

impl ImportWriter<'_> {
    pub(super) fn write_purchase_batch(&mut self, records: &[PurchaseRecord]) -> Result<()> {
        let first_waiting_account = self.ids.accounts.next;
        let mut fills = Fills::default();
        let mut slots = Vec::new();
        self.load_contacts_if_named(records)?;
        let mut rows = self.resolve(records, &mut slots, &mut fills);
        let has_keys = records.iter().any(|record| record.line_key.is_some());
        self.find_stored(&mut slots, first_waiting_account, has_keys)?;
        let mut outcome = Outcome::default();
        self.open_orders(&mut rows, &mut slots);
        self.match_keyed(&mut rows, &mut slots, &mut outcome);
        self.match_equal(&mut rows, &mut slots);
        self.match_rest(&mut rows, &mut slots, &mut outcome);
        self.insert_new_dimensions()?;
        self.fill_accounts(&fills.accounts)?;
        self.fill_products(&fills.products)?;
        self.store_contacts()?;
        self.store_orders(&mut slots)?;
        self.store_lines(&outcome)?;
        self.count_rows(&rows, &slots);
        Ok(())
    }

    fn count_rows(&mut self, rows: &[Row<'_>], slots: &[Slot<'_>]) {
        for row in rows {
            self.rows.read += 1;
            match row.fate {
                Fate::Added => self.rows.added += 1,
                Fate::Updated => self.rows.updated += 1,
                Fate::Open | Fate::Unchanged => self.rows.unchanged += 1,
            }
            if row.fate > Fate::Unchanged {
                self.touch(slots[row.slot].account_id);
            }
        }
    }
}
