//! The plot area that line and bar charts share: margins, the value axis with its grid, and the
//! labels along the bottom.

use crate::Size;
use crate::number::Unit;
use crate::scales::{Bands, Linear};
use crate::svg::{Anchor, Svg};
use crate::ticks::{label_stride, round_ticks, text_width};

const TOP: f64 = 10.0;
const RIGHT: f64 = 8.0;
const BOTTOM: f64 = 24.0;
const GAP: f64 = 8.0;

/// Plot area with its value scale.
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) values: Linear,
    ticks: Vec<f64>,
    unit: Unit,
}

impl Frame {
    /// A frame in which all `values` and zero have room.
    pub(crate) fn new(size: Size, unit: Unit, values: impl Iterator<Item = f64>) -> Self {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for value in values.filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        let bottom = (size.height - BOTTOM).max(TOP + 1.0);
        let wanted = if bottom - TOP < 130.0 { 2 } else { 5 };
        let ticks = round_ticks(low, high, wanted, unit);
        let widest = ticks.iter().map(|tick| text_width(&unit.tick(*tick))).fold(0.0, f64::max);
        let domain = (ticks[0], ticks[ticks.len() - 1]);
        let values = Linear { domain, range: (bottom, TOP) };
        Self { left: widest + GAP, right: size.width - RIGHT, top: TOP, bottom, values, ticks, unit }
    }

    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn draw_value_axis(&self, svg: &mut Svg) {
        for tick in &self.ticks {
            let y = self.values.place(*tick);
            let class = if *tick == 0.0 { "chart-axis" } else { "chart-grid" };
            svg.line(class, (self.left, y), (self.right, y));
            svg.text("chart-tick", (self.left - GAP, y + 4.0), Anchor::End, &self.unit.tick(*tick));
        }
    }

    /// The name of every bucket below its middle.
    pub(crate) fn draw_bucket_labels(&self, svg: &mut Svg, bands: &Bands, buckets: &[String]) {
        let labels: Vec<(f64, String)> =
            buckets.iter().enumerate().map(|(index, label)| (bands.middle(index), label.clone())).collect();
        self.draw_labels(svg, &labels);
    }

    /// Writes as many of the labels as fit, at the places given, which need not be evenly spaced.
    pub(crate) fn draw_labels(&self, svg: &mut Svg, labels: &[(f64, String)]) {
        let widest = labels.iter().map(|(_, label)| text_width(label)).fold(0.0, f64::max) + 2.0 * GAP;
        let stride = label_stride(labels.len(), self.width(), widest);
        let mut free_from = f64::NEG_INFINITY;
        for (x, label) in labels.iter().step_by(stride) {
            let half = text_width(label) / 2.0;
            let x = x.max(half).min(self.right + RIGHT - half);
            if x - half < free_from {
                continue;
            }
            free_from = x + half + GAP / 2.0;
            svg.text("chart-tick", (x, self.bottom + 17.0), Anchor::Middle, label);
        }
    }
}
