//! What happens on a map: the view after a move, and the feature under the pointer.

use crate::raw::{RawFeature, RawMap, RawPointerEvent};
use serde_json::Value;
use wasm_bindgen::JsCast;

/// The part of the world that is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Western edge in degrees; may lie beyond -180 when the map is turned around the world.
    pub west: f64,
    /// Southern edge in degrees.
    pub south: f64,
    /// Eastern edge in degrees.
    pub east: f64,
    /// Northern edge in degrees.
    pub north: f64,
    /// Zoom level.
    pub zoom: f64,
    /// Degrees east and north of the middle.
    pub center: [f64; 2],
}

impl View {
    pub(crate) fn of(map: &RawMap) -> Self {
        let bounds = map.bounds();
        let center = map.center();
        Self {
            west: bounds.west(),
            south: bounds.south(),
            east: bounds.east(),
            north: bounds.north(),
            zoom: map.zoom(),
            center: [center.lng(), center.lat()],
        }
    }
}

/// The topmost feature under the pointer.
#[derive(Debug, Clone, PartialEq)]
pub struct Pointed {
    /// Its properties. MapLibre hands on numbers, texts and booleans; nested values arrive as text.
    pub properties: Value,
    /// Degrees east and north, for points.
    pub position: Option<[f64; 2]>,
}

impl Pointed {
    pub(crate) fn of(event: &RawPointerEvent) -> Option<Self> {
        let feature: RawFeature = event.features()?.iter().next()?.unchecked_into();
        let properties = serde_wasm_bindgen::from_value(feature.properties()).ok()?;
        let geometry: Value = serde_wasm_bindgen::from_value(feature.geometry()).ok()?;
        let coordinate = |index: usize| geometry.get("coordinates")?.get(index)?.as_f64();
        let position = coordinate(0).zip(coordinate(1)).map(|(east, north)| [east, north]);
        Some(Self { properties, position })
    }
}
