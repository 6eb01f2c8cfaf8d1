//! Small trees on top of the sum: what the additive log-odds leave unexplained, learnt by Newton boosting
//! on histograms (Friedman, "Greedy Function Approximation", 2001; Chen and Guestrin, "XGBoost", 2016).
//! How many trees is decided on the latest part of the past, and may be none.

use super::features::{FEATURES, Row};
use super::ridge::Example;
use crate::numbers::{exact, probability};
use crate::sample::spread_evenly;
use bellwether_ledger::Day;
use serde::{Deserialize, Serialize};

/// Most trees of one horizon.
const MOST_TREES: usize = 160;
/// Splits from the root to a leaf.
const DEPTH: usize = 4;
/// How much of each tree's advice is taken.
const LEARNING_RATE: f64 = 0.05;
/// Pseudo-curvature that keeps small leaves near zero.
const LEAF_PENALTY: f64 = 20.0;
/// A leaf must rest on so much curvature.
const LEAST_CURVATURE: f64 = 4.0;
/// Share of the features that each tree may look at, so that trees do not repeat each other.
const FEATURE_SHARE: f64 = 0.6;
/// Steps that the values of a feature are sorted into.
const BINS: usize = 48;
/// With fewer examples no tree is worth growing.
const LEAST_EXAMPLES: usize = 400;
/// Share of the past, the latest, on which the number of trees is decided.
const JUDGING_SHARE: f64 = 0.25;
/// Trees must lower the log loss of the judged examples by this share to be kept.
const LEAST_GAIN: f64 = 0.001;

/// The trees of one horizon; their advice is added to the log-odds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Forest {
    trees: Vec<Tree>,
}

/// A full binary tree, children of node n at 2n + 1 and 2n + 2.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Tree {
    splits: Vec<Option<Split>>,
    /// Advice of every node were it a leaf, log-odds.
    values: Vec<f64>,
}

/// Values below the threshold go left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Split {
    feature: usize,
    threshold: f64,
}

impl Forest {
    /// Learns what `log_odds`, one for each example, leave unexplained.
    pub fn learn(examples: &[Example], log_odds: &[f64], horizon_days: i32) -> Self {
        let count = best_count(examples, log_odds, horizon_days);
        if count == 0 {
            return Self::default();
        }
        let everything: Vec<usize> = (0..examples.len()).collect();
        Self { trees: grow(examples, &everything, log_odds, count).0 }
    }

    /// Adds what the trees say about a row, split by split, to the feature that decided it.
    pub fn advise(&self, row: &Row, mut add: impl FnMut(usize, f64)) {
        for tree in &self.trees {
            tree.advise(row, &mut add);
        }
    }

    /// All that the trees say about a row.
    pub fn total(&self, row: &Row) -> f64 {
        let mut total = 0.0;
        self.advise(row, |_, log_odds| total += log_odds);
        total
    }
}

impl Tree {
    /// Walks down; each split is credited with the change of advice it brings. The root's own advice,
    /// which concerns everybody, goes to the intercept.
    fn advise(&self, row: &Row, add: &mut impl FnMut(usize, f64)) {
        let mut node = 0;
        add(0, self.values[0]);
        while let Some(split) = self.splits.get(node).copied().flatten() {
            let child = 2 * node + if row[split.feature] < split.threshold { 1 } else { 2 };
            add(split.feature, self.values[child] - self.values[node]);
            node = child;
        }
    }

    fn total(&self, row: &Row) -> f64 {
        let mut total = 0.0;
        self.advise(row, &mut |_, log_odds| total += log_odds);
        total
    }
}

/// How many trees lower the log loss of the latest examples, having learnt from those that were decided
/// before these were asked.
fn best_count(examples: &[Example], log_odds: &[f64], horizon_days: i32) -> usize {
    let Some(first_judged) = first_judged(examples) else { return 0 };
    let learnt: Vec<usize> = places(examples, |example| example.origin + horizon_days <= first_judged);
    let judged: Vec<usize> = places(examples, |example| example.origin >= first_judged);
    if learnt.len() < LEAST_EXAMPLES || judged.len() < LEAST_EXAMPLES / 4 {
        return 0;
    }
    let (trees, _) = grow(examples, &learnt, log_odds, MOST_TREES);
    let mut standing: Vec<f64> = judged.iter().map(|place| log_odds[*place]).collect();
    let without = log_loss(examples, &judged, &standing);
    let mut best = (without * (1.0 - LEAST_GAIN), 0);
    for (count, tree) in (1..).zip(&trees) {
        for (standing, place) in standing.iter_mut().zip(&judged) {
            *standing += tree.total(&examples[*place].row);
        }
        let loss = log_loss(examples, &judged, &standing);
        if loss < best.0 {
            best = (loss, count);
        }
    }
    best.1
}

/// The earliest origin of the latest part of the past; none when there is only one origin.
fn first_judged(examples: &[Example]) -> Option<Day> {
    let mut origins: Vec<Day> = examples.iter().map(|example| example.origin).collect();
    origins.sort_unstable();
    origins.dedup();
    let judged = ((origins.len() as f64 * JUDGING_SHARE).ceil() as usize).max(1);
    (origins.len() > judged).then(|| origins[origins.len() - judged])
}

fn places(examples: &[Example], is_wanted: impl Fn(&Example) -> bool) -> Vec<usize> {
    (0..examples.len()).filter(|place| is_wanted(&examples[*place])).collect()
}

fn log_loss(examples: &[Example], places: &[usize], log_odds: &[f64]) -> f64 {
    let (mut loss, mut weight) = (0.0, 0.0);
    for (place, log_odds) in places.iter().zip(log_odds) {
        let example = &examples[*place];
        let expected = probability(*log_odds).clamp(1e-3, 1.0 - 1e-3);
        loss -= example.weight * if example.ordered { expected.ln() } else { (1.0 - expected).ln() };
        weight += example.weight;
    }
    loss / weight
}

/// Grows trees one after the other, each on what those before leave unexplained.
fn grow(examples: &[Example], places: &[usize], log_odds: &[f64], count: usize) -> (Vec<Tree>, Vec<f64>) {
    let sorted = Bins::of(examples, places);
    let mut standing: Vec<f64> = places.iter().map(|place| log_odds[*place]).collect();
    let mut trees = Vec::with_capacity(count);
    for number in 0..count {
        let slopes: Vec<Slope> = places
            .iter()
            .zip(&standing)
            .map(|(place, log_odds)| Slope::of(&examples[*place], *log_odds))
            .collect();
        let tree = sorted.tree(&slopes, &features_of(number));
        for (standing, place) in standing.iter_mut().zip(places) {
            *standing += tree.total(&examples[*place].row);
        }
        trees.push(tree);
    }
    (trees, standing)
}

/// First and second derivative of the weighted log loss by the log-odds.
#[derive(Debug, Clone, Copy, Default)]
struct Slope {
    gradient: f64,
    curvature: f64,
}

impl Slope {
    fn of(example: &Example, log_odds: f64) -> Self {
        let expected = probability(log_odds);
        let ordered = if example.ordered { 1.0 } else { 0.0 };
        Self {
            gradient: example.weight * (expected - ordered),
            curvature: example.weight * expected * (1.0 - expected),
        }
    }

    fn add(&mut self, other: Self) {
        self.gradient += other.gradient;
        self.curvature += other.curvature;
    }

    fn without(self, other: Self) -> Self {
        Self { gradient: self.gradient - other.gradient, curvature: self.curvature - other.curvature }
    }

    /// The advice that lowers the loss most.
    fn advice(self) -> f64 {
        exact(-LEARNING_RATE * self.gradient / (self.curvature + LEAF_PENALTY))
    }

    /// Twice the loss that this advice saves.
    fn saved(self) -> f64 {
        self.gradient * self.gradient / (self.curvature + LEAF_PENALTY)
    }
}

/// The examples with every feature sorted into steps.
struct Bins {
    /// Upper ends of the steps, not included, by feature.
    edges: Vec<Vec<f64>>,
    /// Step of each example, feature after feature.
    steps: Vec<Vec<u8>>,
}

impl Bins {
    fn of(examples: &[Example], places: &[usize]) -> Self {
        let edges: Vec<Vec<f64>> = (0..FEATURES).map(|feature| edges(examples, places, feature)).collect();
        let step = |edges: &Vec<f64>, value: f64| {
            u8::try_from(edges.partition_point(|edge| *edge <= value)).unwrap_or(u8::MAX)
        };
        let steps = edges.iter().enumerate().map(|(feature, edges)| {
            places.iter().map(|place| step(edges, examples[*place].row[feature])).collect()
        });
        Self { steps: steps.collect(), edges }
    }

    fn tree(&self, slopes: &[Slope], features: &[usize]) -> Tree {
        let nodes = (1 << (DEPTH + 1)) - 1;
        let mut tree = Tree { splits: vec![None; nodes / 2], values: vec![0.0; nodes] };
        let everything: Vec<u32> = (0..u32::try_from(slopes.len()).unwrap_or(u32::MAX)).collect();
        Growth { bins: self, slopes, features, tree: &mut tree }.divide(0, everything);
        tree
    }
}

/// A tree while it grows.
struct Growth<'a> {
    bins: &'a Bins,
    slopes: &'a [Slope],
    features: &'a [usize],
    tree: &'a mut Tree,
}

impl Growth<'_> {
    fn divide(&mut self, node: usize, members: Vec<u32>) {
        let mut sum = Slope::default();
        members.iter().for_each(|member| sum.add(self.slopes[*member as usize]));
        self.tree.values[node] = sum.advice();
        if node >= self.tree.splits.len() {
            return;
        }
        let Some((feature, step)) = self.best_split(&members, sum) else { return };
        self.tree.splits[node] = Some(Split { feature, threshold: self.bins.edges[feature][step] });
        let steps = &self.bins.steps[feature];
        let (left, right): (Vec<u32>, Vec<u32>) =
            members.into_iter().partition(|member| usize::from(steps[*member as usize]) <= step);
        self.divide(2 * node + 1, left);
        self.divide(2 * node + 2, right);
    }

    /// The feature and the step after which to split; none when no split saves anything.
    fn best_split(&self, members: &[u32], sum: Slope) -> Option<(usize, usize)> {
        let mut best = (sum.saved() + 1e-9, None);
        for feature in self.features.iter().copied() {
            let histogram = self.histogram(members, feature);
            let mut left = Slope::default();
            for (step, slope) in histogram.iter().enumerate().take(self.bins.edges[feature].len()) {
                left.add(*slope);
                let right = sum.without(left);
                let saved = left.saved() + right.saved();
                if left.curvature.min(right.curvature) >= LEAST_CURVATURE && saved > best.0 {
                    best = (saved, Some((feature, step)));
                }
            }
        }
        best.1
    }

    fn histogram(&self, members: &[u32], feature: usize) -> [Slope; BINS + 1] {
        let mut histogram = [Slope::default(); BINS + 1];
        let steps = &self.bins.steps[feature];
        for member in members {
            histogram[usize::from(steps[*member as usize])].add(self.slopes[*member as usize]);
        }
        histogram
    }
}

/// The features that the tree of a number may look at; never the intercept, which is alike for all.
fn features_of(number: usize) -> Vec<usize> {
    let salt = u64::try_from(number).unwrap_or(u64::MAX);
    (1..FEATURES)
        .zip(1..)
        .filter(|(_, feature)| spread_evenly(*feature, salt) < FEATURE_SHARE)
        .map(|(feature, _)| feature)
        .collect()
}

/// Values that part the examples into steps of about equal size.
fn edges(examples: &[Example], places: &[usize], feature: usize) -> Vec<f64> {
    let mut values: Vec<f64> = places.iter().map(|place| examples[*place].row[feature]).collect();
    values.sort_by(f64::total_cmp);
    let mut edges: Vec<f64> =
        (1..=BINS).filter_map(|step| values.get(step * values.len() / (BINS + 1)).copied()).collect();
    edges.dedup();
    edges.retain(|edge| values.first().is_some_and(|least| edge > least));
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Accounts order when two features agree: no sum can tell, trees can.
    fn examples(count: u32) -> Vec<Example> {
        (0..count)
            .map(|number| {
                let mut row = [0.0; FEATURES];
                row[0] = 1.0;
                row[1] = f64::from(number * 7 % 13) / 13.0 - 0.5;
                row[2] = f64::from(number * 11 % 17) / 17.0 - 0.5;
                let ordered = (row[1] > 0.0) == (row[2] > 0.0);
                Example {
                    row,
                    ordered,
                    weight: 1.0,
                    origin: i32::try_from(number / 100).expect("small") * 30,
                }
            })
            .collect()
    }

    #[test]
    fn trees_find_what_no_sum_can() {
        let examples = examples(3_000);
        let forest = Forest::learn(&examples, &vec![0.0; examples.len()], 30);
        let right = examples.iter().filter(|example| (forest.total(&example.row) > 0.0) == example.ordered);
        assert!(right.count() > 2_700);
    }

    #[test]
    fn nothing_is_grown_on_noise_or_on_a_handful() {
        let mut noise = examples(3_000);
        for (number, example) in (0_u32..).zip(&mut noise) {
            let mixed = u64::from(number).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            example.ordered = (mixed ^ (mixed >> 27)) & 1 == 0;
        }
        let forest = Forest::learn(&noise, &vec![0.0; noise.len()], 30);
        assert!(noise.iter().all(|example| forest.total(&example.row).abs() < 0.4));
        assert_eq!(Forest::learn(&examples(300), &[0.0; 300], 30), Forest::default());
    }

    #[test]
    fn advice_split_by_feature_adds_up() {
        let examples = examples(3_000);
        let forest = Forest::learn(&examples, &vec![0.0; examples.len()], 30);
        let mut parts = [0.0; FEATURES];
        forest.advise(&examples[5].row, |feature, log_odds| parts[feature] += log_odds);
        assert_eq!(parts.iter().sum::<f64>(), forest.total(&examples[5].row));
        assert!(parts[1] != 0.0 && parts[2] != 0.0 && parts[9] == 0.0);
    }
}
