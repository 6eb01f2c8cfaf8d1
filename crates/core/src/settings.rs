//! Settings of the organisation (B24).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// First day of the week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WeekStart {
    /// Weeks start on Monday.
    #[default]
    Monday,
    /// Weeks start on Sunday.
    Sunday,
}

/// On which day a sale counts in net sales.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SalesBasis {
    /// On the day the order was placed.
    #[default]
    Booked,
    /// On the days of its invoices; what was not invoiced yet does not count yet. When an account orders is told by
    /// its orders all the same.
    Invoiced,
}

/// What everyone in the organisation shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Settings {
    /// Name of the organisation.
    #[schema(min_length = 1, max_length = 200)]
    pub organisation: String,
    /// IANA time zone of all business dates, for example `America/Denver`.
    pub time_zone: String,
    /// ISO 4217 code of all amounts.
    #[schema(pattern = "^[A-Z]{3}$")]
    pub currency: String,
    /// On which day a sale counts in net sales.
    pub sales_basis: SalesBasis,
    /// First day of the week.
    pub week_start: WeekStart,
    /// Month in which the fiscal year starts, 1 to 12.
    #[schema(minimum = 1, maximum = 12)]
    pub fiscal_year_start_month: u32,
    /// Whether orders come by themselves all day. Figures are as of today then, and the feed is late when the whole
    /// organisation is silent for longer than it ever is; otherwise both follow the date that imports say they cover.
    pub live_feed: bool,
    /// Whether price editing is enabled; margin rollups need it.
    pub price_editing_enabled: bool,
    /// Reps do not see how other reps are doing (B36).
    pub hide_leaderboard_from_reps: bool,
    /// Every figure is as of this date instead of today; for historical data.
    #[serde(default, deserialize_with = "crate::calendar::bounded")]
    pub pinned_as_of: Option<NaiveDate>,
    /// Days between reaching out and the next-order window.
    #[schema(minimum = 0, maximum = 90)]
    pub outreach_lead_days: u32,
    /// Days an invoice may be late before it is called overdue.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 90)]
    pub overdue_grace_days: u32,
    /// Dates on which the organisation is closed: no selling days, and no silence of its customers.
    #[serde(default)]
    #[schema(max_items = 1000)]
    #[serde(deserialize_with = "crate::calendar::bounded")]
    pub holidays: Vec<NaiveDate>,
}
