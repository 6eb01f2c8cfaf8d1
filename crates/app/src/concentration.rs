//! How much hangs on few accounts and few states (W5).

use crate::{Answer, App, Caller};
use bellwether_core::Cents;
use bellwether_core::bridge::{Concentration, StateShare, TopShare};
use bellwether_core::dashboard::FactFilter;
use bellwether_ledger::by_account::{sum_of_largest, sums_by_account};
use bellwether_ledger::states::{StateTotals, state_totals};
use bellwether_ledger::{Amounts, DayRange, Window};
use bellwether_territory::states;

/// Shares are shown of so many accounts.
const LARGEST: [u32; 3] = [10, 20, 50];
/// States shown.
const STATES: usize = 10;

impl App {
    /// Shares of the largest accounts and states.
    ///
    /// # Errors
    /// `InvalidPeriod`.
    pub fn concentration(&self, caller: &Caller, facts: &FactFilter) -> Answer<Concentration> {
        let book = self.book().at_level(caller, facts.level)?;
        let question = book.question(caller, facts)?;
        let (snapshot, filter) = (book.snapshot(), &question.filter);
        let current = question.window.current;
        // Nothing is compared, so nothing else is read.
        let window = Window { current, previous: DayRange { from: current.from, until: current.from } };
        let add = |sum: &mut i64, amounts: &Amounts, _| *sum += amounts.revenue_cents;
        let by_account = sums_by_account(snapshot, filter, current, current.last(), add);
        let sales = || by_account.iter().copied();
        let whole = Cents(sales().sum());
        let share_of_largest = |accounts: u32| {
            let revenue_cents = Cents(sum_of_largest(sales(), accounts as usize));
            TopShare { accounts, revenue_cents, share: revenue_cents.share_of(whole) }
        };
        // Money is where the site is, whoever its parent is.
        let sites = book.sites();
        let states = state_totals(sites.snapshot(), &book.members_in(question.filter), window);
        Ok(Concentration {
            period: current.period(),
            revenue_cents: whole,
            accounts: sales().filter(|cents| *cents > 0).count() as u64,
            top: LARGEST.map(share_of_largest).into(),
            states: states.iter().filter(|row| has_sales(row)).take(STATES).map(shown).collect(),
        })
    }
}

fn has_sales(row: &StateTotals) -> bool {
    row.totals.current.amounts.revenue_cents > 0
}

fn shown(row: &StateTotals) -> StateShare {
    StateShare {
        state: row.state.to_string(),
        name: states::state_name(&row.state).unwrap_or(&row.state).to_owned(),
        revenue_cents: Cents(row.totals.current.amounts.revenue_cents),
        share: row.share,
    }
}
