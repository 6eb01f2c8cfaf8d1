//! From database ids to what they stand for inside. Ids are handed out in sequence, so a plain
//! column with an offset answers in one step; scattered ids fall back to a hash map.

use std::collections::HashMap;

/// How many empty places per id a column may have before the hash map is smaller.
const SPARSENESS: usize = 8;

/// A map from database ids to `V`.
#[derive(Debug, Clone)]
pub struct IdIndex<V> {
    places: Places<V>,
    count: usize,
}

#[derive(Debug, Clone)]
enum Places<V> {
    Column { first: i64, slots: Vec<Option<V>> },
    Scattered(HashMap<i64, V>),
}

impl<V: Copy> Default for IdIndex<V> {
    fn default() -> Self {
        Self { places: Places::Column { first: 0, slots: Vec::new() }, count: 0 }
    }
}

impl<V: Copy> IdIndex<V> {
    /// A map with room for `count` ids between `lowest` and `highest`, so that it never grows.
    pub fn with_range(lowest: i64, highest: i64, count: usize) -> Self {
        let width = highest.checked_sub(lowest).and_then(|span| usize::try_from(span).ok());
        let places = match width {
            Some(width) if width / SPARSENESS <= count => {
                Places::Column { first: lowest, slots: vec![None; width + 1] }
            }
            _ => Places::Scattered(HashMap::with_capacity(count)),
        };
        Self { places, count: 0 }
    }

    /// What the id stands for.
    pub fn get(&self, id: i64) -> Option<V> {
        match &self.places {
            Places::Column { first, slots } => slots.get(slot(*first, id)?).copied().flatten(),
            Places::Scattered(map) => map.get(&id).copied(),
        }
    }

    /// Sets what the id stands for; returns what it stood for before.
    pub fn insert(&mut self, id: i64, value: V) -> Option<V> {
        self.make_room(id);
        let before = match &mut self.places {
            Places::Column { first, slots } => {
                let place = slot(*first, id).and_then(|place| slots.get_mut(place));
                place.expect("make_room has made a place for the id").replace(value)
            }
            Places::Scattered(map) => map.insert(id, value),
        };
        self.count += usize::from(before.is_none());
        before
    }

    /// Forgets the id; returns what it stood for.
    pub fn remove(&mut self, id: i64) -> Option<V> {
        let before = match &mut self.places {
            Places::Column { first, slots } => slots.get_mut(slot(*first, id)?)?.take(),
            Places::Scattered(map) => map.remove(&id),
        };
        self.count -= usize::from(before.is_some());
        before
    }

    /// Number of ids known.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether no id is known.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Bytes it takes, roughly for the hash map.
    pub fn memory_bytes(&self) -> usize {
        match &self.places {
            Places::Column { slots, .. } => slots.capacity() * size_of::<Option<V>>(),
            Places::Scattered(map) => map.capacity() * (size_of::<(i64, V)>() + 1),
        }
    }

    fn make_room(&mut self, id: i64) {
        let Places::Column { first, slots } = &mut self.places else { return };
        if slots.is_empty() {
            *first = id;
        }
        match slot(*first, id) {
            Some(place) if place < slots.len() => {}
            Some(place) if place / SPARSENESS <= self.count + SPARSENESS => slots.resize(place + 1, None),
            Some(_) | None => self.scatter(),
        }
    }

    fn scatter(&mut self) {
        let Places::Column { first, slots } = &self.places else { return };
        let known = (*first..).zip(slots).filter_map(|(id, value)| value.map(|value| (id, value)));
        self.places = Places::Scattered(known.collect());
    }
}

fn slot(first: i64, id: i64) -> Option<usize> {
    usize::try_from(id.checked_sub(first)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_answers_as_a_hash_map_does(
            steps in prop::collection::vec((prop_oneof![-40..40i64, any::<i64>()], any::<Option<u8>>()), 0..200),
        ) {
            let mut index = IdIndex::default();
            let mut model = HashMap::new();
            for (id, value) in steps {
                match value {
                    Some(value) => prop_assert_eq!(index.insert(id, value), model.insert(id, value)),
                    None => prop_assert_eq!(index.remove(id), model.remove(&id)),
                }
                prop_assert_eq!(index.len(), model.len());
                prop_assert_eq!(index.get(id), model.get(&id).copied());
            }
        }
    }

    #[test]
    fn a_range_given_beforehand_is_filled_without_growing() {
        let mut index = IdIndex::with_range(100, 199, 100);
        let before = index.memory_bytes();
        (100..200).for_each(|id| assert_eq!(index.insert(id, id), None));
        assert_eq!((index.memory_bytes(), index.get(150), index.get(99)), (before, Some(150), None));
    }
}
