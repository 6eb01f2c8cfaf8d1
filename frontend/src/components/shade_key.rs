//! What the shades of states mean, from the palest to the strongest.

use crate::format::money_short;
use bellwether_core::Cents;
use leptos::prelude::*;

/// The five shades from little money to the most that a state has.
pub fn shade_key(largest: Cents, symbol: &'static str) -> AnyView {
    let shades: Vec<_> =
        (1..=5).map(|shade| view! { <i class=format!("shade-{shade}")></i> }.into_any()).collect();
    view! { <p class="shade-key muted small">"Little"{shades}{money_short(largest, symbol)}</p> }.into_any()
}
