//! Being told of refusals, whichever call they answer: what one of them means for the whole program is decided in
//! one place instead of after every call.

use crate::Client;
use bellwether_core::problem::Problem;
use std::fmt;
use std::sync::Arc;

/// Whoever is told.
#[derive(Clone)]
pub(crate) struct Listener(Arc<dyn Fn(&Problem) + Send + Sync>);

impl Listener {
    pub(crate) fn tell(&self, problem: &Problem) {
        (self.0)(problem);
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

impl Client {
    /// The same client, telling `listener` of every refusal before the caller gets it.
    #[must_use]
    pub fn telling(mut self, listener: impl Fn(&Problem) + Send + Sync + 'static) -> Self {
        self.listener = Some(Listener(Arc::new(listener)));
        self
    }
}
