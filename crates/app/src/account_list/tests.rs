use super::*;
use crate::alert::tests::{account, as_of, import, pin};
use crate::stage::Stage;
use bellwether_core::export::ExportQuery;
use bellwether_core::import::ImportKind;
use bellwether_core::role::Permissions;

/// Twenty orders of an account at 100.00, each line with this cost.
fn with_cost(number: u32, silent: u64, cost: &str) -> String {
    account(number, 10, silent).lines().map(|row| format!("{row},{cost}\n")).collect()
}

/// Accounts 1 and 2 fell silent at the same time, of which the first brings more profit; of 3 no cost is known.
fn stages() -> Vec<Stage> {
    let prepare = |stage: Stage| {
        pin(&stage, as_of());
        stage.app.read_book().expect("read");
        let head = "Customer Number,Customer Name,Order Number,Order Date,Item Number,Quantity,Amount,Cost\n";
        let rows = [with_cost(1, 60, "40.00"), with_cost(2, 60, "90.00"), with_cost(3, 60, "")];
        import(&stage, ImportKind::Purchases, &format!("{head}{}", rows.concat()));
        stage.app.run_scoring(None).expect("scored");
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

#[test]
fn priority_is_risk_times_profit_and_needs_both() {
    for stage in stages() {
        let query = AccountQuery { sort: Some(AccountSort::Priority), ..AccountQuery::default() };
        let rows = stage.app.accounts(&Caller::system(), &query).expect("accounts").items;
        let names: Vec<&str> = rows.iter().map(|row| &*row.account.name).collect();
        assert_eq!(names, ["Account 1", "Account 2", "Account 3"], "{}", stage.engine);
        for (row, profit) in rows.iter().zip([60_00, 10_00]) {
            let profit = row.trailing_orders * profit;
            let risk = row.churn_risk.expect("it is scored").get();
            let priority = row.priority.expect("its cost is known");
            assert_eq!(priority.trailing_profit_cents, Cents(profit), "{}", stage.engine);
            assert_eq!(priority.value_cents, Cents((risk * profit as f64).round() as i64));
        }
        assert!(rows[2].churn_risk.is_some() && rows[2].priority.is_none(), "{}", stage.engine);
    }
}

#[test]
fn priority_is_not_for_those_who_may_not_see_profits() {
    let permissions = Permissions { view_margin: false, view_contacts: true, view_financials: true };
    let caller = Caller { permissions, ..Caller::system() };
    for stage in stages() {
        let rows = stage.app.accounts(&caller, &AccountQuery::default()).expect("accounts").items;
        assert!(rows.iter().all(|row| row.priority.is_none()), "{}", stage.engine);
        let query = AccountQuery { sort: Some(AccountSort::Priority), ..AccountQuery::default() };
        assert!(matches!(stage.app.accounts(&caller, &query), Err(AppError::Forbidden)), "{}", stage.engine);
        let columns = |words: &str| ExportQuery { columns: Some(words.to_owned()), ..ExportQuery::default() };
        let export =
            |columns: &ExportQuery| stage.app.export_accounts(&caller, &AccountQuery::default(), columns);
        assert!(matches!(export(&columns("name,priority")), Err(AppError::Forbidden)), "{}", stage.engine);
        assert!(export(&ExportQuery::default()).is_ok(), "{}", stage.engine);
    }
}
