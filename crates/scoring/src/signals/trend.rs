//! Where the account is going: the last 30, 60 and 90 days against as many days before them.

use crate::book::Facts;

/// With fewer orders before, a ratio says little and is marked so.
const SMALL_BASE: usize = 3;

/// The three windows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// 30 days against the 30 before.
    pub days_30: TrendWindow,
    /// 60 days against the 60 before.
    pub days_60: TrendWindow,
    /// 90 days against the 90 before.
    pub days_90: TrendWindow,
}

/// Some days against as many before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendWindow {
    /// Order days in the window.
    pub order_days: usize,
    /// Order days in the window before.
    pub order_days_before: usize,
    /// Value of the orders in the window, cents.
    pub ordered_cents: i64,
    /// Value of the orders in the window before, cents.
    pub ordered_before_cents: i64,
}

impl Trend {
    /// Counts.
    pub fn measure(facts: &Facts) -> Self {
        let window = |days| TrendWindow::measure(facts, days);
        Self { days_30: window(30), days_60: window(60), days_90: window(90) }
    }
}

impl TrendWindow {
    fn measure(facts: &Facts, days: i64) -> Self {
        let count = |from, until| {
            let inside = facts.aged(from, until);
            inside.fold((0, 0), |(count, cents), order_day| (count + 1, cents + order_day.revenue_cents))
        };
        let (order_days, ordered_cents) = count(0, days);
        let (order_days_before, ordered_before_cents) = count(days, 2 * days);
        Self { order_days, order_days_before, ordered_cents, ordered_before_cents }
    }

    /// Order days against those before; none when there were none.
    pub fn order_ratio(&self) -> Option<f64> {
        (self.order_days_before > 0).then(|| self.order_days as f64 / self.order_days_before as f64)
    }

    /// Order value against that before; none when there was none.
    pub fn sales_ratio(&self) -> Option<f64> {
        (self.ordered_before_cents > 0).then(|| self.ordered_cents as f64 / self.ordered_before_cents as f64)
    }

    /// Whether too few orders came before for the ratio to say much.
    pub fn is_small_base(&self) -> bool {
        self.order_days_before < SMALL_BASE
    }
}
