use super::*;
use bellwether_core::alert::{AlertKind, OverdueAmounts, OverdueEvidence};
use bellwether_core::{Cents, InvoiceId};

const AS_OF: (i32, u32, u32) = (2026, 6, 30);

fn as_of() -> Day {
    on(AS_OF.0, AS_OF.1, AS_OF.2)
}

fn invoice(id: i64, due_on: Day, open_balance_cents: i64) -> InvoiceFact {
    InvoiceFact {
        id: InvoiceId(id),
        account: AccountId(100),
        kind: InvoiceKind::Invoice,
        status: InvoiceStatus::Issued,
        issued_on: due_on - 30,
        due_on: Some(due_on),
        terms_days: None,
        open_balance_cents,
        currency: "USD".to_owned(),
    }
}

fn find(invoices: &[InvoiceFact], grace_days: i32) -> Option<Finding> {
    let stage = Stage::of(Vec::new());
    let settings = AlertSettings { overdue_grace_days: grace_days, ..settings() };
    let mut found = stage.find_with(as_of(), settings, &AccountFacts { invoices, ..AccountFacts::default() });
    assert!(found.len() <= 1 && found.iter().all(|one| one.evidence.kind() == AlertKind::Overdue));
    found.pop()
}

fn evidence(finding: &Finding) -> &OverdueEvidence {
    let Evidence::Overdue(evidence) = &finding.evidence else { panic!("{finding:?}") };
    evidence
}

#[test]
fn due_today_is_not_overdue() {
    assert_eq!(find(&[invoice(1, on(2026, 6, 30), 10_000)], 0), None);
}

#[test]
fn due_yesterday_and_open_is_one_day_overdue() {
    let found = find(&[invoice(1, on(2026, 6, 29), 10_000)], 0).expect("it is overdue");
    assert_eq!((evidence(&found).oldest_days, found.value_cents, found.tier), (1, 10_000, AlertTier::AtRisk));
    assert_eq!(found.grounds, BTreeSet::from([Ground::Invoice(InvoiceId(1))]));
}

#[test]
fn due_yesterday_and_paid_is_not_overdue() {
    assert_eq!(find(&[invoice(1, on(2026, 6, 29), 0)], 0), None);
}

#[test]
fn a_credit_memo_is_never_overdue() {
    let memo = InvoiceFact { kind: InvoiceKind::CreditMemo, ..invoice(1, on(2026, 6, 1), -5_000) };
    assert_eq!(find(std::slice::from_ref(&memo), 0), None);
    assert_eq!(find(&[InvoiceFact { open_balance_cents: 5_000, ..memo }], 0), None);
}

#[test]
fn net_30_dated_31_may_without_a_due_date_is_due_on_30_june() {
    let by_terms = |terms_days| InvoiceFact {
        issued_on: on(2026, 5, 31),
        due_on: None,
        terms_days,
        ..invoice(1, on(2026, 6, 30), 10_000)
    };
    assert_eq!(by_terms(Some(30)).due(), Some(on(2026, 6, 30)));
    assert_eq!(find(&[by_terms(Some(30))], 0), None);
    assert!(find(&[by_terms(Some(29))], 0).is_some());
    assert_eq!(find(&[by_terms(None)], 0), None, "nobody knows when it is due");
}

#[test]
fn days_of_grace_void_and_later_invoices_are_left_out() {
    let late = invoice(1, on(2026, 6, 20), 10_000);
    assert!(
        find(std::slice::from_ref(&late), 9).is_some() && find(std::slice::from_ref(&late), 10).is_none()
    );
    assert_eq!(find(&[InvoiceFact { status: InvoiceStatus::Void, ..late.clone() }], 0), None);
    assert_eq!(find(&[InvoiceFact { issued_on: on(2026, 7, 1), ..late }], 0), None);
}

#[test]
fn amounts_lie_in_buckets_by_currency_with_credit_beside() {
    let mut invoices: Vec<InvoiceFact> = [(1, 30), (2, 31), (3, 61), (4, 91)]
        .map(|(id, days)| invoice(id, as_of() - days, 1_000 * id))
        .to_vec();
    invoices.push(InvoiceFact { currency: "CAD".to_owned(), ..invoice(5, as_of() - 5, 700) });
    invoices.push(InvoiceFact { kind: InvoiceKind::CreditMemo, ..invoice(6, as_of() + 5, -300) });
    invoices[1].status = InvoiceStatus::Disputed;
    invoices.reverse();
    let found = find(&invoices, 0).expect("five are overdue");
    let told = evidence(&found);
    assert_eq!((told.invoices.clone(), told.oldest_days), ([4, 3, 2, 1, 5].map(InvoiceId).to_vec(), 91));
    assert_eq!((told.disputed, told.on_bill_to, found.tier), (1, None, AlertTier::Critical));
    let amounts = told.amounts.as_ref().expect("the rule knows amounts");
    let dollars = OverdueAmounts {
        currency: "USD".to_owned(),
        total_cents: Cents(10_000),
        buckets: bellwether_core::alert::OverdueBuckets {
            days_1_30_cents: Cents(1_000),
            days_31_60_cents: Cents(2_000),
            days_61_90_cents: Cents(3_000),
            over_90_cents: Cents(4_000),
        },
        unapplied_credit_cents: Cents(300),
        disputed_cents: Cents(2_000),
    };
    assert_eq!((&amounts[0], amounts.len()), (&dollars, 2));
    assert_eq!((amounts[1].currency.as_str(), amounts[1].total_cents), ("CAD", Cents(700)));
    assert_eq!(found.value_cents, 10_000, "never added across currencies");
}

#[test]
fn what_is_all_disputed_is_only_watched_and_60_days_are_not_critical_yet() {
    let disputed = InvoiceFact { status: InvoiceStatus::Disputed, ..invoice(1, as_of() - 200, 100) };
    let tier = |invoices: &[InvoiceFact]| find(invoices, 0).map(|found| found.tier);
    assert_eq!(tier(std::slice::from_ref(&disputed)), Some(AlertTier::Watch));
    assert_eq!(tier(&[disputed.clone(), invoice(2, as_of() - 60, 100)]), Some(AlertTier::AtRisk));
    assert_eq!(tier(&[disputed, invoice(2, as_of() - 61, 100)]), Some(AlertTier::Critical));
}

#[test]
fn debt_of_the_bill_to_is_shown_at_its_ship_to() {
    let owed = InvoiceFact { account: AccountId(7), ..invoice(1, as_of() - 3, 100) };
    assert_eq!(evidence(&find(&[owed], 0).expect("it is overdue")).on_bill_to, Some(AccountId(7)));
}
