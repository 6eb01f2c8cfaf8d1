use crate::Caller;
use crate::alert::tests::{account, as_of, import, orders, pin};
use crate::stage::Stage;
use bellwether_core::account::AccountQuery;
use bellwether_core::brief::{AccountBrief, OpportunityFlag, Source};
use bellwether_core::import::ImportKind;
use bellwether_core::interaction::{InteractionInput, InteractionKind, InteractionOutcome};
use bellwether_core::{AccountId, Permissions};

/// Account 1 is silent for 60 days with gaps of 10, has a draft and an invoice that is overdue; account 2 orders as
/// always.
fn stages() -> Vec<Stage> {
    let prepare = |stage: Stage| {
        pin(&stage, as_of());
        stage.app.read_book().expect("read");
        orders(&stage, &(account(1, 10, 60) + &account(2, 10, 3)));
        let draft = "account_id,account_name,order_id,order_date,item_id,quantity,revenue,status,started_by,buyer phone\n\
                     A1,Account 1,D1,2026-05-20,P1,1,420.00,draft,Kim Doe,555-0100\n";
        import(&stage, ImportKind::Purchases, draft);
        let invoices = "Customer Number,Invoice Number,Invoice Date,Due Date,Amount,Open Balance\n\
                        A1,I1,2026-03-01,2026-05-01,900.00,900.00\n";
        import(&stage, ImportKind::Invoices, invoices);
        stage.app.run_waiting_jobs().expect("run");
        stage.app.follow_alerts().expect("followed");
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

pub(crate) fn id_of(stage: &Stage, name: &str) -> AccountId {
    let page = stage.app.accounts(&Caller::system(), &AccountQuery::default()).expect("accounts");
    page.items.iter().find(|row| row.account.name == name).expect("the account was imported").account.id
}

fn brief(stage: &Stage, caller: &Caller) -> AccountBrief {
    stage.app.brief(caller, id_of(stage, "Account 1")).expect("a brief")
}

fn texts(brief: &AccountBrief) -> Vec<&str> {
    brief.say.iter().map(|said| said.text.as_str()).collect()
}

#[test]
fn the_brief_says_three_things_that_rest_on_facts_of_the_account() {
    for stage in stages() {
        let brief = brief(&stage, &Caller::system());
        assert_eq!(
            texts(&brief),
            [
                "No order has come since 1 Apr 2026, 60 days ago; usually one comes about every 10 days. Has \
                 anything changed?",
                "A draft over $420 has been waiting since 20 May 2026. Shall we send it?",
                "$900 is overdue. When can we expect it?",
            ],
            "{}",
            stage.engine
        );
        assert!(matches!(brief.say[0].source, Source::Alert { .. }), "{:?}", brief.say[0]);
        assert_eq!(brief.say[2].because, "1 invoice, 30 days past its due date.");
        assert_eq!(brief.flags, [OpportunityFlag::OpenDraft]);
        assert_eq!((brief.days_since_last_order, brief.usual_gap_days), (Some(60), Some(10.0)));
        assert_eq!(brief.overdue_cents.map(|cents| cents.0), Some(90_000));
        assert_eq!(brief.trailing_revenue_cents.0, 20 * 10_000);
        assert!(brief.card.is_some() && brief.segment.is_some() && brief.next_order.is_some());
        assert_eq!((brief.gaps.len(), brief.drafts.len(), brief.contacts.len()), (19, 1, 1));
    }
}

#[test]
fn a_promise_of_the_last_visit_comes_first_and_stays_until_another_is_made() {
    for stage in stages() {
        let id = id_of(&stage, "Account 1");
        let visit = |date: &str, promised: &str, outcome| {
            let input = InteractionInput {
                kind: InteractionKind::Visit,
                outcome,
                contact: None,
                happened_on: Some(date.parse().expect("a date")),
                note: "talked".to_owned(),
                promised: promised.to_owned(),
                key: None,
            };
            stage.app.log_interaction(&Caller::system(), id, &input).expect("logged");
        };
        visit("2026-05-02", "a price list", None);
        visit("2026-05-10", "", None);
        visit("2026-05-12", "", Some(InteractionOutcome::NoAnswer));
        let brief = brief(&stage, &Caller::system());
        assert_eq!(texts(&brief)[0], "On 2 May 2026 we promised: “a price list”.", "{}", stage.engine);
        assert_eq!(brief.last_contact.expect("a contact").happened_on.to_string(), "2026-05-10");
    }
}

#[test]
fn nobody_reads_what_they_may_not_see() {
    for stage in stages() {
        let permissions = Permissions { view_margin: false, view_contacts: false, view_financials: false };
        let brief = brief(&stage, &Caller { permissions, ..Caller::system() });
        assert_eq!((brief.overdue_cents, &brief.phone), (None, &None), "{}", stage.engine);
        assert!(brief.contacts.is_empty());
        let text = serde_json::to_string(&brief).expect("JSON");
        assert!(!text.contains("$900") && !text.contains("555-0100"), "{text}");
    }
}

#[test]
fn a_brief_of_a_foreign_account_is_not_found() {
    for stage in stages() {
        let stranger = Caller { scope: bellwether_core::Scope::Nothing, ..Caller::system() };
        let refused = stage.app.brief(&stranger, id_of(&stage, "Account 1"));
        assert!(matches!(refused, Err(crate::AppError::NotFound)), "{}", stage.engine);
    }
}
