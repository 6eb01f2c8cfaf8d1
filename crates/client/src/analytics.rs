//! Figures: dashboard, segments, states, map, products, units.

use crate::{Answer, Client};
use bellwether_core::Page;
use bellwether_core::account::AccountQuery;
use bellwether_core::bridge::{Breakdown, BreakdownQuery, Bridge, Concentration};
use bellwether_core::dashboard::{Dashboard, FactFilter, SegmentSummary};
use bellwether_core::insight::{
    LowestPerforming, LowestQuery, ProbablyLost, ProbablyLostQuery, RollupQuery, WeeklyRollup,
};
use bellwether_core::map::{MapQuery, MapView};
use bellwether_core::metric::Metrics;
use bellwether_core::product::{
    MomentumList, MomentumQuery, Penetration, ProductOrders, ProductOrdersQuery, ProductQuery, ProductRow,
    Units, UnitsQuery,
};
use bellwether_core::state::StateRollup;
use bellwether_core::territory::Territory;
use serde::Serialize;

/// A fact filter together with the parameters of one list.
#[derive(Serialize)]
struct Filtered<'a, T> {
    #[serde(flatten)]
    facts: &'a FactFilter,
    #[serde(flatten)]
    own: &'a T,
}

/// A part of the world together with the accounts to show in it.
#[derive(Serialize)]
struct Placed<'a> {
    #[serde(flatten)]
    view: &'a MapQuery,
    #[serde(flatten)]
    accounts: &'a AccountQuery,
}

impl Client {
    /// The executive page in one answer.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_period`.
    pub async fn dashboard(&self, facts: &FactFilter) -> Answer<Dashboard> {
        self.find("dashboard", facts).await
    }

    /// Segments with counts and money.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn segments(&self, facts: &FactFilter) -> Answer<Vec<SegmentSummary>> {
        self.find("segments", facts).await
    }

    /// Sales by state.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_period`.
    pub async fn states(&self, facts: &FactFilter) -> Answer<StateRollup> {
        self.find("states", facts).await
    }

    /// Pins and clusters of a view, of the accounts that match.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid`.
    pub async fn map(&self, view: &MapQuery, accounts: &AccountQuery) -> Answer<MapView> {
        self.find("map", &Placed { view, accounts }).await
    }

    /// Products with sales, units and buyers.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_period`, `invalid_cursor`.
    pub async fn products(&self, facts: &FactFilter, query: &ProductQuery) -> Answer<Page<ProductRow>> {
        self.find("products", &Filtered { facts, own: query }).await
    }

    /// The orders behind the sales and units of a product or category.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid`, `invalid_period`, `invalid_cursor`.
    pub async fn product_orders(
        &self,
        facts: &FactFilter,
        query: &ProductOrdersQuery,
    ) -> Answer<ProductOrders> {
        self.find("products/orders", &Filtered { facts, own: query }).await
    }

    /// Units by category over time.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_period`.
    pub async fn units(&self, facts: &FactFilter, query: &UnitsQuery) -> Answer<Units> {
        self.find("units", &Filtered { facts, own: query }).await
    }

    /// Sales of one week against the one before.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn weekly_rollup(&self, query: &RollupQuery) -> Answer<WeeklyRollup> {
        self.find("insights/weekly-rollup", query).await
    }

    /// The lowest performing customers.
    ///
    /// # Errors
    /// `not_signed_in`, `forbidden` when ranked by GP % without the margin permission.
    pub async fn lowest_performing(&self, query: &LowestQuery) -> Answer<LowestPerforming> {
        self.find("insights/lowest-performing", query).await
    }

    /// Items that accounts have probably lost.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid`.
    pub async fn probably_lost(&self, query: &ProbablyLostQuery) -> Answer<ProbablyLost> {
        self.find("insights/probably-lost", query).await
    }

    /// Why net sales of a period differ from those it is compared with.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_period`.
    pub async fn bridge(&self, facts: &FactFilter) -> Answer<Bridge> {
        self.find("dashboard/bridge", facts).await
    }

    /// How every figure is worked out.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn explain_metrics(&self) -> Answer<Metrics> {
        self.get("metrics/explain").await
    }

    /// The rows behind a figure.
    ///
    /// # Errors
    /// `forbidden` for profit without the margin permission, `invalid_period`, `invalid_cursor`.
    pub async fn breakdown(&self, facts: &FactFilter, query: &BreakdownQuery) -> Answer<Breakdown> {
        self.find("dashboard/breakdown", &Filtered { facts, own: query }).await
    }

    /// How much hangs on few accounts.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_period`.
    pub async fn concentration(&self, facts: &FactFilter) -> Answer<Concentration> {
        self.find("accounts/concentration", facts).await
    }

    /// Where products or categories are going.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_period`, `invalid`.
    pub async fn momentum(&self, facts: &FactFilter, query: &MomentumQuery) -> Answer<MomentumList> {
        self.find("products/momentum", &Filtered { facts, own: query }).await
    }

    /// How many products and categories accounts buy.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_period`.
    pub async fn penetration(&self, facts: &FactFilter) -> Answer<Penetration> {
        self.find("products/penetration", facts).await
    }

    /// Regions with room to grow, and regions nobody looks after.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_period`.
    pub async fn territory(&self, facts: &FactFilter) -> Answer<Territory> {
        self.find("territory", facts).await
    }
}
