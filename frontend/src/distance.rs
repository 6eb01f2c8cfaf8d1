//! Distances in the unit that roads are signed in where the reader lives.

use crate::format::count;
use bellwether_core::map::KM_OF_MILE;
use leptos::prelude::window;

/// Regions whose road signs are in miles, as they end the names of languages: "en-US".
const IN_MILES: [&str; 4] = ["-US", "-GB", "-LR", "-MM"];

/// A unit of distances on roads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoadUnit {
    /// Kilometres.
    Kilometre,
    /// Statute miles.
    Mile,
}

impl RoadUnit {
    /// That of the reader, by the language of the browser.
    pub fn of_reader() -> Self {
        Self::of_language(&window().navigator().language().unwrap_or_default())
    }

    fn of_language(language: &str) -> Self {
        if IN_MILES.iter().any(|region| language.ends_with(region)) { Self::Mile } else { Self::Kilometre }
    }

    /// How many kilometres it has.
    pub fn km(self) -> f64 {
        match self {
            Self::Kilometre => 1.0,
            Self::Mile => KM_OF_MILE,
        }
    }

    /// "km" or "mi".
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Kilometre => "km",
            Self::Mile => "mi",
        }
    }

    /// "12.4 km", and whole numbers from a hundred on.
    pub fn spell(self, km: f64) -> String {
        let number = km / self.km();
        let digits = if number < 99.95 { format!("{number:.1}") } else { whole(number) };
        format!("{digits} {}", self.symbol())
    }

    /// "16 mi": a distance to choose, without a fraction.
    pub fn spell_whole(self, km: f64) -> String {
        format!("{} {}", whole(km / self.km()), self.symbol())
    }
}

/// A distance as the reader measures it: "7.7 mi", "12.4 km".
pub fn distance(km: f64) -> String {
    RoadUnit::of_reader().spell(km)
}

fn whole(number: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "nothing on earth is farther than forty thousand kilometres"
    )]
    let whole = number.round().clamp(0.0, 1e9) as i64;
    count(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_spelled_in_the_unit_of_the_road_signs() {
        assert_eq!(["en-US", "en-GB", "de-DE", "en", ""].map(RoadUnit::of_language), {
            use RoadUnit::{Kilometre, Mile};
            [Mile, Mile, Kilometre, Kilometre, Kilometre]
        });
        let [km, miles] = [RoadUnit::Kilometre, RoadUnit::Mile];
        assert_eq!([12.34, 99.97, 1_234.5].map(|far| km.spell(far)), ["12.3 km", "100 km", "1,235 km"]);
        assert_eq!([12.34, 1_234.5].map(|far| miles.spell(far)), ["7.7 mi", "767 mi"]);
        assert_eq!(miles.spell_whole(25.0), "16 mi");
    }
}
