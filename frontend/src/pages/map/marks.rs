//! Marks of the server's answer as features of the map, the pictures of the pins, and their legend.

use crate::components::badge::{SegmentShape, shape};
use crate::format::count_short;
use crate::pages::map::colours::Colours;
use crate::pages::map::curves::{cosine, power_of_two, sine};
use bellwether_core::map::{MapMark, MapView};
use bellwether_core::{AccountId, Cents, Segment};
use bellwether_maplibre::{Map, MapError, Shape};
use leptos::prelude::*;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Side of the square that segment shapes are drawn on.
const SHAPE_GRID: f64 = 12.0;
const PIN_SIDE: f64 = 15.0;
/// Distance of the first pins around a shared place, in pixels.
const FAN_PIXELS: f64 = 19.0;
/// Width of the world at zoom 0, in pixels.
const WORLD_PIXELS: f64 = 512.0;
/// The turn after which seeds never line up, in radians.
const GOLDEN_ANGLE: f64 = 2.399_963;
/// A plain dot for accounts without a score.
const UNSCORED_SHAPE: &str = "M6 2.500a3.500 3.500 0 1 1 0 7a3.500 3.500 0 0 1 0-7z";

/// Name of the picture for a segment.
pub(super) fn picture_name(segment: Option<Segment>) -> String {
    format!("pin-{}", segment.map_or("unscored", Segment::code))
}

/// Draws the pictures of all pins in the colours in force.
pub(super) fn draw_pictures(map: &Map, colours: &Colours) -> Result<(), MapError> {
    for segment in Segment::ALL.into_iter().map(Some).chain([None]) {
        let fill = colours.of_segment(segment);
        let path = segment.map_or(UNSCORED_SHAPE, shape);
        let picture = Shape {
            path,
            grid: SHAPE_GRID,
            side: PIN_SIDE,
            fill: &fill,
            rim: &colours.surface,
            rim_width: 2.0,
        };
        map.set_shape(&picture_name(segment), &picture)?;
    }
    Ok(())
}

/// The marks as GeoJSON; the stops of a trip are ringed.
pub(super) fn features(view: &MapView, stops: &[AccountId]) -> Value {
    let largest = view.marks.iter().map(|mark| mark.revenue_cents).max().unwrap_or_default();
    collection(view.marks.iter().map(|mark| feature(mark, warmth(mark, largest), stops)).collect())
}

/// One place as GeoJSON, or none.
pub(super) fn spot(place: Option<[f64; 2]>) -> Value {
    collection(
        place
            .map(|place| json!({ "type": "Feature", "properties": {}, "geometry": point(place) }))
            .into_iter()
            .collect(),
    )
}

/// Pins of one place laid out around it, as a sunflower lays out its seeds, so that each can be seen
/// and pointed at. Their distance is one of the screen, so it shrinks in degrees with the zoom.
pub(super) fn fan_out(view: &mut MapView, zoom: f64) {
    let mut taken: HashMap<(u64, u64), u32> = HashMap::new();
    let degrees_per_pixel = 360.0 / (WORLD_PIXELS * power_of_two(zoom));
    for mark in view.marks.iter_mut().filter(|mark| mark.account.is_some()) {
        let seat = taken.entry((mark.longitude.to_bits(), mark.latitude.to_bits())).or_default();
        let (radius, angle) = (FAN_PIXELS * f64::from(*seat).sqrt(), GOLDEN_ANGLE * f64::from(*seat));
        *seat += 1;
        let squeeze = cosine(mark.latitude.to_radians());
        mark.longitude += radius * cosine(angle) * degrees_per_pixel;
        mark.latitude += radius * sine(angle) * degrees_per_pixel * squeeze;
    }
}

/// Where an account is: at its pin, or inside a cluster if it is one of the list.
pub(super) fn place_of(view: &MapView, account: AccountId) -> Option<[f64; 2]> {
    let pin = view.marks.iter().find(|mark| mark.account == Some(account)).map(place);
    let row = view.list.iter().find(|row| row.account.id == account);
    pin.or_else(|| row?.position.map(|[latitude, longitude]| [longitude, latitude]))
}

/// Degrees east and north of a mark.
pub(super) fn place(mark: &MapMark) -> [f64; 2] {
    [mark.longitude, mark.latitude]
}

fn collection(features: Vec<Value>) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

fn point(place: [f64; 2]) -> Value {
    json!({ "type": "Point", "coordinates": place })
}

/// How much a mark sells against the largest, 0 to 1. By the square root, so that one large city does not leave all
/// others cold.
pub(super) fn warmth(mark: &MapMark, largest: Cents) -> f64 {
    mark.revenue_cents.share_of(largest).map_or(0.0, |share| share.max(0.0).sqrt())
}

fn feature(mark: &MapMark, warmth: f64, stops: &[AccountId]) -> Value {
    let mut properties = json!({
        "weight": warmth,
        "count": mark.count,
        "label": count_short(i64::from(mark.count)),
        "segment": mark.segment.map_or("", Segment::code),
        // Higher is drawn later: the worrying lie on top.
        "urgency": mark.churn_risk.map_or(0.0, |risk| risk.get()),
    });
    if let Some(account) = mark.account {
        properties["account"] = json!(account.to_string());
        properties["picture"] = json!(picture_name(mark.segment));
        properties["stop"] = json!(stops.contains(&account));
    }
    json!({ "type": "Feature", "properties": properties, "geometry": point(place(mark)) })
}

/// What the shapes mean.
pub(super) fn legend() -> AnyView {
    let entries: Vec<_> = Segment::ALL
        .into_iter()
        .map(|segment| view! { <li><SegmentShape segment />{segment.label()}</li> }.into_any())
        .collect();
    view! {
        <ul class="map-legend" aria-label="Shapes of the pins">
            {entries}
            <li class="muted">"Circles: the segment with most at risk"</li>
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::Probability;

    fn mark(account: Option<AccountId>, count: u32) -> MapMark {
        MapMark {
            longitude: -93.6,
            latitude: 42.0,
            count,
            revenue_cents: Cents(100),
            account,
            name: None,
            segment: Some(Segment::AtRisk),
            churn_risk: Some(Probability::clamped(0.4)),
        }
    }

    #[test]
    fn a_pin_has_a_picture_and_a_cluster_a_count() {
        let pin = feature(&mark(Some(AccountId(7)), 1), 1.0, &[AccountId(7)]);
        assert_eq!(pin["properties"]["picture"], "pin-at_risk");
        assert_eq!(pin["properties"]["account"], AccountId(7).to_string());
        assert_eq!(pin["properties"]["stop"], true);
        let cluster = feature(&mark(None, 12_345), 0.5, &[]);
        assert_eq!(cluster["properties"]["label"], "12.3 K");
        assert!(cluster["properties"].get("account").is_none());
    }

    #[test]
    fn the_warmest_mark_is_the_one_that_sells_most() {
        let mut small = mark(None, 2);
        small.revenue_cents = Cents(25);
        assert_eq!([warmth(&mark(None, 2), Cents(100)), warmth(&small, Cents(100))], [1.0, 0.5]);
        small.revenue_cents = Cents(-5);
        assert_eq!([warmth(&small, Cents(100)), warmth(&small, Cents(0))], [0.0, 0.0]);
    }

    #[test]
    fn pins_of_one_place_are_fanned_out_and_clusters_stay() {
        let marks = vec![mark(Some(AccountId(1)), 1), mark(Some(AccountId(2)), 1), mark(None, 5)];
        let mut view = MapView { marks, inside: 7, without_position: 0, bounds: None, list: Vec::new() };
        fan_out(&mut view, 10.0);
        assert_eq!(place(&view.marks[0]), [-93.6, 42.0], "the first keeps the place");
        assert_eq!(place(&view.marks[2]), [-93.6, 42.0]);
        let pixels = (view.marks[1].longitude + 93.6).abs() / 360.0 * WORLD_PIXELS * 1024.0;
        assert!((10.0..=FAN_PIXELS).contains(&pixels), "{pixels} pixels apart");
    }

    #[test]
    fn nothing_to_point_out_is_an_empty_source() {
        assert_eq!(spot(None)["features"], json!([]));
        assert_eq!(spot(Some([1.0, 2.0]))["features"][0]["geometry"]["coordinates"], json!([1.0, 2.0]));
    }
}
