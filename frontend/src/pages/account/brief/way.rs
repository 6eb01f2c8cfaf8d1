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

/// The way to the account: to its position, else to its address.
pub fn way_to(brief: &AccountBrief) -> Option<String> {
    let app = MapsApp::of(&window().navigator().user_agent().unwrap_or_else(|_| String::new()));
    let place = match brief.position {
        Some([north, east]) => format!("{north},{east}"),
        None if brief.address.is_empty() => return None,
        None => js_sys::encode_uri_component(&brief.address).into(),
    };
    Some(app.link(&place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_device_gets_a_link_that_its_own_maps_app_opens() {
        let link = |agent: &str| MapsApp::of(agent).link("41.5,-93.6");
        assert_eq!(link("Mozilla/5.0 (Linux; Android 16)"), "geo:0,0?q=41.5,-93.6");
        assert_eq!(link("Mozilla/5.0 (iPhone; CPU)"), "https://maps.apple.com/?daddr=41.5,-93.6");
        assert!(link("Mozilla/5.0 (X11; Linux x86_64)").ends_with("destination=41.5,-93.6"));
    }
}
