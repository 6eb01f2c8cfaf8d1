//! Saved views: an address of a page under a name, private or shared (B8).

use crate::id::ViewId;
use serde::{Deserialize, Serialize};

/// Words of an address that restrict which accounts are shown by what they belong to.
pub const GROUP_FILTERS: [&str; 5] = ["segment", "state", "region", "rep", "category"];
/// Words of an address that restrict which accounts are shown by how much they order and where they are.
pub const BOUND_FILTERS: [&str; 9] = [
    "min_revenue",
    "max_revenue",
    "min_orders",
    "max_orders",
    "min_order",
    "max_order",
    "area",
    "near",
    "within_km",
];
/// The other words that the addresses of all pages with views know.
const SHARED_WORDS: [&str; 6] = ["period", "from", "to", "compare", "search", "level"];

/// Every word of an address that restricts which accounts are shown, but for words typed.
pub fn account_filters() -> impl Iterator<Item = &'static str> {
    GROUP_FILTERS.into_iter().chain(BOUND_FILTERS)
}

/// A page whose filters, columns and order can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewPage {
    /// The account list.
    Accounts,
    /// The map.
    Map,
}

impl ViewPage {
    /// Every page.
    pub const ALL: [Self; 2] = [Self::Accounts, Self::Map];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Map => "map",
        }
    }

    /// The words that the page's address knows and that a view keeps: whom it shows, the period, order and columns.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        let own: &[&str] = match self {
            Self::Accounts => &["sort", "direction", "columns"],
            Self::Map => &["at", "layer"],
        };
        SHARED_WORDS.into_iter().chain(account_filters()).chain(own.iter().copied())
    }

    /// The page of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.code() == code)
    }
}

/// A view to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SavedViewInput {
    /// The name people read, 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// The page.
    pub page: ViewPage,
    /// The query of its address, without `?`; at most 2 000 characters.
    #[schema(max_length = 2000)]
    pub query: String,
    /// Whether everybody of the organisation sees it. What it shows stays inside each reader's own scope.
    #[serde(default)]
    pub is_shared: bool,
}

/// A view that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SavedView {
    /// Its id.
    pub id: ViewId,
    /// The name people read.
    pub name: String,
    /// The page.
    pub page: ViewPage,
    /// The query of its address, without `?`.
    pub query: String,
    /// Whether everybody of the organisation sees it.
    pub is_shared: bool,
    /// Whether it is the caller's own, to change and to remove.
    pub is_own: bool,
    /// Name of the person who made it.
    pub owner: String,
}
