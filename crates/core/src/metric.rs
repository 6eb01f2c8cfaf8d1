//! What every figure means (L-R1): one definition each, the same for screens, files and integrators.

use crate::bridge::Figure;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A figure that screens show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Net sales of a period.
    NetSales,
    /// Net sales less cost, where the cost is known.
    GrossProfit,
    /// Gross profit as a share of those sales.
    GrossMargin,
    /// Valid orders.
    Orders,
    /// Units sold.
    Units,
    /// Accounts with a valid order.
    ActiveAccounts,
    /// Net sales per valid order.
    AverageOrder,
    /// A figure against that of the comparison period.
    Change,
    /// A part of the bridge: lost accounts.
    LostSales,
    /// A part of the bridge: new accounts.
    NewSales,
    /// A part of the bridge: volume.
    VolumeEffect,
    /// A part of the bridge: price.
    PriceEffect,
    /// A part of the bridge: mix.
    MixEffect,
    /// How the values of a rep's orders are spread.
    OrderValues,
    /// The largest single order of an account.
    LargestOrder,
    /// Sales of a part as a share of all.
    ShareOfSales,
    /// Share of the largest accounts and states.
    Concentration,
    /// Net sales of twelve months.
    TrailingSales,
    /// Valid orders of twelve months.
    TrailingOrders,
    /// Net sales since the start of the data.
    LifetimeSales,
    /// Net sales per order of an account.
    AccountOrderValue,
    /// Days between two order days.
    TypicalGap,
    /// Days since the last order.
    Silence,
    /// Probability that the account stays away.
    ChurnRisk,
    /// Where an account stands.
    Segment,
    /// Churn risk × sales.
    MoneyAtRisk,
    /// Churn risk × profit.
    Priority,
    /// Scorecard of 0 to 100.
    Health,
    /// When the next order is due.
    NextOrder,
    /// Where a product or category is going.
    Momentum,
    /// Share of accounts that buy a category.
    Penetration,
    /// How many products and categories an account buys.
    Breadth,
    /// How often an account buys a product.
    ProductCadence,
    /// 90 days of a product against those before.
    ProductTrend,
    /// Accounts that changed their segment.
    SegmentMoves,
    /// Accounts whose sales changed most.
    Movers,
    /// What became of alerts.
    AlertsWorked,
    /// Money an alert is about.
    AlertValue,
    /// How far a week is towards its target.
    TargetReached,
    /// Open drafts.
    Drafts,
    /// Which customers do least.
    LowestPerforming,
    /// The same by gross profit.
    LowestMargin,
    /// Items an account has probably lost.
    ProbablyLost,
    /// Unpaid invoices past their due date.
    Overdue,
}

impl Metric {
    /// Every metric, related ones together.
    pub const ALL: [Self; 44] = [
        Self::NetSales,
        Self::GrossProfit,
        Self::GrossMargin,
        Self::Orders,
        Self::Units,
        Self::ActiveAccounts,
        Self::AverageOrder,
        Self::Change,
        Self::LostSales,
        Self::NewSales,
        Self::VolumeEffect,
        Self::PriceEffect,
        Self::MixEffect,
        Self::OrderValues,
        Self::LargestOrder,
        Self::ShareOfSales,
        Self::Concentration,
        Self::TrailingSales,
        Self::TrailingOrders,
        Self::LifetimeSales,
        Self::AccountOrderValue,
        Self::TypicalGap,
        Self::Silence,
        Self::ChurnRisk,
        Self::Segment,
        Self::MoneyAtRisk,
        Self::Priority,
        Self::Health,
        Self::NextOrder,
        Self::Momentum,
        Self::Penetration,
        Self::Breadth,
        Self::ProductCadence,
        Self::ProductTrend,
        Self::SegmentMoves,
        Self::Movers,
        Self::AlertsWorked,
        Self::AlertValue,
        Self::TargetReached,
        Self::Drafts,
        Self::LowestPerforming,
        Self::LowestMargin,
        Self::ProbablyLost,
        Self::Overdue,
    ];
}

impl From<Figure> for Metric {
    fn from(figure: Figure) -> Self {
        match figure {
            Figure::Revenue => Self::NetSales,
            Figure::Profit => Self::GrossProfit,
            Figure::Orders => Self::Orders,
            Figure::Units => Self::Units,
            Figure::ActiveAccounts => Self::ActiveAccounts,
            Figure::Lost => Self::LostSales,
            Figure::New => Self::NewSales,
            Figure::Volume => Self::VolumeEffect,
            Figure::Price => Self::PriceEffect,
            Figure::Mix => Self::MixEffect,
        }
    }
}

/// How one metric is worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MetricExplanation {
    /// Which one.
    pub metric: Metric,
    /// The words people read.
    pub name: String,
    /// The formula in words, with the organisation's own settings and rules.
    pub formula: String,
    /// The facts it is worked out from.
    pub inputs: String,
    /// Where the rows behind it are: a path of this API.
    pub rows: String,
}

/// How every metric is worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Metrics {
    /// Facts are read as of this date.
    pub as_of: NaiveDate,
    /// Orders are complete up to this date; absent while nothing was imported.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub covers_up_to: Option<NaiveDate>,
    /// Version of the rules in force.
    pub rules_version: u32,
    /// The metrics the caller may see.
    pub metrics: Vec<MetricExplanation>,
}
