use super::*;
use crate::alerts::tests::{Placed, Stage, holding, on, order, orders, settings, with_status};
use crate::alerts::{AlertSettings, InvoiceFact};
use bellwether_core::alert::{Evidence, OverdueEvidence};
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};
use bellwether_core::rule_lab::Rules;
use bellwether_core::{AccountId, InvoiceId, OrderStatus, Probability, Segment};
use bellwether_ledger::{Day, DayRange};

/// One account, day after day: its orders, what is known beside them, and the alerts it holds.
struct Diary<'a> {
    stage: Stage,
    facts: AccountFacts<'a>,
    settings: AlertSettings,
    held: Vec<Held>,
    is_frozen: bool,
}

impl<'a> Diary<'a> {
    fn of(orders: Vec<Placed>) -> Self {
        Self {
            stage: Stage::of(orders),
            facts: AccountFacts::default(),
            settings: settings(),
            held: Vec::new(),
            is_frozen: false,
        }
    }

    /// The steps of a day, taken over into the alerts held as the application does.
    fn on(&mut self, as_of: Day) -> Vec<Step> {
        let snapshot = self.stage.snapshot();
        let book = AlertBook::learn(&snapshot, as_of, self.settings.clone());
        let findings = book.findings(&snapshot, 0, &self.facts);
        let context = LifeContext {
            book: &book,
            snapshot: &snapshot,
            place: 0,
            facts: &self.facts,
            is_frozen: self.is_frozen,
        };
        let steps = steps(&self.held, findings, &context);
        steps.iter().for_each(|step| self.take_over(step, as_of));
        steps
    }

    fn take_over(&mut self, step: &Step, as_of: Day) {
        let next_id = AlertId(self.held.len() as i64);
        match step {
            Step::Open(finding) => self.held.push(Held {
                id: next_id,
                kind: finding.evidence.kind(),
                product: finding.evidence.product(),
                state: AlertState::Open,
                tier: finding.tier,
                grounds: finding.grounds.clone(),
                snoozed_until: None,
                evidence: finding.evidence.clone(),
                opened_on: day::to_date(as_of),
            }),
            Step::Keep { id, finding, wakes, .. } => {
                let held = self.alert(*id);
                held.tier = finding.tier;
                held.grounds.clone_from(&finding.grounds);
                held.evidence = finding.evidence.clone();
                if *wakes {
                    held.state = AlertState::Open;
                }
            }
            Step::Resolve { id, .. } => self.alert(*id).state = AlertState::Resolved,
            Step::Expire { id, .. } => self.alert(*id).state = AlertState::Expired,
            Step::Wake { id } => self.alert(*id).state = AlertState::Open,
        }
    }

    fn alert(&mut self, id: AlertId) -> &mut Held {
        self.held.iter_mut().find(|held| held.id == id).expect("steps are about alerts held")
    }

    fn add(&mut self, placed: Placed) {
        self.stage.accounts[0].push(placed);
    }
}

fn opened(steps: &[Step]) -> Vec<(AlertKind, AlertTier)> {
    let open = |step: &Step| match step {
        Step::Open(finding) => Some((finding.evidence.kind(), finding.tier)),
        Step::Keep { .. } | Step::Resolve { .. } | Step::Expire { .. } | Step::Wake { .. } => None,
    };
    steps.iter().filter_map(open).collect()
}

fn resolved(id: i64, outcome: &str) -> Step {
    Step::Resolve { id: AlertId(id), outcome: outcome.to_owned() }
}

fn expired(id: i64, outcome: &str) -> Step {
    Step::Expire { id: AlertId(id), outcome: outcome.to_owned() }
}

fn rises(step: &Step) -> Option<(bool, AlertTier)> {
    match step {
        Step::Keep { rises, finding, .. } => Some((*rises, finding.tier)),
        Step::Open(_) | Step::Resolve { .. } | Step::Expire { .. } | Step::Wake { .. } => None,
    }
}

const LAST: (i32, u32, u32) = (2026, 5, 5);

/// Orders of about a month apart, the last on 5 May.
fn monthly() -> Vec<Placed> {
    orders([(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)].map(|(month, day)| on(2026, month, day)))
}

fn last() -> Day {
    on(LAST.0, LAST.1, LAST.2)
}

#[test]
fn a_silence_opens_rises_and_ends_with_an_order() {
    let mut diary = Diary::of(monthly());
    assert_eq!(diary.on(on(2026, 6, 4)), []);
    assert_eq!(opened(&diary.on(on(2026, 6, 5))), [(AlertKind::ChurnRisk, AlertTier::Watch)]);
    let next = diary.on(on(2026, 6, 6));
    assert_eq!(next.iter().map(rises).collect::<Vec<_>>(), [Some((true, AlertTier::Critical))]);
    let same = diary.on(on(2026, 6, 7));
    assert_eq!(same.iter().map(rises).collect::<Vec<_>>(), [Some((false, AlertTier::Critical))]);
    diary.add(with_status(OrderStatus::Draft, order(on(2026, 6, 8))));
    assert_eq!(diary.on(on(2026, 6, 8)).len(), 1, "a draft ends nothing");
    diary.add(order(on(2026, 6, 9)));
    assert_eq!(diary.on(on(2026, 6, 9)), [resolved(0, "returned after 35 days, $10")]);
    assert_eq!(diary.on(on(2026, 6, 10)), []);
}

#[test]
fn a_new_silence_is_a_new_alert_even_if_nobody_looked_in_between() {
    let mut diary = Diary::of(monthly());
    diary.on(on(2026, 6, 6));
    diary.add(order(on(2026, 6, 7)));
    let steps = diary.on(on(2026, 7, 20));
    assert_eq!(steps[0], resolved(0, "returned after 33 days, $10"));
    assert_eq!(opened(&steps), [(AlertKind::ChurnRisk, AlertTier::Critical)]);
}

#[test]
fn an_order_that_is_taken_back_continues_the_silence() {
    let mut diary = Diary::of(monthly());
    diary.on(on(2026, 6, 8));
    let gone = diary.stage.accounts[0].pop();
    assert!(gone.is_some());
    diary.add(with_status(OrderStatus::Cancelled, order(last())));
    diary.add(order(on(2026, 1, 20)));
    assert!(matches!(diary.on(on(2026, 6, 9))[..], [Step::Keep { .. }]));
}

#[test]
fn a_lost_account_expires_and_does_not_return() {
    let mut diary = Diary::of(monthly());
    diary.on(last() + 40);
    assert_eq!(diary.on(last() + 90), [expired(0, "no order for 90 days: it counts as churned")]);
    assert_eq!(diary.on(last() + 91), []);
}

#[test]
fn what_was_dismissed_does_not_return_for_the_same_silence_by_any_rule() {
    let mut diary = Diary::of(monthly());
    diary.on(on(2026, 6, 5));
    diary.held[0].state = AlertState::Dismissed;
    diary.facts.standing = Some((Segment::Disengaging, Probability::clamped(0.7)));
    assert!((1..80).all(|days| diary.on(on(2026, 6, 5) + days).is_empty()));
    diary.add(order(on(2026, 9, 1)));
    let steps = diary.on(on(2026, 12, 1));
    assert_eq!(opened(&steps).len(), 1, "a new order begins a new silence");
}

#[test]
fn a_snoozed_alert_wakes_on_its_date_and_ends_before_it_by_facts() {
    let mut diary = Diary::of(monthly());
    diary.on(on(2026, 6, 6));
    diary.held[0].state = AlertState::Snoozed;
    diary.held[0].snoozed_until = Some(day::to_date(on(2026, 6, 20)));
    let wakes = |steps: &[Step]| matches!(steps, [Step::Keep { wakes: true, .. }]);
    assert!(!wakes(&diary.on(on(2026, 6, 19))));
    assert_eq!(diary.held[0].state, AlertState::Snoozed);
    assert!(wakes(&diary.on(on(2026, 6, 20))));
    assert!(!wakes(&diary.on(on(2026, 6, 21))), "it is awake already");
    diary.held[0].state = AlertState::Snoozed;
    diary.held[0].snoozed_until = Some(day::to_date(on(2026, 8, 1)));
    diary.add(order(on(2026, 6, 22)));
    assert_eq!(diary.on(on(2026, 6, 22)), [resolved(0, "returned after 48 days, $10")]);
}

#[test]
fn a_closure_and_other_rules_end_an_alert_with_that_word() {
    let closures = [DayRange { from: on(2026, 6, 10), until: on(2026, 7, 1) }];
    let mut diary = Diary::of(monthly());
    diary.on(on(2026, 6, 6));
    diary.facts.closures = &closures;
    assert_eq!(diary.on(on(2026, 6, 10)), [resolved(0, "closed until 1 Jul 2026")]);
    assert_eq!(opened(&diary.on(on(2026, 8, 2))), [(AlertKind::ChurnRisk, AlertTier::Critical)]);
    diary.settings.rules = Rules { least_orders: 9, ..Rules::default() };
    assert_eq!(diary.on(on(2026, 8, 3)), [resolved(1, "the rule no longer holds")]);
}

#[test]
fn a_late_feed_opens_raises_and_expires_nothing_but_an_order_still_ends() {
    let mut frozen = Diary { is_frozen: true, ..Diary::of(monthly()) };
    assert_eq!(frozen.on(on(2026, 6, 20)), []);
    let mut diary = Diary::of(monthly());
    diary.on(on(2026, 6, 5));
    diary.is_frozen = true;
    let steps = diary.on(on(2026, 6, 20));
    assert_eq!(steps.iter().map(rises).collect::<Vec<_>>(), [Some((false, AlertTier::Watch))]);
    assert_eq!(diary.on(last() + 100), [], "it does not expire");
    diary.add(order(last() + 99));
    assert_eq!(diary.on(last() + 100), [resolved(0, "returned after 99 days, $10")]);
}

#[test]
fn a_pattern_risk_gives_way_to_the_churn_rule_and_ends_when_the_standing_does() {
    let start = on(2025, 10, 1);
    let standing = |segment| Some((segment, Probability::clamped(0.5)));
    let diary = || {
        let mut diary = Diary::of(orders([0, 30, 60, 90, 180].map(|days| start + days)));
        diary.facts.standing = standing(Segment::AtRisk);
        assert_eq!(opened(&diary.on(start + 240)), [(AlertKind::PatternRisk, AlertTier::AtRisk)]);
        diary
    };
    let mut better = diary();
    better.facts.standing = standing(Segment::Neutral);
    assert_eq!(better.on(start + 241), [resolved(0, "it is not at risk any more")]);
    let mut gone = diary();
    gone.facts.standing = standing(Segment::Churned);
    assert_eq!(gone.on(start + 241), [expired(0, "no order for 61 days: it counts as churned")]);
    let mut louder = diary();
    let steps = louder.on(start + 280);
    assert_eq!(steps[0], resolved(0, "the churn rule tells of it now"));
    assert_eq!(opened(&steps), [(AlertKind::ChurnRisk, AlertTier::Critical)]);
}

#[test]
fn a_stalled_account_returns_or_is_given_up() {
    let end = on(2026, 6, 1);
    let diary = || {
        let mut diary = Diary::of(orders([end]));
        let others = (0..40).map(|offset| orders([end - 500 - offset, end - 490 - offset]));
        diary.stage.accounts.extend(others);
        assert_eq!(opened(&diary.on(end + 16)), [(AlertKind::NewAccountStalled, AlertTier::AtRisk)]);
        diary
    };
    assert_eq!(diary().on(end + 90), [expired(0, "no order for 90 days: it counts as churned")]);
    let mut back = diary();
    back.add(order(end + 17));
    assert_eq!(back.on(end + 17), [resolved(0, "returned after 17 days, $10")]);
}

/// Every Monday since 5 January, product 1 up to 27 April.
fn mondays() -> Vec<Placed> {
    let holds = |week: i32| if week <= 16 { vec![0, 1] } else { vec![0] };
    (0..52).map(|week| holding(on(2026, 1, 5) + 7 * week, &holds(week))).collect()
}

#[test]
fn a_lost_item_stays_open_after_its_purchases_rolled_out_of_the_90_days() {
    let mut diary = Diary::of(mondays());
    assert_eq!(opened(&diary.on(on(2026, 5, 18))), [(AlertKind::LostItem, AlertTier::AtRisk)]);
    assert!(matches!(diary.on(on(2026, 6, 27))[..], [Step::Keep { rises: true, .. }]));
    assert_eq!(diary.on(on(2026, 6, 28)), []);
    assert_eq!(diary.on(on(2026, 5, 18) + 179), []);
    assert_eq!(diary.on(on(2026, 5, 18) + 180), [expired(0, "lost")]);
    assert_eq!(diary.on(on(2026, 5, 18) + 181), []);
}

#[test]
fn a_lost_item_is_won_back_with_the_amount_once_it_is_bought_and_kept() {
    let mut diary = Diary::of(mondays());
    diary.on(on(2026, 5, 18));
    diary.add(holding(on(2026, 7, 6), &[1]));
    let back = Placed { lines: vec![(1, -1)], ..with_status(OrderStatus::Return, order(on(2026, 7, 8))) };
    diary.add(back);
    assert_eq!(diary.on(on(2026, 7, 9)), [], "it came back");
    diary.add(holding(on(2026, 7, 13), &[1, 1]));
    assert_eq!(diary.on(on(2026, 7, 13)), [resolved(0, "won back, $20")]);
}

#[test]
fn a_dismissed_item_does_not_return_and_a_snoozed_one_wakes_without_a_finding() {
    let mut diary = Diary::of(mondays());
    diary.settings.lapsed_items = crate::alerts::LapsedItems::On;
    diary.on(on(2026, 5, 18));
    let mut snoozed = Diary { held: diary.held.clone(), stage: diary.stage.clone(), ..Diary::of(Vec::new()) };
    diary.held[0].state = AlertState::Dismissed;
    assert!((0..200).all(|days| diary.on(on(2026, 5, 19) + days).is_empty()));
    snoozed.held[0].state = AlertState::Snoozed;
    snoozed.held[0].snoozed_until = Some(day::to_date(on(2026, 7, 15)));
    assert_eq!(snoozed.on(on(2026, 7, 14)), []);
    assert_eq!(snoozed.on(on(2026, 7, 15)), [Step::Wake { id: AlertId(0) }]);
    assert_eq!(snoozed.on(on(2026, 7, 16)), []);
}

#[test]
fn one_item_is_one_alert_whichever_rule_speaks() {
    let mut diary = Diary::of(mondays());
    diary.settings.lapsed_items = crate::alerts::LapsedItems::On;
    let steps = diary.on(on(2026, 5, 18));
    assert_eq!(opened(&steps), [(AlertKind::LostItem, AlertTier::AtRisk)]);
    assert_eq!(diary.on(on(2026, 6, 28)), [], "the rule for lapsed items would say it again");
}

#[test]
fn an_item_that_cannot_be_supplied_any_more_is_no_alert() {
    let mut diary = Diary::of(mondays());
    diary.on(on(2026, 5, 18));
    diary.stage.unavailable = vec![(1, bellwether_core::alert::Availability::Discontinued)];
    assert_eq!(diary.on(on(2026, 5, 19)), [resolved(0, "we cannot supply it")]);
}

fn invoices(open_cents: &[i64]) -> Vec<InvoiceFact> {
    let invoice = |(id, open_balance_cents): (i64, &i64)| InvoiceFact {
        id: InvoiceId(id),
        account: AccountId(100),
        kind: InvoiceKind::Invoice,
        status: InvoiceStatus::Issued,
        issued_on: on(2026, 5, 1),
        due_on: Some(on(2026, 5, 31)),
        terms_days: None,
        open_balance_cents: *open_balance_cents,
        currency: "USD".to_owned(),
    };
    (1..).zip(open_cents).map(invoice).collect()
}

#[test]
fn a_part_payment_keeps_the_card_and_the_last_one_ends_it_even_while_the_feed_is_late() {
    let [both, one, none] = [invoices(&[5_000, 700]), invoices(&[4_000, 0]), invoices(&[0, 0])];
    let as_of = on(2026, 6, 1);
    let mut diary = Diary::of(Vec::new());
    diary.facts.invoices = &both;
    assert_eq!(opened(&diary.on(as_of)), [(AlertKind::Overdue, AlertTier::AtRisk)]);
    diary.facts.invoices = &one;
    let steps = diary.on(as_of + 1);
    let [Step::Keep { finding, rises: false, .. }] = &steps[..] else { panic!("{steps:?}") };
    assert_eq!(finding.value_cents, 4_000);
    diary.is_frozen = true;
    diary.facts.invoices = &none;
    assert_eq!(diary.on(as_of + 2), [resolved(0, "paid")]);
}

#[test]
fn dismissed_invoices_do_not_return_but_another_one_does() {
    let [one, two] = [invoices(&[5_000]), invoices(&[5_000, 700])];
    let mut diary = Diary::of(Vec::new());
    diary.facts.invoices = &two;
    diary.on(on(2026, 6, 1));
    diary.held[0].state = AlertState::Dismissed;
    diary.facts.invoices = &one;
    assert_eq!(diary.on(on(2026, 6, 2)), []);
    let three = invoices(&[5_000, 700, 10]);
    let mut later = Diary { held: diary.held, ..Diary::of(Vec::new()) };
    later.facts.invoices = &three;
    assert_eq!(opened(&later.on(on(2026, 6, 3))), [(AlertKind::Overdue, AlertTier::AtRisk)]);
}

#[test]
fn days_of_grace_end_an_alert_without_calling_it_paid() {
    let owed = invoices(&[5_000]);
    let mut diary = Diary::of(Vec::new());
    diary.facts.invoices = &owed;
    diary.on(on(2026, 6, 1));
    diary.settings.overdue_grace_days = 30;
    assert_eq!(diary.on(on(2026, 6, 2)), [resolved(0, "no longer overdue")]);
    assert!(matches!(diary.held[0].evidence, Evidence::Overdue(OverdueEvidence { .. })));
}

#[test]
fn two_alerts_that_say_the_same_become_one() {
    let mut diary = Diary::of(monthly());
    diary.on(on(2026, 6, 6));
    let twin = Held { id: AlertId(1), ..diary.held[0].clone() };
    diary.held.push(twin);
    let steps = diary.on(on(2026, 6, 7));
    assert!(matches!(steps[0], Step::Keep { .. }));
    assert_eq!(steps[1..], [resolved(1, "one alert says it already")]);
}

#[test]
fn what_we_could_not_supply_opens_nothing_and_an_open_alert_says_so() {
    let mondays = || {
        let weeks = (0..24).map(|week| (on(2026, 1, 5) + 7 * week, week < 17));
        Diary::of(weeks.map(|(day, has)| if has { holding(day, &[0, 1]) } else { order(day) }).collect())
    };
    let mut unsupplied = mondays();
    unsupplied.stage.backorders = vec![(on(2026, 5, 4), 1)];
    assert_eq!(unsupplied.on(on(2026, 5, 18)), [], "it did not stop buying it");
    unsupplied.stage.backorders.clear();
    assert!(
        matches!(unsupplied.on(on(2026, 5, 20))[..], [Step::Open(_)]),
        "it was delivered and not reordered"
    );

    let mut open = mondays();
    assert!(matches!(open.on(on(2026, 5, 18))[..], [Step::Open(_)]));
    open.stage.backorders = vec![(on(2026, 5, 25), 1)];
    let steps = open.on(on(2026, 5, 25));
    let [Step::Keep { finding, rises: false, .. }] = &steps[..] else { panic!("it goes on: {steps:?}") };
    let Evidence::LostItem(item) = &finding.evidence else { panic!("another rule") };
    assert_eq!(item.backordered_on.map(day::from_date), Some(on(2026, 5, 25)));
}

#[test]
fn an_order_that_was_a_mistake_ends_the_silence_only_until_it_is_given_back() {
    let mut diary = Diary::of(orders((0..12).map(|week| on(2026, 1, 5) + 14 * week)));
    let opened = |steps: &[Step]| steps.iter().any(|step| matches!(step, Step::Open(_)));
    assert!(opened(&diary.on(on(2026, 6, 30))));
    diary.add(holding(on(2026, 7, 1), &[0, 3]));
    let steps = diary.on(on(2026, 7, 2));
    assert!(matches!(&steps[..], [Step::Resolve { outcome, .. }] if outcome.starts_with("returned after")));
    diary.add(with_status(
        OrderStatus::Return,
        Placed { day: on(2026, 7, 6), status: OrderStatus::Return, lines: vec![(0, -1), (3, -1)] },
    ));
    assert!(opened(&diary.on(on(2026, 7, 6))), "it is as silent as before");
}
