//! The workspace: saved views, exports and trips.

use crate::call::Method;
use crate::{Answer, Client};
use bellwether_core::ViewId;
use bellwether_core::account::AccountQuery;
use bellwether_core::bridge::BreakdownQuery;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::export::{ExportQuery, FileQuery};
use bellwether_core::map::MapHistograms;
use bellwether_core::order::OrdersQuery;
use bellwether_core::product::ProductQuery;
use bellwether_core::trip::{Trip, TripRequest};
use bellwether_core::view::{SavedView, SavedViewInput};
use serde::Serialize;

/// Rows about a period to write into a file, and which file.
#[derive(Serialize)]
struct Listed<'a, Rows> {
    #[serde(flatten)]
    facts: &'a FactFilter,
    #[serde(flatten)]
    rows: &'a Rows,
    #[serde(flatten)]
    file: &'a FileQuery,
}

/// Accounts to write into a file, and which file.
#[derive(Serialize)]
struct Exported<'a> {
    #[serde(flatten)]
    accounts: &'a AccountQuery,
    #[serde(flatten)]
    file: &'a ExportQuery,
}

impl Client {
    /// The address of the account list as a file, for a link that downloads it.
    ///
    /// # Errors
    /// When the parameters cannot be written as names and values.
    pub fn export_address(&self, accounts: &AccountQuery, file: &ExportQuery) -> Answer<String> {
        Ok(self.call(Method::Get, "accounts/export").asking(&Exported { accounts, file })?.url)
    }

    /// Where the states of a period can be downloaded.
    ///
    /// # Errors
    /// When the parameters cannot be written as names and values.
    pub fn states_address(&self, facts: &FactFilter, file: &FileQuery) -> Answer<String> {
        Ok(self.call(Method::Get, "states/export").asking(&Listed { facts, rows: &(), file })?.url)
    }

    /// Where the accounts behind a figure can be downloaded.
    ///
    /// # Errors
    /// When the parameters cannot be written as names and values.
    pub fn breakdown_address(
        &self,
        facts: &FactFilter,
        rows: &BreakdownQuery,
        file: &FileQuery,
    ) -> Answer<String> {
        Ok(self.call(Method::Get, "dashboard/breakdown/export").asking(&Listed { facts, rows, file })?.url)
    }

    /// Where the products of a period can be downloaded.
    ///
    /// # Errors
    /// When the parameters cannot be written as names and values.
    pub fn products_address(
        &self,
        facts: &FactFilter,
        rows: &ProductQuery,
        file: &FileQuery,
    ) -> Answer<String> {
        Ok(self.call(Method::Get, "products/export").asking(&Listed { facts, rows, file })?.url)
    }

    /// Where orders can be downloaded.
    ///
    /// # Errors
    /// When the parameters cannot be written as names and values.
    pub fn orders_address(&self, rows: &OrdersQuery, file: &FileQuery) -> Answer<String> {
        Ok(self
            .call(Method::Get, "orders/export")
            .asking(&Listed { facts: &FactFilter::default(), rows, file })?
            .url)
    }

    /// Saved views of the caller, and those that are shared.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn views(&self) -> Answer<Vec<SavedView>> {
        self.get("views").await
    }

    /// Keeps a view.
    ///
    /// # Errors
    /// `invalid`, `conflict` when the caller has one of this name for the page.
    pub async fn add_view(&self, view: &SavedViewInput) -> Answer<SavedView> {
        self.send(Method::Post, "views", view).await
    }

    /// Changes a view of the caller's own.
    ///
    /// # Errors
    /// `not_found`, `forbidden` for those of others, `invalid`, `conflict`.
    pub async fn update_view(&self, id: ViewId, view: &SavedViewInput) -> Answer<SavedView> {
        self.send(Method::Put, &format!("views/{id}"), view).await
    }

    /// Removes a view of the caller's own; admins may remove shared ones.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn remove_view(&self, id: ViewId) -> Answer<()> {
        self.exchange(self.call(Method::Delete, &format!("views/{id}"))).await.map(drop)
    }

    /// How the accounts that match are spread, for the sliders of the map.
    ///
    /// # Errors
    /// `invalid`.
    pub async fn map_histograms(&self, query: &AccountQuery) -> Answer<MapHistograms> {
        self.find("map/histograms", query).await
    }

    /// Puts stops in an order that saves time.
    ///
    /// # Errors
    /// `not_found` when a stop is not yours to see, `invalid`.
    pub async fn plan_trip(&self, trip: &TripRequest) -> Answer<Trip> {
        self.send(Method::Post, "trips", trip).await
    }
}
