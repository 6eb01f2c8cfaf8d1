//! Writing a batch down: new and changed orders and lines, with an image of what each changed row was.

use super::batch::{ChangedLine, Numbers, OrderBefore, Outcome, Slot};
use crate::dialect;
use crate::error::Result;
use crate::import_writer::ImportWriter;
use crate::import_writer::before::{self, Image, ImageKind};
use crate::import_writer::statements::{
    LineUpdate, OrderUpdate, timestamp_text, update_lines, update_orders,
};
use crate::import_writer::values::OrderValues;
use crate::schema::{order_lines, orders};

impl ImportWriter<'_> {
    pub(super) fn store_orders(&mut self, slots: &mut [Slot<'_>]) -> Result<()> {
        let mut new = Vec::new();
        let mut updates = Vec::new();
        let mut images = Vec::new();
        for slot in slots.iter_mut().filter(|slot| slot.is_changed) {
            slot.derive_status();
            let Some(before) = &slot.before else {
                new.push(self.new_order(slot));
                continue;
            };
            // Totals follow from the lines; only an order's own values make it another revision.
            let is_revised = before.own_values() != slot.own_values();
            if is_revised
                && !self.ids.orders.is_own(slot.id)
                && self.imaged_orders.insert(slot.id.cast_unsigned())
            {
                images.push(self.order_image(slot, before)?);
            }
            updates.push(order_update(slot, if is_revised { self.revision } else { before.revision }));
        }
        dialect::bulk_insert!(self.connection, orders::table, new)?;
        update_orders(self.connection, &updates)?;
        before::keep(self.connection, &images)
    }

    pub(super) fn store_lines(&mut self, outcome: &Outcome) -> Result<()> {
        dialect::bulk_insert!(self.connection, order_lines::table, outcome.new_lines)?;
        let mut updates = Vec::new();
        let mut images = Vec::new();
        for line in &outcome.changed_lines {
            let stored = &line.stored;
            let before = Numbers::of_line(stored);
            if before == line.after && stored.line_key == line.line_key {
                continue;
            }
            if !self.ids.lines.is_own(stored.id) && self.imaged_lines.insert(stored.id.cast_unsigned()) {
                let image = line_update(line, before, stored.line_key.clone(), stored.revision);
                images.push(Image::of(self.import_id, ImageKind::Line, stored.id, line.account_id, &image)?);
            }
            updates.push(line_update(line, line.after, line.line_key.clone(), self.revision));
        }
        update_lines(self.connection, &updates)?;
        before::keep(self.connection, &images)
    }

    fn new_order(&self, slot: &Slot<'_>) -> OrderValues {
        OrderValues {
            id: slot.id,
            account_id: slot.account_id,
            source: self.source.clone(),
            external_id: slot.key.clone().into_owned(),
            status: slot.status.code(),
            placed_on: slot.placed_on,
            placed_at: slot.placed_at,
            started_by_id: slot.started_by,
            line_count: slot.totals.line_count,
            quantity_milli: slot.totals.quantity_milli,
            revenue_cents: slot.totals.revenue_cents,
            cost_cents: slot.totals.cost_cents,
            costed_revenue_cents: slot.totals.costed_revenue_cents,
            import_id: Some(self.import_id),
            revision: self.revision,
            credits_order: slot.credits_order.clone(),
        }
    }

    fn order_image(&self, slot: &Slot<'_>, before: &OrderBefore) -> Result<Image> {
        let placed_at = before.placed_at.map(timestamp_text);
        let (status, credits_order) = (before.status.code(), before.credits_order.as_deref());
        let image = (status, before.placed_on, placed_at, before.revision, before.started_by, credits_order);
        Image::of(self.import_id, ImageKind::Order, slot.id, slot.account_id, &image)
    }
}

fn order_update(slot: &Slot<'_>, revision: i64) -> OrderUpdate {
    (
        slot.account_id,
        slot.id,
        slot.status.code(),
        slot.placed_on,
        slot.placed_at.map(timestamp_text),
        slot.totals.line_count,
        slot.totals.quantity_milli,
        slot.totals.revenue_cents,
        slot.totals.cost_cents,
        slot.totals.costed_revenue_cents,
        revision,
        slot.started_by,
        slot.credits_order.clone(),
    )
}

fn line_update(line: &ChangedLine, numbers: Numbers, line_key: Option<String>, revision: i64) -> LineUpdate {
    LineUpdate(
        line.account_id,
        line.order_id,
        line.stored.id,
        numbers.product_id,
        line_key,
        numbers.quantity_milli,
        numbers.revenue_cents,
        numbers.cost_cents,
        revision,
        numbers.backordered_milli,
    )
}
