//! Every signal that was measured, for those who want to check.

use bellwether_charts::Unit;
use bellwether_core::explain::{Explanation, SignalFigure};
use leptos::prelude::*;

/// A value with its unit, as people read it; a dash for what cannot be measured.
fn words(signal: &SignalFigure, symbol: &'static str) -> String {
    let Some(value) = signal.value else { return "–".to_owned() };
    let one_decimal = (value * 10.0).round() / 10.0;
    match signal.unit.as_str() {
        "days" if one_decimal == 1.0 => "1 day".to_owned(),
        "days" => format!("{} days", Unit::Count.full(one_decimal)),
        "count" => Unit::Count.full(one_decimal),
        "cents" => Unit::Money(symbol).full(value),
        _ => Unit::Points.full(value),
    }
}

fn row(signal: &SignalFigure, symbol: &'static str) -> AnyView {
    view! {
        <tr>
            <th scope="row">{signal.label.clone()}</th>
            <td class="muted on-laptop">{signal.group.label()}</td>
            <td class="number">{words(signal, symbol)}</td>
        </tr>
    }
    .into_any()
}

/// The formula in words and the table of signals, folded.
pub fn signals(explanation: &Explanation, symbol: &'static str) -> AnyView {
    let signals = &explanation.signals;
    let rows = signals.iter().map(|signal| row(signal, symbol)).collect_view();
    view! {
        <details class="more">
            <summary>{format!("Formula and all {} signals", signals.len())}</summary>
            <p class="muted small">{explanation.formula.clone()}</p>
            <table class="table">
                <thead>
                    <tr><th scope="col">"Signal"</th><th scope="col" class="on-laptop">"Group"</th><th scope="col" class="number">"Value"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::explain::SignalGroup;

    fn told(unit: &str, value: Option<f64>) -> String {
        let signal = SignalFigure {
            code: "a".to_owned(),
            label: "A".to_owned(),
            group: SignalGroup::Recency,
            unit: unit.to_owned(),
            value,
        };
        words(&signal, "$")
    }

    #[test]
    fn every_unit_reads_in_its_own_way() {
        assert_eq!(told("days", Some(12.34)), "12.3 days");
        assert_eq!(told("cents", Some(123_456.0)), "$1,234.56");
        assert_eq!(told("ratio", Some(0.123)), "0.12");
        assert_eq!(told("count", None), "–");
    }
}
