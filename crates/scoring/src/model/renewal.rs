//! The renewal process. After each order an account leaves with probability q; otherwise the gap to the
//! next order is Gamma(shape k, mean m). The three differ by account and their spread over the book is
//! learnt from it, with three lengths of memory (scoring specification, stage 1).

mod gamma;
pub(super) mod grid;
mod population;
mod posterior;
mod statistics;

use crate::book::{Book, Observed};
use crate::model::prior::Priors;
use crate::sample::sample;
use bellwether_ledger::Day;
use population::Population;
pub(super) use posterior::Posterior;
use serde::{Deserialize, Serialize};

/// Half-lives of memory, days: long habit, last year, lately.
pub(super) const HALF_LIVES: [Option<f64>; 3] = [None, Some(365.0), Some(120.0)];
pub(super) const LONG: usize = 0;
pub(super) const YEARLY: usize = 1;
pub(super) const RECENT: usize = 2;
/// More accounts than these teach nothing new about the spread of habits.
const MOST_ACCOUNTS: usize = 2_500;

/// How the accounts of a book order, learnt with each memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Habits {
    populations: [Population; 3],
}

impl Habits {
    /// Learns from every account that ever ordered.
    pub(super) fn learn(book: &Book, priors: &Priors) -> Self {
        let ordered = book.accounts().iter().filter(|account| account.last_day().is_some());
        let accounts = sample(ordered, MOST_ACCOUNTS, 0);
        let memory =
            |memory: usize| Population::learn(&accounts, HALF_LIVES[memory], &priors.spreads[memory]);
        Self { populations: [memory(LONG), memory(YEARLY), memory(RECENT)] }
    }

    /// What is believed of an account with one memory, seen from `at`, the last order day or later.
    pub(super) fn believe(&self, account: &Observed, at: Day, memory: usize) -> Posterior {
        let silent_days = account.last_day().map_or(0, |last| at - last);
        Posterior::of(&account.order_days, at, silent_days, &self.populations[memory])
    }

    /// The same with every memory.
    pub(super) fn believe_all(&self, account: &Observed, at: Day) -> [Posterior; 3] {
        [LONG, YEARLY, RECENT].map(|memory| self.believe(account, at, memory))
    }
}
