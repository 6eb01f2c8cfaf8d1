use super::*;
use crate::stage::Stage;
use crate::task::tests::person;
use bellwether_core::account::{AccountQuery, AccountSort};
use bellwether_core::bridge::{BreakdownQuery, Figure};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::export::{ExportQuery, FileQuery};
use bellwether_core::import::ImportKind;
use bellwether_core::order::{OrdersQuery, OrdersView};
use bellwether_core::product::ProductQuery;
use bellwether_core::{CategoryId, Permissions, Role};
use std::io::Read;

const ACCOUNTS: &str = "Customer Number,Customer Name,City,State,ZIP,Rep Number,Sales Rep,Region\n\
                        A-1,=HYPERLINK(\"http://example.com\"),Ames,IA,50010,R1,Rep one,North\n\
                        A-2,Birch,Des Moines,IA,50309,R1,Rep one,North\n\
                        A-3,Cedar,Denver,CO,80202,R2,Rep two,South\n\
                        -4,Dogwood,,,,R2,Rep two,South\n";
const PURCHASES: &str = "Customer ID,Customer Name,Order ID,Order Date,Product ID,Product Name,Category,Quantity,Sales\n\
                         A-1,,O-1,2026-06-01,P-1,Bolt,Fasteners,1,100.00\n\
                         A-1,,O-2,2026-06-02,P-1,Bolt,Fasteners,1,300.50\n\
                         A-2,,O-3,2026-06-03,P-2,Saw,Tools,1,1000.00\n\
                         A-3,,O-4,2026-06-04,P-2,Saw,Tools,1,50.00\n\
                         A-3,,O-5,2024-01-04,P-1,Bolt,Fasteners,1,50.00\n";

fn stage(stage: Stage) -> Stage {
    stage.app.read_book().expect("read");
    crate::alert::tests::import(&stage, ImportKind::Accounts, ACCOUNTS);
    crate::alert::tests::import(&stage, ImportKind::Purchases, PURCHASES);
    stage
}

fn asked() -> AccountQuery {
    AccountQuery { as_of: NaiveDate::from_ymd_opt(2026, 6, 30), ..AccountQuery::default() }
}

fn file(
    stage: &Stage,
    caller: &Caller,
    query: &AccountQuery,
    export: &ExportQuery,
) -> (ExportedFile, Vec<u8>) {
    opened(stage.app.export_accounts(caller, query, export).expect("exported"))
}

fn opened(mut file: ExportedFile) -> (ExportedFile, Vec<u8>) {
    let mut content = Vec::new();
    file.content.read_to_end(&mut content).expect("read");
    assert_eq!(file.bytes, content.len() as u64);
    (file, content)
}

fn lines(content: &[u8]) -> Vec<Vec<String>> {
    let text = content.strip_prefix(b"\xEF\xBB\xBF").expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|line| line.expect("a line").iter().map(str::to_owned).collect()).collect()
}

fn names(stage: &Stage, query: &AccountQuery) -> Vec<String> {
    let page = stage.app.accounts(&Caller::system(), query).expect("accounts");
    page.items.into_iter().map(|row| row.account.name).collect()
}

fn category(stage: &Stage, name: &str) -> CategoryId {
    let choices = stage.app.filter_choices(&Caller::system()).expect("choices");
    choices.categories.iter().find(|category| category.name == name).expect("a category").id
}

#[test]
fn a_file_holds_every_row_in_order_with_numbers_as_numbers_and_no_formula() {
    for stage in Stage::each().into_iter().map(stage) {
        let columns = Some("trailing_revenue,name,number,last_order".to_owned());
        let query = AccountQuery { limit: Some(1), ..asked() };
        let (file, content) = file(&stage, &Caller::system(), &query, &ExportQuery { format: None, columns });
        assert_eq!(
            (file.name.as_str(), file.media_type),
            ("accounts-2026-06-30.csv", "text/csv; charset=utf-8")
        );
        let lines = lines(&content);
        assert_eq!(lines[0], ["Account", "Number", "Last order", "12-month net sales (USD)", "As of"]);
        assert_eq!(lines[1], ["Birch", "A-2", "2026-06-03", "1000.00", "2026-06-30"], "{}", stage.engine);
        assert_eq!(lines[2][0], "'=HYPERLINK(\"http://example.com\")");
        assert_eq!(lines[2][3], "400.50");
        assert_eq!(lines[4], ["Dogwood", "'-4", "", "0.00", "2026-06-30"]);
        assert_eq!(lines.len(), 5);
    }
}

#[test]
fn nobody_exports_what_they_do_not_see() {
    for stage in Stage::each().into_iter().map(stage) {
        let choices = stage.app.filter_choices(&Caller::system()).expect("choices");
        let rep = |name: &str| choices.reps.iter().find(|rep| rep.name == name).expect("a rep").id;
        let one = person(&stage, "one", Role::Rep, Some(rep("Rep one")), None);
        let columns = Some("name".to_owned());
        let export = ExportQuery { format: None, columns };
        let (_, content) = file(&stage, &one, &asked(), &export);
        let seen: Vec<String> = lines(&content).into_iter().skip(1).map(|line| line[0].clone()).collect();
        assert_eq!(seen, ["Birch", "'=HYPERLINK(\"http://example.com\")"], "{}", stage.engine);
        let other = AccountQuery { rep: Some(rep("Rep two")), ..asked() };
        assert_eq!(lines(&file(&stage, &one, &other, &export).1).len(), 1, "{}: only the head", stage.engine);
    }
}

#[test]
fn lists_of_a_period_hold_every_row_the_caller_may_see_and_both_periods() {
    let june = |day| NaiveDate::from_ymd_opt(2026, 6, day);
    let facts = FactFilter { from: june(3), to: june(4), as_of: june(30), ..FactFilter::default() };
    let csv = FileQuery::default();
    for stage in Stage::each().into_iter().map(stage) {
        let (app, system) = (&stage.app, Caller::system());
        let (products, content) = opened(
            app.export_products(
                &system,
                &facts,
                &ProductQuery { limit: Some(1), ..ProductQuery::default() },
                &csv,
            )
            .expect("exported"),
        );
        assert_eq!(products.name, "products-2026-06-30-from-2026-06-03-to-2026-06-04.csv");
        assert_eq!(
            products.filters,
            "Filters: none; Period: 2026-06-03 to 2026-06-04; Compared with: 2026-06-01 to 2026-06-02"
        );
        let rows = lines(&content);
        assert_eq!(rows[0][3..7], ["Net sales (USD)", "Net sales (USD) before", "Units", "Units before"]);
        assert_eq!(
            rows[1],
            ["P-2", "Saw", "Tools", "1050.00", "0.00", "2", "0", "2", "2026-06-30"],
            "{}",
            stage.engine
        );
        assert_eq!(rows[2], ["P-1", "Bolt", "Fasteners", "0.00", "400.50", "0", "2", "0", "2026-06-30"]);

        let (_, content) = opened(app.export_states(&system, &facts, &csv).expect("exported"));
        assert_eq!(lines(&content)[1], ["IA", "Iowa", "1000.00", "400.50", "0.9524", "1", "1", "2026-06-30"]);

        let past = OrdersQuery { view: Some(OrdersView::Past), as_of: june(30), ..OrdersQuery::default() };
        let (_, content) = opened(app.export_orders(&system, &past, &csv).expect("exported"));
        let numbers: Vec<String> = lines(&content).into_iter().skip(1).map(|row| row[0].clone()).collect();
        assert_eq!(numbers, ["O-4", "O-3", "O-2", "O-1", "O-5"], "{}", stage.engine);

        let choices = app.filter_choices(&system).expect("choices");
        let rep = choices.reps.iter().find(|rep| rep.name == "Rep two").expect("a rep").id;
        let two = person(&stage, "two", Role::Rep, Some(rep), None);
        let other = choices.reps.iter().find(|rep| rep.name == "Rep one").expect("a rep").id;
        let of_other = FactFilter { rep: Some(other), ..facts.clone() };
        let (file, _) = opened(app.export_states(&two, &of_other, &csv).expect("exported"));
        assert!(!file.filters.contains("Rep one") && !file.name.contains("rep-one"), "{}", file.filters);
        let revenue = BreakdownQuery { figure: Some(Figure::Revenue), ..BreakdownQuery::default() };
        let (_, content) = opened(app.export_breakdown(&two, &facts, &revenue, &csv).expect("exported"));
        let rows = lines(&content);
        assert_eq!(
            (rows.len(), rows[1][0].as_str(), rows[1][4].as_str()),
            (2, "Cedar", "50.00"),
            "{}",
            stage.engine
        );
        let profit = BreakdownQuery { figure: Some(Figure::Profit), ..BreakdownQuery::default() };
        let permissions = Permissions { view_margin: false, ..two.permissions };
        let blind = Caller { permissions, ..two };
        assert!(matches!(app.export_breakdown(&blind, &facts, &profit, &csv), Err(AppError::Forbidden)));
    }
}

#[test]
fn a_workbook_is_a_zip_archive_and_says_in_its_name_what_it_holds() {
    for stage in Stage::each().into_iter().map(stage).take(1) {
        let export = ExportQuery { format: Some(ExportFormat::Xlsx), columns: None };
        let query =
            AccountQuery { state: Some("IA".to_owned()), search: Some("birch".to_owned()), ..asked() };
        let (file, content) = file(&stage, &Caller::system(), &query, &export);
        assert_eq!(file.name, "accounts-2026-06-30-birch-ia.xlsx");
        assert_eq!(file.filters, "Search: birch; State: IA; Sorted by: 12-month net sales");
        assert!(content.starts_with(b"PK\x03\x04"));
        let unknown = ExportQuery { format: None, columns: Some("name,salary".to_owned()) };
        let refused = stage.app.export_accounts(&Caller::system(), &asked(), &unknown);
        assert!(matches!(refused, Err(AppError::Invalid { field, .. }) if field == "columns"));
        // A refusal ends the turn too.
        assert!(stage.app.export_accounts(&Caller::system(), &asked(), &ExportQuery::default()).is_ok());
    }
}

#[test]
fn one_person_has_one_file_written_at_a_time() {
    let exporting = Exporting::default();
    let turn = exporting.turn(UserId(1)).expect("the first");
    assert!(matches!(exporting.turn(UserId(1)), Err(AppError::Conflict { .. })));
    assert!(exporting.turn(UserId(2)).is_ok());
    drop(turn);
    assert!(exporting.turn(UserId(1)).is_ok());
}

#[test]
fn lists_are_narrowed_by_orders_categories_and_places() {
    for stage in Stage::each().into_iter().map(stage) {
        let formula = "=HYPERLINK(\"http://example.com\")";
        let engine = stage.engine;
        let most = |max_orders| names(&stage, &AccountQuery { max_orders: Some(max_orders), ..asked() });
        assert_eq!(most(1), ["Birch", "Cedar", "Dogwood"], "{engine}");
        let average = AccountQuery { min_order_cents: Some(5_000), max_order_cents: Some(20_025), ..asked() };
        assert_eq!(names(&stage, &average), [formula, "Cedar"], "{engine}");
        let buyers =
            |name: &str| names(&stage, &AccountQuery { category: Some(category(&stage, name)), ..asked() });
        // Cedar bought bolts more than twelve months before.
        assert_eq!((buyers("Fasteners"), buyers("Tools").len()), (vec![formula.to_owned()], 2), "{engine}");
        let iowa = AccountQuery { area: Some("-97 40,-90 40,-90 44,-97 44".to_owned()), ..asked() };
        assert_eq!(names(&stage, &iowa), ["Birch", formula], "{engine}");
        let near = AccountQuery {
            near: Some("42.03,-93.63".to_owned()),
            within_km: Some(2000),
            sort: Some(AccountSort::Distance),
            ..asked()
        };
        assert_eq!(names(&stage, &near), [formula, "Birch", "Cedar"], "{engine}");
        let rows = stage.app.accounts(&Caller::system(), &AccountQuery { limit: Some(1), ..near.clone() });
        let page = rows.expect("accounts");
        assert!(page.items[0].distance_km.is_some_and(|km| km < 10.0));
        let next = AccountQuery { cursor: page.next_cursor, ..near };
        assert_eq!(names(&stage, &next), ["Birch", "Cedar"], "{engine}");
    }
}
