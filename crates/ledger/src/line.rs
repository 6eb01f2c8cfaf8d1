//! One order line: what was bought, how much of it, for how much.
//! Twenty-eight bytes, because a ledger holds tens of millions of them.

/// The cost of a line whose cost nobody knows.
pub const UNKNOWN_COST: i64 = i64::MIN;

/// One order line. The layout is packed: read fields by copy, never by reference.
#[repr(C, packed(4))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Dense index of the product.
    pub product: u32,
    /// Thousandths of a unit; negative for goods sent back.
    pub quantity_milli: i64,
    /// Net amount after discount, without tax and freight.
    pub revenue_cents: i64,
    /// Cost of the whole line, or [`UNKNOWN_COST`].
    pub cost_cents: i64,
}

impl Line {
    /// A line; `cost_cents` is none when nobody knows the cost.
    pub fn new(product: u32, quantity_milli: i64, revenue_cents: i64, cost_cents: Option<i64>) -> Self {
        Self { product, quantity_milli, revenue_cents, cost_cents: cost_cents.unwrap_or(UNKNOWN_COST) }
    }

    /// Cost of the whole line, if it is known.
    pub fn cost(&self) -> Option<i64> {
        let cost_cents = self.cost_cents;
        (cost_cents != UNKNOWN_COST).then_some(cost_cents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_takes_twenty_eight_bytes() {
        assert_eq!(size_of::<Line>(), 28);
    }

    #[test]
    fn an_unknown_cost_is_not_a_cost_of_nothing() {
        assert_eq!(Line::new(0, 1, 1, None).cost(), None);
        assert_eq!(Line::new(0, 1, 1, Some(0)).cost(), Some(0));
    }
}
