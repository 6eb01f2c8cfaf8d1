//! Lists as files (E7, W4).

use crate::account::AccountSort;
use serde::{Deserialize, Serialize};

/// What kind of file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated values, UTF-8 with a byte order mark. Cells that a spreadsheet would take for a formula begin
    /// with an apostrophe.
    #[default]
    Csv,
    /// An Excel workbook; text stays text.
    Xlsx,
}

/// A column of the account list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountColumn {
    /// Name.
    Name,
    /// Number in the source system.
    Number,
    /// City and state.
    Place,
    /// Rep.
    Rep,
    /// Segment.
    Segment,
    /// Churn risk.
    ChurnRisk,
    /// Place by risk × sales.
    ChurnRank,
    /// Health.
    Health,
    /// Latest order.
    LastOrder,
    /// Window of the next order.
    NextOrder,
    /// Net sales of twelve months.
    TrailingRevenue,
    /// Orders of twelve months.
    TrailingOrders,
    /// Churn risk × those sales.
    AtRisk,
    /// Churn risk × gross profit of twelve months, for those who may see profits.
    Priority,
    /// Sales by month.
    Trend,
}

impl AccountColumn {
    /// Every column in display order.
    pub const ALL: [Self; 15] = [
        Self::Name,
        Self::Number,
        Self::Place,
        Self::Rep,
        Self::Segment,
        Self::ChurnRisk,
        Self::ChurnRank,
        Self::Health,
        Self::LastOrder,
        Self::NextOrder,
        Self::TrailingRevenue,
        Self::TrailingOrders,
        Self::AtRisk,
        Self::Priority,
        Self::Trend,
    ];

    /// The word on the wire and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Number => "number",
            Self::Place => "place",
            Self::Rep => "rep",
            Self::Segment => "segment",
            Self::ChurnRisk => "churn_risk",
            Self::ChurnRank => "churn_rank",
            Self::Health => "health",
            Self::LastOrder => "last_order",
            Self::NextOrder => "next_order",
            Self::TrailingRevenue => "trailing_revenue",
            Self::TrailingOrders => "trailing_orders",
            Self::AtRisk => "at_risk",
            Self::Priority => "priority",
            Self::Trend => "trend",
        }
    }

    /// The words people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Account",
            Self::Number => "Number",
            Self::Place => "Place",
            Self::Rep => "Rep",
            Self::Segment => "Segment",
            Self::ChurnRisk => "Churn risk",
            Self::ChurnRank => "Churn rank",
            Self::Health => "Health",
            Self::LastOrder => "Last order",
            Self::NextOrder => "Next order",
            Self::TrailingRevenue => "12-month net sales",
            Self::TrailingOrders => "12-month orders",
            Self::AtRisk => "Money at risk",
            Self::Priority => "Priority",
            Self::Trend => "Trend",
        }
    }

    /// Whether it tells of profits, which not everybody may see.
    pub fn is_of_profit(self) -> bool {
        self == Self::Priority
    }

    /// The column of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.code() == code)
    }

    /// What the list is sorted by when this column is chosen; none for columns that do not sort.
    pub fn sort(self) -> Option<AccountSort> {
        match self {
            Self::Name => Some(AccountSort::Name),
            Self::ChurnRisk => Some(AccountSort::ChurnRisk),
            Self::ChurnRank | Self::AtRisk => Some(AccountSort::RevenueAtRisk),
            Self::Priority => Some(AccountSort::Priority),
            Self::Health => Some(AccountSort::Health),
            Self::LastOrder => Some(AccountSort::LastOrder),
            Self::NextOrder => Some(AccountSort::NextOrder),
            Self::TrailingRevenue => Some(AccountSort::TrailingRevenue),
            Self::TrailingOrders => Some(AccountSort::TrailingOrders),
            Self::Number | Self::Place | Self::Rep | Self::Segment | Self::Trend => None,
        }
    }
}

/// What kind of file of a list; what the list holds is a query of its own beside it.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct FileQuery {
    /// What kind of file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<ExportFormat>,
}

/// Which file of the account list; which accounts and in which order is an `AccountQuery` beside it.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ExportQuery {
    /// What kind of file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<ExportFormat>,
    /// Columns by their words, separated by commas; all of them when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<String>,
}
