//! How urgent an alert is (its tier): a shape and a word, not colour alone.

use bellwether_core::alert::AlertTier;
use leptos::prelude::*;

/// Path of the tier's shape on a 12-unit grid: a disc, a pentagon, an octagon.
fn shape(tier: AlertTier) -> &'static str {
    match tier {
        AlertTier::Watch => "M6 2a4 4 0 1 1 0 8A4 4 0 0 1 6 2z",
        AlertTier::AtRisk => "M6 .500l5.500 4.200-2.100 6.300H2.600L.500 4.700z",
        AlertTier::Critical => "M3.800.500h4.400l3.300 3.300v4.400l-3.300 3.300H3.800L.5 8.200V3.800z",
    }
}

/// The shape with its word, among tiers alone.
pub fn tier_badge(tier: AlertTier) -> AnyView {
    badge(tier, None)
}

/// The same led by what it is about, wherever a segment may be near: segments have an "At Risk" of their own.
pub fn alert_badge(tier: AlertTier) -> AnyView {
    let lead = view! { <span class="muted small">"Alert"</span> };
    badge(tier, Some(lead.into_any()))
}

fn badge(tier: AlertTier, lead: Option<AnyView>) -> AnyView {
    view! {
        <span class=format!("badge tier tier-{}", tier.code())>
            {lead}
            <svg class="shape" viewBox="0 0 12 12" aria-hidden="true" focusable="false"><path d=shape(tier) /></svg>
            {tier.label()}
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_tier_has_a_shape_of_its_own() {
        let shapes: HashSet<_> = AlertTier::ALL.into_iter().map(shape).collect();
        assert_eq!(shapes.len(), AlertTier::ALL.len());
    }
}
