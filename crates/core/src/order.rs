//! Order status: which orders count.

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
