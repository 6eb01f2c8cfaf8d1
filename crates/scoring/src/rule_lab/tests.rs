mod agreement;

use super::*;
use bellwether_core::rule_lab::{ChurnRule, SegmentThresholds};
use bellwether_core::{AccountId, OrderStatus, Probability, Segment};
use bellwether_ledger::dimension::{Account, DimensionsBuilder};
use bellwether_ledger::{HistoryBuilder, Line};
use proptest::prelude::*;
use std::sync::Arc;

/// A book of accounts that each ordered on some days, once for each time a day is named, for 10.00.
fn book(accounts: &[Vec<Day>]) -> Snapshot {
    let mut dimensions = DimensionsBuilder::default();
    let mut histories = Vec::new();
    let mut order = 0;
    for (id, days) in (0..).zip(accounts) {
        dimensions.put_account(Account::new(AccountId(id), &id.to_string(), &format!("Account {id}")));
        let mut history = HistoryBuilder::default();
        for day in days {
            order += 1;
            history.order(order, *day, OrderStatus::Paid).line(order, Line::new(0, 1_000, 1_000, None));
        }
        histories.push(Arc::new(history.build().expect("consistent rows")));
    }
    Snapshot::new(1, Arc::new(dimensions.build()), histories)
}

fn date(month: u32, day_of_month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day_of_month).expect("a date of the calendar")
}

fn days(dates: &[(u32, u32)]) -> Vec<Day> {
    dates.iter().map(|(month, day_of_month)| day::from_date(date(*month, *day_of_month))).collect()
}

fn reference(place: u32) -> Option<AccountRef> {
    let id = AccountId(place.into());
    Some(AccountRef { id, name: format!("Account {place}"), place: String::new() })
}

/// Rules that never fire: nobody orders so often here.
fn never() -> Rules {
    Rules { least_orders: 50, ..Rules::default() }
}

fn ruled(churn_rule: ChurnRule) -> Rules {
    Rules { churn_rule, ..Rules::default() }
}

fn compare(snapshot: &Snapshot, as_of: NaiveDate, current: &Rules, tried: &Rules) -> RulesPreview {
    let lab = Lab::new(snapshot, as_of, current, tried);
    let places = snapshot.dimensions().live_accounts().map(|(place, _)| place);
    let tally = lab.tally(places, |_| StoredRisk::Unscored);
    lab.preview(tally, 1, reference)
}

/// Whether the rule shows an alert for an account on a day.
fn fires(rule: ChurnRule, orders: &[(u32, u32)], month: u32, day_of_month: u32) -> bool {
    let snapshot = book(&[days(orders)]);
    let preview = compare(&snapshot, date(month, day_of_month), &never(), &ruled(rule));
    preview.appear.count == 1
}

const MONTHLY: [(u32, u32); 5] = [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)];

#[test]
fn c1_equal_never_fires() {
    assert!(ChurnRule::ALL.into_iter().all(|rule| !fires(rule, &MONTHLY, 6, 4)));
}

#[test]
fn c2_one_day_more_than_the_last_gap_is_watched() {
    assert!(fires(ChurnRule::LastGap, &MONTHLY, 6, 5));
    assert!(!fires(ChurnRule::P80, &MONTHLY, 6, 5) && !fires(ChurnRule::Longest, &MONTHLY, 6, 5));
}

#[test]
fn c3_one_day_more_than_the_longest_gap_is_critical() {
    assert!(ChurnRule::ALL.into_iter().all(|rule| fires(rule, &MONTHLY, 6, 6)));
}

#[test]
fn c4_four_orders_are_not_judged() {
    assert!(ChurnRule::ALL.into_iter().all(|rule| !fires(rule, &MONTHLY[1..], 7, 6)));
}

#[test]
fn c5_a_young_account_is_not_judged_before_three_months() {
    let weekly = [(4, 20), (4, 27), (5, 4), (5, 11), (5, 18)];
    assert!(ChurnRule::ALL.into_iter().all(|rule| !fires(rule, &weekly, 7, 19)));
    assert!(ChurnRule::ALL.into_iter().all(|rule| fires(rule, &weekly, 7, 20)));
}

#[test]
fn c6_two_orders_on_one_day_are_two_orders_and_one_order_day() {
    let orders = [(1, 5), (1, 5), (2, 5), (3, 5), (4, 5)];
    assert!(ChurnRule::ALL.into_iter().all(|rule| !fires(rule, &orders, 5, 6)));
    assert!(ChurnRule::ALL.into_iter().all(|rule| fires(rule, &orders, 5, 7)));
}

#[test]
fn c8_a_next_day_top_up_makes_the_literal_rule_nervous_and_no_other() {
    let orders = [(1, 1), (2, 20), (3, 1), (3, 2), (3, 31), (4, 1)];
    assert!(fires(ChurnRule::LastGap, &orders, 4, 3) && !fires(ChurnRule::P80, &orders, 4, 3));
    assert!(!fires(ChurnRule::LastGap, &orders, 4, 2));
    assert!(!fires(ChurnRule::Longest, &orders, 5, 21));
    assert!(fires(ChurnRule::Longest, &orders, 5, 22));
}

#[test]
fn after_one_long_gap_every_rule_is_as_deaf_as_the_source_rule() {
    let start = day::from_date(date(1, 1)) - 180;
    let snapshot = book(&[vec![start, start + 30, start + 60, start + 90, start + 180]]);
    let on_day_60 = |rule| compare(&snapshot, date(3, 2), &never(), &ruled(rule)).appear.count;
    assert_eq!(ChurnRule::ALL.map(on_day_60), [0; 4]);
}

#[test]
fn the_factor_stretches_the_gap_and_equal_still_never_fires() {
    let snapshot = book(&[days(&MONTHLY)]);
    let rules = Rules { silence_percent: 200, ..ruled(ChurnRule::LastGap) };
    assert_eq!(compare(&snapshot, date(7, 4), &never(), &rules).appear.count, 0);
    assert_eq!(compare(&snapshot, date(7, 5), &never(), &rules).appear.count, 1);
}

#[test]
fn a_right_a_wrong_and_an_open_alert_are_told_apart() {
    let end = day::from_date(date(6, 30));
    let every_ten_days = |from: Day, count: i32| (0..count).map(move |index| from + 10 * index);
    // Lost: last order 100 days ago. Alert on day 11, plain on day 46 of the silence.
    let lost: Vec<Day> = every_ten_days(end - 300, 21).collect();
    // Came back after 20 days, and is on time since.
    let returned: Vec<Day> = every_ten_days(end - 310, 15).chain(every_ten_days(end - 150, 16)).collect();
    // Silent for 15 days: an alert that cannot be judged yet.
    let silent: Vec<Day> = every_ten_days(end - 205, 20).collect();
    let snapshot = book(&[lost, returned, silent]);
    let preview = compare(&snapshot, date(6, 30), &never(), &ruled(ChurnRule::Longest));
    let tried = &preview.tried;
    assert_eq!((tried.alerts, tried.judged), (3, 2));
    assert_eq!((tried.precision, tried.recall, tried.lead_days), (Some(0.5), Some(1.0), Some(35.0)));
    assert_eq!(tried.by_week.len(), 52);
    assert_eq!(tried.by_week.iter().sum::<u32>(), 3);
    assert_eq!((preview.to - preview.from).num_days(), 363);
    let nothing = &preview.current;
    assert_eq!((nothing.alerts, nothing.precision, nothing.recall), (0, None, Some(0.0)));
    assert_eq!(nothing.lead_days, None);
    // The lost one has been silent for more than 90 days: it is on the list of the lost, not among alerts.
    let named: Vec<AccountId> = preview.appear.first.iter().map(|account| account.id).collect();
    assert_eq!((preview.appear.count, named), (1, vec![AccountId(2)]));
    let swapped = compare(&snapshot, date(6, 30), &ruled(ChurnRule::Longest), &never());
    assert_eq!((swapped.vanish, swapped.appear.count), (preview.appear, 0));
}

#[test]
fn at_most_twenty_are_named_those_with_the_most_sales_first() {
    let end = day::from_date(date(6, 30));
    let account = |orders: i32| (0..orders).rev().map(|index| end - 20 - 10 * index).collect();
    let accounts: Vec<Vec<Day>> = (10..35).map(account).collect();
    let preview = compare(&book(&accounts), date(6, 30), &never(), &ruled(ChurnRule::P80));
    let named: Vec<i64> = preview.appear.first.iter().map(|account| account.id.0).collect();
    assert_eq!(preview.appear.count, 25);
    assert_eq!(named, (5..25).rev().collect::<Vec<_>>());
}

#[test]
fn similar_accounts_stand_in_while_there_are_few_gaps_of_its_own() {
    let end = day::from_date(date(6, 30));
    // Forty accounts whose gaps are 20 or 30 days, and one with four gaps of 24 days.
    let varied =
        |offset: i32| (0..20).map(|index| end - 800 + offset + 25 * index + 5 * (index % 2)).collect();
    let mut accounts: Vec<Vec<Day>> = (0..40).map(varied).collect();
    let young = |last: Day| (0..5).rev().map(|index| last - 24 * index).collect::<Vec<Day>>();
    accounts.push(young(end - 27));
    let shows = |accounts: &[Vec<Day>]| {
        let snapshot = book(accounts);
        let preview = compare(&snapshot, date(6, 30), &never(), &ruled(ChurnRule::P80));
        preview.appear.count
    };
    // (4 × 24 + 6 × 30) / 10 = 27.6 days.
    assert_eq!(shows(&accounts), 0, "27 days are not more than 27.6");
    accounts[40] = young(end - 28);
    assert_eq!(shows(&accounts), 1);
    assert_eq!(shows(&[young(end - 27)]), 1, "alone it is held against its own gaps");
}

#[test]
fn segments_and_health_move_with_the_thresholds_and_weights() {
    let end = day::from_date(date(6, 30));
    let account: Vec<Day> = (0..30).map(|index| end - 290 + 10 * index).collect();
    let snapshot = book(&[account.clone(), account.clone(), account, vec![end - 5]]);
    let risks = [0.4, 0.05, 0.9].map(|risk| StoredRisk::Risk(Probability::clamped(risk)));
    let risk = |place: u32| risks.get(place as usize).copied().unwrap_or(StoredRisk::New);
    let mut tried = Rules {
        segments: SegmentThresholds { at_risk_percent: 50, ..SegmentThresholds::default() },
        ..Rules::default()
    };
    tried.health.growth = 0;
    let lab = Lab::new(&snapshot, date(6, 30), &Rules::default(), &tried);
    let preview = lab.preview(lab.tally(0..4, risk), 1, reference);
    let counts = |segment| {
        let change = preview.segments.iter().find(|change| change.segment == segment);
        change.map(|change| (change.current, change.tried)).expect("every segment is there")
    };
    assert_eq!(preview.segments.len(), Segment::ALL.len());
    assert_eq!((counts(Segment::AtRisk), counts(Segment::Neutral)), ((1, 0), (0, 1)));
    assert_eq!(
        (counts(Segment::Loyal), counts(Segment::Churned), counts(Segment::New)),
        ((1, 1), (1, 1), (1, 1))
    );
    let health = preview.health.expect("two accounts can be measured");
    // Nine order days of the nine expected; sales as before: 30 × 1 + 25 × 0.6 of 55 points.
    assert_eq!((health.current_mean, health.tried_mean, health.moved), (82.0, 100.0, 3));
    let strict = Lab::new(&snapshot, date(6, 30), &Rules::default(), &never());
    let strict = strict.preview(strict.tally(0..4, risk), 1, reference).segments;
    assert_eq!(strict[0].tried, 4, "a gate that nobody passes leaves everybody new");
}

/// The same, told day by day by somebody who knows nothing of closed forms.
fn told_day_by_day(days: &[Day], rules: &Rules, as_of: Day) -> (Vec<u32>, u64, Vec<i32>) {
    let from = as_of - 363;
    let (mut by_week, mut judged, mut leads) = (vec![0; 52], 0, Vec::new());
    let mut alerted = None;
    for today in days[0]..=as_of {
        let mut known: Vec<Day> = days.iter().copied().filter(|day| *day <= today).collect();
        let orders = known.len() as u32;
        known.dedup();
        let last = *known.last().expect("the first order is known");
        let old_enough = day::to_date(known[0])
            .checked_add_months(chrono::Months::new(rules.least_months))
            .is_some_and(|opens| opens <= day::to_date(today));
        if alerted == Some(last) || orders < rules.least_orders || known.len() < 2 || !old_enough {
            continue;
        }
        let mut gaps: Vec<i32> =
            known.windows(2).filter(|pair| pair[1] > last - 730).map(|pair| pair[1] - pair[0]).collect();
        let latest = gaps[gaps.len() - 1];
        gaps.sort_unstable();
        let quantile = |level: f64| {
            let place = level * (gaps.len() - 1) as f64;
            let (low, high) = (gaps[place.floor() as usize], gaps[place.ceil() as usize]);
            f64::from(low) + f64::from(high - low) * place.fract()
        };
        let normal = |gap: &&i32| gaps.len() < 10 || f64::from(**gap) <= 3.0 * quantile(0.9);
        let longest = f64::from(*gaps.iter().rfind(normal).expect("one is normal"));
        let gap = match rules.churn_rule {
            ChurnRule::LastGap => f64::from(latest),
            ChurnRule::P80 => quantile(0.8),
            ChurnRule::P90 => quantile(0.9),
            ChurnRule::Longest => longest,
        };
        let silent = f64::from(today - last);
        let asked = f64::from(latest).max(gap * f64::from(rules.silence_percent) / 100.0);
        if silent - asked <= 1e-9 || silent >= (2.0 * longest).max(90.0) {
            continue;
        }
        alerted = Some(last);
        if today < from {
            continue;
        }
        by_week[((today - from) / 7) as usize] += 1;
        let horizon = (3.0 * quantile(0.5)).max(45.0);
        let next = days.iter().copied().find(|day| *day > last);
        let lasted = f64::from(next.unwrap_or(as_of) - last);
        judged += u64::from(next.is_some() || lasted > horizon);
        if lasted > horizon {
            leads.push(last + horizon.floor() as i32 + 1 - today);
        }
    }
    (by_week, judged, leads)
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let rule = proptest::sample::select(&ChurnRule::ALL[..]);
    (rule, 50..400_u32, 2..8_u32, 0..8_u32).prop_map(
        |(churn_rule, silence_percent, least_orders, least_months)| Rules {
            churn_rule,
            silence_percent,
            least_orders,
            least_months,
            ..Rules::default()
        },
    )
}

/// Order days with at most 28 gaps: too few for others to stand in.
fn any_days() -> impl Strategy<Value = Vec<Day>> {
    (proptest::collection::vec(0..60_i32, 0..28), 0..400_i32).prop_map(|(gaps, silent)| {
        let end = day::from_date(date(6, 30));
        let mut days = vec![end - silent - gaps.iter().sum::<i32>()];
        for gap in gaps {
            days.push(days[days.len() - 1] + gap);
        }
        days
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_closed_form_tells_what_a_diary_tells(days in any_days(), rules in any_rules()) {
        let as_of = date(6, 30);
        let preview = compare(&book(std::slice::from_ref(&days)), as_of, &never(), &rules);
        let (by_week, judged, leads) = told_day_by_day(&days, &rules, day::from_date(as_of));
        prop_assert_eq!(&preview.tried.by_week, &by_week);
        prop_assert_eq!(preview.tried.judged, judged);
        let precision = (judged > 0).then(|| leads.len() as f64 / judged as f64);
        prop_assert_eq!(preview.tried.precision, precision);
        let lead = crate::numbers::median(leads.into_iter().map(f64::from).collect());
        prop_assert_eq!(preview.tried.lead_days, lead);
    }

    #[test]
    fn shares_of_a_book_add_up_to_the_whole(accounts in proptest::collection::vec(any_days(), 1..12), rules in any_rules()) {
        let snapshot = book(&accounts);
        let lab = Lab::new(&snapshot, date(6, 30), &Rules::default(), &rules);
        let risk = |place: u32| StoredRisk::Risk(Probability::clamped(f64::from(place) / 12.0));
        let count = accounts.len() as u32;
        let whole = lab.preview(lab.tally(0..count, risk), 1, reference);
        let parts = lab.tally(count / 2..count, risk).merge(lab.tally(0..count / 2, risk));
        prop_assert_eq!(lab.preview(parts, 1, reference), whole);
    }

    #[test]
    fn what_comes_later_changes_nothing(days in any_days(), rules in any_rules()) {
        let end = day::from_date(date(6, 30));
        let later: Vec<Day> = days.iter().copied().chain([end + 1, end + 9]).collect();
        let before = compare(&book(&[days]), date(6, 30), &Rules::default(), &rules);
        prop_assert_eq!(compare(&book(&[later]), date(6, 30), &Rules::default(), &rules), before);
    }
}
