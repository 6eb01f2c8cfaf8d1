//! Typed bindings to MapLibre GL JS, loaded when the first map is drawn and not before. Knows no
//! framework and no business: sources, layers, events, images and the camera, errors as results.

mod event;
mod image;
mod map;
mod raw;

pub use event::{Pointed, View};
pub use image::Shape;
pub use map::{Map, MapOptions, Padding};

use std::sync::OnceLock;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Why the library did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapError {
    /// The browser has no WebGL, or refuses another context.
    NoWebGl,
    /// The library could not be loaded.
    NotLoaded(String),
    /// The library refused, in its own words.
    Refused(String),
}

impl std::fmt::Display for MapError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoWebGl => f.write_str("this browser cannot draw with WebGL"),
            Self::NotLoaded(why) => write!(f, "the map library could not be loaded: {why}"),
            Self::Refused(why) => write!(f, "the map library refused: {why}"),
        }
    }
}

impl std::error::Error for MapError {}

impl From<JsValue> for MapError {
    fn from(thrown: JsValue) -> Self {
        Self::Refused(words_of(&thrown))
    }
}

/// What was thrown, in words.
fn words_of(thrown: &JsValue) -> String {
    thrown
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{thrown:?}"), |error| String::from(error.message()))
}

/// The loaded library.
#[derive(Debug, Clone)]
pub struct MapLibre {
    module: JsValue,
}

impl MapLibre {
    /// Loads the library's ES module; the browser keeps it, so asking twice costs nothing.
    ///
    /// # Errors
    /// [`MapError::NotLoaded`] when the file is missing or is no module.
    pub async fn load(module_url: &str) -> Result<Self, MapError> {
        let not_loaded = |thrown: JsValue| MapError::NotLoaded(words_of(&thrown));
        let promise = raw::import_module(module_url).map_err(not_loaded)?;
        let module = JsFuture::from(promise).await.map_err(not_loaded)?;
        Ok(Self { module })
    }

    /// Draws a map into an empty element.
    ///
    /// # Errors
    /// [`MapError::NoWebGl`] where the browser cannot draw it, [`MapError::Refused`] for options the
    /// library does not accept.
    pub fn map(&self, container: &web_sys::HtmlElement, options: &MapOptions) -> Result<Map, MapError> {
        Map::new(&self.module, container, options)
    }
}

/// Whether this browser can draw a map at all; ask before loading the library. Found out once, as
/// browsers hand out only a few contexts.
pub fn has_webgl() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| {
        let canvas = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.create_element("canvas").ok())
            .and_then(|element| element.dyn_into::<web_sys::HtmlCanvasElement>().ok());
        canvas.and_then(|canvas| canvas.get_context("webgl2").ok().flatten()).is_some()
    })
}
