//! Open drafts of some accounts, for the cards that mention them.

use super::starters;
use crate::{Answer, App, Caller};
use bellwether_core::AccountId;
use bellwether_core::order::DraftNote;
use bellwether_store::orders;
use std::collections::BTreeMap;

impl App {
    /// Open drafts of any age of the caller's among these accounts, the newest first.
    pub(crate) fn drafts_of(
        &self,
        caller: &Caller,
        accounts: &[AccountId],
    ) -> Answer<BTreeMap<AccountId, Vec<DraftNote>>> {
        let (found, starters) = self.store.read(|conn| {
            let found = orders::drafts_of(conn, &caller.scope, accounts)?;
            let starters = starters(conn, caller, found.iter().filter_map(|draft| draft.started_by))?;
            Ok((found, starters))
        })?;
        let mut drafts: BTreeMap<AccountId, Vec<DraftNote>> = BTreeMap::new();
        for draft in found {
            drafts.entry(draft.account).or_default().push(DraftNote {
                id: draft.id,
                since: draft.placed_on,
                revenue_cents: draft.revenue,
                started_by: draft.started_by.and_then(|contact| starters.get(&contact).cloned()),
            });
        }
        Ok(drafts)
    }
}
