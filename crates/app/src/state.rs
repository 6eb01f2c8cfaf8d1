//! Sales by state (W3, W5).

use crate::{Answer, App, Caller};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::state::{StateRollup, StateRow};
use bellwether_ledger::states::state_totals;
use bellwether_territory::states;

impl App {
    /// Sales by state.
    ///
    /// # Errors
    /// `InvalidPeriod`.
    pub fn states(&self, caller: &Caller, facts: &FactFilter) -> Answer<StateRollup> {
        let book = self.book();
        let question = book.question(caller, facts)?;
        let rows = state_totals(book.snapshot(), &question.filter, question.window);
        let states = rows
            .into_iter()
            .filter(|row| !row.totals.current.is_empty() || !row.totals.previous.is_empty())
            .map(|row| StateRow {
                name: states::state_name(&row.state).unwrap_or(&row.state).to_owned(),
                state: row.state.to_string(),
                revenue: row.totals.revenue(),
                share: row.share,
                orders: row.totals.current.orders,
                active_accounts: row.totals.current.active_accounts,
            })
            .collect();
        Ok(StateRollup {
            period: question.window.current.period(),
            compared_with: question.window.previous.period(),
            states,
        })
    }
}
