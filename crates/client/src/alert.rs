//! Alerts: For You, lists, actions, reasons, closures.

use crate::call::Method;
use crate::{Answer, Client};
use bellwether_core::alert::{
    Alert, AlertAction, AlertExplanation, AlertQuery, AlertRow, Closure, ForYou, ForYouQuery, NewClosure,
};
use bellwether_core::{AccountId, AlertId, ClosureId, Page};
use serde::Deserialize;

/// What of a page says how many rows there are.
#[derive(Deserialize)]
struct Count {
    total: u64,
}

impl Client {
    /// Cards by money at stake.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn for_you(&self, query: &ForYouQuery) -> Answer<ForYou> {
        self.find("for-you", query).await
    }

    /// Alerts, the one with most money at stake first.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_cursor`.
    pub async fn alerts(&self, query: &AlertQuery) -> Answer<Page<AlertRow>> {
        self.find("alerts", query).await
    }

    /// How many alerts match. Their rows are not read, which keeps the frame of the app small.
    ///
    /// # Errors
    /// `invalid`.
    pub async fn count_alerts(&self, query: &AlertQuery) -> Answer<u64> {
        let Count { total } = self.find("alerts", &AlertQuery { limit: Some(1), ..query.clone() }).await?;
        Ok(total)
    }

    /// Everything behind one alert.
    ///
    /// # Errors
    /// `not_found` when it does not exist or is not yours.
    pub async fn explain_alert(&self, id: AlertId) -> Answer<AlertExplanation> {
        self.get(&format!("alerts/{id}/explain")).await
    }

    /// Does something with one alert.
    ///
    /// # Errors
    /// `not_found`, `invalid`.
    pub async fn act_on_alert(&self, id: AlertId, action: &AlertAction) -> Answer<Alert> {
        self.send(Method::Post, &format!("alerts/{id}/actions"), action).await
    }

    /// Does the same with every live alert of an account.
    ///
    /// # Errors
    /// `not_found`, `invalid`.
    pub async fn act_on_account(&self, id: AccountId, action: &AlertAction) -> Answer<Vec<Alert>> {
        self.send(Method::Post, &format!("accounts/{id}/alerts/actions"), action).await
    }

    /// When the account is or was closed, the latest first.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn closures(&self, account: AccountId) -> Answer<Vec<Closure>> {
        self.get(&format!("accounts/{account}/closures")).await
    }

    /// Closes an account for a time.
    ///
    /// # Errors
    /// `not_found`, `invalid`.
    pub async fn close_account(&self, account: AccountId, closure: &NewClosure) -> Answer<Closure> {
        self.send(Method::Post, &format!("accounts/{account}/closures"), closure).await
    }

    /// Takes a closure back.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn remove_closure(&self, id: ClosureId) -> Answer<()> {
        self.exchange(self.call(Method::Delete, &format!("closures/{id}"))).await.map(drop)
    }
}
