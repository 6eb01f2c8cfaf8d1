//! Charts as SVG text: scales, ticks and marks, the same in the browser and on the server. Pure text
//! in and out, with class names instead of styles, so that a strict content policy allows them.

pub mod average;
pub mod bar;
pub mod calibration;
pub mod compared_bars;
mod frame;
pub mod gaps;
pub mod line;
pub mod number;
pub mod scales;
pub mod segment_bar;
pub mod sparkline;
pub mod state_tiles;
pub mod strip_plot;
mod svg;
pub mod ticks;
pub mod waterfall;
pub mod window_band;

pub use number::{Unit, currency_symbol, day_label, month_label};
pub use svg::escape;

/// Width and height in CSS pixels, which are also the units of the view box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Width of the box the chart is put in; ticks adapt to it.
    pub width: f64,
    /// Height of that box.
    pub height: f64,
}

impl Size {
    /// A size; anything not positive or not finite becomes the smallest chart that can be read.
    pub fn new(width: f64, height: f64) -> Self {
        let usable = |length: f64, least: f64| if length.is_finite() { length.max(least) } else { least };
        Self { width: usable(width, 24.0), height: usable(height, 8.0) }
    }
}

/// A finished chart: the picture, where to hover, and the same facts as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// One `<svg>` element.
    pub svg: String,
    /// Areas with their read-outs, in the order of the facts.
    pub hits: Vec<Hit>,
    /// For people who do not see the picture.
    pub table: Table,
}

/// An area of the picture with the read-out that belongs to it, in view-box units.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Where the read-out points to.
    pub anchor_x: f64,
    /// Where the read-out points to.
    pub anchor_y: f64,
    /// Heading of the read-out.
    pub label: String,
    /// Its lines.
    pub lines: Vec<HitLine>,
}

/// One line of a read-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitLine {
    /// Class of the mark it explains; empty without one.
    pub class: String,
    /// What is counted.
    pub name: String,
    /// The figure in full.
    pub value: String,
}

/// The facts of a chart as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Headings.
    pub columns: Vec<String>,
    /// Rows, each as long as the headings.
    pub rows: Vec<Vec<String>>,
}

/// A value on a date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DatedValue {
    /// The date, or the first date of a bucket.
    pub date: chrono::NaiveDate,
    /// The value, in the chart's unit.
    pub value: f64,
}
