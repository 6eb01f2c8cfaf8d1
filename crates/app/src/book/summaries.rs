//! What lists filter and sort accounts by, as of a date: columns over all accounts. What a row shows beyond that is
//! read from the history of the few accounts on a page.

use super::{Book, Standings, money_at_risk};
use crate::parallel;
use bellwether_core::Cents;
use bellwether_ledger::account_rows::{self, Ever, Trailing};
use bellwether_ledger::category_marks::{CategoryMarks, category_marks};
use bellwether_ledger::{Filter, Snapshot};
use chrono::NaiveDate;
use std::sync::{Arc, OnceLock};

/// Columns by account index; each is found when it is first asked for. An account that came later has ordered nothing.
pub(crate) struct Summaries {
    as_of: NaiveDate,
    trailing: Arc<Trailing>,
    ever: OnceLock<Arc<Ever>>,
    categories: OnceLock<Arc<CategoryMarks>>,
    at_risk: OnceLock<AtRisk>,
    priorities: OnceLock<Vec<Option<i64>>>,
}

/// Money at risk, where it is known.
struct AtRisk {
    by_account: Vec<Option<i64>>,
    /// Of all accounts, largest first.
    ranking: Vec<i64>,
}

impl Summaries {
    pub(super) fn of(snapshot: &Snapshot, as_of: NaiveDate) -> Self {
        let trailing = Arc::new(account_rows::trailing(snapshot, as_of));
        Self::with_columns(as_of, trailing, OnceLock::new(), OnceLock::new())
    }

    /// What depends on scores is found anew.
    fn with_columns(
        as_of: NaiveDate,
        trailing: Arc<Trailing>,
        ever: OnceLock<Arc<Ever>>,
        categories: OnceLock<Arc<CategoryMarks>>,
    ) -> Self {
        Self { as_of, trailing, ever, categories, at_risk: OnceLock::new(), priorities: OnceLock::new() }
    }

    /// Finds what the first list would otherwise wait for.
    pub(super) fn prepare(&self, book: &Book) {
        self.ever(book);
        self.ranking(book);
        self.category_marks(book);
    }

    /// The same after some accounts' facts changed.
    pub(super) fn with_accounts(&self, snapshot: &Snapshot, accounts: &[u32]) -> Self {
        let trailing = Arc::new(self.trailing.with_accounts(snapshot, self.as_of, accounts));
        let ever = OnceLock::new();
        if let Some(held) = self.ever.get() {
            ever.get_or_init(|| Arc::new(held.with_accounts(snapshot, self.as_of, accounts)));
        }
        let categories = OnceLock::new();
        if let Some(held) = self.categories.get() {
            categories.get_or_init(|| Arc::new(held.with_accounts(snapshot, self.as_of, accounts)));
        }
        Self::with_columns(self.as_of, trailing, ever, categories)
    }

    /// The same after scores changed.
    pub(super) fn with_other_standings(&self) -> Self {
        let trailing = Arc::clone(&self.trailing);
        let (ever, categories) = (self.ever.clone(), self.categories.clone());
        Self::with_columns(self.as_of, trailing, ever, categories)
    }

    pub(crate) fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Net sales of the twelve months up to the date.
    pub(crate) fn trailing_cents(&self, account: u32) -> i64 {
        self.trailing.revenue_cents.get(account as usize).copied().unwrap_or(0)
    }

    /// Valid orders of those twelve months.
    pub(crate) fn trailing_orders(&self, account: u32) -> i64 {
        self.trailing.orders.get(account as usize).copied().map_or(0, i64::from)
    }

    /// Average net amount of an order of those twelve months, its fraction of a cent cut off; none without an order.
    pub(crate) fn order_cents(&self, account: u32) -> Option<i64> {
        let orders = self.trailing_orders(account);
        (orders > 0).then(|| self.trailing_cents(account) / orders)
    }

    /// All orders since the start of the data.
    pub(crate) fn ever(&self, book: &Book) -> &Ever {
        self.ever.get_or_init(|| {
            let everybody = Filter::all(book.snapshot()).worked_by(parallel::at_once);
            Arc::new(account_rows::ever(book.snapshot(), &everybody, self.as_of))
        })
    }

    /// The categories of those orders.
    pub(crate) fn category_marks(&self, book: &Book) -> &CategoryMarks {
        self.categories.get_or_init(|| Arc::new(category_marks(book.snapshot(), self.as_of)))
    }

    /// Churn risk × trailing sales of an account whose risk is known.
    pub(crate) fn at_risk_cents(&self, book: &Book, account: u32) -> Option<i64> {
        self.at_risk(book).by_account.get(account as usize).copied().flatten()
    }

    /// Churn risk × gross profit of the twelve months, of an account of which both are known.
    pub(crate) fn priority_cents(&self, book: &Book, account: u32) -> Option<i64> {
        let priorities = self.priorities.get_or_init(|| {
            let profits = account_rows::trailing_profit(book.snapshot(), self.as_of);
            let priority = |(account, profit): (u32, Option<i64>)| {
                let risk = book.standing(account)?.churn_risk?;
                Some(money_at_risk(risk, Cents(profit?)).0)
            };
            (0..).zip(profits).map(priority).collect()
        });
        priorities.get(account as usize).copied().flatten()
    }

    /// Money at risk of all accounts, largest first.
    pub(crate) fn ranking(&self, book: &Book) -> &[i64] {
        &self.at_risk(book).ranking
    }

    fn at_risk(&self, book: &Book) -> &AtRisk {
        self.at_risk.get_or_init(|| {
            let by_account = self.money_at_risk(book.standings());
            let mut ranking: Vec<i64> = by_account.iter().copied().flatten().collect();
            ranking.sort_unstable_by(|left, right| right.cmp(left));
            AtRisk { by_account, ranking }
        })
    }

    fn money_at_risk(&self, standings: &Standings) -> Vec<Option<i64>> {
        let at_risk = |(account, cents): (u32, &i64)| {
            let standing = standings.of_account(account)?;
            standing.churn_risk?;
            Some(standing.at_risk(Cents(*cents)).0)
        };
        (0..).zip(&self.trailing.revenue_cents).map(at_risk).collect()
    }
}
