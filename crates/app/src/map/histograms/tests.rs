//! Bars, and the histograms of whole answers on both engines.

use super::*;
use crate::ImportOptions;
use crate::stage::Stage;
use bellwether_core::import::ImportKind;
use bellwether_core::rep::FilterChoices;
use bellwether_core::{Role, Scope};
use chrono::NaiveDate;
use std::fmt::Write as _;

fn sum(histogram: &Histogram) -> u64 {
    histogram.counts.iter().sum()
}

#[test]
fn bars_are_round_and_every_account_is_in_one() {
    let figures: Vec<i64> = (0..1_000).map(|number| number * 137).collect();
    let bars = histogram(figures, 1);
    assert!((12..=31).contains(&bars.counts.len()), "{bars:?}");
    assert_eq!((bars.edges[0], bars.edges[1]), (0, 5_000));
    assert_eq!((sum(&bars), bars.edges.len()), (1_000, bars.counts.len()));
    // 0, 137, … up to 4,932 are 37 multiples of 137.
    assert_eq!(bars.counts[0], 37);
}

#[test]
fn a_few_huge_accounts_share_the_open_last_bar() {
    let mut figures: Vec<i64> = (0..990).map(|number| number % 100).collect();
    figures.extend([1_000_000_000; 10]);
    let bars = histogram(figures, 1);
    assert!(bars.edges.last().is_some_and(|edge| *edge < 100), "{bars:?}");
    assert!(bars.counts.last().is_some_and(|count| *count >= 10), "{bars:?}");
    assert_eq!(sum(&bars), 1_000);
}

#[test]
fn what_is_owed_back_is_in_the_first_bar() {
    let mut figures = vec![-70_000, -5];
    figures.extend((0..98).map(|number| number * 10));
    let bars = histogram(figures, 1);
    assert_eq!((bars.edges[0], sum(&bars)), (0, 100));
    let step = bars.edges[1];
    let below = u64::try_from((step + 9) / 10).expect("not negative");
    assert_eq!(bars.counts[0], 2 + below);
}

#[test]
fn accounts_far_from_nothing_do_not_start_with_empty_bars() {
    let bars = histogram((0..500).map(|number| 1_000_000 + number).collect(), 1);
    assert!((999_900..=1_000_010).contains(&bars.edges[0]), "{bars:?}");
    assert_eq!(sum(&bars), 500);
}

#[test]
fn accounts_that_are_all_alike_make_one_bar_and_none_make_none() {
    assert_eq!(histogram(Vec::new(), 1), Histogram::default());
    assert_eq!(histogram(vec![0, 0, 0], 100), Histogram { edges: vec![0], counts: vec![3] });
    assert_eq!(sum(&histogram(vec![7], 1)), 1);
}

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar")
}

/// Account `number` of 1 to 20 made `number` orders of 100.00 × `number` each; odd ones are those of rep one. One
/// more bought too long ago to count.
fn stages() -> Vec<Stage> {
    let mut text =
        "account_id,account_name,state,rep_name,order_id,order_date,item_id,quantity,revenue\n".to_owned();
    for number in 1..=20 {
        let rep = if number % 2 == 1 { "Rep one" } else { "Rep two" };
        for order in 1..=number {
            writeln!(
                text,
                "A{number},A {number},IA,{rep},S{number}-{order},2026-03-{order:02},P1,1,{number}00.00"
            )
            .expect("writing to a String cannot fail");
        }
    }
    text.push_str("A21,A 21,IA,Rep one,S21,2024-12-24,P1,1,999.00\n");
    let prepare = |stage: Stage| {
        let options = ImportOptions {
            kind: Some(ImportKind::Purchases),
            covers_up_to: Some(as_of()),
            ..ImportOptions::default()
        };
        let file = stage.upload("lines.csv", &text);
        let import = stage.app.run_import(&Caller::system(), file, &options).expect("the file is read");
        assert_eq!((import.rows.rejected, &import.failure), (0, &None), "{import:?}");
        stage.app.read_book().expect("read");
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

fn query() -> AccountQuery {
    AccountQuery { as_of: Some(as_of()), ..AccountQuery::default() }
}

fn ask(stage: &Stage, caller: &Caller, query: &AccountQuery) -> MapHistograms {
    stage.app.map_histograms(caller, query).expect("histograms")
}

#[test]
fn every_figure_counts_its_accounts_once() {
    for stage in stages() {
        let found = ask(&stage, &Caller::system(), &query());
        assert_eq!((sum(&found.revenue), sum(&found.orders)), (21, 21));
        assert_eq!(sum(&found.order_value), 20, "an account without an order has no order value");
        assert_eq!(found.orders.edges, (0..=20).collect::<Vec<i64>>(), "one bar for each number of orders");
        assert_eq!(found.orders.counts, vec![1; 21]);
    }
}

#[test]
fn bounds_narrow_the_other_figures_and_not_their_own() {
    for stage in stages() {
        let bound = AccountQuery { min_orders: Some(16), ..query() };
        let found = ask(&stage, &Caller::system(), &bound);
        assert_eq!((sum(&found.orders), sum(&found.revenue), sum(&found.order_value)), (21, 5, 5));
        let both = AccountQuery { max_order_cents: Some(180_000), ..bound };
        let found = ask(&stage, &Caller::system(), &both);
        // Orders: those of 1,800.00 or less, whatever their number; order value: those of 16 orders and more.
        assert_eq!((sum(&found.orders), sum(&found.revenue), sum(&found.order_value)), (18, 3, 5));
    }
}

#[test]
fn histograms_agree_with_the_list_and_stay_within_the_scope() {
    for stage in stages() {
        let FilterChoices { reps, .. } = stage.app.filter_choices(&Caller::system()).expect("choices");
        let one = reps.iter().find(|rep| rep.name == "Rep one").expect("the rep was imported").id;
        let rep = Caller { role: Role::Rep, scope: Scope::Rep(one), ..Caller::system() };
        assert_eq!(sum(&ask(&stage, &rep, &query()).revenue), 11);
        let other = reps.iter().find(|rep| rep.name == "Rep two").expect("the rep was imported").id;
        let elsewhere = AccountQuery { rep: Some(other), ..query() };
        assert_eq!(ask(&stage, &rep, &elsewhere), MapHistograms::default());
        for caller in [&rep, &Caller::system()] {
            let dear = AccountQuery { min_revenue_cents: Some(1_000_000), ..query() };
            let listed = stage.app.accounts(caller, &dear).expect("accounts").total;
            let found = ask(&stage, caller, &dear).orders;
            assert_eq!(sum(&found), listed, "accounts of 10,000.00 and more");
        }
    }
}
