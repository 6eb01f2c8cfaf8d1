//! A line over time, with the comparison period as a second, fainter line drawn place by place. A restless line can
//! be drawn as its average, with the values themselves as faint bars behind it.

use crate::average::trailing;
use crate::frame::Frame;
use crate::number::{Unit, day_label, month_name};
use crate::scales::Time;
use crate::svg::{Rect, Svg};
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
    /// Over how many points the lines are averaged; 1 draws the points as they are.
    pub averaged_over: usize,
    /// Whether the first and the last point stand for only part of their days: drawn as rings that no line joins,
    /// because nothing fell there but the number of days.
    pub partial_ends: (bool, bool),
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
        if self.is_averaged() {
            self.draw_behind(svg, frame, places);
        }
        let line = self.joined(frame, places, self.points);
        let comparison = self.joined(frame, places, self.comparison);
        if let (Some((first_x, _)), Some((last_x, _))) = (line.first(), line.last()) {
            let zero = frame.values.place(0.0);
            let mut area = line.clone();
            area.extend([(*last_x, zero), (*first_x, zero)]);
            if !self.is_averaged() {
                svg.polygon("chart-area", &area);
            }
        }
        if !comparison.is_empty() {
            svg.polyline("chart-line-comparison", &comparison);
        }
        if let Some(last) = line.last() {
            svg.polyline("chart-line", &line);
            svg.circle("chart-dot", *last, 3.5, "");
        }
        for (index, point) in self.points.iter().enumerate().filter(|(index, _)| self.is_partial(*index)) {
            svg.circle("chart-ring", (places[index], frame.values.place(point.value)), 4.0, "");
        }
    }

    /// The values themselves, where the line is their average.
    fn draw_behind(&self, svg: &mut Svg, frame: &Frame, places: &[f64]) {
        let step = (frame.right - frame.left) / crate::scales::counted(places.len().max(1));
        let zero = frame.values.place(0.0);
        for (x, point) in places.iter().zip(self.points) {
            let y = frame.values.place(point.value);
            let area =
                Rect { x: x - step * 0.3, y: y.min(zero), width: step * 0.6, height: (y - zero).abs() };
            svg.rect("chart-behind", area, 0.0, "");
        }
    }

    fn is_averaged(&self) -> bool {
        self.averaged_over > 1
    }

    fn is_partial(&self, index: usize) -> bool {
        (index == 0 && self.partial_ends.0) || (index + 1 == self.points.len() && self.partial_ends.1)
    }

    /// Places of the points that a line goes through.
    fn joined(&self, frame: &Frame, places: &[f64], points: &[DatedValue]) -> Vec<(f64, f64)> {
        let values = self.averages(points);
        let known = places.iter().zip(values).enumerate().filter(|(index, _)| !self.is_partial(*index));
        known.filter_map(|(_, (x, value))| Some((*x, frame.values.place(value?)))).collect()
    }

    fn averages(&self, points: &[DatedValue]) -> Vec<Option<f64>> {
        let values: Vec<f64> = points.iter().map(|point| point.value).collect();
        trailing(&values, self.averaged_over)
    }

    fn average_name(&self) -> String {
        format!("Average of {} days", self.averaged_over)
    }

    fn hits(&self, frame: &Frame, places: &[f64]) -> Vec<Hit> {
        let edge = |left: usize, right: usize| f64::midpoint(places[left], places[right]);
        let last_index = places.len().saturating_sub(1);
        let averages = (self.averages(self.points), self.averages(self.comparison));
        let hit = |(index, point): (usize, &DatedValue)| {
            let x = if index == 0 { frame.left } else { edge(index - 1, index) };
            let right = if index == last_index { frame.right } else { edge(index, index + 1) };
            let drawn = averages.0.get(index).copied().flatten().unwrap_or(point.value);
            Hit {
                x,
                y: frame.top,
                width: right - x,
                height: frame.bottom - frame.top,
                anchor_x: places[index],
                anchor_y: frame.values.place(drawn),
                label: self.bucket_name(index, point),
                lines: self.hit_lines(index, point, &averages),
            }
        };
        self.points.iter().enumerate().map(hit).collect()
    }

    fn bucket_name(&self, index: usize, point: &DatedValue) -> String {
        let part = if self.is_partial(index) { " (partial)" } else { "" };
        format!("{}{part}", day_label(point.date, i32::MIN))
    }

    fn hit_lines(
        &self,
        index: usize,
        point: &DatedValue,
        averages: &(Vec<Option<f64>>, Vec<Option<f64>>),
    ) -> Vec<HitLine> {
        let line = |class: &str, name: String, value: f64| HitLine {
            class: class.to_owned(),
            name,
            value: self.unit.full(value),
        };
        let average = |of: &[Option<f64>]| of.get(index).copied().flatten().filter(|_| self.is_averaged());
        let own_class = if self.is_averaged() { "chart-behind" } else { "chart-line" };
        let own_average = average(&averages.0).map(|mean| line("chart-line", self.average_name(), mean));
        let other = self.comparison.get(index).and_then(|other| {
            let date = day_label(other.date, i32::MIN);
            if self.is_averaged() {
                let name = format!("{}, to {date}", self.comparison_name);
                average(&averages.1).map(|mean| line("chart-line-comparison", name, mean))
            } else {
                Some(line("chart-line-comparison", format!("{}, {date}", self.comparison_name), other.value))
            }
        });
        let own = line(own_class, self.name.to_owned(), point.value);
        own_average.into_iter().chain([own]).chain(other).collect()
    }

    fn table(&self) -> Table {
        let full = |value: Option<f64>| value.map_or_else(String::new, |value| self.unit.full(value));
        let averages = self.averages(self.points);
        let mut columns = vec!["From".to_owned(), self.name.to_owned()];
        if self.is_averaged() {
            columns.push(self.average_name());
        }
        if !self.comparison.is_empty() {
            columns.push(self.comparison_name.to_owned());
        }
        let row = |(index, point): (usize, &DatedValue)| {
            let mut row = vec![self.bucket_name(index, point), self.unit.full(point.value)];
            if self.is_averaged() {
                row.push(full(averages.get(index).copied().flatten()));
            }
            if !self.comparison.is_empty() {
                row.push(full(self.comparison.get(index).map(|other| other.value)));
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
        LineChart {
            title: "Sales",
            size,
            unit,
            name: "Sales",
            points,
            comparison_name: "Before",
            comparison,
            averaged_over: 1,
            partial_ends: (false, false),
        }
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
    fn an_averaged_line_starts_where_it_is_known_and_keeps_the_values_behind_it() {
        let now = points(&[100.0, 300.0, 200.0]);
        let chart = LineChart { averaged_over: 2, ..chart(&now, &now, 320.0) }.render();
        assert_eq!(chart.svg.matches("chart-behind").count(), 3);
        assert_eq!(chart.hits[0].lines.len(), 1, "no average is known of the first day");
        let values: Vec<_> = chart.hits[1].lines.iter().map(|line| line.value.as_str()).collect();
        assert_eq!(values, ["$2.00", "$3.00", "$2.00"]);
        assert_eq!(chart.table.rows[2], ["3 Jun 2026", "$2.00", "$2.50", "$2.00"]);
    }

    #[test]
    fn a_partial_end_is_a_ring_beside_the_line_and_is_called_partial() {
        let now = points(&[100.0, 300.0, 20.0]);
        let whole = chart(&now, &[], 320.0).render();
        let cut = LineChart { partial_ends: (false, true), ..chart(&now, &[], 320.0) }.render();
        assert_eq!((whole.svg.matches("chart-ring").count(), cut.svg.matches("chart-ring").count()), (0, 1));
        assert_eq!(cut.hits[2].label, "3 Jun 2026 (partial)");
        let joined =
            |svg: &str| svg.split("polyline").nth(1).map(|line| line.split('>').next().map(str::len));
        assert!(joined(&cut.svg) < joined(&whole.svg), "the line ends before the partial point");
    }

    #[test]
    fn a_narrow_chart_writes_fewer_dates() {
        let now = points(&[1.0; 60]);
        let labels = |width| chart(&now, &[], width).render().svg.matches("Jun").count();
        assert!(labels(320.0) >= 3 && labels(320.0) < labels(900.0));
    }
}
