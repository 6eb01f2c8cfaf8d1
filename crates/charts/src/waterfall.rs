//! From a start to an end by steps that add up, one row a step so that words fit on a phone.

use crate::number::Unit;
use crate::scales::{Linear, counted};
use crate::svg::{Anchor, Rect, Svg};
use crate::ticks::text_width;
use crate::{Chart, Hit, HitLine, Size, Table};

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The name people read.
    pub label: String,
    /// How far it moves the figure.
    pub value: f64,
}

/// A figure explained by its parts. The end is the start plus all steps; it is never given.
#[derive(Debug, Clone, Copy)]
pub struct Waterfall<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it; see [`Waterfall::height`].
    pub size: Size,
    /// What the values are.
    pub unit: Unit,
    /// Name of the start.
    pub start_label: &'a str,
    /// Where it starts.
    pub start: f64,
    /// The steps.
    pub steps: &'a [Step],
    /// Name of the end.
    pub end_label: &'a str,
}

const ROW: f64 = 30.0;
const BAR: f64 = 16.0;
/// Kinds of rows, with the class of their bar.
const TOTAL: &str = "chart-total";

impl Waterfall<'_> {
    /// The height in which every row can be read.
    pub fn height(steps: usize) -> f64 {
        ROW * counted(steps + 2)
    }

    /// Where the steps end.
    pub fn end(&self) -> f64 {
        self.start + self.steps.iter().map(|step| step.value).sum::<f64>()
    }

    /// Draws it.
    pub fn render(&self) -> Chart {
        let rows = self.rows();
        let scale = self.scale(&rows);
        let mut svg = Svg::new("waterfall", self.title, self.size);
        let zero = scale.place(0.0);
        svg.line("chart-axis", (zero, 0.0), (zero, Self::height(self.steps.len())));
        for (index, row) in rows.iter().enumerate() {
            self.draw_row(&mut svg, &scale, row, ROW * counted(index), index + 1 < rows.len());
        }
        let hits = rows.iter().enumerate().map(|(index, row)| self.hit(&scale, row, index)).collect();
        Chart { svg: svg.finish(), hits, table: self.table(&rows) }
    }

    fn rows(&self) -> Vec<Row> {
        let total = |label: &str, value| Row { label: label.to_owned(), from: 0.0, to: value, class: TOTAL };
        let mut rows = vec![total(self.start_label, self.start)];
        let mut reached = self.start;
        for step in self.steps {
            let from = reached;
            reached += step.value;
            let class = if step.value < 0.0 { "chart-down" } else { "chart-up" };
            rows.push(Row { label: step.label.clone(), from, to: reached, class });
        }
        rows.push(total(self.end_label, self.end()));
        rows
    }

    fn scale(&self, rows: &[Row]) -> Linear {
        let label_room =
            rows.iter().map(|row| text_width(&row.label)).fold(0.0, f64::max).min(self.size.width * 0.4);
        let value_room = rows.iter().map(|row| text_width(&self.value_text(row))).fold(0.0, f64::max);
        let low = rows.iter().flat_map(|row| [row.from, row.to]).fold(0.0, f64::min);
        let high = rows.iter().flat_map(|row| [row.from, row.to]).fold(0.0, f64::max);
        let left = label_room + 12.0;
        Linear { domain: (low, high), range: (left, (self.size.width - value_room - 12.0).max(left + 20.0)) }
    }

    fn value_text(&self, row: &Row) -> String {
        if row.class == TOTAL { self.unit.short(row.to) } else { signed_short(self.unit, row.to - row.from) }
    }

    fn draw_row(&self, svg: &mut Svg, scale: &Linear, row: &Row, top: f64, joins_next: bool) {
        let baseline = top + ROW / 2.0 + 4.0;
        let bar_top = top + (ROW - BAR) / 2.0;
        let (from, to) = (scale.place(row.from), scale.place(row.to));
        svg.text("chart-label", (0.0, baseline), Anchor::Start, &row.label);
        let area = Rect { x: from.min(to), y: bar_top, width: (to - from).abs().max(1.5), height: BAR };
        svg.rect(&format!("chart-step {}", row.class), area, 2.0, "");
        if joins_next {
            svg.line("chart-grid", (to, bar_top + BAR), (to, bar_top + ROW));
        }
        svg.text("chart-value", (self.size.width, baseline), Anchor::End, &self.value_text(row));
    }

    fn hit(&self, scale: &Linear, row: &Row, index: usize) -> Hit {
        let value = if row.class == TOTAL { row.to } else { row.to - row.from };
        Hit {
            x: 0.0,
            y: ROW * counted(index),
            width: self.size.width,
            height: ROW,
            anchor_x: scale.place(row.to),
            anchor_y: ROW * counted(index),
            label: row.label.clone(),
            lines: vec![HitLine {
                class: row.class.to_owned(),
                name: row.label.clone(),
                value: self.unit.full(value),
            }],
        }
    }

    fn table(&self, rows: &[Row]) -> Table {
        let row = |row: &Row| {
            let moved =
                if row.class == TOTAL { String::new() } else { self.unit.signed_full(row.to - row.from) };
            vec![row.label.clone(), moved, self.unit.full(row.to)]
        };
        let columns = ["Step", "Change", "Reached"].map(str::to_owned).to_vec();
        Table { columns, rows: rows.iter().map(row).collect() }
    }
}

/// A row of the picture, from one value to another.
struct Row {
    label: String,
    from: f64,
    to: f64,
    class: &'static str,
}

fn signed_short(unit: Unit, value: f64) -> String {
    if value > 0.0 { format!("+{}", unit.short(value)) } else { unit.short(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(label: &str, value: f64) -> Step {
        Step { label: label.into(), value }
    }

    #[test]
    fn the_steps_add_up_to_the_end_and_each_begins_where_the_last_stopped() {
        let steps = [step("Lost", -250.0), step("New", 400.0), step("Price", 25.0)];
        let size = Size::new(320.0, Waterfall::height(3));
        let unit = Unit::Count;
        let fall = Waterfall {
            title: "Bridge",
            size,
            unit,
            start_label: "Before",
            start: 1000.0,
            steps: &steps,
            end_label: "Now",
        };
        assert_eq!(fall.end(), 1175.0);
        let rows = fall.rows();
        for pair in rows[..rows.len() - 1].windows(2) {
            assert_eq!(pair[0].to, pair[1].from);
        }
        assert_eq!(rows[3].to, rows[4].to, "the last step reaches the end");
        assert_eq!(fall.render().table.rows[1], ["Lost", "−250", "750"]);
    }

    #[test]
    fn falling_below_zero_keeps_all_bars_in_the_picture() {
        let steps = [step("Silence", -3.2)];
        let size = Size::new(320.0, Waterfall::height(1));
        let unit = Unit::Points;
        let fall = Waterfall {
            title: "Risk",
            size,
            unit,
            start_label: "All",
            start: 1.0,
            steps: &steps,
            end_label: "This",
        };
        let scale = fall.scale(&fall.rows());
        assert!(fall.rows().iter().all(|row| (0.0..=320.0).contains(&scale.place(row.to))));
    }
}
