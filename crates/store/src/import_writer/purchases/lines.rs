//! Which stored line a row is: by its key, else by equal numbers, else by its product. What is found
//! changes or stays; what is not is a new line.

use super::batch::{ChangedLine, Fate, Numbers, Outcome, Place, Row, Slot};
use crate::import_writer::ImportWriter;
use crate::import_writer::dimensions::given;
use crate::import_writer::statements::FoundLine;
use crate::import_writer::values::LineValues;
use bellwether_core::Cents;

impl ImportWriter<'_> {
    /// Rows that name their line.
    pub(super) fn match_keyed<'r>(
        &mut self,
        rows: &mut [Row<'r>],
        slots: &mut [Slot<'r>],
        outcome: &mut Outcome,
    ) {
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
                let before = Numbers::of_new_line(line);
                let after = before.after(row);
                line.product_id = after.product_id;
                line.quantity_milli = after.quantity_milli;
                line.revenue_cents = after.revenue_cents;
                line.cost_cents = after.cost_cents;
                line.backordered_milli = after.backordered_milli;
                (before, after)
            }
        };
        self.account_for(slot, before, after)
    }

    /// Rows that equal a stored line exactly.
    pub(super) fn match_equal(&mut self, rows: &mut [Row<'_>], slots: &mut [Slot<'_>]) {
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
    pub(super) fn match_rest<'r>(
        &mut self,
        rows: &mut [Row<'r>],
        slots: &mut [Slot<'r>],
        outcome: &mut Outcome,
    ) {
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
            backordered_milli: record.backordered_milli,
        });
        slot.add(Numbers::of_row(row));
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
}
