use super::*;
use crate::day::Day;
use crate::dimension::Account;
use crate::history::HistoryBuilder;
use crate::line::Line;
use crate::{Amounts, cadence};
use bellwether_core::OrderStatus::{self, CreditMemo, Paid};
use bellwether_core::{AccountId, RepId, Scope};

/// Accounts with the index of their parent, all of one rep but those named.
fn dimensions(parents: &[Option<u32>], of_others: &[u32]) -> Dimensions {
    let mut builder = DimensionsBuilder::default();
    for id in [1, 2] {
        builder.put_rep(crate::Rep { id: RepId(id), name: "".into(), region: None });
    }
    for (index, parent) in (0..).zip(parents) {
        let mut account = Account::new(AccountId(100 + i64::from(index)), "", "");
        account.parent = *parent;
        account.rep = Some(u32::from(of_others.contains(&index)));
        builder.put_account(account);
    }
    builder.build()
}

fn snapshot(dimensions: Dimensions, histories: Vec<History>) -> Snapshot {
    Snapshot::new(1, Arc::new(dimensions), histories.into_iter().map(Arc::new).collect())
}

fn groups(parents: &[Option<u32>]) -> Vec<(u32, Vec<u32>)> {
    Groups::within(&Filter::all(&snapshot(dimensions(parents, &[]), Vec::new()))).iter().collect()
}

/// One product at 1.00, ordered on some days.
fn ordering(first_id: i64, days: impl IntoIterator<Item = (Day, OrderStatus, i64)>) -> History {
    let mut builder = HistoryBuilder::default();
    for (id, (day, status, units)) in (first_id..).zip(days) {
        builder.order(id, day, status).line(id, Line::new(0, units * 1000, units * 100, Some(units * 60)));
    }
    builder.build().expect("consistent rows")
}

fn every(first: Day, step: usize, first_id: i64) -> History {
    ordering(first_id, (first..first + 100).step_by(step).map(|day| (day, Paid, 1)))
}

#[test]
fn orders_are_put_together_before_gaps_are_counted() {
    let (north, south) = (every(0, 20, 1), every(10, 20, 1_000));
    let gaps = |history: &History| cadence::median_gap_days(history, 200);
    assert_eq!((gaps(&north), gaps(&south)), (Some(20.0), Some(20.0)));
    let group = History::merged([&north, &south]).expect("few lines");
    assert_eq!(cadence::gaps_days(&group, 200), [10; 9]);
}

#[test]
fn orders_of_two_sites_on_one_day_are_one_order_day_and_two_orders() {
    let group = History::merged([&every(0, 20, 1), &every(0, 20, 1_000)]).expect("few lines");
    assert_eq!((group.order_days(200).count(), group.orders().len()), (5, 10));
    assert_eq!(cadence::gaps_days(&group, 200), [20; 4]);
}

#[test]
fn every_line_stays_with_its_order_and_every_cent_is_kept() {
    let parts = [every(0, 7, 1), every(3, 5, 1_000), ordering(5_000, [(4, CreditMemo, -1)])];
    let group = History::merged(&parts).expect("few lines");
    let sum = |orders: &mut dyn Iterator<Item = &crate::Order>| {
        orders.fold(Amounts::default(), |sum, order| sum + Amounts::of_order(order))
    };
    assert_eq!(sum(&mut group.orders().iter()), sum(&mut parts.iter().flat_map(|part| part.orders().iter())));
    for order in group.orders() {
        let lines = group.lines_of(order).iter().map(Amounts::of_line).fold(Amounts::default(), |a, b| a + b);
        assert_eq!(lines, Amounts::of_order(order));
    }
    assert!(group.orders().is_sorted_by_key(|order| (order.day, order.id)));
}

#[test]
fn a_credit_of_one_site_reverses_nothing_of_another() {
    let ordered = ordering(1, [(10, Paid, 5)]);
    let credited = ordering(2, [(12, CreditMemo, -5)]);
    let group = History::merged([&ordered, &credited]).expect("few lines");
    assert_eq!(group.order_days(20).collect::<Vec<_>>(), [10]);
    let alone = ordering(1, [(10, Paid, 5), (12, CreditMemo, -5)]);
    assert_eq!(History::merged([&alone]).expect("few lines").order_days(20).count(), 0);
}

#[test]
fn a_group_is_everyone_whose_chain_of_parents_leads_to_one_account() {
    // 0 is the parent of 1 and 2, 2 that of 3; 4 stands alone.
    assert_eq!(groups(&[None, Some(0), Some(0), Some(2), None]), [(0, vec![0, 1, 2, 3])]);
    // The parent may come later than the child.
    assert_eq!(groups(&[Some(1), None]), [(1, vec![0, 1])]);
    assert!(groups(&[None, None]).is_empty());
}

#[test]
fn parents_that_run_in_a_circle_are_one_group_headed_by_the_first() {
    assert_eq!(groups(&[Some(1), Some(2), Some(1), Some(0)]), [(1, vec![0, 1, 2, 3])]);
    assert!(groups(&[Some(0)]).is_empty());
    assert!(groups(&[Some(7)]).is_empty());
}

#[test]
fn whoever_pays_holds_together_accounts_without_a_parent() {
    let mut builder = DimensionsBuilder::default();
    for (id, parent, bill_to) in [(1, None, None), (2, None, Some(0)), (3, None, None), (4, Some(2), Some(0))]
    {
        let mut account = Account::new(AccountId(id), "", "");
        (account.parent, account.bill_to) = (parent, bill_to);
        builder.put_account(account);
    }
    let filter = Filter::all(&snapshot(builder.build(), Vec::new()));
    let found: Vec<_> = Groups::within(&filter).iter().collect();
    assert_eq!(found, [(0, vec![0, 1]), (2, vec![2, 3])]);
}

#[test]
fn a_group_holds_only_the_accounts_of_the_scope() {
    let parents = [None, Some(0), Some(0), Some(0)];
    let held = snapshot(dimensions(&parents, &[0, 3]), Vec::new());
    let of_rep = |rep| {
        let groups = Groups::within(&Filter::in_scope(&held, &Scope::Rep(RepId(rep))));
        groups.iter().collect::<Vec<_>>()
    };
    assert_eq!(of_rep(1), [(1, vec![1, 2])]);
    assert_eq!(of_rep(2), [(0, vec![0, 3])]);
    assert!(Groups::within(&Filter::in_scope(&held, &Scope::Nothing)).is_empty());
}

#[test]
fn rolled_up_the_head_stands_for_all_and_money_stays_the_same() {
    let dims = dimensions(&[None, Some(0), None, Some(0)], &[]);
    let sites =
        snapshot(dims, vec![History::default(), every(0, 20, 1), every(5, 9, 500), every(10, 20, 1_000)]);
    let groups = Groups::within(&Filter::all(&sites));
    let merged = groups
        .iter()
        .map(|(head, members)| (head, Arc::new(Groups::history(&sites, &members).expect("few lines"))));
    let rolled = groups.roll_up(&sites, merged.collect::<Vec<_>>());
    let live: Vec<u32> = rolled.dimensions().live_accounts().map(|(index, _)| index).collect();
    assert_eq!(live, [0, 2]);
    assert_eq!((rolled.order_count(), rolled.line_count()), (sites.order_count(), sites.line_count()));
    assert_eq!(rolled.history(0).map(|history| history.orders().len()), Some(10));
    assert_eq!(rolled.history(2), sites.history(2));
    assert_eq!((groups.head_of(3), groups.head_of(2), groups.members_of(0).len()), (0, 2, 3));
    assert_eq!(sites.dimensions().live_accounts().count(), 4);
}

proptest::proptest! {
    #[test]
    fn the_group_of_one_account_is_the_one_found_among_all(
        parents in proptest::collection::vec(proptest::option::of(0..12_u32), 1..12),
        of_others in proptest::collection::vec(0..12_u32, 0..6),
    ) {
        let held = snapshot(dimensions(&parents, &of_others), Vec::new());
        let filter = Filter::in_scope(&held, &Scope::Rep(RepId(1)));
        let groups = Groups::within(&filter);
        for account in filter.indices() {
            let head = groups.head_of(account);
            let mut members: Vec<u32> = groups.members_of(head).filter(|member| *member != head).collect();
            members.insert(0, head);
            let found = Groups::of_account(&filter, account);
            proptest::prop_assert_eq!(found, (members.len() > 1).then_some(members));
        }
    }
}
