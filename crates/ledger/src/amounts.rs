//! Sums of money and units, and the ratios that follow from them. Ratios are always formed from
//! sums, never averaged (rules, section 1).

use crate::line::Line;
use crate::order::Order;
use crate::window::Compared;
use bellwether_core::Cents;
use bellwether_core::dashboard::Movement;
use std::ops::{Add, AddAssign, Sub};

/// Net sales, cost and units of any set of lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Net sales.
    pub revenue_cents: i64,
    /// Cost of the lines whose cost is known.
    pub cost_cents: i64,
    /// Net sales of the lines whose cost is known.
    pub costed_revenue_cents: i64,
    /// Thousandths of a unit.
    pub quantity_milli: i64,
}

impl Amounts {
    /// All lines of an order.
    pub fn of_order(order: &Order) -> Self {
        Self {
            revenue_cents: order.revenue_cents,
            cost_cents: order.cost_cents,
            costed_revenue_cents: order.costed_revenue_cents,
            quantity_milli: order.quantity_milli,
        }
    }

    /// One line.
    pub fn of_line(line: &Line) -> Self {
        let (cost_cents, costed_revenue_cents) =
            line.cost().map_or((0, 0), |cost| (cost, line.revenue_cents));
        Self {
            revenue_cents: line.revenue_cents,
            cost_cents,
            costed_revenue_cents,
            quantity_milli: line.quantity_milli,
        }
    }

    /// Gross profit over the lines with known cost.
    pub fn profit_cents(&self) -> i64 {
        self.costed_revenue_cents - self.cost_cents
    }

    /// The same; none without sales of lines with known cost.
    pub fn known_profit_cents(&self) -> Option<i64> {
        (self.costed_revenue_cents != 0).then(|| self.profit_cents())
    }

    /// Gross profit as a fraction of the sales of lines with known cost; none without such sales.
    pub fn profit_rate(&self) -> Option<f64> {
        ratio(self.profit_cents(), self.costed_revenue_cents)
    }

    /// Share of net sales whose cost is known, within 0..=1; none without sales.
    pub fn cost_coverage(&self) -> Option<f64> {
        ratio(self.costed_revenue_cents, self.revenue_cents).map(|share| share.clamp(0.0, 1.0))
    }
}

impl Compared<Amounts> {
    /// Net sales and their movement.
    pub fn revenue(&self) -> Movement<Cents> {
        Movement::of_money(Cents(self.current.revenue_cents), Cents(self.previous.revenue_cents))
    }

    /// Units in thousandths and their movement.
    pub fn units_milli(&self) -> Movement<i64> {
        Movement::of(self.current.quantity_milli, self.previous.quantity_milli)
    }
}

/// `part / whole`; none when `whole` is zero or negative, where a share means nothing.
pub(crate) fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Add for Amounts {
    type Output = Self;
    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl Sub for Amounts {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            revenue_cents: self.revenue_cents - other.revenue_cents,
            cost_cents: self.cost_cents - other.cost_cents,
            costed_revenue_cents: self.costed_revenue_cents - other.costed_revenue_cents,
            quantity_milli: self.quantity_milli - other.quantity_milli,
        }
    }
}

impl AddAssign for Amounts {
    fn add_assign(&mut self, other: Self) {
        self.revenue_cents += other.revenue_cents;
        self.cost_cents += other.cost_cents;
        self.costed_revenue_cents += other.costed_revenue_cents;
        self.quantity_milli += other.quantity_milli;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profit_rate_is_a_ratio_of_sums() {
        let sum = Amounts::of_line(&Line::new(0, 1000, 10_000, Some(6_000)))
            + Amounts::of_line(&Line::new(0, 1000, 1_000, Some(1_200)));
        let rate = sum.profit_rate().expect("there are sales with known cost");
        assert!((rate - 0.345).abs() < 0.0005, "{rate}");
    }

    #[test]
    fn coverage_is_the_share_of_sales_with_known_cost() {
        let sum = Amounts::of_line(&Line::new(0, 1, 300, Some(100)))
            + Amounts::of_line(&Line::new(0, 1, 100, None));
        assert_eq!((sum.cost_coverage(), sum.profit_cents()), (Some(0.75), 200));
        assert_eq!(Amounts::default().cost_coverage(), None);
    }
}
