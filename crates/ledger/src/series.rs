//! Sales over time, of the whole slice and by category (P2).

use crate::buckets::Buckets;
use crate::products::places_by_category;
use crate::sales::Sales;
use crate::slice::{Filter, Sale};
use crate::snapshot::Snapshot;
use crate::timeline::Sold;
use bellwether_core::Cents;
use bellwether_core::dashboard::SeriesPoint;
use std::cmp::Reverse;

/// Sales, orders and units of the slice in every bucket; quiet buckets are 0.
pub fn series(snapshot: &Snapshot, filter: &Filter, buckets: &Buckets) -> Vec<SeriesPoint> {
    let mut points = empty_points(buckets);
    let known_on = buckets.range().last();
    Sales::of(snapshot, filter).each(buckets.range(), known_on, |Sold { sale, .. }| {
        add_sale(&mut points[buckets.position(sale.day)], sale);
    });
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
        filter.each_sale(history, buckets.range(), |sale| {
            add_sale(&mut points[buckets.position(sale.day)], &sale);
        });
    }
    points
}

pub(crate) fn empty_points(buckets: &Buckets) -> Vec<SeriesPoint> {
    let point = |date| SeriesPoint { date, revenue_cents: Cents::ZERO, orders: 0, units_milli: 0 };
    buckets.start_dates().map(point).collect()
}

fn add_sale(point: &mut SeriesPoint, sale: &Sale) {
    point.revenue_cents += Cents(sale.amounts.revenue_cents);
    point.units_milli += sale.amounts.quantity_milli;
    point.orders += i64::from(sale.is_order);
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
    let place_of_product = places_by_category(dimensions);
    // One flat table: what a line touches stays close together.
    let width = buckets.len();
    let mut cells = vec![(0_i64, 0_i64, false); (uncategorised + 1) * width];
    let sales = Sales::of(snapshot, filter);
    for (bucket, range) in buckets.ranges().enumerate() {
        for (place, sum) in place_of_product.iter().zip(sales.products(range)) {
            let (units_milli, revenue_cents, is_used) = &mut cells[place * width + bucket];
            *units_milli += sum.amounts.quantity_milli;
            *revenue_cents += sum.amounts.revenue_cents;
            *is_used |= sum.lines > 0;
        }
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
