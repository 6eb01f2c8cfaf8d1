//! The lowest performing customers (rules, section 6): by units or GP %, against one another or each against its
//! own prior period. Who cannot be rated is counted and folded away, never guessed.

mod packs;

use bellwether_core::dashboard::is_enough_cost_known;
use bellwether_core::insight::{LowestAgainst, LowestBy, LowestPeriod};
use bellwether_core::period::Comparison;
use bellwether_core::{Cents, Period};
use bellwether_ledger::by_account::{accounts_that, compared_by_account};
use bellwether_ledger::{Account, Amounts, Compared, Day, DayRange, Filter, History, Snapshot, Window, day};
use chrono::{Datelike, Months, NaiveDate};
use itertools::Itertools;
use std::cmp::Ordering;

/// Net sales a customer needs to be rated by GP % unless the caller says otherwise.
pub const USUAL_FLOOR_CENTS: i64 = 25_000;
/// Customers that have not ordered for this long are churned, not low.
const POPULATION_MONTHS: u32 = 12;
/// Customers are new for this long after their first order.
const NEW_MONTHS: u32 = 3;

/// What customers are ranked by, and over which dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranking {
    /// By what.
    pub by: LowestBy,
    /// Against what.
    pub against: LowestAgainst,
    /// Over which dates that end with the as-of date.
    pub period: LowestPeriod,
    /// Net sales needed to be rated by GP %.
    pub floor_cents: i64,
    /// Only rows without units in the period, or only the others; they count in the ranking either way.
    pub no_units: Option<bool>,
}

impl Ranking {
    /// The dates and the prior ones: as many dates before, and the same dates of last year for the year so far.
    pub fn window(&self, as_of: NaiveDate) -> Window {
        let trailing = |days| (Period::ending_on(as_of, days), Comparison::Previous);
        let (period, comparison) = match self.period {
            LowestPeriod::Days7 => trailing(7),
            LowestPeriod::Days30 => trailing(30),
            LowestPeriod::Days90 => trailing(90),
            LowestPeriod::YearToDate => {
                let first = as_of.with_ordinal(1).unwrap_or(as_of);
                let until = as_of.succ_opt().unwrap_or(as_of);
                (Period { from: first, until }, Comparison::SameLastYear)
            }
        };
        Window::of(period, comparison, as_of)
    }
}

/// One customer of the ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// Index of the account.
    pub account: u32,
    /// Sales and units of both periods.
    pub amounts: Compared<Amounts>,
    /// Gross profit as a fraction of sales with known cost, where it can be judged; none when ranked by units.
    pub gp_rate: Compared<Option<f64>>,
    /// First ordered less than three months ago.
    pub is_new: bool,
}

/// The ranking, and how many customers could not be ranked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lowest {
    /// The first rows, the lowest first.
    pub rows: Vec<Ranked>,
    /// Customers that are ranked in all.
    pub ranked: u64,
    /// Those of them without units in the period.
    pub no_units: u64,
    /// Without sales in the period, so that there is no GP %.
    pub no_sales: u64,
    /// Below the floor.
    pub too_small: u64,
    /// Less than 80 % of sales have a known cost.
    pub cost_unknown: u64,
    /// Products of the period that are packs of which the source tells only half, so that their units are not base units.
    pub unconverted_products: u64,
}

/// Why a customer has no GP %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unrated {
    NoSales,
    TooSmall,
    CostUnknown,
}

/// A customer with what decides its place.
struct Entry<'a> {
    account: &'a Account,
    metric: f64,
    row: Ranked,
}

impl Entry<'_> {
    fn has_no_units(&self) -> bool {
        self.row.amounts.current.quantity_milli == 0
    }
}

/// Ranks the accounts of the filter that ordered in the twelve months up to `as_of`; `limit` rows of them.
pub fn lowest_performing(
    snapshot: &Snapshot,
    filter: &Filter,
    as_of: NaiveDate,
    ranking: &Ranking,
    limit: usize,
) -> Lowest {
    let population = accounts_that(snapshot, filter, population_range(as_of), |sold| sold.orders > 0);
    let window = ranking.window(as_of);
    let mut sums = compared_by_account(snapshot, &population, window, |sum: &mut Amounts, sold| {
        *sum += sold.amounts;
    });
    let mut lowest = Lowest {
        unconverted_products: packs::convert(&mut sums, snapshot, &population, window),
        ..Lowest::default()
    };
    let ranked = population.indices().filter_map(|account| {
        let place_of = |sums: &[Amounts]| sums.get(account as usize).copied().unwrap_or_default();
        let amounts = Compared { current: place_of(&sums.current), previous: place_of(&sums.previous) };
        let found = place(account, amounts, ranking).map_err(|reason| lowest.fold(reason));
        let (metric, row) = found.ok().flatten()?;
        let entry = Entry { account: snapshot.dimensions().account(account)?, metric, row };
        lowest.ranked += 1;
        lowest.no_units += u64::from(entry.has_no_units());
        ranking.no_units.is_none_or(|wanted| entry.has_no_units() == wanted).then_some(entry)
    });
    let rows = ranked.k_smallest_by(limit, lower_first).map(|entry| entry.row).collect();
    lowest.rows = rows;
    for row in &mut lowest.rows {
        row.is_new = snapshot.history(row.account).is_some_and(|history| is_new(history, as_of));
    }
    lowest
}

impl Lowest {
    fn fold(&mut self, reason: Unrated) {
        let count = match reason {
            Unrated::NoSales => &mut self.no_sales,
            Unrated::TooSmall => &mut self.too_small,
            Unrated::CostUnknown => &mut self.cost_unknown,
        };
        *count += 1;
    }
}

fn population_range(as_of: NaiveDate) -> DayRange {
    let before = as_of.checked_sub_months(Months::new(POPULATION_MONTHS)).unwrap_or(NaiveDate::MIN);
    let as_of: Day = day::from_date(as_of);
    DayRange { from: day::from_date(before).saturating_add(1), until: as_of.saturating_add(1) }
}

/// The customer's metric: lower comes first. None when it is not below its own prior period.
fn place(
    account: u32,
    amounts: Compared<Amounts>,
    ranking: &Ranking,
) -> Result<Option<(f64, Ranked)>, Unrated> {
    let gp_rate = match ranking.by {
        LowestBy::Units => Compared::default(),
        LowestBy::GpPercent => gp_rates(&amounts, ranking)?,
    };
    let figure = match ranking.by {
        LowestBy::Units => Compared {
            current: amounts.current.quantity_milli as f64,
            previous: amounts.previous.quantity_milli as f64,
        },
        LowestBy::GpPercent => {
            Compared { current: gp_rate.current.unwrap_or(0.0), previous: gp_rate.previous.unwrap_or(0.0) }
        }
    };
    let row = Ranked { account, amounts, gp_rate, is_new: false };
    Ok(match ranking.against {
        LowestAgainst::Others => Some((figure.current, row)),
        LowestAgainst::OwnPriorPeriod => {
            let change = figure.current - figure.previous;
            (change < 0.0).then_some((change, row))
        }
    })
}

/// GP % of both periods. The prior one must be measurable too when it is what the customer is held against.
fn gp_rates(amounts: &Compared<Amounts>, ranking: &Ranking) -> Result<Compared<Option<f64>>, Unrated> {
    let current = gp_rate(&amounts.current, ranking.floor_cents)?;
    let previous = gp_rate(&amounts.previous, ranking.floor_cents);
    let previous = match ranking.against {
        LowestAgainst::Others => previous.ok(),
        LowestAgainst::OwnPriorPeriod => Some(previous?),
    };
    Ok(Compared { current: Some(current), previous })
}

fn gp_rate(amounts: &Amounts, floor_cents: i64) -> Result<f64, Unrated> {
    if amounts.revenue_cents == 0 {
        return Err(Unrated::NoSales);
    }
    if amounts.revenue_cents < floor_cents.max(0) {
        return Err(Unrated::TooSmall);
    }
    if !is_enough_cost_known(Cents(amounts.costed_revenue_cents), Cents(amounts.revenue_cents)) {
        return Err(Unrated::CostUnknown);
    }
    amounts.profit_rate().ok_or(Unrated::CostUnknown)
}

/// The metric, then lower net sales, then the larger drop from the prior period, name, id.
fn lower_first(left: &Entry<'_>, right: &Entry<'_>) -> Ordering {
    let sales = |entry: &Entry<'_>| entry.row.amounts.current.revenue_cents;
    let drop = |entry: &Entry<'_>| entry.row.amounts.previous.revenue_cents - sales(entry);
    left.metric
        .total_cmp(&right.metric)
        .then_with(|| sales(left).cmp(&sales(right)))
        .then_with(|| drop(right).cmp(&drop(left)))
        .then_with(|| left.account.name.cmp(&right.account.name))
        .then_with(|| left.account.id.cmp(&right.account.id))
}

fn is_new(history: &History, as_of: NaiveDate) -> bool {
    let first = history.order_days(day::from_date(as_of)).next().map(day::to_date);
    let old_enough = first.and_then(|first| first.checked_add_months(Months::new(NEW_MONTHS)));
    old_enough.is_some_and(|date| date > as_of)
}

#[cfg(test)]
mod tests;
