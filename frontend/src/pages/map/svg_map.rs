//! The map where WebGL is missing: outlines of the states and the marks as SVG. Mouse, fingers and keys move it, a click
//! on a cluster goes closer, a click on a pin opens its card.

mod cities;
mod hand;
mod window;

use self::hand::Hand;
use self::window::{HEIGHT, WIDTH, Window};
use crate::components::badge::{segment_class, shape};
use crate::format::count_short;
use crate::pages::map::MapState;
use crate::pages::map::basemap::{CITIES, STATES};
use crate::pages::map::card::card;
use crate::pages::map::lasso::Unproject;
use crate::pages::map::marks::{place_of, warmth};
use crate::pages::map::regions::Shades;
use crate::pages::map::tools::zoom_buttons;
use crate::state::place::Place;
use crate::state::viewport::use_is_phone;
use bellwether_core::map::MapMark;
use leptos::html;
use leptos::prelude::*;
use leptos::svg;
use leptos::task::spawn_local;
use serde_json::Value;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The map as SVG.
pub(super) fn svg_map(state: MapState) -> AnyView {
    let states = features_of(STATES);
    let cities = features_of(CITIES);
    let stage = NodeRef::<html::Div>::new();
    let picture = NodeRef::<svg::Svg>::new();
    let hand = Hand::on(state, picture);
    tell_places(state, hand);
    let land = move || {
        let shades = state.regions.shades.get();
        states.with(|states| states.as_ref().map(|states| outlines(states, hand.drawn(), &shades)))
    };
    // The picture is as wide as the screen, whatever that is: letters must grow where it is small.
    let is_phone = use_is_phone();
    let letter_height = move || if is_phone.get() { 26.0 } else { 12.0 };
    let names = move || {
        cities.with(|cities| {
            cities.as_ref().map(|cities| cities::cities(cities, hand.drawn(), letter_height()))
        })
    };
    view! {
        <div
            class="map-svg"
            node_ref=stage
            tabindex="0"
            role="region"
            aria-label="Map of the accounts"
            aria-description="Arrow keys move it, plus and minus zoom."
            on:keydown=move |event| hand.key(&event)
        >
            <svg
                node_ref=picture
                viewBox=format!("0 0 {WIDTH} {HEIGHT:.1}")
                role="img"
                aria-label="Map of the accounts; the list says the same in words"
                on:wheel=move |event| hand.wheel(&event)
                on:pointerdown=move |event| hand.press(&event)
                on:pointermove=move |event| hand.follow(&event)
                on:pointerup=move |event| hand.let_go(&event)
                on:pointercancel=move |event| hand.let_go(&event)
            >
                <g transform=move || hand.drift().transform()>
                    <g class="map-svg-states">{land}</g>
                    <g class="map-svg-cities" aria-hidden="true">{names}</g>
                    <g class="map-svg-heat">{move || warm(state, hand.drawn())}</g>
                    <g class="map-svg-drawn">{move || drawn(state, hand.drawn())}</g>
                    <g>{move || state.answer.value().map(|view| view.marks.iter().map(|mark| mark_view(state, mark, hand)).collect_view())}</g>
                    <g class="map-svg-drawn">{move || spot(state, hand.drawn())}</g>
                </g>
            </svg>
            {move || card_at(state, stage, hand)}
        </div>
        {zoom_buttons(move |factor| hand.zoom(factor), state)}
    }
    .into_any()
}

/// The features at an address, once they are here.
fn features_of(address: &'static str) -> RwSignal<Option<Value>> {
    let features = RwSignal::new(None::<Value>);
    spawn_local(async move {
        match fetched(address).await {
            Ok(found) => drop(features.try_set(Some(found))),
            Err(error) => leptos::logging::warn!("{address} could not be loaded: {error:?}"),
        }
    });
    features
}

async fn fetched(address: &str) -> Result<Value, JsValue> {
    let answer: web_sys::Response = JsFuture::from(window().fetch_with_str(address)).await?.dyn_into()?;
    let found = JsFuture::from(answer.json()?).await?;
    serde_wasm_bindgen::from_value(found).map_err(JsValue::from)
}

/// Lets the lasso know which place lies where.
fn tell_places(state: MapState, hand: Hand) {
    let unproject: Unproject =
        Rc::new(move |x, y| Some(untrack(|| hand.seen()).place_at(hand.point_at([x, y])?)));
    state.unproject.set_value(Some(unproject));
}

fn outlines(states: &Value, window: Window, shades: &Shades) -> Vec<AnyView> {
    let features = states.get("features").and_then(Value::as_array);
    let class = |state: &Value| {
        let code = state.get("properties").and_then(|known| known.get("code")).and_then(Value::as_str);
        code.and_then(|code| shades.get(code)).map_or_else(String::new, |shade| format!("shade-{shade}"))
    };
    features
        .into_iter()
        .flatten()
        .map(|state| view! { <path class=class(state) d=outline(state, window) /> }.into_any())
        .collect()
}

/// Warmth where sales are.
fn warm(state: MapState, window: Window) -> Option<Vec<AnyView>> {
    let view = state.is_heated().then(|| state.answer.value()).flatten()?;
    let largest = view.marks.iter().map(|mark| mark.revenue_cents).max().unwrap_or_default();
    let spot = |mark: &MapMark| {
        let (x, y) = window.place(mark.longitude, mark.latitude);
        let radius = 46.0 * warmth(mark, largest);
        view! { <circle cx=x.to_string() cy=y.to_string() r=radius.to_string() /> }.into_any()
    };
    Some(view.marks.iter().map(spot).collect())
}

/// Area and circle of the address.
fn drawn(state: MapState, window: Window) -> Vec<AnyView> {
    let drawn = state.drawn();
    let ring = |ring: &Vec<Place>| {
        let points: Vec<String> = ring
            .iter()
            .map(|[east, north]| {
                let (x, y) = window.place(*east, *north);
                format!("{x:.1},{y:.1}")
            })
            .collect();
        view! { <polygon points=points.join(" ") /> }.into_any()
    };
    let here = drawn.here.map(|[east, north]| {
        let (x, y) = window.place(east, north);
        view! { <circle cx=x.to_string() cy=y.to_string() r="7" /> }.into_any()
    });
    drawn.rings.iter().map(ring).chain(here).collect()
}

/// Path data of a state's polygons.
fn outline(state: &Value, window: Window) -> String {
    let Some(geometry) = state.get("geometry") else { return String::new() };
    let mut path = String::new();
    draw_rings(geometry.get("coordinates").unwrap_or(&Value::Null), window, &mut path);
    path
}

/// Walks down to lists of places, however deep the kind of geometry nests them.
fn draw_rings(nested: &Value, window: Window, path: &mut String) {
    let Some(items) = nested.as_array() else { return };
    let place = |item: &Value| item.get(0)?.as_f64().zip(item.get(1)?.as_f64());
    let ring: Vec<(f64, f64)> = items.iter().filter_map(place).collect();
    if ring.is_empty() {
        for item in items {
            draw_rings(item, window, path);
        }
        return;
    }
    for (index, (longitude, latitude)) in ring.into_iter().enumerate() {
        let (x, y) = window.place(longitude, latitude);
        path.push_str(&format!("{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' }));
    }
    path.push('Z');
}

/// The account that is pointed out, where a cluster hides it.
fn spot(state: MapState, window: Window) -> Option<AnyView> {
    let account = state.pointed_out()?;
    let answer = state.answer.value()?;
    let is_pin = answer.marks.iter().any(|mark| mark.account == Some(account));
    let [longitude, latitude] = place_of(&answer, account).filter(|_| !is_pin)?;
    let (x, y) = window.place(longitude, latitude);
    Some(view! { <circle cx=x.to_string() cy=y.to_string() r="5" /> }.into_any())
}

fn mark_view(state: MapState, mark: &MapMark, hand: Hand) -> AnyView {
    let window = hand.drawn();
    let (x, y) = window.place(mark.longitude, mark.latitude);
    let class = mark.segment.map_or_else(|| "segment-unscored".to_owned(), segment_class);
    let center = [mark.longitude, mark.latitude];
    if let Some(account) = mark.account {
        let path = mark.segment.map_or("M6 2.500a3.500 3.500 0 1 1 0 7a3.500 3.500 0 0 1 0-7z", shape);
        let position = format!("translate({:.1} {:.1}) scale(1.3)", x - 7.8, y - 7.8);
        view! {
            <path
                class=format!("map-svg-pin {class}")
                class:is-stop=move || state.is_stop(account)
                class:is-pointed-out=move || state.pointed_out() == Some(account)
                d=path
                transform=position
                on:click=move |_| state.select(Some(account))
                on:mouseenter=move |_| state.hovered.set(Some(account))
                on:mouseleave=move |_| state.hovered.set(None)
            />
        }
        .into_any()
    } else {
        let radius = (11.0 + f64::from(mark.count).sqrt()).min(30.0);
        view! {
            <g class=format!("map-svg-cluster {class}") on:click=move |_| hand.go(untrack(|| hand.seen()).closer(center))>
                <circle cx=x.to_string() cy=y.to_string() r=radius.to_string() />
                <text x=x.to_string() y=(y + 4.0).to_string() text-anchor="middle">{count_short(i64::from(mark.count))}</text>
            </g>
        }
        .into_any()
    }
}

/// The card at the account that is pointed out, in pixels of the stage.
fn card_at(state: MapState, stage: NodeRef<html::Div>, hand: Hand) -> Option<AnyView> {
    let account = state.pointed_out()?;
    let answer = state.answer.value()?;
    let [longitude, latitude] = place_of(&answer, account)?;
    let tip = Signal::derive(move || {
        let (x, y) = hand.seen().place(longitude, latitude);
        let pixels = stage.get()?.get_bounding_client_rect().width() / WIDTH;
        Some([x * pixels, y * pixels])
    });
    card(state, account, tip)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::map::basemap::COUNTRY;
    use serde_json::json;

    #[test]
    fn polygons_and_multipolygons_are_drawn_ring_by_ring() {
        let window = Window::country();
        let [west, south, east, north] = COUNTRY;
        let middle = [f64::midpoint(west, east), f64::midpoint(south, north)];
        let ring = json!([middle, [east, north], [east, south]]);
        let one = outline(&json!({ "geometry": { "coordinates": [ring] } }), window);
        assert!(one.starts_with("M480.0 266.7L960.0 0.0L960.0 ") && one.ends_with('Z'), "{one}");
        let two = outline(&json!({ "geometry": { "coordinates": [[ring], [ring]] } }), window);
        assert_eq!(two.matches('Z').count(), 2);
    }
}
