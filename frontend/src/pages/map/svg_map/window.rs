//! Which part of the world the SVG map shows, and how a hand moves it.

use crate::pages::map::basemap::COUNTRY;
use crate::pages::map::curves::{binary_logarithm, power_of_two};
use crate::state::place::Place;
use bellwether_maplibre::View;

/// Width of the picture in its own units.
pub(super) const WIDTH: f64 = 960.0;
/// Height of the picture, in which the country fits.
pub(super) const HEIGHT: f64 = WIDTH * (COUNTRY[3] - COUNTRY[1]) / ((COUNTRY[2] - COUNTRY[0]) * SQUEEZE);
/// Degrees east are this much shorter than degrees north in the middle of the country.
const SQUEEZE: f64 = 0.777;
/// Degrees from the middle to the edge, of the closest and of the widest view.
const CLOSEST: f64 = 0.02;
const WIDEST: f64 = 60.0;
/// The picture shows as much as a map of this much less zoom.
const ZOOM_AHEAD: f64 = 0.6;

/// A part of the world in the shape of the country.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    center: Place,
    /// Degrees east from the middle to the edge.
    half_width: f64,
}

impl Window {
    /// The whole country.
    pub(super) fn country() -> Self {
        Self::around(COUNTRY)
    }

    /// What a view shows.
    pub(super) fn of(view: &View) -> Self {
        Self { center: view.center, half_width: (view.east - view.west) / 2.0 }
    }

    /// The view with this middle and zoom.
    pub(super) fn at(center: Place, zoom: f64) -> Self {
        Self::bounded(center, 180.0 / power_of_two(zoom - ZOOM_AHEAD))
    }

    /// Some bounds with a little room around them.
    pub(super) fn fitted([west, south, east, north]: [f64; 4]) -> Self {
        let room = |low: f64, high: f64| ((high - low) * 0.05).max(0.1);
        let (wide, high) = (room(west, east), room(south, north));
        Self::around([west - wide, south - high, east + wide, north + high])
    }

    /// The smallest that has all of some bounds.
    fn around([west, south, east, north]: [f64; 4]) -> Self {
        let as_high_as_wide = (north - south) * WIDTH / (HEIGHT * SQUEEZE);
        let center = [f64::midpoint(west, east), f64::midpoint(south, north)];
        Self::bounded(center, (east - west).max(as_high_as_wide) / 2.0)
    }

    fn bounded([east, north]: Place, half_width: f64) -> Self {
        Self {
            center: [east.clamp(-180.0, 180.0), north.clamp(-85.0, 85.0)],
            half_width: half_width.clamp(CLOSEST, WIDEST),
        }
    }

    /// A third of it around a place.
    pub(super) fn closer(self, center: Place) -> Self {
        Self::bounded(center, self.half_width / 3.0)
    }

    /// What is seen once a hand has moved it.
    pub(super) fn moved(self, drift: Drift) -> Self {
        let center = self.place_at(drift.before([WIDTH / 2.0, HEIGHT / 2.0]));
        Self::bounded(center, self.half_width / drift.scale)
    }

    /// As a view, with the zoom that the server clusters by.
    pub(super) fn view(self) -> View {
        let [west, north] = self.place_at([0.0, 0.0]);
        let [east, south] = self.place_at([WIDTH, HEIGHT]);
        let zoom = binary_logarithm(180.0 / self.half_width) + ZOOM_AHEAD;
        View { west, south, east, north, zoom, center: self.center }
    }

    /// Degrees east that it is wide.
    pub(super) fn degrees(self) -> f64 {
        2.0 * self.half_width
    }

    /// Where a place is drawn, in units of the picture.
    pub(super) fn place(self, longitude: f64, latitude: f64) -> (f64, f64) {
        let [east, north] = self.center;
        let x = WIDTH / 2.0 + (longitude - east) * SQUEEZE * self.scale();
        (x, HEIGHT / 2.0 - (latitude - north) * self.scale())
    }

    /// The place on earth at a point of the picture.
    pub(super) fn place_at(self, [x, y]: [f64; 2]) -> Place {
        let [east, north] = self.center;
        let scale = self.scale();
        [east + (x - WIDTH / 2.0) / (SQUEEZE * scale), north - (y - HEIGHT / 2.0) / scale]
    }

    /// Units of a degree north.
    fn scale(self) -> f64 {
        WIDTH / (self.degrees() * SQUEEZE)
    }
}

/// How far a hand has moved the picture since it was drawn: first grown, then shifted, in its own units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drift {
    scale: f64,
    shift: [f64; 2],
}

impl Default for Drift {
    fn default() -> Self {
        Self { scale: 1.0, shift: [0.0; 2] }
    }
}

impl Drift {
    /// Moved on by so much.
    pub(super) fn dragged(self, [x, y]: [f64; 2]) -> Self {
        Self { shift: [self.shift[0] + x, self.shift[1] + y], ..self }
    }

    /// So many times as large, where a point stays under the pointer; a window has its limits.
    pub(super) fn zoomed(self, factor: f64, point: [f64; 2], window: Window) -> Self {
        let scale = (self.scale * factor).clamp(window.half_width / WIDEST, window.half_width / CLOSEST);
        let factor = scale / self.scale;
        let shift = |axis: usize| point[axis] + factor * (self.shift[axis] - point[axis]);
        Self { scale, shift: [shift(0), shift(1)] }
    }

    /// Where a point was drawn that is seen here now.
    fn before(self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x - self.shift[0]) / self.scale, (y - self.shift[1]) / self.scale]
    }

    /// As SVG says it.
    pub(super) fn transform(self) -> String {
        format!("translate({:.2} {:.2}) scale({:.4})", self.shift[0], self.shift[1], self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: Place, right: Place) -> bool {
        (left[0] - right[0]).abs() < 1e-9 && (left[1] - right[1]).abs() < 1e-9
    }

    #[test]
    fn a_point_of_the_picture_is_the_place_drawn_there() {
        let window = Window::country();
        let (x, y) = window.place(-93.0, 42.0);
        assert!(close(window.place_at([x, y]), [-93.0, 42.0]));
        let view = window.view();
        assert!(close([view.west, view.north], [COUNTRY[0], COUNTRY[3]]));
        assert!(close([view.east, view.south], [COUNTRY[2], COUNTRY[1]]));
    }

    #[test]
    fn what_shall_be_seen_is_inside_whatever_its_shape() {
        for bounds in [[-94.0, 41.0, -92.0, 43.0], [-120.0, 40.0, -70.0, 40.5], [-93.0, 42.0, -93.0, 42.0]] {
            let view = Window::fitted(bounds).view();
            assert!(view.west < bounds[0] && view.south < bounds[1], "{view:?}");
            assert!(view.east > bounds[2] && view.north > bounds[3], "{view:?}");
        }
    }

    #[test]
    fn a_view_is_found_again_by_its_middle_and_zoom() {
        let view = Window::country().closer([-93.0, 42.0]).view();
        let again = Window::at(view.center, view.zoom).view();
        assert!(close([view.west, view.north], [again.west, again.north]), "{view:?} {again:?}");
        assert!((Window::of(&view).degrees() - (COUNTRY[2] - COUNTRY[0]) / 3.0).abs() < 1e-9);
    }

    #[test]
    fn the_place_under_the_pointer_stays_there() {
        let window = Window::country();
        let point = [200.0, 300.0];
        let under = window.place_at(point);
        let zoomed = Drift::default().zoomed(2.0, point, window);
        assert!(close(window.moved(zoomed).place_at(point), under));
        let dragged = zoomed.dragged([50.0, -20.0]);
        assert!(close(window.moved(dragged).place_at([250.0, 280.0]), under));
    }

    #[test]
    fn nobody_gets_lost_by_turning_the_wheel() {
        let window = Window::country();
        let seen = |factor: f64| window.moved(Drift::default().zoomed(factor, [0.0, 0.0], window)).degrees();
        assert!((seen(1e9) - 2.0 * CLOSEST).abs() < 1e-9 && (seen(1e-9) - 2.0 * WIDEST).abs() < 1e-9);
    }
}
