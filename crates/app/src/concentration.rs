//! How much hangs on few accounts and few states (W5).

use crate::{Answer, App, Caller};
use bellwether_core::Cents;
use bellwether_core::bridge::{Concentration, StateShare, TopShare};
use bellwether_core::dashboard::FactFilter;
use bellwether_ledger::by_account::{AccountSales, sum_of_largest, sums_by_account};
use bellwether_territory::states;
use std::cmp::Reverse;

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
        let current = question.window.current;
        // Money is where the site is, whoever its parent is.
        let (sites, members) = (book.sites().snapshot(), book.members_in(question.filter));
        let add = |sum: &mut i64, sold: &AccountSales| *sum += sold.amounts.revenue_cents;
        let by_site = sums_by_account(sites, &members, current, current.last(), add);
        let columns = sites.dimensions().account_columns();
        let mut by_account = vec![0; by_site.len()];
        let mut by_state = vec![0; columns.states().len()];
        for (site, cents) in (0..).zip(&by_site) {
            by_account[book.head_of(site) as usize] += cents;
            by_state[columns.state(site)] += cents;
        }
        let sales = || by_account.iter().copied();
        let whole = Cents(sales().sum());
        let share_of_largest = |accounts: u32| {
            let revenue_cents = Cents(sum_of_largest(sales(), accounts as usize));
            TopShare { accounts, revenue_cents, share: revenue_cents.share_of(whole) }
        };
        let states = columns.states().iter().map(|state| &**state).zip(by_state);
        let mut states: Vec<(&str, i64)> = states.filter(|(_, cents)| *cents > 0).collect();
        states.sort_unstable_by_key(|(state, cents)| (Reverse(*cents), *state));
        let shown = |(state, cents): &(&str, i64)| StateShare {
            state: (*state).to_owned(),
            name: states::state_name(state).unwrap_or(state).to_owned(),
            revenue_cents: Cents(*cents),
            share: Cents(*cents).share_of(whole),
        };
        Ok(Concentration {
            period: current.period(),
            revenue_cents: whole,
            accounts: sales().filter(|cents| *cents > 0).count() as u64,
            top: LARGEST.map(share_of_largest).into(),
            states: states.iter().take(STATES).map(shown).collect(),
        })
    }
}
