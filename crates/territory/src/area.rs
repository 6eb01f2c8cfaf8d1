//! An area somebody drew: a closed line of straight edges between corners. A place is inside when a ray from it
//! crosses the line an odd number of times, so that a line which crosses itself leaves out what it encloses twice.

use std::fmt;

/// Corners an area has at least and at most.
pub const CORNERS: std::ops::RangeInclusive<usize> = 3..=200;
/// Latitudes are cut into so many bands, so that a place is held against few edges.
const BANDS: usize = 64;
/// A map that shows the world several times over reports longitudes up to this.
const LARGEST_LONGITUDE: f64 = 540.0;

/// A place in degrees: longitude, latitude.
type Corner = (f64, f64);

/// Why a text is not an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaError {
    /// Too few or too many corners.
    Corners {
        /// How many there are.
        count: usize,
    },
    /// A corner that is not two numbers of degrees.
    Corner {
        /// Which one; the first is 1.
        number: usize,
    },
}

impl fmt::Display for AreaError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corners { count } => write!(
                out,
                "an area has {} to {} corners, this one has {count}",
                CORNERS.start(),
                CORNERS.end()
            ),
            Self::Corner { number } => write!(
                out,
                "corner {number} is not a place: write `longitude latitude` in degrees, and a comma after each corner"
            ),
        }
    }
}

impl std::error::Error for AreaError {}

/// An area, ready to be asked about many places.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    south: f64,
    north: f64,
    west: f64,
    east: f64,
    /// Edges by the bands of latitude they touch.
    bands: Vec<Vec<(Corner, Corner)>>,
}

impl Area {
    /// Reads corners written as `longitude latitude`, separated by commas. The first corner may be repeated as last.
    ///
    /// # Errors
    /// The first corner that cannot be read, or a wrong number of them.
    pub fn parse(text: &str) -> Result<Self, AreaError> {
        // Counted before they are read, so that a long text costs nothing.
        let count = text.split(',').count();
        if count > *CORNERS.end() + 1 {
            return Err(AreaError::Corners { count });
        }
        let read = |(number, corner)| corner_of(corner).ok_or(AreaError::Corner { number });
        let corners: Result<Vec<Corner>, AreaError> = (1..).zip(text.split(',')).map(read).collect();
        Self::of(corners?)
    }

    /// The area with these corners, each longitude and latitude in degrees.
    ///
    /// # Errors
    /// A wrong number of corners.
    pub fn of(mut corners: Vec<Corner>) -> Result<Self, AreaError> {
        if corners.len() > 1 && corners.first() == corners.last() {
            corners.pop();
        }
        if !CORNERS.contains(&corners.len()) {
            return Err(AreaError::Corners { count: corners.len() });
        }
        let (longitudes, latitudes): (Vec<f64>, Vec<f64>) = corners.iter().copied().unzip();
        let (west, east) = ends(&longitudes);
        let (south, north) = ends(&latitudes);
        let mut area = Self { south, north, west, east, bands: vec![Vec::new(); BANDS] };
        let next = corners.iter().cycle().skip(1);
        for (from, to) in corners.iter().copied().zip(next.copied()) {
            let bands = area.band_of(from.1.min(to.1))..=area.band_of(from.1.max(to.1));
            for band in &mut area.bands[bands] {
                band.push((from, to));
            }
        }
        Ok(area)
    }

    /// Whether a place given in degrees is inside.
    pub fn contains(&self, latitude: f64, longitude: f64) -> bool {
        // West of the date line and east of it are the same place.
        [longitude, longitude - 360.0, longitude + 360.0].into_iter().any(|own| self.holds(latitude, own))
    }

    fn holds(&self, latitude: f64, longitude: f64) -> bool {
        let is_near =
            (self.south..=self.north).contains(&latitude) && (self.west..=self.east).contains(&longitude);
        is_near && {
            let edges = self.bands[self.band_of(latitude)].iter();
            edges.filter(|edge| is_crossed(**edge, latitude, longitude)).count() % 2 == 1
        }
    }

    fn band_of(&self, latitude: f64) -> usize {
        let height = self.north - self.south;
        let share = if height > 0.0 { (latitude - self.south) / height } else { 0.0 };
        // Never negative and below 2^53: what is cut off is the fraction.
        ((share * BANDS as f64) as usize).min(BANDS - 1)
    }
}

/// Whether a ray from the place to the east crosses an edge. The lower end belongs to it, the upper one does not, so
/// that a corner is not crossed twice.
fn is_crossed((from, to): (Corner, Corner), latitude: f64, longitude: f64) -> bool {
    (from.1 > latitude) != (to.1 > latitude) && {
        let share = (latitude - from.1) / (to.1 - from.1);
        longitude < from.0 + share * (to.0 - from.0)
    }
}

fn corner_of(text: &str) -> Option<Corner> {
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    let (longitude, latitude) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let is_place = longitude.abs() <= LARGEST_LONGITUDE && latitude.abs() <= 90.0 && numbers.next().is_none();
    is_place.then_some((longitude, latitude))
}

fn ends(values: &[f64]) -> (f64, f64) {
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    values.iter().fold(start, |(least, most), value| (least.min(*value), most.max(*value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn area(text: &str) -> Area {
        Area::parse(text).expect("an area")
    }

    #[test]
    fn a_square_holds_what_is_inside_whichever_way_it_was_drawn() {
        for text in ["-94 41,-93 41,-93 42,-94 42", "-94 42, -93 42, -93 41, -94 41, -94 42"] {
            let square = area(text);
            assert!(square.contains(41.5, -93.5));
            assert!(
                [(40.9, -93.5), (42.1, -93.5), (41.5, -94.1), (41.5, -92.9)]
                    .iter()
                    .all(|(latitude, longitude)| !square.contains(*latitude, *longitude))
            );
        }
    }

    #[test]
    fn what_a_line_encloses_twice_is_outside() {
        // A five-pointed star: its middle is wound round twice.
        let star = area("0 10,6 -8,-10 3,10 3,-6 -8");
        assert!(!star.contains(0.0, 0.0));
        assert!(star.contains(8.0, 0.0));
        assert!(star.contains(-6.5, 5.0));
    }

    #[test]
    fn an_area_over_the_date_line_holds_both_sides() {
        let strip = area("170 -20,190 -20,190 -10,170 -10");
        assert!(strip.contains(-15.0, 175.0));
        assert!(strip.contains(-15.0, -175.0));
        assert!(!strip.contains(-15.0, 165.0));
    }

    #[test]
    fn a_text_that_is_no_area_says_what_is_wrong() {
        assert_eq!(Area::parse("-94 41,-93 41"), Err(AreaError::Corners { count: 2 }));
        assert_eq!(Area::parse("1 1,2 2,1 1"), Err(AreaError::Corners { count: 2 }));
        assert_eq!(Area::parse(""), Err(AreaError::Corner { number: 1 }));
        for broken in ["-94 41,-93,-93 42", "1 2,3 95,5 6", "1 2,541 0,3 3", "1 2,NaN 4,3 3", "1 2,3 4 5,3 3"]
        {
            assert_eq!(Area::parse(broken), Err(AreaError::Corner { number: 2 }), "{broken}");
        }
        let corner = |number: usize| format!("{} {}", number % 100, number % 80);
        let many: Vec<String> = (0..201).map(corner).collect();
        assert_eq!(Area::parse(&many.join(",")), Err(AreaError::Corners { count: 201 }));
        assert!(Area::parse(&many[..200].join(",")).is_ok());
    }

    proptest! {
        #[test]
        fn bands_change_nothing(
            corners in prop::collection::vec((-100.0..100.0, -80.0..80.0), 3..40),
            places in prop::collection::vec((-90.0..90.0, -100.0..100.0), 50),
        ) {
            let area = Area::of(corners.clone()).expect("enough corners");
            for (latitude, longitude) in places {
                let edges = corners.iter().copied().zip(corners.iter().cycle().skip(1).copied());
                let crossed = edges.filter(|edge| is_crossed(*edge, latitude, longitude)).count();
                prop_assert_eq!(area.contains(latitude, longitude), crossed % 2 == 1);
            }
        }
    }
}
