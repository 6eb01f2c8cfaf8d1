//! Says which parts of the address cannot be read: they restrict nothing, and nobody should believe that they do.

use crate::components::icon::{Icon, IconName};
use crate::state::filters::use_filters;
use crate::state::period_choice::PeriodChoice;
use crate::state::place::{corners_of, place_of};
use bellwether_core::segment::Segment;
use chrono::NaiveDate;
use leptos::prelude::*;

/// Whether a word of the address can be read.
type IsReadable = fn(&str) -> bool;

/// The words of the address that mean something on several pages, and what can be read of them.
const READABLE: [(&str, IsReadable); 18] = [
    ("period", |word| PeriodChoice::OFFERED.into_iter().any(|offered| offered.code() == word)),
    ("from", is_date),
    ("to", is_date),
    ("compare", |word| ["previous", "same_last_year"].contains(&word)),
    ("segment", |code| Segment::from_code(code).is_some()),
    ("rep", is_number),
    ("region", is_number),
    ("category", is_number),
    ("level", |word| ["ship_to", "parent"].contains(&word)),
    ("min_revenue", is_number),
    ("max_revenue", is_number),
    ("min_orders", is_number),
    ("max_orders", is_number),
    ("min_order", is_number),
    ("max_order", is_number),
    ("near", |place| place_of(place).is_some()),
    ("within_km", |km| km.parse().is_ok_and(|km| (1..=5_000).contains(&km))),
    ("area", |corners| corners_of(corners).is_some()),
];

fn is_number(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

fn is_date(text: &str) -> bool {
    text.parse::<NaiveDate>().is_ok()
}

/// What cannot be read, as it stands in the address.
fn unreadable(get: impl Fn(&str) -> Option<String>) -> Vec<(&'static str, String)> {
    let damaged = |(name, is_readable): (&'static str, IsReadable)| {
        get(name).filter(|value| !is_readable(value)).map(|value| (name, value))
    };
    READABLE.into_iter().filter_map(damaged).collect()
}

/// A word about it across the page, and the way to be rid of it.
#[component]
pub fn DamagedAddressBanner() -> impl IntoView {
    let filters = use_filters();
    let damaged = Memo::new(move |_| unreadable(|name| filters.get(name)));
    move || {
        let parts = damaged.get();
        (!parts.is_empty()).then(|| {
            let spelled: Vec<_> = parts.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let remove = move |_| {
                let gone: Vec<_> = parts.iter().map(|(name, _)| (*name, None)).collect();
                filters.replace(&gone);
            };
            view! {
                <p class="banner" role="status">
                    <Icon name=IconName::Warning />
                    {format!("This part of the address cannot be read and restricts nothing: {}", spelled.join(", "))}
                    <button type="button" class="button is-quiet" on:click=remove>"Remove"</button>
                </p>
            }
            .into_any()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::view::{BOUND_FILTERS, GROUP_FILTERS};

    fn damaged(parts: &'static [(&'static str, &'static str)]) -> Vec<&'static str> {
        let get =
            |key: &str| parts.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned());
        unreadable(get).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn only_what_cannot_be_read_is_named() {
        assert_eq!(
            damaged(&[("period", "30d"), ("segment", "gold"), ("rep", "7"), ("near", "here")]),
            ["segment", "near"]
        );
        assert_eq!(
            damaged(&[("from", "2026-02-30"), ("to", "2026-06-30"), ("within_km", "0")]),
            ["from", "within_km"]
        );
        assert_eq!(
            damaged(&[("period", "ytd"), ("compare", "same_last_year"), ("area", "1 2,3 4,5 6")]),
            [""; 0]
        );
    }

    #[test]
    fn every_filter_but_the_name_of_a_state_can_be_damaged() {
        let known = READABLE.map(|(name, _)| name);
        let filters = GROUP_FILTERS.into_iter().chain(BOUND_FILTERS).filter(|filter| *filter != "state");
        filters.for_each(|filter| assert!(known.contains(&filter), "{filter}"));
    }
}
