//! What the address says about a trip, and how it is changed.

use crate::components::message::Message;
use crate::pages::trip::words::time_of;
use crate::state::filters::Filters;
use crate::state::place::{Asking, place_of};
use bellwether_core::AccountId;
use bellwether_core::trip::TripRequest;
use leptos::prelude::*;

/// Stops a trip may have.
pub(super) const MOST_STOPS: usize = 60;
/// Minutes at each stop unless the address says otherwise.
pub(super) const VISIT_MINUTES: u32 = 30;
/// Longest visit, minutes.
pub(super) const LONGEST_VISIT: u32 = 600;

/// The trip of the address.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    filters: Filters,
    message: Message,
    /// Who keeps what the message needs: the page, not the row that was pressed and is gone then.
    page: StoredValue<Owner>,
    /// How asking the browser for its place goes.
    pub(super) asking: RwSignal<Asking>,
    /// The time of the day when the page was opened, in minutes.
    opened: u32,
}

impl Plan {
    pub(super) fn new(filters: Filters, message: Message) -> Self {
        let now = js_sys::Date::new_0();
        let opened = now.get_hours() * 60 + now.get_minutes();
        let page = StoredValue::new(Owner::current().expect("pages are drawn by somebody who owns them"));
        Self { filters, message, page, asking: RwSignal::new(Asking::Idle), opened }
    }

    /// The stops in the order they were chosen; tracked.
    pub(super) fn stops(self) -> Vec<AccountId> {
        stops_of(self.filters.get("stops").as_deref())
    }

    /// Where it starts, degrees north and east, unless at its first stop; tracked.
    pub(super) fn start(self) -> Option<[f64; 2]> {
        self.filters.get("start").as_deref().and_then(place_of).map(|[east, north]| [north, east])
    }

    /// Whether it ends where it starts; tracked.
    pub(super) fn returns(self) -> bool {
        self.filters.get("returns").as_deref() == Some("1")
    }

    /// Minutes at each stop; tracked.
    pub(super) fn visit_minutes(self) -> u32 {
        self.filters.parsed("visit").unwrap_or(VISIT_MINUTES).min(LONGEST_VISIT)
    }

    /// When it starts, as minutes of the day; tracked.
    pub(super) fn leaves_at(self) -> u32 {
        self.filters.get("at").as_deref().and_then(time_of).unwrap_or(self.opened)
    }

    /// What to ask the server; nothing with fewer than two stops. Tracked.
    pub(super) fn request(self) -> Option<TripRequest> {
        let stops = self.stops();
        let visit_minutes = Some(self.visit_minutes());
        (stops.len() > 1).then(|| TripRequest {
            stops,
            start: self.start(),
            returns: self.returns(),
            visit_minutes,
        })
    }

    /// One more stop; nothing happens when it is one already or there is no room.
    pub(super) fn add(self, account: AccountId) {
        let mut stops = untrack(|| self.stops());
        if !stops.contains(&account) && stops.len() < MOST_STOPS {
            stops.push(account);
            self.put(&stops);
        }
    }

    /// One stop less, with a way back.
    pub(super) fn remove(self, account: AccountId, name: &str) {
        let before = untrack(|| self.stops());
        let after: Vec<AccountId> = before.iter().copied().filter(|stop| *stop != account).collect();
        self.put(&after);
        self.offer_back(format!("{name} is no longer a stop."), before);
    }

    /// No stops, with a way back.
    pub(super) fn clear(self) {
        let before = untrack(|| self.stops());
        self.put(&[]);
        self.offer_back("All stops are removed.".to_owned(), before);
    }

    fn offer_back(self, words: String, before: Vec<AccountId>) {
        self.page.with_value(|page| page.with(|| self.message.offer(words, move || self.put(&before))));
    }

    fn put(self, stops: &[AccountId]) {
        let ids: Vec<String> = stops.iter().map(ToString::to_string).collect();
        self.filters.set(&[("stops", (!ids.is_empty()).then(|| ids.join(",")))]);
    }

    /// Changes one part of the address; what is meant anyway is left out of it.
    pub(super) fn change(self, key: &str, value: Option<String>) {
        self.filters.set(&[(key, value)]);
    }
}

/// The stops of an address: those that can be read, each once.
fn stops_of(text: Option<&str>) -> Vec<AccountId> {
    let mut stops = Vec::new();
    for stop in text.into_iter().flat_map(|text| text.split(',')).filter_map(|id| id.parse().ok()) {
        if !stops.contains(&stop) && stops.len() < MOST_STOPS {
            stops.push(stop);
        }
    }
    stops
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_are_read_once_each_and_nonsense_is_left_out() {
        let [one, two] = [AccountId(1), AccountId(2)];
        assert_eq!(stops_of(Some(&format!("{two},nonsense,,{one},{two}"))), [two, one]);
        assert_eq!(stops_of(None), []);
        let many: Vec<String> = (1..99).map(|number| AccountId(number).to_string()).collect();
        assert_eq!(stops_of(Some(&many.join(","))).len(), MOST_STOPS);
    }
}
