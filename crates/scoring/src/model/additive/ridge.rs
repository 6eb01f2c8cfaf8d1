//! Logistic regression with a Gaussian prior on every weight, by Newton's method with step halving
//! (penalised iteratively reweighted least squares; Hastie, Tibshirani, Friedman, section 4.4.1).

use super::features::FEATURES;
use crate::numbers::probability;
use bellwether_ledger::Day;

const MOST_STEPS: usize = 25;
const SHORTEST_STEP: f64 = 1e-4;

/// One observed outcome.
pub(crate) struct Example<const N: usize = FEATURES> {
    pub row: [f64; N],
    /// Whether what was asked came true; of accounts, whether they ordered.
    pub ordered: bool,
    pub weight: f64,
    /// The day on which it was asked.
    pub origin: Day,
}

/// Minimises Σ weight × log loss + ½ Σ precision × (weight − prior mean)², starting from the prior mean.
pub(crate) fn fit<const N: usize>(
    examples: &[Example<N>],
    prior_mean: &[f64; N],
    precision: &[f64; N],
) -> [f64; N] {
    let mut weights = *prior_mean;
    let mut loss = penalised_loss(examples, &weights, prior_mean, precision);
    for _ in 0..MOST_STEPS {
        let Some(direction) = newton_direction(examples, &weights, prior_mean, precision) else { break };
        let Some((stepped, smaller)) = halved_step(&weights, &direction, loss, |weights| {
            penalised_loss(examples, weights, prior_mean, precision)
        }) else {
            break;
        };
        let gain = loss - smaller;
        (weights, loss) = (stepped, smaller);
        if gain < 1e-7 * loss.abs() {
            break;
        }
    }
    weights
}

/// The largest of the step, its half, its quarter … that lowers the loss.
fn halved_step<const N: usize>(
    weights: &[f64; N],
    direction: &[f64; N],
    loss: f64,
    loss_at: impl Fn(&[f64; N]) -> f64,
) -> Option<([f64; N], f64)> {
    let mut length = 1.0;
    while length > SHORTEST_STEP {
        let stepped = std::array::from_fn(|place| weights[place] - length * direction[place]);
        let smaller = loss_at(&stepped);
        if smaller < loss - 1e-12 {
            return Some((stepped, smaller));
        }
        length /= 2.0;
    }
    None
}

fn penalised_loss<const N: usize>(
    examples: &[Example<N>],
    weights: &[f64; N],
    prior_mean: &[f64; N],
    precision: &[f64; N],
) -> f64 {
    let log_loss: f64 = examples
        .iter()
        .map(|example| {
            let log_odds = dot(&example.row, weights);
            let towards = if example.ordered { -log_odds } else { log_odds };
            example.weight * softplus(towards)
        })
        .sum();
    let penalty: f64 =
        (0..N).map(|place| precision[place] * (weights[place] - prior_mean[place]).powi(2)).sum();
    log_loss + 0.5 * penalty
}

/// ln(1 + eˣ), without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

fn newton_direction<const N: usize>(
    examples: &[Example<N>],
    weights: &[f64; N],
    prior_mean: &[f64; N],
    precision: &[f64; N],
) -> Option<[f64; N]> {
    let mut gradient: [f64; N] =
        std::array::from_fn(|place| precision[place] * (weights[place] - prior_mean[place]));
    let mut curvature = [[0.0; N]; N];
    for (place, line) in curvature.iter_mut().enumerate() {
        line[place] = precision[place] + 1e-8;
    }
    for example in examples {
        let expected = probability(dot(&example.row, weights));
        let error = example.weight * (expected - if example.ordered { 1.0 } else { 0.0 });
        let spread = example.weight * expected * (1.0 - expected);
        for (place, value) in example.row.iter().enumerate() {
            gradient[place] += error * value;
            let scaled = spread * value;
            for (sum, other) in curvature[place][..=place].iter_mut().zip(&example.row) {
                *sum += scaled * other;
            }
        }
    }
    solve(curvature, gradient)
}

/// The weighted sum of a row's features.
pub(crate) fn dot<const N: usize>(row: &[f64; N], weights: &[f64; N]) -> f64 {
    row.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

/// Solves `matrix` · x = `right` by Cholesky's factorisation; only the lower triangle is read.
/// None when the matrix is not positive definite.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], right: [f64; N]) -> Option<[f64; N]> {
    for column in 0..N {
        for line in column..N {
            let inner: f64 = (0..column).map(|place| matrix[line][place] * matrix[column][place]).sum();
            let rest = matrix[line][column] - inner;
            matrix[line][column] = if line == column { rest.sqrt() } else { rest / matrix[column][column] };
        }
        if matrix[column][column].is_nan() || matrix[column][column] <= 0.0 {
            return None;
        }
    }
    let mut solution = right;
    for line in 0..N {
        let inner: f64 = (0..line).map(|place| matrix[line][place] * solution[place]).sum();
        solution[line] = (solution[line] - inner) / matrix[line][line];
    }
    for line in (0..N).rev() {
        let inner: f64 = (line + 1..N).map(|place| matrix[place][line] * solution[place]).sum();
        solution[line] = (solution[line] - inner) / matrix[line][line];
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(value: f64, ordered: bool) -> Example {
        let mut row = [0.0; FEATURES];
        (row[0], row[1]) = (1.0, value);
        Example { row, ordered, weight: 1.0, origin: 0 }
    }

    #[test]
    fn without_examples_the_prior_stays() {
        let prior = [0.25; FEATURES];
        assert_eq!(fit(&[], &prior, &[1.0; FEATURES]), prior);
    }

    #[test]
    fn the_gradient_vanishes_at_the_fit() {
        let examples: Vec<Example> = (0..60)
            .map(|place| example(f64::from(place % 7) - 3.0, place % 7 > 2 || place % 11 == 0))
            .collect();
        let (prior, precision) = ([0.0; FEATURES], [0.5; FEATURES]);
        let weights = fit(&examples, &prior, &precision);
        for place in 0..2 {
            let slope: f64 = examples
                .iter()
                .map(|example| {
                    let ordered = if example.ordered { 1.0 } else { 0.0 };
                    (probability(dot(&example.row, &weights)) - ordered) * example.row[place]
                })
                .sum();
            assert!((slope + precision[place] * weights[place]).abs() < 1e-3, "{slope}");
        }
        assert!(weights[1] > 0.5, "{}", weights[1]);
    }

    #[test]
    fn perfectly_separable_outcomes_do_not_run_away() {
        let examples: Vec<Example> = (-20..20).map(|value| example(f64::from(value), value >= 0)).collect();
        let weights = fit(&examples, &[0.0; FEATURES], &[1.0; FEATURES]);
        assert!(weights.iter().all(|weight| weight.is_finite() && weight.abs() < 10.0), "{weights:?}");
    }
}
