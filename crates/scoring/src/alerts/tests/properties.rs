use super::*;
use bellwether_core::{Probability, Segment};
use proptest::prelude::*;

const END: Day = 20_500;

fn any_order() -> impl Strategy<Value = Placed> {
    let status = proptest::sample::select(&OrderStatus::ALL[..]);
    let lines = proptest::collection::vec((0..10_u32, -3..8_i64), 0..4);
    let usual = prop_oneof![4 => Just(OrderStatus::Paid), 1 => status];
    (0..1_100_i32, usual, lines).prop_map(|(ago, status, lines)| Placed { day: END - ago, status, lines })
}

fn any_stage() -> impl Strategy<Value = Stage> {
    let account = proptest::collection::vec(any_order(), 0..60);
    let parents = proptest::collection::vec((0..4_u32, 0..4_u32), 0..3);
    let supersedes = proptest::collection::vec((0..10_usize, 0..10_i64), 0..4);
    (proptest::collection::vec(account, 1..5), parents, supersedes).prop_map(
        |(accounts, parents, supersedes)| {
            let count = accounts.len() as u32;
            let parents = parents.into_iter().filter(|(child, parent)| child.max(parent) < &count).collect();
            Stage { accounts, parents, supersedes, ..Stage::default() }
        },
    )
}

fn any_settings() -> impl Strategy<Value = AlertSettings> {
    let holidays = proptest::collection::vec(END - 900..END + 50, 0..20);
    let lapsed = prop_oneof![Just(LapsedItems::On), Just(LapsedItems::Auto)];
    (holidays, lapsed, 1..6_u32).prop_map(|(holidays, lapsed_items, least_orders)| AlertSettings {
        holidays,
        lapsed_items,
        rules: Rules { least_orders, ..Rules::default() },
        ..settings()
    })
}

fn any_closures() -> impl Strategy<Value = Vec<DayRange>> {
    let closure = (END - 600..END + 60, -2..90_i32);
    let closure = closure.prop_map(|(from, days)| DayRange { from, until: from + days });
    proptest::collection::vec(closure, 0..3)
}

fn all(stage: &Stage, settings: &AlertSettings, facts: &AccountFacts) -> Vec<Vec<Finding>> {
    let snapshot = stage.snapshot();
    let book = AlertBook::learn(&snapshot, END, settings.clone());
    (0..=stage.accounts.len() as u32).map(|place| book.findings(&snapshot, place, facts)).collect()
}

/// What was found without the ids of orders, which number them in the order of the input.
fn without_grounds(findings: Vec<Vec<Finding>>) -> Vec<Vec<Finding>> {
    let bare = |finding: Finding| Finding { grounds: BTreeSet::new(), ..finding };
    findings.into_iter().map(|found| found.into_iter().map(bare).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_comes_later_changes_nothing(stage in any_stage(), settings in any_settings(), closures in any_closures(), later in proptest::collection::vec(any_order(), 1..9)) {
        let facts = AccountFacts {
            closures: &closures,
            standing: Some((Segment::Disengaging, Probability::clamped(0.7))),
            ..AccountFacts::default()
        };
        let mut told = stage.clone();
        for (account, placed) in (0..told.accounts.len()).cycle().zip(later) {
            // Later than all others, so that the ids of the others stay; in the last account only.
            let last = told.accounts.len() - 1;
            let place = if account == last { last } else { continue };
            told.accounts[place].push(Placed { day: END + 1 + (END - placed.day), ..placed });
        }
        prop_assert_eq!(all(&stage, &settings, &facts), all(&told, &settings, &facts));
    }

    #[test]
    fn the_order_of_the_input_changes_nothing(stage in any_stage(), settings in any_settings(), closures in any_closures()) {
        let facts = AccountFacts { closures: &closures, ..AccountFacts::default() };
        let mut turned = stage.clone();
        turned.accounts.iter_mut().for_each(|placed| placed.reverse());
        let backwards: Vec<DayRange> = closures.iter().rev().copied().collect();
        let turned_facts = AccountFacts { closures: &backwards, ..AccountFacts::default() };
        let turned_settings = AlertSettings { holidays: settings.holidays.iter().rev().copied().collect(), ..settings.clone() };
        prop_assert_eq!(
            without_grounds(all(&stage, &settings, &facts)),
            without_grounds(all(&turned, &turned_settings, &turned_facts))
        );
    }

    #[test]
    fn findings_are_sound(stage in any_stage(), settings in any_settings(), closures in any_closures()) {
        let facts = AccountFacts { closures: &closures, ..AccountFacts::default() };
        for finding in all(&stage, &settings, &facts).into_iter().flatten() {
            prop_assert!(finding.value_cents >= 0 && !finding.grounds.is_empty());
            let name = |id: ProductId| id.0.to_string();
            prop_assert!(!words::sentence(&finding.evidence, &name).is_empty());
            if let Evidence::ChurnRisk(silence) = &finding.evidence {
                prop_assert!(silence.elapsed_days > silence.last_gap_days);
                prop_assert!(silence.elapsed_days < silence.lost_after_days);
                prop_assert!(silence.longer_gaps <= silence.gaps && silence.p80_days.is_finite());
            }
        }
    }
}
