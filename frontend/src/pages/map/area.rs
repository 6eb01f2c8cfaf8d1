//! An area somebody drew: from the way a finger went to a few corners, and how they stand in the address.

use crate::pages::map::curves::{cosine, sine};
use crate::state::place::Place;
use bellwether_maplibre::View;

/// Corners an area may have, so that it fits into an address.
const MOST_CORNERS: usize = 60;
/// How far, in pixels, a corner may lie off the line before it counts.
const FINEST: f64 = 1.5;
/// Corners a circle is drawn with.
const CIRCLE_CORNERS: u32 = 72;
/// Kilometres of a degree of latitude.
const KM_OF_A_DEGREE: f64 = 111.195;

/// Corners for the address; none when they are too few to hold anything.
pub(super) fn spelled(corners: &[Place]) -> Option<String> {
    let words: Vec<String> = corners.iter().map(|[east, north]| format!("{east:.4} {north:.4}")).collect();
    (corners.len() >= 3).then(|| words.join(","))
}

/// The part of the world that is shown, as an area.
pub(super) fn rectangle(view: &View) -> Vec<Place> {
    let (west, east) = (view.west.max(-180.0), view.east.min(180.0));
    let (south, north) = (view.south.max(-85.0), view.north.min(85.0));
    vec![[west, south], [east, south], [east, north], [west, north]]
}

/// West, south, east, north of some corners.
pub(super) fn bounds(corners: &[Place]) -> Option<[f64; 4]> {
    let first = corners.first()?;
    let start = [first[0], first[1], first[0], first[1]];
    Some(corners.iter().fold(start, |[west, south, east, north], [x, y]| {
        [west.min(*x), south.min(*y), east.max(*x), north.max(*y)]
    }))
}

/// Places so many kilometres around one, for drawing.
pub(super) fn circle([east, north]: Place, km: f64) -> Vec<Place> {
    let degrees = km / KM_OF_A_DEGREE;
    let squeeze = cosine(north.to_radians()).max(0.05);
    let at = |corner: u32| {
        let angle = f64::from(corner) / f64::from(CIRCLE_CORNERS) * std::f64::consts::TAU;
        [east + degrees * cosine(angle) / squeeze, (north + degrees * sine(angle)).clamp(-85.0, 85.0)]
    };
    (0..CIRCLE_CORNERS).map(at).collect()
}

/// The way a pointer went, in pixels, with only the corners that make its shape; none when it encloses next to nothing.
pub(super) fn thinned(way: &[[f64; 2]]) -> Option<Vec<[f64; 2]>> {
    let [left, top, right, bottom] = bounds(way)?;
    if right - left < 8.0 || bottom - top < 8.0 {
        return None;
    }
    let mut tolerance = FINEST;
    loop {
        let corners = without_small_turns(way, tolerance);
        if corners.len() <= MOST_CORNERS {
            return (corners.len() >= 3).then_some(corners);
        }
        tolerance *= 1.5;
    }
}

/// Ramer, Douglas and Peucker: of the points between two ends the farthest from their line is kept if it is far
/// enough, and then the same is asked of both halves.
fn without_small_turns(way: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
    let mut keeps = vec![false; way.len()];
    let Some(last) = way.len().checked_sub(1) else { return Vec::new() };
    (keeps[0], keeps[last]) = (true, true);
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let farthest = (from + 1..to)
            .map(|place| (place, distance(way[place], way[from], way[to])))
            .max_by(|left, right| left.1.total_cmp(&right.1));
        if let Some((place, _)) = farthest.filter(|(_, pixels)| *pixels > tolerance) {
            keeps[place] = true;
            open.extend([(from, place), (place, to)]);
        }
    }
    way.iter().zip(keeps).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

/// Pixels from a point to the stretch between two others.
fn distance([x, y]: [f64; 2], [from_x, from_y]: [f64; 2], [to_x, to_y]: [f64; 2]) -> f64 {
    let (along_x, along_y) = (to_x - from_x, to_y - from_y);
    let length = along_x * along_x + along_y * along_y;
    let part = if length > 0.0 { ((x - from_x) * along_x + (y - from_y) * along_y) / length } else { 0.0 };
    let part = part.clamp(0.0, 1.0);
    let (off_x, off_y) = (x - from_x - part * along_x, y - from_y - part * along_y);
    (off_x * off_x + off_y * off_y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::place::corners_of;

    #[test]
    fn corners_survive_the_address() {
        let corners = vec![[-93.625, 41.5868], [-90.0, 42.0], [-91.5, 43.25]];
        let text = spelled(&corners).expect("three corners are an area");
        assert_eq!(text, "-93.6250 41.5868,-90.0000 42.0000,-91.5000 43.2500");
        assert_eq!(corners_of(&text), Some(corners));
        assert_eq!(
            (spelled(&[[1.0, 2.0]]), corners_of("1 2,3 4"), corners_of("a b,c d,e f")),
            (None, None, None)
        );
    }

    #[test]
    fn a_drawn_square_becomes_its_four_corners() {
        let side = |from: [f64; 2], to: [f64; 2]| {
            (0..50).map(move |step| {
                let part = f64::from(step) / 50.0;
                [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]
            })
        };
        let (a, b, c, d) = ([0.0, 0.0], [200.0, 0.0], [200.0, 100.0], [0.0, 100.0]);
        let way: Vec<[f64; 2]> = side(a, b).chain(side(b, c)).chain(side(c, d)).chain(side(d, a)).collect();
        let corners = thinned(&way).expect("it encloses something");
        assert!((4..=5).contains(&corners.len()), "{corners:?}");
        assert!([a, b, c, d].iter().all(|corner| corners.contains(corner)), "{corners:?}");
    }

    #[test]
    fn a_long_trembling_way_fits_into_an_address_and_a_tap_is_no_area() {
        let way: Vec<[f64; 2]> = (0..3_000_u32)
            .map(|step| {
                let angle = f64::from(step) / 3_000.0 * std::f64::consts::TAU;
                let radius = 300.0 + f64::from(step % 7) * 4.0;
                [radius * angle.cos(), radius * angle.sin()]
            })
            .collect();
        let corners = thinned(&way).expect("it encloses something");
        assert!((8..=MOST_CORNERS).contains(&corners.len()), "{}", corners.len());
        assert_eq!(thinned(&[[1.0, 1.0], [2.0, 3.0], [3.0, 1.0]]), None);
        assert_eq!(thinned(&[]), None);
    }

    #[test]
    fn a_circle_is_as_wide_as_it_is_high_on_the_ground() {
        let [west, south, east, north] = bounds(&circle([-93.0, 60.0], 111.195)).expect("corners");
        assert!(((north - south) - 2.0).abs() < 1e-6, "{north} {south}");
        assert!(((east - west) - 4.0).abs() < 1e-6, "half as long at 60 degrees: {east} {west}");
    }
}
