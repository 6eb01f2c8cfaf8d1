//! Addresses that hand a trip to the maps app of a phone. They hold coordinates and nothing else: who is visited is
//! not the map maker's business.

use bellwether_core::trip::MapLink;

/// Places on the way that one address takes, besides its end.
const MOST_ON_THE_WAY: usize = 9;

/// A maps app that is handed trips of several stops.
#[derive(Debug, Clone, Copy)]
enum MapsApp {
    Google,
    Apple,
}

impl MapsApp {
    fn name(self) -> &'static str {
        match self {
            Self::Google => "Google Maps",
            Self::Apple => "Apple Maps",
        }
    }

    /// The address of one part. Without a beginning the app begins where the phone is.
    fn address(self, beginning: Option<[f64; 2]>, on_the_way: &[[f64; 2]], end: [f64; 2]) -> String {
        let way: Vec<String> = on_the_way.iter().map(|place| coordinates(*place)).collect();
        let from = |name: &str| {
            beginning.map_or_else(String::new, |place| format!("&{name}={}", coordinates(place)))
        };
        match self {
            Self::Google => {
                let way =
                    if way.is_empty() { String::new() } else { format!("&waypoints={}", way.join("%7C")) };
                format!(
                    "https://www.google.com/maps/dir/?api=1{}{way}&destination={}&travelmode=driving",
                    from("origin"),
                    coordinates(end)
                )
            }
            Self::Apple => {
                let way: String = way.iter().map(|place| format!("&waypoint={place}")).collect();
                format!(
                    "https://maps.apple.com/directions?mode=driving{}{way}&destination={}",
                    from("source"),
                    coordinates(end)
                )
            }
        }
    }
}

/// Degrees to about a metre, escaped for a query.
fn coordinates([north, east]: [f64; 2]) -> String {
    format!("{north:.5}%2C{east:.5}")
}

/// Addresses of the whole trip for each app. `start` is where it begins, when that is not its first stop; `back` is
/// where it ends, when that is not its last.
pub(super) fn map_links(start: Option<[f64; 2]>, stops: &[[f64; 2]], back: Option<[f64; 2]>) -> Vec<MapLink> {
    let apps = [MapsApp::Google, MapsApp::Apple].into_iter();
    apps.flat_map(|app| parts(app, start, stops, back)).collect()
}

fn parts(app: MapsApp, start: Option<[f64; 2]>, stops: &[[f64; 2]], back: Option<[f64; 2]>) -> Vec<MapLink> {
    let places: Vec<[f64; 2]> = stops.iter().copied().chain(back).collect();
    let mut links = Vec::new();
    let (mut beginning, mut number) = (start, 1);
    for part in places.chunks(MOST_ON_THE_WAY + 1) {
        let Some((end, on_the_way)) = part.split_last() else { continue };
        let last = number + part.len() - 1;
        let label = if part.len() == places.len() {
            app.name().to_owned()
        } else {
            format!("{}, {}", app.name(), words(number, last, stops.len()))
        };
        links.push(MapLink { label, url: app.address(beginning, on_the_way, *end) });
        (beginning, number) = (Some(*end), last + 1);
    }
    links
}

/// Which places a part leads to; the one behind the last stop is the way back.
fn words(from: usize, to: usize, stops: usize) -> String {
    let until = to.min(stops);
    let visited = match until.cmp(&from) {
        std::cmp::Ordering::Less => return "the way back".to_owned(),
        std::cmp::Ordering::Equal => format!("stop {from}"),
        std::cmp::Ordering::Greater => format!("stops {from}–{until}"),
    };
    if to > stops { format!("{visited} and back") } else { visited }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(count: u32) -> Vec<[f64; 2]> {
        (0..count).map(|number| [41.0 + f64::from(number) / 10.0, -93.123_456_7]).collect()
    }

    #[test]
    fn a_short_trip_is_one_address_in_each_app() {
        let links = map_links(Some([40.5, -92.0]), &places(2), Some([40.5, -92.0]));
        let (labels, urls): (Vec<_>, Vec<_>) = links.into_iter().map(|link| (link.label, link.url)).unzip();
        assert_eq!(labels, ["Google Maps", "Apple Maps"]);
        assert_eq!(
            urls,
            [
                "https://www.google.com/maps/dir/?api=1&origin=40.50000%2C-92.00000\
                 &waypoints=41.00000%2C-93.12346%7C41.10000%2C-93.12346&destination=40.50000%2C-92.00000\
                 &travelmode=driving",
                "https://maps.apple.com/directions?mode=driving&source=40.50000%2C-92.00000\
                 &waypoint=41.00000%2C-93.12346&waypoint=41.10000%2C-93.12346&destination=40.50000%2C-92.00000",
            ]
        );
    }

    #[test]
    fn without_a_start_the_phone_begins_where_it_is() {
        for link in map_links(None, &places(3), None) {
            assert!(!link.url.contains("origin=") && !link.url.contains("source="), "{}", link.url);
        }
    }

    #[test]
    fn long_trips_come_in_parts_that_follow_each_other() {
        let links = parts(MapsApp::Google, None, &places(25), Some([41.0, -93.0]));
        let labels: Vec<&str> = links.iter().map(|link| &*link.label).collect();
        assert_eq!(
            labels,
            ["Google Maps, stops 1–10", "Google Maps, stops 11–20", "Google Maps, stops 21–25 and back"]
        );
        assert!(links[1].url.contains("origin=41.90000%2C-93.12346"), "{}", links[1].url);
        assert_eq!(links[0].url.matches("%7C").count() + 1, MOST_ON_THE_WAY);
        assert_eq!(words(21, 21, 20), "the way back");
        assert_eq!(words(20, 21, 20), "stop 20 and back");
    }
}
