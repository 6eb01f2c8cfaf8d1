//! Which accounts the address asks for. The list, its files and the map read the same words, so that links between
//! them keep their filters.

use crate::state::place::{corners_of, place_of};
use bellwether_core::Segment;
use bellwether_core::account::AccountQuery;
use std::str::FromStr;

/// How near is near, unless the address says.
pub const USUAL_KM: u32 = 25;

/// The restrictions. Money stands in the address in whole units of the currency; what cannot be read restricts
/// nothing.
pub fn account_query(get: impl Fn(&str) -> Option<String>) -> AccountQuery {
    let number = |key: &str| parsed::<i64>(&get, key);
    let cents = |key: &str| number(key).and_then(|whole| whole.checked_mul(100));
    let near = get("near").filter(|near| place_of(near).is_some());
    AccountQuery {
        search: get("search"),
        segment: get("segment").and_then(|code| Segment::from_code(&code)),
        state: get("state"),
        rep: parsed(&get, "rep"),
        region: parsed(&get, "region"),
        category: parsed(&get, "category"),
        min_revenue_cents: cents("min_revenue"),
        max_revenue_cents: cents("max_revenue"),
        min_orders: number("min_orders"),
        max_orders: number("max_orders"),
        min_order_cents: cents("min_order"),
        max_order_cents: cents("max_order"),
        area: get("area").filter(|area| corners_of(area).is_some()),
        within_km: near.is_some().then(|| within_km(&get)),
        near,
        ..AccountQuery::default()
    }
}

/// How many of the words restrict something. A distance belongs to its place.
pub fn in_force(words: impl Iterator<Item = &'static str>, get: impl Fn(&str) -> Option<String>) -> usize {
    words.filter(|word| *word != "within_km" && get(word).is_some()).count()
}

/// How near is asked for.
pub fn within_km(get: impl Fn(&str) -> Option<String>) -> u32 {
    parsed(get, "within_km").filter(|km| (1..=5_000).contains(km)).unwrap_or(USUAL_KM)
}

fn parsed<T: FromStr>(get: impl Fn(&str) -> Option<String>, key: &str) -> Option<T> {
    get(key).and_then(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::view::account_filters;
    use bellwether_core::{CategoryId, RegionId, RepId};

    fn of(parts: &'static [(&'static str, &'static str)]) -> AccountQuery {
        account_query(|key| {
            parts.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn money_in_the_address_is_whole_and_nonsense_restricts_nothing() {
        let query = of(&[
            ("min_revenue", "5000"),
            ("max_revenue", "lots"),
            ("max_order", "250"),
            ("min_orders", "3"),
            ("segment", "at_risk"),
            ("area", "1 2,3 4"),
            ("near", "95,10"),
            ("within_km", "10"),
        ]);
        assert_eq!((query.min_revenue_cents, query.max_revenue_cents), (Some(500_000), None));
        assert_eq!((query.max_order_cents, query.segment), (Some(25_000), Some(Segment::AtRisk)));
        assert_eq!((query.min_orders, query.area, query.near, query.within_km), (Some(3), None, None, None));
    }

    #[test]
    fn every_filter_of_the_address_is_asked_for() {
        let value = |word: &str| match word {
            "segment" => "at_risk".to_owned(),
            "rep" => RepId(1).to_string(),
            "region" => RegionId(1).to_string(),
            "category" => CategoryId(1).to_string(),
            "area" => "41 -94,42 -94,42 -93".to_owned(),
            "near" => "41.6,-93.6".to_owned(),
            _state_or_number => "10".to_owned(),
        };
        let asked =
            |words: [Option<&str>; 2]| account_query(|key| words.contains(&Some(key)).then(|| value(key)));
        for word in account_filters() {
            // A distance belongs to its place.
            let place = (word == "within_km").then_some("near");
            assert_ne!(asked([place, Some(word)]), asked([place, None]), "{word} restricts nothing");
        }
    }

    #[test]
    fn a_place_has_a_distance_and_a_distance_without_a_place_is_not_asked() {
        let query = of(&[("near", "41.6000,-93.6000")]);
        assert_eq!((query.near.as_deref(), query.within_km), (Some("41.6000,-93.6000"), Some(USUAL_KM)));
        assert_eq!(of(&[("near", "41,-93"), ("within_km", "10")]).within_km, Some(10));
        assert_eq!(of(&[("within_km", "10")]).within_km, None);
    }
}
