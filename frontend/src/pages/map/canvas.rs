//! The map drawn by MapLibre: made once library and first answer are there, then kept in step with
//! answer, theme and the account that is pointed out.

use crate::pages::map::address::{spelled_view, view_of};
use crate::pages::map::basemap::{
    self, CLUSTERS, COUNTRY, DRAWN, HEAT, LIBRARY, LIBRARY_STYLES, MARKS, PINS, SPOT,
};
use crate::pages::map::card::card;
use crate::pages::map::colours::Colours;
use crate::pages::map::curves::binary_logarithm;
use crate::pages::map::lasso::Unproject;
use crate::pages::map::marks::{draw_pictures, features, place_of, spot};
use crate::pages::map::regions::Shades;
use crate::pages::map::tools::zoom_buttons;
use crate::pages::map::{MapState, REST};
use crate::state::effect::watch;
use crate::state::theme::{on_system_theme_change, use_theme};
use bellwether_core::AccountId;
use bellwether_maplibre::{Map, MapError, MapLibre, MapOptions, Padding, Pointed, View};
use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// Tools lie over the top of the map, its buttons on the right and the legend at the bottom.
const PADDING: Padding = Padding { top: 104.0, right: 88.0, bottom: 72.0, left: 48.0 };
const CLOSEST_FIT: f64 = 10.0;

/// The map once it is there. MapLibre lives in this thread only.
type Held = StoredValue<Option<Map>, LocalStorage>;

#[derive(Clone, Copy)]
struct Canvas {
    state: MapState,
    map: Held,
    /// Whether sources and layers can be filled.
    is_ready: RwSignal<bool>,
    /// Counts moves, for what is drawn over the map.
    moves: RwSignal<u32>,
    is_broken: RwSignal<bool>,
}

/// The map, with the card of the account that is pointed out.
pub(super) fn canvas(state: MapState, is_broken: RwSignal<bool>) -> AnyView {
    let container = NodeRef::<html::Div>::new();
    let map = StoredValue::new_local(None);
    let canvas = Canvas { state, map, is_ready: RwSignal::new(false), moves: RwSignal::new(0), is_broken };
    canvas.start(container);
    canvas.keep_marks();
    canvas.keep_spot();
    canvas.keep_theme();
    canvas.keep_fit();
    canvas.keep_wishes();
    canvas.keep_drawn();
    canvas.keep_shades();
    canvas.keep_heat();
    canvas.tell_places(container);
    on_cleanup(move || map.dispose());
    view! {
        <link rel="stylesheet" href=LIBRARY_STYLES />
        <div class="map-canvas" node_ref=container></div>
        {move || (!canvas.is_ready.get()).then(|| view! { <div class="map-loading skeleton" role="status"><span class="visually-hidden">"Loading the map"</span></div> })}
        {zoom_buttons(move |factor| canvas.with_map(|map| zoom_by(map, binary_logarithm(factor))), state)}
        {move || canvas.spot_place().map(|(account, place)| card(state, account, canvas.tip(place)))}
    }
    .into_any()
}

impl Canvas {
    /// Loads the library at once, and makes the map when it is known where the accounts are.
    fn start(self, container: NodeRef<html::Div>) {
        let library = RwSignal::new_local(None::<MapLibre>);
        spawn_local(async move {
            match MapLibre::load(LIBRARY).await {
                Ok(loaded) => drop(library.try_set(Some(loaded))),
                Err(error) => self.give_up(&error),
            }
        });
        watch(move || {
            let (Some(library), Some(element)) = (library.get(), container.get()) else { return };
            let answer = self.state.answer;
            if self.map.with_value(Option::is_some)
                || (answer.value().is_none() && answer.failure().is_none())
            {
                return;
            }
            let bounds = answer.value().and_then(|view| view.bounds);
            if let Err(error) = self.make(&library, &element, bounds) {
                self.give_up(&error);
            }
        });
    }

    /// Where the map cannot be drawn the SVG map takes over.
    fn give_up(self, error: &MapError) {
        leptos::logging::warn!("{error}");
        self.is_broken.try_set(true);
    }

    fn make(
        self,
        library: &MapLibre,
        element: &web_sys::HtmlElement,
        bounds: Option<[f64; 4]>,
    ) -> Result<(), MapError> {
        let origin = window().location().origin()?;
        let colours = Colours::read();
        let options = MapOptions {
            style: basemap::style(&origin, &colours),
            bounds: bounds.map_or(COUNTRY, roomy),
            padding: PADDING,
            min_zoom: 2.0,
            max_zoom: 16.0,
        };
        let map = library.map(element, &options)?;
        if let Some((center, zoom)) = untrack(|| self.state.filters.get("at")).as_deref().and_then(view_of) {
            map.ease_to(center, zoom, 0)?;
        }
        map.describe("Map of the accounts; the list beside it says the same in words")?;
        draw_pictures(&map, &colours)?;
        self.listen(&map);
        self.map.set_value(Some(map));
        Ok(())
    }

    fn listen(self, map: &Map) {
        map.on_error(|error| leptos::logging::warn!("{error}"));
        map.on_load(move || {
            self.is_ready.try_set(true);
            self.note_view();
        });
        let resting = StoredValue::new(None::<TimeoutHandle>);
        map.on_move_end(move |_| {
            if let Some(Some(earlier)) = resting.try_get_value() {
                earlier.clear();
            }
            let wait = set_timeout_with_handle(move || self.note_view(), REST);
            resting.try_set_value(wait.ok());
        });
        map.on_move(move || {
            self.moves.try_update(|moves| *moves = moves.wrapping_add(1));
        });
        map.on_click(CLUSTERS, move |pointed| self.open_cluster(&pointed));
        map.on_click(PINS, move |pointed| self.state.select(account_of(&pointed)));
        map.on_hover(PINS, move |pointed| {
            self.hover(pointed.as_ref().and_then(account_of), pointed.is_some())
        });
        map.on_hover(CLUSTERS, move |pointed| self.hover(None, pointed.is_some()));
    }

    /// Asks for the marks of what is shown now, and keeps the place in the address.
    fn note_view(self) {
        let shown = self.map.try_with_value(|map| map.as_ref().map(Map::view)).flatten();
        if let Some(view) = shown {
            self.state.stands_at(view);
            self.state.filters.replace(&[("at", Some(spelled_view(&view)))]);
        }
    }

    fn hover(self, account: Option<AccountId>, is_on_mark: bool) {
        self.with_map(|map| map.set_pointing(is_on_mark));
        if self.state.hovered.get_untracked() != account {
            self.state.hovered.set(account);
        }
    }

    fn open_cluster(self, pointed: &Pointed) {
        if let Some(position) = pointed.position {
            self.with_map(|map| map.ease_to(position, map.view().zoom + 2.0, 350));
        }
    }

    /// Does something with the map, if it is there; what goes wrong is told in the console, as the
    /// list beside the map still says everything.
    fn with_map(self, act: impl FnOnce(&Map) -> Result<(), MapError>) {
        self.map.try_with_value(|map| {
            if let Some(Err(error)) = map.as_ref().map(act) {
                leptos::logging::warn!("{error}");
            }
        });
    }

    fn keep_marks(self) {
        watch(move || {
            if let (true, Some(view)) = (self.is_ready.get(), self.state.answer.value()) {
                let features = self.state.stops.with(|stops| features(&view, stops));
                self.with_map(|map| map.set_data(MARKS, &features));
            }
        });
    }

    /// Where the account that is pointed out is; tracked.
    fn spot_place(self) -> Option<(AccountId, [f64; 2])> {
        let account = self.state.pointed_out()?;
        let view = self.state.answer.value()?;
        place_of(&view, account).map(|place| (account, place))
    }

    fn keep_spot(self) {
        watch(move || {
            let here = self.spot_place().map(|(_, place)| place);
            if self.is_ready.get() {
                self.with_map(|map| map.set_data(SPOT, &spot(here)));
            }
        });
    }

    fn keep_theme(self) {
        let theme = use_theme();
        watch(move || {
            theme.track();
            if self.is_ready.get() {
                // The style sheet answers with the new colours in the next frame.
                request_animation_frame(move || self.repaint());
            }
        });
        on_system_theme_change(move || {
            request_animation_frame(move || self.repaint());
        });
    }

    fn repaint(self) {
        // The frame may come after the page has gone.
        let shades = self.state.regions.shades.try_get_untracked().unwrap_or_default();
        self.with_map(|map| repaint(map).and_then(|()| shade(map, &shades)));
    }

    fn keep_shades(self) {
        watch(move || {
            let shades = self.state.regions.shades.get();
            if self.is_ready.get() {
                self.with_map(|map| shade(map, &shades));
            }
        });
    }

    /// Warmth where sales are; the clusters stand back meanwhile.
    fn keep_heat(self) {
        watch(move || {
            let (heat, clusters) = if self.state.is_heated() { (0.8, 0.35) } else { (0.0, 0.94) };
            if self.is_ready.get() {
                self.with_map(|map| {
                    map.set_paint(HEAT, "heatmap-opacity", &heat.into())?;
                    map.set_paint(CLUSTERS, "circle-opacity", &clusters.into())
                });
            }
        });
    }

    /// Area and circle of the address.
    fn keep_drawn(self) {
        watch(move || {
            let drawn = self.state.drawn();
            if self.is_ready.get() {
                self.with_map(|map| map.set_data(DRAWN, &drawn.features()));
            }
        });
    }

    /// Lets the lasso know which place lies where.
    fn tell_places(self, container: NodeRef<html::Div>) {
        let unproject: Unproject = Rc::new(move |x, y| {
            let frame = container.get_untracked()?.get_bounding_client_rect();
            let point = [x - frame.left(), y - frame.top()];
            self.map.try_with_value(|map| map.as_ref()?.unproject(point).ok()).flatten()
        });
        self.state.unproject.set_value(Some(unproject));
    }

    fn keep_fit(self) {
        let mut before = None;
        watch(move || {
            let wish = self.state.show_all.get();
            let bounds = untrack(|| self.state.answer.value()).and_then(|view| view.bounds);
            if before.replace(wish).is_some_and(|before| before != wish) {
                self.with_map(|map| map.fit_bounds(bounds.map_or(COUNTRY, roomy), PADDING, CLOSEST_FIT));
            }
        });
    }

    /// Goes where somebody wishes to look.
    fn keep_wishes(self) {
        watch(move || {
            if let (Some(bounds), true) = (self.state.go_to.get(), self.is_ready.get()) {
                self.with_map(|map| map.fit_bounds(bounds, PADDING, CLOSEST_FIT));
                self.state.go_to.set(None);
            }
        });
    }

    /// Where in the map's element a place lies just now.
    fn tip(self, place: [f64; 2]) -> Signal<Option<[f64; 2]>> {
        Signal::derive(move || {
            self.moves.track();
            self.map.try_with_value(|map| map.as_ref()?.project(place).ok()).flatten()
        })
    }
}

fn zoom_by(map: &Map, step: f64) -> Result<(), MapError> {
    let view: View = map.view();
    map.ease_to(view.center, view.zoom + step, 200)
}

fn repaint(map: &Map) -> Result<(), MapError> {
    let colours = Colours::read();
    for (layer, property, value) in basemap::themed_paint(&colours) {
        map.set_paint(layer, property, &value)?;
    }
    draw_pictures(map, &colours)
}

/// Colours the states, or leaves them as the land is.
fn shade(map: &Map, shades: &Shades) -> Result<(), MapError> {
    map.set_paint("land", "fill-color", &basemap::land_colours(&Colours::read(), shades))
}

fn account_of(pointed: &Pointed) -> Option<AccountId> {
    pointed.properties.get("account")?.as_str()?.parse().ok()
}

/// Bounds with some country around them, so that a single account does not fill the world.
fn roomy([west, south, east, north]: [f64; 4]) -> [f64; 4] {
    const LEAST: f64 = 0.4;
    let grow = |low: f64, high: f64| ((LEAST - (high - low)) / 2.0).max(0.0);
    let (wide, high) = (grow(west, east), grow(south, north));
    [west - wide, south - high, east + wide, north + high]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_is_shown_with_its_surroundings_and_many_as_they_are() {
        let close = |one: [f64; 4], other: [f64; 4]| one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(close(roomy([-93.0, 42.0, -93.0, 42.0]), [-93.2, 41.8, -92.8, 42.2]));
        assert!(close(roomy([-120.0, 30.0, -70.0, 45.0]), [-120.0, 30.0, -70.0, 45.0]));
    }
}
