//! The map's filters as they stand in the address, and the question they make.

use bellwether_core::Segment;
use bellwether_core::map::MapQuery;
use bellwether_maplibre::View;

/// Every part of the address that restricts which accounts are shown.
pub(super) const KEYS: [&str; 7] =
    ["search", "rep", "segment", "state", "min_sales", "max_sales", "min_orders"];

/// Zoom that is asked for before the map is there: the whole country.
pub(super) const WHOLE_COUNTRY_ZOOM: f64 = 4.0;

/// Which accounts the address asks for. Sales stand in it in whole units of the currency; what
/// cannot be read restricts nothing.
pub(super) fn restrictions(get: impl Fn(&str) -> Option<String>) -> MapQuery {
    let cents = |key: &str| {
        get(key).and_then(|text| text.parse::<i64>().ok()).and_then(|whole| whole.checked_mul(100))
    };
    MapQuery {
        search: get("search"),
        segment: get("segment").and_then(|code| Segment::from_code(&code)),
        state: get("state"),
        rep: get("rep").and_then(|id| id.parse().ok()),
        min_revenue_cents: cents("min_sales"),
        max_revenue_cents: cents("max_sales"),
        min_orders: get("min_orders").and_then(|text| text.parse().ok()),
        ..MapQuery::default()
    }
}

/// The question for a view. Edges are rounded outward to a thousandth of a degree (about a hundred
/// metres), so that a trembling hand asks the same again.
pub(super) fn map_query(restrictions: &MapQuery, view: Option<View>) -> MapQuery {
    let Some(view) = view else {
        return MapQuery { zoom: Some(WHOLE_COUNTRY_ZOOM), ..restrictions.clone() };
    };
    let down = |degrees: f64| (degrees * 1000.0).floor() / 1000.0;
    let up = |degrees: f64| (degrees * 1000.0).ceil() / 1000.0;
    MapQuery {
        west: Some(down(view.west.max(-180.0))),
        south: Some(down(view.south.max(-90.0))),
        east: Some(up(view.east.min(180.0))),
        north: Some(up(view.north.min(90.0))),
        zoom: Some((view.zoom * 100.0).round() / 100.0),
        ..restrictions.clone()
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
fn decimal(text: &str) -> Option<f64> {
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

    #[test]
    fn sales_in_the_address_are_whole_and_nonsense_restricts_nothing() {
        let address = |key: &str| match key {
            "min_sales" => Some("5000".to_owned()),
            "max_sales" => Some("lots".to_owned()),
            "segment" => Some("at_risk".to_owned()),
            _ => None,
        };
        let query = restrictions(address);
        assert_eq!((query.min_revenue_cents, query.max_revenue_cents), (Some(500_000), None));
        assert_eq!(query.segment, Some(Segment::AtRisk));
    }

    #[test]
    fn the_question_covers_the_view_and_stays_on_earth() {
        let query = map_query(&MapQuery::default(), Some(view()));
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
