//! Orders: their status, which of them count, and how lists show them (F6).

use crate::account::AccountRef;
use crate::id::{AccountId, OrderId, RepId};
use crate::money::Cents;
use crate::product::ProductRef;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Life of an order from draft to paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Started, not sent.
    Draft,
    /// Offered.
    Quote,
    /// Sent by the customer.
    Placed,
    /// Accepted by us.
    Confirmed,
    /// Some of it has left.
    PartShipped,
    /// All of it has left.
    Shipped,
    /// Billed.
    Invoiced,
    /// Paid.
    Paid,
    /// Called off before shipping.
    Cancelled,
    /// Entered by mistake.
    Void,
    /// Money given back.
    CreditMemo,
    /// Goods sent back.
    Return,
}

impl OrderStatus {
    /// Every status.
    pub const ALL: [Self; 12] = [
        Self::Draft,
        Self::Quote,
        Self::Placed,
        Self::Confirmed,
        Self::PartShipped,
        Self::Shipped,
        Self::Invoiced,
        Self::Paid,
        Self::Cancelled,
        Self::Void,
        Self::CreditMemo,
        Self::Return,
    ];

    /// Whether it is an ordering event (a "valid order" of the rules, section 1).
    pub fn is_valid_order(self) -> bool {
        match self {
            Self::Placed
            | Self::Confirmed
            | Self::PartShipped
            | Self::Shipped
            | Self::Invoiced
            | Self::Paid => true,
            Self::Draft | Self::Quote | Self::Cancelled | Self::Void | Self::CreditMemo | Self::Return => {
                false
            }
        }
    }

    /// Whether its amounts count in net sales: valid orders, and credits and returns on their own date.
    pub fn counts_in_sales(self) -> bool {
        self.is_valid_order() || matches!(self, Self::CreditMemo | Self::Return)
    }

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Quote => "quote",
            Self::Placed => "placed",
            Self::Confirmed => "confirmed",
            Self::PartShipped => "part_shipped",
            Self::Shipped => "shipped",
            Self::Invoiced => "invoiced",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::Void => "void",
            Self::CreditMemo => "credit_memo",
            Self::Return => "return",
        }
    }

    /// The status of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// The person who started a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Starter {
    /// The name people read.
    pub name: String,
    /// Telephone, if known and the caller may see contact details.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone: Option<String>,
}

/// An order that was started and not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DraftNote {
    /// Its id.
    pub id: OrderId,
    /// The day it was started.
    pub since: NaiveDate,
    /// Net amount so far.
    pub revenue_cents: Cents,
    /// Who started it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub started_by: Option<Starter>,
}

/// The two parts of the orders view (rules, section 7).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrdersView {
    /// Open drafts of any age, and what was placed on the as-of date.
    #[default]
    Current,
    /// What was placed before, by day.
    Past,
}

/// Which orders a list shows, newest first.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct OrdersQuery {
    /// Which part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view: Option<OrdersView>,
    /// Only this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Only this rep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rep: Option<RepId>,
    /// Facts as of this date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub as_of: Option<NaiveDate>,
    /// Rows of a page, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// An order as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OrderSummary {
    /// Its id.
    pub id: OrderId,
    /// Its number in the source system.
    pub number: String,
    /// Who ordered.
    pub account: AccountRef,
    /// Business date; of a draft the day it was started.
    pub placed_on: NaiveDate,
    /// How far it is.
    pub status: OrderStatus,
    /// Net amount.
    pub revenue_cents: Cents,
    /// Number of lines.
    pub lines: u32,
    /// Who started it, for drafts.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub started_by: Option<Starter>,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OrderLine {
    /// What was ordered.
    pub product: ProductRef,
    /// Units, in thousandths.
    pub quantity_milli: i64,
    /// Net amount.
    pub revenue_cents: Cents,
    /// Profit, if the cost is known and the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub profit_cents: Option<Cents>,
}

/// One whole order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OrderDetail {
    /// The order.
    pub order: OrderSummary,
    /// Its lines.
    pub lines: Vec<OrderLine>,
}
