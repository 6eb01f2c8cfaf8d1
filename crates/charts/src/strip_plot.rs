//! The distribution of values on one line: a mark for each, the middle half as a bar, the median.

use crate::number::Unit;
use crate::scales::Linear;
use crate::svg::{Rect, Svg};
use crate::{Chart, Hit, HitLine, Size, Table};

/// Values with their quartiles on a scale that several strips can share.
#[derive(Debug, Clone, Copy)]
pub struct StripPlot<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it.
    pub size: Size,
    /// What the values are.
    pub unit: Unit,
    /// A sample of the values.
    pub values: &'a [f64],
    /// Minimum, lower quartile, median, upper quartile, maximum.
    pub quartiles: [f64; 5],
    /// Values at the two ends; an arrow at the right edge says that there are larger ones.
    pub domain: (f64, f64),
}

const EDGE: f64 = 4.0;
const NAMES: [&str; 5] = ["Smallest", "Lower quartile", "Median", "Upper quartile", "Largest"];

impl StripPlot<'_> {
    /// Draws it.
    pub fn render(&self) -> Chart {
        let mut svg = Svg::new("strip", self.title, self.size);
        let middle = self.size.height / 2.0;
        svg.line("chart-axis", (EDGE, middle), (self.size.width - EDGE, middle));
        for value in self.values.iter().filter(|value| **value <= self.domain.1) {
            let x = self.place(*value);
            svg.line("chart-strip-mark", (x, middle - 5.0), (x, middle + 5.0));
        }
        let [_, lower, median, upper, _] = self.quartiles.map(|value| self.place(value));
        let box_area = Rect { x: lower, y: middle - 4.0, width: (upper - lower).max(1.5), height: 8.0 };
        svg.rect("chart-strip-box", box_area, 2.0, "");
        svg.line("chart-median", (median, middle - 8.0), (median, middle + 8.0));
        if self.quartiles[4] > self.domain.1 {
            let tip = self.size.width;
            let arrow = [(tip, middle), (tip - 5.0, middle - 4.0), (tip - 5.0, middle + 4.0)];
            svg.polygon("chart-strip-beyond", &arrow);
        }
        Chart { svg: svg.finish(), hits: vec![self.hit(median)], table: self.table() }
    }

    fn place(&self, value: f64) -> f64 {
        let range = (EDGE, self.size.width - EDGE);
        Linear { domain: self.domain, range }.place(value).clamp(range.0, range.1.max(range.0))
    }

    fn hit(&self, median: f64) -> Hit {
        let line = |(name, value): (&str, f64)| HitLine {
            class: String::new(),
            name: name.to_owned(),
            value: self.unit.full(value),
        };
        Hit {
            x: 0.0,
            y: 0.0,
            width: self.size.width,
            height: self.size.height,
            anchor_x: median,
            anchor_y: 0.0,
            label: self.title.to_owned(),
            lines: NAMES.into_iter().zip(self.quartiles).map(line).collect(),
        }
    }

    fn table(&self) -> Table {
        Table {
            columns: NAMES.map(str::to_owned).to_vec(),
            rows: vec![self.quartiles.map(|value| self.unit.full(value)).to_vec()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_beyond_the_domain_stay_in_the_picture() {
        let size = Size::new(200.0, 24.0);
        let quartiles = [1.0, 2.0, 3.0, 4.0, 900.0];
        let strip = StripPlot {
            title: "Orders",
            size,
            unit: Unit::Count,
            values: &[-5.0, 900.0],
            quartiles,
            domain: (0.0, 10.0),
        };
        assert_eq!((strip.place(-5.0), strip.place(900.0)), (4.0, 196.0));
        assert_eq!(strip.render().table.rows[0], ["1", "2", "3", "4", "900"]);
    }

    #[test]
    fn an_arrow_stands_for_values_beyond_the_axis_and_only_for_them() {
        let strip = |largest| StripPlot {
            title: "Orders",
            size: Size::new(200.0, 24.0),
            unit: Unit::Count,
            values: &[1.0, 2.0],
            quartiles: [1.0, 1.0, 2.0, 2.0, largest],
            domain: (0.0, 10.0),
        };
        let has_arrow = |largest| strip(largest).render().svg.contains("chart-strip-beyond");
        assert_eq!((has_arrow(10.0), has_arrow(10.5)), (false, true));
    }
}
