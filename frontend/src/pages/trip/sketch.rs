//! Where the places of a trip lie on a small picture, north up.

use crate::distance::RoadUnit;

/// Width of the picture in its own units.
pub(super) const WIDTH: f64 = 360.0;
/// Height of the picture.
pub(super) const HEIGHT: f64 = 240.0;
/// Room around the outermost places.
const MARGIN: f64 = 20.0;
/// Kilometres of a degree north.
const KM_OF_DEGREE: f64 = 111.2;
/// What the picture shows at least, kilometres from its middle, so that places at one spot stay dots.
const LEAST_KM: f64 = 0.2;
/// Marks nearer than this cover each other, units.
const TOGETHER: f64 = 12.0;
/// Numbers that a mark has room for.
const MOST_NUMBERS: usize = 3;
/// Lengths that the scale may have.
const SCALES: [f64; 12] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];

/// Places drawn to one scale.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sketch {
    /// Where each place lies, in units of the picture from its upper left corner.
    pub(super) places: Vec<(f64, f64)>,
    /// Units for a kilometre.
    pub(super) units_per_km: f64,
}

impl Sketch {
    /// Of places given in degrees north and east.
    pub(super) fn of(places: &[[f64; 2]]) -> Self {
        let range = |axis: usize| {
            let least = places.iter().map(|place| place[axis]).fold(f64::INFINITY, f64::min);
            let most = places.iter().map(|place| place[axis]).fold(f64::NEG_INFINITY, f64::max);
            (f64::midpoint(least, most), (most - least) / 2.0)
        };
        let ((middle_north, half_north), (middle_east, half_east)) = (range(0), range(1));
        let km_east = KM_OF_DEGREE * middle_north.to_radians().cos();
        let tall = (half_north * KM_OF_DEGREE).max(LEAST_KM);
        let wide = (half_east * km_east).max(LEAST_KM);
        let units_per_km = ((HEIGHT / 2.0 - MARGIN) / tall).min((WIDTH / 2.0 - MARGIN) / wide);
        let point = |place: &[f64; 2]| {
            (
                WIDTH / 2.0 + (place[1] - middle_east) * km_east * units_per_km,
                HEIGHT / 2.0 - (place[0] - middle_north) * KM_OF_DEGREE * units_per_km,
            )
        };
        Self { places: places.iter().map(point).collect(), units_per_km }
    }

    /// Places from `first` on that would cover each other, together: where the first of them lies, and their numbers
    /// from 1 on.
    pub(super) fn groups(&self, first: usize) -> Vec<((f64, f64), Vec<usize>)> {
        let mut groups: Vec<((f64, f64), Vec<usize>)> = Vec::new();
        for (number, point) in (1..).zip(self.places.iter().skip(first)) {
            let is_near = |other: &(f64, f64)| (other.0 - point.0).hypot(other.1 - point.1) < TOGETHER;
            match groups.iter_mut().find(|(other, _)| is_near(other)) {
                Some((_, numbers)) => numbers.push(number),
                None => groups.push((*point, vec![number])),
            }
        }
        groups
    }

    /// A round length that takes at most a third of the width, in a unit.
    pub(super) fn scale(&self, unit: RoadUnit) -> f64 {
        let fits = |length: &f64| length * unit.km() * self.units_per_km <= WIDTH / 3.0;
        SCALES.into_iter().rev().find(fits).unwrap_or(SCALES[0])
    }
}

/// Numbers of one mark: "3", "1, 2", "1, 2, …".
pub(super) fn label(numbers: &[usize]) -> String {
    let mut words: Vec<String> = numbers.iter().take(MOST_NUMBERS).map(ToString::to_string).collect();
    if numbers.len() > MOST_NUMBERS {
        words.truncate(MOST_NUMBERS - 1);
        words.push("…".to_owned());
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_at_one_place_share_a_mark_with_their_numbers() {
        let sketch = Sketch::of(&[[41.0, -93.0], [41.0, -93.0], [42.0, -93.0], [41.0, -93.0]]);
        let numbers =
            |first| sketch.groups(first).into_iter().map(|(_, numbers)| numbers).collect::<Vec<_>>();
        assert_eq!(numbers(0), [vec![1, 2, 4], vec![3]]);
        assert_eq!(numbers(1), [vec![1, 3], vec![2]]);
        assert_eq!(
            [&[7][..], &[1, 2], &[1, 2, 4], &[1, 2, 4, 5]].map(label),
            ["7", "1, 2", "1, 2, 4", "1, 2, …"]
        );
    }

    #[test]
    fn the_outermost_places_touch_the_margin_and_north_is_up() {
        let sketch = Sketch::of(&[[41.0, -93.0], [42.0, -93.0], [41.5, -93.1]]);
        let (south, north) = (sketch.places[0], sketch.places[1]);
        assert!((north.1 - MARGIN).abs() < 1e-9 && (south.1 - (HEIGHT - MARGIN)).abs() < 1e-9, "{sketch:?}");
        assert!(sketch.places[2].0 < south.0);
        assert_eq!([RoadUnit::Kilometre, RoadUnit::Mile].map(|unit| sketch.scale(unit)), [50.0, 20.0]);
    }

    #[test]
    fn places_at_one_spot_are_drawn_in_the_middle() {
        let sketch = Sketch::of(&[[41.0, -93.0]; 2]);
        assert_eq!(sketch.places, [(WIDTH / 2.0, HEIGHT / 2.0); 2]);
    }
}
