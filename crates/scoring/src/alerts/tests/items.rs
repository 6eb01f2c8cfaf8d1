use super::*;
use bellwether_core::OrderId;
use bellwether_core::alert::{AlertKind, ItemEvidence};

/// Every Monday from 5 January 2026 to a day; the item, product 1, in those of the first ones that are asked
/// for, up to 27 April.
fn mondays(until: Day, has_item: impl Fn(i32) -> bool) -> Vec<Placed> {
    let (first, last_with_item) = (on(2026, 1, 5), on(2026, 4, 27));
    let days = (0..).map(|week| (week, first + 7 * week)).take_while(|(_, day)| *day <= until);
    let placed = days.map(|(week, day)| {
        let holds = day <= last_with_item && has_item(week);
        if holds { holding(day, &[0, 1]) } else { order(day) }
    });
    placed.collect()
}

fn item(findings: &[Finding]) -> Option<(&Finding, &ItemEvidence)> {
    findings.iter().find_map(|finding| match &finding.evidence {
        Evidence::LostItem(item) | Evidence::LapsedItem(item) => Some((finding, item)),
        _ => None,
    })
}

fn is_lost(placed: Vec<Placed>, as_of: Day) -> bool {
    let found = Stage::of(placed).find(as_of);
    item(&found).is_some_and(|(_, item)| item.product == product_id(1))
}

#[test]
fn an_item_of_every_monday_is_lost_on_18_may() {
    let lost = |month, day_of_month| {
        let as_of = on(2026, month, day_of_month);
        is_lost(mondays(on(2026, 7, 31), |_| true), as_of)
    };
    assert!(!lost(5, 4) && !lost(5, 11) && !lost(5, 17));
    assert!(lost(5, 18));
    assert!(lost(6, 27) && !lost(6, 28), "the purchases roll out of the 90 days");
    let found = Stage::of(mondays(on(2026, 7, 31), |_| true)).find(on(2026, 5, 18));
    let (finding, item) = item(&found).expect("it is lost");
    assert_eq!((item.orders, item.orders_with_item, item.missed, item.rate), (13, 10, 3, 1.0));
    assert_eq!((item.days_since, item.biggest_gap_days), (21, 7));
    // 13 Mondays from 2 February to 27 April at 10.00, per 30 of 90 days.
    assert_eq!(
        (finding.tier, finding.confidence, finding.value_cents),
        (AlertTier::AtRisk, Confidence::High, 4_333)
    );
    assert_eq!(finding.grounds, BTreeSet::from([Ground::Order(OrderId(17))]));
}

#[test]
fn an_item_of_every_second_monday_is_never_called_lost() {
    let all = mondays(on(2026, 12, 31), |week| week % 2 == 0);
    assert!((on(2026, 4, 1)..on(2026, 12, 31)).all(|as_of| !is_lost(all.clone(), as_of)));
}

#[test]
fn with_orders_on_mondays_and_thursdays_an_item_of_every_monday_is_lost_on_14_may() {
    let mut all = mondays(on(2026, 7, 31), |_| true);
    all.extend((0..29).map(|week| order(on(2026, 1, 8) + 7 * week)));
    assert!(!is_lost(all.clone(), on(2026, 5, 13)) && is_lost(all.clone(), on(2026, 5, 14)));
    let found = Stage::of(all).find(on(2026, 5, 14));
    let (_, item) = item(&found).expect("it is lost");
    assert_eq!((item.missed, item.rate), (5, 2.0));
}

#[test]
fn it_is_critical_once_it_was_missed_twice_as_long_as_that() {
    let tier = |as_of| {
        let found = Stage::of(mondays(on(2026, 7, 31), |_| true)).find(as_of);
        item(&found).map(|(finding, _)| finding.tier)
    };
    assert_eq!(tier(on(2026, 5, 31)), Some(AlertTier::AtRisk));
    assert_eq!(tier(on(2026, 6, 1)), Some(AlertTier::Critical), "five Mondays without it");
}

#[test]
fn ten_orders_or_four_with_the_item_are_not_enough() {
    let as_of = on(2026, 5, 18);
    let mut ten = mondays(as_of, |_| true);
    ten.retain(|placed| placed.day >= on(2026, 3, 16));
    assert!(!is_lost(ten.clone(), as_of));
    ten.push(order(on(2026, 3, 2)));
    assert!(is_lost(ten, as_of));
    let few = |from: i32| mondays(as_of, move |week| week >= from);
    assert!(is_lost(few(12), as_of) && !is_lost(few(13), as_of));
}

#[test]
fn an_order_of_the_same_day_without_the_item_is_no_miss() {
    let mut all = mondays(on(2026, 7, 31), |_| true);
    let twice: Vec<Placed> = all.iter().map(|placed| order(placed.day)).collect();
    all.extend(twice);
    assert!(!is_lost(all.clone(), on(2026, 5, 17)) && is_lost(all, on(2026, 5, 18)));
}

#[test]
fn a_purchase_that_came_back_was_none() {
    let mut all = mondays(on(2026, 7, 31), |_| true);
    all.push(holding(on(2026, 5, 4), &[1]));
    assert!(!is_lost(all.clone(), on(2026, 5, 18)));
    let back = Placed { lines: vec![(1, -1)], ..with_status(OrderStatus::Return, order(on(2026, 5, 6))) };
    all.push(back);
    assert!(is_lost(all, on(2026, 5, 18)));
}

#[test]
fn a_successor_is_the_same_item() {
    let mut stage = Stage::of(mondays(on(2026, 7, 31), |_| true));
    stage.accounts[0].push(holding(on(2026, 5, 11), &[2]));
    assert!(item(&stage.find(on(2026, 5, 18))).is_some());
    stage.supersedes = vec![(2, 1)];
    assert_eq!(stage.find(on(2026, 5, 18)), []);
}

#[test]
fn what_cannot_be_had_is_not_called_lost_unless_a_successor_can() {
    let mut stage = Stage::of(mondays(on(2026, 7, 31), |_| true));
    for availability in [Availability::OutOfStock, Availability::Discontinued] {
        stage.unavailable = vec![(1, availability)];
        assert_eq!(stage.find(on(2026, 5, 18)), []);
    }
    stage.supersedes = vec![(2, 1)];
    assert!(item(&stage.find(on(2026, 5, 18))).is_some());
}

#[test]
fn another_item_of_the_category_that_came_then_may_have_replaced_it() {
    let replaced_by = |product: u32, from: Day, units: i64| {
        let mut all = mondays(on(2026, 7, 31), |_| true);
        for placed in all.iter_mut().filter(|placed| placed.day >= from) {
            placed.lines.push((product, units));
        }
        let found = Stage::of(all).find(on(2026, 5, 18));
        let (finding, item) = item(&found).expect("it is lost");
        assert_eq!(finding.tier == AlertTier::Watch, item.replaced_by.is_some());
        item.replaced_by
    };
    let may = on(2026, 5, 4);
    assert_eq!(replaced_by(2, may, 1), Some(product_id(2)), "30.00 in 30 days against 43.33");
    assert_eq!(replaced_by(7, may, 1), None, "another category");
    assert_eq!(replaced_by(2, on(2026, 1, 1), 1), None, "it was there before");
    assert_eq!(replaced_by(2, on(2026, 5, 18), 1), None, "10.00 is less than half");
    assert_eq!(replaced_by(2, on(2026, 5, 18), 3), Some(product_id(2)));
}

#[test]
fn a_draft_that_holds_it_is_noted() {
    let mut stage = Stage::of(mondays(on(2026, 7, 31), |_| true));
    let is_in_draft = |stage: &Stage| {
        item(&stage.find(on(2026, 5, 18))).map(|(_, item)| item.is_in_draft).expect("it is lost")
    };
    stage.accounts[0].push(with_status(OrderStatus::Draft, holding(on(2026, 5, 19), &[1])));
    assert!(!is_in_draft(&stage), "it was not started yet");
    stage.accounts[0].push(with_status(OrderStatus::Draft, holding(on(2026, 5, 12), &[1])));
    assert!(is_in_draft(&stage));
}

#[test]
fn an_item_of_the_same_months_each_year_is_watched_until_its_season() {
    let weekly =
        |from: Day, until: Day| (0..).map(move |week| from + 7 * week).take_while(move |day| *day < until);
    let bought = |earlier_years: i32, off_season: bool| {
        let mut all = Vec::new();
        for day in weekly(on(2023, 1, 2), on(2026, 6, 1)) {
            let date = day::to_date(day);
            let month = chrono::Datelike::month(&date);
            let year = chrono::Datelike::year(&date);
            let in_season =
                (1..=4).contains(&month) && year >= 2026 - earlier_years && day <= on(2026, 4, 27);
            let besides = off_season && day == on(2024, 9, 2);
            all.push(if in_season || besides { holding(day, &[0, 1]) } else { order(day) });
        }
        Stage::of(all).find(on(2026, 5, 18))
    };
    let found = bought(2, false);
    let (finding, seasonal) = item(&found).expect("it is missing");
    assert_eq!(
        (finding.tier, seasonal.next_season.map(|date| date.to_string())),
        (AlertTier::Watch, Some("2027-01-01".to_owned()))
    );
    for (earlier_years, off_season) in [(1, false), (2, true)] {
        let found = bought(earlier_years, off_season);
        let (finding, plain) = item(&found).expect("it is missing");
        assert_eq!((finding.tier, plain.next_season), (AlertTier::AtRisk, None));
    }
}

#[test]
fn nothing_is_lost_while_the_account_is_closed_or_quiet() {
    let stage = Stage::of(mondays(on(2026, 7, 31), |_| true));
    let closures = [DayRange { from: on(2026, 5, 18), until: on(2026, 6, 1) }];
    let facts = AccountFacts { closures: &closures, ..AccountFacts::default() };
    assert_eq!(stage.find_with(on(2026, 5, 18), settings(), &facts), []);
    let quiet = Stage::of(mondays(on(2026, 5, 4), |_| true));
    assert!(quiet.find(on(2026, 6, 1)).iter().all(|one| one.evidence.kind() == AlertKind::ChurnRisk));
}

/// Orders every 60 days, the item in the first five.
fn slow() -> Vec<Placed> {
    let placed = (0..8).map(|index| on(2025, 1, 1) + 60 * index);
    placed.zip(0..).map(|(day, index)| if index < 5 { holding(day, &[0, 1]) } else { order(day) }).collect()
}

#[test]
fn an_item_of_a_slow_account_lapses_after_three_orders_without_it() {
    let last_order = on(2025, 1, 1) + 420;
    let find = |as_of, lapsed_items, facts: AccountFacts| {
        let settings = AlertSettings { lapsed_items, ..settings() };
        Stage::of(slow()).find_with(as_of, settings, &facts)
    };
    let on_by_choice = |as_of| find(as_of, LapsedItems::On, AccountFacts::default());
    assert!(item(&on_by_choice(last_order - 1)).is_none());
    let found = on_by_choice(last_order);
    let (finding, lapsed) = item(&found).expect("three orders without it");
    assert_eq!(finding.evidence.kind(), AlertKind::LapsedItem);
    assert_eq!((lapsed.orders, lapsed.orders_with_item, lapsed.missed, lapsed.rate), (8, 5, 3, 1.0));
    assert!(item(&find(last_order, LapsedItems::Off, AccountFacts::default())).is_none());
    assert!(item(&find(last_order, LapsedItems::Auto, AccountFacts::default())).is_some());
    let standing = Some((bellwether_core::Segment::Churned, bellwether_core::Probability::clamped(0.9)));
    let churned = AccountFacts { standing, ..AccountFacts::default() };
    assert!(item(&find(last_order, LapsedItems::On, churned)).is_none());
}

#[test]
fn what_lapsed_half_a_year_ago_is_no_news() {
    let mut placed = slow();
    let lapsed_on = on(2025, 1, 1) + 420;
    placed.extend(orders((8..14).map(|index| on(2025, 1, 1) + 60 * index)));
    let settings = || AlertSettings { lapsed_items: LapsedItems::On, ..settings() };
    let stage = Stage::of(placed);
    let is_found = |as_of| item(&stage.find_with(as_of, settings(), &AccountFacts::default())).is_some();
    assert!(is_found(lapsed_on + 179) && !is_found(lapsed_on + 180));
}

#[test]
fn lapsed_items_are_looked_for_when_fewer_than_a_fifth_order_often() {
    let as_of = on(2026, 5, 18);
    let is_on = |frequent: usize, slow_ones: usize| {
        let settings = AlertSettings { lapsed_items: LapsedItems::Auto, ..settings() };
        let mut accounts = vec![mondays(as_of, |_| true); frequent];
        accounts.extend(vec![orders([as_of - 365, as_of - 364]); slow_ones]);
        accounts.push(orders([as_of - 365]));
        let snapshot = Stage { accounts, ..Stage::default() }.snapshot();
        AlertBook::learn(&snapshot, as_of, settings).looks_for_lapsed_items()
    };
    assert!(!is_on(1, 4) && is_on(1, 5) && !is_on(1, 0));
}

#[test]
fn a_pack_of_the_item_is_the_item_and_not_a_replacement() {
    let pack = |day| holding(day, &[0, 2]);
    let mut placed = mondays(on(2026, 5, 18), |_| true);
    placed.retain(|placed| placed.day <= on(2026, 4, 27));
    placed.extend([on(2026, 5, 4), on(2026, 5, 11), on(2026, 5, 18)].map(pack));
    let as_of = on(2026, 5, 18);
    let stage = Stage { packs: vec![(2, 1, 12)], ..Stage::of(placed.clone()) };
    assert_eq!(item(&stage.find(as_of)), None, "it buys the case now");
    assert!(item(&Stage::of(placed).find(as_of)).is_some(), "two products are two items");
}

#[test]
fn an_item_that_we_could_not_supply_since_it_was_bought_is_only_watched() {
    let (bought_last, as_of) = (on(2026, 4, 27), on(2026, 5, 18));
    let found = |backorders: &[(Day, u32)]| {
        let stage = Stage { backorders: backorders.to_vec(), ..Stage::of(mondays(as_of, |_| true)) };
        let found = stage.find(as_of);
        let (finding, item) = item(&found).expect("it is missing");
        (finding.tier, item.backordered_on.map(day::from_date))
    };
    assert_eq!(found(&[]), (AlertTier::AtRisk, None));
    let later = on(2026, 5, 11);
    assert_eq!(found(&[(bought_last, 1), (later, 1)]), (AlertTier::Watch, Some(later)));
    assert_eq!(found(&[(bought_last, 1)]), (AlertTier::Watch, Some(bought_last)), "asked for then");
    let others = [(bought_last - 7, 1), (later, 0), (as_of + 1, 1)];
    assert_eq!(found(&others), (AlertTier::AtRisk, None), "before, another item, not yet");
}
