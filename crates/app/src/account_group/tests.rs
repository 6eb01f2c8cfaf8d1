//! The level of parents from end to end, on both engines.

mod facts;

use crate::alert::tests::{as_of, import, orders, pin};
use crate::stage::Stage;
use crate::{AppError, Caller};
use bellwether_core::account::{
    AccountDetail, AccountLevel, AccountQuery, AccountRow, AccountSort, LevelQuery,
};
use bellwether_core::explain::ExplainQuery;
use bellwether_core::import::ImportKind;
use bellwether_core::paging::Direction;
use bellwether_core::{AccountId, Page, Scope, Segment};
use chrono::Days;
use std::fmt::Write as _;

/// The children stand before their parent. North and South are of different reps; Payer pays for Branch.
const ACCOUNTS: &str = "account_id,account_name,parent,bill to,rep,city,state,latitude,longitude\n\
    N,Site North,H,,Rep One,Ames,IA,42.03,-93.63\n\
    S,Site South,H,,Rep Two,Omaha,NE,41.26,-95.93\n\
    W,Site West,H,,Rep One,Denver,CO,39.74,-104.99\n\
    H,Head Office,,,Rep Two,Chicago,IL,41.88,-87.63\n\
    B,Branch,,P,Rep One,Ames,IA,42.03,-93.63\n\
    P,Payer,,,Rep One,Ames,IA,42.03,-93.63\n\
    A,Alone,,,Rep One,Ames,IA,42.03,-93.63\n";

/// Thirty orders every `gap` days, the last `silent` days ago.
fn ordering(account: &str, gap: u64, silent: u64, cents: u32) -> String {
    (0..30).fold(String::new(), |mut rows, back| {
        let placed_on = as_of() - Days::new(silent + back * gap);
        writeln!(rows, "{account},,O{account}-{back},{placed_on},P1,1,{cents}.00")
            .expect("writing to a String cannot fail");
        rows
    })
}

/// North and South order by turns, so that the group orders every ten days; West went silent long ago.
fn stages() -> Vec<Stage> {
    let prepare = |stage: Stage| {
        pin(&stage, as_of());
        stage.app.read_book().expect("read");
        import(&stage, ImportKind::Accounts, ACCOUNTS);
        let rows = [
            ordering("N", 20, 5, 100),
            ordering("S", 20, 15, 200),
            ordering("W", 20, 300, 50),
            ordering("B", 14, 3, 10),
            ordering("A", 30, 9, 400),
        ];
        orders(&stage, &rows.concat());
        stage.app.run_waiting_jobs().expect("run");
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

fn list(stage: &Stage, caller: &Caller, query: AccountQuery) -> Page<AccountRow> {
    let query = AccountQuery { level: Some(AccountLevel::Parent), ..query };
    stage.app.accounts(caller, &query).expect("accounts")
}

fn names(page: &Page<AccountRow>) -> Vec<&str> {
    page.items.iter().map(|row| row.account.name.as_str()).collect()
}

fn row(page: &Page<AccountRow>, name: &str) -> AccountRow {
    page.items.iter().find(|row| row.account.name == name).expect("the row is there").clone()
}

fn id_of(stage: &Stage, name: &str) -> AccountId {
    crate::brief::tests::id_of(stage, name)
}

fn of_rep(stage: &Stage, name: &str) -> Caller {
    let page = stage.app.accounts(&Caller::system(), &AccountQuery::default()).expect("accounts");
    let reps = page.items.iter().filter_map(|row| row.rep.as_ref());
    let rep = reps.into_iter().find(|rep| rep.name == name).expect("the rep was imported").id;
    Caller { scope: Scope::Rep(rep), ..Caller::system() }
}

fn detail(stage: &Stage, caller: &Caller, name: &str, level: Option<AccountLevel>) -> AccountDetail {
    stage.app.account(caller, id_of(stage, name), &LevelQuery { level }).expect("an account")
}

#[test]
fn orders_of_all_sites_are_put_together_before_gaps_are_counted() {
    for stage in stages() {
        let (site, group) = (None, Some(AccountLevel::Parent));
        let everyone = Caller::system();
        for name in ["Site North", "Site South"] {
            assert_eq!(detail(&stage, &everyone, name, site).median_gap_days, Some(20.0), "{}", stage.engine);
        }
        let south = of_rep(&stage, "Rep Two");
        assert_eq!(detail(&stage, &south, "Site South", group).median_gap_days, Some(20.0));
        let whole = detail(&stage, &everyone, "Site South", group);
        // While West still ordered, too, some of its days fell between.
        assert_eq!(whole.gaps_days.iter().rev().take(20).copied().collect::<Vec<_>>(), [10; 20]);
        assert_eq!((whole.account.name.as_str(), whole.level), ("Head Office", AccountLevel::Parent));
        assert_eq!((whole.orders, whole.lifetime_revenue_cents.0), (90, 30 * (100 + 200 + 50) * 100));
        assert_eq!(whole.days_since_last_order, Some(5));
        let sites = whole.recent_orders.iter().filter_map(|order| order.site.as_ref());
        let sites: Vec<&str> = sites.map(|site| site.name.as_str()).collect();
        assert_eq!((&sites[..3], sites.len()), (&["Site North", "Site South", "Site North"][..], 50));
        assert_eq!(whole.products[0].revenue_cents, whole.lifetime_revenue_cents);
        let score = whole.score.expect("groups are scored");
        let next = score.next_order.expect("the next order");
        assert!((next.typical - as_of()).num_days() <= 10, "{next:?}");
    }
}

#[test]
fn the_page_of_an_account_names_its_group_at_either_level() {
    for stage in stages() {
        for level in [None, Some(AccountLevel::ShipTo), Some(AccountLevel::Parent)] {
            let group = detail(&stage, &Caller::system(), "Site North", level).group.expect("a group");
            assert_eq!((group.head.name.as_str(), group.count), ("Head Office", 4), "{}", stage.engine);
            let members: Vec<_> = group
                .members
                .iter()
                .map(|member| (member.account.name.as_str(), member.trailing_orders))
                .collect();
            assert_eq!(
                members,
                [("Site South", 18), ("Site North", 18), ("Site West", 4), ("Head Office", 0)]
            );
            let segment = |place: usize| group.members[place].segment;
            assert_eq!(segment(2), Some(Segment::Churned));
        }
        let alone = detail(&stage, &Caller::system(), "Alone", Some(AccountLevel::Parent));
        assert_eq!((alone.account.name.as_str(), alone.group), ("Alone", None));
    }
}

#[test]
fn the_list_shows_a_row_for_each_group_with_its_own_figures() {
    for stage in stages() {
        let everyone = Caller::system();
        let page = list(&stage, &everyone, AccountQuery::default());
        assert_eq!(
            (page.total, names(&page)),
            (3, vec!["Head Office", "Alone", "Payer"]),
            "{}",
            stage.engine
        );
        let head = row(&page, "Head Office");
        let sites = stage.app.accounts(&everyone, &AccountQuery::default()).expect("accounts");
        assert_eq!(sites.total, 7);
        assert!(sites.items.iter().all(|row| row.members.is_none()));
        let of_sites = |name: &str| row(&sites, name);
        let parts = ["Site North", "Site South", "Site West", "Head Office"].map(of_sites);
        assert_eq!(head.trailing_revenue_cents, parts.iter().map(|row| row.trailing_revenue_cents).sum());
        assert_eq!(head.trailing_orders, parts.iter().map(|row| row.trailing_orders).sum::<i64>());
        assert_eq!(head.last_order, parts.iter().filter_map(|row| row.last_order).max());
        assert_eq!((head.members, row(&page, "Alone").members), (Some(4), Some(1)));
        assert_eq!(row(&page, "Payer").members, Some(2));
        assert_eq!((head.position, row(&page, "Payer").position), (None, None), "several places are none");
        let ranks: std::collections::BTreeSet<_> = page.items.iter().map(|row| row.churn_rank).collect();
        assert_eq!(ranks, [Some(1), Some(2), Some(3)].into());
        let alone = row(&page, "Alone");
        assert_eq!(
            AccountRow { members: None, churn_rank: None, ..alone },
            AccountRow { churn_rank: None, ..of_sites("Alone") }
        );
    }
}

#[test]
fn figures_are_asked_of_the_group_and_everything_else_of_one_of_its_accounts() {
    for stage in stages() {
        let asked = |query| {
            let page = list(&stage, &Caller::system(), query);
            names(&page).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let everything = AccountQuery::default;
        let text = |text: &str| Some(text.to_owned());
        let head = ["Head Office"];
        // South and North have 18 orders each.
        assert_eq!(asked(AccountQuery { min_orders: Some(30), ..everything() }), head, "{}", stage.engine);
        assert_eq!(asked(AccountQuery { state: text("NE"), ..everything() }), head);
        assert_eq!(asked(AccountQuery { search: text("site west"), ..everything() }), head);
        assert_eq!(asked(AccountQuery { search: text("site"), state: text("IL"), ..everything() }), [""; 0]);
        let near = asked(AccountQuery { near: text("39.7,-105.0"), ..everything() });
        assert_eq!(near, head);
        // West alone has churned; the group has not.
        let churned = Some(Segment::Churned);
        assert_eq!(asked(AccountQuery { segment: churned, ..everything() }), [""; 0]);
        let sorted = asked(AccountQuery { sort: Some(AccountSort::LastOrder), ..everything() });
        assert_eq!(sorted, ["Payer", "Head Office", "Alone"]);
        let by_distance = list(
            &stage,
            &Caller::system(),
            AccountQuery {
                near: text("39.7,-105.0"),
                within_km: Some(2_000),
                sort: Some(AccountSort::Distance),
                ..everything()
            },
        );
        assert_eq!(names(&by_distance)[0], "Head Office");
        assert!(by_distance.items[0].distance_km.is_some_and(|km| km < 10.0));
    }
}

#[test]
fn a_group_holds_nothing_of_sites_outside_the_scope() {
    for stage in stages() {
        let one = of_rep(&stage, "Rep One");
        let page = list(&stage, &one, AccountQuery::default());
        // The head is somebody else's: North, the first below it, stands for North and West.
        assert_eq!(names(&page), ["Alone", "Site North", "Payer"], "{}", stage.engine);
        let group = row(&page, "Site North");
        assert_eq!((group.members, group.trailing_orders), (Some(2), 18 + 4));
        let shown = detail(&stage, &one, "Site West", Some(AccountLevel::Parent));
        assert_eq!((shown.orders, shown.account.name.as_str()), (60, "Site North"));
        assert_eq!(shown.lifetime_revenue_cents.0, 30 * (100 + 50) * 100);
        let text = serde_json::to_string(&(&page, &shown)).expect("JSON");
        assert!(!text.contains("Head Office") && !text.contains("South"), "{text}");
        let refused = stage.app.account(
            &one,
            id_of(&stage, "Site South"),
            &LevelQuery { level: Some(AccountLevel::Parent) },
        );
        assert!(matches!(refused, Err(AppError::NotFound)));
        // What one caller was shown does not leak to the next.
        let whole = list(&stage, &Caller::system(), AccountQuery::default());
        assert_eq!(row(&whole, "Head Office").members, Some(4));
        let nobody = Caller { scope: Scope::Nothing, ..Caller::system() };
        assert_eq!(list(&stage, &nobody, AccountQuery::default()).total, 0);
    }
}

#[test]
fn pages_of_groups_give_each_once_and_refuse_cursors_of_the_other_level() {
    for stage in stages() {
        for sort in [AccountSort::TrailingRevenue, AccountSort::Name, AccountSort::ChurnRisk] {
            for direction in [Direction::Ascending, Direction::Descending] {
                let query = |cursor| AccountQuery {
                    limit: Some(1),
                    sort: Some(sort),
                    direction: Some(direction),
                    cursor,
                    ..AccountQuery::default()
                };
                let (mut seen, mut cursor) = (Vec::new(), None);
                loop {
                    let page = list(&stage, &Caller::system(), query(cursor));
                    seen.extend(page.items.iter().map(|row| row.account.id));
                    let Some(next) = page.next_cursor else { break };
                    let other = stage.app.accounts(&Caller::system(), &query(Some(next.clone())));
                    assert!(matches!(other, Err(AppError::InvalidCursor)), "{}", stage.engine);
                    cursor = Some(next);
                }
                let whole = AccountQuery { limit: None, ..query(None) };
                let whole = list(&stage, &Caller::system(), whole);
                assert_eq!(seen, whole.items.iter().map(|row| row.account.id).collect::<Vec<_>>());
                assert_eq!(seen.len(), 3);
            }
        }
    }
}

#[test]
fn a_new_order_of_one_site_is_in_its_group_at_once() {
    for stage in stages() {
        let everyone = Caller::system();
        let before = list(&stage, &everyone, AccountQuery::default());
        orders(&stage, &format!("S,,new,{},P1,1,5000.00\n", as_of()));
        let after = list(&stage, &everyone, AccountQuery::default());
        let (then, now) = (row(&before, "Head Office"), row(&after, "Head Office"));
        assert_eq!(now.trailing_orders, then.trailing_orders + 1, "{}", stage.engine);
        assert_eq!(now.trailing_revenue_cents.0, then.trailing_revenue_cents.0 + 500_000);
        assert_eq!(now.last_order, Some(as_of()));
        assert_ne!(now.churn_risk, then.churn_risk);
        let same = |page: &Page<AccountRow>| AccountRow { churn_rank: None, ..row(page, "Payer") };
        assert_eq!(same(&after), same(&before));
        // As if nothing had been held before.
        let fresh = crate::book::Book::load(&stage.app.store).expect("read");
        let fresh =
            std::sync::Arc::new(fresh).at_level(&everyone, Some(AccountLevel::Parent)).expect("rolled up");
        let held = stage.app.book().at_level(&everyone, Some(AccountLevel::Parent)).expect("rolled up");
        for index in fresh.visible_to(&everyone).indices() {
            let id = fresh.dimensions().account(index).expect("an account").id;
            let own = held.dimensions().account_index(id).expect("the same account");
            assert_eq!(fresh.standing(index), held.standing(own));
            assert_eq!(fresh.snapshot().history(index), held.snapshot().history(own));
        }
    }
}

#[test]
fn the_reasons_of_a_group_are_its_own() {
    for stage in stages() {
        let query = |level| ExplainQuery { level, ..ExplainQuery::default() };
        let explain = |level| {
            let id = id_of(&stage, "Site North");
            stage.app.explain(&Caller::system(), id, &query(level)).expect("reasons")
        };
        let (site, group) = (explain(None), explain(Some(AccountLevel::Parent)));
        assert_eq!(group.account, id_of(&stage, "Head Office"), "{}", stage.engine);
        assert_eq!((site.gaps.len(), site.silent_days), (29, Some(5)));
        assert!(group.gaps.len() > site.gaps.len());
        let shown = detail(&stage, &Caller::system(), "Site North", Some(AccountLevel::Parent));
        assert_eq!(Some(&group.score), shown.score.as_ref());
    }
}
