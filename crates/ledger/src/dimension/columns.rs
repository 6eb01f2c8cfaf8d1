//! What accounts are most often divided by, each as a column: a filter over all of them reads a few hundred
//! kilobytes instead of following a hundred thousand references.

use super::Account;
use std::collections::HashMap;
use std::sync::Arc;

const NOBODY: u32 = u32::MAX;

/// Id, rep, region, state, superior and position of every account, by account index.
#[derive(Debug, Clone, Default)]
pub struct AccountColumns {
    id: Vec<i64>,
    rep: Vec<u32>,
    region: Vec<u32>,
    state: Vec<u32>,
    superior: Vec<u32>,
    is_live: Vec<bool>,
    /// Degrees north and east; not a number where the place is unknown.
    position: Vec<[f32; 2]>,
    states: Vec<Arc<str>>,
    state_places: HashMap<Arc<str>, u32>,
}

impl AccountColumns {
    /// Database id of each account.
    pub fn ids(&self) -> &[i64] {
        &self.id
    }

    /// Index of the rep of the account at an index.
    pub fn rep(&self, account: u32) -> Option<u32> {
        self.rep.get(account as usize).copied().filter(|rep| *rep != NOBODY)
    }

    /// Index of the region of the account at an index.
    pub fn region(&self, account: u32) -> Option<u32> {
        self.region.get(account as usize).copied().filter(|region| *region != NOBODY)
    }

    /// Where the account is, degrees north and east.
    pub fn position(&self, account: u32) -> Option<[f32; 2]> {
        self.position.get(account as usize).copied().filter(|[latitude, _]| !latitude.is_nan())
    }

    /// Index of the account that the account at an index is rolled up into, if there is one.
    pub(crate) fn superior(&self, account: u32) -> Option<u32> {
        let superior = self.superior.get(account as usize).copied();
        superior.filter(|superior| (*superior as usize) < self.superior.len())
    }

    /// The same of every account, or a number that is none's.
    pub(crate) fn superiors(&self) -> &[u32] {
        &self.superior
    }

    /// Place of the account's state among [`Self::states`]; of an unknown account that of the first.
    pub fn state(&self, account: u32) -> usize {
        self.state.get(account as usize).map_or(0, |state| *state as usize)
    }

    /// Every state an account is or was in, as stored.
    pub fn states(&self) -> &[Arc<str>] {
        &self.states
    }

    /// Index of the rep of each account, or a number that is none's.
    pub(crate) fn reps(&self) -> &[u32] {
        &self.rep
    }

    /// Index of the region of each account, or a number that is none's.
    pub(crate) fn regions(&self) -> &[u32] {
        &self.region
    }

    /// Place of the state of each account.
    pub(crate) fn state_column(&self) -> &[u32] {
        &self.state
    }

    /// Whether each account exists.
    pub(crate) fn are_live(&self) -> &[bool] {
        &self.is_live
    }

    pub(super) fn put(&mut self, index: u32, account: &Account) {
        let state = self.place_of_state(&account.state);
        let place = index as usize;
        if place >= self.rep.len() {
            self.id.resize(place + 1, 0);
            self.rep.resize(place + 1, NOBODY);
            self.region.resize(place + 1, NOBODY);
            self.state.resize(place + 1, 0);
            self.superior.resize(place + 1, NOBODY);
            self.is_live.resize(place + 1, false);
            self.position.resize(place + 1, [f32::NAN; 2]);
        }
        self.id[place] = account.id.0;
        self.rep[place] = account.rep.unwrap_or(NOBODY);
        self.region[place] = account.region.unwrap_or(NOBODY);
        self.state[place] = state;
        self.superior[place] = account.superior().filter(|superior| *superior != index).unwrap_or(NOBODY);
        self.is_live[place] = !account.is_removed;
        let position = account.latitude.zip(account.longitude);
        self.position[place] = position.map_or([f32::NAN; 2], |(latitude, longitude)| [latitude, longitude]);
    }

    fn place_of_state(&mut self, state: &Arc<str>) -> u32 {
        if let Some(place) = self.state_places.get(state) {
            return *place;
        }
        let place = u32::try_from(self.states.len()).expect("there are fewer states than accounts");
        self.states.push(Arc::clone(state));
        self.state_places.insert(Arc::clone(state), place);
        place
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.rep.len() * (size_of::<[f32; 2]>() + size_of::<i64>() + 4 * size_of::<u32>() + size_of::<bool>())
    }
}
