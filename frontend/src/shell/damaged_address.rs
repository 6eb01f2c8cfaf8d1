//! Says which parts of the address cannot be read: they are ignored, and nobody should believe that they hold.

use crate::components::icon::{Icon, IconName};
use crate::state::filters::use_filters;
use crate::state::period_choice::PeriodChoice;
use crate::state::place::{corners_of, place_of};
use bellwether_core::segment::Segment;
use bellwether_core::{CategoryId, RegionId, RepId};
use leptos::prelude::*;

/// Whether a word of the address can be read.
type IsReadable = fn(&str) -> bool;

/// The words of the address that mean something on several pages, and what can be read of them.
const READABLE: [(&str, IsReadable); 16] = [
    ("period", |word| PeriodChoice::OFFERED.into_iter().any(|offered| offered.code() == word)),
    ("compare", |word| ["previous", "same_last_year"].contains(&word)),
    ("segment", |code| Segment::from_code(code).is_some()),
    ("rep", |id| id.parse::<RepId>().is_ok()),
    ("region", |id| id.parse::<RegionId>().is_ok()),
    ("category", |id| id.parse::<CategoryId>().is_ok()),
    ("level", |word| ["ship_to", "parent"].contains(&word)),
    ("min_revenue", is_money),
    ("max_revenue", is_money),
    ("min_orders", is_number),
    ("max_orders", is_number),
    ("min_order", is_money),
    ("max_order", is_money),
    ("near", |place| place_of(place).is_some()),
    ("within_km", |km| km.parse().is_ok_and(|km| (1..=5_000).contains(&km))),
    ("area", |corners| corners_of(corners).is_some()),
];

fn is_number(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// Whole units of the currency, which are asked about in minor ones.
fn is_money(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|whole| whole.checked_mul(100).is_some())
}

/// Whether two dates are a period; one alone is none.
fn are_dates(from: Option<&str>, to: Option<&str>) -> bool {
    PeriodChoice::from_address(None, from, to) != PeriodChoice::DEFAULT
}

/// What cannot be read, as it stands in the address.
fn unreadable(get: impl Fn(&str) -> Option<String>) -> Vec<(&'static str, String)> {
    let damaged = |(name, is_readable): (&'static str, IsReadable)| {
        get(name).filter(|value| !is_readable(value)).map(|value| (name, value))
    };
    let dates = ["from", "to"].map(|name| (name, get(name)));
    let are_dates = are_dates(dates[0].1.as_deref(), dates[1].1.as_deref());
    let dates = dates.into_iter().filter_map(|(name, value)| Some((name, value?)));
    READABLE.into_iter().filter_map(damaged).chain(dates.filter(|_| !are_dates)).collect()
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
                    {format!("Ignored, because it cannot be read: {}", spelled.join(", "))}
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
            ["segment", "rep", "near"]
        );
        let ids = [RepId(7).to_string(), RegionId(7).to_string(), CategoryId(7).to_string()];
        for (name, id) in ["rep", "region", "category"].into_iter().zip(ids) {
            assert_eq!(unreadable(|key| (key == name).then(|| id.clone())), []);
        }
        assert_eq!(damaged(&[("from", "2026-06-30"), ("to", "2026-01-01")]), ["from", "to"]);
        assert_eq!(damaged(&[("from", "2026-01-01")]), ["from"]);
        assert_eq!(damaged(&[("from", "2026-01-01"), ("to", "2026-06-30")]), [""; 0]);
        assert_eq!(damaged(&[("min_revenue", "92233720368547759"), ("max_orders", "9")]), ["min_revenue"]);
        assert_eq!(
            damaged(&[("from", "2026-02-30"), ("to", "2026-06-30"), ("within_km", "0")]),
            ["within_km", "from", "to"]
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
