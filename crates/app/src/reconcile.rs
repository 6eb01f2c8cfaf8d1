//! Whether the ledger says what the database says, to the cent.

use crate::{Answer, App, AppError};
use bellwether_store::orders;
use chrono::NaiveDate;

/// Sums over every order that counts in sales.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct FactSums {
    /// Orders, credits included.
    pub orders: i64,
    /// Order lines.
    pub lines: i64,
    /// Net sales.
    pub revenue_cents: i64,
    /// Cost of the lines whose cost is known.
    pub cost_cents: i64,
    /// Net sales of those lines.
    pub costed_revenue_cents: i64,
    /// Units, in thousandths.
    pub quantity_milli: i64,
}

/// The same sums from both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Reconciliation {
    /// From the ledger in memory.
    pub ledger: FactSums,
    /// By SQL.
    pub database: FactSums,
}

impl App {
    /// Sums everything twice: in the ledger and by SQL.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn reconcile(&self) -> Answer<Reconciliation> {
        self.catch_up()?;
        Ok(Reconciliation { ledger: self.ledger_sums(), database: self.database_sums()? })
    }

    fn ledger_sums(&self) -> FactSums {
        let book = self.book();
        let mut sums = FactSums::default();
        for history in book.snapshot().histories() {
            for order in history.orders().iter().filter(|order| order.counts_in_sales()) {
                sums.orders += 1;
                for line in history.lines_of(order) {
                    sums.lines += 1;
                    sums.revenue_cents += line.revenue_cents;
                    sums.quantity_milli += line.quantity_milli;
                    if let Some(cost_cents) = line.cost() {
                        sums.cost_cents += cost_cents;
                        sums.costed_revenue_cents += line.revenue_cents;
                    }
                }
            }
        }
        sums
    }

    fn database_sums(&self) -> Answer<FactSums> {
        let date = |year, month, day| {
            NaiveDate::from_ymd_opt(year, month, day)
                .ok_or_else(|| AppError::Internal("a date of the calendar".to_owned()))
        };
        let (first, last) = (date(1, 1, 1)?, date(9999, 12, 31)?);
        let sums = self.store.read(|conn| orders::sums(conn, first, last))?;
        Ok(FactSums {
            orders: sums.orders,
            lines: sums.lines,
            revenue_cents: sums.revenue_cents,
            cost_cents: sums.cost_cents,
            costed_revenue_cents: sums.costed_revenue_cents,
            quantity_milli: sums.quantity_milli,
        })
    }
}
