//! Accounts near this one, for the same trip (G5).

use crate::components::badge::SegmentBadge;
use crate::components::panel::Empty;
use crate::components::section::section;
use bellwether_core::account::{AccountDetail, NearbyAccount};
use leptos::prelude::*;

/// The nearest accounts.
pub fn nearby(account: &AccountDetail) -> AnyView {
    let body = if account.nearby.is_empty() {
        view! { <Empty words="No other account with a known place is near." /> }.into_any()
    } else {
        let rows = account.nearby.iter().take(8).map(row).collect_view();
        view! { <ul class="nearby">{rows}</ul> }.into_any()
    };
    section("Nearby", "span-4", "Straight-line distance", body)
}

fn row(near: &NearbyAccount) -> AnyView {
    view! {
        <li>
            <span class="two-lines">
                <a href=format!("/accounts/{}", near.account.id)>{near.account.name.clone()}</a>
                <span>{near.account.place.clone()}</span>
            </span>
            <SegmentBadge segment=near.segment />
            <span class="number">{format!("{:.1} km", near.distance_km)}</span>
        </li>
    }
    .into_any()
}
