//! Whole answers of the map on both engines.

use crate::stage::Stage;
use crate::{Caller, ImportOptions};
use bellwether_core::account::{AccountLevel, AccountQuery, AccountSort};
use bellwether_core::import::ImportKind;
use bellwether_core::map::{MapQuery, MapView};
use chrono::NaiveDate;

/// Ames and Des Moines lie 45 km apart, Denver is far away, and nobody knows where the last one is. The farther the
/// account from Ames, the more it bought.
const LINES: &str = "\
account_id,account_name,city,state,postal_code,order_id,order_date,item_id,quantity,revenue
A1,Ames,Ames,IA,50010,S1,2026-03-01,P1,1,100.00
A2,Des Moines,Des Moines,IA,50309,S2,2026-03-01,P1,1,200.00
A3,Denver,Denver,CO,80202,S3,2026-03-01,P1,1,300.00
A4,Somewhere,,,,S4,2026-03-01,P1,1,400.00
";

fn stages() -> Vec<Stage> {
    let prepare = |stage: Stage| {
        let options = ImportOptions {
            kind: Some(ImportKind::Purchases),
            covers_up_to: NaiveDate::from_ymd_opt(2026, 6, 30),
            ..ImportOptions::default()
        };
        let file = stage.upload("lines.csv", LINES);
        let import = stage.app.run_import(&Caller::system(), file, &options).expect("the file is read");
        assert_eq!((import.rows.rejected, &import.failure), (0, &None), "{import:?}");
        stage.app.read_book().expect("read");
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

fn ask(stage: &Stage, shown: &MapQuery, accounts: AccountQuery) -> MapView {
    let as_of = NaiveDate::from_ymd_opt(2026, 6, 30);
    let accounts = AccountQuery { as_of, ..accounts };
    stage.app.map(&Caller::system(), shown, &accounts).expect("a map")
}

fn names(view: &MapView) -> Vec<&str> {
    view.list.iter().map(|row| row.account.name.as_str()).collect()
}

#[test]
fn the_list_is_by_sales_and_by_distance_where_a_place_is_named() {
    for stage in stages() {
        let everywhere = ask(&stage, &MapQuery::default(), AccountQuery::default());
        assert_eq!(names(&everywhere), ["Denver", "Des Moines", "Ames"]);
        assert_eq!((everywhere.inside, everywhere.without_position), (3, 1));
        let first =
            ask(&stage, &MapQuery::default(), AccountQuery { limit: Some(1), ..AccountQuery::default() });
        assert_eq!((names(&first), first.inside), (vec!["Denver"], 3));
        let position = first.list[0].position.expect("its ZIP says where it is");
        assert!(
            (39.0..40.5).contains(&position[0]) && (-105.5..-104.5).contains(&position[1]),
            "{position:?}"
        );
        let near = AccountQuery {
            near: Some("42.03,-93.62".to_owned()),
            within_km: Some(100),
            ..AccountQuery::default()
        };
        let around = ask(&stage, &MapQuery::default(), near);
        assert_eq!(names(&around), ["Ames", "Des Moines"]);
        assert!(around.list.iter().all(|row| row.distance_km.is_some_and(|km| km <= 100.0)));
        assert_eq!(around.without_position, 0, "who has no position is near nothing");
    }
}

#[test]
fn area_and_view_narrow_together() {
    for stage in stages() {
        let iowa =
            AccountQuery { area: Some("-97 40,-90 40,-90 44,-97 44".to_owned()), ..AccountQuery::default() };
        assert_eq!(ask(&stage, &MapQuery::default(), iowa.clone()).inside, 2);
        let north = MapQuery { south: Some(41.9), zoom: Some(12.0), ..MapQuery::default() };
        let view = ask(&stage, &north, iowa);
        assert_eq!((names(&view), view.marks.len()), (vec!["Ames"], 1));
        assert!(view.bounds.is_some_and(|[_, south, ..]| south < 41.9), "bounds are of all that match");
    }
}

#[test]
fn rows_of_parents_sorting_and_cursors_mean_nothing_to_a_map() {
    for stage in stages() {
        let list = AccountQuery {
            level: Some(AccountLevel::Parent),
            sort: Some(AccountSort::Distance),
            cursor: Some("of another list".to_owned()),
            ..AccountQuery::default()
        };
        let plain = ask(&stage, &MapQuery::default(), AccountQuery::default());
        assert_eq!(ask(&stage, &MapQuery::default(), list), plain);
    }
}
