use super::*;
use crate::brief::tests::id_of;
use crate::stage::Stage;
use bellwether_core::Scope;
use bellwether_core::import::ImportKind;
use bellwether_core::interaction::InteractionKind;
use bellwether_core::timeline::{TimelineEvent, TimelineQuery};
use chrono::Days;

fn stages() -> Vec<(Stage, AccountId)> {
    let prepare = |stage: Stage| {
        stage.app.read_book().expect("read");
        crate::alert::tests::import(
            &stage,
            ImportKind::Accounts,
            "Customer Number,Customer Name\nA-1,Abbey\n",
        );
        let id = id_of(&stage, "Abbey");
        (stage, id)
    };
    Stage::each().into_iter().map(prepare).collect()
}

fn call(key: Option<&str>) -> InteractionInput {
    InteractionInput {
        kind: InteractionKind::Call,
        outcome: None,
        contact: None,
        happened_on: None,
        note: " talked ".to_owned(),
        promised: String::new(),
        key: key.map(str::to_owned),
    }
}

fn logged(stage: &Stage, account: AccountId) -> Vec<Interaction> {
    let query = TimelineQuery::default();
    let page = stage.app.timeline(&Caller::system(), account, &query).expect("a timeline");
    let interaction = |event| match event {
        TimelineEvent::Interaction { interaction } => Some(interaction),
        _ => None,
    };
    page.items.into_iter().filter_map(|entry| interaction(entry.event)).collect()
}

#[test]
fn a_call_sent_twice_with_its_key_is_logged_once_and_without_a_key_twice() {
    for (stage, account) in stages() {
        let log = |key| stage.app.log_interaction(&Caller::system(), account, &call(key)).expect("logged").id;
        assert_eq!(log(Some("k")), log(Some("k")), "{}", stage.engine);
        assert_ne!(log(None), log(None), "{}", stage.engine);
        assert_eq!(logged(&stage, account).len(), 3, "{}", stage.engine);
        assert_eq!(logged(&stage, account)[0].note, "talked");
    }
}

#[test]
fn what_was_logged_is_taken_back_by_nobody_else() {
    for (stage, account) in stages() {
        let system = Caller::system();
        let id = stage.app.log_interaction(&system, account, &call(None)).expect("logged").id;
        let other = Caller { user: bellwether_core::UserId(77), ..Caller::system() };
        assert!(!logged(&stage, account).is_empty());
        for stranger in [other, Caller { scope: Scope::Nothing, ..Caller::system() }] {
            let refused = stage.app.remove_interaction(&stranger, id);
            assert!(matches!(refused, Err(AppError::NotFound)), "{}", stage.engine);
        }
        stage.app.remove_interaction(&system, id).expect("taken back");
        assert!(logged(&stage, account).is_empty(), "{}", stage.engine);
    }
}

#[test]
fn tomorrow_a_foreign_account_and_long_texts_are_refused() {
    for (stage, account) in stages() {
        let system = Caller::system();
        let tomorrow = stage.app.book().today() + Days::new(1);
        let long = |letters: usize| "x".repeat(letters);
        let refused = [
            InteractionInput { happened_on: Some(tomorrow), ..call(None) },
            InteractionInput { note: long(4_001), ..call(None) },
            InteractionInput { promised: long(501), ..call(None) },
            InteractionInput { key: Some(long(65)), ..call(None) },
        ];
        for input in refused {
            let answer = stage.app.log_interaction(&system, account, &input);
            assert!(matches!(answer, Err(AppError::Invalid { .. })), "{}: {answer:?}", stage.engine);
        }
        let stranger = Caller { scope: Scope::Nothing, ..Caller::system() };
        let answer = stage.app.log_interaction(&stranger, account, &call(None));
        assert!(matches!(answer, Err(AppError::NotFound)), "{}", stage.engine);
        let nobody = InteractionInput { contact: Some(bellwether_core::ContactId(99)), ..call(None) };
        let answer = stage.app.log_interaction(&system, account, &nobody);
        assert!(matches!(answer, Err(AppError::NotFound)), "{}", stage.engine);
        assert!(logged(&stage, account).is_empty());
    }
}

#[test]
fn an_undo_keeps_an_account_that_somebody_has_talked_to() {
    for (stage, account) in stages() {
        let system = Caller::system();
        stage.app.log_interaction(&system, account, &call(None)).expect("logged");
        let import = stage.app.imports(&system).expect("imports").remove(0);
        stage.app.undo_import(&system, import.id).expect("undone");
        assert_eq!(logged(&stage, account).len(), 1, "{}", stage.engine);
    }
}
