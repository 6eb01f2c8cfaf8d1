//! A hand on the SVG map: mouse, wheel, one or two fingers, keys and buttons. The picture follows at once as it was
//! drawn; when it rests, the server is asked and the picture drawn anew.

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
/// How much of the picture an arrow key goes.
const STEP: f64 = 0.15;

/// What is shown, and the hand that moves it.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    state: MapState,
    picture: NodeRef<svg::Svg>,
    /// What the picture was drawn for.
    drawn: Memo<Window>,
    drift: RwSignal<Drift>,
    fingers: StoredValue<Fingers>,
    resting: StoredValue<Option<TimeoutHandle>>,
}

/// The pointers that are down on the picture: a mouse, or fingers.
#[derive(Debug, Clone, Default)]
struct Fingers {
    /// At most two, each with the pixel where it went down or last moved the picture to.
    down: Vec<(i32, [f64; 2])>,
    /// Whether they have gone far enough to be no click.
    is_dragging: bool,
}

impl Fingers {
    /// With one of them at another pixel; none if it is not down, or has not gone far enough.
    fn moved(mut self, pointer: i32, to: [f64; 2]) -> Option<Self> {
        let is_pinching = self.down.len() > 1;
        let (_, pixel) = self.down.iter_mut().find(|(down, _)| *down == pointer)?;
        let way = (to[0] - pixel[0]).abs().max((to[1] - pixel[1]).abs());
        *pixel = to;
        self.is_dragging |= is_pinching || way > DRAG;
        self.is_dragging.then_some(self)
    }

    /// The pixel in their middle, and how far they are apart: one finger never is.
    fn hold(&self) -> ([f64; 2], f64) {
        match *self.down {
            [(_, one), (_, other), ..] => {
                let middle = [f64::midpoint(one[0], other[0]), f64::midpoint(one[1], other[1])];
                (middle, (one[0] - other[0]).hypot(one[1] - other[1]).max(1.0))
            }
            [(_, one)] => (one, 1.0),
            [] => ([0.0; 2], 1.0),
        }
    }
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
            fingers: StoredValue::new(Fingers::default()),
            resting: StoredValue::new(None),
        };
        if let Some((center, zoom)) = untrack(|| state.filters.get("at")).as_deref().and_then(view_of) {
            state.stands_at(Window::at(center, zoom).view());
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

    /// Keys pressed on the map itself: those of the card are its own.
    pub(super) fn key(self, event: &web_sys::KeyboardEvent) {
        let step = |east: f64, south: f64| {
            self.drift.update(|drift| *drift = drift.dragged([-east * WIDTH * STEP, -south * HEIGHT * STEP]));
            self.rest();
        };
        let is_for_another = event.target() != event.current_target();
        if is_for_another || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowLeft" => step(-1.0, 0.0),
            "ArrowRight" => step(1.0, 0.0),
            "ArrowUp" => step(0.0, -1.0),
            "ArrowDown" => step(0.0, 1.0),
            "+" | "=" => self.zoom(2.0),
            "-" => self.zoom(0.5),
            _ => return,
        }
        event.prevent_default();
    }

    pub(super) fn press(self, event: &web_sys::PointerEvent) {
        if event.button() == 0 {
            self.wait_no_longer();
            self.fingers.update_value(|fingers| {
                // One whose end nobody saw would stay for good.
                if event.is_primary() {
                    *fingers = Fingers::default();
                }
                if fingers.down.len() < 2 {
                    fingers.down.push((event.pointer_id(), pixel_of(event)));
                }
            });
        }
    }

    pub(super) fn follow(self, event: &web_sys::PointerEvent) {
        // It was lifted where nobody saw it.
        if event.buttons() & 1 == 0 {
            return self.let_go(event);
        }
        let (before, pointer) = (self.fingers.get_value(), event.pointer_id());
        let (Some(after), Some(picture)) =
            (before.clone().moved(pointer, pixel_of(event)), self.picture.get_untracked())
        else {
            return;
        };
        if !before.is_dragging {
            // Without it the picture would stop at its edge, which is no harm.
            after.down.iter().for_each(|(pointer, _)| drop(picture.set_pointer_capture(*pointer)));
        }
        let ((from, apart), (to, next_apart)) = (before.hold(), after.hold());
        self.fingers.set_value(after);
        let (Some(from), Some(to)) = (self.point_at(from), self.point_at(to)) else { return };
        let window = self.drawn.get_untracked();
        self.drift.update(|drift| {
            let dragged = drift.dragged([to[0] - from[0], to[1] - from[1]]);
            *drift = dragged.zoomed(next_apart / apart, to, window);
        });
    }

    pub(super) fn let_go(self, event: &web_sys::PointerEvent) {
        let mut fingers = self.fingers.get_value();
        let before = fingers.down.len();
        fingers.down.retain(|(pointer, _)| *pointer != event.pointer_id());
        let is_last = before > 0 && fingers.down.is_empty();
        fingers.is_dragging &= !is_last;
        self.fingers.set_value(fingers);
        if is_last && self.drift.get_untracked() != Drift::default() {
            self.rest();
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
