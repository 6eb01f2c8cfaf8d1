//! The bridges asked for last. A page shows the bridge, and then the accounts of each part, page by page: they are
//! worked out once.

use bellwether_ledger::bridge::Bridges;
use bellwether_ledger::{Filter, Window};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bridges kept; those of a hundred thousand accounts take six and a half megabytes.
const KEPT: usize = 4;

/// The bridges of some slices and windows as of one version of the facts.
#[derive(Default)]
pub(crate) struct HeldBridges(Mutex<VecDeque<Held>>);

struct Held {
    version: u64,
    window: Window,
    filter: Filter,
    bridges: Arc<Bridges>,
}

impl HeldBridges {
    /// The bridges of a slice, if nothing has changed since they were kept.
    pub(super) fn find(&self, version: u64, window: Window, filter: &Filter) -> Option<Arc<Bridges>> {
        let held = self.held();
        let mut same = held.iter().filter(|held| held.version == version && held.window == window);
        same.find(|held| held.filter.selects_what(filter)).map(|held| Arc::clone(&held.bridges))
    }

    /// Keeps the bridges of a slice, and lets go of the oldest and of those of other versions.
    pub(super) fn keep(&self, version: u64, window: Window, filter: Filter, bridges: Arc<Bridges>) {
        let mut held = self.held();
        held.retain(|held| held.version == version);
        held.truncate(KEPT - 1);
        held.push_front(Held { version, window, filter, bridges });
    }

    fn held(&self) -> MutexGuard<'_, VecDeque<Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
