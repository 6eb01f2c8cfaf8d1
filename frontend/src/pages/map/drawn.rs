//! What the address draws on the map: the area and the circle around a place, the same for both kinds of map.

use crate::pages::map::MapState;
use crate::pages::map::area::circle;
use crate::state::account_query::within_km;
use crate::state::place::{Place, corners_of, place_of};
use leptos::prelude::*;
use serde_json::{Value, json};

/// Closed lines to draw, and the place people are near to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Drawn {
    pub(super) rings: Vec<Vec<Place>>,
    pub(super) here: Option<Place>,
}

/// Follows the address.
pub(super) fn use_drawn(filters: crate::state::filters::Filters) -> Memo<Drawn> {
    Memo::new(move |_| of(|key| filters.get(key)))
}

fn of(get: impl Fn(&str) -> Option<String>) -> Drawn {
    let here = get("near").as_deref().and_then(place_of);
    let around = here.map(|here| circle(here, f64::from(within_km(&get))));
    let area = get("area").as_deref().and_then(corners_of);
    Drawn { rings: area.into_iter().chain(around).collect(), here }
}

impl Drawn {
    /// As GeoJSON.
    pub(super) fn features(&self) -> Value {
        let closed = |ring: &Vec<Place>| {
            let ring: Vec<&Place> = ring.iter().chain(ring.first()).collect();
            feature(json!({ "type": "Polygon", "coordinates": [ring] }))
        };
        let here = self.here.map(|here| feature(json!({ "type": "Point", "coordinates": here })));
        let features: Vec<Value> = self.rings.iter().map(closed).chain(here).collect();
        json!({ "type": "FeatureCollection", "features": features })
    }
}

fn feature(geometry: Value) -> Value {
    json!({ "type": "Feature", "properties": {}, "geometry": geometry })
}

impl MapState {
    /// What the address draws; tracked.
    pub(super) fn drawn(self) -> Drawn {
        self.drawn.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn area_and_circle_are_closed_and_the_place_is_a_point() {
        let get = |key: &str| match key {
            "area" => Some("-94.0 41.0,-93.0 41.0,-93.0 42.0".to_owned()),
            "near" => Some("41.5000,-93.5000".to_owned()),
            _ => None,
        };
        let features = of(get).features();
        let area = features["features"][0]["geometry"]["coordinates"][0].as_array().expect("a ring");
        assert_eq!((area.len(), area.first()), (4, area.last()));
        assert_eq!(features["features"][2]["geometry"]["coordinates"], json!([-93.5, 41.5]));
        assert_eq!(of(|_| None).features()["features"], json!([]));
    }
}
