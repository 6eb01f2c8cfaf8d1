//! The renewal process of accounts in ordering occasions instead of days: on each occasion an item is bought with
//! some chance, and after each purchase it is given up with some chance. Both differ by account and item; how they
//! are spread over the book is learnt from it by expectation maximisation.

use super::Sight;
use crate::alerts::item_rhythm::ItemRhythm;
use crate::numbers::log_odds;

/// Chances of being bought on an occasion …
const BOUGHT: [f64; 12] = [0.01, 0.02, 0.04, 0.07, 0.12, 0.2, 0.3, 0.42, 0.55, 0.7, 0.85, 0.96];
/// … and of being given up after a purchase.
const GIVEN_UP: [f64; 6] = [0.003, 0.02, 0.06, 0.15, 0.35, 0.7];
const NODES: usize = BOUGHT.len() * GIVEN_UP.len();
const STEPS: usize = 25;
/// No node is ever ruled out.
const SMALLEST_WEIGHT: f64 = 1e-6;
/// Smaller evidence is none.
const SMALLEST_EVIDENCE: f64 = 1e-300;

/// How often items are bought and given up in a book.
#[derive(Debug, Clone)]
pub(super) struct ItemKernel {
    nodes: [Node; NODES],
    /// Weight of every node; adds up to 1.
    spread: [f64; NODES],
}

/// One pair of chances.
#[derive(Debug, Clone, Copy)]
struct Node {
    given_up: f64,
    /// Logarithm of the chance to be kept and bought on the next occasion …
    ln_bought: f64,
    /// … and to be left out of one.
    ln_left_out: f64,
}

impl Node {
    fn at(place: usize) -> Self {
        let (bought, given_up) = (BOUGHT[place / GIVEN_UP.len()], GIVEN_UP[place % GIVEN_UP.len()]);
        Self { given_up, ln_bought: bought.ln() + (1.0 - given_up).ln(), ln_left_out: (1.0 - bought).ln() }
    }

    /// Probability that an item just bought is absent from so many occasions.
    fn absent(&self, occasions: u32) -> f64 {
        self.given_up + (1.0 - self.given_up) * (f64::from(occasions) * self.ln_left_out).exp()
    }
}

impl ItemKernel {
    /// Learns how chances are spread over items, missing or not.
    pub(super) fn learn(sights: &[Sight]) -> Self {
        let mut kernel = Self { nodes: std::array::from_fn(Node::at), spread: [1.0 / NODES as f64; NODES] };
        let rows: Vec<[f64; NODES]> = sights.iter().map(|sight| kernel.likelihoods(&sight.rhythm)).collect();
        for _ in 0..STEPS {
            kernel.spread = relearnt(&rows, &kernel.spread);
        }
        kernel
    }

    /// Log-odds that an item stays out of so many occasions more.
    pub(super) fn stays_away(&self, rhythm: &ItemRhythm, ahead: u32) -> f64 {
        let bought = self.bought_likelihoods(rhythm);
        let (mut so_far, mut still) = (0.0, 0.0);
        for ((node, bought), weight) in self.nodes.iter().zip(bought).zip(self.spread) {
            so_far += weight * bought * node.absent(rhythm.missed);
            still += weight * bought * node.absent(rhythm.missed + ahead);
        }
        log_odds(still / so_far.max(SMALLEST_EVIDENCE))
    }

    /// Likelihood of a rhythm and its absence since at every node.
    fn likelihoods(&self, rhythm: &ItemRhythm) -> [f64; NODES] {
        let bought = self.bought_likelihoods(rhythm);
        std::array::from_fn(|place| bought[place] * self.nodes[place].absent(rhythm.missed))
    }

    /// Likelihood of a rhythm up to its last purchase at every node, that of the best node being 1.
    fn bought_likelihoods(&self, rhythm: &ItemRhythm) -> [f64; NODES] {
        let returns = f64::from(rhythm.days - 1);
        let left_out = f64::from(rhythm.span) - returns;
        let ln = self.nodes.map(|node| returns * node.ln_bought + left_out * node.ln_left_out);
        let best = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        ln.map(|ln| (ln - best).exp())
    }
}

/// One step of expectation maximisation.
fn relearnt(rows: &[[f64; NODES]], spread: &[f64; NODES]) -> [f64; NODES] {
    let mut gathered = [SMALLEST_WEIGHT; NODES];
    for row in rows {
        let evidence: f64 = row.iter().zip(spread).map(|(likelihood, weight)| likelihood * weight).sum();
        let scale = 1.0 / evidence.max(SMALLEST_EVIDENCE);
        for ((sum, likelihood), weight) in gathered.iter_mut().zip(row).zip(spread) {
            *sum += likelihood * weight * scale;
        }
    }
    let total: f64 = gathered.iter().sum();
    gathered.map(|sum| sum / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rhythm(days: u32, span: u32, missed: u32) -> ItemRhythm {
        ItemRhythm { last: 0, days, biggest_gap: 1, missed, span, missing_since: None }
    }

    #[test]
    fn an_item_of_every_order_is_sooner_gone_than_one_of_every_fifth() {
        let kernel = ItemKernel::learn(&[]);
        let away = |rhythm: &ItemRhythm| kernel.stays_away(rhythm, 10);
        assert!(away(&rhythm(9, 8, 6)) > away(&rhythm(9, 40, 6)));
        assert!(away(&rhythm(9, 16, 12)) > away(&rhythm(9, 16, 6)));
        assert!(kernel.stays_away(&rhythm(9, 16, 6), 20) < away(&rhythm(9, 16, 6)));
    }

    #[test]
    fn weights_of_nodes_add_up_to_one() {
        let total: f64 = ItemKernel::learn(&[]).spread.iter().sum();
        assert!((total - 1.0).abs() < 1e-9);
    }
}
