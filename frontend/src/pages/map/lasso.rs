//! Drawing an area: while it is switched on, a sheet over the map takes the pointer, and the way it goes becomes the
//! area. "Use this view" is the same for people without a pointer.

use crate::pages::map::MapState;
use crate::pages::map::area::{rectangle, spelled, thinned};
use crate::state::place::Place;
use leptos::html;
use leptos::prelude::*;
use std::rc::Rc;

/// Says which place on earth lies under a point of the window, in CSS pixels; every kind of map has its own.
pub(super) type Unproject = Rc<dyn Fn(f64, f64) -> Option<Place>>;

/// Pixels the pointer must go before that is a step.
const STEP: f64 = 3.0;

/// The sheet, while an area is drawn.
pub(super) fn lasso(state: MapState) -> AnyView {
    let escape = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && state.is_drawing.get_untracked() {
            state.is_drawing.set(false);
        }
    });
    on_cleanup(move || escape.remove());
    (move || state.is_drawing.get().then(|| sheet(state))).into_any()
}

fn sheet(state: MapState) -> AnyView {
    let way = RwSignal::new(Vec::<[f64; 2]>::new());
    let is_down = StoredValue::new(false);
    let frame = NodeRef::<html::Div>::new();
    let begin = move |event: web_sys::PointerEvent| {
        event.prevent_default();
        if let Some(frame) = frame.get_untracked() {
            // Without it the way would end at the edge of the sheet, which is no harm.
            drop(frame.set_pointer_capture(event.pointer_id()));
        }
        is_down.set_value(true);
        way.set(vec![point_of(&event)]);
    };
    let go_on = move |event: web_sys::PointerEvent| {
        let point = point_of(&event);
        let is_step = way.with_untracked(|way| way.last().is_none_or(|last| far(*last, point)));
        if is_down.get_value() && is_step {
            way.update(|way| way.push(point));
        }
    };
    let end = move |_: web_sys::PointerEvent| {
        if is_down.get_value() {
            is_down.set_value(false);
            if !way.with_untracked(|way| finish(state, way)) {
                way.set(Vec::new());
            }
        }
    };
    let points = move || {
        let offset = frame.get().map_or((0.0, 0.0), |frame| {
            let frame = frame.get_bounding_client_rect();
            (frame.left(), frame.top())
        });
        let spelled = |[x, y]: &[f64; 2]| format!("{:.0},{:.0}", x - offset.0, y - offset.1);
        way.with(|way| way.iter().map(spelled).collect::<Vec<_>>().join(" "))
    };
    view! {
        <div
            class="map-lasso"
            node_ref=frame
            on:pointerdown=begin
            on:pointermove=go_on
            on:pointerup=end
            on:pointercancel=move |_| {
                is_down.set_value(false);
                way.set(Vec::new());
            }
        >
            <svg aria-hidden="true"><polygon points=points /></svg>
            <p class="map-hint">"Draw around the accounts you mean. Escape stops."</p>
        </div>
    }
    .into_any()
}

/// Takes the way as the area, if it encloses anything.
fn finish(state: MapState, way: &[[f64; 2]]) -> bool {
    let Some(unproject) = state.unproject.with_value(Clone::clone) else { return false };
    let Some(points) = thinned(way) else { return false };
    let corners: Option<Vec<Place>> = points.iter().map(|[x, y]| unproject(*x, *y)).collect();
    let Some(area) = corners.as_deref().and_then(spelled) else { return false };
    state.is_drawing.set(false);
    state.filters.set(&[("area", Some(area))]);
    true
}

/// Takes what is shown as the area.
pub(super) fn use_view(state: MapState) {
    if let Some(area) = state.view.get_untracked().and_then(|view| spelled(&rectangle(&view))) {
        state.is_drawing.set(false);
        state.filters.set(&[("area", Some(area))]);
    }
}

fn point_of(event: &web_sys::PointerEvent) -> [f64; 2] {
    [f64::from(event.client_x()), f64::from(event.client_y())]
}

fn far([x, y]: [f64; 2], [other_x, other_y]: [f64; 2]) -> bool {
    (x - other_x).abs() + (y - other_y).abs() >= STEP
}
