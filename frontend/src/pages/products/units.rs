//! Units in all with their movement, and by category over time: units or sales, by month, quarter
//! or year.

use crate::components::chart_view::ChartView;
use crate::components::movement::MovementMark;
use crate::components::panel::{Panel, Placeholder};
use crate::components::switch::switch;
use crate::format::{approximate, span, units, units_short};
use crate::pages::products::granularity;
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::Loader;
use crate::state::session::use_session;
use bellwether_charts::bar::{BarChart, BarSeries, series_class};
use bellwether_charts::{Unit, month_label};
use bellwether_core::metric::Metric;
use bellwether_core::period::{Granularity, Period};
use bellwether_core::product::{CategoryUnits, Units};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use std::sync::Arc;

/// Total and chart side by side.
#[component]
pub fn UnitsPanels(
    /// The page's answer.
    units: Loader<Units>,
) -> impl IntoView {
    let filters = use_filters();
    let symbol = use_session().currency();
    let controls = move || {
        view! {
            <div class="toolbar">
                {switch(filters, "Show", "measure", [("Units", None), ("Net sales", Some("sales"))])}
                {switch(filters, "By", "by", [("Month", None), ("Quarter", Some("quarter")), ("Year", Some("year"))])}
            </div>
        }
    };
    view! {
        <div class="products-top">
            <Panel
                title="Total units"
                metrics=&[Metric::Units, Metric::Change]
                loader=units
                placeholder=Placeholder::Text
                is_empty=|_| false
                empty=""
                body=total
            />
            <Panel
                title="By category"
                metrics=&[Metric::Units, Metric::NetSales]
                note=controls
                loader=units
                placeholder=Placeholder::Chart
                is_empty=|units: &Units| units.buckets.is_empty() || units.categories.is_empty()
                empty="Nothing was sold in this period. Pick a longer one, or import order lines."
                body=move |shown| chart(&shown, filters, symbol)
            />
        </div>
    }
    .into_any()
}

fn total(shown: Arc<Units>) -> AnyView {
    let moved = shown.total_milli;
    let rows: Vec<_> = shown
        .categories
        .iter()
        .enumerate()
        .map(|(index, category)| {
            let sum: i64 = category.units_milli.iter().sum();
            view! {
                <li>
                    <i class=format!("key {}", series_class(index))></i>
                    <span class="products-category">{category.name.clone()}</span>
                    <span title=units(sum)>{units_short(sum)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <p class="products-total" title=units(moved.current)>{units_short(moved.current)}</p>
        <p class="products-moved">
            <MovementMark change=moved.change />
            <span class="muted">{format!("{} in {}", units(moved.previous), span(shown.compared_with))}</span>
        </p>
        <ul class="products-categories" aria-label="Units by category">{rows}</ul>
    }
    .into_any()
}

fn chart(shown: &Units, filters: Filters, symbol: &'static str) -> AnyView {
    let is_sales = filters.get("measure").as_deref() == Some("sales");
    let (title, unit) = if is_sales {
        ("Net sales by category", Unit::Money(symbol))
    } else {
        ("Units by category", Unit::Thousandths)
    };
    let series: Vec<BarSeries> = shown.categories.iter().map(|category| bars(category, is_sales)).collect();
    let by = granularity(filters);
    let buckets = bucket_labels(&shown.buckets, by);
    let partial = partial_ends(shown.period, &shown.buckets, by);
    let draw = move |size| {
        BarChart { title, size, unit, buckets: &buckets, series: &series }.render_with_partial_ends(partial)
    };
    view! {
        <ChartView draw height=330.0 label=title />
        <p class="muted small">{words(by, &shown.buckets, partial)}</p>
    }
    .into_any()
}

fn bars(category: &CategoryUnits, is_sales: bool) -> BarSeries {
    let values = if is_sales {
        category.revenue_cents.iter().map(|cents| approximate(cents.0)).collect()
    } else {
        category.units_milli.iter().map(|milli| approximate(*milli)).collect()
    };
    BarSeries { name: category.name.clone(), values }
}

/// The names of buckets, also of a first one that the period cuts.
fn bucket_labels(buckets: &[NaiveDate], by: Granularity) -> Vec<String> {
    let starts = starting_month(buckets, by);
    let begins = |date: NaiveDate| starts.map_or(date, |month| by.bucket_start(date, month));
    buckets.iter().map(|date| bucket_label(begins(*date), by)).collect()
}

/// A bucket by its first date. Fiscal years need not start in January, so quarters and years name
/// the month they start with unless it is the calendar's own.
fn bucket_label(start: NaiveDate, by: Granularity) -> String {
    match by {
        Granularity::Month => month_label(start),
        Granularity::Quarter if start.month() % 3 == 1 => {
            format!("Q{} {}", start.month().div_ceil(3), start.year())
        }
        Granularity::Quarter => format!("from {}", month_label(start)),
        Granularity::Year if start.month() == 1 => start.year().to_string(),
        Granularity::Year => format!("from {}", month_label(start)),
    }
}

/// Whether the first and the last bucket hold only part of their days, as far as one can know.
fn partial_ends(period: Period, buckets: &[NaiveDate], by: Granularity) -> (bool, bool) {
    match (buckets.first(), buckets.last(), starting_month(buckets, by)) {
        (Some(first), Some(last), Some(month)) => {
            let begins = |date: NaiveDate| by.bucket_start(date, month);
            (begins(*first) != *first, by.next(begins(*last)) != period.until)
        }
        _ => (false, false),
    }
}

/// A month in which a bucket starts for sure, whichever month the fiscal year starts with: the second one's does,
/// while the first may be cut. Months start with themselves.
fn starting_month(buckets: &[NaiveDate], by: Granularity) -> Option<u32> {
    match by {
        Granularity::Month => Some(1),
        Granularity::Quarter | Granularity::Year => buckets.get(1).map(Datelike::month),
    }
}

/// What the buckets are, and which of them look smaller than they are.
fn words(by: Granularity, buckets: &[NaiveDate], partial: (bool, bool)) -> String {
    let unit = match by {
        Granularity::Month => "month",
        Granularity::Quarter => "quarter",
        Granularity::Year => "year",
    };
    let is_fiscal = starting_month(buckets, by).is_some_and(|month| match by {
        Granularity::Month => false,
        Granularity::Quarter => month % 3 != 1,
        Granularity::Year => month != 1,
    });
    let fiscal = if is_fiscal { format!("Fiscal {unit}s of your organisation. ") } else { String::new() };
    let cut = match partial {
        (false, false) => return fiscal,
        (true, true) => format!("The first and the last {unit} are partial"),
        (true, false) => format!("The first {unit} is partial"),
        (false, true) => format!("The last {unit} is partial"),
    };
    format!("{fiscal}{cut}: drawn faintly.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, 1).expect("a date of the calendar")
    }

    #[test]
    fn buckets_that_the_period_cuts_are_partial() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("a date of the calendar");
        let months = [day(4, 12), day(5, 1), day(6, 1)];
        let until = |until| Period { from: months[0], until };
        assert_eq!(partial_ends(until(day(7, 1)), &months, Granularity::Month), (true, false));
        assert_eq!(partial_ends(until(day(6, 9)), &months[1..], Granularity::Month), (false, true));
        let quarters = [day(2, 1), day(5, 1)];
        assert_eq!(partial_ends(until(day(8, 1)), &quarters, Granularity::Quarter), (false, false));
        assert_eq!(partial_ends(until(day(7, 31)), &quarters, Granularity::Quarter), (false, true));
    }

    #[test]
    fn a_first_quarter_that_the_period_cuts_has_its_own_name() {
        let cut = [NaiveDate::from_ymd_opt(2025, 11, 23).expect("a date of the calendar"), date(1), date(4)];
        assert_eq!(bucket_labels(&cut, Granularity::Quarter), ["Q4 2025", "Q1 2026", "Q2 2026"]);
    }

    #[test]
    fn fiscal_buckets_and_partial_ones_are_told() {
        let told = |by, month, partial| words(by, &[date(1), date(month)], partial);
        assert_eq!(told(Granularity::Month, 5, (false, false)), "");
        assert_eq!(told(Granularity::Quarter, 5, (false, false)), "Fiscal quarters of your organisation. ");
        assert_eq!(told(Granularity::Year, 1, (true, false)), "The first year is partial: drawn faintly.");
        assert_eq!(
            words(Granularity::Year, &[date(8)], (false, false)),
            "",
            "one bucket tells nothing of its year"
        );
    }

    #[test]
    fn calendar_quarters_have_numbers_and_fiscal_ones_their_first_month() {
        assert_eq!(bucket_label(date(4), Granularity::Quarter), "Q2 2026");
        assert_eq!(bucket_label(date(10), Granularity::Quarter), "Q4 2026");
        assert_eq!(bucket_label(date(5), Granularity::Quarter), "from May 2026");
        assert_eq!(bucket_label(date(1), Granularity::Year), "2026");
    }
}
