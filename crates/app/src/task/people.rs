//! Whom a task can be given to: those who see some of the accounts that the caller sees.

use super::{Caller, Person};
use crate::book::Book;
use crate::{Answer, App};
use bellwether_core::{RegionId, RepId, Role, Scope};
use bellwether_store::users;
use std::collections::BTreeSet;

impl App {
    /// Whom the caller can give a task to, by name: themselves, and unless they are a rep everybody who sees an
    /// account of theirs.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn people(&self, caller: &Caller) -> Answer<Vec<Person>> {
        let everybody = self.store.read(users::list)?;
        let book = self.book();
        let reach = Reach::of(&book, caller);
        let is_fit = |user: &users::User| {
            user.disabled_at.is_none()
                && (user.id == caller.user || (caller.role != Role::Rep && reach.meets(&book, &user.scope())))
        };
        let fit = everybody.into_iter().filter(is_fit);
        Ok(fit.map(|user| Person { id: user.id, name: user.name }).collect())
    }
}

/// The reps and regions of the accounts that somebody sees.
#[derive(Debug, Default)]
pub(super) struct Reach {
    sees_all: bool,
    reps: BTreeSet<RepId>,
    regions: BTreeSet<RegionId>,
}

impl Reach {
    pub(super) fn of(book: &Book, caller: &Caller) -> Self {
        if caller.scope == Scope::All {
            return Self { sees_all: true, ..Self::default() };
        }
        let dimensions = book.dimensions();
        let mut reach = Self::default();
        for (_, account) in book.accounts_in(&caller.scope) {
            reach.reps.extend(dimensions.rep_id_of(account));
            reach.regions.extend(dimensions.region_id_of(account));
        }
        reach
    }

    /// Whether somebody with that scope sees any of these accounts.
    pub(super) fn meets(&self, book: &Book, scope: &Scope) -> bool {
        match scope {
            Scope::Nothing => false,
            Scope::All => true,
            _ if self.sees_all => book.accounts_in(scope).next().is_some(),
            Scope::Rep(rep) => self.reps.contains(rep),
            Scope::Regions(regions) => regions.iter().any(|region| self.regions.contains(region)),
        }
    }
}
