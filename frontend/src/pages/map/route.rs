//! Stops for a trip, kept in the address while people look around; planning them is a page of its own (G8).

use crate::pages::map::MapState;
use crate::state::filters::Filters;
use bellwether_core::AccountId;
use leptos::prelude::*;

/// Stops a trip may have.
const MOST_STOPS: usize = 60;

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

fn spelled(stops: &[AccountId]) -> Option<String> {
    let ids: Vec<String> = stops.iter().map(ToString::to_string).collect();
    (!ids.is_empty()).then(|| ids.join(","))
}

/// Follows the stops of the address; whoever reads them is told when they change, not with every filter.
pub(super) fn use_stops(filters: Filters) -> Memo<Vec<AccountId>> {
    Memo::new(move |_| stops_of(filters.get("stops").as_deref()))
}

impl MapState {
    /// Whether an account is one of the stops; tracked.
    pub(super) fn is_stop(self, account: AccountId) -> bool {
        self.stops.with(|stops| stops.contains(&account))
    }

    fn toggle_stop(self, account: AccountId) {
        let mut stops = self.stops.get_untracked();
        match stops.iter().position(|stop| *stop == account) {
            Some(place) => drop(stops.remove(place)),
            None => stops.push(account),
        }
        self.filters.replace(&[("stops", spelled(&stops))]);
    }
}

/// Adds an account to the stops, or takes it out again. `words` are shown on it; the name is for screen readers.
pub(super) fn stop_button(state: MapState, account: AccountId, name: &str, class: &'static str) -> AnyView {
    let is_stop = Memo::new(move |_| state.is_stop(account));
    let is_full = move || !is_stop.get() && state.stops.with(Vec::len) >= MOST_STOPS;
    view! {
        <button
            type="button"
            class=class
            aria-pressed=move || is_stop.get().to_string()
            disabled=is_full
            title=move || if is_stop.get() { "Take out of the trip" } else { "Add to trip" }
            on:click=move |_| state.toggle_stop(account)
        >
            <span aria-hidden="true" class="map-stop-mark">{move || if is_stop.get() { "✓" } else { "+" }}</span>
            <span class="map-stop-words">{move || if is_stop.get() { "On the trip" } else { "Add to trip" }}</span>
            <span class="visually-hidden">{format!(": {name}")}</span>
        </button>
    }
    .into_any()
}

/// How many stops there are, and the way to plan them.
pub(super) fn stops_bar(state: MapState) -> AnyView {
    let bar = move || {
        let stops = state.stops.get();
        let text = spelled(&stops)?;
        let words = if stops.len() == 1 { "1 stop".to_owned() } else { format!("{} stops", stops.len()) };
        let href = state.filters.link_with("/trip", "stops", text);
        let next = if stops.len() < 2 {
            view! { <span class="muted">"Add another to plan a trip"</span> }.into_any()
        } else {
            view! { <a class="button is-primary" href=href>"Plan trip"</a> }.into_any()
        };
        Some(view! {
            <div class="map-stops" role="status">
                <b>{words}</b>
                {next}
                <button type="button" class="button is-quiet" on:click=move |_| state.filters.replace(&[("stops", None)])>"Clear"<span class="visually-hidden">" stops"</span></button>
            </div>
        })
    };
    bar.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_survive_the_address_once_each_and_nonsense_is_left_out() {
        let stops = [AccountId(3), AccountId(1)];
        let text = spelled(&stops).expect("there are stops");
        assert_eq!(stops_of(Some(&text)), stops);
        assert_eq!(stops_of(Some(&format!("{text},nonsense,{}", AccountId(3)))), stops);
        assert_eq!((stops_of(None), spelled(&[])), (Vec::new(), None));
    }
}
