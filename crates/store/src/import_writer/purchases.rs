//! Purchase rows: which order and which line each is, and what it changes.
//!
//! A line's identity inside its order is its key, if the file has one; else its product and occurrence:
//! among the stored lines of the product that no row of this file was found to be, one that equals the
//! row exactly (unchanged), else the first (updated); none left means a new line. Stored lines found are
//! remembered in a bitmap, so this is exact even when the rows of an order are scattered over the file.

use super::ImportWriter;
use super::batch::{ChangedLine, Fate, Numbers, OrderBefore, Outcome, Place, Row, Slot};
use super::before::{self, Image, ImageKind};
use super::dimensions::{given, missing, waiting};
use super::masters::{AccountNews, Mode, offered, put_account};
use super::statements::{
    FoundLine, LineUpdate, OrderUpdate, find_lines, find_orders, timestamp_text, update_lines, update_orders,
};
use super::values::{LineValues, OrderValues, Totals};
use crate::dialect;
use crate::error::{Result, StoreError};
use crate::orders::status_of;
use crate::records::PurchaseRecord;
use crate::schema::{order_lines, orders};
use bellwether_core::Cents;
use std::borrow::Cow;
use std::collections::HashMap;

/// What rows say about accounts and products that are stored already.
#[derive(Default)]
struct Fills<'r> {
    accounts: Vec<(i64, AccountNews<'r>)>,
    products: Vec<(i64, Option<&'r str>, Option<i64>)>,
}

impl ImportWriter<'_> {
    pub(super) fn write_purchase_batch(&mut self, records: &[PurchaseRecord]) -> Result<()> {
        let first_waiting_account = self.ids.accounts.next;
        let mut fills = Fills::default();
        let mut slots = Vec::new();
        let mut rows = self.resolve(records, &mut slots, &mut fills);
        self.find_stored(&mut slots, first_waiting_account, records.iter().any(|r| r.line_key.is_some()))?;
        let mut outcome = Outcome::default();
        self.open_orders(&mut rows, &mut slots)?;
        self.match_keyed(&mut rows, &mut slots, &mut outcome);
        self.match_equal(&mut rows, &mut slots);
        self.match_rest(&mut rows, &mut slots, &mut outcome);
        self.insert_new_dimensions()?;
        self.fill_accounts(&fills.accounts)?;
        self.fill_products(&fills.products)?;
        self.store_orders(&mut slots)?;
        self.store_lines(&outcome)?;
        self.count_rows(&rows, &slots);
        Ok(())
    }

    /// Finds or makes account, product and order slot of every row.
    fn resolve<'r>(
        &mut self,
        records: &'r [PurchaseRecord],
        slots: &mut Vec<Slot<'r>>,
        fills: &mut Fills<'r>,
    ) -> Vec<Row<'r>> {
        let mut by_key: HashMap<(i64, Cow<'r, str>), usize> = HashMap::with_capacity(records.len() / 2);
        let mut rows = Vec::with_capacity(records.len());
        for record in records {
            let (account_id, account_filled) = self.account_of(record, fills);
            let (product_id, product_filled) = self.product_of(record, fills);
            let key = if record.order_key.is_empty() {
                Cow::Owned(record.placed_on.to_string())
            } else {
                Cow::Borrowed(record.order_key.as_str())
            };
            let slot = *by_key.entry((account_id, key)).or_insert_with_key(|(account_id, key)| {
                slots.push(Slot::new(*account_id, key.clone(), record));
                slots.len() - 1
            });
            let fate = if account_filled || product_filled { Fate::Updated } else { Fate::Open };
            rows.push(Row { record, slot, product_id, fate, is_matched: false });
        }
        rows
    }

    /// The account of a row; and whether the row filled something of an account that is stored.
    fn account_of<'r>(&mut self, record: &'r PurchaseRecord, fills: &mut Fills<'r>) -> (i64, bool) {
        let told = given(record.account_name.as_ref());
        let key = given(Some(&record.account_key)).or(told).unwrap_or("unnamed");
        let (account, _) = self.account(key);
        if account.missing == 0 {
            return (account.id, false);
        }
        let name = told.filter(|name| *name != key);
        let fillable = offered(name, &record.account) & account.missing;
        if fillable == 0 {
            return (account.id, false);
        }
        let rep = if fillable & missing::REP == 0 { None } else { self.rep_of(&record.account) };
        let region = given(record.account.region.as_ref())
            .filter(|_| fillable & missing::REGION != 0)
            .map(|name| self.region(name));
        let news =
            AccountNews { name, attributes: Some(&record.account), rep, region, parent: None, bill_to: None };
        if let Some(known) = self.dimensions.accounts.get_mut(key) {
            known.missing &= !fillable;
        }
        match waiting(&mut self.dimensions.new_accounts, self.ids.accounts, account.id) {
            Some(row) => {
                put_account(row, &news, Mode::Fill);
                (account.id, false)
            }
            None => {
                fills.accounts.push((account.id, news));
                (account.id, true)
            }
        }
    }

    /// The product of a row; and whether the row filled something of a product that is stored.
    fn product_of<'r>(&mut self, record: &'r PurchaseRecord, fills: &mut Fills<'r>) -> (i64, bool) {
        let told = given(record.product_name.as_ref());
        let wide = given(record.category.as_ref());
        let narrow = given(record.subcategory.as_ref());
        let key =
            given(Some(&record.product_key)).or(told).or(narrow).or(wide).unwrap_or("Unspecified product");
        let (product, _) = self.product(key);
        let name = told.filter(|name| product.lacks_name && *name != key);
        let fills_category = product.lacks_category && (wide.is_some() || narrow.is_some());
        if name.is_none() && !fills_category {
            return (product.id, false);
        }
        let category = if fills_category { self.category(wide, narrow) } else { None };
        if let Some(known) = self.dimensions.products.get_mut(key) {
            known.lacks_name &= name.is_none();
            known.lacks_category &= category.is_none();
        }
        match waiting(&mut self.dimensions.new_products, self.ids.products, product.id) {
            Some(row) => {
                if let Some(name) = name {
                    name.clone_into(&mut row.name);
                    row.search_key = super::dimensions::search_key(name);
                }
                row.category_id = row.category_id.or(category);
                (product.id, false)
            }
            None => {
                fills.products.push((product.id, name, category));
                (product.id, true)
            }
        }
    }

    /// Looks up the orders of the batch and the lines they had before this import.
    fn find_stored(
        &mut self,
        slots: &mut [Slot<'_>],
        first_waiting_account: i64,
        has_keys: bool,
    ) -> Result<()> {
        // An account that this batch makes has no orders yet.
        let asked: Vec<usize> =
            (0..slots.len()).filter(|index| slots[*index].account_id < first_waiting_account).collect();
        let keys: Vec<(i64, &str)> =
            asked.iter().map(|index| (slots[*index].account_id, slots[*index].key.as_ref())).collect();
        let found = find_orders(self.connection, &self.source, &keys)?;
        let mut with_lines = Vec::new();
        for order in found {
            let index = at(&asked, order.position)?;
            let slot = &mut slots[index];
            slot.id = order.id;
            slot.is_new = false;
            slot.status = status_of(&order.status)?;
            slot.placed_on = order.placed_on;
            slot.placed_at = order.placed_at;
            slot.before = Some(OrderBefore {
                status: slot.status,
                placed_on: order.placed_on,
                placed_at: order.placed_at,
                revision: order.revision,
            });
            slot.totals = Totals {
                line_count: order.line_count,
                quantity_milli: order.quantity_milli,
                revenue_cents: order.revenue_cents,
                cost_cents: order.cost_cents,
                costed_revenue_cents: order.costed_revenue_cents,
            };
            // Lines that this import wrote are found already, unless a later row names one by its key.
            if has_keys || !self.ids.orders.is_own(order.id) {
                with_lines.push(index);
            }
        }
        let below = if has_keys { self.ids.lines.next } else { self.ids.lines.first };
        let orders: Vec<(i64, i64)> =
            with_lines.iter().map(|index| (slots[*index].account_id, slots[*index].id)).collect();
        for line in find_lines(self.connection, &orders, below)? {
            let slot = &mut slots[at(&with_lines, line.position)?];
            slot.selling_lines += i64::from(Numbers::of_line(&line).sells());
            slot.known_lines += 1;
            slot.lines.push_back(line);
        }
        Ok(())
    }

    /// Gives new orders their id, and every order the values of its first row in this file.
    fn open_orders(&mut self, rows: &mut [Row<'_>], slots: &mut [Slot<'_>]) -> Result<()> {
        for row in rows {
            let slot = &mut slots[row.slot];
            slot.status_given |= row.record.status.is_some();
            if std::mem::replace(&mut slot.is_open, true) {
                continue;
            }
            if slot.is_new {
                slot.id = self.ids.orders.take();
                slot.status = row.record.status.unwrap_or(slot.status);
                self.totals.orders_added += 1;
                continue;
            }
            if self.ids.orders.is_own(slot.id) || !self.seen_orders.insert(slot.id.cast_unsigned()) {
                continue;
            }
            let status = row.record.status.unwrap_or(slot.status);
            let placed_at = row.record.placed_at.or(slot.placed_at);
            if (status, row.record.placed_on, placed_at) != (slot.status, slot.placed_on, slot.placed_at) {
                (slot.status, slot.placed_on, slot.placed_at) = (status, row.record.placed_on, placed_at);
                slot.is_changed = true;
                row.fate = Fate::Updated;
            }
        }
        Ok(())
    }

    /// Rows that name their line.
    fn match_keyed<'r>(&mut self, rows: &mut [Row<'r>], slots: &mut [Slot<'r>], outcome: &mut Outcome) {
        for row in rows {
            let Some(key) = given(row.record.line_key.as_ref()) else { continue };
            let slot = &mut slots[row.slot];
            if let Some(place) = slot.keyed.get(key).copied() {
                let fate = self.change_again(row, slot, place, outcome);
                row.fate = row.fate.max(fate);
                continue;
            }
            let stored = slot.lines.iter().position(|line| line.line_key.as_deref() == Some(key));
            let (place, fate) = match stored.and_then(|index| slot.lines.remove(index)) {
                Some(line) => {
                    self.consumed_lines.insert(line.id.cast_unsigned());
                    let fate = self.change_line(row, slot, line, outcome);
                    (Place::Changed(outcome.changed_lines.len() - 1), fate)
                }
                None => {
                    self.add_line(row, slot, outcome);
                    (Place::New(outcome.new_lines.len() - 1), Fate::Added)
                }
            };
            slot.keyed.insert(key, place);
            row.fate = row.fate.max(fate);
        }
    }

    /// A second row about a line that an earlier row of the batch named.
    fn change_again<'r>(
        &mut self,
        row: &Row<'r>,
        slot: &mut Slot<'r>,
        place: Place,
        outcome: &mut Outcome,
    ) -> Fate {
        let (before, after) = match place {
            Place::Changed(index) => {
                let line = &mut outcome.changed_lines[index];
                let before = line.after;
                line.after = before.after(row);
                (before, line.after)
            }
            Place::New(index) => {
                let line = &mut outcome.new_lines[index];
                let before = Numbers {
                    product_id: line.product_id,
                    quantity_milli: line.quantity_milli,
                    revenue_cents: line.revenue_cents,
                    cost_cents: line.cost_cents,
                };
                let after = before.after(row);
                line.product_id = after.product_id;
                line.quantity_milli = after.quantity_milli;
                line.revenue_cents = after.revenue_cents;
                line.cost_cents = after.cost_cents;
                (before, after)
            }
        };
        self.account_for(slot, before, after)
    }

    /// Rows that equal a stored line exactly.
    fn match_equal(&mut self, rows: &mut [Row<'_>], slots: &mut [Slot<'_>]) {
        for row in rows {
            let slot = &mut slots[row.slot];
            if slot.lines.is_empty() || given(row.record.line_key.as_ref()).is_some() {
                continue;
            }
            let equal = slot.lines.iter().position(|line| {
                let numbers = Numbers::of_line(line);
                numbers == numbers.after(row) && self.is_free(line.id)
            });
            if let Some(line) = equal.and_then(|index| slot.lines.remove(index)) {
                self.consumed_lines.insert(line.id.cast_unsigned());
                row.is_matched = true;
                row.fate = row.fate.max(Fate::Unchanged);
            }
        }
    }

    /// All other rows: the next stored line of the product changes, or a line is new.
    fn match_rest<'r>(&mut self, rows: &mut [Row<'r>], slots: &mut [Slot<'r>], outcome: &mut Outcome) {
        for row in rows {
            let slot = &mut slots[row.slot];
            if given(row.record.line_key.as_ref()).is_some() || row.is_matched {
                continue;
            }
            let next = slot
                .lines
                .iter()
                .position(|line| line.product_id == row.product_id && self.is_free(line.id))
                .and_then(|index| slot.lines.remove(index));
            let fate = match next {
                Some(line) => {
                    self.consumed_lines.insert(line.id.cast_unsigned());
                    self.change_line(row, slot, line, outcome)
                }
                None => {
                    self.add_line(row, slot, outcome);
                    Fate::Added
                }
            };
            row.fate = row.fate.max(fate);
        }
    }

    /// Whether a stored line has not been found in this file yet.
    fn is_free(&self, line_id: i64) -> bool {
        !self.ids.lines.is_own(line_id) && !self.consumed_lines.contains(line_id.cast_unsigned())
    }

    fn add_line<'r>(&mut self, row: &Row<'r>, slot: &mut Slot<'r>, outcome: &mut Outcome) {
        let record = row.record;
        outcome.new_lines.push(LineValues {
            id: self.ids.lines.take(),
            account_id: slot.account_id,
            order_id: slot.id,
            product_id: row.product_id,
            line_key: given(record.line_key.as_ref()).map(str::to_owned),
            quantity_milli: record.quantity_milli,
            revenue_cents: record.amount_cents,
            cost_cents: record.cost_cents,
            import_id: Some(self.import_id),
            revision: self.revision,
        });
        slot.add(Numbers {
            product_id: row.product_id,
            quantity_milli: record.quantity_milli,
            revenue_cents: record.amount_cents,
            cost_cents: record.cost_cents,
        });
        self.totals.amount_cents += Cents(record.amount_cents);
    }

    fn change_line<'r>(
        &mut self,
        row: &Row<'r>,
        slot: &mut Slot<'r>,
        stored: FoundLine,
        outcome: &mut Outcome,
    ) -> Fate {
        let before = Numbers::of_line(&stored);
        let after = before.after(row);
        let line_key =
            given(row.record.line_key.as_ref()).map(str::to_owned).or_else(|| stored.line_key.clone());
        let (account_id, order_id) = (slot.account_id, slot.id);
        outcome.changed_lines.push(ChangedLine { account_id, order_id, stored, line_key, after });
        self.account_for(slot, before, after)
    }

    /// Brings totals in step with a changed line.
    fn account_for(&mut self, slot: &mut Slot<'_>, before: Numbers, after: Numbers) -> Fate {
        if before == after {
            return Fate::Unchanged;
        }
        slot.remove(before);
        slot.add(after);
        self.totals.amount_cents += Cents(after.revenue_cents - before.revenue_cents);
        Fate::Updated
    }

    fn store_orders(&mut self, slots: &mut [Slot<'_>]) -> Result<()> {
        let mut new = Vec::new();
        let mut updates: Vec<OrderUpdate> = Vec::new();
        let mut images = Vec::new();
        for slot in slots.iter_mut().filter(|slot| slot.is_changed) {
            slot.derive_status();
            let totals = slot.totals;
            let Some(before) = &slot.before else {
                new.push(OrderValues {
                    id: slot.id,
                    account_id: slot.account_id,
                    source: self.source.clone(),
                    external_id: slot.key.clone().into_owned(),
                    status: slot.status.code(),
                    placed_on: slot.placed_on,
                    placed_at: slot.placed_at,
                    started_by_id: None,
                    line_count: totals.line_count,
                    quantity_milli: totals.quantity_milli,
                    revenue_cents: totals.revenue_cents,
                    cost_cents: totals.cost_cents,
                    costed_revenue_cents: totals.costed_revenue_cents,
                    import_id: Some(self.import_id),
                    revision: self.revision,
                });
                continue;
            };
            // Totals follow from the lines; only an order's own values make it another revision.
            let own_before = (before.status, before.placed_on, before.placed_at);
            let is_revised = own_before != (slot.status, slot.placed_on, slot.placed_at);
            if is_revised
                && !self.ids.orders.is_own(slot.id)
                && self.imaged_orders.insert(slot.id.cast_unsigned())
            {
                let image = (
                    before.status.code(),
                    before.placed_on,
                    before.placed_at.map(timestamp_text),
                    before.revision,
                );
                images.push(Image::of(self.import_id, ImageKind::Order, slot.id, slot.account_id, &image)?);
            }
            updates.push((
                slot.account_id,
                slot.id,
                slot.status.code(),
                slot.placed_on,
                slot.placed_at.map(timestamp_text),
                totals.line_count,
                totals.quantity_milli,
                totals.revenue_cents,
                totals.cost_cents,
                totals.costed_revenue_cents,
                if is_revised { self.revision } else { before.revision },
            ));
        }
        dialect::bulk_insert!(self.connection, orders::table, new)?;
        update_orders(self.connection, &updates)?;
        before::keep(self.connection, &images)
    }

    fn store_lines(&mut self, outcome: &Outcome) -> Result<()> {
        dialect::bulk_insert!(self.connection, order_lines::table, outcome.new_lines)?;
        let mut updates: Vec<LineUpdate> = Vec::new();
        let mut images = Vec::new();
        for line in &outcome.changed_lines {
            let stored = &line.stored;
            if Numbers::of_line(stored) == line.after && stored.line_key == line.line_key {
                continue;
            }
            let row = |numbers: Numbers, line_key: &Option<String>, revision: i64| -> LineUpdate {
                (
                    line.account_id,
                    line.order_id,
                    stored.id,
                    numbers.product_id,
                    line_key.clone(),
                    numbers.quantity_milli,
                    numbers.revenue_cents,
                    numbers.cost_cents,
                    revision,
                )
            };
            if !self.ids.lines.is_own(stored.id) && self.imaged_lines.insert(stored.id.cast_unsigned()) {
                let image = row(Numbers::of_line(stored), &stored.line_key, stored.revision);
                images.push(Image::of(self.import_id, ImageKind::Line, stored.id, line.account_id, &image)?);
            }
            updates.push(row(line.after, &line.line_key, self.revision));
        }
        update_lines(self.connection, &updates)?;
        before::keep(self.connection, &images)
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

fn at(list: &[usize], position: i64) -> Result<usize> {
    usize::try_from(position)
        .ok()
        .and_then(|position| list.get(position).copied())
        .ok_or_else(|| StoreError::Invalid(format!("position {position} was not asked for")))
}
