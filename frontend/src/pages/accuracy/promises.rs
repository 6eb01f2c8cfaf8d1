//! Forecast against outcome, in ten groups.

use crate::components::chart_view::ChartView;
use crate::components::section::section;
use crate::format::days;
use bellwether_charts::calibration::{CalibrationCurve, Promise};
use bellwether_core::accuracy::ModelAccuracy;
use leptos::prelude::*;

/// The calibration curve.
pub fn promises(judge: &ModelAccuracy, horizon_days: i64) -> AnyView {
    let promises: Vec<Promise> = judge
        .calibration
        .iter()
        .map(|point| Promise {
            forecast: point.forecast,
            came_true: point.ordered,
            forecasts: point.forecasts,
        })
        .collect();
    let draw = move |size| {
        CalibrationCurve { title: "Forecast against outcome", size, outcome: "Ordered", promises: &promises }
            .render()
    };
    let words = format!(
        "Each dot is a tenth of the forecasts of an order within {}. On the line, what was said came true exactly; above it, more ordered than forecast, below it fewer.",
        days(horizon_days)
    );
    let body = view! {
        <p class="muted small">{words}</p>
        <ChartView draw height=330.0 label="Forecast against outcome" />
        <ul class="chart-key">
            <li><i class="key"></i>"What happened"</li>
            <li><i class="key chart-diagonal"></i>"Exactly as forecast"</li>
        </ul>
    }
    .into_any();
    section("Forecast against outcome", "span-6", (), body)
}
