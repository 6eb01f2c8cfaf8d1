//! What can be done on the map: draw an area, take the view as one, look around oneself, shade the states.

use crate::components::saved_views::SavedViews;
use crate::pages::map::MapState;
use crate::pages::map::lasso::use_view;
use crate::pages::map::near::near_me;
use crate::pages::map::regions::layer_choice;
use bellwether_core::view::ViewPage;
use leptos::prelude::*;

/// The row of tools.
pub(super) fn tools(state: MapState) -> AnyView {
    let has_area = move || state.filters.get("area").is_some();
    let area = move || {
        if has_area() {
            view! {
                <button type="button" class="chip" aria-pressed="true" on:click=move |_| state.filters.set(&[("area", None)])>
                    "Clear area"
                </button>
            }
            .into_any()
        } else {
            view! {
                <button
                    type="button"
                    class="chip"
                    aria-pressed=move || state.is_drawing.get().to_string()
                    on:click=move |_| state.is_drawing.update(|is_drawing| *is_drawing = !*is_drawing)
                >
                    "Draw area"
                </button>
                <button
                    type="button"
                    class="chip"
                    title="Keeps to the accounts in this view, also when the map moves"
                    disabled=move || state.view.with(Option::is_none)
                    on:click=move |_| use_view(state)
                >
                    "Use this view"
                </button>
            }
            .into_any()
        }
    };
    view! {
        <div class="map-tools" role="group" aria-label="Map tools">
            {area}
            {near_me(state)}
            {layer_choice(state)}
            <SavedViews page=ViewPage::Map />
        </div>
    }
    .into_any()
}

/// The buttons of a map that goes closer by a factor.
pub(super) fn zoom_buttons(zoom: impl Fn(f64) + Copy + 'static, state: MapState) -> AnyView {
    view! {
        <div class="map-controls" role="group" aria-label="Zoom">
            <button type="button" aria-label="Zoom in" on:click=move |_| zoom(2.0)>"+"</button>
            <button type="button" aria-label="Zoom out" on:click=move |_| zoom(0.5)>"−"</button>
            <button type="button" class="map-show-all" on:click=move |_| state.show_all.update(|wish| *wish += 1)>"All"<span class="visually-hidden">" accounts"</span></button>
        </div>
    }
    .into_any()
}
