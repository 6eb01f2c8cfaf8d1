//! The American states, the District of Columbia and Puerto Rico: codes, names, Census regions, centres.
//! The one list that roll-ups, filters and the map share.

/// A region of the U.S. Census Bureau.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CensusRegion {
    /// Maine to Pennsylvania.
    Northeast,
    /// Ohio to the Dakotas.
    Midwest,
    /// Delaware to Texas.
    South,
    /// Montana to Hawaii.
    West,
    /// Puerto Rico: outside the four regions.
    Islands,
}

impl CensusRegion {
    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Northeast => "Northeast",
            Self::Midwest => "Midwest",
            Self::South => "South",
            Self::West => "West",
            Self::Islands => "Islands",
        }
    }
}

/// A state or what is counted like one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// Two-letter postal code.
    pub code: &'static str,
    /// English name.
    pub name: &'static str,
    /// Where the Census Bureau puts it.
    pub region: CensusRegion,
    /// Latitude of its middle, degrees north.
    pub latitude: f64,
    /// Longitude of its middle, degrees east (so negative).
    pub longitude: f64,
}

const fn state(
    code: &'static str,
    name: &'static str,
    region: CensusRegion,
    latitude: f64,
    longitude: f64,
) -> State {
    State { code, name, region, latitude, longitude }
}

/// Every state in order of name.
pub const STATES: [State; 52] = [
    state("AL", "Alabama", CensusRegion::South, 32.807, -86.791),
    state("AK", "Alaska", CensusRegion::West, 64.201, -152.494),
    state("AZ", "Arizona", CensusRegion::West, 34.168, -111.931),
    state("AR", "Arkansas", CensusRegion::South, 34.800, -92.199),
    state("CA", "California", CensusRegion::West, 36.778, -119.418),
    state("CO", "Colorado", CensusRegion::West, 39.113, -105.359),
    state("CT", "Connecticut", CensusRegion::Northeast, 41.603, -73.088),
    state("DE", "Delaware", CensusRegion::South, 38.911, -75.528),
    state("DC", "District of Columbia", CensusRegion::South, 38.907, -77.037),
    state("FL", "Florida", CensusRegion::South, 27.994, -81.760),
    state("GA", "Georgia", CensusRegion::South, 32.157, -82.907),
    state("HI", "Hawaii", CensusRegion::West, 20.797, -156.332),
    state("ID", "Idaho", CensusRegion::West, 44.068, -114.742),
    state("IL", "Illinois", CensusRegion::Midwest, 40.633, -89.398),
    state("IN", "Indiana", CensusRegion::Midwest, 40.267, -86.135),
    state("IA", "Iowa", CensusRegion::Midwest, 41.878, -93.098),
    state("KS", "Kansas", CensusRegion::Midwest, 38.527, -96.727),
    state("KY", "Kentucky", CensusRegion::South, 37.839, -84.270),
    state("LA", "Louisiana", CensusRegion::South, 30.984, -91.962),
    state("ME", "Maine", CensusRegion::Northeast, 45.254, -69.445),
    state("MD", "Maryland", CensusRegion::South, 39.046, -76.641),
    state("MA", "Massachusetts", CensusRegion::Northeast, 42.407, -71.382),
    state("MI", "Michigan", CensusRegion::Midwest, 44.315, -85.602),
    state("MN", "Minnesota", CensusRegion::Midwest, 46.730, -94.686),
    state("MS", "Mississippi", CensusRegion::South, 32.355, -89.398),
    state("MO", "Missouri", CensusRegion::Midwest, 38.456, -92.288),
    state("MT", "Montana", CensusRegion::West, 46.880, -110.363),
    state("NE", "Nebraska", CensusRegion::Midwest, 41.492, -99.902),
    state("NV", "Nevada", CensusRegion::West, 38.803, -116.419),
    state("NH", "New Hampshire", CensusRegion::Northeast, 43.194, -71.572),
    state("NJ", "New Jersey", CensusRegion::Northeast, 40.058, -74.406),
    state("NM", "New Mexico", CensusRegion::West, 34.520, -105.870),
    state("NY", "New York", CensusRegion::Northeast, 42.965, -75.527),
    state("NC", "North Carolina", CensusRegion::South, 35.760, -79.019),
    state("ND", "North Dakota", CensusRegion::Midwest, 47.551, -101.002),
    state("OH", "Ohio", CensusRegion::Midwest, 40.417, -82.907),
    state("OK", "Oklahoma", CensusRegion::South, 35.468, -97.516),
    state("OR", "Oregon", CensusRegion::West, 43.804, -120.554),
    state("PA", "Pennsylvania", CensusRegion::Northeast, 41.203, -77.195),
    state("PR", "Puerto Rico", CensusRegion::Islands, 18.221, -66.590),
    state("RI", "Rhode Island", CensusRegion::Northeast, 41.580, -71.477),
    state("SC", "South Carolina", CensusRegion::South, 33.836, -81.164),
    state("SD", "South Dakota", CensusRegion::Midwest, 43.969, -99.902),
    state("TN", "Tennessee", CensusRegion::South, 35.517, -86.580),
    state("TX", "Texas", CensusRegion::South, 31.969, -99.902),
    state("UT", "Utah", CensusRegion::West, 39.321, -111.094),
    state("VT", "Vermont", CensusRegion::Northeast, 44.559, -72.578),
    state("VA", "Virginia", CensusRegion::South, 37.432, -78.657),
    state("WA", "Washington", CensusRegion::West, 47.751, -120.740),
    state("WV", "West Virginia", CensusRegion::South, 38.598, -80.455),
    state("WI", "Wisconsin", CensusRegion::Midwest, 43.784, -88.788),
    state("WY", "Wyoming", CensusRegion::West, 43.076, -107.290),
];

/// The state of a code or a name, whatever the case: `"ia"`, `"Iowa"` and `" IOWA "` are one.
pub fn find_state(text: &str) -> Option<&'static State> {
    let wanted = text.trim().trim_end_matches('.');
    STATES.iter().find(|state| state.code.eq_ignore_ascii_case(wanted) || is_named(state, wanted))
}

fn is_named(state: &State, wanted: &str) -> bool {
    let words = || wanted.split_whitespace();
    words().count() == state.name.split(' ').count()
        && words().zip(state.name.split(' ')).all(|(given, known)| given.eq_ignore_ascii_case(known))
        || state.code == "DC" && matches!(wanted.to_ascii_uppercase().as_str(), "D.C" | "WASHINGTON DC")
}

/// The two-letter code of a state given as code or name.
pub fn state_code(text: &str) -> Option<&'static str> {
    find_state(text).map(|state| state.code)
}

/// The name of a state given as code or name.
pub fn state_name(text: &str) -> Option<&'static str> {
    find_state(text).map(|state| state.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_a_known_state_or_none(text in ".{0,24}") {
            if let Some(code) = state_code(&text) {
                prop_assert!(STATES.iter().any(|state| state.code == code));
            }
        }
    }

    #[test]
    fn codes_and_names_lead_to_each_other() {
        for state in STATES {
            assert_eq!(state_code(state.name), Some(state.code));
            assert_eq!(state_name(&state.code.to_lowercase()), Some(state.name));
        }
    }

    #[test]
    fn names_are_in_order_and_codes_are_unique() {
        assert!(STATES.windows(2).all(|pair| pair[0].name < pair[1].name));
        let codes: std::collections::BTreeSet<_> = STATES.iter().map(|state| state.code).collect();
        assert_eq!(codes.len(), STATES.len());
    }

    #[test]
    fn odd_spellings_are_understood_and_nonsense_is_not() {
        assert_eq!(state_code("  north   dakota "), Some("ND"));
        assert_eq!(state_code("D.C."), Some("DC"));
        assert_eq!(state_code("Ontario"), None);
        assert_eq!(state_code(""), None);
    }
}
