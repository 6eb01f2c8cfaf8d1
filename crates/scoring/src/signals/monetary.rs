//! How much the account spends. Net sales include credits on their own date; order values do not.

use crate::book::{Facts, OrderDay};

/// Amounts in cents.
#[derive(Debug, Clone, PartialEq)]
pub struct Monetary {
    /// Net sales of the last 365 days.
    pub sales_365_cents: i64,
    /// Net sales of the last 90 days.
    pub sales_90_cents: i64,
    /// Net sales of the 90 days before them.
    pub sales_90_before_cents: i64,
    /// Net sales of the same 90 days a year ago, when the account already existed.
    pub sales_90_year_ago_cents: Option<i64>,
    /// Order value of the last 365 days, credits left out.
    pub ordered_365_cents: i64,
    /// Mean value of an order day over the whole history.
    pub average_order_cents: Option<f64>,
    /// Value of the latest order day.
    pub last_order_cents: Option<i64>,
    /// Mean number of lines of an order day.
    pub average_lines: Option<f64>,
    /// Lines of the latest order day.
    pub last_lines: Option<u32>,
}

impl Monetary {
    /// Adds up.
    pub fn measure(facts: &Facts) -> Self {
        let days = &facts.order_days;
        let mean = |sum: f64| (!days.is_empty()).then(|| sum / days.len() as f64);
        let value = |order_day: &OrderDay| order_day.revenue_cents;
        let existed_a_year_ago = days.first().is_some_and(|first| facts.age(first.day) >= 455);
        Self {
            sales_365_cents: facts.net_sales_cents(0, 365),
            sales_90_cents: facts.net_sales_cents(0, 90),
            sales_90_before_cents: facts.net_sales_cents(90, 180),
            sales_90_year_ago_cents: existed_a_year_ago.then(|| facts.net_sales_cents(365, 455)),
            ordered_365_cents: facts.aged(0, 365).map(value).sum(),
            average_order_cents: mean(days.iter().map(value).sum::<i64>() as f64),
            last_order_cents: days.last().map(value),
            average_lines: mean(days.iter().map(|order_day| f64::from(order_day.line_count)).sum()),
            last_lines: days.last().map(|order_day| order_day.line_count),
        }
    }
}
