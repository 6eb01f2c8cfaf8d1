//! Accounts whose alert on the last day one set of rules shows and the other does not.

use bellwether_core::account::AccountRef;
use bellwether_core::rule_lab::AccountsNamed;
use bellwether_ledger::Dimensions;

/// How many are named.
const NAMED: usize = 20;

/// Place and sales of 365 days, cents.
type AtStake = (u32, i64);

#[derive(Debug, Default)]
pub(super) struct Named {
    appear: Vec<AtStake>,
    vanish: Vec<AtStake>,
}

impl Named {
    pub(super) fn add(&mut self, appears: bool, place: u32, sales_cents: i64) {
        let list = if appears { &mut self.appear } else { &mut self.vanish };
        list.push((place, sales_cents));
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.appear.extend(other.appear);
        self.vanish.extend(other.vanish);
    }

    /// Those that appear and those that vanish.
    pub(super) fn finish(
        self,
        dimensions: &Dimensions,
        name: impl Fn(u32) -> Option<AccountRef>,
    ) -> (AccountsNamed, AccountsNamed) {
        let first = |list| first(list, dimensions, &name);
        (first(self.appear), first(self.vanish))
    }
}

/// The most sales first, then by name, then by id.
fn first(
    mut list: Vec<AtStake>,
    dimensions: &Dimensions,
    name: &impl Fn(u32) -> Option<AccountRef>,
) -> AccountsNamed {
    let account = |place: u32| dimensions.account(place).map(|account| (&account.name, account.id));
    list.sort_by(|(left, left_cents), (right, right_cents)| {
        right_cents.cmp(left_cents).then_with(|| account(*left).cmp(&account(*right)))
    });
    let named = list.iter().take(NAMED).filter_map(|(place, _)| name(*place));
    AccountsNamed { first: named.collect(), count: list.len() as u64 }
}
