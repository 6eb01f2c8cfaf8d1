//! A hand on the SVG map: wheel, dragging and buttons. The picture follows at once as it was drawn; when it rests, the
//! server is asked and the picture drawn anew.

use super::window::{Drift, HEIGHT, WIDTH, Window};
use crate::pages::map::address::{spelled_view, view_of};
use crate::pages::map::curves::power_of_two;
use crate::pages::map::{MapState, REST};
use crate::state::effect::watch;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::svg;

/// CSS pixels a pointer goes before it drags: less is a click.
const DRAG: f64 = 4.0;
/// A wheel turned by so many pixels doubles.
const DOUBLING: f64 = 240.0;
/// Pixels of a line, where a wheel counts in lines.
const LINE: f64 = 20.0;

/// What is shown, and the hand that moves it.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    state: MapState,
    picture: NodeRef<svg::Svg>,
    /// What the picture was drawn for.
    drawn: Memo<Window>,
    drift: RwSignal<Drift>,
    /// Where the pointer went down, and what was shown then.
    grip: StoredValue<Option<Grip>>,
    resting: StoredValue<Option<TimeoutHandle>>,
}

#[derive(Clone, Copy)]
struct Grip {
    pointer: i32,
    point: [f64; 2],
    drift: Drift,
    is_dragging: bool,
}

impl Hand {
    /// Shows what the address says, and follows whoever wishes to see something.
    pub(super) fn on(state: MapState, picture: NodeRef<svg::Svg>) -> Self {
        let drawn =
            Memo::new(move |_| state.view.get().map_or_else(Window::country, |view| Window::of(&view)));
        let hand = Self {
            state,
            picture,
            drawn,
            drift: RwSignal::new(Drift::default()),
            grip: StoredValue::new(None),
            resting: StoredValue::new(None),
        };
        if let Some((center, zoom)) = untrack(|| state.filters.get("at")).as_deref().and_then(view_of) {
            state.view.set(Some(Window::at(center, zoom).view()));
        }
        let mut before = None;
        watch(move || {
            let wish = state.show_all.get();
            if before.replace(wish).is_some_and(|before| before != wish) {
                hand.be_still();
                state.view.set(None);
                state.filters.replace(&[("at", None)]);
            }
        });
        watch(move || {
            if let Some(bounds) = state.go_to.get() {
                hand.go(Window::fitted(bounds));
                state.go_to.set(None);
            }
        });
        hand
    }

    /// What the picture was drawn for; tracked.
    pub(super) fn drawn(self) -> Window {
        self.drawn.get()
    }

    /// What is seen; tracked.
    pub(super) fn seen(self) -> Window {
        self.drawn.get().moved(self.drift.get())
    }

    /// How far the picture has been moved since it was drawn; tracked.
    pub(super) fn drift(self) -> Drift {
        self.drift.get()
    }

    /// Shows a part of the world.
    pub(super) fn go(self, window: Window) {
        let view = window.view();
        self.be_still();
        self.state.view.set(Some(view));
        self.state.filters.replace(&[("at", Some(spelled_view(&view)))]);
    }

    /// So many times as large, around the middle.
    pub(super) fn zoom(self, factor: f64) {
        self.grow(factor, [WIDTH / 2.0, HEIGHT / 2.0]);
    }

    pub(super) fn wheel(self, event: &web_sys::WheelEvent) {
        event.prevent_default();
        let pixels = match event.delta_mode() {
            web_sys::WheelEvent::DOM_DELTA_PIXEL => event.delta_y(),
            _ => event.delta_y() * LINE,
        };
        if let Some(point) = self.point_at([event.client_x(), event.client_y()].map(f64::from)) {
            self.grow(power_of_two(-pixels / DOUBLING), point);
        }
    }

    pub(super) fn press(self, event: &web_sys::PointerEvent) {
        if event.is_primary() && event.button() == 0 {
            self.wait_no_longer();
            self.grip.set_value(Some(Grip {
                pointer: event.pointer_id(),
                point: pixel_of(event),
                drift: self.drift.get_untracked(),
                is_dragging: false,
            }));
        }
    }

    pub(super) fn follow(self, event: &web_sys::PointerEvent) {
        let (Some(mut grip), Some(picture)) = (self.grip.get_value(), self.picture.get_untracked()) else {
            return;
        };
        if event.pointer_id() != grip.pointer {
            return;
        }
        // It was lifted where nobody saw it.
        if event.buttons() & 1 == 0 {
            return self.let_go(event);
        }
        let [x, y] = pixel_of(event);
        let way = [x - grip.point[0], y - grip.point[1]];
        if !grip.is_dragging && way[0].abs().max(way[1].abs()) > DRAG {
            grip.is_dragging = true;
            self.grip.set_value(Some(grip));
            // Without it the picture would stop at its edge, which is no harm.
            drop(picture.set_pointer_capture(event.pointer_id()));
        }
        if grip.is_dragging {
            let units = self.units_of_a_pixel().unwrap_or(1.0);
            self.drift.set(grip.drift.dragged(way.map(|pixels| pixels * units)));
        }
    }

    pub(super) fn let_go(self, event: &web_sys::PointerEvent) {
        if self.grip.get_value().is_some_and(|grip| grip.pointer == event.pointer_id()) {
            self.grip.set_value(None);
            if self.drift.get_untracked() != Drift::default() {
                self.rest();
            }
        }
    }

    /// The point of the picture, in its units, under one of the window, in CSS pixels.
    pub(super) fn point_at(self, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
        let frame = self.picture.get_untracked()?.get_bounding_client_rect();
        let units = self.units_of_a_pixel()?;
        Some([(x - frame.left()) * units, (y - frame.top()) * units])
    }

    fn units_of_a_pixel(self) -> Option<f64> {
        Some(WIDTH / self.picture.get_untracked()?.get_bounding_client_rect().width())
    }

    fn grow(self, factor: f64, point: [f64; 2]) {
        let window = self.drawn.get_untracked();
        self.grip.set_value(None);
        self.drift.update(|drift| *drift = drift.zoomed(factor, point, window));
        self.rest();
    }

    /// As the picture was drawn.
    fn be_still(self) {
        self.wait_no_longer();
        self.drift.set(Drift::default());
    }

    fn wait_no_longer(self) {
        if let Some(waiting) = self.resting.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    }

    /// Draws anew what is seen once the hand rests.
    fn rest(self) {
        self.wait_no_longer();
        let settle = move || {
            // The page may have gone meanwhile.
            if let (Some(window), Some(drift)) =
                (self.drawn.try_get_untracked(), self.drift.try_get_untracked())
            {
                self.go(window.moved(drift));
            }
        };
        self.resting.set_value(set_timeout_with_handle(settle, REST).ok());
    }
}

fn pixel_of(event: &web_sys::PointerEvent) -> [f64; 2] {
    [event.client_x(), event.client_y()].map(f64::from)
}
