//! The orders of a batch: what is stored of them and of their lines, and what their first row changes.

use super::batch::{Fate, Row, Slot};
use crate::error::{Result, StoreError};
use crate::import_writer::ImportWriter;
use crate::import_writer::dimensions::given;
use crate::import_writer::statements::{find_lines, find_orders};
use crate::records::PurchaseRecord;

impl ImportWriter<'_> {
    /// Looks up the orders of the batch and the lines they had before this import.
    pub(super) fn find_stored(
        &mut self,
        slots: &mut [Slot<'_>],
        first_waiting_account: i64,
        has_keys: bool,
    ) -> Result<()> {
        let with_lines = self.find_stored_orders(slots, first_waiting_account, has_keys)?;
        let below = if has_keys { self.ids.lines.next } else { self.ids.lines.first };
        let orders: Vec<(i64, i64)> =
            with_lines.iter().map(|index| (slots[*index].account_id, slots[*index].id)).collect();
        for line in find_lines(self.connection, &orders, below)? {
            slots[at(&with_lines, line.position)?].put_stored_line(line);
        }
        Ok(())
    }

    /// Looks up the orders; the places of those whose lines are worth looking at.
    fn find_stored_orders(
        &mut self,
        slots: &mut [Slot<'_>],
        first_waiting_account: i64,
        has_keys: bool,
    ) -> Result<Vec<usize>> {
        // An account that this batch makes has no orders yet.
        let asked: Vec<usize> =
            (0..slots.len()).filter(|index| slots[*index].account_id < first_waiting_account).collect();
        let keys: Vec<(i64, &str)> =
            asked.iter().map(|index| (slots[*index].account_id, slots[*index].key.as_ref())).collect();
        let found = find_orders(self.connection, &self.source, &keys)?;
        let mut with_lines = Vec::new();
        for order in found {
            let index = at(&asked, order.position)?;
            slots[index].put_stored(&order)?;
            // Lines that this import wrote are found already, unless a later row names one by its key.
            if has_keys || !self.ids.orders.is_own(order.id) {
                with_lines.push(index);
            }
        }
        Ok(with_lines)
    }

    /// Gives new orders their id, and every order the values of its first row in this file.
    pub(super) fn open_orders(&mut self, rows: &mut [Row<'_>], slots: &mut [Slot<'_>]) {
        for row in rows {
            let slot = &mut slots[row.slot];
            slot.status_given |= row.record.status.is_some();
            if std::mem::replace(&mut slot.is_open, true) {
                continue;
            }
            if slot.is_new {
                slot.id = self.ids.orders.take();
                slot.status = row.record.status.unwrap_or(slot.status);
                slot.credits_order = credited(row.record);
                slot.started_by = self.starter_of(slot.account_id, row.record).map(|(contact, _)| contact);
                self.totals.orders_added += 1;
                continue;
            }
            if self.ids.orders.is_own(slot.id) || !self.seen_orders.insert(slot.id.cast_unsigned()) {
                continue;
            }
            let starter = self.starter_of(slot.account_id, row.record);
            let started_by = starter.map(|(contact, _)| contact);
            if starter.is_some_and(|(_, has_filled)| has_filled) {
                row.fate = Fate::Updated;
            }
            let status = row.record.status.unwrap_or(slot.status);
            let placed_at = row.record.placed_at.or(slot.placed_at);
            let started_by = started_by.or(slot.started_by);
            let credits_order = credited(row.record).or_else(|| slot.credits_order.clone());
            let told = (status, row.record.placed_on, placed_at, started_by, credits_order.as_deref());
            if told != slot.own_values() {
                (slot.status, slot.placed_on, slot.placed_at, slot.started_by) =
                    (status, row.record.placed_on, placed_at, started_by);
                slot.credits_order = credits_order;
                slot.is_changed = true;
                row.fate = Fate::Updated;
            }
        }
    }
}

/// The number of the order that a row credits; a row of the order itself may repeat its own number.
fn credited(record: &PurchaseRecord) -> Option<String> {
    given(record.credits_order.as_ref()).filter(|number| *number != record.order_key).map(str::to_owned)
}

/// The slot behind a position in the list asked for.
fn at(list: &[usize], position: i64) -> Result<usize> {
    usize::try_from(position)
        .ok()
        .and_then(|position| list.get(position).copied())
        .ok_or_else(|| StoreError::Invalid(format!("position {position} was not asked for")))
}
