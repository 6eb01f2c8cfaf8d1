//! Sites of one parent: "site quiet, group active" (rules, section 2).

use bellwether_ledger::{Day, DayRange, Dimensions, Snapshot};

/// Which accounts belong together.
#[derive(Debug)]
pub(super) struct Groups {
    /// Parent and member, ascending; a parent that has children is a member of its own group.
    members: Vec<(u32, u32)>,
}

impl Groups {
    pub(super) fn of(dimensions: &Dimensions) -> Self {
        let mut members: Vec<(u32, u32)> = dimensions
            .live_accounts()
            .filter_map(|(place, account)| account.parent.map(|parent| (parent, place)))
            .collect();
        let mut parents: Vec<u32> = members.iter().map(|(parent, _)| *parent).collect();
        parents.sort_unstable();
        parents.dedup();
        members.extend(parents.into_iter().map(|parent| (parent, parent)));
        members.sort_unstable();
        members.dedup();
        Self { members }
    }

    /// Whether another site of the group ordered after a day, up to `as_of`.
    pub(super) fn is_active_besides(&self, snapshot: &Snapshot, place: u32, after: Day, as_of: Day) -> bool {
        let own_parent = snapshot.dimensions().account(place).and_then(|account| account.parent);
        let parent = own_parent.unwrap_or(place);
        let from = self.members.partition_point(|member| member.0 < parent);
        let range = DayRange { from: after.saturating_add(1), until: as_of.saturating_add(1) };
        let ordered = |member: u32| {
            snapshot.history(member).is_some_and(|history| history.valid_orders_in(range).next().is_some())
        };
        self.members[from..]
            .iter()
            .take_while(|member| member.0 == parent)
            .any(|member| member.1 != place && ordered(member.1))
    }
}
