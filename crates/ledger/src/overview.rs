//! The executive page (E1–E4) in one pass over the orders of each range and one over their lines, where asking every
//! question of it alone would read them again for each.

use crate::buckets::Buckets;
use crate::day::{Day, DayRange};
use crate::sales::Sales;
use crate::series::empty_points;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::timeline::Sold;
use crate::top::{
    AccountRanking, RankedAccount, RankedProduct, RankedRep, SumByAccount, rank_accounts, rank_products,
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
    let known_on = window.current.last();
    let now = Sums::of(&sales, window.current, known_on, buckets);
    let then = Sums::of(&sales, window.previous, known_on, &buckets.moved_to(window.previous));
    let by_account = Compared { current: now.by_account, previous: then.by_account };
    let ranked = |metrics, ranking| {
        rank_accounts(&sales, window, metrics, &by_account.current.has_sales, ranking, shown.rows)
    };
    Overview {
        totals: Compared { current: now.totals, previous: then.totals },
        series: Compared { current: now.series, previous: then.series },
        by_revenue: ranked(&by_account.current.revenue_cents, AccountRanking::Revenue),
        by_largest_order: ranked(&now.largest_order_cents, AccountRanking::LargestOrder),
        reps: rank_reps(&sales, window, &by_account, shown.rows, shown.order_values),
        products: rank_products(&sales, window, shown.rows),
    }
}

/// What one pass over a range gives.
struct Sums {
    totals: Totals,
    series: Vec<SeriesPoint>,
    by_account: SumByAccount,
    /// By account.
    largest_order_cents: Vec<i64>,
}

impl Sums {
    fn of(sales: &Sales<'_>, range: DayRange, known_on: Day, buckets: &Buckets) -> Self {
        let mut sums = Self {
            totals: Totals::default(),
            series: empty_points(buckets),
            by_account: SumByAccount::new(sales),
            largest_order_cents: vec![0; sales.account_places()],
        };
        let mut is_active = vec![false; sales.account_places()];
        sales.each(range, known_on, |block| {
            sums.by_account.add(block);
            // Of one day where they come from the timeline.
            for block in block.chunk_by(|left, right| left.sale.day == right.sale.day) {
                sums.count(block, buckets);
            }
            for Sold { account, sale } in block.iter().filter(|sold| sold.sale.is_order) {
                let largest = &mut sums.largest_order_cents[*account as usize];
                *largest = sale.amounts.revenue_cents.max(*largest);
                is_active[*account as usize] = true;
            }
        });
        sums.totals.active_accounts = is_active.iter().map(|is_active| i64::from(*is_active)).sum();
        sums
    }

    /// Counts orders of one day.
    fn count(&mut self, block: &[Sold], buckets: &Buckets) {
        let Some(day) = block.first().map(|sold| sold.sale.day) else { return };
        let mut sum = Totals::default();
        sum.count_all(block);
        self.totals += sum;
        if let Some(point) = buckets.place(day).and_then(|place| self.series.get_mut(place)) {
            point.revenue_cents += Cents(sum.amounts.revenue_cents);
            point.units_milli += sum.amounts.quantity_milli;
            point.orders += sum.orders;
        }
    }
}
