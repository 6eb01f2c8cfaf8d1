//! The rules being tried: what the controls show, and what the server was last asked about.

use crate::state::effect::watch;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::rule_lab::{Rules, RulesPreview};
use leptos::prelude::*;
use std::time::Duration;

/// How long a value has to rest before the server is asked.
const REST: Duration = Duration::from_millis(300);

/// The rules being tried.
#[derive(Clone, Copy)]
pub struct Draft {
    in_force: Rules,
    rules: RwSignal<Rules>,
    // Counts what sets all values at once, so that half-typed ones go too.
    resets: RwSignal<u32>,
}

impl Draft {
    /// Begins with the rules in force.
    pub fn new(in_force: Rules) -> Self {
        Self { in_force, rules: RwSignal::new(in_force), resets: RwSignal::new(0) }
    }

    /// The rules as the controls show them; tracked.
    pub fn rules(self) -> Rules {
        self.rules.get()
    }

    /// Changes some of them.
    pub fn change(self, change: impl FnOnce(&mut Rules)) {
        self.rules.update(change);
    }

    /// Puts others in their place.
    pub fn replace(self, rules: Rules) {
        self.rules.set(rules);
        self.resets.update(|count| *count = count.wrapping_add(1));
    }

    /// Back to the rules in force.
    pub fn discard(self) {
        self.replace(self.in_force);
    }

    /// Tracks what sets all values at once.
    pub fn track_resets(self) {
        self.resets.track();
    }

    /// Whether they differ from those in force; tracked.
    pub fn is_changed(self) -> bool {
        self.rules.get() != self.in_force
    }
}

/// What the rules tried would have done; asked once they have rested for a moment.
pub fn preview_of(draft: Draft) -> Loader<RulesPreview> {
    let session = use_session();
    let rested = RwSignal::new(draft.rules.get_untracked());
    watch(move || {
        let rules = draft.rules();
        let later = set_timeout_with_handle(
            move || {
                rested.try_set(rules);
            },
            REST,
        );
        on_cleanup(move || {
            if let Ok(later) = later {
                later.clear();
            }
        });
    });
    load(
        move || Some(rested.get()),
        move |rules| {
            let client = session.client();
            async move { client.preview_rules(&rules).await }
        },
    )
}
