//! One batch of purchase rows in work: its orders, and for each what is stored and what becomes of it.

use crate::error::Result;
use crate::import_writer::statements::{FoundLine, FoundOrder};
use crate::import_writer::values::{LineValues, Totals, gives_back};
use crate::orders::status_of;
use crate::records::PurchaseRecord;
use bellwether_core::OrderStatus;
use chrono::{NaiveDate, NaiveDateTime};
use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// Not decided yet.
    Open,
    Unchanged,
    Updated,
    Added,
}

/// One row of the batch.
#[derive(Debug)]
pub(super) struct Row<'r> {
    pub(super) record: &'r PurchaseRecord,
    pub(super) slot: usize,
    pub(super) product_id: i64,
    pub(super) fate: Fate,
    /// The stored line has been found.
    pub(super) is_matched: bool,
}

/// The numbers of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) product_id: i64,
    pub(super) quantity_milli: i64,
    pub(super) revenue_cents: i64,
    pub(super) cost_cents: Option<i64>,
    pub(super) backordered_milli: Option<i64>,
}

impl Numbers {
    pub(super) fn of_line(line: &FoundLine) -> Self {
        Self {
            product_id: line.product_id,
            quantity_milli: line.quantity_milli,
            revenue_cents: line.revenue_cents,
            cost_cents: line.cost_cents,
            backordered_milli: line.backordered_milli,
        }
    }

    pub(super) fn of_new_line(line: &LineValues) -> Self {
        Self {
            product_id: line.product_id,
            quantity_milli: line.quantity_milli,
            revenue_cents: line.revenue_cents,
            cost_cents: line.cost_cents,
            backordered_milli: line.backordered_milli,
        }
    }

    pub(super) fn of_row(row: &Row<'_>) -> Self {
        Self {
            product_id: row.product_id,
            quantity_milli: row.record.quantity_milli,
            revenue_cents: row.record.amount_cents,
            cost_cents: row.record.cost_cents,
            backordered_milli: row.record.backordered_milli,
        }
    }

    /// What the line is after the row; what the file does not tell of cost and back-order stays.
    pub(super) fn after(self, row: &Row<'_>) -> Self {
        Self {
            cost_cents: row.record.cost_cents.or(self.cost_cents),
            backordered_milli: row.record.backordered_milli.or(self.backordered_milli),
            ..Self::of_row(row)
        }
    }

    pub(super) fn sells(self) -> bool {
        !gives_back(self.quantity_milli, self.revenue_cents)
    }
}

/// A stored line that changes.
#[derive(Debug)]
pub(super) struct ChangedLine {
    pub(super) account_id: i64,
    pub(super) order_id: i64,
    pub(super) stored: FoundLine,
    pub(super) line_key: Option<String>,
    pub(super) after: Numbers,
}

/// Where a line with a key of its own was put by an earlier row of this batch.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// Index among the new lines.
    New(usize),
    /// Index among the changed lines.
    Changed(usize),
}

/// What an order was before its first row was read.
#[derive(Debug, Clone)]
pub(super) struct OrderBefore {
    pub(super) status: OrderStatus,
    pub(super) placed_on: NaiveDate,
    pub(super) placed_at: Option<NaiveDateTime>,
    pub(super) started_by: Option<i64>,
    pub(super) credits_order: Option<String>,
    pub(super) revision: i64,
}

/// What an order itself says; its totals follow from its lines.
pub(super) type OwnValues<'v> = (OrderStatus, NaiveDate, Option<NaiveDateTime>, Option<i64>, Option<&'v str>);

impl OrderBefore {
    pub(super) fn own_values(&self) -> OwnValues<'_> {
        (self.status, self.placed_on, self.placed_at, self.started_by, self.credits_order.as_deref())
    }
}

/// One order of the batch.
#[derive(Debug)]
pub(super) struct Slot<'r> {
    pub(super) account_id: i64,
    pub(super) key: Cow<'r, str>,
    pub(super) id: i64,
    /// Not in the database yet.
    pub(super) is_new: bool,
    /// Its first row in this batch has been read.
    pub(super) is_open: bool,
    pub(super) status: OrderStatus,
    /// A row of this batch tells the status.
    pub(super) status_given: bool,
    pub(super) placed_on: NaiveDate,
    pub(super) placed_at: Option<NaiveDateTime>,
    /// Contact who started it.
    pub(super) started_by: Option<i64>,
    /// Number of the order that it credits.
    pub(super) credits_order: Option<String>,
    pub(super) before: Option<OrderBefore>,
    pub(super) totals: Totals,
    /// Something to store.
    pub(super) is_changed: bool,
    /// Stored lines not yet found in the file, by id.
    pub(super) lines: VecDeque<FoundLine>,
    /// Lines that sell among all whose numbers are known here.
    pub(super) selling_lines: i64,
    /// Lines whose numbers are known here.
    pub(super) known_lines: i64,
    pub(super) keyed: HashMap<&'r str, Place>,
}

impl<'r> Slot<'r> {
    pub(super) fn new(account_id: i64, key: Cow<'r, str>, record: &PurchaseRecord) -> Self {
        Self {
            account_id,
            key,
            id: 0,
            is_new: true,
            is_open: false,
            status: OrderStatus::Placed,
            status_given: false,
            placed_on: record.placed_on,
            placed_at: record.placed_at,
            started_by: None,
            credits_order: None,
            before: None,
            totals: Totals::default(),
            is_changed: false,
            lines: VecDeque::new(),
            selling_lines: 0,
            known_lines: 0,
            keyed: HashMap::new(),
        }
    }

    /// Takes over what is stored of the order.
    ///
    /// # Errors
    /// `Invalid` when the stored status is no word of ours.
    pub(super) fn put_stored(&mut self, order: &FoundOrder) -> Result<()> {
        self.id = order.id;
        self.is_new = false;
        self.status = status_of(&order.status)?;
        self.placed_on = order.placed_on;
        self.placed_at = order.placed_at;
        self.started_by = order.started_by_id;
        self.credits_order.clone_from(&order.credits_order);
        self.before = Some(OrderBefore {
            status: self.status,
            placed_on: order.placed_on,
            placed_at: order.placed_at,
            started_by: order.started_by_id,
            credits_order: order.credits_order.clone(),
            revision: order.revision,
        });
        self.totals = Totals {
            line_count: order.line_count,
            quantity_milli: order.quantity_milli,
            revenue_cents: order.revenue_cents,
            cost_cents: order.cost_cents,
            costed_revenue_cents: order.costed_revenue_cents,
        };
        Ok(())
    }

    /// What the order itself says now.
    pub(super) fn own_values(&self) -> OwnValues<'_> {
        (self.status, self.placed_on, self.placed_at, self.started_by, self.credits_order.as_deref())
    }

    /// Takes over a line that is stored of the order and may be found in the file.
    pub(super) fn put_stored_line(&mut self, line: FoundLine) {
        self.selling_lines += i64::from(Numbers::of_line(&line).sells());
        self.known_lines += 1;
        self.lines.push_back(line);
    }

    /// Counts a line in.
    pub(super) fn add(&mut self, numbers: Numbers) {
        self.totals.count(1, numbers.quantity_milli, numbers.revenue_cents, numbers.cost_cents);
        self.selling_lines += i64::from(numbers.sells());
        self.known_lines += 1;
        self.is_changed = true;
    }

    /// Counts a line out.
    pub(super) fn remove(&mut self, numbers: Numbers) {
        self.totals.count(-1, numbers.quantity_milli, numbers.revenue_cents, numbers.cost_cents);
        self.selling_lines -= i64::from(numbers.sells());
        self.known_lines -= 1;
        self.is_changed = true;
    }

    /// The status that follows from the lines, where the file tells none: credits when every line gives
    /// back. Only `Placed` and `CreditMemo` follow from lines; any other status was told by somebody.
    pub(super) fn derive_status(&mut self) {
        if self.status_given {
            return;
        }
        let all_known = self.known_lines == self.totals.line_count;
        match self.status {
            OrderStatus::CreditMemo if self.selling_lines > 0 => self.status = OrderStatus::Placed,
            OrderStatus::Placed if all_known && self.selling_lines == 0 && self.totals.line_count > 0 => {
                self.status = OrderStatus::CreditMemo;
            }
            OrderStatus::Placed
            | OrderStatus::CreditMemo
            | OrderStatus::Draft
            | OrderStatus::Quote
            | OrderStatus::Confirmed
            | OrderStatus::PartShipped
            | OrderStatus::Shipped
            | OrderStatus::Invoiced
            | OrderStatus::Paid
            | OrderStatus::Cancelled
            | OrderStatus::Void
            | OrderStatus::Return => {}
        }
    }
}

/// What a batch stores in the end.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) new_lines: Vec<LineValues>,
    pub(super) changed_lines: Vec<ChangedLine>,
}
