//! The way to an account in the maps app of whatever the page is read on.

use bellwether_core::brief::AccountBrief;
use leptos::prelude::*;

/// The maps app that links open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MapsApp {
    /// Whatever an Android phone has.
    Android,
    /// The one on Apple's devices.
    Apple,
    /// One in the browser.
    Web,
}

impl MapsApp {
    fn of(user_agent: &str) -> Self {
        if user_agent.contains("Android") {
            Self::Android
        } else if ["iPhone", "iPad", "Macintosh"].iter().any(|device| user_agent.contains(device)) {
            Self::Apple
        } else {
            Self::Web
        }
    }

    /// A link to the way to a place, which is already fit for an address.
    fn link(self, place: &str) -> String {
        match self {
            Self::Android => format!("geo:0,0?q={place}"),
            Self::Apple => format!("https://maps.apple.com/?daddr={place}"),
            Self::Web => format!("https://www.google.com/maps/dir/?api=1&destination={place}"),
        }
    }
}

/// Whether an address names a house: positions are often those of the ZIP code or the city, which is not its door.
fn names_a_house(address: &str) -> bool {
    address.split_once(',').is_some_and(|(street, _)| street.chars().any(|letter| letter.is_ascii_digit()))
}

/// The way to the account: to its house, else to its position, else to whatever is known of its address.
pub fn way_to(brief: &AccountBrief) -> Option<String> {
    let app = MapsApp::of(&window().navigator().user_agent().unwrap_or_else(|_| String::new()));
    let place = match brief.position {
        Some([north, east]) if !names_a_house(&brief.address) => format!("{north},{east}"),
        _ if brief.address.is_empty() => return None,
        _ => js_sys::encode_uri_component(&brief.address).into(),
    };
    Some(app.link(&place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_has_a_number_in_the_first_part_of_the_address() {
        assert!(names_a_house("510 Market St, Fresno, CA 93721") && names_a_house("Marktstr. 7, Bonn"));
        assert!(
            !names_a_house("Fresno, CA 93721") && !names_a_house("Rural Route, Fresno") && !names_a_house("")
        );
    }

    #[test]
    fn every_device_gets_a_link_that_its_own_maps_app_opens() {
        let link = |agent: &str| MapsApp::of(agent).link("41.5,-93.6");
        assert_eq!(link("Mozilla/5.0 (Linux; Android 16)"), "geo:0,0?q=41.5,-93.6");
        assert_eq!(link("Mozilla/5.0 (iPhone; CPU)"), "https://maps.apple.com/?daddr=41.5,-93.6");
        assert!(link("Mozilla/5.0 (X11; Linux x86_64)").ends_with("destination=41.5,-93.6"));
    }
}
