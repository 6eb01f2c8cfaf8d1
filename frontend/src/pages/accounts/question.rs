//! What the address asks of the list. The map reads the same words, so that links between both keep their filters.

use super::columns::{direction_from_code, natural_direction, sort_from_code};
use bellwether_core::account::{AccountLevel, AccountQuery, AccountSort};
use bellwether_core::paging::Direction;
use bellwether_core::segment::Segment;
use std::str::FromStr;

/// Every part of the address that restricts which accounts are shown, but for words typed.
pub const KEYS: [&str; 14] = [
    "segment",
    "state",
    "region",
    "rep",
    "category",
    "min_revenue",
    "max_revenue",
    "min_orders",
    "max_orders",
    "min_order",
    "max_order",
    "area",
    "near",
    "within_km",
];

/// Those that have no field beside the list, only in the window of filters.
pub const FOLDED: [&str; 9] = [
    "min_revenue",
    "max_revenue",
    "min_orders",
    "max_orders",
    "min_order",
    "max_order",
    "area",
    "near",
    "level",
];

/// The word of the level of parents.
pub const PARENT: &str = "parent";

/// What the list is sorted by: the address, else twelve-month sales, largest first.
pub fn sorting(get: impl Fn(&str) -> Option<String>) -> (AccountSort, Direction) {
    let sort = get("sort").and_then(|code| sort_from_code(&code)).unwrap_or_default();
    let direction = get("direction").and_then(|code| direction_from_code(&code));
    (sort, direction.unwrap_or_else(|| natural_direction(sort)))
}

/// The question. Money stands in the address in whole units of the currency; what cannot be read restricts nothing.
pub fn question(get: impl Fn(&str) -> Option<String>) -> AccountQuery {
    let (sort, direction) = sorting(&get);
    let number = |key: &str| parsed::<i64>(&get, key);
    let cents = |key: &str| number(key).and_then(|whole| whole.checked_mul(100));
    let near = get("near");
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
        area: get("area"),
        within_km: parsed(&get, "within_km").filter(|_| near.is_some()),
        near,
        level: (get("level").as_deref() == Some(PARENT)).then_some(AccountLevel::Parent),
        sort: Some(sort),
        direction: Some(direction),
        ..AccountQuery::default()
    }
}

fn parsed<T: FromStr>(get: impl Fn(&str) -> Option<String>, key: &str) -> Option<T> {
    get(key).and_then(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &'static [(&'static str, &'static str)]) -> AccountQuery {
        question(|key| parts.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn money_in_the_address_is_whole_and_nonsense_restricts_nothing() {
        let query =
            of(&[("min_order", "250"), ("max_order", "lots"), ("min_orders", "3"), ("level", "parent")]);
        assert_eq!((query.min_order_cents, query.max_order_cents), (Some(25_000), None));
        assert_eq!((query.min_orders, query.level), (Some(3), Some(AccountLevel::Parent)));
    }

    #[test]
    fn a_distance_without_a_place_is_not_asked() {
        assert_eq!(of(&[("within_km", "10")]).within_km, None);
        assert_eq!(of(&[("within_km", "10"), ("near", "41,-93")]).within_km, Some(10));
    }
}
