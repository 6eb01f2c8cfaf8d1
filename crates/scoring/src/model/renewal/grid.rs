//! The grid of habits an account can have: 7 shapes × 20 mean gaps × 6 chances of leaving.
//! A prior spread over its nodes is where learning starts.

use std::sync::OnceLock;

/// Regularity of the gaps: 1 is random, 16 is clockwork.
pub(super) const SHAPES: [f64; 7] = [0.5, 0.8, 1.2, 2.0, 3.5, 7.0, 16.0];
/// ln Γ of each shape.
pub(super) const LN_GAMMA_OF_SHAPES: [f64; 7] = [
    0.572_364_942_924_700_4,
    0.152_059_678_399_837_08,
    -0.085_374_090_003_316_08,
    0.0,
    1.200_973_602_347_073_8,
    6.579_251_212_010_102,
    27.899_271_383_840_89,
];
/// Number of mean gaps, from 2 to 720 days in equal log steps.
pub(super) const MEANS: usize = 20;
/// Chance of leaving after each order.
pub(super) const LEAVING: [f64; 6] = [0.003, 0.02, 0.06, 0.15, 0.35, 0.7];
/// Pairs of shape and mean.
pub(super) const PAIRS: usize = SHAPES.len() * MEANS;
/// Nodes of the grid: pairs × chances of leaving, in this order.
pub(in crate::model) const NODES: usize = PAIRS * LEAVING.len();

/// What every posterior needs of each pair; worked out once.
pub(super) struct Pairs {
    /// ln of the mean gap in days.
    pub ln_mean: [f64; PAIRS],
    /// ln of the rate, shape ÷ mean gap.
    pub ln_rate: [f64; PAIRS],
    /// The rate, per day.
    pub rate: [f64; PAIRS],
}

/// The pairs of the grid.
pub(super) fn pairs() -> &'static Pairs {
    static PAIRS_OF_GRID: OnceLock<Pairs> = OnceLock::new();
    PAIRS_OF_GRID.get_or_init(|| {
        let (first, last) = (2.0_f64.ln(), 720.0_f64.ln());
        let step = (last - first) / (MEANS - 1) as f64;
        let ln_mean: [f64; PAIRS] = std::array::from_fn(|pair| first + step * split(pair).1 as f64);
        let ln_rate: [f64; PAIRS] = std::array::from_fn(|pair| SHAPES[split(pair).0].ln() - ln_mean[pair]);
        Pairs { ln_mean, ln_rate, rate: ln_rate.map(f64::exp) }
    })
}

/// Shape and mean of a pair.
pub(super) fn split(pair: usize) -> (usize, usize) {
    (pair / MEANS, pair % MEANS)
}
