//! A headline figure: short, with its full value on hover and focus, its movement, and a sparkline.

use crate::components::movement::MovementMark;
use leptos::prelude::*;

/// What a tile shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TileFigure {
    /// What is counted.
    pub label: &'static str,
    /// The figure, short.
    pub short: String,
    /// The figure in full.
    pub full: String,
    /// The same of the comparison period, in full.
    pub previous: String,
    /// Relative change; absent when there is nothing to compare with.
    pub change: Option<f64>,
    /// Whether it is bad news when the figure grows.
    pub is_better_less: bool,
    /// Whether nobody knows the figure: then it is compared with nothing, and the note says why.
    pub is_unknown: bool,
    /// One more line, for example how much of the cost is known.
    pub note: Option<String>,
    /// A finished sparkline.
    pub sparkline: Option<String>,
    /// The rows behind it.
    pub href: String,
}

/// A headline figure that leads to its rows.
#[component]
pub fn Tile(
    /// What to show.
    figure: TileFigure,
) -> impl IntoView {
    let explanation = if figure.is_unknown {
        format!("{}: {}", figure.label, figure.full)
    } else {
        format!("{}: {}; before {}", figure.label, figure.full, figure.previous)
    };
    let spoken = explanation.clone();
    view! {
        <a class="tile" href=figure.href title=explanation>
            <span class="tile-label">{figure.label}</span>
            <span class="tile-figure">
                <span aria-hidden="true">{figure.short}</span>
                <span class="visually-hidden">{spoken}</span>
            </span>
            <span class="tile-foot">
                {(!figure.is_unknown).then(|| view! { <MovementMark change=figure.change is_better_less=figure.is_better_less /> }.into_any())}
                {figure.change.map(|_| view! { <span class="muted" aria-hidden="true">"from "{figure.previous}</span> }.into_any())}
                {figure.note.map(|note| view! { <span class="muted tile-note">{note}</span> }.into_any())}
            </span>
            {figure.sparkline.map(|svg| view! { <span class="tile-spark" aria-hidden="true" inner_html=svg></span> }.into_any())}
        </a>
    }
}
