//! Which targets speak for the accounts of a rollup. Targets of one level are added up, levels never mixed, so
//! that nothing is aimed at twice; targets of single categories speak for no rollup.

use bellwether_core::{AccountId, Cents, RepId};
use bellwether_store::targets::Target;

/// What is aimed at in a month, by targets the caller sees: of one rep their own target; of everybody the target
/// that names nobody, else the reps' together. Where there are none, those of single accounts add up.
pub(super) fn of_month(
    targets: &[Target],
    rep: Option<RepId>,
    rep_of: impl Fn(AccountId) -> Option<RepId>,
) -> Option<Cents> {
    let whole = || targets.iter().filter(|target| target.category.is_none());
    let of_everybody = whole().filter(|target| target.rep.is_none() && target.account.is_none());
    let of_reps = whole().filter(|target| target.account.is_none() && target.rep.is_some());
    let of_accounts = whole().filter_map(|target| Some((target.account?, target)));
    match rep {
        Some(rep) => sum(of_reps.filter(|target| target.rep == Some(rep))).or_else(|| {
            sum(of_accounts.filter(|(account, _)| rep_of(*account) == Some(rep)).map(|(_, target)| target))
        }),
        None => {
            sum(of_everybody).or_else(|| sum(of_reps)).or_else(|| sum(of_accounts.map(|(_, target)| target)))
        }
    }
}

/// The amounts together; none when there are none.
fn sum<'t>(targets: impl Iterator<Item = &'t Target>) -> Option<Cents> {
    targets.map(|target| target.amount_cents).reduce(|left, right| left + right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::{CategoryId, TargetId};
    use chrono::NaiveDate;

    fn target(rep: Option<i64>, account: Option<i64>, amount_cents: i64) -> Target {
        Target {
            id: TargetId(1),
            month: NaiveDate::MIN,
            rep: rep.map(RepId),
            account: account.map(AccountId),
            category: None,
            amount_cents: Cents(amount_cents),
        }
    }

    /// Accounts 10 to 19 are of rep 1, the others of nobody.
    fn rep_of(account: AccountId) -> Option<RepId> {
        (10..20).contains(&account.0).then_some(RepId(1))
    }

    #[test]
    fn the_target_that_names_nobody_speaks_for_everybody() {
        let targets = [target(None, None, 900), target(Some(1), None, 100), target(None, Some(10), 40)];
        assert_eq!(of_month(&targets, None, rep_of), Some(Cents(900)));
        assert_eq!(of_month(&targets[1..], None, rep_of), Some(Cents(100)));
        assert_eq!(of_month(&targets[2..], None, rep_of), Some(Cents(40)));
        assert_eq!(of_month(&[], None, rep_of), None);
    }

    #[test]
    fn a_rep_has_their_own_target_else_that_of_their_accounts() {
        let targets = [target(Some(1), None, 100), target(Some(2), None, 70), target(None, Some(10), 40)];
        assert_eq!(of_month(&targets, Some(RepId(1)), rep_of), Some(Cents(100)));
        let accounts = [target(None, Some(10), 40), target(Some(1), Some(11), 2), target(None, Some(30), 5)];
        assert_eq!(of_month(&accounts, Some(RepId(1)), rep_of), Some(Cents(42)));
        assert_eq!(of_month(&targets, Some(RepId(3)), rep_of), None);
    }

    #[test]
    fn the_target_of_a_category_speaks_for_no_rollup() {
        let category = Target { category: Some(CategoryId(1)), ..target(Some(1), None, 100) };
        assert_eq!(of_month(&[category], None, rep_of), None);
    }
}
