//! How a figure moved against the comparison period: arrow, sign and percentage.

use crate::format::percent;
use leptos::prelude::*;

/// Which way a figure went, for the eye and for screen readers. The classes colour good and bad news.
fn spelled(change: Option<f64>, is_better_less: bool) -> (&'static str, String) {
    let [more, less] = if is_better_less {
        ["movement is-down", "movement is-up"]
    } else {
        ["movement is-up", "movement is-down"]
    };
    match change {
        None => ("movement", "no comparison".to_owned()),
        Some(change) if change >= 0.0005 => (more, format!("▲ {}", percent(change))),
        Some(change) if change <= -0.0005 => (less, format!("▼ {}", percent(-change))),
        Some(_) => ("movement", "unchanged".to_owned()),
    }
}

/// The relative change of a figure.
#[component]
pub fn MovementMark(
    /// Change as a fraction of the comparison; absent when there is none to speak of.
    change: Option<f64>,
    /// Whether it is bad news when the figure grows.
    #[prop(optional)]
    is_better_less: bool,
) -> impl IntoView {
    let (class, text) = spelled(change, is_better_less);
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
        assert_eq!(spelled(Some(-0.125), false), ("movement is-down", "▼ 12.5%".to_owned()));
    }

    #[test]
    fn growth_of_what_had_better_be_less_points_up_in_the_colour_of_bad_news() {
        assert_eq!(spelled(Some(0.125), true), ("movement is-down", "▲ 12.5%".to_owned()));
        assert_eq!(spelled(Some(-0.125), true), ("movement is-up", "▼ 12.5%".to_owned()));
    }

    #[test]
    fn nothing_to_compare_with_is_not_zero() {
        assert_eq!(spelled(None, false).1, "no comparison");
        assert_eq!(spelled(Some(0.0), false).1, "unchanged");
    }
}
