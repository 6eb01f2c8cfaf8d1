//! The shape of a few values in the height of a line of text, its last one marked.

use crate::number::Unit;
use crate::scales::{Linear, counted};
use crate::svg::Svg;
use crate::{Chart, Hit, Size, Table};

/// A small line without axes.
#[derive(Debug, Clone, Copy)]
pub struct Sparkline<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it.
    pub size: Size,
    /// What the values are.
    pub unit: Unit,
    /// Evenly spaced values, oldest first.
    pub values: &'a [f64],
}

const EDGE: f64 = 3.0;

impl Sparkline<'_> {
    /// Draws it. There are no read-outs: it is too small to point at.
    pub fn render(&self) -> Chart {
        let mut svg = Svg::new("sparkline", self.title, self.size);
        let line = self.places();
        if let (Some(first), Some(last)) = (line.first(), line.last()) {
            let Size { width, height: floor } = self.size;
            let mut area = line.clone();
            area.extend([(width, last.1), (width, floor), (first.0, floor)]);
            svg.polygon("chart-area", &area);
            svg.polyline("chart-line", &line);
            svg.circle("chart-dot", *last, 2.0, "");
        }
        let rows = self.values.iter().map(|value| vec![self.unit.full(*value)]).collect();
        let hits: Vec<Hit> = Vec::new();
        Chart { svg: svg.finish(), hits, table: Table { columns: vec![self.title.to_owned()], rows } }
    }

    fn places(&self) -> Vec<(f64, f64)> {
        let finite = || self.values.iter().copied().filter(|value| value.is_finite());
        let (least, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(0.0, f64::max));
        // As much room below the line as it moves itself, down to zero: its course is seen, and a small change does
        // not look like a collapse.
        let low = if least < 0.0 { least } else { (2.0 * least - high).max(0.0).min(high) };
        let across = Linear {
            domain: (0.0, counted(self.values.len().saturating_sub(1))),
            range: (0.0, self.size.width - EDGE),
        };
        // All zero is a line along the bottom, not through the middle.
        let high = if low == high { 1.0 } else { high };
        let up = Linear { domain: (low, high), range: (self.size.height - EDGE, EDGE) };
        let place = |(index, value): (usize, &f64)| (across.place(counted(index)), up.place(*value));
        self.values.iter().enumerate().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_inside_its_box_whatever_the_values() {
        for values in [&[0.0, 0.0][..], &[5.0], &[-3.0, 8.0, f64::NAN, 1e12]] {
            let spark = Sparkline { title: "Trend", size: Size::new(96.0, 24.0), unit: Unit::Count, values };
            for (x, y) in spark.places() {
                assert!((0.0..=96.0).contains(&x) && (0.0..=24.0).contains(&y), "{x}, {y}");
            }
        }
    }

    #[test]
    fn a_course_far_from_zero_takes_half_of_the_height() {
        let values = [90.0, 100.0];
        let spark =
            Sparkline { title: "Trend", size: Size::new(96.0, 26.0), unit: Unit::Count, values: &values };
        assert_eq!(spark.places(), [(0.0, 13.0), (93.0, 3.0)]);
    }

    #[test]
    fn no_sales_at_all_lie_on_the_floor() {
        let spark =
            Sparkline { title: "Trend", size: Size::new(96.0, 24.0), unit: Unit::Count, values: &[0.0, 0.0] };
        assert!(spark.places().iter().all(|place| place.1 == 21.0));
    }
}
