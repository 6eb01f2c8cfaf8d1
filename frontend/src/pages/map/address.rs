//! The map's filters and its view as they stand in the address.

use crate::state::account_query;
use crate::state::filters::Filters;
use crate::state::place::decimal;
use bellwether_core::map::MapQuery;
use bellwether_core::view::account_filters;
use bellwether_maplibre::View;

/// Words typed, which stand in a field of their own.
const SEARCH: &str = "search";

/// Zoom that is asked for before the map is there: the whole country.
pub(super) const WHOLE_COUNTRY_ZOOM: f64 = 4.0;

/// Filters in force beside the words typed.
pub(super) fn in_force(get: impl Fn(&str) -> Option<String>) -> usize {
    account_query::in_force(account_filters(), get)
}

/// Whether every account is meant.
pub(super) fn is_everything(get: impl Fn(&str) -> Option<String>) -> bool {
    get(SEARCH).is_none() && account_filters().all(|key| get(key).is_none())
}

/// Takes every restriction away.
pub(super) fn clear(filters: Filters) {
    let keys = account_filters().chain([SEARCH]);
    filters.set(&keys.map(|key| (key, None)).collect::<Vec<_>>());
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
    fn a_distance_and_typed_words_are_no_filters_of_their_own() {
        let get = of(&[("near", "1,2"), ("within_km", "10"), ("search", "x")]);
        assert_eq!(in_force(&get), 1);
        assert!(!is_everything(of(&[("search", "x")])) && is_everything(of(&[("at", "1,2,3")])));
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
