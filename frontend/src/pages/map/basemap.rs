//! The base map: bundled shapes of the states, their names from points of their own, and empty
//! sources for the accounts. Nothing in it asks another host for anything.

use crate::pages::map::colours::Colours;
use serde_json::{Value, json};

/// Where the map library lies. Its folder names its version, because it finds its worker beside itself.
pub(super) const LIBRARY: &str = "/vendor/maplibre-gl-6.17.0/maplibre-gl.mjs";
/// Its style sheet.
pub(super) const LIBRARY_STYLES: &str = "/vendor/maplibre-gl-6.17.0/maplibre-gl.css";
/// Shapes of the states.
pub(super) const STATES: &str = "/vendor/us-atlas-3.0.1/states.geojson";
const STATE_LABELS: &str = "/vendor/us-atlas-3.0.1/state-labels.geojson";

/// West, south, east, north of the lower 48 states.
pub(super) const COUNTRY: [f64; 4] = [-124.8, 24.4, -66.9, 49.4];

/// Source of pins and clusters.
pub(super) const MARKS: &str = "marks";
/// Source of the one mark that is pointed out.
pub(super) const SPOT: &str = "spot";
/// Layer of pins.
pub(super) const PINS: &str = "pins";
/// Layer of clusters.
pub(super) const CLUSTERS: &str = "clusters";

/// The whole style, without a marks' picture.
pub(super) fn style(origin: &str, colours: &Colours) -> Value {
    let geojson = |path: &str| json!({ "type": "geojson", "data": format!("{origin}{path}") });
    let empty = json!({ "type": "geojson", "data": { "type": "FeatureCollection", "features": [] } });
    json!({
        "version": 8,
        "sources": { "states": geojson(STATES), "labels": geojson(STATE_LABELS), MARKS: empty.clone(), SPOT: empty },
        "layers": [
            { "id": "water", "type": "background", "paint": { "background-color": colours.water } },
            { "id": "land", "type": "fill", "source": "states", "paint": { "fill-color": colours.land } },
            { "id": "borders", "type": "line", "source": "states", "paint": borders(colours) },
            state_labels(colours),
            spot(colours),
            clusters(colours),
            cluster_counts(colours),
            pins(),
        ],
    })
}

/// Paint of the layers that follow the theme: layer, property, value.
pub(super) fn themed_paint(colours: &Colours) -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("water", "background-color", json!(colours.water)),
        ("land", "fill-color", json!(colours.land)),
        ("borders", "line-color", json!(colours.border)),
        ("state-labels", "text-color", json!(colours.label)),
        ("state-labels", "text-halo-color", json!(colours.land)),
        ("spot", "circle-color", json!(colours.accent)),
        ("spot", "circle-stroke-color", json!(colours.accent)),
        (CLUSTERS, "circle-color", json!(colours.surface)),
        (CLUSTERS, "circle-stroke-color", segment_colours(colours)),
        ("cluster-counts", "text-color", json!(colours.text)),
    ]
}

fn borders(colours: &Colours) -> Value {
    let width = json!(["interpolate", ["linear"], ["zoom"], 3, 0.6, 8, 1.4]);
    json!({ "line-color": colours.border, "line-width": width })
}

fn state_labels(colours: &Colours) -> Value {
    json!({
        "id": "state-labels", "type": "symbol", "source": "labels",
        "layout": {
            "text-field": ["step", ["zoom"], ["get", "code"], 5, ["get", "name"]],
            "text-font": ["sans-serif"],
            "text-size": ["interpolate", ["linear"], ["zoom"], 3, 10, 7, 15],
            "text-letter-spacing": 0.06,
            "text-padding": 1,
        },
        "paint": { "text-color": colours.label, "text-halo-color": colours.land, "text-halo-width": 1 },
    })
}

fn spot(colours: &Colours) -> Value {
    json!({
        "id": "spot", "type": "circle", "source": SPOT,
        "paint": {
            "circle-radius": 17, "circle-color": colours.accent, "circle-opacity": 0.28,
            "circle-stroke-color": colours.accent, "circle-stroke-width": 2,
        },
    })
}

fn clusters(colours: &Colours) -> Value {
    let radius =
        json!(["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1.4, 13, 8, 19, 30, 27, 100, 36]);
    json!({
        "id": CLUSTERS, "type": "circle", "source": MARKS, "filter": ["!", ["has", "account"]],
        "paint": {
            "circle-radius": radius, "circle-color": colours.surface, "circle-opacity": 0.94,
            "circle-stroke-color": segment_colours(colours), "circle-stroke-width": 3,
        },
    })
}

fn cluster_counts(colours: &Colours) -> Value {
    json!({
        "id": "cluster-counts", "type": "symbol", "source": MARKS, "filter": ["!", ["has", "account"]],
        "layout": {
            "text-field": ["get", "label"], "text-font": ["sans-serif"], "text-size": 12,
            "text-allow-overlap": true, "text-ignore-placement": true,
        },
        "paint": { "text-color": colours.text },
    })
}

fn pins() -> Value {
    json!({
        "id": PINS, "type": "symbol", "source": MARKS, "filter": ["has", "account"],
        "layout": {
            "icon-image": ["get", "picture"], "icon-allow-overlap": true, "icon-ignore-placement": true,
            "icon-size": ["interpolate", ["linear"], ["zoom"], 4, 0.8, 9, 1.1],
            "symbol-sort-key": ["get", "urgency"],
        },
    })
}

/// The colour of a mark by the segment among its properties.
fn segment_colours(colours: &Colours) -> Value {
    let mut choice = vec![json!("match"), json!(["get", "segment"])];
    for segment in bellwether_core::Segment::ALL {
        choice.extend([json!(segment.code()), json!(colours.of_segment(Some(segment)))]);
    }
    choice.push(json!(colours.unscored));
    Value::Array(choice)
}
