use super::*;
use bellwether_core::alert::{AlertKind, SilenceEvidence};
use bellwether_core::rule_lab::ChurnRule;
use bellwether_core::{OrderId, OrderStatus, Probability, Segment};

fn days_of_2026(dates: &[(u32, u32)]) -> Vec<Day> {
    dates.iter().map(|(month, day_of_month)| on(2026, *month, *day_of_month)).collect()
}

fn churn(dates: &[(u32, u32)], as_of: Day) -> Option<AlertTier> {
    tier_of(&Stage::of(orders(days_of_2026(dates))).find(as_of), AlertKind::ChurnRisk)
}

fn silence(findings: &[Finding]) -> &SilenceEvidence {
    let silence = findings.iter().find_map(|finding| match &finding.evidence {
        Evidence::ChurnRisk(silence) => Some(silence),
        _ => None,
    });
    silence.expect("there is a churn risk")
}

const MONTHLY: [(u32, u32); 5] = [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)];

#[test]
fn c1_a_silence_as_long_as_the_last_gap_is_no_alert() {
    assert_eq!(churn(&MONTHLY, on(2026, 6, 4)), None);
}

#[test]
fn c2_one_day_more_is_watched_because_p80_is_not_exceeded() {
    assert_eq!(churn(&MONTHLY, on(2026, 6, 5)), Some(AlertTier::Watch));
    let found = Stage::of(orders(days_of_2026(&MONTHLY))).find(on(2026, 6, 5));
    let evidence = silence(&found);
    assert_eq!((evidence.elapsed_days, evidence.last_gap_days, evidence.p80_days), (31, 30, 31.0));
    assert_eq!((evidence.gaps, evidence.longer_gaps, evidence.lost_after_days), (4, 0, 90));
    assert_eq!(found[0].grounds, BTreeSet::from([Ground::Order(OrderId(5))]));
    assert_eq!((found[0].confidence, found[0].value_cents), (Confidence::Medium, 5_000));
}

#[test]
fn c3_longer_than_the_longest_gap_is_critical() {
    assert_eq!(churn(&MONTHLY, on(2026, 6, 6)), Some(AlertTier::Critical));
}

#[test]
fn c4_four_orders_are_no_reason_for_an_alert() {
    assert_eq!(churn(&MONTHLY[..4], on(2026, 6, 6)), None);
    assert_eq!(churn(&MONTHLY[1..], on(2026, 6, 6)), None);
}

#[test]
fn c5_a_weekly_account_that_left_in_its_first_month_is_critical_once_the_gate_opens() {
    let weekly = [(4, 20), (4, 27), (5, 4), (5, 11), (5, 18)];
    assert_eq!(churn(&weekly, on(2026, 7, 19)), None);
    assert_eq!(churn(&weekly, on(2026, 7, 20)), Some(AlertTier::Critical));
    let found = Stage::of(orders(days_of_2026(&weekly))).find(on(2026, 7, 20));
    assert_eq!(silence(&found).elapsed_days, 63);
}

#[test]
fn c6_two_orders_on_one_day_leave_three_gaps_and_low_confidence() {
    let orders_of = [(1, 5), (1, 5), (2, 5), (3, 5), (4, 5)];
    assert_eq!(churn(&orders_of, on(2026, 5, 6)), None);
    assert_eq!(churn(&orders_of, on(2026, 5, 7)), Some(AlertTier::Critical));
    let found = Stage::of(orders(days_of_2026(&orders_of))).find(on(2026, 5, 7));
    assert_eq!((found[0].confidence, silence(&found).gaps), (Confidence::Low, 3));
}

#[test]
fn c7_the_gate_opens_at_the_end_of_february() {
    let first = |year| on(year, 11, 30);
    for (year, opens) in [(2025, on(2026, 2, 28)), (2023, on(2024, 2, 29))] {
        let stage = Stage::of(orders((0..5).map(|index| first(year) + 7 * index)));
        assert_eq!(tier_of(&stage.find(opens - 1), AlertKind::ChurnRisk), None);
        assert!(tier_of(&stage.find(opens), AlertKind::ChurnRisk).is_some());
    }
}

#[test]
fn c8_a_next_day_top_up_is_watched_and_the_longest_gap_makes_it_critical() {
    let orders_of = [(1, 1), (2, 20), (3, 1), (3, 2), (3, 31), (4, 1)];
    assert_eq!(churn(&orders_of, on(2026, 4, 2)), None);
    assert_eq!(churn(&orders_of, on(2026, 4, 3)), Some(AlertTier::Watch));
    assert_eq!(churn(&orders_of, on(2026, 5, 21)), Some(AlertTier::AtRisk));
    assert_eq!(churn(&orders_of, on(2026, 5, 22)), Some(AlertTier::Critical));
}

#[test]
fn an_order_of_today_a_draft_and_a_credit_do_what_they_should_to_the_clock() {
    let as_of = on(2026, 6, 6);
    let with = |status| {
        let mut placed = orders(days_of_2026(&MONTHLY));
        placed.push(with_status(status, order(as_of)));
        tier_of(&Stage::of(placed).find(as_of), AlertKind::ChurnRisk)
    };
    assert_eq!(with(OrderStatus::Placed), None);
    for status in [OrderStatus::Draft, OrderStatus::CreditMemo, OrderStatus::Return, OrderStatus::Cancelled] {
        assert_eq!(with(status), Some(AlertTier::Critical), "{status:?}");
    }
}

#[test]
fn the_account_leaves_the_alerts_after_twice_the_longest_gap_and_90_days() {
    let last = on(2026, 5, 5);
    assert_eq!(churn(&MONTHLY, last + 89), Some(AlertTier::Critical));
    assert_eq!(churn(&MONTHLY, last + 90), None);
}

#[test]
fn the_rules_in_force_say_what_at_risk_means() {
    let gaps = [(1, 1), (2, 20), (3, 1), (3, 2), (3, 31), (4, 10)];
    let tier = |rules, elapsed| {
        let settings = AlertSettings { rules, ..settings() };
        let stage = Stage::of(orders(days_of_2026(&gaps)));
        let found = stage.find_with(on(2026, 4, 10) + elapsed, settings, &AccountFacts::default());
        tier_of(&found, AlertKind::ChurnRisk)
    };
    let ruled = |churn_rule| Rules { churn_rule, ..Rules::default() };
    // Gaps 50, 9, 1, 29, 10: last 10, P80 33.2, P90 41.6, longest 50.
    assert_eq!(tier(ruled(ChurnRule::LastGap), 11), Some(AlertTier::AtRisk));
    assert_eq!(tier(ruled(ChurnRule::P80), 33), Some(AlertTier::Watch));
    assert_eq!(tier(ruled(ChurnRule::P80), 34), Some(AlertTier::AtRisk));
    assert_eq!(tier(ruled(ChurnRule::P90), 41), Some(AlertTier::Watch));
    assert_eq!(tier(ruled(ChurnRule::P90), 42), Some(AlertTier::AtRisk));
    assert_eq!(tier(ruled(ChurnRule::Longest), 50), Some(AlertTier::Watch));
    assert_eq!(tier(ruled(ChurnRule::Longest), 51), Some(AlertTier::Critical));
    let doubled = Rules { silence_percent: 200, ..Rules::default() };
    // Twice 33.2 is beyond the longest gap: critical is never reached before at risk.
    assert_eq!((tier(doubled, 66), tier(doubled, 67)), (Some(AlertTier::Watch), Some(AlertTier::Critical)));
}

#[test]
fn similar_accounts_stand_in_while_there_are_few_gaps_of_its_own() {
    let end = on(2026, 6, 30);
    let varied =
        |offset: i32| orders((0..20).map(move |index| end - 800 + offset + 25 * index + 5 * (index % 2)));
    let young = |last: Day| orders((0..5).rev().map(move |index| last - 24 * index));
    let tier = |elapsed: i32, others: i32| {
        let mut stage = Stage::of(young(end - elapsed));
        stage.accounts.extend((0..others).map(varied));
        tier_of(&stage.find(end), AlertKind::ChurnRisk)
    };
    // (4 × 24 + 6 × 30) / 10 = 27.6 days; alone it is held against its own 24 days.
    assert_eq!((tier(27, 40), tier(28, 40)), (Some(AlertTier::Watch), Some(AlertTier::Critical)));
    assert_eq!(tier(25, 0), Some(AlertTier::Critical));
}

#[test]
fn a_closed_account_has_no_tier_until_it_opens_and_counts_from_there() {
    let stage = Stage::of(orders(days_of_2026(&MONTHLY)));
    let closures = [DayRange { from: on(2026, 5, 20), until: on(2026, 8, 1) }];
    let facts = AccountFacts { closures: &closures, ..AccountFacts::default() };
    let tier = |as_of| tier_of(&stage.find_with(as_of, settings(), &facts), AlertKind::ChurnRisk);
    assert_eq!((tier(on(2026, 7, 31)), tier(on(2026, 8, 31))), (None, None));
    assert_eq!(tier(on(2026, 9, 1)), Some(AlertTier::Watch), "31 days since it opened, the last gap was 30");
    assert_eq!(tier(on(2026, 9, 2)), Some(AlertTier::Critical));
}

#[test]
fn a_gap_covered_by_a_closure_is_not_normal() {
    let days = [(1, 5), (2, 5), (3, 5), (4, 5), (8, 5), (9, 5)];
    let stage = Stage::of(orders(days_of_2026(&days)));
    let closures = [DayRange { from: on(2026, 4, 6), until: on(2026, 7, 6) }];
    let facts = AccountFacts { closures: &closures, ..AccountFacts::default() };
    let found = stage.find_with(on(2026, 10, 7), settings(), &facts);
    assert_eq!(silence(&found).longest_normal_days, 31.0);
    assert_eq!(found[0].tier, AlertTier::Critical);
    assert_eq!(tier_of(&stage.find(on(2026, 10, 7)), AlertKind::ChurnRisk), Some(AlertTier::Watch));
}

#[test]
fn holidays_are_no_silence() {
    let stage = Stage::of(orders(days_of_2026(&MONTHLY)));
    let settings = AlertSettings { holidays: vec![on(2026, 5, 25), on(2026, 6, 1)], ..settings() };
    let tier = |as_of| {
        tier_of(&stage.find_with(as_of, settings.clone(), &AccountFacts::default()), AlertKind::ChurnRisk)
    };
    assert_eq!((tier(on(2026, 6, 6)), tier(on(2026, 6, 7))), (None, Some(AlertTier::Watch)));
}

#[test]
fn who_was_called_silent_wrongly_is_only_watched_up_to_that_silence() {
    let stage = Stage::of(orders(days_of_2026(&MONTHLY)));
    let facts = AccountFacts { excused_silence_days: Some(40), ..AccountFacts::default() };
    let tier = |elapsed| {
        tier_of(&stage.find_with(on(2026, 5, 5) + elapsed, settings(), &facts), AlertKind::ChurnRisk)
    };
    assert_eq!((tier(40), tier(41)), (Some(AlertTier::Watch), Some(AlertTier::Critical)));
}

/// Orders every ten days from April to mid-October.
fn summers(years: std::ops::RangeInclusive<i32>) -> Vec<Placed> {
    orders(years.flat_map(|year| (0..20).map(move |index| on(year, 4, 5) + 10 * index)))
}

#[test]
fn a_seasonal_account_is_only_watched_until_two_weeks_after_it_should_be_back() {
    let stage = Stage::of(summers(2023..=2025));
    let tier = |as_of| tier_of(&stage.find(as_of), AlertKind::ChurnRisk);
    assert_eq!(
        (tier(on(2026, 2, 1)), tier(on(2026, 4, 18))),
        (Some(AlertTier::Watch), Some(AlertTier::Watch))
    );
    // Two weeks after it should be back the 90 days begin after which it counts as lost.
    let over = on(2026, 4, 19);
    assert_eq!(
        (tier(over), tier(over + 89), tier(over + 90)),
        (Some(AlertTier::Critical), Some(AlertTier::Critical), None)
    );
    let found = stage.find(on(2025, 12, 20));
    assert_eq!(found[0].tier, AlertTier::Watch);
    let season = silence(&found).seasonal.as_ref().expect("both winters before it paused");
    assert_eq!((season.earlier.len(), season.expected_on.to_string()), (2, "2026-04-05".to_owned()));
    let young = Stage::of(summers(2024..=2025)).find(on(2025, 12, 20));
    assert_eq!(young[0].tier, AlertTier::Critical);
    assert_eq!(silence(&young).seasonal.as_ref().map(|season| season.earlier.len()), Some(1));
}

#[test]
fn pattern_risk_speaks_where_one_long_gap_made_the_churn_rule_deaf() {
    let start = on(2025, 10, 1);
    let stage = Stage::of(orders([0, 30, 60, 90, 180].map(|days| start + days)));
    let find = |elapsed, segment, facts: AccountFacts| {
        let standing = Some((segment, Probability::clamped(0.5)));
        stage.find_with(start + 180 + elapsed, settings(), &AccountFacts { standing, ..facts })
    };
    let pattern =
        |elapsed, segment| tier_of(&find(elapsed, segment, AccountFacts::default()), AlertKind::PatternRisk);
    assert_eq!(pattern(60, Segment::AtRisk), Some(AlertTier::AtRisk));
    assert_eq!(pattern(60, Segment::Disengaging), Some(AlertTier::Critical));
    assert_eq!((pattern(60, Segment::Neutral), pattern(60, Segment::Churned)), (None, None));
    assert_eq!(pattern(30, Segment::AtRisk), None, "as long as its typical gap");
    assert_eq!(pattern(95, Segment::AtRisk), None, "the churn rule speaks by now");
    let found = find(60, Segment::AtRisk, AccountFacts::default());
    assert_eq!((found.len(), found[0].value_cents), (1, 2_500), "half of 50.00 of sales");
    let excused = AccountFacts { excused_silence_days: Some(60), ..AccountFacts::default() };
    assert_eq!(find(60, Segment::Disengaging, excused)[0].tier, AlertTier::Watch);
    let closures = [DayRange { from: start + 200, until: start + 300 }];
    let closed = AccountFacts { closures: &closures, ..AccountFacts::default() };
    assert_eq!(find(60, Segment::Disengaging, closed), []);
}

#[test]
fn a_new_account_is_stalled_when_it_is_silent_much_longer_than_others_were_then() {
    let end = on(2026, 6, 30);
    // Forty accounts placed the second order after 10 days and the third after 20 more.
    let old = |offset: i32| orders([0, 10, 30].map(move |days| end - 700 - offset + days));
    let find = |days: &[Day], others: i32| {
        let mut stage = Stage::of(orders(days.iter().map(|ago| end - ago)));
        stage.accounts.extend((0..others).map(old));
        stage.find(end)
    };
    assert_eq!(find(&[15], 40), []);
    let found = find(&[16], 40);
    let Evidence::NewAccountStalled(stalled) = &found[0].evidence else { panic!("{found:?}") };
    assert_eq!((stalled.order_days, stalled.similar_p80_days, stalled.similar_accounts), (1, 10.0, 40));
    assert_eq!((found[0].tier, found[0].confidence), (AlertTier::AtRisk, Confidence::Low));
    // After two order days ten days apart the like of it took 20 days.
    assert_eq!((find(&[40, 30], 40).len(), find(&[41, 31], 40).len()), (0, 1));
    assert_eq!(find(&[16], 28), [], "too few to tell, its own orders among them");
    assert_eq!((find(&[89], 40).len(), find(&[90], 40).len()), (1, 0), "after 90 days it counts as lost");
}

#[test]
fn a_quiet_site_of_an_active_group_says_so() {
    let as_of = on(2026, 6, 6);
    let quiet = orders(days_of_2026(&MONTHLY));
    let is_active = |other: Day, parents: Vec<(u32, u32)>| {
        let accounts = vec![quiet.clone(), orders([other]), Vec::new()];
        silence(&Stage { accounts, parents, ..Stage::default() }.find(as_of)).is_group_active
    };
    let siblings = vec![(0, 2), (1, 2)];
    assert!(is_active(on(2026, 5, 6), siblings.clone()));
    assert!(is_active(as_of, vec![(0, 1)]) && is_active(as_of, vec![(1, 0)]));
    assert!(!is_active(on(2026, 5, 5), siblings.clone()) && !is_active(as_of + 1, siblings));
    assert!(!is_active(as_of, vec![(1, 2)]));
}

#[test]
fn an_order_given_back_within_a_fortnight_does_not_end_a_silence_and_one_given_back_later_does() {
    // Ordered by mistake on 10 June; the credit has its lines.
    let credited = |credited_on| {
        let mistake = holding(on(2026, 6, 10), &[0, 3, 4]);
        let credit = Placed {
            day: credited_on,
            status: OrderStatus::CreditMemo,
            lines: vec![(0, -1), (3, -1), (4, -1)],
        };
        let mut placed = orders(days_of_2026(&MONTHLY));
        placed.extend([mistake, credit]);
        let found = Stage::of(placed).find(on(2026, 6, 30));
        found.into_iter().find_map(|finding| match finding.evidence {
            Evidence::ChurnRisk(silence) => Some((finding.tier, silence.last_order, silence.gaps)),
            _ => None,
        })
    };
    let last_order = day::to_date(on(2026, 5, 5));
    assert_eq!(credited(on(2026, 6, 17)), Some((AlertTier::Critical, last_order, 4)));
    assert_eq!(credited(on(2026, 6, 24)), Some((AlertTier::Critical, last_order, 4)));
    assert_eq!(credited(on(2026, 6, 25)), None, "it stays an order of 10 June");
}
