//! Sales over time, of the whole slice and by category (P2).

use crate::buckets::Buckets;
use crate::history::History;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use bellwether_core::Cents;
use bellwether_core::dashboard::SeriesPoint;
use std::cmp::Reverse;

/// Sales, orders and units of the slice in every bucket; quiet buckets are 0.
pub fn series(snapshot: &Snapshot, filter: &Filter, buckets: &Buckets) -> Vec<SeriesPoint> {
    let mut points = empty_points(buckets);
    for (_, history) in filter.histories(snapshot) {
        add_history(&mut points, history, filter, buckets);
    }
    points
}

/// The same for one account (D5); an index without an account gives an empty chart.
pub fn account_series(
    snapshot: &Snapshot,
    account: u32,
    filter: &Filter,
    buckets: &Buckets,
) -> Vec<SeriesPoint> {
    let mut points = empty_points(buckets);
    if let Some(history) = snapshot.history(account) {
        add_history(&mut points, history, filter, buckets);
    }
    points
}

fn empty_points(buckets: &Buckets) -> Vec<SeriesPoint> {
    let point = |date| SeriesPoint { date, revenue_cents: Cents::ZERO, orders: 0, units_milli: 0 };
    buckets.start_dates().map(point).collect()
}

fn add_history(points: &mut [SeriesPoint], history: &History, filter: &Filter, buckets: &Buckets) {
    filter.each_sale(history, buckets.range(), |sale| {
        let point = &mut points[buckets.position(sale.day)];
        point.revenue_cents += Cents(sale.amounts.revenue_cents);
        point.units_milli += sale.amounts.quantity_milli;
        point.orders += i64::from(sale.is_order);
    });
}

/// What one curve of a chart by category stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CategoryGroup {
    /// The category at this index.
    Category(u32),
    /// Products without a category.
    Uncategorised,
    /// Everything not shown on its own.
    Others,
}

/// One curve of a chart by category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategorySeries {
    /// What it stands for.
    pub group: CategoryGroup,
    /// Units of each bucket, in thousandths.
    pub units_milli: Vec<i64>,
    /// Net sales of each bucket.
    pub revenue_cents: Vec<i64>,
}

impl CategorySeries {
    fn empty(group: CategoryGroup, buckets: usize) -> Self {
        Self { group, units_milli: vec![0; buckets], revenue_cents: vec![0; buckets] }
    }

    /// Units in all, in thousandths.
    pub fn total_units_milli(&self) -> i64 {
        self.units_milli.iter().sum()
    }

    fn add(&mut self, other: &Self) {
        let units = self.units_milli.iter_mut().zip(&other.units_milli);
        let money = self.revenue_cents.iter_mut().zip(&other.revenue_cents);
        units.chain(money).for_each(|(sum, value)| *sum += value);
    }
}

/// Units and sales by category in every bucket, most units first. At most `keep` groups stand alone;
/// the rest comes last as [`CategoryGroup::Others`]. Groups without any line are left out.
pub fn category_series(
    snapshot: &Snapshot,
    filter: &Filter,
    buckets: &Buckets,
    keep: usize,
) -> Vec<CategorySeries> {
    let dimensions = snapshot.dimensions();
    let uncategorised = dimensions.categories().len();
    let place_of_product: Vec<usize> = dimensions
        .products()
        .iter()
        .map(|product| product.category.map_or(uncategorised, |category| category as usize))
        .collect();
    // One flat table: what a line touches stays close together.
    let width = buckets.len();
    let mut cells = vec![(0_i64, 0_i64, false); (uncategorised + 1) * width];
    for (_, history) in filter.histories(snapshot) {
        filter.each_line(history, buckets.range(), |day, _, line| {
            let place = place_of_product.get(line.product as usize).copied().unwrap_or(uncategorised);
            let (units_milli, revenue_cents, is_used) = &mut cells[place * width + buckets.position(day)];
            *units_milli += line.quantity_milli;
            *revenue_cents += line.revenue_cents;
            *is_used = true;
        });
    }
    let groups = (0..).map(CategoryGroup::Category).take(uncategorised).chain([CategoryGroup::Uncategorised]);
    let used =
        groups.zip(cells.chunks(width.max(1))).filter(|(_, row)| row.iter().any(|(_, _, is_used)| *is_used));
    let all = used.map(|(group, row)| CategorySeries {
        group,
        units_milli: row.iter().map(|(units_milli, _, _)| *units_milli).collect(),
        revenue_cents: row.iter().map(|(_, revenue_cents, _)| *revenue_cents).collect(),
    });
    keep_largest(all.collect(), keep, width)
}

fn keep_largest(mut all: Vec<CategorySeries>, keep: usize, buckets: usize) -> Vec<CategorySeries> {
    // A stable sort: equal units stay in the order of the categories.
    all.sort_by_key(|series| Reverse(series.total_units_milli()));
    if all.len() > keep {
        let mut others = CategorySeries::empty(CategoryGroup::Others, buckets);
        all.drain(keep..).for_each(|series| others.add(&series));
        all.push(others);
    }
    all
}
