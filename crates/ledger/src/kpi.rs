//! The headline figures (E1): sales, profit, orders, units, active accounts, average order.

use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::totals::{Totals, all_totals};
use crate::window::{Compared, Window};
use bellwether_core::Cents;
use bellwether_core::dashboard::{Kpis, Margin, Movement};

/// Totals over the slice in both ranges of the window.
pub fn totals(snapshot: &Snapshot, filter: &Filter, window: Window) -> Compared<Totals> {
    all_totals(snapshot, filter, window)
}

impl Compared<Totals> {
    /// Profit with its movement and how much of the sales it is judged by.
    pub fn margin(&self) -> Margin {
        let (current, previous) = (&self.current.amounts, &self.previous.amounts);
        Margin {
            profit: Movement::of_money(Cents(current.profit_cents()), Cents(previous.profit_cents())),
            rate: current.profit_rate(),
            previous_rate: previous.profit_rate(),
            // Without sales no cost is known, and the screen says "not enough cost data".
            cost_coverage: current.cost_coverage().unwrap_or(0.0),
        }
    }

    /// Net sales per valid order, and its movement; nothing counts as 0.
    pub fn average_order(&self) -> Movement<Cents> {
        let average = |totals: &Totals| Cents(totals.average_order_cents().unwrap_or(0));
        Movement::of_money(average(&self.current), average(&self.previous))
    }

    /// The headline figures; `may_view_margin` false leaves profit out altogether.
    pub fn kpis(&self, may_view_margin: bool) -> Kpis {
        Kpis {
            revenue: self.revenue(),
            margin: may_view_margin.then(|| self.margin()),
            orders: self.orders(),
            units_milli: self.units_milli(),
            active_accounts: self.active_accounts(),
            average_order: self.average_order(),
        }
    }
}
