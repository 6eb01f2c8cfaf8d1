//! What accounts are most often divided by, each as a column: a filter over all of them reads a few hundred
//! kilobytes instead of following a hundred thousand references.

use super::Account;
use std::collections::HashMap;
use std::sync::Arc;

const NOBODY: u32 = u32::MAX;

/// Id, rep, region, state, industry, superior and position of every account, by account index.
#[derive(Debug, Clone, Default)]
pub struct AccountColumns {
    id: Vec<i64>,
    rep: Vec<u32>,
    region: Vec<u32>,
    state: Words,
    industry: Words,
    superior: Vec<u32>,
    is_live: Vec<bool>,
    /// Degrees north and east; not a number where the place is unknown.
    position: Vec<[f32; 2]>,
}

/// A word of every account, as its place among the different ones.
#[derive(Debug, Clone, Default)]
struct Words {
    place: Vec<u32>,
    words: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
}

impl Words {
    /// The place of an account's word; of an unknown account that of the first.
    fn of(&self, account: u32) -> usize {
        self.place.get(account as usize).map_or(0, |place| *place as usize)
    }

    fn put(&mut self, account: usize, word: &Arc<str>) {
        let place = self.place_of(word);
        if account >= self.place.len() {
            self.place.resize(account + 1, 0);
        }
        self.place[account] = place;
    }

    fn place_of(&mut self, word: &Arc<str>) -> u32 {
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let place = u32::try_from(self.words.len()).expect("there are fewer words than accounts");
        self.words.push(Arc::clone(word));
        self.places.insert(Arc::clone(word), place);
        place
    }
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
        self.state.of(account)
    }

    /// Every state an account is or was in, as stored.
    pub fn states(&self) -> &[Arc<str>] {
        &self.state.words
    }

    /// A number for the account's industry, the same for all accounts of it and smaller than there are accounts; none
    /// where the industry is not known.
    pub fn industry(&self, account: u32) -> Option<usize> {
        let place = self.industry.of(account);
        self.industry.words.get(place).filter(|word| !word.is_empty()).map(|_known| place)
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
        &self.state.place
    }

    /// Whether each account exists.
    pub(crate) fn are_live(&self) -> &[bool] {
        &self.is_live
    }

    pub(super) fn put(&mut self, index: u32, account: &Account) {
        let place = index as usize;
        if place >= self.rep.len() {
            self.id.resize(place + 1, 0);
            self.rep.resize(place + 1, NOBODY);
            self.region.resize(place + 1, NOBODY);
            self.superior.resize(place + 1, NOBODY);
            self.is_live.resize(place + 1, false);
            self.position.resize(place + 1, [f32::NAN; 2]);
        }
        self.id[place] = account.id.0;
        self.rep[place] = account.rep.unwrap_or(NOBODY);
        self.region[place] = account.region.unwrap_or(NOBODY);
        self.state.put(place, &account.state);
        self.industry.put(place, &account.industry);
        self.superior[place] = account.superior().filter(|superior| *superior != index).unwrap_or(NOBODY);
        self.is_live[place] = !account.is_removed;
        let position = account.latitude.zip(account.longitude);
        self.position[place] = position.map_or([f32::NAN; 2], |(latitude, longitude)| [latitude, longitude]);
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.rep.len() * (size_of::<[f32; 2]>() + size_of::<i64>() + 5 * size_of::<u32>() + size_of::<bool>())
    }
}
