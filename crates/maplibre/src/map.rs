//! A map in the page. It owns every listener it was given and takes all of it down when dropped.

use crate::event::{Pointed, View};
use crate::image::{self, Shape};
use crate::raw::{RawErrorEvent, RawMap, RawPointerEvent, RawSubscription};
use crate::{MapError, has_webgl};
use js_sys::{Array, Function, JSON, Reflect};
use serde::Serialize;
use serde_json::{Value, json};
use serde_wasm_bindgen::Serializer;
use std::cell::RefCell;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Room kept free at the edges when fitting bounds, in CSS pixels: what lies over the map hides nothing then.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Padding {
    /// At the top.
    pub top: f64,
    /// On the right.
    pub right: f64,
    /// At the bottom.
    pub bottom: f64,
    /// On the left.
    pub left: f64,
}

/// How a map starts.
#[derive(Debug, Clone, PartialEq)]
pub struct MapOptions {
    /// Sources and layers as the MapLibre style specification spells them, as a text of JSON.
    pub style: String,
    /// West, south, east, north of the first view.
    pub bounds: [f64; 4],
    /// Room kept free around those.
    pub padding: Padding,
    /// Smallest zoom.
    pub min_zoom: f64,
    /// Largest zoom.
    pub max_zoom: f64,
}

/// A map in the page.
pub struct Map {
    raw: RawMap,
    listeners: RefCell<Vec<Listener>>,
}

struct Listener {
    subscription: JsValue,
    _closure: Closure<dyn FnMut(JsValue)>,
}

impl Map {
    pub(crate) fn new(
        module: &JsValue,
        container: &web_sys::HtmlElement,
        options: &MapOptions,
    ) -> Result<Self, MapError> {
        if !has_webgl() {
            return Err(MapError::NoWebGl);
        }
        let class: Function = Reflect::get(module, &"Map".into())?.dyn_into()?;
        let given = to_js(&json!({
            "bounds": corners(options.bounds),
            "fitBoundsOptions": { "padding": options.padding },
            "minZoom": options.min_zoom,
            "maxZoom": options.max_zoom,
            "attributionControl": false,
            "dragRotate": false,
            "pitchWithRotate": false,
            "touchPitch": false,
            "fadeDuration": 0,
        }))?;
        Reflect::set(&given, &"style".into(), &JSON::parse(&options.style)?)?;
        Reflect::set(&given, &"container".into(), container)?;
        let raw = Reflect::construct(&class, &Array::of1(&given))?.unchecked_into();
        Ok(Self { raw, listeners: RefCell::default() })
    }

    /// Calls back once sources and layers can be added and the first picture is there.
    pub fn on_load(&self, mut then: impl FnMut() + 'static) {
        self.listen("load", None, move |_| then());
    }

    /// Calls back after every move, by hand or not.
    pub fn on_move_end(&self, mut then: impl FnMut(View) + 'static) {
        let raw = self.raw.clone();
        self.listen("moveend", None, move |_| then(View::of(&raw)));
    }

    /// Calls back while the map moves, for things drawn over it.
    pub fn on_move(&self, mut then: impl FnMut() + 'static) {
        self.listen("move", None, move |_| then());
    }

    /// Calls back when a feature of the layer is clicked.
    pub fn on_click(&self, layer: &str, mut then: impl FnMut(Pointed) + 'static) {
        self.listen("click", Some(layer), move |event| {
            if let Some(pointed) = Pointed::of(event.unchecked_ref::<RawPointerEvent>()) {
                then(pointed);
            }
        });
    }

    /// Calls back when the pointer comes to rest on a feature of the layer, and with none when it leaves.
    pub fn on_hover(&self, layer: &str, then: impl Fn(Option<Pointed>) + Clone + 'static) {
        let entered = then.clone();
        self.listen("mousemove", Some(layer), move |event| {
            entered(Pointed::of(event.unchecked_ref::<RawPointerEvent>()));
        });
        self.listen("mouseleave", Some(layer), move |_| then(None));
    }

    /// Calls back when something goes wrong while drawing, such as a source that cannot be read.
    pub fn on_error(&self, mut then: impl FnMut(MapError) + 'static) {
        self.listen("error", None, move |event| {
            let error = event.unchecked_ref::<RawErrorEvent>().error();
            then(MapError::Refused(error.map_or_else(String::new, |error| String::from(error.message()))));
        });
    }

    fn listen(&self, event: &str, layer: Option<&str>, then: impl FnMut(JsValue) + 'static) {
        let closure = Closure::<dyn FnMut(JsValue)>::new(then);
        let function = closure.as_ref().unchecked_ref();
        let subscription = match layer {
            Some(layer) => self.raw.on_layer(event, layer, function),
            None => self.raw.on(event, function),
        };
        self.listeners.borrow_mut().push(Listener { subscription, _closure: closure });
    }

    /// Adds a source.
    ///
    /// # Errors
    /// When the id is taken or the source is not understood.
    pub fn add_source(&self, id: &str, source: &Value) -> Result<(), MapError> {
        self.raw.add_source(id, &to_js(source)?)?;
        Ok(())
    }

    /// Puts other features into a GeoJSON source.
    ///
    /// # Errors
    /// When there is no such source.
    pub fn set_data(&self, source: &str, data: &Value) -> Result<(), MapError> {
        let found = self.raw.source(source);
        let found = found.ok_or_else(|| MapError::Refused(format!("there is no source {source}")))?;
        found.set_data(&to_js(data)?)?;
        Ok(())
    }

    /// Adds a layer above all others.
    ///
    /// # Errors
    /// When the id is taken or the layer is not understood.
    pub fn add_layer(&self, layer: &Value) -> Result<(), MapError> {
        self.raw.add_layer(&to_js(layer)?)?;
        Ok(())
    }

    /// Changes how a layer is painted.
    ///
    /// # Errors
    /// When the layer or the property does not exist.
    pub fn set_paint(&self, layer: &str, property: &str, value: &Value) -> Result<(), MapError> {
        self.raw.set_paint_property(layer, property, &to_js(value)?)?;
        Ok(())
    }

    /// Adds a picture for symbols, or redraws it.
    ///
    /// # Errors
    /// When the browser cannot draw it.
    pub fn set_shape(&self, name: &str, shape: &Shape<'_>) -> Result<(), MapError> {
        let picture = image::draw(shape)?;
        if self.raw.has_image(name) {
            self.raw.update_image(name, &picture)?;
        } else {
            self.raw.add_image(name, &picture, &to_js(&json!({ "pixelRatio": image::DENSITY }))?)?;
        }
        Ok(())
    }

    /// Shows all of west, south, east, north.
    ///
    /// # Errors
    /// When they are no place on earth.
    pub fn fit_bounds(&self, bounds: [f64; 4], padding: Padding, max_zoom: f64) -> Result<(), MapError> {
        let corners: Array = to_js(&corners(bounds))?.unchecked_into();
        let options = json!({ "padding": padding, "maxZoom": max_zoom, "duration": 400 });
        self.raw.fit_bounds(&corners, &to_js(&options)?)?;
        Ok(())
    }

    /// Moves to a place (degrees east and north) and a zoom.
    ///
    /// # Errors
    /// When it is no place on earth.
    pub fn ease_to(&self, center: [f64; 2], zoom: f64, milliseconds: u32) -> Result<(), MapError> {
        self.raw.ease_to(&to_js(&json!({ "center": center, "zoom": zoom, "duration": milliseconds }))?)?;
        Ok(())
    }

    /// What is shown now.
    pub fn view(&self) -> View {
        View::of(&self.raw)
    }

    /// Where a place (degrees east and north) lies in the map's element, in CSS pixels.
    ///
    /// # Errors
    /// When it is no place on earth.
    pub fn project(&self, place: [f64; 2]) -> Result<[f64; 2], MapError> {
        let point = self.raw.project(&Array::of2(&place[0].into(), &place[1].into()))?;
        Ok([point.x(), point.y()])
    }

    /// Which place (degrees east and north) lies at a point of the map's element, in CSS pixels.
    ///
    /// # Errors
    /// When the library refuses the point.
    pub fn unproject(&self, [x, y]: [f64; 2]) -> Result<[f64; 2], MapError> {
        let place = self.raw.unproject(&Array::of2(&x.into(), &y.into()))?;
        Ok([place.lng(), place.lat()])
    }

    /// What the map is called by screen readers, and whether it can be reached by keyboard.
    ///
    /// # Errors
    /// When the page refuses the attributes.
    pub fn describe(&self, label: &str) -> Result<(), MapError> {
        let canvas = self.raw.canvas();
        canvas.set_attribute("aria-label", label)?;
        canvas.set_attribute("role", "region")?;
        Ok(())
    }

    /// Marks the map by a class while the pointer is on something that can be clicked.
    ///
    /// # Errors
    /// When the page refuses it.
    pub fn set_pointing(&self, is_pointing: bool) -> Result<(), MapError> {
        self.raw.canvas().class_list().toggle_with_force("is-pointing", is_pointing)?;
        Ok(())
    }

    /// Fits the picture to its element after that has changed its size.
    pub fn resize(&self) {
        self.raw.resize();
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        for listener in self.listeners.borrow_mut().drain(..) {
            // A map that is going away anyway has nobody to tell that a listener was gone before.
            drop(listener.subscription.unchecked_ref::<RawSubscription>().unsubscribe());
        }
        self.raw.remove();
    }
}

fn corners(bounds: [f64; 4]) -> Value {
    let [west, south, east, north] = bounds;
    json!([[west, south], [east, north]])
}

/// The same value as the browser holds it.
fn to_js(value: &Value) -> Result<JsValue, MapError> {
    value.serialize(&Serializer::json_compatible()).map_err(|error| JsValue::from(error).into())
}
