//! The live alerts, as far as choosing cards, listing and counting ask: held, because whoever looks after many accounts has many.

use super::Book;
use crate::Caller;
use bellwether_core::{AccountId, RepId};
use bellwether_store::alerts::{LiveAlert, live_alerts};
use bellwether_store::ledger_feed::Accounts;
use bellwether_store::{Connection, StoreError};
use std::sync::Arc;

impl Book {
    /// The live alerts of each account that the caller may see, or of one rep among them, by account.
    pub(crate) fn live_alerts(
        &self,
        caller: &Caller,
        rep: Option<RepId>,
    ) -> impl Iterator<Item = &[LiveAlert]> + Clone {
        let accounts = Arc::new(self.accounts_of(caller, rep));
        self.alerts.chunk_by(|one, next| one.account == next.account).filter(move |alerts| {
            let account = alerts.first().and_then(|alert| self.dimensions().account_index(alert.account));
            account.is_some_and(|account| accounts.contains_account(account))
        })
    }

    /// The live alerts of an account, whoever asks.
    pub(crate) fn live_alerts_of(&self, account: AccountId) -> &[LiveAlert] {
        let start = self.alerts.partition_point(|alert| alert.account < account);
        let rest = self.alerts.get(start..).unwrap_or(&[]);
        let end = rest.partition_point(|alert| alert.account == account);
        rest.get(..end).unwrap_or(rest)
    }

    /// The same book with the alerts stored now: all, or those of accounts whose alerts are others, whose ids ascend.
    pub(crate) fn with_alerts_of(
        mut self,
        conn: &mut Connection,
        accounts: Accounts<'_>,
    ) -> Result<Self, StoreError> {
        let mut alerts = match accounts {
            Accounts::All => Vec::new(),
            Accounts::Only(ids) => {
                let is_kept = |alert: &&LiveAlert| ids.binary_search(&alert.account.0).is_err();
                self.alerts.iter().filter(is_kept).copied().collect()
            }
        };
        alerts.extend(live_alerts(conn, accounts)?);
        alerts.sort_by_key(|alert| (alert.account, alert.id));
        self.alerts = Arc::from(alerts);
        Ok(self)
    }
}
