//! How far and how long one drives, where nobody knows the roads: the straight line with a detour. What is assumed
//! stands in every answer, and where the numbers come from in `docs/API.md`.

use bellwether_core::map::KM_OF_MILE;
use bellwether_territory::distance_km;

/// Kilometres driven for a kilometre as the crow flies.
const DETOUR: f64 = 1.3;
/// Kilometres of a leg, at its ends, that lead through towns.
const TOWN_KM: f64 = 20.0;
/// Speed there, kilometres an hour.
const TOWN_SPEED: f64 = 45.0;
/// Speed on the rest of a leg, kilometres an hour.
const OPEN_SPEED: f64 = 90.0;

/// Kilometres to drive between two places, degrees north and east.
pub(super) fn road_km(from: [f64; 2], to: [f64; 2]) -> f64 {
    DETOUR * distance_km(from.into(), to.into())
}

/// Minutes for so many kilometres; more kilometres never take less.
pub(super) fn minutes(km: f64) -> f64 {
    60.0 * (km.min(TOWN_KM) / TOWN_SPEED + (km - TOWN_KM).max(0.0) / OPEN_SPEED)
}

/// What all of it rests on, in words.
pub(super) fn assumptions(visit_minutes: u32) -> Vec<String> {
    let visit = match visit_minutes {
        0 => "Visits take no time.".to_owned(),
        1 => "Every visit takes 1 minute.".to_owned(),
        more => format!("Every visit takes {more} minutes."),
    };
    vec![
        format!("Distances are straight lines times {DETOUR}, because the roads are not known here."),
        format!(
            "The first {TOWN_KM} km ({:.0} mi) of every leg are driven at {TOWN_SPEED} km/h ({:.0} mph), the rest at \
             {OPEN_SPEED} km/h ({:.0} mph), whatever the traffic.",
            TOWN_KM / KM_OF_MILE,
            TOWN_SPEED / KM_OF_MILE,
            OPEN_SPEED / KM_OF_MILE,
        ),
        visit,
        "What is at risk is churn risk times net sales of the last twelve months, at every stop.".to_owned(),
    ]
}

/// What to know of stops whose exact place nobody knows.
pub(super) fn rough_places(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some(
            "One stop is placed in the middle of its ZIP code or city, because it came without coordinates."
                .to_owned(),
        ),
        more => Some(format!(
            "{more} stops are placed in the middle of their ZIP code or city, because they came without coordinates."
        )),
    }
}

/// The distances between places, each with each.
#[derive(Debug, Clone)]
pub(super) struct Distances {
    places: usize,
    km: Vec<f64>,
}

impl Distances {
    /// Between places given in degrees north and east.
    pub(super) fn between(places: &[[f64; 2]]) -> Self {
        let from = |from: &[f64; 2]| places.iter().map(|to| road_km(*from, *to)).collect::<Vec<f64>>();
        Self { places: places.len(), km: places.iter().flat_map(from).collect() }
    }

    /// How many places there are.
    pub(super) fn places(&self) -> usize {
        self.places
    }

    /// Kilometres from one place to another.
    pub(super) fn km(&self, from: usize, to: usize) -> f64 {
        self.km[from * self.places + to]
    }

    /// All of them, row by row.
    pub(super) fn all(&self) -> &[f64] {
        &self.km
    }

    /// Kilometres of a whole order, with those back to its first place if it returns.
    pub(super) fn length(&self, order: &[usize], returns: bool) -> f64 {
        let legs = order.windows(2).map(|leg| self.km(leg[0], leg[1]));
        let back = order.first().zip(order.last()).filter(|_| returns);
        legs.sum::<f64>() + back.map_or(0.0, |(first, last)| self.km(*last, *first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_is_longer_than_the_straight_line_and_slow_at_its_start() {
        let km = road_km([41.0, -93.0], [42.0, -93.0]);
        assert!((km - 1.3 * 111.195).abs() < 0.1, "{km}");
        assert!((minutes(15.0) - 20.0).abs() < 1e-9);
        assert!((minutes(20.0 + 90.0) - (26.666_666_7 + 60.0)).abs() < 1e-6);
        assert!(minutes(20.1) > minutes(20.0) && minutes(0.0) == 0.0);
    }

    #[test]
    fn what_is_assumed_is_said_with_its_numbers() {
        let words = assumptions(30).join(" ");
        for number in ["1.3", "20 km", "45 km/h", "90 km/h", "30 minutes"] {
            assert!(words.contains(number), "{number}: {words}");
        }
    }

    #[test]
    fn the_way_back_counts_only_when_there_is_one() {
        let distances = Distances::between(&[[41.0, -93.0], [41.5, -93.0], [42.0, -93.0]]);
        let there = distances.length(&[0, 1, 2], false);
        assert!((distances.length(&[0, 1, 2], true) - 2.0 * there).abs() < 1e-9);
    }
}
