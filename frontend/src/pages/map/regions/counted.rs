//! How many of the accounts that match stand in the ranked states, and why the others do not.

use super::{Layer, with_potential};
use crate::format::tally;
use bellwether_core::territory::Territory;

/// How many accounts stand in the ranked states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    listed: u64,
    /// With those of states that are not listed.
    active: u64,
}

impl Counted {
    /// Counts those of a layer.
    pub(super) fn of(layer: Layer, territory: &Territory) -> Self {
        let active = territory.potential.iter().map(|row| row.accounts).sum();
        let listed = match layer {
            Layer::Sales | Layer::Service => active,
            Layer::Growth => with_potential(territory).map(|row| row.accounts).sum(),
        };
        Self { listed, active }
    }

    /// Which of the accounts that match stand in no ranked state, and why; none when all do.
    pub(super) fn left_out(self, matching: u64) -> Option<String> {
        let silent = matching.saturating_sub(self.active);
        let content = self.active.saturating_sub(self.listed);
        let why = [
            (silent, "without an order in the last twelve months"),
            (content, "in states that already buy as much as their peers"),
        ];
        let why: Vec<_> = why
            .into_iter()
            .filter(|(accounts, _)| *accounts > 0)
            .map(|(accounts, why)| format!("{} {why}", tally(accounts)))
            .collect();
        (!why.is_empty()).then(|| {
            let (listed, all) = (tally(self.listed), tally(matching.max(self.active)));
            format!("{listed} of {all} accounts are counted here; left out: {}.", why.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_that_stand_in_no_state_are_told_with_the_reason() {
        let all = Counted { listed: 142, active: 142 };
        assert_eq!(all.left_out(142), None);
        assert_eq!(
            all.left_out(149).as_deref(),
            Some(
                "142 of 149 accounts are counted here; left out: 7 without an order in the last twelve months."
            )
        );
        let some = Counted { listed: 130, active: 142 };
        assert!(
            some.left_out(142).is_some_and(|words| words.contains("left out: 12 in states that already"))
        );
    }
}
