//! The bridge and the rows behind every figure say what the dashboard says, to the cent, on both engines.

use crate::stage::Stage;
use crate::{App, AppError, Caller, ImportOptions};
use bellwether_core::bridge::{Breakdown, BreakdownQuery, BreakdownRow, BridgePart, Figure};
use bellwether_core::dashboard::{FactFilter, Movement};
use bellwether_core::import::ImportKind;
use bellwether_core::period::Comparison;
use bellwether_core::product::{Momentum, MomentumOf, MomentumQuery};
use bellwether_core::settings::{SalesBasis, Settings};
use bellwether_core::{Cents, Permissions, RepId, Scope};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const FIGURES: [Figure; 10] = [
    Figure::Revenue,
    Figure::Profit,
    Figure::Orders,
    Figure::Units,
    Figure::ActiveAccounts,
    Figure::Lost,
    Figure::New,
    Figure::Volume,
    Figure::Price,
    Figure::Mix,
];

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a date of the calendar")
}

/// A book of 40 accounts over two years in which some come, some go, and some give back; always the same.
fn lines() -> String {
    let mut text =
        "account_id,account_name,state,order_id,order_date,item_id,item_name,category,quantity,revenue,cost\n".to_owned();
    let mut seed = 11_u64;
    let mut draw = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for order in 0..900 {
        let account = draw(40);
        // The first ten only in the first year, the last ten only lately.
        let (from, days) = match account {
            0..10 => (0, 500),
            10..30 => (0, 730),
            _ => (660, 70),
        };
        let placed_on = date(6, 30) - Days::new(729 - from - draw(days));
        for _ in 0..=draw(3) {
            let item = draw(9);
            let units = if draw(9) == 0 { -1 } else { 1 + i64::try_from(draw(20)).expect("few") };
            let cents = units * i64::try_from(150 + item * 77 + draw(40)).expect("little");
            let sign = if cents < 0 { "-" } else { "" };
            let (whole, part) = (cents.abs() / 100, cents.abs() % 100);
            let state = ["IA", "NE", "TX"][usize::try_from(account % 3).expect("small")];
            let cost = if draw(4) == 0 { String::new() } else { format!("{sign}{}.00", whole / 2) };
            let category = ["Tools", "Parts", ""][usize::try_from(item % 3).expect("small")];
            writeln!(
                text,
                "A{account},Account {account},{state},S{account}-{order},{placed_on},P{item},Item {item},{category},{units},{sign}{whole}.{part:02},{cost}"
            )
            .expect("writing to a String cannot fail");
        }
    }
    text
}

/// Invoices of two orders in three: of one with tax nine days later, of the other in two parts over two months.
fn invoices() -> String {
    let mut orders: BTreeMap<(String, String, NaiveDate), i64> = BTreeMap::new();
    for line in lines().lines().skip(1) {
        let cell = |place| line.split(',').nth(place).expect("eleven cells").to_owned();
        let cents: i64 = cell(9).replace('.', "").parse().expect("an amount");
        let placed_on = cell(4).parse().expect("a date");
        *orders.entry((cell(0), cell(3), placed_on)).or_default() += cents;
    }
    let mut text =
        "Customer Number,Invoice Number,Order Number,Invoice Date,Amount,Open Balance\n".to_owned();
    let mut invoice = |number: String, account: &str, order: &str, date: NaiveDate, cents: i64| {
        let (whole, part) = (cents / 100, cents % 100);
        writeln!(text, "{account},{number},{order},{date},{whole}.{part:02},0")
            .expect("writing to a String cannot fail");
    };
    for (number, ((account, order, placed_on), cents)) in (0..).zip(orders) {
        match number % 3 {
            0 if cents > 0 => {
                invoice(format!("I{number}"), &account, &order, placed_on + Days::new(9), cents + cents / 12);
            }
            1 if cents > 0 => {
                let first = cents / 3;
                invoice(format!("I{number}"), &account, &order, placed_on + Days::new(20), first);
                invoice(format!("J{number}"), &account, &order, placed_on + Days::new(61), cents - first);
            }
            _not_invoiced => {}
        }
    }
    text
}

fn read_in(stage: &Stage, kind: ImportKind, text: &str) {
    let options = ImportOptions {
        kind: Some(kind),
        covers_up_to: (kind == ImportKind::Purchases).then(|| date(6, 30)),
        ..ImportOptions::default()
    };
    let file = stage.upload("rows.csv", text);
    let import = stage.app.run_import(&Caller::system(), file, &options).expect("the file is read");
    assert_eq!((import.rows.rejected, &import.failure), (0, &None), "{import:?}");
}

pub(crate) fn stages() -> Vec<Stage> {
    let text = lines();
    let prepare = |stage: Stage| {
        read_in(&stage, ImportKind::Purchases, &text);
        stage.app.read_book().expect("read");
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

fn date_sales_by_invoice(stage: &Stage) {
    read_in(stage, ImportKind::Invoices, &invoices());
    let settings = stage.app.settings(&Caller::system()).expect("read");
    let wanted = Settings { sales_basis: SalesBasis::Invoiced, ..settings };
    stage.app.update_settings(&Caller::system(), &wanted).expect("stored");
}

/// The same, and the same once more with sales dated by invoice.
fn stages_of_both_bases() -> Vec<Stage> {
    let by_invoice = stages();
    by_invoice.iter().for_each(date_sales_by_invoice);
    stages().into_iter().chain(by_invoice).collect()
}

/// Everything, another comparison, one category, one state, and a short period.
pub(crate) fn questions(app: &App) -> Vec<FactFilter> {
    let choices = app.filter_choices(&Caller::system()).expect("choices");
    let category = choices.categories.iter().find(|own| own.name == "Tools").map(|own| own.id);
    assert!(category.is_some(), "{choices:?}");
    let all = FactFilter { as_of: Some(date(6, 30)), ..FactFilter::default() };
    vec![
        all.clone(),
        FactFilter { compare: Some(Comparison::SameLastYear), ..all.clone() },
        FactFilter { category, ..all.clone() },
        FactFilter { state: Some("IA".to_owned()), category, ..all.clone() },
        FactFilter { from: Some(date(6, 20)), to: Some(date(6, 26)), ..all },
    ]
}

fn breakdown(app: &App, facts: &FactFilter, figure: Figure, limit: u32, cursor: Option<String>) -> Breakdown {
    let query =
        BreakdownQuery { figure: Some(figure), limit: Some(limit), cursor, ..BreakdownQuery::default() };
    app.breakdown(&Caller::system(), facts, &query).expect("a breakdown")
}

/// Every row, fetched in pages of so many.
fn all_rows(app: &App, facts: &FactFilter, figure: Figure, limit: u32) -> Vec<BreakdownRow> {
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let page = breakdown(app, facts, figure, limit, cursor);
        assert!(page.rows.len() <= limit as usize);
        rows.extend(page.rows);
        cursor = page.next_cursor;
        if cursor.is_none() {
            assert_eq!(rows.len() as u64, page.total, "{figure:?}");
            return rows;
        }
    }
}

#[test]
fn the_rows_of_all_pages_sum_to_the_figure_of_the_dashboard() {
    for stage in stages_of_both_bases() {
        let app = &stage.app;
        for facts in questions(app) {
            let kpis = app.dashboard(&Caller::system(), &facts).expect("a dashboard").kpis;
            let bridge = app.bridge(&Caller::system(), &facts).expect("a bridge");
            let money = |amount: Movement<Cents>| Movement::of(amount.current.0, amount.previous.0);
            let part = |part| bridge.steps.iter().find(|step| step.part == part).expect("every part").cents.0;
            for figure in FIGURES {
                let expected = match figure {
                    Figure::Revenue => money(kpis.revenue),
                    Figure::Profit => money(kpis.margin.expect("the operator may see it").profit),
                    Figure::Orders => kpis.orders,
                    Figure::Units => kpis.units_milli,
                    Figure::ActiveAccounts => kpis.active_accounts,
                    Figure::Lost => Movement::of(part(BridgePart::Lost), 0),
                    Figure::New => Movement::of(part(BridgePart::New), 0),
                    Figure::Volume => Movement::of(part(BridgePart::Volume), 0),
                    Figure::Price => Movement::of(part(BridgePart::Price), 0),
                    Figure::Mix => Movement::of(part(BridgePart::Mix), 0),
                };
                let rows = all_rows(app, &facts, figure, 7);
                let sum = |of: fn(&BreakdownRow) -> i64| rows.iter().map(of).sum::<i64>();
                let found = Movement::of(sum(|row| row.value.current), sum(|row| row.value.previous));
                let basis = app.book().settings().sales_basis;
                assert_eq!(found, expected, "{}, {basis:?}: {figure:?} of {facts:?}", stage.engine);
                assert_eq!(breakdown(app, &facts, figure, 1, None).value, expected, "{figure:?}");
            }
        }
    }
}

#[test]
fn pages_of_any_size_hold_every_account_once_and_the_largest_first() {
    for stage in stages() {
        let facts = &questions(&stage.app)[0];
        for figure in [Figure::Revenue, Figure::Orders, Figure::ActiveAccounts, Figure::Volume] {
            let whole = all_rows(&stage.app, facts, figure, 500);
            let rank = |row: &BreakdownRow| (-row.value.current.abs(), row.account.id);
            assert!(whole.is_sorted_by_key(rank), "{}: {figure:?}", stage.engine);
            let accounts: BTreeSet<_> = whole.iter().map(|row| row.account.id).collect();
            assert_eq!(accounts.len(), whole.len());
            assert!(whole.len() > 3, "{figure:?}");
            for limit in [1, 2, 7, 29] {
                assert_eq!(all_rows(&stage.app, facts, figure, limit), whole, "{}: {limit}", stage.engine);
            }
        }
    }
}

#[test]
fn the_parts_of_the_bridge_sum_to_the_change_to_the_cent() {
    for stage in stages_of_both_bases() {
        for facts in questions(&stage.app) {
            let bridge = stage.app.bridge(&Caller::system(), &facts).expect("a bridge");
            let kpis = stage.app.dashboard(&Caller::system(), &facts).expect("a dashboard").kpis;
            assert_eq!(bridge.revenue, kpis.revenue, "{}", stage.engine);
            let change = bridge.revenue.current - bridge.revenue.previous;
            assert_eq!(bridge.steps.iter().map(|step| step.cents).sum::<Cents>(), change, "{facts:?}");
            assert_eq!(bridge.steps.iter().map(|step| step.part).collect::<Vec<_>>(), BridgePart::ALL);
            for step in &bridge.steps {
                assert!(step.top.len() as u64 == step.accounts.min(5), "{step:?}");
                assert!(step.top.is_sorted_by_key(|top| -top.cents.0.abs()), "{step:?}");
            }
        }
        let facts = &questions(&stage.app)[0];
        let steps = stage.app.bridge(&Caller::system(), facts).expect("a bridge").steps;
        assert!(steps.iter().all(|step| step.accounts > 0), "the book has every part: {steps:?}");
    }
}

#[test]
fn sales_dated_by_invoice_are_others_and_the_orders_stay() {
    let stage = stages().remove(0);
    let may =
        FactFilter { from: Some(date(5, 1)), to: Some(date(5, 31)), ..questions(&stage.app)[0].clone() };
    let kpis = || stage.app.dashboard(&Caller::system(), &may).expect("a dashboard").kpis;
    let booked = kpis();
    date_sales_by_invoice(&stage);
    let invoiced = kpis();
    assert_ne!(booked.revenue, invoiced.revenue);
    assert_eq!((booked.orders, booked.active_accounts), (invoiced.orders, invoiced.active_accounts));
}

#[test]
fn profit_is_only_for_those_who_may_see_margins() {
    for stage in stages() {
        let caller = Caller {
            permissions: Permissions { view_margin: false, view_contacts: true, view_financials: true },
            ..Caller::system()
        };
        let ask = |figure| {
            let query = BreakdownQuery { figure: Some(figure), ..BreakdownQuery::default() };
            stage.app.breakdown(&caller, &FactFilter::default(), &query)
        };
        for figure in FIGURES {
            let is_refused = matches!(ask(figure), Err(AppError::Forbidden));
            assert_eq!(is_refused, figure == Figure::Profit, "{}: {figure:?}", stage.engine);
        }
    }
}

#[test]
fn a_cursor_of_another_figure_and_a_page_of_nothing_are_refused() {
    let stage = stages().remove(0);
    let facts = &questions(&stage.app)[0];
    let cursor = breakdown(&stage.app, facts, Figure::Revenue, 3, None).next_cursor;
    assert!(cursor.is_some());
    let ask = |query| stage.app.breakdown(&Caller::system(), facts, &query);
    let other = BreakdownQuery { figure: Some(Figure::Orders), cursor, ..BreakdownQuery::default() };
    assert!(matches!(ask(other), Err(AppError::InvalidCursor)));
    let nothing = BreakdownQuery { limit: Some(0), ..BreakdownQuery::default() };
    assert!(matches!(ask(nothing), Err(AppError::Invalid { .. })));
}

#[test]
fn rows_of_one_product_are_the_rows_of_its_lines() {
    let stage = stages().remove(0);
    let facts = &questions(&stage.app)[0];
    let query = MomentumQuery::default();
    let list = stage.app.momentum(&Caller::system(), facts, &query).expect("products");
    for row in &list.rows {
        let product = row.product.as_ref().map(|product| product.id);
        let query = BreakdownQuery { product, ..BreakdownQuery::default() };
        let found = stage.app.breakdown(&Caller::system(), facts, &query).expect("rows");
        assert_eq!(found.value.current, row.revenue.current.0);
    }
    assert!(list.rows.len() > 5, "{list:?}");
}

#[test]
fn momentum_counts_what_it_lists() {
    let stage = stages().remove(0);
    for facts in questions(&stage.app) {
        for of in [MomentumOf::Products, MomentumOf::Categories] {
            let ask = |momentum| {
                let query = MomentumQuery { of: Some(of), momentum, limit: Some(500) };
                stage.app.momentum(&Caller::system(), &facts, &query).expect("a list")
            };
            let all = ask(None);
            let change = |row: &bellwether_core::product::MomentumRow| {
                -(row.revenue.current - row.revenue.previous).0.abs()
            };
            assert!(all.rows.is_sorted_by_key(change));
            assert_eq!(all.counts.iter().map(|count| count.momentum).collect::<Vec<_>>(), Momentum::ALL);
            for count in &all.counts {
                let some = ask(Some(count.momentum)).rows;
                assert_eq!(some.len() as u64, count.rows);
                assert!(some.iter().all(|row| row.momentum == count.momentum));
            }
            assert_eq!(all.counts.iter().map(|count| count.rows).sum::<u64>(), all.rows.len() as u64);
        }
    }
}

#[test]
fn concentration_and_penetration_agree_with_the_dashboard() {
    let stage = stages().remove(0);
    for facts in questions(&stage.app) {
        let kpis = stage.app.dashboard(&Caller::system(), &facts).expect("a dashboard").kpis;
        let found = stage.app.concentration(&Caller::system(), &facts).expect("shares");
        assert_eq!(found.revenue_cents, kpis.revenue.current);
        let mut rows = all_rows(&stage.app, &facts, Figure::Revenue, 500);
        rows.retain(|row| row.value.current > 0);
        assert_eq!(found.accounts, rows.len() as u64);
        for top in &found.top {
            let sum: i64 = rows.iter().take(top.accounts as usize).map(|row| row.value.current).sum();
            assert_eq!(
                (top.revenue_cents, top.share),
                (Cents(sum), Cents(sum).share_of(found.revenue_cents))
            );
        }
        let states: i64 = found.states.iter().map(|state| state.revenue_cents.0).sum();
        assert_eq!(states, found.revenue_cents.0, "three states, all with sales");
        let breadth = stage.app.penetration(&Caller::system(), &facts).expect("breadth");
        assert_eq!(breadth.accounts, kpis.active_accounts.current);
        assert!(breadth.categories_per_account <= breadth.products_per_account);
        let accounts: u64 = breadth.accounts_by_categories.iter().sum();
        assert_eq!(i64::try_from(accounts), Ok(breadth.accounts));
        assert!(breadth.categories.iter().all(|category| (0.0..=1.0).contains(&category.share)));
    }
}

#[test]
fn a_bridge_that_is_held_is_that_of_the_question_and_of_the_facts_there_are() {
    let stage = stages().remove(0);
    let asked = questions(&stage.app);
    let ask = |facts: &FactFilter| stage.app.bridge(&Caller::system(), facts).expect("a bridge");
    let first: Vec<_> = asked.iter().map(&ask).collect();
    // In another sequence, so that some are held and some are not.
    for (facts, bridge) in asked.iter().zip(&first).rev() {
        assert_eq!(ask(facts), *bridge, "{facts:?}");
    }
    let header = lines().lines().next().map(str::to_owned).expect("a header");
    let row = "A3,Account 3,IA,NEW,2026-06-29,P3,Item 3,Tools,1,1000.00,";
    let file = stage.upload("more.csv", &format!("{header}\n{row}\n"));
    let options = ImportOptions { kind: Some(ImportKind::Purchases), ..ImportOptions::default() };
    stage.app.run_import(&Caller::system(), file, &options).expect("imported");
    stage.app.catch_up().expect("read");
    let change = ask(&asked[0]).revenue.current - first[0].revenue.current;
    assert_eq!(change, Cents(100_000));
}

#[test]
fn nothing_is_seen_beyond_the_scope() {
    let stage = stages().remove(0);
    let facts = &questions(&stage.app)[0];
    for scope in [Scope::Nothing, Scope::Rep(RepId(77))] {
        let caller = Caller { scope, ..Caller::system() };
        let bridge = stage.app.bridge(&caller, facts).expect("a bridge");
        assert!(bridge.steps.iter().all(|step| step.accounts == 0 && step.cents == Cents::ZERO));
        for figure in FIGURES {
            let query = BreakdownQuery { figure: Some(figure), ..BreakdownQuery::default() };
            let found = stage.app.breakdown(&caller, facts, &query).expect("rows");
            assert_eq!((found.rows.len(), found.total, found.value.current), (0, 0, 0));
        }
        assert_eq!(stage.app.concentration(&caller, facts).expect("shares").accounts, 0);
        let list = stage.app.momentum(&caller, facts, &MomentumQuery::default()).expect("a list");
        assert_eq!(list.rows, []);
        let breadth = stage.app.penetration(&caller, facts).expect("breadth");
        assert_eq!((breadth.accounts, breadth.categories.len()), (0, 0));
    }
}
