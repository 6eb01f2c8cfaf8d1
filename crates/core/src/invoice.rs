//! Invoices and credit memos (F2, F11).

use crate::account::AccountRef;
use crate::id::{AccountId, InvoiceId, OrderId};
use crate::money::Cents;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which way the money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// The customer owes.
    Invoice,
    /// We owe; never overdue.
    CreditMemo,
}

impl InvoiceKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Invoice, Self::CreditMemo];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditMemo => "credit_memo",
        }
    }

    /// The kind of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Invoice => "Invoice",
            Self::CreditMemo => "Credit memo",
        }
    }
}

/// How an invoice stands with the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceStatus {
    /// To be paid, or paid: the open balance says which.
    Issued,
    /// The customer disputes it.
    Disputed,
    /// Entered by mistake; never owed.
    Void,
}

impl InvoiceStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Issued, Self::Disputed, Self::Void];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Disputed => "disputed",
            Self::Void => "void",
        }
    }

    /// The status of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// One invoice or credit memo, for callers who may see financial data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct InvoiceRow {
    /// Its id.
    pub id: InvoiceId,
    /// The account it was made out to.
    pub account: AccountRef,
    /// Its number in the source system.
    pub number: String,
    /// Which way the money goes.
    pub kind: InvoiceKind,
    /// How it stands.
    pub status: InvoiceStatus,
    /// Its date.
    pub issued_on: NaiveDate,
    /// To be paid by this date; absent when neither the invoice nor the account's terms say.
    pub due_on: Option<NaiveDate>,
    /// Whether the due date follows from the account's terms.
    pub is_due_by_terms: bool,
    /// ISO 4217 code of its amounts.
    pub currency: String,
    /// What it was made out for; negative for credit memos.
    pub amount_cents: Cents,
    /// What is still open; negative for credit not applied yet.
    pub open_balance_cents: Cents,
    /// Days past the due date; absent while not overdue.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub overdue_days: Option<i64>,
    /// The order it is for, when known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<OrderId>,
}

/// Which invoices a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceView {
    /// All of them.
    #[default]
    All,
    /// With an open balance.
    Open,
    /// Past their due date.
    Overdue,
    /// Without a due date, although something is open.
    NoDueDate,
}

/// Which invoices a list shows, newest first.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct InvoiceQuery {
    /// Only this account and its bill-to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Which of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view: Option<InvoiceView>,
    /// Rows of a page, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
