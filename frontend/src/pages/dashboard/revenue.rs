//! Revenue over time with the comparison period behind it.

use crate::components::chart_view::ChartView;
use crate::format::{approximate, span};
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

/// The chart and its key.
pub fn revenue_chart(shown: Arc<Dashboard>, symbol: &'static str) -> AnyView {
    let (points, comparison) = (dated(&shown.series), dated(&shown.compared_series));
    let (name, comparison_name) = (span(shown.period), span(shown.compared_with));
    let key = [("chart-line", name), ("chart-line-comparison", comparison_name)];
    let key =
        key.map(|(class, words)| view! { <li><i class=format!("key {class}")></i>{words}</li> }.into_any());
    let draw = move |size| {
        LineChart {
            title: "Revenue over time",
            size,
            unit: Unit::Money(symbol),
            name: "This period",
            points: &points,
            comparison_name: "Comparison",
            comparison: &comparison,
        }
        .render()
    };
    view! {
        <ChartView draw height=300.0 label="Revenue over time" />
        <ul class="chart-key">{key.into_iter().collect_view()}</ul>
    }
    .into_any()
}
