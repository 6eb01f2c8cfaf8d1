//! Addresses to coordinates, without a network: by ZIP code, else city and state, else state.
//! Only American addresses; the caller keeps foreign ones away, since their codes look alike.

use crate::city::city_key;
use crate::states::find_state;
use crate::table::SortedTable;

/// How exactly an address was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// An internal point of the ZIP code's area: a few kilometres.
    Zip,
    /// The centre of the city: a few kilometres, more in large ones.
    City,
    /// The middle of the state: not fit for distances.
    State,
}

/// Where an address is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Location {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east: negative in America.
    pub longitude: f64,
    /// How exactly it was found.
    pub precision: Precision,
}

/// The tables that are part of the program; making one costs nothing.
#[derive(Debug, Clone, Copy)]
pub struct Geocoder {
    zips: SortedTable,
    cities: SortedTable,
}

impl Geocoder {
    /// The tables shipped with the program (`data/README.md` says where they come from).
    pub const fn embedded() -> Self {
        Self {
            zips: SortedTable::new(include_str!("../data/zips.csv")),
            cities: SortedTable::new(include_str!("../data/cities.csv")),
        }
    }

    /// The best location these parts of an American address allow; any of them may be empty.
    /// None when even the state is unknown.
    pub fn locate(&self, postal_code: &str, city: &str, state: &str) -> Option<Location> {
        self.by_zip(postal_code).or_else(|| self.by_city(city, state)).or_else(|| Self::by_state(state))
    }

    fn by_zip(&self, postal_code: &str) -> Option<Location> {
        let found = self.zips.find(&zip_code(postal_code)?)?;
        Some(located(found, Precision::Zip))
    }

    fn by_city(&self, city: &str, state: &str) -> Option<Location> {
        let state = find_state(state)?.code.to_ascii_lowercase();
        let found = self.cities.find(&format!("{state}/{}", city_key(city)))?;
        Some(located(found, Precision::City))
    }

    fn by_state(state: &str) -> Option<Location> {
        let state = find_state(state)?;
        Some(located((state.latitude, state.longitude), Precision::State))
    }
}

fn located((latitude, longitude): (f64, f64), precision: Precision) -> Location {
    Location { latitude, longitude, precision }
}

/// The five digits of an American postal code: ZIP+4 with or without its hyphen is cut, leading
/// zeros that a spreadsheet ate are put back, and its trailing ".0" is dropped. None when it is no ZIP.
pub fn zip_code(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    let (first, extension) = text.split_once(['-', ' ']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) || !digits(extension.trim()) {
        return None;
    }
    match first.len() {
        3..=5 => Some(format!("{first:0>5}")),
        // Nine digits are ZIP+4 without the hyphen; eight the same after a leading zero was lost.
        8 | 9 if extension.is_empty() => format!("{first:0>9}").get(..5).map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distance::distance_km;
    use proptest::prelude::*;

    const GEOCODER: Geocoder = Geocoder::embedded();

    proptest! {
        #[test]
        fn any_address_is_on_the_globe_or_nowhere(zip in ".{0,12}", city in ".{0,20}", state in ".{0,6}") {
            if let Some(found) = GEOCODER.locate(&zip, &city, &state) {
                prop_assert!(found.latitude.abs() <= 90.0 && found.longitude.abs() <= 180.0);
            }
        }
    }

    #[test]
    fn spellings_of_a_zip_code_are_one() {
        for spelling in
            ["02134", "2134", "02134-1000", "2134-1000", " 02134 ", "2134.0", "021341000", "21341000"]
        {
            assert_eq!(zip_code(spelling).as_deref(), Some("02134"), "{spelling}");
        }
    }

    #[test]
    fn other_countries_codes_are_not_zip_codes() {
        for foreign in ["SW1A 1AA", "K1A 0B6", "", "12", "1234567", "EH1-2NG"] {
            assert_eq!(zip_code(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn the_zip_code_wins_over_city_and_state() {
        let found = GEOCODER.locate("52246-1234", "Des Moines", "IA").expect("Iowa City has a ZIP code area");
        assert_eq!(found.precision, Precision::Zip);
        assert!(distance_km((found.latitude, found.longitude), (41.6611, -91.5302)) < 10.0);
    }

    #[test]
    fn without_a_known_zip_code_the_city_is_found() {
        let found = GEOCODER.locate("99999", "ST. LOUIS", "Missouri").expect("Saint Louis is in the table");
        assert_eq!(found.precision, Precision::City);
        assert!(distance_km((found.latitude, found.longitude), (38.627, -90.198)) < 5.0);
    }

    #[test]
    fn an_unknown_city_falls_back_to_its_state() {
        let found = GEOCODER.locate("", "Nowhere at All", "ia").expect("Iowa is a state");
        assert_eq!(found.precision, Precision::State);
        assert_eq!(GEOCODER.locate("", "Paris", "Ontario"), None);
    }

    #[test]
    fn every_line_of_both_tables_is_found_and_in_america() {
        for table in [GEOCODER.zips, GEOCODER.cities] {
            assert!(table.keys().count() > 20_000);
            for key in table.keys() {
                let (latitude, longitude) = table.find(key).unwrap_or_else(|| panic!("{key} is not found"));
                let far_west = longitude <= -64.0;
                assert!((-15.0..72.0).contains(&latitude) && (far_west || longitude > 140.0), "{key}");
            }
        }
    }

    #[test]
    fn the_folded_names_of_the_table_are_fixed_points_of_our_folding() {
        for key in GEOCODER.cities.keys() {
            let (state, city) = key.split_once('/').expect("keys are state/city");
            assert_eq!((city_key(city).as_str(), crate::state_code(state).is_some()), (city, true));
        }
    }
}
