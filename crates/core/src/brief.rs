//! The brief: what a rep needs to know before a call, on one phone screen (D8, D9, D11, L-R3, L-R4).

use crate::account::AccountRef;
use crate::alert::AlertCard;
use crate::explain::Gap;
use crate::id::{AlertId, ContactId, OrderId, ProductId};
use crate::interaction::Interaction;
use crate::money::Cents;
use crate::order::DraftNote;
use crate::probability::Probability;
use crate::rep::RepRef;
use crate::score::NextOrder;
use crate::segment::Segment;
use crate::task::Task;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a thing to say or do rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// An alert.
    Alert {
        /// Its id.
        id: AlertId,
    },
    /// An order.
    Order {
        /// Its id.
        id: OrderId,
        /// Its date.
        placed_on: NaiveDate,
    },
    /// Purchases of a product.
    Product {
        /// Its id.
        id: ProductId,
        /// Its name.
        name: String,
    },
    /// A call or visit.
    Interaction {
        /// Its date.
        happened_on: NaiveDate,
        /// Who logged it.
        author: String,
    },
    /// The score of the account.
    Score {
        /// Facts up to this date were used.
        as_of: NaiveDate,
    },
    /// Its invoices.
    Invoices,
}

/// Something to say, or to do next; nothing without a fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Advice {
    /// The sentence.
    pub text: String,
    /// The fact it rests on, in words.
    pub because: String,
    /// Where that stands.
    pub source: Source,
    /// Money it is about, if any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value_cents: Option<Cents>,
}

/// A sign that more could be sold, or less will be (D9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpportunityFlag {
    /// Orders come further apart than before.
    DecliningFrequency,
    /// Sales grow by a quarter or more.
    Growing,
    /// An item it used to buy is missing.
    LostItem,
    /// Accounts like it buy a category that it does not.
    MissingCategory,
    /// The next order is expected now.
    WindowOpen,
    /// A draft waits.
    OpenDraft,
}

impl OpportunityFlag {
    /// The words people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::DecliningFrequency => "Orders further apart",
            Self::Growing => "Growing",
            Self::LostItem => "Item missing",
            Self::MissingCategory => "Category to win",
            Self::WindowOpen => "Order expected now",
            Self::OpenDraft => "Draft waits",
        }
    }
}

/// A person to talk to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ContactCard {
    /// Their id.
    pub id: ContactId,
    /// Their name.
    pub name: String,
    /// What they do there; empty when unknown.
    pub title: String,
    /// Telephone; empty when unknown.
    pub phone: String,
    /// E-mail address; empty when unknown.
    pub email: String,
}

/// Everything before a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AccountBrief {
    /// The account.
    pub account: AccountRef,
    /// Number in the source system.
    pub external_id: String,
    /// Street, city, state and postal code in one line; empty when unknown.
    pub address: String,
    /// Degrees north and east.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub position: Option<[f64; 2]>,
    /// Telephone, if known and the caller may see contact details.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone: Option<String>,
    /// Its rep.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rep: Option<RepRef>,
    /// Facts are read as of this date.
    pub as_of: NaiveDate,
    /// When this was put together.
    pub made_at: DateTime<Utc>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub segment: Option<Segment>,
    /// Probability of no order within its horizon.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub churn_risk: Option<Probability>,
    /// 0–100, higher is better.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub health: Option<u8>,
    /// Why it stands there, in one sentence with its numbers.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sentence: Option<String>,
    /// Latest valid order.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_order: Option<NaiveDate>,
    /// Its net amount.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_order_cents: Option<Cents>,
    /// Days since then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub days_since_last_order: Option<i64>,
    /// Median days between order days; absent below two.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub usual_gap_days: Option<f64>,
    /// The last gaps, oldest first, at most 40.
    pub gaps: Vec<Gap>,
    /// When the next order is expected.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_order: Option<NextOrder>,
    /// Of such windows in the past, the share that held the order, and how many there were.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub windows_held: Option<(f64, u64)>,
    /// Net sales of twelve months.
    pub trailing_revenue_cents: Cents,
    /// What is overdue in the organisation's currency, for those who may see financial data.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub overdue_cents: Option<Cents>,
    /// The alerts that are open.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub card: Option<AlertCard>,
    /// Open drafts.
    pub drafts: Vec<DraftNote>,
    /// At most three things to say.
    pub say: Vec<Advice>,
    /// At most three things to do next.
    pub next: Vec<Advice>,
    /// Signs that more could be sold, or less will be.
    pub flags: Vec<OpportunityFlag>,
    /// The latest contact with a person.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_contact: Option<Interaction>,
    /// What was promised last and when; absent when nothing was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub promised: Option<Interaction>,
    /// People to talk to, for those who may see contact details, at most five.
    pub contacts: Vec<ContactCard>,
    /// Open tasks, the most urgent first, at most five.
    pub tasks: Vec<Task>,
}
