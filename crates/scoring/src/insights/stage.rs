//! Small books for the tests of insights.

use bellwether_core::{AccountId, OrderStatus};
use bellwether_ledger::{Account, Day, DimensionsBuilder, Filter, HistoryBuilder, Line, Snapshot, day};
use chrono::NaiveDate;
use std::sync::Arc;

/// An order of one line: date, status, net amount, cost, units in thousandths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sale {
    pub(super) on: NaiveDate,
    pub(super) status: OrderStatus,
    pub(super) revenue_cents: i64,
    pub(super) cost_cents: Option<i64>,
    pub(super) quantity_milli: i64,
}

/// A paid order of one unit whose cost nobody knows.
pub(super) fn sale(on: NaiveDate, revenue_cents: i64) -> Sale {
    Sale { on, status: OrderStatus::Paid, revenue_cents, cost_cents: None, quantity_milli: 1_000 }
}

impl Sale {
    pub(super) fn costing(self, cost_cents: i64) -> Self {
        Self { cost_cents: Some(cost_cents), ..self }
    }

    pub(super) fn units(self, quantity_milli: i64) -> Self {
        Self { quantity_milli, ..self }
    }

    pub(super) fn with_status(self, status: OrderStatus) -> Self {
        Self { status, ..self }
    }
}

/// Accounts by name, in the order given; ids of orders count from 1 through all of them.
pub(super) fn book(accounts: &[(&str, &[Sale])]) -> Snapshot {
    let mut dimensions = DimensionsBuilder::default();
    let mut histories = Vec::new();
    let mut order = 0;
    for (id, (name, sales)) in (1..).zip(accounts) {
        dimensions.put_account(Account::new(AccountId(id), &id.to_string(), name));
        let mut history = HistoryBuilder::default();
        for sale in *sales {
            order += 1;
            let line = Line::new(0, sale.quantity_milli, sale.revenue_cents, sale.cost_cents);
            history.order(order, day_of(sale.on), sale.status).line(order, line);
        }
        histories.push(Arc::new(history.build().expect("consistent rows")));
    }
    Snapshot::new(1, Arc::new(dimensions.build()), histories)
}

pub(super) fn everything(snapshot: &Snapshot) -> Filter {
    Filter::all(snapshot)
}

pub(super) fn date(year: i32, month: u32, day_of_month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day_of_month).expect("a date of the calendar")
}

fn day_of(date: NaiveDate) -> Day {
    day::from_date(date)
}
