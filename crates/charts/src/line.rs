//! A line over time, with the comparison period as a second, fainter line drawn place by place.

use crate::frame::Frame;
use crate::number::{Unit, day_label, month_name};
use crate::scales::Time;
use crate::svg::Svg;
use crate::{Chart, DatedValue, Hit, HitLine, Size, Table};
use chrono::{Datelike, NaiveDate};

/// Values over time against those of another period.
#[derive(Debug, Clone, Copy)]
pub struct LineChart<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it.
    pub size: Size,
    /// What the values are.
    pub unit: Unit,
    /// Name of the line.
    pub name: &'a str,
    /// Its points, by date ascending.
    pub points: &'a [DatedValue],
    /// Name of the comparison.
    pub comparison_name: &'a str,
    /// Points of the comparison; the first lies under the first point, and so on. May be empty.
    pub comparison: &'a [DatedValue],
}

impl LineChart<'_> {
    /// Draws it.
    pub fn render(&self) -> Chart {
        let values = self.points.iter().chain(self.comparison).map(|point| point.value);
        let frame = Frame::new(self.size, self.unit, values);
        let places = self.places(&frame);
        let mut svg = Svg::new("line", self.title, self.size);
        frame.draw_value_axis(&mut svg);
        frame.draw_labels(&mut svg, &self.date_labels(&places));
        self.draw_lines(&mut svg, &frame, &places);
        Chart { svg: svg.finish(), hits: self.hits(&frame, &places), table: self.table() }
    }

    fn places(&self, frame: &Frame) -> Vec<f64> {
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return Vec::new() };
        let time = Time { domain: (first.date, last.date), range: (frame.left + 4.0, frame.right - 4.0) };
        self.points.iter().map(|point| time.place(point.date)).collect()
    }

    fn date_labels(&self, places: &[f64]) -> Vec<(f64, String)> {
        let spacing = bucket_days(self.points);
        let label = |date: NaiveDate| match spacing {
            0..=27 => day_label(date, date.year()),
            28..=89 if date.month() != 1 => month_name(date).to_owned(),
            _ => format!("{} {}", month_name(date), date.year()),
        };
        places.iter().zip(self.points).map(|(x, point)| (*x, label(point.date))).collect()
    }

    fn draw_lines(&self, svg: &mut Svg, frame: &Frame, places: &[f64]) {
        let drawn = |points: &[DatedValue]| -> Vec<(f64, f64)> {
            places.iter().zip(points).map(|(x, point)| (*x, frame.values.place(point.value))).collect()
        };
        let line = drawn(self.points);
        let Some((last_x, last_y)) = line.last().copied() else { return };
        let zero = frame.values.place(0.0);
        let mut area = line.clone();
        area.extend([(last_x, zero), (line[0].0, zero)]);
        svg.polygon("chart-area", &area);
        let comparison = drawn(self.comparison);
        if !comparison.is_empty() {
            svg.polyline("chart-line-comparison", &comparison);
        }
        svg.polyline("chart-line", &line);
        svg.circle("chart-dot", (last_x, last_y), 3.5, "");
    }

    fn hits(&self, frame: &Frame, places: &[f64]) -> Vec<Hit> {
        let edge = |left: usize, right: usize| f64::midpoint(places[left], places[right]);
        let last_index = places.len().saturating_sub(1);
        let hit = |(index, point): (usize, &DatedValue)| {
            let x = if index == 0 { frame.left } else { edge(index - 1, index) };
            let right = if index == last_index { frame.right } else { edge(index, index + 1) };
            Hit {
                x,
                y: frame.top,
                width: right - x,
                height: frame.bottom - frame.top,
                anchor_x: places[index],
                anchor_y: frame.values.place(point.value),
                label: day_label(point.date, i32::MIN),
                lines: self.hit_lines(index, point),
            }
        };
        self.points.iter().enumerate().map(hit).collect()
    }

    fn hit_lines(&self, index: usize, point: &DatedValue) -> Vec<HitLine> {
        let own = HitLine {
            class: "chart-line".into(),
            name: self.name.to_owned(),
            value: self.unit.full(point.value),
        };
        let other = self.comparison.get(index).map(|other| HitLine {
            class: "chart-line-comparison".into(),
            name: format!("{}, {}", self.comparison_name, day_label(other.date, i32::MIN)),
            value: self.unit.full(other.value),
        });
        std::iter::once(own).chain(other).collect()
    }

    fn table(&self) -> Table {
        let mut columns = vec!["From".to_owned(), self.name.to_owned()];
        if !self.comparison.is_empty() {
            columns.push(self.comparison_name.to_owned());
        }
        let row = |(index, point): (usize, &DatedValue)| {
            let mut row = vec![day_label(point.date, i32::MIN), self.unit.full(point.value)];
            if !self.comparison.is_empty() {
                row.push(
                    self.comparison.get(index).map_or_else(String::new, |other| self.unit.full(other.value)),
                );
            }
            row
        };
        Table { columns, rows: self.points.iter().enumerate().map(row).collect() }
    }
}

fn bucket_days(points: &[DatedValue]) -> i64 {
    match points {
        [first, second, ..] => (second.date - first.date).num_days(),
        [] | [_] => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[f64]) -> Vec<DatedValue> {
        let first = NaiveDate::from_ymd_opt(2026, 6, 1).expect("a date of the calendar");
        first.iter_days().zip(values).map(|(date, value)| DatedValue { date, value: *value }).collect()
    }

    fn chart<'a>(points: &'a [DatedValue], comparison: &'a [DatedValue], width: f64) -> LineChart<'a> {
        let size = Size::new(width, 180.0);
        let unit = Unit::Money("$");
        LineChart { title: "Sales", size, unit, name: "Sales", points, comparison_name: "Before", comparison }
    }

    #[test]
    fn read_outs_cover_the_plot_without_gaps_and_name_both_periods() {
        let (now, before) = (points(&[100.0, 300.0, 200.0]), points(&[50.0, 60.0]));
        let chart = chart(&now, &before, 320.0).render();
        assert_eq!(chart.hits.len(), 3);
        for pair in chart.hits.windows(2) {
            assert!((pair[0].x + pair[0].width - pair[1].x).abs() < 1e-9);
        }
        assert_eq!(chart.hits[1].lines[1].value, "$0.60");
        assert_eq!(chart.hits[2].lines.len(), 1, "there is no third point to compare with");
        assert_eq!(chart.table.rows[1], ["2 Jun 2026", "$3.00", "$0.60"]);
    }

    #[test]
    fn nothing_draws_an_empty_frame() {
        let chart = chart(&[], &[], 320.0).render();
        assert!(chart.hits.is_empty() && chart.svg.ends_with("</svg>") && !chart.svg.contains("polyline"));
    }

    #[test]
    fn a_narrow_chart_writes_fewer_dates() {
        let now = points(&[1.0; 60]);
        let labels = |width| chart(&now, &[], width).render().svg.matches("Jun").count();
        assert!(labels(320.0) >= 3 && labels(320.0) < labels(900.0));
    }
}
