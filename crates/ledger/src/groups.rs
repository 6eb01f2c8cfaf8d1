//! The level of parents (rules, section 1): which accounts belong together, and the ledger with each group as one
//! account. Orders are put together before anything is worked out, so that two sites which order by turns order
//! twice as often as either of them.

use crate::dimension::Dimensions;
use crate::history::{History, HistoryError};
use crate::snapshot::Snapshot;
use crate::{DimensionsBuilder, Filter};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Groups of two accounts or more. An account belongs to the one at the top of its chain of parents; one without
/// a parent belongs to whoever pays for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    /// Head and member, ascending; a head is a member of its own group.
    members: Vec<(u32, u32)>,
    /// Head of every account of a group.
    heads: BTreeMap<u32, u32>,
}

impl Groups {
    /// The groups among the accounts that a filter holds. Other accounts do not count, but hold together those
    /// below them: two sites of a parent outside are a group of two.
    ///
    /// The head is the account nearest to the top, the first of several.
    pub fn within(filter: &Filter) -> Self {
        let dimensions = filter.dimensions();
        let mut by_top: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for account in belonging(dimensions).into_iter().filter(|account| filter.contains_account(*account)) {
            let (top, depth) = top_of(dimensions, account);
            by_top.entry(top).or_default().push((depth, account));
        }
        let mut members = Vec::new();
        for mut group in by_top.into_values().filter(|group| group.len() > 1) {
            group.sort_unstable();
            let head = group[0].1;
            members.extend(group.into_iter().map(|(_, member)| (head, member)));
        }
        members.sort_unstable();
        let heads = members.iter().map(|(head, member)| (*member, *head)).collect();
        Self { members, heads }
    }

    /// The members of one account's group, by index, with the head first: what [`Self::within`] finds, without looking
    /// for the others. None when it stands alone.
    pub fn of_account(filter: &Filter, account: u32) -> Option<Vec<u32>> {
        let dimensions = filter.dimensions();
        let superiors = dimensions.account_columns().superiors();
        let (top, _) = top_of(dimensions, account);
        let mut below = vec![false; superiors.len()];
        *below.get_mut(top as usize)? = true;
        let mut is_growing = true;
        while is_growing {
            is_growing = false;
            for (place, superior) in superiors.iter().enumerate() {
                if !below[place] && below.get(*superior as usize) == Some(&true) {
                    below[place] = true;
                    is_growing = true;
                }
            }
        }
        let members = filter.indices().filter(|account| below[*account as usize]);
        let mut ranked: Vec<(u32, u32)> =
            members.map(|account| (top_of(dimensions, account).1, account)).collect();
        ranked.sort_unstable();
        let mut members: Vec<u32> = ranked.into_iter().map(|(_, account)| account).collect();
        members.get_mut(1..)?.sort_unstable();
        (members.len() > 1).then_some(members)
    }

    /// Whether every account stands alone.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The head of an account's group; an account that stands alone is its own.
    pub fn head_of(&self, account: u32) -> u32 {
        self.heads.get(&account).copied().unwrap_or(account)
    }

    /// The accounts of a group, by index, its head among them; none of an account that is not the head of one.
    pub fn members_of(&self, head: u32) -> impl ExactSizeIterator<Item = u32> + Clone + '_ {
        let from = self.members.partition_point(|member| member.0 < head);
        let until = self.members.partition_point(|member| member.0 <= head);
        self.members[from..until].iter().map(|(_, member)| *member)
    }

    /// Every group: its head and its members.
    pub fn iter(&self) -> impl Iterator<Item = (u32, Vec<u32>)> + '_ {
        let groups = self.members.chunk_by(|left, right| left.0 == right.0);
        groups.map(|group| (group[0].0, group.iter().map(|(_, member)| *member).collect()))
    }

    /// The orders of a group as one history.
    ///
    /// # Errors
    /// When together they have too many lines.
    pub fn history(snapshot: &Snapshot, members: &[u32]) -> Result<History, HistoryError> {
        History::merged(
            members.iter().filter_map(|member| snapshot.history(*member)).map(|history| &**history),
        )
    }

    /// The snapshot in which the head of each group stands for all of it, with these histories of theirs. Other
    /// members are gone from it, as after a merge of accounts.
    #[must_use]
    pub fn roll_up(
        &self,
        snapshot: &Snapshot,
        histories: impl IntoIterator<Item = (u32, Arc<History>)>,
    ) -> Snapshot {
        let mut dimensions = DimensionsBuilder::from_existing(snapshot.dimensions());
        for (head, member) in &self.members {
            if let Some(account) = snapshot.dimensions().account(*member).filter(|_| head != member) {
                dimensions.remove_account(account.id);
            }
        }
        let version = snapshot.version();
        snapshot.with_dimensions(version, dimensions.build()).with_shared_histories(version, histories)
    }
}

/// Accounts that have a superior, or are one.
fn belonging(dimensions: &Dimensions) -> Vec<u32> {
    let count = dimensions.accounts().len();
    let pairs = (0..).zip(dimensions.account_columns().superiors());
    let mut found: Vec<u32> = pairs
        .filter(|(_, superior)| (**superior as usize) < count)
        .flat_map(|(account, superior)| [account, *superior])
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The account at the top of a chain, and how many steps lead there. Chains that run in a circle have none: the
/// first account of the circle stands for it.
fn top_of(dimensions: &Dimensions, account: u32) -> (u32, u32) {
    let columns = dimensions.account_columns();
    let mut chain = vec![account];
    let mut top = account;
    while let Some(superior) = columns.superior(top) {
        if let Some(place) = chain.iter().position(|seen| *seen == superior) {
            let first = chain[place..].iter().copied().min().unwrap_or(superior);
            // Whoever is in the circle is as near to the top as any of it.
            return (first, u32::try_from(place).unwrap_or(u32::MAX));
        }
        chain.push(superior);
        top = superior;
    }
    (top, u32::try_from(chain.len() - 1).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
