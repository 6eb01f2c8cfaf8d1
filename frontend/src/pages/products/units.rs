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
use chrono::{Datelike, Month, NaiveDate};
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
    let years = FiscalYears { first_month: shown.fiscal_year_start_month };
    let buckets: Vec<String> = shown.buckets.iter().map(|date| years.label(*date, by)).collect();
    let partial = years.partial_ends(shown.period, &shown.buckets, by);
    let draw = move |size| {
        BarChart { title, size, unit, buckets: &buckets, series: &series }.render_with_partial_ends(partial)
    };
    view! {
        <ChartView draw height=330.0 label=title />
        <p class="muted small">{years.words(by, partial)}</p>
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

/// The years that quarters are parts of: they need not start in January.
#[derive(Clone, Copy)]
struct FiscalYears {
    first_month: u32,
}

impl FiscalYears {
    /// A bucket by one of its dates. Fiscal years are named after the calendar year they end in.
    fn label(self, date: NaiveDate, by: Granularity) -> String {
        let start = by.bucket_start(date, self.first_month);
        let (is_fiscal, since) = (self.first_month != 1, (start.month() + 12 - self.first_month) % 12);
        let ends_later = is_fiscal && start.month() >= self.first_month;
        let year = start.year() + i32::from(ends_later);
        let fiscal = if is_fiscal { "FY" } else { "" };
        match by {
            Granularity::Month => month_label(start),
            Granularity::Quarter => format!("Q{} {fiscal}{year}", since / 3 + 1),
            Granularity::Year => format!("{fiscal}{year}"),
        }
    }

    /// Whether the first and the last bucket hold only part of their days.
    fn partial_ends(self, period: Period, buckets: &[NaiveDate], by: Granularity) -> (bool, bool) {
        let (Some(first), Some(last)) = (buckets.first(), buckets.last()) else { return (false, false) };
        let begins = |date: NaiveDate| by.bucket_start(date, self.first_month);
        (begins(*first) != *first, by.next(begins(*last)) != period.until)
    }

    /// What the buckets are, and which of them look smaller than they are.
    fn words(self, by: Granularity, partial: (bool, bool)) -> String {
        let unit = match by {
            Granularity::Month => "month",
            Granularity::Quarter => "quarter",
            Granularity::Year => "year",
        };
        let month = u8::try_from(self.first_month).ok().and_then(|month| Month::try_from(month).ok());
        let fiscal = match (by, month) {
            (Granularity::Quarter | Granularity::Year, Some(month)) if month != Month::January => {
                let name = month.name();
                format!("Your organisation's year starts in {name} and is named after the year it ends in. ")
            }
            _calendar => String::new(),
        };
        let cut = match partial {
            (false, false) => return fiscal,
            (true, true) => format!("The first and the last {unit} are partial"),
            (true, false) => format!("The first {unit} is partial"),
            (false, true) => format!("The last {unit} is partial"),
        };
        format!("{fiscal}{cut}: drawn faintly.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALENDAR: FiscalYears = FiscalYears { first_month: 1 };
    const FROM_APRIL: FiscalYears = FiscalYears { first_month: 4 };

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
    }

    #[test]
    fn buckets_that_the_period_cuts_are_partial() {
        let months = [day(2026, 4, 12), day(2026, 5, 1), day(2026, 6, 1)];
        let until = |until| Period { from: months[0], until };
        let partial =
            |period, buckets: &[NaiveDate]| CALENDAR.partial_ends(period, buckets, Granularity::Month);
        assert_eq!(partial(until(day(2026, 7, 1)), &months), (true, false));
        assert_eq!(partial(until(day(2026, 6, 9)), &months[1..]), (false, true));
        let quarters = [day(2026, 2, 1), day(2026, 5, 1)];
        let from_february = FiscalYears { first_month: 2 };
        let partial = |until| {
            from_february.partial_ends(Period { from: quarters[0], until }, &quarters, Granularity::Quarter)
        };
        assert_eq!((partial(day(2026, 8, 1)), partial(day(2026, 7, 31))), ((false, false), (false, true)));
        // One bucket alone may be cut at both ends.
        let week = Period { from: day(2026, 4, 12), until: day(2026, 4, 20) };
        assert_eq!(CALENDAR.partial_ends(week, &[day(2026, 4, 12)], Granularity::Year), (true, true));
    }

    #[test]
    fn a_first_quarter_that_the_period_cuts_has_its_own_name() {
        let label = |date| CALENDAR.label(date, Granularity::Quarter);
        assert_eq!([day(2025, 11, 23), day(2026, 1, 1)].map(label), ["Q4 2025", "Q1 2026"]);
    }

    #[test]
    fn fiscal_quarters_and_years_say_that_they_are() {
        let label = |date| FROM_APRIL.label(date, Granularity::Quarter);
        let dates = [day(2026, 2, 1), day(2026, 4, 1), day(2026, 12, 31)];
        assert_eq!(dates.map(label), ["Q4 FY2026", "Q1 FY2027", "Q3 FY2027"]);
        assert_eq!(
            dates.map(|date| FROM_APRIL.label(date, Granularity::Year)),
            ["FY2026", "FY2027", "FY2027"]
        );
        assert_eq!(
            FROM_APRIL.label(day(2026, 4, 1), Granularity::Month),
            CALENDAR.label(day(2026, 4, 1), Granularity::Month)
        );
        assert_eq!(CALENDAR.label(day(2026, 4, 1), Granularity::Year), "2026");
    }

    #[test]
    fn fiscal_buckets_and_partial_ones_are_told() {
        assert_eq!(CALENDAR.words(Granularity::Quarter, (false, false)), "");
        assert_eq!(FROM_APRIL.words(Granularity::Month, (false, false)), "");
        let fiscal = "Your organisation's year starts in April and is named after the year it ends in. ";
        assert_eq!(FROM_APRIL.words(Granularity::Quarter, (false, false)), fiscal);
        assert_eq!(
            CALENDAR.words(Granularity::Year, (true, false)),
            "The first year is partial: drawn faintly."
        );
    }
}
