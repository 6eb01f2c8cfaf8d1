//! Learning weights on the user's own past by rolling origins: earlier days on which the same question
//! was asked and whose answer lies in the book by now.

use super::boost::Forest;
use super::context::Context;
use super::features::{Row, features};
use super::ridge::{self, Example};
use super::weights::WeightTable;
use crate::book::{Book, Observed};
use crate::model::prior::Priors;
use crate::model::renewal::Habits;
use crate::numbers::log_odds;
use crate::sample::sample;
use bellwether_ledger::Day;

/// Most origins for one horizon.
const MOST_ORIGINS: i32 = 24;
/// Days of history an origin needs.
const LEAST_HISTORY_DAYS: i32 = 60;
/// More accounts than these at one origin teach nothing new.
const MOST_ACCOUNTS: usize = 1_700;
/// Outcomes weigh half as much for every so many days.
const HALF_LIFE_DAYS: f64 = 365.0;
/// Rows whose outcome windows overlap count for less, but never for less than this.
const LEAST_WEIGHT: f64 = 0.15;
/// The prior counts double in a book of so many active accounts: rows of one account depend on each other.
const ACCOUNTS_OF_A_YOUNG_BOOK: f64 = 200.0;

/// Outcomes of the past, one list for each horizon.
pub(super) struct Past {
    horizons: Vec<i32>,
    examples: Vec<Vec<Example>>,
    active_accounts: usize,
}

impl Past {
    /// Gathers what the book's past tells about each horizon, as far as it reaches.
    pub fn of(book: &Book, habits: &Habits, horizons: &[i32]) -> Self {
        let mut examples: Vec<Vec<Example>> = horizons.iter().map(|_| Vec::new()).collect();
        let step = step_days(book);
        for origin in origins(book, step, horizons) {
            let Some(past) = rewound(book, origin) else { break };
            gather(book, &past, habits, horizons, step, &mut examples);
        }
        let active_accounts = book.accounts().iter().filter(|account| account.is_active()).count();
        Self { horizons: horizons.to_vec(), examples, active_accounts }
    }

    /// The weights of each horizon.
    pub fn weights(&self, priors: &Priors) -> WeightTable {
        let trust = 1.0 + ACCOUNTS_OF_A_YOUNG_BOOK / self.active_accounts.max(1) as f64;
        WeightTable::of(self.horizons.iter().zip(&self.examples).map(|(horizon, examples)| {
            let prior = priors.weights_near(*horizon);
            // The intercept is free of it: how lively a book is must be its own say.
            let precision: Row =
                std::array::from_fn(|place| prior.precision[place] * if place == 0 { 1.0 } else { trust });
            (*horizon, ridge::fit(examples, &prior.mean, &precision))
        }))
    }

    /// The trees of each horizon, on top of these weights.
    pub fn forests(&self, weights: &WeightTable) -> Vec<Forest> {
        self.horizons
            .iter()
            .zip(&self.examples)
            .map(|(horizon, examples)| {
                let weights = weights.at(*horizon);
                let log_odds: Vec<f64> =
                    examples.iter().map(|example| ridge::dot(&example.row, &weights)).collect();
                Forest::learn(examples, &log_odds, *horizon)
            })
            .collect()
    }
}

/// Days between origins: fewer in a short history.
fn step_days(book: &Book) -> i32 {
    let history = book.first_day().map_or(0, |first| book.as_of() - first);
    if history > 500 { 30 } else { 15 }
}

/// Every day to look back to, the latest first.
fn origins(book: &Book, step: i32, horizons: &[i32]) -> Vec<Day> {
    let Some(first) = book.first_day() else { return Vec::new() };
    let wanted = |origin: &Day| horizons.iter().any(|horizon| is_used(book, step, *origin, *horizon));
    (1..)
        .map(|back| book.as_of() - step * back)
        .take_while(|origin| origin - first >= LEAST_HISTORY_DAYS)
        .take(400)
        .filter(wanted)
        .collect()
}

/// Whether an origin's outcome for a horizon is known, and it is among the latest of these.
fn is_used(book: &Book, step: i32, origin: Day, horizon: i32) -> bool {
    let age = book.as_of() - origin;
    age >= horizon && age - horizon < step * MOST_ORIGINS
}

/// A sample of the accounts active on an earlier day; none when there were none. A handful teaches too: the
/// prior sees to it that it teaches little.
pub(super) fn rewound(book: &Book, origin: Day) -> Option<Book> {
    let active = book.accounts().iter().filter(|account| account.was_active(origin));
    let accounts = sample(active, MOST_ACCOUNTS, u64::from(origin.unsigned_abs()));
    (!accounts.is_empty()).then(|| book.rewound(origin, accounts.into_iter().map(|account| account.place)))
}

fn gather(
    book: &Book,
    past: &Book,
    habits: &Habits,
    horizons: &[i32],
    step: i32,
    examples: &mut [Vec<Example>],
) {
    let origin = past.as_of();
    let context = Context::of(past.accounts(), book, origin);
    for account in past.accounts() {
        let next = next_order(book, account);
        let renewal = renewal_log_odds(habits, account, horizons);
        for ((horizon, renewal), examples) in horizons.iter().zip(renewal).zip(examples.iter_mut()) {
            if !is_used(book, step, origin, *horizon) {
                continue;
            }
            let age = f64::from(book.as_of() - horizon - origin);
            let overlap = (f64::from(step) / f64::from(*horizon)).clamp(LEAST_WEIGHT, 1.0);
            examples.push(Example {
                row: features(account, *horizon, renewal, &context),
                ordered: next.is_some_and(|days| days <= *horizon),
                weight: (-age / HALF_LIFE_DAYS).exp2() * overlap,
                origin,
            });
        }
    }
}

/// Days from an account's earlier view to its next order, if the book knows of one.
pub(super) fn next_order(book: &Book, account: &Observed) -> Option<i32> {
    let place = book.accounts().binary_search_by_key(&account.account, |known| known.account).ok()?;
    book.accounts()[place].days_to_next_order(account.as_of)
}

/// The renewal log-odds of an order within each horizon, with every memory.
pub(super) fn renewal_log_odds(habits: &Habits, account: &Observed, horizons: &[i32]) -> Vec<[f64; 3]> {
    let within = habits.believe_all(account, account.as_of).map(|belief| belief.within_each(horizons));
    (0..horizons.len()).map(|place| [0, 1, 2].map(|memory: usize| log_odds(within[memory][place]))).collect()
}
