//! Churn risk as a percentage with a bar, the same everywhere it appears.

use crate::format::percent;
use bellwether_core::Probability;
use leptos::prelude::*;

/// A churn risk; a dash before the first scoring.
#[component]
pub fn Risk(
    /// The probability.
    risk: Option<Probability>,
) -> impl IntoView {
    match risk {
        Some(risk) => view! {
            <span class="risk">
                <span class="risk-figure">{percent((risk.get() * 100.0).round() / 100.0)}</span>
                <svg class="risk-bar" viewBox="0 0 40 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="risk-track" width="40" height="4" rx="2" />
                    <rect class="risk-fill" width=(risk.get() * 40.0).to_string() height="4" rx="2" />
                </svg>
            </span>
        }
        .into_any(),
        None => view! { <span class="muted">"–"</span> }.into_any(),
    }
}
