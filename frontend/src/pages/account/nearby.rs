//! Accounts near this one, for the same trip (G5), on a small map and in a list.

use crate::components::badge::{SegmentBadge, segment_class, shape};
use crate::components::panel::Empty;
use crate::components::section::section;
use crate::distance::{RoadUnit, distance};
use crate::format::tally;
use bellwether_core::account::{AccountDetail, NearbyAccount};
use leptos::prelude::*;

/// Accounts shown.
const SHOWN: usize = 8;
/// Sides of the map in its own units.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 200.0;
/// Kilometres of a degree north.
const KM_OF_DEGREE: f64 = 111.2;
/// Where all are nearer than this there is nothing to draw, kilometres.
const LEAST_KM: f64 = 0.5;
/// Radii that the circle of the map may have.
const CIRCLES: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0];

/// The nearest accounts.
pub fn nearby(account: &AccountDetail) -> AnyView {
    let body = if account.nearby.is_empty() {
        view! { <Empty words="No other account with a known place is near." /> }.into_any()
    } else {
        let shown = account.nearby.iter().take(SHOWN);
        let is_spread = account.nearby.iter().take(SHOWN).any(|near| near.distance_km >= LEAST_KM);
        let map = account.position.filter(|_| is_spread).map(|here| map(here, shown.clone()));
        let rows = shown.map(row).collect_view();
        let trip = trip_from(account).map(|href| {
            view! { <a class="button nearby-trip" href=href>"Plan a trip from here"</a> }
        });
        let others: Vec<_> = account.nearby.iter().skip(SHOWN).map(row).collect();
        let others = (!others.is_empty()).then(|| {
            let words = format!("{} more", tally(others.len() as u64));
            view! { <details class="more"><summary>{words}</summary><ul class="nearby">{others}</ul></details> }
                .into_any()
        });
        view! { {map}<ul class="nearby">{rows}</ul>{others}{trip} }.into_any()
    };
    section("Nearby", "span-4", "Straight-line distance", body)
}

/// Address of a trip through this account and those shown; none when nobody knows where this one is.
fn trip_from(account: &AccountDetail) -> Option<String> {
    account.position?;
    let others = account.nearby.iter().take(SHOWN).map(|near| near.account.id);
    let ids: Vec<String> =
        std::iter::once(account.account.id).chain(others).map(|id| id.to_string()).collect();
    Some(format!("/trip?stops={}", ids.join(",")))
}

fn row(near: &NearbyAccount) -> AnyView {
    view! {
        <li>
            <span class="two-lines">
                <a href=format!("/accounts/{}", near.account.id)>{near.account.name.clone()}</a>
                <span>{near.account.place.clone()}</span>
            </span>
            <SegmentBadge segment=near.segment />
            <span class="number">{distance(near.distance_km)}</span>
        </li>
    }
    .into_any()
}

/// The widest circle that the farthest account lies on or outside of.
fn circle_of(farthest: f64) -> f64 {
    CIRCLES.into_iter().rev().find(|radius| *radius <= farthest).unwrap_or(CIRCLES[0])
}

/// This account in the middle, north up.
fn map<'a>(here: [f64; 2], near: impl Iterator<Item = &'a NearbyAccount> + Clone) -> AnyView {
    let squeeze = here[0].to_radians().cos();
    let away = |place: [f64; 2]| {
        ((place[1] - here[1]) * squeeze * KM_OF_DEGREE, (here[0] - place[0]) * KM_OF_DEGREE)
    };
    let farthest = near.clone().map(|near| near.distance_km).fold(0.0, f64::max);
    let tallest = near.clone().map(|near| away(near.position).1.abs()).fold(0.1, f64::max);
    let widest = near.clone().map(|near| away(near.position).0.abs()).fold(0.1, f64::max);
    let scale = ((HEIGHT / 2.0 - 14.0) / tallest).min((WIDTH / 2.0 - 14.0) / widest);
    let marks = near.map(|near| {
        let (east, south) = away(near.position);
        let (x, y) = (WIDTH / 2.0 + east * scale, HEIGHT / 2.0 + south * scale);
        let class = near.segment.map_or_else(String::new, segment_class);
        let path = near.segment.map_or("M6 2.500a3.500 3.500 0 1 1 0 7a3.500 3.500 0 0 1 0-7z", shape);
        let place = format!("translate({:.1} {:.1}) scale(1.2)", x - 7.2, y - 7.2);
        view! { <path class=class d=path transform=place><title>{near.account.name.clone()}</title></path> }
            .into_any()
    });
    let marks = marks.collect_view();
    let unit = RoadUnit::of_reader();
    let circle = circle_of(farthest / unit.km());
    view! {
        <svg class="nearby-map" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label="Map of the accounts nearby; the list says the same in words">
            <circle cx=WIDTH / 2.0 cy=HEIGHT / 2.0 r=circle * unit.km() * scale />
            <circle class="is-here" cx=WIDTH / 2.0 cy=HEIGHT / 2.0 r=5 />
            {marks}
            <text x="8" y=HEIGHT - 8.0>{format!("Circle: {circle} {}", unit.symbol())}</text>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::circle_of;

    #[test]
    fn the_circle_is_a_round_distance_within_the_farthest_account() {
        assert_eq!([0.2, 1.0, 24.0, 25.0, 9_000.0].map(circle_of), [1.0, 1.0, 10.0, 25.0, 500.0]);
    }
}
