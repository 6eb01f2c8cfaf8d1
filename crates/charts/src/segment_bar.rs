//! One bar divided into parts of a whole.

use crate::number::{Unit, share_text};
use crate::svg::{Rect, Svg};
use crate::{Chart, Hit, HitLine, Size, Table};

/// A part of the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The name people read.
    pub label: String,
    /// Class that colours it.
    pub class: String,
    /// Its size; below zero counts as nothing.
    pub value: f64,
}

/// Parts of a whole, side by side.
#[derive(Debug, Clone, Copy)]
pub struct SegmentBar<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it.
    pub size: Size,
    /// What the values are.
    pub unit: Unit,
    /// The parts, first at the left.
    pub parts: &'a [Part],
}

/// Empty room between two parts, so that they are told apart without colour.
const GAP: f64 = 2.0;
/// A part that is there at all can be seen.
const LEAST: f64 = 2.0;

impl SegmentBar<'_> {
    /// Draws it.
    pub fn render(&self) -> Chart {
        let mut svg = Svg::new("segments", self.title, self.size);
        let mut hits = Vec::new();
        let mut x = 0.0;
        for (part, width) in self.parts.iter().zip(self.widths()) {
            if width == 0.0 {
                continue;
            }
            let area = Rect { x, y: 0.0, width, height: self.size.height };
            svg.rect(&format!("chart-part {}", part.class), area, 3.0, &self.read_out(part));
            hits.push(self.hit(part, area));
            x += width + GAP;
        }
        Chart { svg: svg.finish(), hits, table: self.table() }
    }

    fn whole(&self) -> f64 {
        self.parts.iter().map(|part| part.value.max(0.0)).sum()
    }

    /// Widths that together with the gaps fill the bar; parts of nothing have none.
    fn widths(&self) -> Vec<f64> {
        let whole = self.whole();
        let shown = self.parts.iter().filter(|part| part.value > 0.0).count();
        let gaps = GAP * crate::scales::counted(shown.saturating_sub(1));
        let least = LEAST * crate::scales::counted(shown);
        let room = (self.size.width - gaps - least).max(0.0);
        let width = |part: &Part| if part.value > 0.0 { LEAST + part.value / whole * room } else { 0.0 };
        self.parts.iter().map(width).collect()
    }

    fn read_out(&self, part: &Part) -> String {
        format!("{}: {} ({})", part.label, self.unit.full(part.value), share_text(part.value, self.whole()))
    }

    fn hit(&self, part: &Part, area: Rect) -> Hit {
        let value = format!("{} ({})", self.unit.full(part.value), share_text(part.value, self.whole()));
        Hit {
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
            anchor_x: area.x + area.width / 2.0,
            anchor_y: area.y,
            label: part.label.clone(),
            lines: vec![HitLine { class: part.class.clone(), name: part.label.clone(), value }],
        }
    }

    fn table(&self) -> Table {
        let row = |part: &Part| {
            vec![part.label.clone(), self.unit.full(part.value), share_text(part.value, self.whole())]
        };
        let columns = ["Part", "Value", "Share"].map(str::to_owned).to_vec();
        Table { columns, rows: self.parts.iter().map(row).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(label: &str, value: f64) -> Part {
        Part { label: label.into(), class: format!("segment-{label}"), value }
    }

    #[test]
    fn the_parts_fill_the_bar_to_its_end() {
        let parts = [part("a", 980.0), part("b", 0.0), part("c", 1.0), part("d", -4.0), part("e", 19.0)];
        let bar =
            SegmentBar { title: "Segments", size: Size::new(400.0, 12.0), unit: Unit::Count, parts: &parts };
        let chart = bar.render();
        let last = chart.hits.last().expect("three parts are shown");
        assert_eq!(chart.hits.len(), 3);
        assert!((last.x + last.width - 400.0).abs() < 1e-9);
        assert!(chart.hits.iter().all(|hit| hit.width >= LEAST));
    }

    #[test]
    fn a_whole_of_nothing_is_an_empty_bar_without_shares() {
        let parts = [part("a", 0.0)];
        let bar =
            SegmentBar { title: "Segments", size: Size::new(400.0, 12.0), unit: Unit::Count, parts: &parts };
        assert_eq!(bar.render().table.rows, [["a", "0", "–"]]);
    }
}
