//! The regularised incomplete gamma function P(k, x) of the seven shapes on the grid, as a table in
//! log x: it turns the inner loop of every posterior into a look-up (interpolation error below 1e-5).

use super::grid::{LN_GAMMA_OF_SHAPES, SHAPES};
use crate::numbers::index;
use std::sync::OnceLock;

const LN_FIRST: f64 = -16.118_095_650_958_32; // ln 1e-7
const LN_LAST: f64 = 9.903_487_552_536_127; // ln 2e4
const ROWS: usize = 6_000;
const ROWS_PER_UNIT: f64 = (ROWS - 1) as f64 / (LN_LAST - LN_FIRST);

/// One table per shape.
pub(super) type Table = [Vec<f64>; SHAPES.len()];

/// The tables; worked out once.
pub(super) fn tables() -> &'static Table {
    static TABLES: OnceLock<Table> = OnceLock::new();
    TABLES.get_or_init(|| std::array::from_fn(|shape| table(SHAPES[shape], LN_GAMMA_OF_SHAPES[shape])))
}

fn table(shape: f64, ln_gamma: f64) -> Vec<f64> {
    let argument = |row: usize| (LN_FIRST + row as f64 / ROWS_PER_UNIT).exp();
    (0..ROWS).map(|row| incomplete_gamma(shape, argument(row), ln_gamma)).collect()
}

/// P(shape, exp(ln_x)) from the shape's table.
#[inline]
pub(super) fn look_up(table: &[f64], ln_x: f64) -> f64 {
    let position = (ln_x - LN_FIRST) * ROWS_PER_UNIT;
    if position <= 0.0 {
        return 0.0;
    }
    let row = index(position);
    match table.get(row..row + 2) {
        Some(&[low, high]) => low + (position - row as f64) * (high - low),
        _ => 1.0,
    }
}

/// P(a, x) by its series for small x and by Lentz's continued fraction for large x
/// (Numerical Recipes, section 6.2).
fn incomplete_gamma(a: f64, x: f64, ln_gamma: f64) -> f64 {
    let front = (-x + a * x.ln() - ln_gamma).exp();
    if x < a + 1.0 { front * series(a, x) } else { 1.0 - front * continued_fraction(a, x) }
}

fn series(a: f64, x: f64) -> f64 {
    let (mut denominator, mut term, mut sum) = (a, 1.0 / a, 1.0 / a);
    for _ in 0..500 {
        denominator += 1.0;
        term *= x / denominator;
        sum += term;
        if term.abs() < sum.abs() * 1e-12 {
            break;
        }
    }
    sum
}

fn continued_fraction(a: f64, x: f64) -> f64 {
    let away_from_zero = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut b = x + 1.0 - a;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for step in 1..500 {
        let step = f64::from(step);
        let numerator = -step * (step - a);
        b += 2.0;
        d = 1.0 / away_from_zero(numerator * d + b);
        c = away_from_zero(b + numerator / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() < 1e-12 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(shape: usize, x: f64) -> f64 {
        look_up(&tables()[shape], x.ln())
    }

    #[test]
    fn values_agree_with_closed_forms() {
        for x in [0.01_f64, 0.3, 1.0, 2.5, 7.0, 30.0] {
            // Shape 2: 1 − e^−x (1 + x).
            assert!((of(3, x) - (1.0 - (-x).exp() * (1.0 + x))).abs() < 1e-5, "{x}");
        }
        // Median of the chi-squared distribution with one degree of freedom is 0.4549364.
        assert!((of(0, 0.454_936_4 / 2.0) - 0.5).abs() < 1e-5);
    }

    #[test]
    fn nothing_happens_at_once_and_everything_in_the_end() {
        for shape in 0..SHAPES.len() {
            assert_eq!(of(shape, 0.0), 0.0);
            assert_eq!(of(shape, 1e9), 1.0);
        }
    }
}
