//! Pictures for symbols, drawn from path data so that they take any colour.

use crate::MapError;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData, Path2d};

/// A filled outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape<'a> {
    /// SVG path data.
    pub path: &'a str,
    /// Side of the square the path is drawn on.
    pub grid: f64,
    /// Side of the picture on the map, in CSS pixels.
    pub side: f64,
    /// Colour inside, as CSS spells it.
    pub fill: &'a str,
    /// Colour of the rim, which keeps it apart from what lies below.
    pub rim: &'a str,
    /// Width of the rim in CSS pixels.
    pub rim_width: f64,
}

/// Dots per CSS pixel: sharp on the screens in use.
pub(crate) const DENSITY: f64 = 2.0;

pub(crate) fn draw(shape: &Shape<'_>) -> Result<ImageData, MapError> {
    let side = (shape.side + 2.0 * shape.rim_width) * DENSITY;
    let canvas = canvas(side)?;
    let context = context(&canvas)?;
    let scale = shape.side * DENSITY / shape.grid;
    let inset = shape.rim_width * DENSITY;
    context.translate(inset, inset)?;
    context.scale(scale, scale)?;
    let path = Path2d::new_with_path_string(shape.path)?;
    context.set_line_join("round");
    context.set_line_width(2.0 * shape.rim_width * DENSITY / scale);
    context.set_stroke_style_str(shape.rim);
    context.stroke_with_path(&path);
    context.set_fill_style_str(shape.fill);
    context.fill_with_path_2d(&path);
    Ok(context.get_image_data(0.0, 0.0, side, side)?)
}

fn canvas(side: f64) -> Result<HtmlCanvasElement, MapError> {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or_else(|| MapError::Refused("there is no document to draw in".to_owned()))?;
    let element = document.create_element("canvas")?;
    for length in ["width", "height"] {
        element.set_attribute(length, &side.ceil().to_string())?;
    }
    element.dyn_into().map_err(|element| MapError::from(JsValue::from(element)))
}

fn context(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, MapError> {
    let context = canvas.get_context("2d")?;
    let context = context.ok_or_else(|| MapError::Refused("this browser cannot draw pictures".to_owned()))?;
    context.dyn_into().map_err(|context| MapError::from(JsValue::from(context)))
}
