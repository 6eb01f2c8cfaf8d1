//! The laboratory and alerts decide alike.

use super::*;
use crate::alerts::{AccountFacts, AlertBook, AlertSettings, LapsedItems};
use bellwether_core::alert::{AlertTier, Evidence};

/// Order days within two years: too short a history to confirm a season.
fn young_days() -> impl Strategy<Value = Vec<Day>> {
    (proptest::collection::vec(0..60_i32, 0..14), 0..200_i32).prop_map(|(gaps, silent)| {
        let last = day::from_date(date(6, 30)) - silent;
        let mut days = vec![last];
        for gap in gaps {
            let before = days[days.len() - 1] - gap;
            days.extend((before > last - 500).then_some(before));
        }
        days.reverse();
        days
    })
}

/// Accounts whose churn alert is at risk or above.
fn alerted(snapshot: &Snapshot, as_of: NaiveDate, rules: &Rules) -> Vec<AccountId> {
    let settings = AlertSettings {
        rules: *rules,
        rule_version: 1,
        holidays: Vec::new(),
        overdue_grace_days: 0,
        lapsed_items: LapsedItems::Off,
        currency: "USD".to_owned(),
    };
    let book = AlertBook::learn(snapshot, day::from_date(as_of), settings);
    let is_shown = |place: &u32| {
        book.findings(snapshot, *place, &AccountFacts::default()).iter().any(|finding| {
            matches!(finding.evidence, Evidence::ChurnRisk(_)) && finding.tier >= AlertTier::AtRisk
        })
    };
    let places = snapshot.dimensions().live_accounts().map(|(place, _)| place);
    places.filter(is_shown).map(|place| AccountId(place.into())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_appears_on_the_last_day_is_what_alerts_show(
        accounts in proptest::collection::vec(young_days(), 1..60),
        current in any_rules(),
        tried in any_rules(),
    ) {
        let (snapshot, as_of) = (book(&accounts), date(6, 30));
        let preview = compare(&snapshot, as_of, &current, &tried);
        let (now, then) = (alerted(&snapshot, as_of, &current), alerted(&snapshot, as_of, &tried));
        let beside = |these: &[AccountId], those: &[AccountId]| {
            these.iter().copied().filter(|account| !those.contains(account)).collect::<Vec<_>>()
        };
        for (told, expected) in [(&preview.appear, beside(&then, &now)), (&preview.vanish, beside(&now, &then))] {
            prop_assert_eq!(told.count, expected.len() as u64);
            let mut named: Vec<AccountId> = told.first.iter().map(|account| account.id).collect();
            named.sort_unstable();
            prop_assert!(named.len() == expected.len().min(20) && named.iter().all(|one| expected.contains(one)));
        }
    }
}
