//! Gross profit as far as it is known: a sum over lines of known cost says nothing where no line has one.

use bellwether_core::Cents;
use bellwether_core::dashboard::Margin;

/// Stands for a profit that nobody knows.
pub const UNKNOWN: &str = "—";
/// Why it is not known.
pub const NO_COST_KNOWN: &str = "no cost known";

/// The gross profit of what was sold for so much; none where no cost of it is known.
pub fn known_profit(margin: &Margin, net_sales: Cents) -> Option<Cents> {
    let profit = margin.profit.current;
    let is_known = margin.rate.is_some() || profit != Cents::ZERO || net_sales == Cents::ZERO;
    is_known.then_some(profit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::dashboard::Movement;

    fn margin(profit: i64, rate: Option<f64>) -> Margin {
        let profit = Movement::of_money(Cents(profit), Cents(0));
        Margin { profit, rate, previous_rate: None, cost_coverage: 0.0 }
    }

    #[test]
    fn sales_without_any_cost_have_no_profit_rather_than_none() {
        assert_eq!(known_profit(&margin(0, None), Cents(12_300)), None);
    }

    #[test]
    fn what_is_sold_at_cost_and_what_is_not_sold_at_all_bring_nothing() {
        assert_eq!(known_profit(&margin(0, Some(0.0)), Cents(12_300)), Some(Cents(0)));
        assert_eq!(known_profit(&margin(0, None), Cents(0)), Some(Cents(0)));
    }
}
