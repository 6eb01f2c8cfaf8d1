//! Sales reps and regions, as lists and filters show them.

use crate::id::{CategoryId, RegionId, RepId};
use serde::{Deserialize, Serialize};

/// A sales representative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RepRef {
    /// Its id.
    pub id: RepId,
    /// The name people read.
    pub name: String,
}

/// A sales region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RegionRef {
    /// Its id.
    pub id: RegionId,
    /// The name people read.
    pub name: String,
}

/// A product category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CategoryRef {
    /// Its id.
    pub id: CategoryId,
    /// The name people read.
    pub name: String,
}

/// What the caller can filter by: only values inside their scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FilterChoices {
    /// Reps with at least one account in scope.
    pub reps: Vec<RepRef>,
    /// Regions with at least one account in scope.
    pub regions: Vec<RegionRef>,
    /// State codes with at least one account in scope.
    pub states: Vec<String>,
    /// Product categories.
    pub categories: Vec<CategoryRef>,
}
