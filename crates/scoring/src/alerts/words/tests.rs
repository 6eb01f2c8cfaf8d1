use super::*;
use bellwether_core::alert::OverdueBuckets;
use bellwether_core::explain::Gap;
use bellwether_core::rule_lab::Rules;
use bellwether_core::{AccountId, Cents, InvoiceId, Segment};

fn on(year: i32, month: u32, day_of_month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day_of_month).expect("a date of the calendar")
}

fn name(product: ProductId) -> String {
    if product == ProductId(1) { "Mop heads".to_owned() } else { "Flat mops".to_owned() }
}

fn silence(elapsed_days: i64, gaps: u32, longer_gaps: u32) -> SilenceEvidence {
    SilenceEvidence {
        last_order: on(2026, 5, 5),
        elapsed_days,
        last_gap_days: 30,
        gaps,
        longer_gaps,
        p80_days: 31.0,
        longest_normal_days: 44.5,
        lost_after_days: 90,
        seasonal: None,
        is_group_active: false,
    }
}

fn item() -> ItemEvidence {
    ItemEvidence {
        product: ProductId(1),
        last_bought: on(2026, 4, 27),
        days_since: 21,
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
    }
}

fn overdue() -> OverdueEvidence {
    let amounts = OverdueAmounts {
        currency: "USD".to_owned(),
        total_cents: Cents(120_000),
        buckets: OverdueBuckets { days_31_60_cents: Cents(120_000), ..OverdueBuckets::default() },
        unapplied_credit_cents: Cents(30_000),
        disputed_cents: Cents(5_000),
    };
    OverdueEvidence {
        invoices: [4, 5, 6].map(InvoiceId).to_vec(),
        oldest_due: on(2026, 5, 16),
        oldest_days: 45,
        disputed: 1,
        on_bill_to: Some(AccountId(8)),
        amounts: Some(vec![amounts]),
    }
}

#[test]
fn a_silence_is_told_with_its_numbers() {
    let say = |elapsed, gaps, longer| sentence(&Evidence::ChurnRisk(silence(elapsed, gaps, longer)), &name);
    assert_eq!(say(41, 22, 1), "41 days since the last order; only 1 of 22 gaps was longer.");
    assert_eq!(say(41, 22, 4), "41 days since the last order; only 4 of 22 gaps were longer.");
    assert_eq!(say(41, 22, 0), "41 days since the last order; none of 22 gaps was longer.");
    assert_eq!(say(41, 1, 0), "41 days since the last order; the only gap before was 30 days.");
    assert_eq!(
        say(31, 5, 3),
        "31 days since the last order, the last gap was 30 days; 3 of 5 gaps were longer."
    );
    assert_eq!(
        say(31, 4, 1),
        "31 days since the last order, the last gap was 30 days; 1 of 4 gaps was longer."
    );
}

#[test]
fn the_other_rules_are_told_with_theirs() {
    let pattern = PatternEvidence {
        last_order: on(2026, 3, 30),
        elapsed_days: 60,
        segment: Segment::AtRisk,
        churn_risk: Probability::clamped(0.45),
    };
    assert_eq!(
        sentence(&Evidence::PatternRisk(pattern), &name),
        "At Risk with a churn risk of 45%; 60 days since the last order."
    );
    let stalled = StalledEvidence {
        last_order: on(2026, 5, 1),
        elapsed_days: 39,
        order_days: 2,
        similar_p80_days: 20.5,
        similar_accounts: 1_204,
    };
    assert_eq!(
        sentence(&Evidence::NewAccountStalled(stalled), &name),
        "39 days since its second order day; four fifths of 1,204 similar accounts ordered again within 20.5 days."
    );
    let every = sentence(&Evidence::LostItem(item()), &name);
    assert_eq!(
        every,
        "Mop heads: missing from the last 3 orders, 21 days since it was bought; it used to be in every order."
    );
    let rare = ItemEvidence { rate: 2.5, missed: 1, ..item() };
    assert_eq!(
        sentence(&Evidence::LapsedItem(rare), &name),
        "Mop heads: missing from the last order, 21 days since it was bought; it used to be in one order in 2.5."
    );
}

#[test]
fn overdue_is_told_with_and_without_amounts() {
    let say = |overdue| sentence(&Evidence::Overdue(overdue), &name);
    assert_eq!(say(overdue()), "$1,200 overdue on 3 invoices, the oldest 45 days.");
    assert_eq!(
        say(OverdueEvidence { amounts: None, ..overdue() }),
        "3 invoices overdue, the oldest 45 days."
    );
    let single = OverdueEvidence { invoices: vec![InvoiceId(4)], oldest_days: 1, amounts: None, ..overdue() };
    assert_eq!(say(single), "1 invoice overdue, 1 day.");
}

#[test]
fn notes_say_what_else_should_be_known() {
    let gap = |from, to| Gap { from, to, days: (to - from).num_days() };
    let earlier = vec![gap(on(2024, 10, 12), on(2025, 3, 10)), gap(on(2025, 10, 12), on(2026, 3, 14))];
    let seasonal = Some(SeasonalPause { earlier, expected_on: on(2027, 3, 14) });
    let quiet = SilenceEvidence { seasonal, is_group_active: true, ..silence(41, 22, 1) };
    assert_eq!(
        notes(&Evidence::ChurnRisk(quiet), &name),
        [
            "Paused in 2024 and 2025 too; last time it reordered on 14 Mar 2026.",
            "This site is quiet; others of its group have ordered since."
        ]
    );
    let told = ItemEvidence {
        is_in_draft: true,
        replaced_by: Some(ProductId(2)),
        next_season: Some(on(2027, 1, 1)),
        lost_probability: Some(Probability::clamped(0.641)),
        backordered_on: Some(on(2026, 6, 3)),
        is_fading: true,
        ..item()
    };
    assert_eq!(
        notes(&Evidence::LostItem(told), &name),
        [
            "In draft: an order not sent yet holds it.",
            "Back-ordered on 3 Jun 2026: we could not supply it.",
            "Possibly replaced by Flat mops.",
            "Bought in the same months of each year; the next season begins on 1 Jan 2027.",
            "Most accounts that bought it have stopped of late: it is hardly lost at this one alone.",
            "64% likely to stay out of the next 90 days' orders."
        ]
    );
    assert_eq!(
        notes(&Evidence::Overdue(overdue()), &name),
        ["On the bill-to: it owes for this site as well.", "Disputed: 1 of 3.", "$300 unapplied credit."]
    );
    let hidden = OverdueEvidence { amounts: None, ..overdue() };
    assert!(notes(&Evidence::Overdue(hidden), &name).iter().all(|note| !note.contains('$')));
}

#[test]
fn inputs_say_which_conditions_hold() {
    let holds = |evidence: &Evidence| -> Vec<bool> {
        inputs(evidence, &Rules::default(), &name).into_iter().filter_map(|input| input.holds).collect()
    };
    assert_eq!(holds(&Evidence::ChurnRisk(silence(41, 22, 1))), [true, true, true, true, false]);
    assert_eq!(holds(&Evidence::LostItem(item())), [true; 5]);
    let rolled_out = ItemEvidence { orders_with_item: 4, ..item() };
    assert_eq!(holds(&Evidence::LostItem(rolled_out)), [true, false, true, true, true]);
    let hidden = Evidence::Overdue(OverdueEvidence { amounts: None, ..overdue() });
    assert_eq!(inputs(&hidden, &Rules::default(), &name).len(), 4);
    assert!(AlertKind::ALL.into_iter().all(|kind| formula(kind).ends_with('.')));
}

#[test]
fn money_is_grouped_and_keeps_cents_only_where_they_matter() {
    let cases = [
        (120_000, "USD", "$1,200"),
        (1_250, "USD", "$12.50"),
        (123_456_789, "EUR", "€1,234,568"),
        (-42_050, "USD", "-$421"),
        (0, "CHF", "CHF 0"),
        (i64::MIN, "", "-92,233,720,368,547,758"),
    ];
    for (cents, currency, text) in cases {
        assert_eq!(money(cents, currency), text);
    }
}

#[test]
fn ordinals_are_english() {
    let told = [1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111].map(ordinal);
    assert_eq!(
        told,
        ["first", "second", "third", "4th", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th"]
    );
}
