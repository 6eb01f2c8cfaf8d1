//! The share of alerts that were right as a bar, with the range in which the true share probably lies.

use super::alerts::TELLING_ALERTS;
use crate::format::percent;
use bellwether_core::accuracy::Rightness;
use leptos::prelude::*;

/// The bar; `anybody` is marked on it. The table says the same in figures.
pub fn bar(right: &Rightness, anybody: Option<f64>) -> AnyView {
    let Some((share, (low, high))) = right.share.zip(right.low.zip(right.high)) else {
        return ().into_any();
    };
    let at = |share: f64| (share.clamp(0.0, 1.0) * 100.0).to_string();
    let tick = anybody.map(|share| {
        view! { <line class="alert-bar-anybody" x1=at(share) x2=at(share) y1="0" y2="14" /> }.into_any()
    });
    view! {
        <svg class:is-faint=right.judged < TELLING_ALERTS viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="alert-bar-track" y="3" width="100" height="8" />
            <rect class="alert-bar-share" y="3" width=at(share) height="8" />
            <line class="alert-bar-range" x1=at(low) x2=at(high) y1="7" y2="7" />
            {tick}
        </svg>
    }
    .into_any()
}

/// What the marks of the bars mean.
pub fn key(anybody: Option<f64>) -> AnyView {
    let anybody = anybody.map(|share| {
        view! { <li><i class="key is-anybody"></i>{format!("An alert about anybody ({})", percent(share))}</li> }
            .into_any()
    });
    view! {
        <ul class="chart-key alerts-key">
            <li><i class="key is-share"></i>"Were right"</li>
            <li><i class="key is-range"></i>"95% range"</li>
            {anybody}
        </ul>
    }
    .into_any()
}
