//! The map's filters as they stand in the address, and the question they make.

use crate::pages::map::area::{Corner, corners_of};
use bellwether_core::Segment;
use bellwether_core::account::AccountQuery;
use bellwether_core::map::MapQuery;
use bellwether_maplibre::View;

/// Every part of the address that restricts which accounts are shown.
pub(super) const KEYS: [&str; 15] = [
    "search",
    "rep",
    "region",
    "segment",
    "state",
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

/// Parts that are no filter of their own for people: typed words stand in their own field, and a distance belongs
/// to its place.
const UNCOUNTED: [&str; 2] = ["search", "within_km"];

/// Zoom that is asked for before the map is there: the whole country.
pub(super) const WHOLE_COUNTRY_ZOOM: f64 = 4.0;

/// How near is near, unless the address says.
pub(super) const USUAL_KM: u32 = 25;

/// Filters in force beside the words typed.
pub(super) fn in_force(get: impl Fn(&str) -> Option<String>) -> usize {
    KEYS.into_iter().filter(|key| !UNCOUNTED.contains(key) && get(key).is_some()).count()
}

/// Which accounts the address asks for. Money stands in it in whole units of the currency; what
/// cannot be read restricts nothing.
pub(super) fn restrictions(get: impl Fn(&str) -> Option<String>) -> AccountQuery {
    let number = |key: &str| get(key).and_then(|text| text.parse::<i64>().ok());
    let cents = |key: &str| number(key).and_then(|whole| whole.checked_mul(100));
    let near = get("near").filter(|near| place_of(near).is_some());
    AccountQuery {
        search: get("search"),
        segment: get("segment").and_then(|code| Segment::from_code(&code)),
        state: get("state"),
        rep: get("rep").and_then(|id| id.parse().ok()),
        region: get("region").and_then(|id| id.parse().ok()),
        category: get("category").and_then(|id| id.parse().ok()),
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

/// How near is asked for.
pub(super) fn within_km(get: impl Fn(&str) -> Option<String>) -> u32 {
    let asked = get("within_km").and_then(|text| text.parse().ok());
    asked.filter(|km| (1..=5_000).contains(km)).unwrap_or(USUAL_KM)
}

/// A place as it stands in the address, degrees north and east; given back as degrees east and north.
pub(super) fn place_of(text: &str) -> Option<Corner> {
    let (north, east) = text.split_once(',')?;
    let (north, east) = (decimal(north)?, decimal(east)?);
    ((-90.0..=90.0).contains(&north) && (-180.0..=180.0).contains(&east)).then_some([east, north])
}

/// A place for the address, to about ten metres.
pub(super) fn spelled_place([east, north]: Corner) -> String {
    format!("{north:.4},{east:.4}")
}

/// The question for a view. Edges are rounded outward to a thousandth of a degree (about a hundred
/// metres), so that a trembling hand asks the same again.
pub(super) fn map_query(view: Option<View>) -> MapQuery {
    let Some(view) = view else {
        return MapQuery { zoom: Some(WHOLE_COUNTRY_ZOOM), ..MapQuery::default() };
    };
    let down = |degrees: f64| (degrees * 1000.0).floor() / 1000.0;
    let up = |degrees: f64| (degrees * 1000.0).ceil() / 1000.0;
    MapQuery {
        west: Some(down(view.west.max(-180.0))),
        south: Some(down(view.south.max(-90.0))),
        east: Some(up(view.east.min(180.0))),
        north: Some(up(view.north.min(90.0))),
        zoom: Some((view.zoom * 100.0).round() / 100.0),
    }
}

/// A view as it stands in the address: degrees north, degrees east, zoom.
pub(super) fn spelled_view(view: &View) -> String {
    let [east, north] = view.center;
    format!("{north:.3},{east:.3},{:.2}", view.zoom)
}

/// The middle (degrees east, degrees north) and zoom that an address means.
pub(super) fn view_of(text: &str) -> Option<([f64; 2], f64)> {
    let numbers: Vec<f64> = text.split(',').map(decimal).collect::<Option<_>>()?;
    let [north, east, zoom] = numbers.try_into().ok()?;
    let is_on_earth = (-85.0..=85.0).contains(&north) && (-180.0..=180.0).contains(&east);
    (is_on_earth && (0.0..=22.0).contains(&zoom)).then_some(([east, north], zoom))
}

/// A number as [`spelled_view`] writes it. The standard library reads any number there is, with
/// tables that everyone would have to download.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1.0, text), |digits| (-1.0, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let scale = 10_u32.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let parts = whole.parse::<u32>().ok()?.checked_mul(scale)?.checked_add(fraction.parse().ok()?)?;
    Some(sign * f64::from(parts) / f64::from(scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> View {
        View { west: -97.01, south: 40.0004, east: 190.0, north: 43.9, zoom: 6.123, center: [-93.5, 42.0] }
    }

    fn of(parts: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> {
        move |key| parts.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn money_in_the_address_is_whole_and_nonsense_restricts_nothing() {
        let query = restrictions(of(&[
            ("min_revenue", "5000"),
            ("max_revenue", "lots"),
            ("max_order", "250"),
            ("segment", "at_risk"),
            ("area", "1 2,3 4"),
            ("near", "95,10"),
            ("within_km", "10"),
        ]));
        assert_eq!((query.min_revenue_cents, query.max_revenue_cents), (Some(500_000), None));
        assert_eq!((query.max_order_cents, query.segment), (Some(25_000), Some(Segment::AtRisk)));
        assert_eq!((query.area, query.near, query.within_km), (None, None, None));
    }

    #[test]
    fn a_place_has_a_distance_even_when_the_address_names_none() {
        let query = restrictions(of(&[("near", "41.6000,-93.6000")]));
        assert_eq!((query.near.as_deref(), query.within_km), (Some("41.6000,-93.6000"), Some(USUAL_KM)));
        assert_eq!(place_of(&spelled_place([-93.6, 41.6])), Some([-93.6, 41.6]));
        assert_eq!(in_force(of(&[("near", "1,2"), ("within_km", "10"), ("search", "x")])), 1);
    }

    #[test]
    fn the_question_covers_the_view_and_stays_on_earth() {
        let query = map_query(Some(view()));
        assert_eq!((query.west, query.south, query.east), (Some(-97.01), Some(40.0), Some(180.0)));
        assert_eq!(query.zoom, Some(6.12));
    }

    #[test]
    fn a_view_survives_the_address_and_places_off_the_earth_do_not() {
        assert_eq!(view_of(&spelled_view(&view())), Some(([-93.5, 42.0], 6.12)));
        assert_eq!(view_of("95,0,3"), None);
        assert_eq!(view_of("40,-90"), None);
        assert_eq!(view_of("40,NaN,3"), None);
    }
}
