//! Work that can wait until the browser has drawn what somebody just did.

use leptos::prelude::*;
use std::time::Duration;

/// Does it in a turn of its own: what has changed until now is drawn first.
pub fn in_own_turn(work: impl FnOnce() + 'static) {
    set_timeout(work, Duration::ZERO);
}

/// Does it once what has changed until now can be seen; without a wait in a window nobody looks at, which draws nothing.
pub fn once_seen(work: impl FnOnce() + 'static) {
    if document().hidden() {
        work();
    } else {
        request_animation_frame(move || in_own_turn(work));
    }
}

/// What is not in sight at first, drawn in a turn of its own.
pub fn drawn_later(draw: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    let mut draw = Some(draw);
    let is_its_turn = RwSignal::new(false);
    // The page may have been left meanwhile.
    in_own_turn(move || {
        is_its_turn.try_set(true);
    });
    // Drawn once: what it reads while it is drawn is followed inside of it, not here.
    (move || draw.take_if(|_| is_its_turn.get()).map(|draw| untrack(draw))).into_any()
}
