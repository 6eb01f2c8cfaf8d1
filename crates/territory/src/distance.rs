//! Distance over the ground between two points, as the crow flies.

/// Mean radius of the Earth (IUGG), in kilometres.
pub const EARTH_RADIUS_KM: f64 = 6_371.008_8;

/// Great-circle distance in kilometres between two points given as (latitude, longitude) in degrees.
/// Haversine formula; its error against the ellipsoid stays below 0.6 %.
pub fn distance_km(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (from_latitude, to_latitude) = (from.0.to_radians(), to.0.to_radians());
    let half_latitude = ((to.0 - from.0).to_radians() / 2.0).sin();
    let half_longitude = ((to.1 - from.1).to_radians() / 2.0).sin();
    let chord = half_latitude.powi(2) + from_latitude.cos() * to_latitude.cos() * half_longitude.powi(2);
    2.0 * EARTH_RADIUS_KM * chord.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place() -> impl Strategy<Value = (f64, f64)> {
        (-90.0..=90.0, -180.0..=180.0)
    }

    proptest! {
        #[test]
        fn distance_is_symmetric_and_at_most_half_way_round(a in place(), b in place()) {
            let there = distance_km(a, b);
            prop_assert!((there - distance_km(b, a)).abs() < 1e-6);
            prop_assert!((0.0..=EARTH_RADIUS_KM * std::f64::consts::PI + 1e-6).contains(&there));
        }

        #[test]
        fn a_detour_is_never_shorter(a in place(), b in place(), c in place()) {
            prop_assert!(distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-6);
        }
    }

    #[test]
    fn one_degree_of_latitude_is_111_kilometres() {
        assert!((distance_km((41.0, -93.0), (42.0, -93.0)) - 111.195).abs() < 0.01);
    }

    #[test]
    fn des_moines_to_denver_is_982_kilometres() {
        let distance = distance_km((41.5868, -93.6250), (39.7392, -104.9903));
        assert!((970.0..990.0).contains(&distance), "{distance}");
    }
}
