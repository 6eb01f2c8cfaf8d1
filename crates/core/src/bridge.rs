//! What changed between two periods, and who is behind a figure (E5): parts that sum to the change, rows that sum to
//! the figure.

use crate::account::AccountRef;
use crate::dashboard::Movement;
use crate::id::ProductId;
use crate::money::Cents;
use crate::period::Period;
use crate::rep::RepRef;
use crate::segment::Segment;
use serde::{Deserialize, Serialize};

/// Why net sales of a period differ from those it is compared with.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum BridgePart {
    /// Accounts that bought in the comparison period and not in this one.
    Lost,
    /// Accounts that bought in this period and not in the comparison period.
    New,
    /// More or fewer units by those that bought in both, at the old price of their old mix.
    Volume,
    /// Other prices for what they bought in both.
    Price,
    /// Other products than before: what volume and price leave of them.
    Mix,
}

impl BridgePart {
    /// Every part in display order.
    pub const ALL: [Self; 5] = [Self::Lost, Self::New, Self::Volume, Self::Price, Self::Mix];

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Lost => "Lost",
            Self::New => "New",
            Self::Volume => "Volume",
            Self::Price => "Price",
            Self::Mix => "Mix",
        }
    }

    /// What it is, in half a sentence that follows its name.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Lost => "accounts that bought before and not now",
            Self::New => "accounts that buy now and did not before",
            Self::Volume => "more or fewer units of what accounts bought both times",
            Self::Price => "higher or lower prices of what accounts bought both times",
            Self::Mix => "other products than before: taken up, dropped, cheaper or dearer ones",
        }
    }

    /// How it is worked out, in words.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Lost => {
                "Of accounts that bought in the comparison period and have no net sales in this one: minus what they \
                 bought then, with the credits of this period."
            }
            Self::New => {
                "Of accounts that bought in this period and had no net sales in the comparison period: what they buy \
                 now, and an end of credits they had then."
            }
            Self::Volume => {
                "For each account that bought in both: its change in units of products bought in both, × its \
                 average net price of them before."
            }
            Self::Price => {
                "For each product an account bought in both: the change of its net price × the units of this period."
            }
            Self::Mix => {
                "What is left of the change of accounts that bought in both: products taken up or dropped, and a \
                 shift between cheaper and dearer ones."
            }
        }
    }
}

/// One part of the change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BridgeStep {
    /// Which part.
    pub part: BridgePart,
    /// Its share of the change; the parts sum to it to the cent.
    pub cents: Cents,
    /// Accounts with such a part.
    pub accounts: u64,
    /// How it is worked out, in words.
    pub formula: String,
    /// The accounts with the largest parts, at most five, the largest first.
    pub top: Vec<BridgeAccount>,
}

/// An account's share of one part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BridgeAccount {
    /// The account.
    pub account: AccountRef,
    /// Its share.
    pub cents: Cents,
}

/// From the net sales of one period to those of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Bridge {
    /// The period.
    pub period: Period,
    /// What it is compared with.
    pub compared_with: Period,
    /// Net sales of both, and the change.
    pub revenue: Movement<Cents>,
    /// The parts in display order.
    pub steps: Vec<BridgeStep>,
}

/// A figure whose rows can be opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Net sales.
    #[default]
    Revenue,
    /// Gross profit over lines with known cost; needs the margin permission.
    Profit,
    /// Valid orders.
    Orders,
    /// Units, in thousandths.
    Units,
    /// Accounts with at least one valid order: 1 or 0 for each account.
    ActiveAccounts,
    /// A part of the bridge: lost accounts.
    Lost,
    /// A part of the bridge: new accounts.
    New,
    /// A part of the bridge: volume.
    Volume,
    /// A part of the bridge: price.
    Price,
    /// A part of the bridge: mix.
    Mix,
}

/// Which rows of which figure; what it counts is a `FactFilter` beside it.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct BreakdownQuery {
    /// The figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
    /// Only lines of this product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// Rows of a page, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// One account's share of a figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BreakdownRow {
    /// The account.
    pub account: AccountRef,
    /// Its rep.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rep: Option<RepRef>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub segment: Option<Segment>,
    /// Its share: minor units of money, orders, thousandths of units or accounts. For parts of the bridge `current`
    /// is the share and `previous` 0.
    pub value: Movement<i64>,
}

/// The rows behind a figure, the largest first; all of them sum to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Breakdown {
    /// The figure.
    pub figure: Figure,
    /// How it is worked out, in words.
    pub formula: String,
    /// The period.
    pub period: Period,
    /// What it is compared with.
    pub compared_with: Period,
    /// The figure itself.
    pub value: Movement<i64>,
    /// A page of its rows.
    pub rows: Vec<BreakdownRow>,
    /// Rows in all.
    pub total: u64,
    /// For the next page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_cursor: Option<String>,
}

/// Share of the largest accounts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TopShare {
    /// So many accounts.
    pub accounts: u32,
    /// Their net sales.
    pub revenue_cents: Cents,
    /// As a share of all net sales; absent while those are not above zero.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub share: Option<f64>,
}

/// How much hangs on few accounts (W5): shares of the top 10, 20 and 50.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Concentration {
    /// The period.
    pub period: Period,
    /// Net sales of all.
    pub revenue_cents: Cents,
    /// Accounts with net sales above zero.
    pub accounts: u64,
    /// Top 10, 20 and 50.
    pub top: Vec<TopShare>,
    /// The states with the largest shares, at most ten.
    pub states: Vec<StateShare>,
}

/// A state's share of all net sales.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StateShare {
    /// Two-letter code, or the name as imported; empty when unknown.
    pub state: String,
    /// The name people read.
    pub name: String,
    /// Its net sales.
    pub revenue_cents: Cents,
    /// As a share of all net sales; absent while those are not above zero.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub share: Option<f64>,
}
