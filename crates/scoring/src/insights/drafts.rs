//! Open drafts: orders that somebody started and did not send. They are in no figure of sales.

use bellwether_core::OrderStatus;
use bellwether_ledger::{Day, Filter, Order, Snapshot};

/// Where one draft is: the account's index, and the order's position in its history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draft {
    /// Index of the account.
    pub account: u32,
    /// Position among the account's orders.
    position: usize,
}

/// Every draft of a snapshot. Finding them reads every order, so keep it as long as the snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafts(Vec<Draft>);

impl Drafts {
    /// The drafts of all accounts, by account index.
    pub fn of(snapshot: &Snapshot) -> Self {
        let histories = (0..).zip(snapshot.histories());
        let drafts = histories.flat_map(|(account, history)| {
            let orders = history.orders().iter().enumerate();
            let drafts = orders.filter(|(_, order)| order.status == OrderStatus::Draft);
            drafts.map(move |(position, _)| Draft { account, position })
        });
        Self(drafts.collect())
    }

    /// Those of the filter's accounts that were started by `as_of`, with their account's index. The snapshot
    /// must be the one they were found in.
    pub fn open<'a>(
        &'a self,
        snapshot: &'a Snapshot,
        filter: &'a Filter,
        as_of: Day,
    ) -> impl Iterator<Item = (u32, &'a Order)> {
        let inside = self.0.iter().filter(|draft| filter.contains_account(draft.account));
        let orders = inside.filter_map(|draft| {
            Some((draft.account, snapshot.history(draft.account)?.orders().get(draft.position)?))
        });
        orders.filter(move |(_, order)| order.day <= as_of)
    }
}
