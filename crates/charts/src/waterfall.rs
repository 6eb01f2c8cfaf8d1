//! A risk explained by its parts: steps of log-odds, which add up, on an axis that is read in per cent.

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
    /// How far it moves the log-odds.
    pub value: f64,
}

/// From one risk to another. The end is the start plus all steps; it is never given.
#[derive(Debug, Clone, Copy)]
pub struct Waterfall<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it; see [`Waterfall::height`].
    pub size: Size,
    /// Name of the start.
    pub start_label: &'a str,
    /// Log-odds of the risk it starts from.
    pub start: f64,
    /// The steps, in log-odds.
    pub steps: &'a [Step],
    /// Name of the end.
    pub end_label: &'a str,
}

const ROW: f64 = 30.0;
const BAR: f64 = 16.0;
const FOOT: f64 = 22.0;
const TOTAL: &str = "chart-total";
/// Risks that the axis may name, with their log-odds. A table, because logarithms would have to be downloaded.
const MILESTONES: [(f64, f64); 21] = [
    (0.001, -6.906_754_778_648_554),
    (0.002, -6.212_606_095_751_519),
    (0.005, -5.293_304_824_724_492),
    (0.01, -4.595_119_850_134_59),
    (0.02, -3.891_820_298_110_626),
    (0.05, -2.944_438_979_166_44),
    (0.1, -2.197_224_577_336_219),
    (0.2, -1.386_294_361_119_891),
    (0.3, -0.847_297_860_387_204),
    (0.4, -0.405_465_108_108_164),
    (0.5, 0.0),
    (0.6, 0.405_465_108_108_164),
    (0.7, 0.847_297_860_387_203),
    (0.8, 1.386_294_361_119_891),
    (0.9, 2.197_224_577_336_22),
    (0.95, 2.944_438_979_166_439),
    (0.98, 3.891_820_298_110_626),
    (0.99, 4.595_119_850_134_589),
    (0.995, 5.293_304_824_724_491),
    (0.998, 6.212_606_095_751_518),
    (0.999, 6.906_754_778_648_553),
];

/// The probability that log-odds stand for.
pub fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Points with their sign; what rounds to nothing has none.
pub fn points_words(points: f64) -> String {
    if points.abs() < 0.005 { Unit::Points.full(0.0) } else { Unit::Points.signed_full(points) }
}

impl Waterfall<'_> {
    /// The height in which every row can be read.
    pub fn height(steps: usize) -> f64 {
        ROW * counted(steps + 2) + FOOT
    }

    /// Log-odds where the steps end.
    pub fn end(&self) -> f64 {
        self.steps.iter().fold(self.start, |reached, step| reached + step.value)
    }

    /// Draws it.
    pub fn render(&self) -> Chart {
        let rows = self.rows();
        let scale = self.scale(&rows);
        let mut svg = Svg::new("waterfall", self.title, self.size);
        self.draw_axis(&mut svg, &scale);
        for (index, row) in rows.iter().enumerate() {
            self.draw_row(&mut svg, &scale, row, ROW * counted(index), index + 1 < rows.len());
        }
        let hits = rows.iter().enumerate().map(|(index, row)| self.hit(&scale, row, index)).collect();
        Chart { svg: svg.finish(), hits, table: table(&rows) }
    }

    fn rows(&self) -> Vec<Row> {
        let total = |label: &str, to| Row { label: label.to_owned(), from: None, to };
        let mut rows = vec![total(self.start_label, self.start)];
        let mut reached = self.start;
        for step in self.steps {
            let from = reached;
            reached += step.value;
            rows.push(Row { label: step.label.clone(), from: Some(from), to: reached });
        }
        rows.push(total(self.end_label, self.end()));
        rows
    }

    /// Totals grow from the left edge, which lies a little below the least risk reached.
    fn scale(&self, rows: &[Row]) -> Linear {
        let widest =
            |text: &dyn Fn(&Row) -> String| rows.iter().map(|row| text_width(&text(row))).fold(0.0, f64::max);
        let left = widest(&|row| row.label.clone()).min(self.size.width * 0.4) + 12.0;
        let right = self.size.width - widest(&Row::words) - 12.0;
        let reached = || rows.iter().map(|row| row.to).filter(|value| value.is_finite());
        let low = reached().fold(f64::INFINITY, f64::min);
        let high = reached().fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        let margin = ((high - low) * 0.25).max(0.5);
        Linear { domain: (low - margin, high + margin * 0.2), range: (left, right.max(left + 20.0)) }
    }

    /// Risks in per cent at their log-odds, as many as have room.
    fn draw_axis(&self, svg: &mut Svg, scale: &Linear) {
        let foot = ROW * counted(self.steps.len() + 2);
        svg.line("chart-axis", (scale.range.0, 0.0), (scale.range.0, foot));
        let mut free_from = scale.range.0;
        for (risk, log_odds) in MILESTONES {
            if log_odds < scale.domain.0 || log_odds > scale.domain.1 {
                continue;
            }
            let (x, words) = (scale.place(log_odds), Unit::Share.short(risk));
            let half = text_width(&words) / 2.0;
            if x - half >= free_from {
                svg.line("chart-grid", (x, 0.0), (x, foot));
                svg.text("chart-tick", (x, foot + 15.0), Anchor::Middle, &words);
                free_from = x + half + 12.0;
            }
        }
    }

    fn draw_row(&self, svg: &mut Svg, scale: &Linear, row: &Row, top: f64, joins_next: bool) {
        let baseline = top + ROW / 2.0 + 4.0;
        let bar_top = top + (ROW - BAR) / 2.0;
        let from = row.from.map_or(scale.range.0, |from| scale.place(from));
        let to = scale.place(row.to);
        svg.text("chart-label", (0.0, baseline), Anchor::Start, &row.label);
        let area = Rect { x: from.min(to), y: bar_top, width: (to - from).abs().max(1.5), height: BAR };
        svg.rect(&format!("chart-step {}", row.class()), area, 2.0, "");
        if joins_next {
            svg.line("chart-join", (to, bar_top + BAR), (to, bar_top + ROW));
        }
        svg.text("chart-value", (self.size.width, baseline), Anchor::End, &row.words());
    }

    fn hit(&self, scale: &Linear, row: &Row, index: usize) -> Hit {
        let line = |class: &str, name: &str, value: String| HitLine {
            class: class.to_owned(),
            name: name.to_owned(),
            value,
        };
        let risk = Unit::Share.full(probability(row.to));
        let lines = match row.from {
            Some(from) => vec![
                line(row.class(), "Points", points_words(row.to - from)),
                line("", "Risk", format!("{} → {risk}", Unit::Share.full(probability(from)))),
            ],
            None => vec![line(row.class(), "Risk", risk), line("", "Log-odds", Unit::Points.full(row.to))],
        };
        Hit {
            x: 0.0,
            y: ROW * counted(index),
            width: self.size.width,
            height: ROW,
            anchor_x: scale.place(row.to),
            anchor_y: ROW * counted(index),
            label: row.label.clone(),
            lines,
        }
    }
}

fn table(rows: &[Row]) -> Table {
    let row = |row: &Row| {
        let points = row.from.map_or_else(String::new, |from| points_words(row.to - from));
        vec![row.label.clone(), points, Unit::Share.full(probability(row.to))]
    };
    let columns = ["Step", "Log-odds points", "Risk reached"].map(str::to_owned).to_vec();
    Table { columns, rows: rows.iter().map(row).collect() }
}

/// A row of the picture: a total, or a step from one risk to another.
struct Row {
    label: String,
    from: Option<f64>,
    to: f64,
}

impl Row {
    fn class(&self) -> &'static str {
        match self.from {
            None => TOTAL,
            Some(from) if self.to < from => "chart-down",
            Some(_) => "chart-up",
        }
    }

    /// Totals as a risk, steps as points with their sign.
    fn words(&self) -> String {
        match self.from {
            None => Unit::Share.short(probability(self.to)),
            Some(from) => points_words(self.to - from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(label: &str, value: f64) -> Step {
        Step { label: label.into(), value }
    }

    fn fall<'a>(start: f64, steps: &'a [Step]) -> Waterfall<'a> {
        let size = Size::new(320.0, Waterfall::height(steps.len()));
        Waterfall { title: "Risk", size, start_label: "Average", start, steps, end_label: "This" }
    }

    #[test]
    fn each_step_begins_where_the_last_stopped_and_the_last_reaches_the_end() {
        let steps = [step("Recency", 1.5), step("Mix", -0.4)];
        let rows = fall(-1.1, &steps).rows();
        assert_eq!(rows[1].from, Some(rows[0].to));
        assert_eq!(rows[2].from, Some(rows[1].to));
        assert_eq!(rows[3].to, rows[2].to);
        assert!((fall(-1.1, &steps).end() - 0.0).abs() < 1e-12);
    }

    #[test]
    fn totals_are_told_as_risks_and_steps_as_points() {
        let steps = [step("Recency", 1.386_294_361_119_891)];
        let chart = fall(0.0, &steps).render();
        assert_eq!(chart.table.rows[0], ["Average", "", "50.0%"]);
        assert_eq!(chart.table.rows[1], ["Recency", "+1.39", "80.0%"]);
        assert_eq!(chart.hits[1].lines[1].value, "50.0% → 80.0%");
    }

    #[test]
    fn every_bar_stays_in_the_picture_however_extreme_the_risk() {
        for start in [-30.0, -2.0, 0.0, 30.0] {
            let steps = [step("Silence", -9.0), step("Season", 14.0), step("None", 0.0)];
            let fall = fall(start, &steps);
            let rows = fall.rows();
            let scale = fall.scale(&rows);
            assert!(rows.iter().all(|row| (scale.range.0..=320.0).contains(&scale.place(row.to))), "{start}");
        }
    }

    #[test]
    fn points_that_round_to_nothing_have_no_sign() {
        assert_eq!((points_words(0.004), points_words(-0.004)), ("0.00".to_owned(), "0.00".to_owned()));
        assert_eq!((points_words(0.006), points_words(-1.0)), ("+0.01".to_owned(), "−1.00".to_owned()));
    }

    #[test]
    fn milestones_stand_at_their_own_log_odds() {
        for (risk, log_odds) in MILESTONES {
            assert!((probability(log_odds) - risk).abs() < 1e-12, "{risk}");
        }
    }

    #[test]
    fn labels_of_the_axis_do_not_touch() {
        let steps = [step("Silence", -7.0), step("Season", 14.0)];
        let svg = fall(0.0, &steps).render().svg;
        let labels = svg.matches("chart-tick").count();
        assert!((2..=12).contains(&labels), "{labels}");
    }
}
