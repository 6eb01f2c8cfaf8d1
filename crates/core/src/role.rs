//! Who a person is and what they may see.

use crate::id::{RegionId, RepId};
use serde::{Deserialize, Serialize};

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees the accounts of one book of business.
    Rep,
    /// Sees the accounts of their regions.
    Manager,
    /// Sees every account.
    Leadership,
    /// Sees every account; looks after users, keys and settings.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Rep, Self::Manager, Self::Leadership, Self::Admin];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rep => "rep",
            Self::Manager => "manager",
            Self::Leadership => "leadership",
            Self::Admin => "admin",
        }
    }

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Rep => "Rep",
            Self::Manager => "Manager",
            Self::Leadership => "Leadership",
            Self::Admin => "Admin",
        }
    }

    /// The role of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Extra rights beside the role. A field a person may not see is absent from every answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Permissions {
    /// Cost, profit and margin.
    pub view_margin: bool,
    /// Contact details.
    pub view_contacts: bool,
    /// Invoices and what is overdue.
    #[serde(default)]
    pub view_financials: bool,
}

/// Which accounts a caller may see. Every query that returns business rows takes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every account.
    All,
    /// The accounts of these regions.
    Regions(Vec<RegionId>),
    /// The accounts of this rep.
    Rep(RepId),
    /// No account: a rep or manager to whom nothing is assigned yet.
    Nothing,
}

impl Scope {
    /// Whether an account with this rep and region is inside.
    pub fn contains(&self, rep: Option<RepId>, region: Option<RegionId>) -> bool {
        match self {
            Self::All => true,
            Self::Regions(regions) => region.is_some_and(|region| regions.contains(&region)),
            Self::Rep(own) => rep == Some(*own),
            Self::Nothing => false,
        }
    }
}
