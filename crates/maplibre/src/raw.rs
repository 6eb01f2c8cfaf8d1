//! The parts of MapLibre GL JS in use, as it spells them.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/load.js")]
extern "C" {
    #[wasm_bindgen(js_name = importModule, catch)]
    pub(crate) fn import_module(url: &str) -> Result<Promise, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// `maplibregl.Map`.
    #[derive(Debug, Clone)]
    pub(crate) type RawMap;

    #[wasm_bindgen(method, structural)]
    pub(crate) fn on(this: &RawMap, event: &str, listener: &Function) -> JsValue;

    #[wasm_bindgen(method, structural, js_name = on)]
    pub(crate) fn on_layer(this: &RawMap, event: &str, layer: &str, listener: &Function) -> JsValue;

    #[wasm_bindgen(method, structural, catch, js_name = addSource)]
    pub(crate) fn add_source(this: &RawMap, id: &str, source: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, js_name = getSource)]
    pub(crate) fn source(this: &RawMap, id: &str) -> Option<RawSource>;

    #[wasm_bindgen(method, structural, catch, js_name = addLayer)]
    pub(crate) fn add_layer(this: &RawMap, layer: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, catch, js_name = setPaintProperty)]
    pub(crate) fn set_paint_property(
        this: &RawMap,
        layer: &str,
        name: &str,
        value: &JsValue,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, js_name = hasImage)]
    pub(crate) fn has_image(this: &RawMap, name: &str) -> bool;

    #[wasm_bindgen(method, structural, catch, js_name = addImage)]
    pub(crate) fn add_image(
        this: &RawMap,
        name: &str,
        image: &web_sys::ImageData,
        options: &JsValue,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, catch, js_name = updateImage)]
    pub(crate) fn update_image(
        this: &RawMap,
        name: &str,
        image: &web_sys::ImageData,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, catch, js_name = fitBounds)]
    pub(crate) fn fit_bounds(this: &RawMap, bounds: &Array, options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, catch, js_name = easeTo)]
    pub(crate) fn ease_to(this: &RawMap, options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, js_name = getBounds)]
    pub(crate) fn bounds(this: &RawMap) -> RawBounds;

    #[wasm_bindgen(method, structural, js_name = getCenter)]
    pub(crate) fn center(this: &RawMap) -> RawPlace;

    #[wasm_bindgen(method, structural, js_name = getZoom)]
    pub(crate) fn zoom(this: &RawMap) -> f64;

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn project(this: &RawMap, place: &Array) -> Result<RawPoint, JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn unproject(this: &RawMap, point: &Array) -> Result<RawPlace, JsValue>;

    #[wasm_bindgen(method, structural, js_name = getCanvas)]
    pub(crate) fn canvas(this: &RawMap) -> web_sys::HtmlCanvasElement;

    #[wasm_bindgen(method, structural)]
    pub(crate) fn resize(this: &RawMap) -> JsValue;

    #[wasm_bindgen(method, structural)]
    pub(crate) fn remove(this: &RawMap);

    /// A GeoJSON source.
    pub(crate) type RawSource;

    #[wasm_bindgen(method, structural, catch, js_name = setData)]
    pub(crate) fn set_data(this: &RawSource, data: &JsValue) -> Result<JsValue, JsValue>;

    /// `maplibregl.LngLatBounds`.
    pub(crate) type RawBounds;

    #[wasm_bindgen(method, structural, js_name = getWest)]
    pub(crate) fn west(this: &RawBounds) -> f64;
    #[wasm_bindgen(method, structural, js_name = getSouth)]
    pub(crate) fn south(this: &RawBounds) -> f64;
    #[wasm_bindgen(method, structural, js_name = getEast)]
    pub(crate) fn east(this: &RawBounds) -> f64;
    #[wasm_bindgen(method, structural, js_name = getNorth)]
    pub(crate) fn north(this: &RawBounds) -> f64;

    /// `maplibregl.LngLat`.
    pub(crate) type RawPlace;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn lng(this: &RawPlace) -> f64;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn lat(this: &RawPlace) -> f64;

    /// `maplibregl.Point`.
    pub(crate) type RawPoint;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn x(this: &RawPoint) -> f64;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn y(this: &RawPoint) -> f64;

    /// A pointer event on a layer.
    pub(crate) type RawPointerEvent;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn features(this: &RawPointerEvent) -> Option<Array>;

    /// A feature as events carry it.
    pub(crate) type RawFeature;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn properties(this: &RawFeature) -> JsValue;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn geometry(this: &RawFeature) -> JsValue;

    /// An `error` event.
    pub(crate) type RawErrorEvent;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn error(this: &RawErrorEvent) -> Option<js_sys::Error>;

    /// What `on` gives back.
    pub(crate) type RawSubscription;

    #[wasm_bindgen(method, structural, catch)]
    pub(crate) fn unsubscribe(this: &RawSubscription) -> Result<(), JsValue>;
}
