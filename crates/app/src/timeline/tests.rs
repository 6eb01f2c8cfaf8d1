use super::*;
use crate::alert::tests::{account, as_of, import, orders, pin};
use crate::brief::tests::id_of;
use crate::stage::Stage;
use bellwether_core::Permissions;
use bellwether_core::import::ImportKind;
use bellwether_core::interaction::{InteractionInput, InteractionKind};

/// Twenty orders, an alert, two calls on a day with an order, and two invoices.
fn stages() -> Vec<(Stage, AccountId)> {
    let prepare = |stage: Stage| {
        pin(&stage, as_of());
        stage.app.read_book().expect("read");
        orders(&stage, &account(1, 10, 60));
        stage.app.run_waiting_jobs().expect("run");
        stage.app.follow_alerts().expect("followed");
        let invoices = "Customer Number,Invoice Number,Invoice Date,Due Date,Amount,Open Balance\n\
                        A1,I1,2026-03-22,2026-05-01,900.00,0\nA1,I2,2026-01-01,2026-02-01,80.00,0\n";
        import(&stage, ImportKind::Invoices, invoices);
        let id = id_of(&stage, "Account 1");
        for note in ["first", "second"] {
            let call = InteractionInput {
                kind: InteractionKind::Call,
                outcome: None,
                contact: None,
                happened_on: Some("2026-03-22".parse().expect("a date")),
                note: note.to_owned(),
                promised: String::new(),
                key: None,
            };
            stage.app.log_interaction(&Caller::system(), id, &call).expect("logged");
        }
        (stage, id)
    };
    Stage::each().into_iter().map(prepare).collect()
}

fn words(entry: &TimelineEntry) -> String {
    let what = match &entry.event {
        TimelineEvent::Order { .. } => "order".to_owned(),
        TimelineEvent::Interaction { interaction } => interaction.note.clone(),
        TimelineEvent::AlertOpened { rule, .. } => rule.code().to_owned(),
        TimelineEvent::Invoice { number, .. } => number.clone(),
        TimelineEvent::TaskDone { title, .. } => title.clone(),
    };
    format!("{} {what}", entry.date)
}

fn walk(stage: &Stage, caller: &Caller, id: AccountId, limit: u32) -> Vec<String> {
    walk_through(stage, caller, id, TimelineQuery { limit: Some(limit), ..TimelineQuery::default() })
}

fn walk_through(stage: &Stage, caller: &Caller, id: AccountId, mut query: TimelineQuery) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        let page = stage.app.timeline(caller, id, &query).expect("a page");
        seen.extend(page.items.iter().map(words));
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            assert_eq!(page.total, seen.len() as u64, "{}", stage.engine);
            return seen;
        }
    }
}

#[test]
fn pages_of_any_size_give_everything_once_the_newest_first() {
    for (stage, id) in stages() {
        let all = walk(&stage, &Caller::system(), id, 500);
        assert_eq!(all[0], "2026-05-31 churn_risk", "{}", stage.engine);
        let day: Vec<&str> =
            all.iter().filter(|entry| entry.starts_with("2026-03-22")).map(|entry| &entry[11..]).collect();
        assert_eq!(day, ["second", "first", "I1", "order"], "{}", stage.engine);
        let mut sorted = all.clone();
        sorted.sort_by(|left, right| right[..10].cmp(&left[..10]));
        assert_eq!(all, sorted, "{}", stage.engine);
        assert_eq!(all.iter().filter(|entry| entry.ends_with("order")).count(), 20);
        for limit in [1, 2, 3, 7] {
            assert_eq!(walk(&stage, &Caller::system(), id, limit), all, "{} {limit}", stage.engine);
        }
    }
}

#[test]
fn invoices_are_for_those_who_may_see_financial_data() {
    for (stage, id) in stages() {
        let system = Caller::system();
        let permissions = Permissions { view_financials: false, ..system.permissions };
        let seen = walk(&stage, &Caller { permissions, ..system }, id, 4);
        assert!(!seen.iter().any(|entry| entry.ends_with("I1")), "{}: {seen:?}", stage.engine);
    }
}

#[test]
fn one_kind_alone_gives_all_of_it_and_nothing_else() {
    for (stage, id) in stages() {
        let all = walk(&stage, &Caller::system(), id, 500);
        let mut parts = Vec::new();
        for kind in TimelineKind::ALL {
            let query = TimelineQuery { kind: Some(kind), limit: Some(1), cursor: None };
            let found = walk_through(&stage, &Caller::system(), id, query);
            if kind == TimelineKind::Interaction {
                assert_eq!(found, ["2026-03-22 second", "2026-03-22 first"], "{}", stage.engine);
            }
            parts.extend(found);
        }
        parts.sort();
        let mut sorted = all;
        sorted.sort();
        assert_eq!(parts, sorted, "{}", stage.engine);
    }
}
