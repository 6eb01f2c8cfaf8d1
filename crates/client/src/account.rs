//! The account list and one account.

use crate::{Answer, Client};
use bellwether_core::account::{AccountDetail, AccountQuery, AccountRow};
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
}
