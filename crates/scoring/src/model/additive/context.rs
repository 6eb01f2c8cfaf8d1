//! What the book as a whole shows on a day: the levels that amounts are compared with, season and pace,
//! and the weekdays on which orders come.

use super::weekday::WeekdayHabit;
use crate::book::{Book, Observed};
use crate::numbers::median;
use crate::sample::sample;
use bellwether_ledger::Day;
use serde::{Deserialize, Serialize};

/// Horizons at which the season is measured, days; between them it is a straight line.
const SEASON_HORIZONS: [i32; 8] = [7, 14, 30, 60, 90, 180, 270, 365];
/// Season and pace count accounts that ordered within this many days.
const LIVELY_DAYS: i32 = 180;
/// More accounts than these teach nothing new about season and pace.
const MOST_ACCOUNTS: usize = 20_000;

/// The book on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Context {
    pub as_of: Day,
    pub levels: Levels,
    pub pace: Pace,
    pub weekdays: WeekdayHabit,
}

impl Context {
    /// Levels from `accounts`, season, pace and weekdays from the whole history in `everybody`,
    /// of which nothing after `as_of` is looked at.
    pub fn of(accounts: &[Observed], everybody: &Book, as_of: Day) -> Self {
        let everybody = sample(everybody.accounts(), MOST_ACCOUNTS, 0);
        Self {
            as_of,
            levels: Levels::of(accounts),
            pace: Pace::of(&everybody, as_of),
            weekdays: WeekdayHabit::of(&everybody, as_of),
        }
    }
}

/// Medians over the active accounts; never zero, so that they can be divided by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Levels {
    pub average_order_cents: f64,
    pub ordered_365_cents: f64,
    pub average_lines: f64,
    pub categories_180: f64,
    /// Whether any account buys from more than one category: otherwise there is no mix to speak of.
    pub has_mix: bool,
}

impl Levels {
    fn of(accounts: &[Observed]) -> Self {
        let over_active = |value: fn(&Observed) -> f64| {
            let active = accounts.iter().filter(|account| account.is_active());
            median(active.map(value).collect()).unwrap_or(1.0)
        };
        let average_order_cents = |a: &Observed| a.signals.monetary.average_order_cents.unwrap_or(0.0);
        Self {
            average_order_cents: over_active(average_order_cents).max(1.0),
            ordered_365_cents: over_active(|a| a.signals.monetary.ordered_365_cents as f64).max(1.0),
            average_lines: over_active(|a| a.signals.monetary.average_lines.unwrap_or(1.0)).max(1.0),
            categories_180: over_active(|a| a.signals.mix.categories_180 as f64),
            has_mix: accounts
                .iter()
                .any(|a| a.signals.mix.categories_180.max(a.signals.mix.categories_before) > 1),
        }
    }
}

/// Season and pace of the whole book, as log ratios of order days per account and day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Pace {
    /// The days that follow, a year ago, against the 90 before them; one for each season horizon.
    seasons: [f64; SEASON_HORIZONS.len()],
    /// The last 45 days against the 90 before them.
    pub lately: f64,
}

impl Pace {
    fn of(accounts: &[&Observed], as_of: Day) -> Self {
        let first = accounts.iter().filter_map(|account| account.first_day()).min().unwrap_or(as_of);
        let knows = |day: Day| day >= first.saturating_add(LIVELY_DAYS);
        let a_year_ago = as_of - 365;
        let ratio = |now: f64, before: f64| (now / before).ln().clamp(-1.0, 1.0);
        let season = |horizon: i32| {
            let before = rate(accounts, a_year_ago - 90, a_year_ago);
            ratio(rate(accounts, a_year_ago, a_year_ago + horizon), before)
        };
        let seasons =
            if knows(a_year_ago - 90) { SEASON_HORIZONS.map(season) } else { [0.0; SEASON_HORIZONS.len()] };
        let lately = if knows(as_of - 135) {
            ratio(rate(accounts, as_of - 45, as_of), rate(accounts, as_of - 135, as_of - 45))
        } else {
            0.0
        };
        Self { seasons, lately }
    }

    /// The season of the days within a horizon.
    pub fn season(&self, horizon_days: i32) -> f64 {
        let above = SEASON_HORIZONS.iter().position(|known| *known >= horizon_days);
        let above = above.unwrap_or(SEASON_HORIZONS.len() - 1);
        let below = above.saturating_sub(1);
        let (from, until) = (f64::from(SEASON_HORIZONS[below]), f64::from(SEASON_HORIZONS[above]));
        let part = if until > from {
            ((f64::from(horizon_days) - from) / (until - from)).clamp(0.0, 1.0)
        } else {
            0.0
        };
        self.seasons[below] + part * (self.seasons[above] - self.seasons[below])
    }
}

/// Order days after `from` up to `until`, per day and account that was lively at `from`.
fn rate(accounts: &[&Observed], from: Day, until: Day) -> f64 {
    let (mut orders, mut lively) = (0_usize, 0_usize);
    for account in accounts {
        if account.order_days_between(from - LIVELY_DAYS, from) > 0 {
            lively += 1;
            orders += account.order_days_between(from, until);
        }
    }
    (orders as f64 + 1.0) / (f64::from(until - from) * (lively as f64 + 1.0))
}
