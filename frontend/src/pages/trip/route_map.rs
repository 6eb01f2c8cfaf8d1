//! A small picture of the route. It shows how the stops lie to each other and needs nothing but the trip itself, so
//! that it is there at once on a phone; roads are the maps app's business.

use crate::components::section::section;
use crate::distance::RoadUnit;
use crate::pages::trip::plan::Plan;
use crate::pages::trip::sketch::{HEIGHT, Sketch, WIDTH, label};
use bellwether_core::trip::Trip;
use leptos::prelude::*;

/// From this many stops on numbers have no room.
const CROWDED: usize = 26;

/// The picture in its panel.
pub(super) fn route_map(plan: Plan, trip: &Trip) -> AnyView {
    let start = untrack(|| plan.start());
    let stops = trip.stops.iter().map(|stop| stop.position);
    let places: Vec<[f64; 2]> = start.into_iter().chain(stops).collect();
    let sketch = Sketch::of(&places);
    let back = trip.return_km.is_some().then(|| sketch.places.first()).flatten();
    let line = sketch.places.iter().chain(back).map(|(x, y)| format!("{x:.1},{y:.1}"));
    let line: Vec<String> = line.collect();
    let first = usize::from(start.is_some());
    let names: Vec<&str> = trip.stops.iter().map(|stop| &*stop.account.name).collect();
    let marks = sketch.groups(first).into_iter().map(|(point, numbers)| mark(point, &numbers, &names));
    let marks: Vec<_> = marks.collect();
    let origin = sketch.places[..first].iter().map(|(x, y)| {
        let path = format!("M{x:.1} {:.1}l7 7l-7 7l-7 -7z", y - 7.0);
        view! { <path class="trip-map-start" d=path><title>"Start"</title></path> }.into_any()
    });
    let origin: Vec<_> = origin.collect();
    let unit = RoadUnit::of_reader();
    let scale = sketch.scale(unit);
    let bar = format!(
        "M10 {y}v-5m0 5h{width:.1}v-5",
        y = HEIGHT - 8.0,
        width = scale * unit.km() * sketch.units_per_km
    );
    let body = view! {
        <svg class="trip-map" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label="Sketch of the route; the list of stops says the same in words">
            <polyline class="trip-map-line" points=line.join(" ") />
            {origin}
            {marks}
            <path class="trip-map-scale" d=bar />
            <text class="trip-map-words" x="14" y=HEIGHT - 13.0>{format!("{scale} {}", unit.symbol())}</text>
        </svg>
    };
    section("Route", "trip-route", "Straight lines, north up", body.into_any())
}

/// The stops at one place.
fn mark((x, y): (f64, f64), numbers: &[usize], names: &[&str]) -> AnyView {
    let who = numbers.iter().filter_map(|number| Some(format!("{number}. {}", names.get(number - 1)?)));
    let who = who.collect::<Vec<_>>().join(", ");
    if names.len() >= CROWDED {
        return view! { <g class="trip-map-stop"><title>{who}</title><circle cx=format!("{x:.1}") cy=format!("{y:.1}") r=4 /></g> }.into_any();
    }
    let words = label(numbers);
    let half = match words.chars().count() {
        ..=2 => 9.0,
        3..=4 => 13.0,
        _ => 19.0,
    };
    let (left, top) = (format!("{:.1}", x - half), format!("{:.1}", y - 9.0));
    view! {
        <g class="trip-map-stop">
            <title>{who}</title>
            <rect x=left y=top width=half * 2.0 height=18 rx=9 />
            <text x=format!("{x:.1}") y=format!("{:.1}", y + 3.5) text-anchor="middle">{words}</text>
        </g>
    }
    .into_any()
}
