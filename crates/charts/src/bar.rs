//! Bars by bucket, stacked when there are several series.

use crate::frame::Frame;
use crate::number::Unit;
use crate::scales::Bands;
use crate::svg::{Rect, Svg};
use crate::{Chart, Hit, HitLine, Size, Table};

/// How many series have a colour of their own; the rest share the one for others.
pub const SERIES_COLOURS: usize = 8;

/// Said of buckets that hold only part of their days.
const PARTIAL: &str = " (partial)";

/// One series of bars.
#[derive(Debug, Clone, PartialEq)]
pub struct BarSeries {
    /// The name people read.
    pub name: String,
    /// One value a bucket.
    pub values: Vec<f64>,
}

/// Bars by bucket.
#[derive(Debug, Clone, Copy)]
pub struct BarChart<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it.
    pub size: Size,
    /// What the values are.
    pub unit: Unit,
    /// Labels of the buckets.
    pub buckets: &'a [String],
    /// The series, first at the bottom. Negative values are stacked downwards.
    pub series: &'a [BarSeries],
}

/// Class that colours a series by its place.
pub fn series_class(index: usize) -> String {
    format!("series-{}", index.min(SERIES_COLOURS) + 1)
}

impl BarChart<'_> {
    /// Draws it.
    pub fn render(&self) -> Chart {
        self.render_with_partial_ends((false, false))
    }

    /// Draws it with the first or the last bucket marked as one that holds only part of its days.
    pub fn render_with_partial_ends(&self, partial: (bool, bool)) -> Chart {
        let last = self.buckets.len().saturating_sub(1);
        let is_partial = |bucket: usize| (bucket == 0 && partial.0) || (bucket == last && partial.1);
        let mut chart = self.drawn(&is_partial);
        for (bucket, hit) in chart.hits.iter_mut().enumerate().filter(|(bucket, _)| is_partial(*bucket)) {
            hit.label.push_str(PARTIAL);
            if let Some(name) = chart.table.rows.get_mut(bucket).and_then(|row| row.first_mut()) {
                name.push_str(PARTIAL);
            }
        }
        chart
    }

    fn drawn(&self, is_partial: &dyn Fn(usize) -> bool) -> Chart {
        let extremes = (0..self.buckets.len()).flat_map(|bucket| {
            let (low, high) = self.stack_ends(bucket);
            [low, high]
        });
        let frame = Frame::new(self.size, self.unit, extremes);
        let bands = Bands { count: self.buckets.len(), range: (frame.left, frame.right), padding: 0.28 };
        let mut svg = Svg::new("bars", self.title, self.size);
        frame.draw_value_axis(&mut svg);
        frame.draw_bucket_labels(&mut svg, &bands, self.buckets);
        for bucket in 0..self.buckets.len() {
            let faint = if is_partial(bucket) { " is-partial" } else { "" };
            self.draw_stack(&mut svg, &frame, &bands, bucket, faint);
        }
        Chart { svg: svg.finish(), hits: self.hits(&frame, &bands), table: self.table() }
    }

    fn value(&self, series: &BarSeries, bucket: usize) -> f64 {
        series.values.get(bucket).copied().filter(|value| value.is_finite()).unwrap_or(0.0)
    }

    fn stack_ends(&self, bucket: usize) -> (f64, f64) {
        self.series.iter().map(|series| self.value(series, bucket)).fold((0.0, 0.0), |(low, high), value| {
            if value < 0.0 { (low + value, high) } else { (low, high + value) }
        })
    }

    fn total(&self, bucket: usize) -> f64 {
        self.series.iter().map(|series| self.value(series, bucket)).sum()
    }

    fn draw_stack(&self, svg: &mut Svg, frame: &Frame, bands: &Bands, bucket: usize, faint: &str) {
        let (mut below, mut above) = (0.0, 0.0);
        for (index, series) in self.series.iter().enumerate() {
            let value = self.value(series, bucket);
            let end = if value < 0.0 { &mut below } else { &mut above };
            let from = frame.values.place(*end);
            *end += value;
            let to = frame.values.place(*end);
            if value == 0.0 {
                continue;
            }
            let area = Rect {
                x: bands.start(bucket),
                y: from.min(to),
                width: bands.width(),
                height: (from - to).abs().max(0.6),
            };
            svg.rect(&format!("chart-bar {}{faint}", series_class(index)), area, 1.0, "");
        }
    }

    fn hits(&self, frame: &Frame, bands: &Bands) -> Vec<Hit> {
        let hit = |(bucket, label): (usize, &String)| Hit {
            x: bands.range.0 + bands.step() * crate::scales::counted(bucket),
            y: frame.top,
            width: bands.step(),
            height: frame.bottom - frame.top,
            anchor_x: bands.middle(bucket),
            anchor_y: frame.values.place(self.stack_ends(bucket).1),
            label: label.clone(),
            lines: self.hit_lines(bucket),
        };
        self.buckets.iter().enumerate().map(hit).collect()
    }

    fn hit_lines(&self, bucket: usize) -> Vec<HitLine> {
        let line = |(index, series): (usize, &BarSeries)| HitLine {
            class: series_class(index),
            name: series.name.clone(),
            value: self.unit.full(self.value(series, bucket)),
        };
        // Read from the top of the stack downwards, as the eye does.
        let mut lines: Vec<HitLine> = self.series.iter().enumerate().rev().map(line).collect();
        if self.series.len() > 1 {
            lines.push(HitLine {
                class: String::new(),
                name: "Total".into(),
                value: self.unit.full(self.total(bucket)),
            });
        }
        lines
    }

    fn table(&self) -> Table {
        let names = self.series.iter().map(|series| series.name.clone());
        let columns = std::iter::once("Period".to_owned()).chain(names).collect();
        let row = |(bucket, label): (usize, &String)| {
            let figures = self.series.iter().map(|series| self.unit.full(self.value(series, bucket)));
            std::iter::once(label.clone()).chain(figures).collect()
        };
        Table { columns, rows: self.buckets.iter().enumerate().map(row).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, values: &[f64]) -> BarSeries {
        BarSeries { name: name.into(), values: values.to_vec() }
    }

    fn render(series: &[BarSeries], buckets: &[&str]) -> Chart {
        let buckets: Vec<String> = buckets.iter().map(|label| (*label).to_owned()).collect();
        BarChart {
            title: "Units",
            size: Size::new(320.0, 200.0),
            unit: Unit::Count,
            buckets: &buckets,
            series,
        }
        .render()
    }

    #[test]
    fn the_read_out_totals_the_stack() {
        let chart = render(&[series("A", &[3.0, 5.0]), series("B", &[4.0, -2.0])], &["Q1", "Q2"]);
        let totals: Vec<&str> = chart.hits.iter().map(|hit| hit.lines[2].value.as_str()).collect();
        assert_eq!(totals, ["7", "3"]);
        assert_eq!(chart.hits[0].lines[0].name, "B", "the top of the stack is read first");
    }

    #[test]
    fn every_value_but_zero_is_a_bar() {
        let chart = render(&[series("A", &[3.0, 0.0]), series("B", &[f64::NAN, 2.0])], &["Q1", "Q2"]);
        assert_eq!(chart.svg.matches("<rect").count(), 2);
    }

    #[test]
    fn names_are_escaped_wherever_they_are_printed() {
        let chart = render(&[series("A", &[1.0])], &["<script>"]);
        assert!(!chart.svg.contains("<script"));
        assert!(chart.svg.contains("&lt;script&gt;"));
    }

    #[test]
    fn more_series_than_colours_share_the_last() {
        assert_eq!(
            (series_class(0), series_class(7), series_class(30)),
            ("series-1".into(), "series-8".into(), "series-9".into())
        );
    }

    #[test]
    fn a_partial_bucket_is_faint_and_called_partial() {
        let buckets = ["Apr".to_owned(), "May".to_owned()];
        let series = [BarSeries { name: "Sales".into(), values: vec![1.0, 2.0] }];
        let size = Size::new(320.0, 180.0);
        let chart = BarChart { title: "Sales", size, unit: Unit::Count, buckets: &buckets, series: &series };
        let drawn = chart.render_with_partial_ends((false, true));
        assert_eq!(drawn.svg.matches("is-partial").count(), 1);
        assert_eq!((drawn.hits[0].label.as_str(), drawn.hits[1].label.as_str()), ("Apr", "May (partial)"));
        assert_eq!(drawn.table.rows[1][0], "May (partial)");
        assert!(!chart.render().svg.contains("is-partial"));
    }
}
