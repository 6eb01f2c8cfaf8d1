//! A figure explained by its parts, which add up: a risk by steps of log-odds, read in per cent, or an amount by
//! amounts.

use crate::number::Unit;
use crate::scales::{Linear, counted};
use crate::svg::{Anchor, Rect, Svg};
use crate::ticks::{round_ticks, text_width};
use crate::{Chart, Hit, HitLine, Size, Table};

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The name people read.
    pub label: String,
    /// What it is, for the read-out; empty where the name says it.
    pub meaning: String,
    /// How far it moves the figure; log-odds where that is a risk.
    pub value: f64,
}

/// What the steps add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Log-odds, which add up, read as a risk in per cent.
    Risk,
    /// Amounts, which add up as they are.
    Amount(Unit),
}

/// From one figure to another. The end is the start plus all steps; it is never given.
#[derive(Debug, Clone, Copy)]
pub struct Waterfall<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it; see [`Waterfall::height`].
    pub size: Size,
    /// What the steps add up to.
    pub measure: Measure,
    /// Name of the start.
    pub start_label: &'a str,
    /// The figure it starts from; log-odds where that is a risk.
    pub start: f64,
    /// The steps.
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

impl Measure {
    fn total_short(self, total: f64) -> String {
        match self {
            Self::Risk => Unit::Share.short(probability(total)),
            Self::Amount(unit) => unit.short(total),
        }
    }

    fn total_full(self, total: f64) -> String {
        match self {
            Self::Risk => Unit::Share.full(probability(total)),
            Self::Amount(unit) => unit.full(total),
        }
    }

    fn step_short(self, step: f64) -> String {
        match self {
            Self::Risk => points_words(step),
            Self::Amount(unit) => unit.signed_short(step),
        }
    }

    fn step_full(self, step: f64) -> String {
        match self {
            Self::Risk => points_words(step),
            Self::Amount(unit) => unit.signed_full(step),
        }
    }

    /// Names of a step's size and of what is reached.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Risk => ("Points", "Risk"),
            Self::Amount(_) => ("Change", "Reached"),
        }
    }

    fn columns(self) -> [&'static str; 3] {
        match self {
            Self::Risk => ["Step", "Log-odds points", "Risk reached"],
            Self::Amount(_) => ["Step", "Change", "Reached"],
        }
    }

    /// Room beside the bars even when nothing moves.
    fn least_margin(self) -> f64 {
        match self {
            Self::Risk => 0.5,
            Self::Amount(_) => 1.0,
        }
    }
}

impl Waterfall<'_> {
    /// The height in which every row can be read.
    pub fn height(steps: usize) -> f64 {
        ROW * counted(steps + 2) + FOOT
    }

    /// The figure where the steps end.
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
        Chart { svg: svg.finish(), hits, table: self.table(&rows) }
    }

    fn rows(&self) -> Vec<Row> {
        let total = |label: &str, to| Row { label: label.to_owned(), meaning: String::new(), from: None, to };
        let mut rows = vec![total(self.start_label, self.start)];
        let mut reached = self.start;
        for step in self.steps {
            let from = reached;
            reached += step.value;
            rows.push(Row {
                label: step.label.clone(),
                meaning: step.meaning.clone(),
                from: Some(from),
                to: reached,
            });
        }
        rows.push(total(self.end_label, self.end()));
        rows
    }

    /// Totals grow from the left edge, which lies a little below the least that is reached.
    fn scale(&self, rows: &[Row]) -> Linear {
        let widest =
            |text: &dyn Fn(&Row) -> String| rows.iter().map(|row| text_width(&text(row))).fold(0.0, f64::max);
        let left = widest(&|row| row.label.clone()).min(self.size.width * 0.4) + 12.0;
        let right = self.size.width - widest(&|row| row.words(self.measure)) - 12.0;
        let reached = || rows.iter().map(|row| row.to).filter(|value| value.is_finite());
        let low = reached().fold(f64::INFINITY, f64::min);
        let high = reached().fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        let margin = ((high - low) * 0.25).max(self.measure.least_margin());
        Linear { domain: (low - margin, high + margin * 0.2), range: (left, right.max(left + 20.0)) }
    }

    /// Values of the axis, as many as have room.
    fn draw_axis(&self, svg: &mut Svg, scale: &Linear) {
        let foot = ROW * counted(self.steps.len() + 2);
        svg.line("chart-axis", (scale.range.0, 0.0), (scale.range.0, foot));
        let mut free_from = scale.range.0;
        for (value, words) in self.milestones(scale) {
            if value < scale.domain.0 || value > scale.domain.1 {
                continue;
            }
            let x = scale.place(value);
            let half = text_width(&words) / 2.0;
            if x - half >= free_from {
                svg.line("chart-grid", (x, 0.0), (x, foot));
                svg.text("chart-tick", (x, foot + 15.0), Anchor::Middle, &words);
                free_from = x + half + 12.0;
            }
        }
    }

    /// What the axis may name: risks in per cent at their log-odds, or round amounts.
    fn milestones(&self, scale: &Linear) -> Vec<(f64, String)> {
        match self.measure {
            Measure::Risk => {
                MILESTONES.into_iter().map(|(risk, log_odds)| (log_odds, Unit::Share.short(risk))).collect()
            }
            Measure::Amount(unit) => round_ticks(scale.domain.0, scale.domain.1, 5, unit)
                .into_iter()
                .map(|amount| (amount, unit.tick(amount)))
                .collect(),
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
        svg.text("chart-value", (self.size.width, baseline), Anchor::End, &row.words(self.measure));
    }

    fn hit(&self, scale: &Linear, row: &Row, index: usize) -> Hit {
        let line = |class: &str, name: &str, value: String| HitLine {
            class: class.to_owned(),
            name: name.to_owned(),
            value,
        };
        let (step_name, total_name) = self.measure.names();
        let reached = self.measure.total_full(row.to);
        let mut lines = match row.from {
            Some(from) => vec![
                line(row.class(), step_name, self.measure.step_full(row.to - from)),
                line("", total_name, format!("{} → {reached}", self.measure.total_full(from))),
            ],
            None => vec![line(row.class(), total_name, reached)],
        };
        if row.from.is_none() && self.measure == Measure::Risk {
            lines.push(line("", "Log-odds", Unit::Points.full(row.to)));
        }
        Hit {
            x: 0.0,
            y: ROW * counted(index),
            width: self.size.width,
            height: ROW,
            anchor_x: scale.place(row.to),
            anchor_y: ROW * counted(index),
            label: row.told(),
            lines,
        }
    }

    fn table(&self, rows: &[Row]) -> Table {
        let row = |row: &Row| {
            let moved = row.from.map_or_else(String::new, |from| self.measure.step_full(row.to - from));
            vec![row.label.clone(), moved, self.measure.total_full(row.to)]
        };
        Table {
            columns: self.measure.columns().map(str::to_owned).to_vec(),
            rows: rows.iter().map(row).collect(),
        }
    }
}

/// A row of the picture: a total, or a step from one figure to another.
struct Row {
    label: String,
    meaning: String,
    from: Option<f64>,
    to: f64,
}

impl Row {
    fn class(&self) -> &'static str {
        match self.from {
            None => TOTAL,
            Some(from) if self.to < from => "chart-down",
            Some(from) if self.to > from => "chart-up",
            Some(_) => TOTAL,
        }
    }

    /// The name, with what it is.
    fn told(&self) -> String {
        if self.meaning.is_empty() { self.label.clone() } else { format!("{}: {}", self.label, self.meaning) }
    }

    /// Totals as they are, steps with their sign.
    fn words(&self, measure: Measure) -> String {
        match self.from {
            None => measure.total_short(self.to),
            Some(from) => measure.step_short(self.to - from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(label: &str, value: f64) -> Step {
        Step { label: label.into(), meaning: String::new(), value }
    }

    fn fall<'a>(start: f64, steps: &'a [Step]) -> Waterfall<'a> {
        let size = Size::new(320.0, Waterfall::height(steps.len()));
        Waterfall {
            title: "Risk",
            size,
            measure: Measure::Risk,
            start_label: "Average",
            start,
            steps,
            end_label: "This",
        }
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
    fn amounts_are_short_in_the_picture_and_exact_in_read_outs_and_table() {
        let steps = [step("Lost", -1_234_567.0), step("New", 200_001.0), step("Mix", 0.0)];
        let measure = Measure::Amount(Unit::Money("$"));
        let chart = Waterfall { measure, ..fall(400_000_012.0, &steps) }.render();
        assert_eq!(chart.table.columns, ["Step", "Change", "Reached"]);
        assert_eq!(chart.table.rows[1], ["Lost", "−$12,345.67", "$3,987,654.45"]);
        assert_eq!(chart.table.rows[2][1], "+$2,000.01");
        assert_eq!(chart.hits[0].lines[0].value, "$4,000,000.12");
        assert_eq!(chart.hits[0].lines.len(), 1);
        assert!(chart.svg.contains(">−$12.3 K<") && chart.svg.contains(">$0<"));
    }

    #[test]
    fn a_read_out_says_what_a_step_is_where_its_name_does_not() {
        let steps = [Step { meaning: "other products".into(), ..step("Mix", 1.0) }];
        let chart = fall(0.0, &steps).render();
        let heads: Vec<&str> = chart.hits.iter().map(|hit| hit.label.as_str()).collect();
        assert_eq!(heads, ["Average", "Mix: other products", "This"]);
    }

    #[test]
    fn nothing_that_changes_is_a_picture_too() {
        let measure = Measure::Amount(Unit::Money("$"));
        for start in [0.0, 5e11] {
            let chart = Waterfall { measure, ..fall(start, &[step("Mix", 0.0)]) }.render();
            assert!(!chart.svg.contains("NaN") && chart.hits.len() == 3, "{start}");
        }
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
