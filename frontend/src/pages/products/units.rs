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
use bellwether_core::period::Granularity;
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
                {switch(filters, "Show", "measure", [("Units", None), ("Sales", Some("sales"))])}
                {switch(filters, "By", "by", [("Month", None), ("Quarter", Some("quarter")), ("Year", Some("year"))])}
            </div>
        }
    };
    view! {
        <div class="products-top">
            <Panel
                title="Total units"
                loader=units
                placeholder=Placeholder::Text
                is_empty=|_| false
                empty=""
                body=total
            />
            <Panel
                title="By category"
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
        ("Sales by category", Unit::Money(symbol))
    } else {
        ("Units by category", Unit::Thousandths)
    };
    let series: Vec<BarSeries> = shown.categories.iter().map(|category| bars(category, is_sales)).collect();
    let by = granularity(filters);
    let buckets: Vec<String> = shown.buckets.iter().map(|date| bucket_label(*date, by)).collect();
    let draw = move |size| BarChart { title, size, unit, buckets: &buckets, series: &series }.render();
    view! { <ChartView draw height=330.0 label=title /> }.into_any()
}

fn bars(category: &CategoryUnits, is_sales: bool) -> BarSeries {
    let values = if is_sales {
        category.revenue_cents.iter().map(|cents| approximate(cents.0)).collect()
    } else {
        category.units_milli.iter().map(|milli| approximate(*milli)).collect()
    };
    BarSeries { name: category.name.clone(), values }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn date(month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, 1).expect("a date of the calendar")
    }

    #[test]
    fn calendar_quarters_have_numbers_and_fiscal_ones_their_first_month() {
        assert_eq!(bucket_label(date(4), Granularity::Quarter), "Q2 2026");
        assert_eq!(bucket_label(date(10), Granularity::Quarter), "Q4 2026");
        assert_eq!(bucket_label(date(5), Granularity::Quarter), "from May 2026");
        assert_eq!(bucket_label(date(1), Granularity::Year), "2026");
    }
}
