//! What is judged again, account by account, is what a scoring of everything would say.

use super::standing_of;
use crate::score;
use crate::stage::Stage;
use crate::{Caller, ImportOptions};
use bellwether_core::import::ImportKind;
use bellwether_core::{AccountId, ImportId, Scope};
use bellwether_ledger::day;
use bellwether_scoring::{PreviousSegments, score_book};
use bellwether_store::changes;
use bellwether_store::scores::{self, ScoreRow};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const HEADER: &str = "account_id,order_id,order_date,item_id,quantity,revenue\n";

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a date of the calendar")
}

/// The day of the scorings; facts after it are not looked at.
fn as_of() -> NaiveDate {
    date(5, 31)
}

/// Ten accounts that order every 9 to 36 days for a year and a half.
fn history() -> String {
    let mut text = HEADER.to_owned();
    for account in 0..10_u64 {
        let gap = 9 + account * 3;
        for order in 0..540 / gap {
            let placed_on = date(5, 20) - Days::new(order * gap + account);
            writeln!(text, "A{account},S{account}-{order},{placed_on},P{},1,{}.00", order % 3, 50 + order)
                .expect("writing to a String cannot fail");
        }
    }
    text
}

fn import(stage: &Stage, text: &str) -> ImportId {
    let options = ImportOptions { kind: Some(ImportKind::Purchases), ..ImportOptions::default() };
    let file = stage.upload("orders.csv", text);
    let import = stage.app.run_import(&Caller::system(), file, &options).expect("the file is read");
    assert_eq!(import.rows.rejected, 0, "{import:?}");
    import.id
}

/// A stage with scores of two days, so that hysteresis has something to remember.
fn scored(stage: &Stage) {
    stage.app.read_book().expect("read");
    import(stage, &history());
    stage.app.run_scoring(Some(date(4, 30))).expect("scored");
    stage.app.run_scoring(Some(as_of())).expect("scored");
}

fn stored(stage: &Stage) -> BTreeMap<AccountId, ScoreRow> {
    let mut rows = BTreeMap::new();
    let each = |row: ScoreRow| _ = rows.insert(row.account, row);
    stage.app.store.read(|conn| scores::load_all(conn, &Scope::All, each)).expect("read");
    rows
}

/// The scores of a whole scoring with the model that is held.
fn judged_together(stage: &Stage) -> BTreeMap<AccountId, ScoreRow> {
    let book = stage.app.book();
    let segments = |row: &ScoreRow| score::segments_before(&row.body, as_of()).expect("it can be read");
    let previous: PreviousSegments =
        stored(stage).values().filter_map(|row| Some((row.account, segments(row)?))).collect();
    let observed = bellwether_scoring::Book::observe(book.snapshot(), day::from_date(as_of()));
    let model = book.model().expect("its parameters are kept");
    let judged = score_book(observed.accounts(), &model, &book.scoring_settings(), &previous);
    let row = |judged: &bellwether_scoring::AccountScore| {
        score::row(judged, previous.get(&judged.account).copied()).expect("it can be written")
    };
    judged.iter().map(|judged| (judged.account, row(judged))).collect()
}

fn check(stage: &Stage) {
    let (book, expected) = (stage.app.book(), judged_together(stage));
    let held = stored(stage);
    for (account, row) in &expected {
        let shown = book.rejudged(*account).or_else(|| held.get(account));
        assert_eq!(shown, Some(row), "{}", stage.engine);
        let index = book.dimensions().account_index(*account).expect("it is there");
        assert_eq!(book.standing(index), Some(standing_of(row)), "{}", stage.engine);
    }
    assert_eq!(book.dimensions().live_accounts().count(), expected.len(), "{}", stage.engine);
    stage.app.store_rejudged().expect("stored");
    assert_eq!(stored(stage), expected, "{}", stage.engine);
    let now = stage.app.book();
    assert_eq!(now.all_rejudged().len(), 0, "{}: nothing is left to store", stage.engine);
    let newest = stage.app.store.read(changes::latest).expect("read").unsigned_abs();
    assert_eq!(newest, now.version(), "{}: storing scores is no change that anybody follows", stage.engine);
}

fn row() -> impl Strategy<Value = (u8, u8, u8, i32)> {
    (0..14_u8, 0..60_u8, 0..4_u8, -20_000..90_000_i32)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn accounts_judged_again_get_what_a_scoring_of_everything_gives_them(
        rows in proptest::collection::vec(row(), 1..30)
    ) {
        let mut text = HEADER.to_owned();
        for (place, (account, day, product, cents)) in rows.iter().enumerate() {
            let placed_on = date(4, 15) + Days::new(u64::from(*day));
            let (sign, cents) = (if *cents < 0 { "-" } else { "" }, cents.abs());
            writeln!(
                text,
                "A{account},N{place},{placed_on},P{product},1,{sign}{}.{:02}",
                cents / 100,
                cents % 100
            ).expect("writing to a String cannot fail");
        }
        for stage in Stage::each() {
            scored(&stage);
            let added = import(&stage, &text);
            check(&stage);
            stage.app.undo_import(&Caller::system(), added).expect("undone");
            check(&stage);
        }
    }
}

#[test]
fn what_a_killed_program_had_not_stored_is_judged_again_at_the_next_start() {
    for stage in Stage::each() {
        scored(&stage);
        import(&stage, &format!("{HEADER}A3,LATE,2026-05-30,P1,1,900.00\n"));
        assert!(stage.app.book().all_rejudged().len() > 0, "{}", stage.engine);
        stage.app.publish(super::Book::load(&stage.app.store).expect("read"));
        check(&stage);
    }
}

#[test]
fn a_stored_model_is_the_one_that_was_learnt() {
    for stage in Stage::each() {
        scored(&stage);
        let book = stage.app.book();
        let model = book.model().expect("its parameters are kept");
        let settings = book.scoring_settings();
        let observed = bellwether_scoring::Book::observe(book.snapshot(), day::from_date(as_of()));
        let learnt = settings.model.learn(&observed, &bellwether_scoring::Learning::default());
        assert_eq!(*model, learnt, "{}: not one bit was lost on the way", stage.engine);
        let shown = stage.app.scoring_model(&Caller::system()).expect("it is there");
        assert_eq!(
            (shown.as_of, shown.version.as_str()),
            (as_of(), learnt.id().version()),
            "{}",
            stage.engine
        );
        assert_eq!(shown.longest_horizon_days, 180, "a third of the history");
    }
}

#[test]
fn every_model_says_how_far_it_looks_ahead() {
    let stage = Stage::each().swap_remove(0);
    scored(&stage);
    let observed = bellwether_scoring::Book::observe(stage.app.book().snapshot(), day::from_date(as_of()));
    for id in bellwether_scoring::ModelId::ALL {
        let learnt = id.learn(&observed, &bellwether_scoring::Learning::default());
        let value = serde_json::to_value(learnt).expect("it can be written");
        let days = value.pointer("/parameters/longest_days").and_then(serde_json::Value::as_i64);
        assert_eq!(days, Some(180), "{}", id.code());
    }
}

#[test]
fn facts_that_come_while_the_book_is_judged_are_in_the_scores() {
    for stage in Stage::each() {
        scored(&stage);
        let before = stage.app.book();
        import(&stage, &format!("{HEADER}A3,late,2026-05-30,P1,1,70.00\nA99,first,2026-05-30,P9,1,70.00\n"));
        let changed = stage.app.store.write_or(|conn| before.changed_since(conn)).expect("read");
        let (book, ids) = changed.expect("something changed");
        assert_eq!(ids.len(), 2, "{}", stage.engine);
        let day = day::from_date(as_of());
        let (model, settings) = (book.model().expect("kept"), book.scoring_settings());
        let (none, judge) = (PreviousSegments::new(), |book: &crate::book::Book| {
            bellwether_scoring::Book::observe(book.snapshot(), day)
        });
        let mut scored = score_book(judge(&before).accounts(), &model, &settings, &none);
        let wanted = score_book(judge(&stage.app.book()).accounts(), &model, &settings, &none);
        assert_ne!(scored, wanted);
        score::judge_again(&mut scored, Some((book, ids)), &model, &settings, &none);
        assert_eq!(scored, wanted, "{}", stage.engine);
    }
}
