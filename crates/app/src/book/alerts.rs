//! The live alerts, as far as choosing cards asks: held, because whoever looks after many accounts has many.

use super::Book;
use bellwether_core::{RepId, Scope};
use bellwether_store::alerts::{LiveAlert, live_alerts};
use bellwether_store::ledger_feed::Accounts;
use bellwether_store::{Connection, StoreError};
use std::sync::Arc;

impl Book {
    /// The live alerts of each account of the scope, or of one rep inside it, by account.
    pub(crate) fn live_alerts<'a>(
        &'a self,
        scope: &'a Scope,
        rep: Option<RepId>,
    ) -> impl Iterator<Item = &'a [LiveAlert]> + 'a {
        let rep = rep.map(|rep| self.dimensions().rep_index(rep));
        self.alerts.chunk_by(|one, next| one.account == next.account).filter(move |alerts| {
            let account = alerts.first().and_then(|alert| self.account_in(scope, alert.account).ok());
            account.is_some_and(|(_, account)| rep.is_none_or(|rep| rep.is_some() && account.rep == rep))
        })
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
