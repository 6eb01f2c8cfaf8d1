//! The demo as people see it: brought in through the ordinary import, scored, and its alerts raised.

use super::expected::EXPECTED;
use crate::demo::contacts::NEGLECTED;
use crate::stage::Stage;
use crate::{App, Caller};
use bellwether_core::alert::{AlertKind, AlertQuery, AlertTier};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::invoice::{InvoiceQuery, InvoiceView};
use bellwether_core::order::{OrdersQuery, OrdersView};
use bellwether_core::target::TargetQuery;
use bellwether_core::territory::Service;
use std::collections::BTreeMap;

#[test]
fn the_import_brings_the_whole_showcase_in_and_its_alerts_follow() {
    for mut stage in Stage::each() {
        stage.app.config.max_upload_bytes = 64 * 1024 * 1024;
        let app = &stage.app;
        app.create_demo().expect("an empty database takes the demo");
        let found = alerts_by_account(app);
        for (name, expected) in EXPECTED {
            let nothing = Vec::new();
            let alerts = found.get(name).unwrap_or(&nothing);
            for (kind, tier) in expected {
                let fits = |alert: &(AlertKind, AlertTier)| {
                    alert.0 == *kind && tier.is_none_or(|tier| tier == alert.1)
                };
                assert!(alerts.iter().any(fits), "{}: {name} shows {alerts:?}", stage.engine);
            }
            assert!(!expected.is_empty() || alerts.is_empty(), "{}: {name} shows {alerts:?}", stage.engine);
        }
        what_lists_show(app);
        who_is_looked_after(app);
    }
}

fn alerts_by_account(app: &App) -> BTreeMap<String, Vec<(AlertKind, AlertTier)>> {
    let mut found: BTreeMap<String, Vec<(AlertKind, AlertTier)>> = BTreeMap::new();
    let mut cursor = None;
    loop {
        let query = AlertQuery { limit: Some(500), cursor, ..AlertQuery::default() };
        let page = app.alerts(&Caller::system(), &query).expect("the list answers");
        for row in page.items {
            found.entry(row.account.name).or_default().push((row.alert.kind, row.alert.tier));
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            return found;
        }
    }
}

fn what_lists_show(app: &App) {
    let caller = Caller::system();
    let undated = InvoiceQuery { view: Some(InvoiceView::NoDueDate), ..InvoiceQuery::default() };
    let undated = app.invoices(&caller, &undated).expect("the list answers");
    let names: Vec<&str> = undated.items.iter().map(|row| row.account.name.as_str()).collect();
    assert_eq!(names, ["Undated Antiques"]);
    let current = OrdersQuery { view: Some(OrdersView::Current), limit: Some(500), ..OrdersQuery::default() };
    let current = app.orders(&caller, &current).expect("the list answers");
    let of = |name: &'static str| current.items.iter().filter(move |order| order.account.name == name);
    assert!(of("Pending Pines Lodge").all(|draft| draft.started_by.is_some()));
    assert_eq!((of("Pending Pines Lodge").count(), of("Catch of the Day Fish House").count()), (2, 1));
    let targets = app.targets(&caller, &TargetQuery::default()).expect("the list answers");
    assert!(targets.items.iter().any(|target| target.account.is_some()));
    assert!(targets.items.iter().any(|target| target.category.is_some()));
}

/// The map's layer of underserved states has two to show, and the rest are looked after.
fn who_is_looked_after(app: &App) {
    let territory = app.territory(&Caller::system(), &FactFilter::default()).expect("a territory");
    let rows = territory.service.iter().filter(|row| row.service == Service::Underserved);
    let mut underserved: Vec<&str> = rows.map(|row| row.state.as_str()).collect();
    underserved.sort_unstable();
    assert_eq!(underserved, NEGLECTED);
    assert!(territory.accounts_with_contacts > 0.5, "{}", territory.accounts_with_contacts);
}
