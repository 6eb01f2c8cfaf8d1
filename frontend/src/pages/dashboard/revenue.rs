//! Net sales over time with the comparison period behind it.

use crate::components::chart_view::ChartView;
use crate::format::{approximate, span};
use crate::pages::dashboard::course::{Bucket, averaged_over, partial_ends};
use bellwether_charts::line::LineChart;
use bellwether_charts::{DatedValue, Unit};
use bellwether_core::dashboard::{Dashboard, SeriesPoint};
use leptos::prelude::*;
use std::sync::Arc;

fn dated(series: &[SeriesPoint]) -> Vec<DatedValue> {
    series
        .iter()
        .map(|point| DatedValue { date: point.date, value: approximate(point.revenue_cents.0) })
        .collect()
}

/// The chart, its key, and in words what is drawn.
pub fn revenue_chart(shown: Arc<Dashboard>, symbol: &'static str) -> AnyView {
    let (points, comparison) = (dated(&shown.series), dated(&shown.compared_series));
    let averaged_over = averaged_over(shown.period, points.len());
    let partial_ends = partial_ends(shown.period, &shown.series);
    let (name, comparison_name) = (span(shown.period), span(shown.compared_with));
    let mut key = vec![("chart-line", name), ("chart-line-comparison", comparison_name)];
    if averaged_over > 1 {
        key.push(("chart-behind", "Each day of this period".to_owned()));
    }
    let key: Vec<_> = key
        .into_iter()
        .map(|(class, words)| view! { <li><i class=format!("key {class}")></i>{words}</li> }.into_any())
        .collect();
    let words = drawn_words(Bucket::of(shown.period), averaged_over, partial_ends);
    let draw = move |size| {
        LineChart {
            title: "Net sales over time",
            size,
            unit: Unit::Money(symbol),
            name: if averaged_over > 1 { "The day alone" } else { "This period" },
            points: &points,
            comparison_name: "Comparison",
            comparison: &comparison,
            averaged_over,
            partial_ends,
        }
        .render()
    };
    view! {
        <ChartView draw height=300.0 label="Net sales over time" />
        <ul class="chart-key">{key}</ul>
        <p class="muted small">{words}</p>
    }
    .into_any()
}

fn drawn_words(bucket: Bucket, averaged_over: usize, partial_ends: (bool, bool)) -> String {
    let unit = bucket.label();
    if averaged_over > 1 {
        return format!("Lines: average of the {averaged_over} days up to each date.");
    }
    let rings = match partial_ends {
        (false, false) => return format!("By {unit}."),
        (true, true) => format!("The first and the last {unit} are partial"),
        (true, false) => format!("The first {unit} is partial"),
        (false, true) => format!("The last {unit} is partial"),
    };
    format!("By {unit}. {rings}: ringed, and left out of the line.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_told_in_words() {
        assert_eq!(
            drawn_words(Bucket::Day, 7, (false, false)),
            "Lines: average of the 7 days up to each date."
        );
        assert_eq!(drawn_words(Bucket::Day, 1, (false, false)), "By day.");
        assert_eq!(
            drawn_words(Bucket::Month, 1, (false, true)),
            "By month. The last month is partial: ringed, and left out of the line."
        );
    }
}
