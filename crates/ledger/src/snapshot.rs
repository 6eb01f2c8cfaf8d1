//! The ledger as readers see it: immutable, shared, and cheap to replace by its successor.

use crate::dimension::Dimensions;
use crate::history::History;
use crate::products::places_by_category;
use crate::timeline::Timeline;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Beyond this many accounts answered beside the timeline, a new one is worth its building.
const MOST_REPLACED: usize = 1_000;

/// Dimensions and histories at one moment. A change makes the next snapshot, which shares everything
/// that did not change; readers keep the one they hold.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    version: u64,
    dimensions: Arc<Dimensions>,
    histories: Vec<Arc<History>>,
    /// The same orders by day, as they were when it was built; built when it is first needed.
    timeline: OnceLock<Arc<Timeline>>,
    /// Accounts whose history was replaced since, with the one that is on the timeline.
    replaced: Arc<BTreeMap<u32, Arc<History>>>,
}

impl Snapshot {
    /// A snapshot; `histories` are by account index, and missing ones at the end are empty.
    pub fn new(version: u64, dimensions: Arc<Dimensions>, histories: Vec<Arc<History>>) -> Self {
        let mut snapshot = Self { version, dimensions, histories, ..Self::default() };
        snapshot.fit_histories();
        snapshot
    }

    /// The change sequence it reflects.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Accounts, products, categories, reps and regions.
    pub fn dimensions(&self) -> &Arc<Dimensions> {
        &self.dimensions
    }

    /// The history of every account, by account index.
    pub fn histories(&self) -> &[Arc<History>] {
        &self.histories
    }

    /// The history of the account at an index.
    pub fn history(&self, account: u32) -> Option<&Arc<History>> {
        self.histories.get(account as usize)
    }

    /// Builds what questions about many accounts read, so that the first of them need not wait for it.
    pub fn prepare(&self) {
        self.timeline();
    }

    /// Whether so many histories were replaced, or products came into such categories, that questions become slower; see
    /// [`Self::with_new_timeline`].
    pub fn is_worn(&self) -> bool {
        let has_other_categories =
            |timeline: &Arc<Timeline>| !timeline.has_categories(&places_by_category(&self.dimensions));
        self.replaced.len() > MOST_REPLACED || self.timeline.get().is_some_and(has_other_categories)
    }

    /// The same snapshot, arranged anew: answers are the same, and quicker where many histories were replaced.
    #[must_use]
    pub fn with_new_timeline(&self) -> Self {
        let next = Self { timeline: OnceLock::new(), replaced: Arc::default(), ..self.clone() };
        next.prepare();
        next
    }

    /// The orders by day.
    pub(crate) fn timeline(&self) -> &Timeline {
        self.timeline
            .get_or_init(|| Arc::new(Timeline::of(&self.histories, places_by_category(&self.dimensions))))
    }

    /// Accounts that must be answered from their histories, each once.
    pub(crate) fn beside_timeline(&self) -> impl Iterator<Item = u32> + '_ {
        let left_out = self.timeline().left_out().iter().copied();
        left_out.filter(|account| !self.replaced.contains_key(account)).chain(self.replaced.keys().copied())
    }

    /// The histories that are on the timeline but no longer true.
    pub(crate) fn outdated(&self) -> impl Iterator<Item = &History> {
        let held = self.replaced.iter().filter(|(account, _)| self.timeline().holds(**account));
        held.map(|(_, history)| &**history)
    }

    /// The next snapshot, with one history replaced. Indices without an account are ignored.
    #[must_use]
    pub fn with_history(&self, version: u64, account: u32, history: History) -> Self {
        self.with_histories(version, [(account, history)])
    }

    /// The next snapshot, with many histories replaced. Indices without an account are ignored.
    #[must_use]
    pub fn with_histories(&self, version: u64, changed: impl IntoIterator<Item = (u32, History)>) -> Self {
        self.with_shared_histories(
            version,
            changed.into_iter().map(|(own, history)| (own, Arc::new(history))),
        )
    }

    /// The same with histories that somebody else holds too.
    #[must_use]
    pub fn with_shared_histories(
        &self,
        version: u64,
        changed: impl IntoIterator<Item = (u32, Arc<History>)>,
    ) -> Self {
        let mut next = Self { version, ..self.clone() };
        for (account, history) in changed {
            next.replace(account, history);
        }
        next
    }

    /// The next snapshot, with other dimensions: those of [`crate::DimensionsBuilder::from_existing`],
    /// whose indices continue these. New accounts start with an empty history, removed ones lose theirs.
    #[must_use]
    pub fn with_dimensions(&self, version: u64, dimensions: Dimensions) -> Self {
        let mut next = Self { version, dimensions: Arc::new(dimensions), ..self.clone() };
        next.fit_histories();
        next
    }

    /// Number of orders, whatever their status.
    pub fn order_count(&self) -> usize {
        self.histories.iter().map(|history| history.orders().len()).sum()
    }

    /// Number of lines, whatever the status of their order.
    pub fn line_count(&self) -> usize {
        self.histories.iter().map(|history| history.lines().len()).sum()
    }

    /// Bytes it takes, all told: columns, dimensions, and what holds them together.
    pub fn memory_bytes(&self) -> usize {
        // Each history is a reference here, and two counters and two boxes there.
        let per_history = size_of::<Arc<History>>() + 2 * size_of::<usize>() + size_of::<History>();
        let columns: usize = self.histories.iter().map(|history| history.memory_bytes()).sum();
        let timeline = self.timeline.get().map_or(0, |timeline| timeline.memory_bytes());
        columns + timeline + self.histories.len() * per_history + self.dimensions.memory_bytes()
    }

    fn fit_histories(&mut self) {
        let empty = Arc::new(History::default());
        self.histories.resize(self.dimensions.accounts().len(), Arc::clone(&empty));
        let dimensions = Arc::clone(&self.dimensions);
        let are_live = dimensions.account_columns().are_live();
        for (index, _) in (0..).zip(are_live).filter(|(_, is_live)| !**is_live) {
            let has_orders = self.history(index).is_some_and(|history| !history.orders().is_empty());
            if has_orders {
                self.replace(index, Arc::clone(&empty));
            }
        }
    }

    fn replace(&mut self, account: u32, history: Arc<History>) {
        let Some(place) = self.histories.get_mut(account as usize) else { return };
        let before = std::mem::replace(place, history);
        if self.timeline.get().is_some() {
            Arc::make_mut(&mut self.replaced).entry(account).or_insert(before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dimension::{Account, DimensionsBuilder};
    use crate::history::HistoryBuilder;
    use crate::line::Line;
    use bellwether_core::{AccountId, OrderStatus};

    fn history(id: i64) -> History {
        let mut builder = HistoryBuilder::default();
        builder.order(id, 1, OrderStatus::Paid).line(id, Line::new(0, 1000, 100, None));
        builder.build().expect("consistent rows")
    }

    fn snapshot(accounts: i64) -> Snapshot {
        let mut builder = DimensionsBuilder::default();
        for id in 0..accounts {
            builder.put_account(Account::new(AccountId(id), "", ""));
        }
        let snapshot = Snapshot::new(1, Arc::new(builder.build()), Vec::new());
        snapshot.with_histories(1, (0..).zip((0..accounts).map(history)))
    }

    #[test]
    fn a_replaced_history_shares_all_the_others_and_leaves_the_old_snapshot_alone() {
        let before = snapshot(3);
        let after = before.with_history(2, 1, history(9));
        assert_eq!((before.version(), after.version()), (1, 2));
        assert_eq!(before.histories()[1].orders()[0].id, 1);
        assert_eq!(after.histories()[1].orders()[0].id, 9);
        assert!(Arc::ptr_eq(&before.histories()[2], &after.histories()[2]));
        assert!(Arc::ptr_eq(before.dimensions(), after.dimensions()));
    }

    #[test]
    fn new_accounts_start_empty_and_removed_ones_end_empty() {
        let before = snapshot(2);
        let mut builder = DimensionsBuilder::from_existing(before.dimensions());
        builder.remove_account(AccountId(0));
        builder.put_account(Account::new(AccountId(5), "", ""));
        let after = before.with_dimensions(2, builder.build());
        let orders: Vec<usize> = after.histories().iter().map(|history| history.orders().len()).collect();
        assert_eq!(orders, [0, 1, 0]);
        assert_eq!((after.order_count(), after.line_count()), (1, 1));
    }
}
