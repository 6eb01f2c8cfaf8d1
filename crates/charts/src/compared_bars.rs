//! Two records of the same buckets on one scale: what was, broad and pale, behind what is tried.

use crate::bar::BarSeries;
use crate::frame::Frame;
use crate::number::Unit;
use crate::scales::{Bands, counted};
use crate::svg::{Rect, Svg};
use crate::{Chart, Hit, HitLine, Size, Table};

/// Bars before bars.
#[derive(Debug, Clone, Copy)]
pub struct ComparedBars<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it.
    pub size: Size,
    /// What the values are.
    pub unit: Unit,
    /// Labels of the buckets.
    pub buckets: &'a [String],
    /// What stands behind.
    pub behind: &'a BarSeries,
    /// What stands in front.
    pub front: &'a BarSeries,
}

const BEHIND: &str = "chart-behind";
const FRONT: &str = "series-1";

impl ComparedBars<'_> {
    /// Draws it.
    pub fn render(&self) -> Chart {
        let values = self.behind.values.iter().chain(&self.front.values).copied();
        let frame = Frame::new(self.size, self.unit, values);
        let bands = Bands { count: self.buckets.len(), range: (frame.left, frame.right), padding: 0.12 };
        let mut svg = Svg::new("bars", self.title, self.size);
        frame.draw_value_axis(&mut svg);
        frame.draw_bucket_labels(&mut svg, &bands, self.buckets);
        for bucket in 0..self.buckets.len() {
            draw(&mut svg, &frame, (bands.middle(bucket), bands.width()), value(self.behind, bucket), BEHIND);
            draw(
                &mut svg,
                &frame,
                (bands.middle(bucket), bands.width() * 0.5),
                value(self.front, bucket),
                FRONT,
            );
        }
        Chart { svg: svg.finish(), hits: self.hits(&frame, &bands), table: self.table() }
    }

    fn hits(&self, frame: &Frame, bands: &Bands) -> Vec<Hit> {
        let line = |class: &str, series: &BarSeries, bucket| HitLine {
            class: class.to_owned(),
            name: series.name.clone(),
            value: self.unit.full(value(series, bucket)),
        };
        let hit = |(bucket, label): (usize, &String)| Hit {
            x: bands.range.0 + bands.step() * counted(bucket),
            y: frame.top,
            width: bands.step(),
            height: frame.bottom - frame.top,
            anchor_x: bands.middle(bucket),
            anchor_y: frame.values.place(value(self.behind, bucket).max(value(self.front, bucket))),
            label: label.clone(),
            lines: vec![line(BEHIND, self.behind, bucket), line(FRONT, self.front, bucket)],
        };
        self.buckets.iter().enumerate().map(hit).collect()
    }

    fn table(&self) -> Table {
        let columns = vec!["Period".to_owned(), self.behind.name.clone(), self.front.name.clone()];
        let row = |(bucket, label): (usize, &String)| {
            let figure = |series| self.unit.full(value(series, bucket));
            vec![label.clone(), figure(self.behind), figure(self.front)]
        };
        Table { columns, rows: self.buckets.iter().enumerate().map(row).collect() }
    }
}

fn value(series: &BarSeries, bucket: usize) -> f64 {
    series.values.get(bucket).copied().filter(|value| value.is_finite()).unwrap_or(0.0)
}

fn draw(svg: &mut Svg, frame: &Frame, (middle, width): (f64, f64), value: f64, class: &str) {
    if value == 0.0 {
        return;
    }
    let (zero, end) = (frame.values.place(0.0), frame.values.place(value));
    let area = Rect { x: middle - width / 2.0, y: zero.min(end), width, height: (zero - end).abs() };
    svg.rect(&format!("chart-bar {class}"), area, 1.0, "");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(behind: &[f64], front: &[f64]) -> Chart {
        let series = |name: &str, values: &[f64]| BarSeries { name: name.into(), values: values.to_vec() };
        let buckets: Vec<String> = (1..=behind.len()).map(|week| format!("W{week}")).collect();
        let size = Size::new(320.0, 140.0);
        let (behind, front) = (series("In force", behind), series("Tried", front));
        ComparedBars {
            title: "Alerts",
            size,
            unit: Unit::Count,
            buckets: &buckets,
            behind: &behind,
            front: &front,
        }
        .render()
    }

    #[test]
    fn every_bucket_reads_out_both_records() {
        let chart = render(&[3.0, 0.0], &[1.0, 2.0]);
        let values: Vec<_> =
            chart.hits.iter().map(|hit| (&*hit.lines[0].value, &*hit.lines[1].value)).collect();
        assert_eq!(values, [("3", "1"), ("0", "2")]);
        assert_eq!(chart.table.rows[1], ["W2", "0", "2"]);
    }

    #[test]
    fn nothing_is_not_drawn_and_what_is_tried_stands_in_front() {
        let svg = render(&[3.0, 0.0], &[1.0, 2.0]).svg;
        assert_eq!(svg.matches("<rect").count(), 3);
        assert!(svg.find(BEHIND) < svg.find(FRONT));
    }
}
