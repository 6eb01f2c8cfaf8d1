//! A filter with two ends under a histogram: how the accounts are spread, and which part of them is asked for (G1).
//! Both ends are sliders of the browser's own, so that arrow keys and screen readers know them.

use crate::format::{count, money_short};
use crate::pages::map::MapState;
use crate::state::loader::Loader;
use crate::state::session::use_session;
use bellwether_core::Cents;
use bellwether_core::map::{Histogram, MapHistograms};
use leptos::prelude::*;

/// What a range is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    /// Money; whole units of the currency in the address.
    Money,
    /// A number of things.
    Number,
}

/// One filter with two ends.
#[derive(Clone, Copy)]
pub(super) struct Range {
    label: &'static str,
    least_key: &'static str,
    most_key: &'static str,
    measure: Measure,
    of: fn(&MapHistograms) -> &Histogram,
}

/// Average amount of an order.
pub(super) const ORDER_VALUE: Range = Range {
    label: "Order amount",
    least_key: "min_order",
    most_key: "max_order",
    measure: Measure::Money,
    of: |found| &found.order_value,
};

/// Number of orders.
pub(super) const ORDERS: Range = Range {
    label: "Orders a year",
    least_key: "min_orders",
    most_key: "max_orders",
    measure: Measure::Number,
    of: |found| &found.orders,
};

/// Sales of twelve months.
pub(super) const REVENUE: Range = Range {
    label: "Net sales a year",
    least_key: "min_revenue",
    most_key: "max_revenue",
    measure: Measure::Money,
    of: |found| &found.revenue,
};

/// Bars and the two places between them that are asked for. A place is the number of bars before it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Scale {
    /// Lower edges in the address's unit.
    edges: Vec<i64>,
    counts: Vec<u64>,
    measure: Measure,
}

impl Scale {
    fn of(histogram: &Histogram, measure: Measure) -> Self {
        let unit = match measure {
            Measure::Money => 100,
            Measure::Number => 1,
        };
        let edges = histogram.edges.iter().map(|edge| edge / unit).collect();
        Self { edges, counts: histogram.counts.clone(), measure }
    }

    fn bars(&self) -> usize {
        self.edges.len()
    }

    /// The places of what the address asks for, at least one bar apart.
    fn places(&self, least: Option<i64>, most: Option<i64>) -> (usize, usize) {
        let left =
            least.map_or(0, |least| self.edges.partition_point(|edge| *edge <= least).saturating_sub(1));
        let right = most.map_or(self.bars(), |most| {
            let beyond = self.beyond(most);
            self.edges.partition_point(|edge| *edge < beyond)
        });
        (left, right.max(left + 1).min(self.bars()))
    }

    /// The edge that bounds `most` from above: numbers are whole, so "up to 5" ends where 6 begins.
    fn beyond(&self, most: i64) -> i64 {
        match self.measure {
            Measure::Money => most,
            Measure::Number => most.saturating_add(1),
        }
    }

    /// What a place asks for as lower end; nothing at the very left.
    fn least_at(&self, place: usize) -> Option<i64> {
        (place > 0).then(|| self.edges.get(place).copied()).flatten()
    }

    /// What a place asks for as upper end; nothing at the very right.
    fn most_at(&self, place: usize) -> Option<i64> {
        let edge = self.edges.get(place).copied()?;
        Some(match self.measure {
            Measure::Money => edge,
            Measure::Number => edge - 1,
        })
    }

    /// The bars as SVG, those asked for in the accent.
    fn drawn(&self, (left, right): (usize, usize)) -> String {
        let highest = self.counts.iter().copied().max().unwrap_or(0).max(1);
        let mut svg = format!(
            r#"<svg viewBox="0 0 {} 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">"#,
            self.bars() * 10
        );
        for (place, accounts) in self.counts.iter().enumerate().filter(|(_, accounts)| **accounts > 0) {
            // A single account must be seen beside thousands.
            let height = (accounts * 100 / highest).max(3);
            let class = if (left..right).contains(&place) { "is-in" } else { "" };
            svg.push_str(&format!(
                r#"<rect class="{class}" x="{}" y="{}" width="8.5" height="{height}"/>"#,
                place * 10,
                100 - height
            ));
        }
        svg.push_str("</svg>");
        svg
    }
}

/// Where the ends are while they are dragged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Dragged {
    left: Option<usize>,
    right: Option<usize>,
}

/// What is asked for, in words.
fn words(least: Option<i64>, most: Option<i64>, spell: impl Fn(i64) -> String) -> String {
    match (least, most) {
        (None, None) => "any".to_owned(),
        (Some(least), None) => format!("{} or more", spell(least)),
        (None, Some(most)) => format!("up to {}", spell(most)),
        (Some(least), Some(most)) if least == most => spell(least),
        (Some(least), Some(most)) => format!("{} – {}", spell(least), spell(most)),
    }
}

/// The filter: its name with what is asked for, the histogram, and the two sliders on its base.
pub(super) fn range(state: MapState, histograms: Loader<MapHistograms>, range: Range) -> AnyView {
    let symbol = use_session().currency();
    let spell = move |number: i64| match range.measure {
        Measure::Money => money_short(Cents(number.saturating_mul(100)), symbol),
        Measure::Number => count(number),
    };
    let scale =
        Memo::new(move |_| histograms.value().map(|found| Scale::of((range.of)(&found), range.measure)));
    let asked =
        Memo::new(move |_| (state.filters.parsed(range.least_key), state.filters.parsed(range.most_key)));
    let dragged = RwSignal::new(Dragged::default());
    let places = Memo::new(move |_| {
        let (least, most) = asked.get();
        let at_rest = scale.with(|scale| scale.as_ref().map_or((0, 0), |scale| scale.places(least, most)));
        let dragged = dragged.get();
        (dragged.left.unwrap_or(at_rest.0), dragged.right.unwrap_or(at_rest.1))
    });
    // While an end is dragged the words follow it; otherwise they say exactly what the address asks for.
    let in_words = move || {
        let ((least, most), dragged) = (asked.get(), dragged.get());
        let at = |place: Option<usize>, of: fn(&Scale, usize) -> Option<i64>, otherwise| match place {
            Some(place) => scale.with(|scale| scale.as_ref().and_then(|scale| of(scale, place))),
            None => otherwise,
        };
        words(at(dragged.left, Scale::least_at, least), at(dragged.right, Scale::most_at, most), spell)
    };
    let settle = move || {
        let ends = dragged.get_untracked();
        let mut changes = Vec::new();
        scale.with_untracked(|scale| {
            let Some(scale) = scale else { return };
            let spelled = |number: i64| number.to_string();
            changes.extend(ends.left.map(|left| (range.least_key, scale.least_at(left).map(spelled))));
            changes.extend(ends.right.map(|right| (range.most_key, scale.most_at(right).map(spelled))));
        });
        dragged.set(Dragged::default());
        if !changes.is_empty() {
            state.filters.set(&changes);
        }
    };
    let drawing = move || {
        let places = places.get();
        scale.with(|scale| scale.as_ref().map_or_else(String::new, |scale| scale.drawn(places)))
    };
    let is_waiting = move || scale.with(Option::is_none);
    let bars = Memo::new(move |_| scale.with(|scale| scale.as_ref().map_or(0, Scale::bars)));
    view! {
        <fieldset class="map-range">
            <legend>{range.label}" "<b>{in_words}</b></legend>
            <div class="map-range-bars" class:skeleton=is_waiting class:is-stale=move || histograms.is_loading() inner_html=drawing></div>
            <div class="map-range-ends">
                {move || ends(range.label, bars.get(), places, dragged, in_words, settle)}
            </div>
        </fieldset>
    }
    .into_any()
}

/// The two sliders; made anew when there are other bars.
fn ends(
    label: &'static str,
    bars: usize,
    places: Memo<(usize, usize)>,
    dragged: RwSignal<Dragged>,
    in_words: impl Fn() -> String + Copy + Send + Sync + 'static,
    settle: impl Fn() + Copy + 'static,
) -> Option<AnyView> {
    if bars == 0 {
        return None;
    }
    let drag_left = move |event: web_sys::Event| {
        let (_, right) = places.get_untracked();
        let left = place_in(&event).min(right.saturating_sub(1));
        drop_at(&event, left);
        dragged.update(|dragged| dragged.left = Some(left));
    };
    let drag_right = move |event: web_sys::Event| {
        let (left, _) = places.get_untracked();
        let right = place_in(&event).max(left + 1);
        drop_at(&event, right);
        dragged.update(|dragged| dragged.right = Some(right));
    };
    // Both ends at the right would leave the lower one out of reach.
    let is_crowded = move || places.get().0 * 2 > bars;
    Some(
        view! {
            <input
                type="range"
                class:is-above=is_crowded
                min="0"
                max=bars.to_string()
                aria-label=format!("{label}, from")
                aria-valuetext=in_words
                prop:value=move || places.get().0.to_string()
                on:input=drag_left
                on:change=move |_| settle()
            />
            <input
                type="range"
                min="0"
                max=bars.to_string()
                aria-label=format!("{label}, up to")
                aria-valuetext=in_words
                prop:value=move || places.get().1.to_string()
                on:input=drag_right
                on:change=move |_| settle()
            />
        }
        .into_any(),
    )
}

fn place_in(event: &web_sys::Event) -> usize {
    event_target_value(event).parse().unwrap_or(0)
}

/// Holds a slider back where the other one is.
fn drop_at(event: &web_sys::Event, place: usize) {
    event_target::<web_sys::HtmlInputElement>(event).set_value(&place.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(measure: Measure) -> Scale {
        Scale { edges: vec![0, 10, 20, 30], counts: vec![100, 50, 0, 1], measure }
    }

    #[test]
    fn an_address_finds_its_places_and_places_their_address() {
        let money = scale(Measure::Money);
        assert_eq!(money.places(None, None), (0, 4));
        assert_eq!(money.places(Some(10), Some(30)), (1, 3));
        assert_eq!((money.least_at(1), money.most_at(3)), (Some(10), Some(30)));
        assert_eq!((money.least_at(0), money.most_at(4)), (None, None));
        assert_eq!(money.places(Some(12), Some(14)), (1, 2), "between edges the bar itself");
        assert_eq!(money.places(Some(900), Some(950)), (3, 4), "beyond the last edge the open bar");
    }

    #[test]
    fn numbers_end_before_the_next_edge() {
        let numbers = scale(Measure::Number);
        assert_eq!(numbers.most_at(3), Some(29));
        assert_eq!(numbers.places(None, Some(29)), (0, 3));
        assert_eq!(numbers.places(None, Some(30)), (0, 4));
    }

    #[test]
    fn a_single_account_can_be_seen_and_an_empty_bar_cannot() {
        let drawn = scale(Measure::Number).drawn((0, 2));
        assert_eq!((drawn.matches("<rect").count(), drawn.matches("is-in").count()), (3, 2));
        assert!(drawn.contains(r#"height="3""#), "{drawn}");
    }

    #[test]
    fn what_is_asked_for_is_said_in_words() {
        let spell = |number: i64| number.to_string();
        assert_eq!(words(None, None, spell), "any");
        assert_eq!(words(Some(5), None, spell), "5 or more");
        assert_eq!(words(None, Some(7), spell), "up to 7");
        assert_eq!(words(Some(5), Some(7), spell), "5 – 7");
    }
}
