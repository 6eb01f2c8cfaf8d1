//! The executive page (E1–E4) in one pass over the orders of each range and one over their lines, where asking every
//! question of it alone would read them again for each.

use crate::buckets::Buckets;
use crate::day::DayRange;
use crate::sales::Sales;
use crate::series::empty_points;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::timeline::{ProductSum, Sold};
use crate::top::{
    AccountRanking, AccountSum, RankedAccount, RankedProduct, RankedRep, rank_accounts, rank_products,
    rank_reps,
};
use crate::totals::Totals;
use crate::window::{Compared, Window};
use bellwether_core::Cents;
use bellwether_core::dashboard::SeriesPoint;

/// What the executive page shows of a slice. What counts as an order is what was known at the end of the current
/// range, in both ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Headline figures.
    pub totals: Compared<Totals>,
    /// Sales over time of both ranges, in buckets of the same lengths.
    pub series: Compared<Vec<SeriesPoint>>,
    /// Gross profit of each bucket of the current range.
    pub profit_cents: Vec<i64>,
    /// Accounts with a valid order in each bucket of the current range.
    pub active_accounts: Vec<i64>,
    /// Accounts by net sales.
    pub by_revenue: Vec<RankedAccount>,
    /// Accounts by largest single order.
    pub by_largest_order: Vec<RankedAccount>,
    /// Reps by net sales.
    pub reps: Vec<RankedRep>,
    /// Products by net sales.
    pub products: Vec<RankedProduct>,
}

/// How much of each list is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// Rows of each ranking.
    pub rows: usize,
    /// Order values of each rep.
    pub order_values: usize,
}

/// The executive page; `buckets` are those of the current range of the window.
pub fn overview(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    buckets: &Buckets,
    shown: Shown,
) -> Overview {
    let sales = Sales::of(snapshot, filter);
    let sums = filter.compared(window, |range| RangeSums::of(&sales, window, range, buckets));
    let Compared { current: now, previous: then } = &sums;
    let by_account = Compared { current: &*now.by_account, previous: &*then.by_account };
    let by_product = Compared { current: &*now.by_product, previous: &*then.by_product };
    let ranked = |ranking| rank_accounts(&sales, window, &now.by_account, ranking, shown.rows);
    let (reps, (by_revenue, by_largest_order)) = filter.both(
        || rank_reps(&sales, window, by_account, shown.rows, shown.order_values),
        || (ranked(AccountRanking::Revenue), ranked(AccountRanking::LargestOrder)),
    );
    Overview {
        by_revenue,
        by_largest_order,
        reps,
        products: rank_products(snapshot, by_product, shown.rows),
        totals: Compared { current: now.totals, previous: then.totals },
        series: Compared { current: sums.current.series, previous: sums.previous.series },
        profit_cents: sums.current.profit_cents,
        active_accounts: sums.current.active_accounts,
    }
}

/// What one pass over a range gives.
struct RangeSums {
    totals: Totals,
    series: Vec<SeriesPoint>,
    profit_cents: Vec<i64>,
    active_accounts: Vec<i64>,
    by_account: Vec<AccountSum>,
    by_product: Vec<ProductSum>,
}

impl RangeSums {
    fn of(sales: &Sales<'_>, window: Window, range: DayRange, buckets: &Buckets) -> Self {
        let buckets = buckets.moved_to(range);
        let mut sums = Self {
            totals: Totals::default(),
            series: empty_points(&buckets),
            profit_cents: vec![0; buckets.len()],
            active_accounts: vec![0; buckets.len()],
            by_account: AccountSum::none(sales),
            by_product: sales.products(range),
        };
        sales.each_block(range, window.current.last(), |block| {
            // Of one day where they come from the timeline.
            for block in block.chunk_by(|left, right| left.sale.day == right.sale.day) {
                sums.add(block, buckets.place(block[0].sale.day));
            }
        });
        sums.totals.active_accounts = sums.by_account.iter().map(|sum| i64::from(sum.orders > 0)).sum();
        sums
    }

    /// Adds orders of one day; `place` is its bucket, if it is drawn.
    fn add(&mut self, block: &[Sold], place: Option<usize>) {
        // What was sold too long ago to be drawn counts all the same.
        let mark = place.map_or(0, |place| place + 1);
        let mark = u16::try_from(mark).expect("days are shortened to 36,600");
        let (mut sum, mut active) = (Totals::default(), 0);
        for Sold { account, sale } in block {
            active += i64::from(self.by_account[*account as usize].add_at(sale, mark));
            sum.count(*sale);
        }
        self.totals += sum;
        let Some(place) = place else { return };
        let point = &mut self.series[place];
        point.revenue_cents += Cents(sum.amounts.revenue_cents);
        point.units_milli += sum.amounts.quantity_milli;
        point.orders += sum.orders;
        self.profit_cents[place] += sum.amounts.profit_cents();
        self.active_accounts[place] += active;
    }
}
