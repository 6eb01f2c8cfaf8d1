//! How a figure moved against the comparison period: arrow, sign and percentage.

use crate::format::percent;
use leptos::prelude::*;

/// Which way a figure went, for the eye and for screen readers.
fn spelled(change: Option<f64>) -> (&'static str, String) {
    match change {
        None => ("movement", "no comparison".to_owned()),
        Some(change) if change >= 0.0005 => ("movement is-up", format!("▲ {}", percent(change))),
        Some(change) if change <= -0.0005 => ("movement is-down", format!("▼ {}", percent(-change))),
        Some(_) => ("movement", "unchanged".to_owned()),
    }
}

/// The relative change of a figure.
#[component]
pub fn MovementMark(
    /// Change as a fraction of the comparison; absent when there is none to speak of.
    change: Option<f64>,
) -> impl IntoView {
    let (class, text) = spelled(change);
    let spoken = match change {
        Some(change) if change >= 0.0005 => "up ",
        Some(change) if change <= -0.0005 => "down ",
        Some(_) | None => "",
    };
    view! { <span class=class><span class="visually-hidden">{spoken}</span>{text}</span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fall_is_told_by_arrow_and_class_without_a_second_minus() {
        assert_eq!(spelled(Some(-0.125)), ("movement is-down", "▼ 12.5%".to_owned()));
    }

    #[test]
    fn nothing_to_compare_with_is_not_zero() {
        assert_eq!(spelled(None).1, "no comparison");
        assert_eq!(spelled(Some(0.0)).1, "unchanged");
    }
}
