//! All the model needs of an account's gaps: three sums, old gaps counting less the shorter the memory.

use super::grid::{LEAVING, LN_GAMMA_OF_SHAPES, PAIRS, SHAPES, pairs, split};
use crate::book::OrderDay;
use bellwether_ledger::Day;

/// Weighted sums over the gaps of one account.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GapStatistics {
    /// Sum of the weights.
    pub weight: f64,
    /// Sum of weight × gap, days.
    pub days: f64,
    /// Sum of weight × ln gap.
    pub ln_days: f64,
}

impl GapStatistics {
    /// Sums over the gaps seen from `at`: a gap weighs 2^(−age of its end ÷ half-life), or 1 without one.
    pub fn of(order_days: &[OrderDay], at: Day, half_life_days: Option<f64>) -> Self {
        let mut sums = Self { weight: 0.0, days: 0.0, ln_days: 0.0 };
        for pair in order_days.windows(2) {
            let gap = f64::from(pair[1].day - pair[0].day);
            let age = f64::from(at - pair[1].day);
            let weight = half_life_days.map_or(1.0, |half_life| (-age / half_life).exp2());
            sums.weight += weight;
            sums.days += weight * gap;
            sums.ln_days += weight * gap.ln();
        }
        sums
    }

    /// ln of the likelihood of the gaps at each pair, up to a constant, the largest being 0.
    pub fn ln_likelihoods(&self) -> [f64; PAIRS] {
        let grid = pairs();
        let mut values = std::array::from_fn(|pair| {
            let shape = split(pair).0;
            self.weight * (SHAPES[shape] * grid.ln_rate[pair] - LN_GAMMA_OF_SHAPES[shape])
                + (SHAPES[shape] - 1.0) * self.ln_days
                - grid.rate[pair] * self.days
        });
        let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        values.iter_mut().for_each(|value| *value -= largest);
        values
    }

    /// (1 − q)^weight of each chance of leaving: the account stayed that often.
    pub fn stayed(&self) -> [f64; LEAVING.len()] {
        LEAVING.map(|leaving| (1.0 - leaving).powf(self.weight))
    }
}
