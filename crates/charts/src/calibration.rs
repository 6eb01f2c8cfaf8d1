//! Forecast against outcome with the line on which both agree: how far promises were kept.

use crate::number::Unit;
use crate::scales::{Linear, counted};
use crate::svg::{Anchor, Svg};
use crate::ticks::text_width;
use crate::{Chart, Hit, HitLine, Size, Table};

/// A group of forecasts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Promise {
    /// Mean forecast, 0 to 1.
    pub forecast: f64,
    /// Share that came true, 0 to 1.
    pub came_true: f64,
    /// How many forecasts.
    pub forecasts: u64,
}

/// Forecasts from left to right, outcomes upwards; a perfect forecaster walks the diagonal.
#[derive(Debug, Clone, Copy)]
pub struct CalibrationCurve<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it.
    pub size: Size,
    /// What was forecast, for example `Ordered`; a word for the upward axis.
    pub outcome: &'a str,
    /// Groups of forecasts, the lowest first.
    pub promises: &'a [Promise],
}

const TOP: f64 = 22.0;
const RIGHT: f64 = 10.0;
const BOTTOM: f64 = 40.0;
const GAP: f64 = 8.0;
const TICKS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// Where forecasts and outcomes are placed.
struct Plane {
    across: Linear,
    up: Linear,
}

impl Plane {
    fn new(size: Size) -> Self {
        let left = text_width("100%") + GAP;
        let bottom = (size.height - BOTTOM).max(TOP + 1.0);
        Self {
            across: Linear { domain: (0.0, 1.0), range: (left, (size.width - RIGHT).max(left + 1.0)) },
            up: Linear { domain: (0.0, 1.0), range: (bottom, TOP) },
        }
    }

    fn place(&self, promise: &Promise) -> (f64, f64) {
        (self.across.place(promise.forecast), self.up.place(promise.came_true))
    }
}

impl CalibrationCurve<'_> {
    /// Draws it.
    pub fn render(&self) -> Chart {
        let plane = Plane::new(self.size);
        let mut svg = Svg::new("calibration", self.title, self.size);
        self.draw_axes(&mut svg, &plane);
        let from = (plane.across.place(0.0), plane.up.place(0.0));
        let to = (plane.across.place(1.0), plane.up.place(1.0));
        svg.line("chart-diagonal", from, to);
        let places: Vec<(f64, f64)> = self.promises.iter().map(|promise| plane.place(promise)).collect();
        if places.len() > 1 {
            svg.polyline("chart-line", &places);
        }
        for place in &places {
            svg.circle("chart-dot", *place, 4.5, "");
        }
        Chart { svg: svg.finish(), hits: self.hits(&plane), table: self.table() }
    }

    fn draw_axes(&self, svg: &mut Svg, plane: &Plane) {
        let ((left, right), (bottom, top)) = (plane.across.range, plane.up.range);
        for tick in TICKS {
            let words = Unit::Share.short(tick);
            let (x, y) = (plane.across.place(tick), plane.up.place(tick));
            svg.line(if tick == 0.0 { "chart-axis" } else { "chart-grid" }, (left, y), (right, y));
            svg.text("chart-tick", (left - GAP, y + 4.0), Anchor::End, &words);
            let anchor = if tick == 1.0 { Anchor::End } else { Anchor::Middle };
            svg.text(
                "chart-tick",
                (if tick == 1.0 { right + RIGHT } else { x }, bottom + 17.0),
                anchor,
                &words,
            );
        }
        svg.text("chart-tick", (0.0, top - 10.0), Anchor::Start, self.outcome);
        svg.text("chart-tick", (right + RIGHT, bottom + 34.0), Anchor::End, "Forecast →");
    }

    /// Each dot owns the room up to halfway to its neighbours, so that a finger finds it.
    fn hits(&self, plane: &Plane) -> Vec<Hit> {
        let (left, right) = plane.across.range;
        let places: Vec<(f64, f64)> = self.promises.iter().map(|promise| plane.place(promise)).collect();
        let edge = |index: usize| match (
            index.checked_sub(1).and_then(|before| places.get(before)),
            places.get(index),
        ) {
            (Some(before), Some(here)) => f64::midpoint(before.0, here.0),
            (None, _) => left,
            (Some(_), None) => right,
        };
        let hit = |(index, (promise, place)): (usize, (&Promise, &(f64, f64)))| Hit {
            x: edge(index),
            y: plane.up.range.1,
            width: (edge(index + 1) - edge(index)).max(0.0),
            height: plane.up.range.0 - plane.up.range.1,
            anchor_x: place.0,
            anchor_y: place.1,
            label: format!("Forecast {}", Unit::Share.full(promise.forecast)),
            lines: self.hit_lines(promise),
        };
        self.promises.iter().zip(&places).enumerate().map(hit).collect()
    }

    fn hit_lines(&self, promise: &Promise) -> Vec<HitLine> {
        let line = |class: &str, name: &str, value: String| HitLine {
            class: class.to_owned(),
            name: name.to_owned(),
            value,
        };
        vec![
            line("chart-line", self.outcome, Unit::Share.full(promise.came_true)),
            line("", "Forecasts", Unit::Count.full(forecasts(promise))),
        ]
    }

    fn table(&self) -> Table {
        let row = |promise: &Promise| {
            vec![
                Unit::Share.full(promise.forecast),
                Unit::Share.full(promise.came_true),
                Unit::Count.full(forecasts(promise)),
            ]
        };
        let columns = vec!["Forecast".to_owned(), self.outcome.to_owned(), "Forecasts".to_owned()];
        Table { columns, rows: self.promises.iter().map(row).collect() }
    }
}

fn forecasts(promise: &Promise) -> f64 {
    usize::try_from(promise.forecasts).map_or(f64::MAX, counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promise(forecast: f64, came_true: f64) -> Promise {
        Promise { forecast, came_true, forecasts: 40 }
    }

    fn curve(promises: &[Promise]) -> Chart {
        let size = Size::new(320.0, 240.0);
        CalibrationCurve { title: "Kept promises", size, outcome: "Ordered", promises }.render()
    }

    #[test]
    fn a_promise_that_was_kept_lies_on_the_diagonal() {
        let plane = Plane::new(Size::new(320.0, 240.0));
        let (x, y) = plane.place(&promise(0.4, 0.4));
        let (left, right) = plane.across.range;
        let (bottom, top) = plane.up.range;
        assert!(((x - left) / (right - left) - (y - bottom) / (top - bottom)).abs() < 1e-9);
    }

    #[test]
    fn what_came_true_more_often_lies_above_what_came_true_less_often() {
        let plane = Plane::new(Size::new(320.0, 240.0));
        assert!(plane.place(&promise(0.5, 0.9)).1 < plane.place(&promise(0.5, 0.1)).1);
    }

    #[test]
    fn every_group_can_be_read_and_no_two_share_a_place() {
        let chart = curve(&[promise(0.1, 0.2), promise(0.3, 0.3), promise(0.9, 0.8)]);
        assert_eq!(chart.hits.len(), 3);
        for pair in chart.hits.windows(2) {
            assert!((pair[0].x + pair[0].width - pair[1].x).abs() < 1e-9);
        }
        assert_eq!(chart.table.rows[0], ["10.0%", "20.0%", "40"]);
        assert_eq!(chart.svg.matches("chart-dot").count(), 3);
    }

    #[test]
    fn without_forecasts_there_is_only_the_diagonal() {
        let chart = curve(&[]);
        assert!(chart.hits.is_empty() && chart.svg.contains("chart-diagonal"));
        assert!(!chart.svg.contains("polyline"));
    }
}
