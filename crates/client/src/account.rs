//! The account list and one account.

use crate::{Answer, Client};
use bellwether_core::account::{AccountDetail, AccountLevel, AccountQuery, AccountRow, LevelQuery};
use bellwether_core::{AccountId, Page};

impl Client {
    /// A page of accounts.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid`, `invalid_cursor`.
    pub async fn accounts(&self, query: &AccountQuery) -> Answer<Page<AccountRow>> {
        self.find("accounts", query).await
    }

    /// Everything about one account.
    ///
    /// # Errors
    /// `not_found` when it does not exist or is not yours.
    pub async fn account(&self, id: AccountId) -> Answer<AccountDetail> {
        self.get(&format!("accounts/{id}")).await
    }

    /// Everything about an account by itself, or about the group it belongs to.
    ///
    /// # Errors
    /// As for [`Self::account`].
    pub async fn account_at(&self, id: AccountId, level: Option<AccountLevel>) -> Answer<AccountDetail> {
        self.find(&format!("accounts/{id}"), &LevelQuery { level }).await
    }
}
