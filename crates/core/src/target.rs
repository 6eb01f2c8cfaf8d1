//! Sales targets by month (B6).

use crate::account::AccountRef;
use crate::id::{AccountId, CategoryId, RepId, TargetId};
use crate::money::Cents;
use crate::rep::{CategoryRef, RepRef};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Net sales aimed at in one month, for a rep, an account or a category; for the whole organisation when none
/// is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Target {
    /// Its id.
    pub id: TargetId,
    /// First date of the month.
    pub month: NaiveDate,
    /// The rep who is to reach it.
    pub rep: Option<RepRef>,
    /// The account it is about.
    pub account: Option<AccountRef>,
    /// The category it is about.
    pub category: Option<CategoryRef>,
    /// Net sales.
    pub amount_cents: Cents,
    /// Net sales of the month so far.
    pub reached_cents: Cents,
}

/// Sets a target; one for the same month, rep, account and category is replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TargetInput {
    /// Any date of the month.
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub month: NaiveDate,
    /// The rep who is to reach it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rep: Option<RepId>,
    /// The account it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub account: Option<AccountId>,
    /// The category it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<CategoryId>,
    /// Net sales, above 0.
    #[schema(minimum = 1)]
    pub amount_cents: Cents,
}

/// Which targets a list shows, the latest month first.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema,
)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TargetQuery {
    /// Only the month of this date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub month: Option<NaiveDate>,
    /// Rows of a page, 1 to 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 500)]
    #[schema(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
