use super::*;
use bellwether_core::alert::{AlertState, Confidence, Evidence, ItemEvidence, SilenceEvidence};
use bellwether_core::brief::{Advice, OpportunityFlag};
use bellwether_core::interaction::InteractionKind;
use bellwether_core::order::Starter;
use bellwether_core::score::Band;
use bellwether_core::{AccountId, AlertId, InteractionId, ProductId};
use chrono::{DateTime, Days};

fn on(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a date of the calendar")
}

fn nothing() -> Facts<'static> {
    Facts {
        as_of: on(6, 30),
        currency: "USD",
        alerts: &[],
        items: &[],
        drafts: &[],
        last_order: None,
        usual_gap_days: None,
        gaps: &[],
        next_order: None,
        overdue: None,
        last_contact: None,
        promised: None,
        category: None,
        signals: None,
    }
}

fn alert(id: i64, tier: AlertTier, sentence: &str, evidence: Evidence) -> Alert {
    Alert {
        id: AlertId(id),
        kind: evidence.kind(),
        tier,
        confidence: Confidence::High,
        state: AlertState::Open,
        sentence: sentence.to_owned(),
        notes: Vec::new(),
        value_cents: Some(Cents(120_000)),
        product: None,
        evidence,
        rule_version: 1,
        as_of: on(6, 30),
        opened_on: on(6, 20),
        snoozed_until: None,
        dismiss_reason: None,
        outcome: None,
        was_right: None,
    }
}

fn silence(tier: AlertTier) -> Alert {
    let evidence = SilenceEvidence {
        last_order: on(5, 1),
        elapsed_days: 60,
        last_gap_days: 10,
        gaps: 12,
        longer_gaps: 0,
        p80_days: 11.0,
        longest_normal_days: 20.0,
        lost_after_days: 90,
        seasonal: None,
        is_group_active: false,
    };
    alert(1, tier, "60 days since the last order; none of 12 gaps was longer.", Evidence::ChurnRisk(evidence))
}

fn lost(tier: AlertTier) -> Alert {
    let evidence = ItemEvidence {
        product: ProductId(7),
        last_bought: on(4, 27),
        days_since: 64,
        biggest_gap_days: 7,
        rate: 1.0,
        missed: 3,
        orders: 13,
        orders_with_item: 10,
        is_in_draft: false,
        replaced_by: None,
        next_season: None,
        lost_probability: None,
        backordered_on: None,
        is_fading: false,
    };
    alert(2, tier, "Mop heads: missing from the last 3 orders.", Evidence::LostItem(evidence))
}

fn mop_heads() -> MissingItem {
    let product = ProductRef {
        id: ProductId(7),
        external_id: "P-7".to_owned(),
        name: "Mop heads".to_owned(),
        category: "Mops".to_owned(),
    };
    MissingItem { product, last_bought: on(4, 27), usual_quantity_milli: Some(12_500) }
}

fn visit(date: NaiveDate, promised: &str) -> Interaction {
    Interaction {
        id: InteractionId(1),
        account: AccountId(1),
        kind: InteractionKind::Visit,
        outcome: None,
        contact: None,
        happened_on: date,
        logged_at: DateTime::UNIX_EPOCH,
        author: "Rep one".to_owned(),
        note: String::new(),
        promised: promised.to_owned(),
        is_own: false,
    }
}

fn draft() -> DraftNote {
    let starter = Starter { name: "Kim".to_owned(), phone: None };
    DraftNote { id: OrderId(5), since: on(6, 3), revenue_cents: Cents(42_000), started_by: Some(starter) }
}

fn expected(from: NaiveDate, to: NaiveDate) -> NextOrder {
    NextOrder {
        half: Band { from: from + Days::new(1), to: to - Days::new(1) },
        wide: Band { from, to },
        typical: from + Days::new(2),
        outreach: from - Days::new(14),
        overdue_days: None,
        from_book: false,
    }
}

fn texts(advice: &[Advice]) -> Vec<&str> {
    advice.iter().map(|advice| advice.text.as_str()).collect()
}

#[test]
fn without_a_fact_nothing_is_said_done_or_flagged() {
    let facts = nothing();
    assert_eq!((say(&facts), next(&facts), flags(&facts)), (Vec::new(), Vec::new(), Vec::new()));
}

#[test]
fn at_most_three_things_are_said_the_promise_first_and_each_with_its_fact() {
    let alerts = [silence(AlertTier::Critical), lost(AlertTier::AtRisk)];
    let (promised, drafts, items) = (visit(on(5, 4), " a price list. "), [draft()], [mop_heads()]);
    let last_order = Some(LastOrder { id: OrderId(1), placed_on: on(5, 1) });
    let facts = Facts {
        alerts: &alerts,
        items: &items,
        drafts: &drafts,
        promised: Some(&promised),
        last_order,
        usual_gap_days: Some(10.0),
        ..nothing()
    };
    let said = say(&facts);
    assert_eq!(
        texts(&said),
        [
            "On 4 May 2026 we promised: “a price list”.",
            "No order has come since 1 May 2026, 60 days ago; usually one comes about every 10 days. Has anything \
             changed?",
            "A draft over $420 has been waiting since 3 Jun 2026. Shall we send it?",
        ]
    );
    assert_eq!(said[0].because, "Visit on 4 May 2026, logged by Rep one.");
    assert_eq!(said[1].because, alerts[0].sentence);
    assert_eq!(said[1].source, Source::Alert { id: AlertId(1) });
    assert_eq!(said[2].because, "Draft of 3 Jun 2026 over $420, started by Kim.");
    assert_eq!(
        texts(&next(&facts)),
        [
            "Call and ask why no order comes.",
            "Finish the draft over $420 with Kim.",
            "Offer Mop heads again, or learn what took its place.",
        ]
    );
}

#[test]
fn a_missing_item_is_told_with_its_quantity_and_date() {
    let (alerts, items) = ([lost(AlertTier::AtRisk)], [mop_heads()]);
    let facts = Facts { alerts: &alerts, items: &items, ..nothing() };
    let text =
        "Mop heads was last on an order on 27 Apr 2026, 12.5 at a time until then. Is it still needed?";
    assert_eq!(texts(&say(&facts)), [text]);
    assert_eq!(flags(&facts), [OpportunityFlag::LostItem]);
}

#[test]
fn alerts_to_watch_are_neither_said_nor_done() {
    let (alerts, items) = ([silence(AlertTier::Watch), lost(AlertTier::Watch)], [mop_heads()]);
    let last_order = Some(LastOrder { id: OrderId(1), placed_on: on(5, 1) });
    let facts = Facts { alerts: &alerts, items: &items, last_order, ..nothing() };
    assert_eq!((say(&facts), next(&facts), flags(&facts)), (Vec::new(), Vec::new(), Vec::new()));
}

#[test]
fn what_is_overdue_is_told_with_its_amount_and_age() {
    let overdue = Overdue { total_cents: Cents(90_000), invoices: 2, oldest_days: 1 };
    let facts = Facts { overdue: Some(overdue), ..nothing() };
    let said = say(&facts);
    assert_eq!(texts(&said), ["$900 is overdue. When can we expect it?"]);
    assert_eq!(said[0].because, "2 invoices, the oldest 1 day past its due date.");
    assert_eq!(texts(&next(&facts)), ["Agree when the $900 overdue will be paid."]);
}

#[test]
fn an_expected_order_is_asked_for_and_prepared_beforehand() {
    let open = (expected(on(6, 28), on(7, 8)), on(6, 30));
    let facts = Facts { next_order: Some(open), ..nothing() };
    let text =
        "The next order is due about now, most likely from 29 Jun 2026 to 7 Jul 2026. What will be needed?";
    assert_eq!(texts(&say(&facts)), [text]);
    assert_eq!(texts(&next(&facts)), ["Ask for the order: it is expected now."]);
    assert_eq!(flags(&facts), [OpportunityFlag::WindowOpen]);

    let ahead = (expected(on(7, 8), on(7, 20)), on(6, 30));
    let facts = Facts { next_order: Some(ahead), ..nothing() };
    assert_eq!(say(&facts), Vec::new());
    assert_eq!(texts(&next(&facts)), ["Get in touch before 8 Jul 2026."]);

    let far = (expected(on(8, 8), on(8, 20)), on(6, 30));
    assert_eq!(next(&Facts { next_order: Some(far), ..nothing() }), Vec::new());
}

#[test]
fn a_contact_is_too_long_ago_after_more_than_ninety_days() {
    let last = visit(on(4, 1), "");
    let facts = Facts { last_contact: Some(&last), ..nothing() };
    assert_eq!(next(&facts), Vec::new(), "90 days");
    let last = visit(on(3, 31), "");
    let facts = Facts { last_contact: Some(&last), ..nothing() };
    let done = next(&facts);
    assert_eq!(texts(&done), ["Say hello: nobody has spoken with them for 91 days."]);
    assert_eq!(done[0].source, source_of(&last));
}

#[test]
fn a_category_to_win_names_who_buys_it_and_what() {
    let category = MissingCategory {
        name: "Paper".to_owned(),
        product: ProductRef { name: "Paper towels".to_owned(), ..mop_heads().product },
        buyers: 70,
        similar: 100,
        group: "hotels".to_owned(),
    };
    let facts = Facts { category: Some(&category), ..nothing() };
    let said = say(&facts);
    assert_eq!(texts(&said), ["Do you buy Paper elsewhere? We have Paper towels, for one."]);
    assert_eq!(said[0].because, "70 of 100 hotels buy Paper from us.");
    assert_eq!(flags(&facts), [OpportunityFlag::MissingCategory]);
}

fn gaps(days: &[i64]) -> Vec<Gap> {
    days.iter().map(|days| Gap { from: on(1, 1), to: on(1, 1), days: *days }).collect()
}

#[test]
fn orders_come_further_apart_when_the_latest_three_gaps_are_longer_by_a_quarter() {
    let flagged = |days: &[i64]| {
        let gaps = gaps(days);
        flags(&Facts { gaps: &gaps, ..nothing() }) == [OpportunityFlag::DecliningFrequency]
    };
    assert!(flagged(&[8, 8, 8, 10, 10, 10]));
    assert!(!flagged(&[8, 8, 8, 9, 9, 10]));
    assert!(!flagged(&[8, 8, 10, 10, 10]), "too few before");
}
