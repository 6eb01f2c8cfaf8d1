//! Bare forecasts: for every account the probability of an order within some horizons and the dates of
//! the next one, as data people want them and as the engine is measured against others.

use crate::book::{Book, Observed};
use crate::calibration::QUANTILES;
use crate::model::{Fitted, FittedModel};
use crate::window::shortest_run;

/// The forecast of one account; days are counted from the as-of date.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Probability of an order within each horizon asked for.
    pub within: Vec<f64>,
    /// Days by which an order has come with 10, 25, 50, 75 and 90 %; none beyond what the model looks ahead.
    pub quantiles: [Option<i32>; 5],
    /// The same given that an order comes as far as the model looks ahead.
    pub given_return: [i32; 5],
    /// First and last day of the 80 % window, given the same.
    pub window: (i32, i32),
}

/// The forecast of an account; none without any order.
pub fn forecast(fitted: &FittedModel, account: &Observed, horizons_days: &[i32]) -> Option<Forecast> {
    let curve = fitted.view(account)?.next_order();
    let within =
        horizons_days.iter().map(|horizon| probability_within(&curve.cumulative, *horizon)).collect();
    let quantiles = QUANTILES.map(|level| first_day(&curve.cumulative, level));
    let conditional = curve.given_return();
    let last = i32::try_from(conditional.cumulative.len()).unwrap_or(i32::MAX);
    Some(Forecast {
        within,
        quantiles,
        given_return: conditional
            .quantiles
            .map(|level| first_day(&conditional.cumulative, level).unwrap_or(last)),
        window: shortest_run(&conditional.cumulative, conditional.levels.wide),
    })
}

/// Forecasts of a whole book, by account id; accounts without any order have none.
pub fn forecasts(fitted: &FittedModel, book: &Book, horizons_days: &[i32]) -> Vec<Option<Forecast>> {
    book.accounts().iter().map(|account| forecast(fitted, account, horizons_days)).collect()
}

/// Probability of an order within so many days; beyond the curve that of its last day.
pub(crate) fn probability_within(cumulative: &[f64], days: i32) -> f64 {
    let place = usize::try_from(days).unwrap_or(0).min(cumulative.len());
    place.checked_sub(1).map_or(0.0, |place| cumulative[place])
}

fn first_day(cumulative: &[f64], level: f64) -> Option<i32> {
    let place = cumulative.iter().position(|probability| *probability >= level - 1e-12)?;
    i32::try_from(place + 1).ok()
}
