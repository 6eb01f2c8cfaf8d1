//! What the colours of shaded states mean.

use super::{Layer, SERVED, UNDERSERVED};
use crate::components::shade_key::shade_key;
use crate::state::session::use_session;
use bellwether_core::Cents;
use bellwether_core::territory::{GrowthPotential, Territory};
use leptos::prelude::*;

/// The key of a layer.
pub(super) fn key(layer: Layer, territory: &Territory) -> AnyView {
    match layer {
        Layer::Sales => money_key(territory, |row| row.revenue.current),
        Layer::Growth => money_key(territory, |row| row.potential_cents),
        Layer::Service => view! {
            <p class="shade-key is-named muted small">
                <i class=format!("shade-{UNDERSERVED}")></i>"Underserved"
                <i class=format!("shade-{SERVED}")></i>"Served"
                <span>"Unshaded: cannot tell"</span>
            </p>
        }
        .into_any(),
    }
}

fn money_key(territory: &Territory, of: fn(&GrowthPotential) -> Cents) -> AnyView {
    let largest = territory.potential.iter().map(of).max().unwrap_or_default();
    shade_key(largest, use_session().currency())
}
