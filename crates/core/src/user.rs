//! People who sign in, as an admin sees them.

use crate::id::{RegionId, RepId, UserId};
use crate::role::{Permissions, Role};
use serde::{Deserialize, Serialize};

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// What they do.
    pub role: Role,
    /// What else they may see.
    pub permissions: Permissions,
    /// Their book, for reps.
    pub rep: Option<RepId>,
    /// Their regions, for managers.
    pub regions: Vec<RegionId>,
    /// Whether they may not sign in.
    pub is_disabled: bool,
}

/// A person to be added or changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct UserInput {
    /// Their name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Their e-mail address.
    #[schema(min_length = 3, max_length = 254)]
    pub email: String,
    /// What they do.
    pub role: Role,
    /// What else they may see.
    pub permissions: Permissions,
    /// Their book, for reps.
    #[serde(default)]
    pub rep: Option<RepId>,
    /// Their regions, for managers.
    #[serde(default)]
    pub regions: Vec<RegionId>,
    /// Whether they may not sign in.
    #[serde(default)]
    pub is_disabled: bool,
    /// A new password of at least 12 characters; absent: keep the old one.
    #[serde(default)]
    #[schema(format = "password", min_length = 12, max_length = 1024)]
    pub password: Option<String>,
}
