//! Stage 2 of the scoring specification with its shipped weights: what value, trend and mix say beside
//! the renewal process, as additive log-odds of "orders within the horizon".

use super::average::Levels;
use crate::signals::{Signals, TrendWindow};
use bellwether_core::explain::SignalGroup;

/// Horizons the weights were estimated for, days.
const HORIZONS: [f64; 6] = [7.0, 14.0, 30.0, 60.0, 90.0, 180.0];
/// No single term counts for more.
const LIMIT: f64 = 8.0;

/// One further signal in the log-odds. Scales are fixed, so that weights carry over between books.
pub(super) struct Term {
    column: &'static str,
    pub group: SignalGroup,
    value: fn(&Signals, &Levels) -> f64,
}

impl Term {
    /// The value, kept within ±8.
    pub fn value(&self, signals: &Signals, levels: &Levels) -> f64 {
        (self.value)(signals, levels).clamp(-LIMIT, LIMIT)
    }
}

/// Every term beside the renewal process itself.
pub(super) const TERMS: [Term; 17] = [
    term("few_orders", SignalGroup::Frequency, |s, _| if s.frequency.order_days <= 1 { 1.0 } else { 0.0 }),
    term("log_n", SignalGroup::Frequency, |s, _| (s.frequency.order_days as f64 / 5.0).ln()),
    term("log_tenure", SignalGroup::Frequency, |s, _| (s.frequency.tenure_days as f64 / 365.0).ln()),
    term("log_recency", SignalGroup::Recency, |s, _| ((1.0 + elapsed(s)) / 30.0).ln()),
    term("silence_vs_max", SignalGroup::Recency, silence_against_longest),
    term("aov_rel", SignalGroup::Monetary, |s, l| relative(average(s), l.average_order_cents, 0.05)),
    term("rev365_rel", SignalGroup::Monetary, |s, l| {
        relative(s.monetary.ordered_365_cents.max(0) as f64, l.ordered_365_cents, 0.02)
    }),
    term("last_rel", SignalGroup::Monetary, |s, l| {
        let floor = 0.1 * l.average_order_cents;
        let last = s.monetary.last_order_cents.map_or(0.0, |cents| cents.max(0) as f64);
        ((last + floor) / (average(s) + floor)).ln()
    }),
    term("t30", SignalGroup::Trend, |s, _| orders_trend(&s.trend.days_30)),
    term("t60", SignalGroup::Trend, |s, _| orders_trend(&s.trend.days_60)),
    term("t90", SignalGroup::Trend, |s, _| orders_trend(&s.trend.days_90)),
    term("rev_t90", SignalGroup::Trend, |s, l| {
        let amount = |cents: i64| cents.max(0) as f64 + l.average_order_cents;
        (amount(s.trend.days_90.ordered_cents) / amount(s.trend.days_90.ordered_before_cents)).ln()
    }),
    term("n_cat", SignalGroup::Mix, |s, l| {
        (1.0 + s.mix.categories_180 as f64).ln() - (1.0 + l.categories_180).ln()
    }),
    term("div_change", SignalGroup::Mix, |s, _| s.mix.diversity_change.clamp(-1.5, 1.5)),
    term("mix_shift", SignalGroup::Mix, |s, _| s.mix.moved_share),
    term("lines_rel", SignalGroup::Mix, |s, l| (lines(s) / l.average_lines).ln()),
    term("lines_trend", SignalGroup::Mix, |s, _| {
        let last = s.monetary.last_lines.map_or(0.0, f64::from);
        ((last + 1.0) / (lines(s) + 1.0)).ln()
    }),
];

const fn term(column: &'static str, group: SignalGroup, value: fn(&Signals, &Levels) -> f64) -> Term {
    Term { column, group, value }
}

fn elapsed(signals: &Signals) -> f64 {
    signals.recency.elapsed_days.map_or(0.0, f64::from)
}

fn average(signals: &Signals) -> f64 {
    signals.monetary.average_order_cents.map_or(0.0, |cents| cents.max(0.0))
}

fn lines(signals: &Signals) -> f64 {
    signals.monetary.average_lines.map_or(1.0, |lines| lines.max(1.0))
}

fn relative(value: f64, level: f64, floor: f64) -> f64 {
    ((value + floor * level) / level).ln()
}

fn orders_trend(window: &TrendWindow) -> f64 {
    ((window.order_days as f64 + 1.0) / (window.order_days_before as f64 + 1.0)).ln()
}

fn silence_against_longest(signals: &Signals, _: &Levels) -> f64 {
    match signals.cadence.longest_ever_days {
        Some(longest) if signals.frequency.order_days >= 3 => {
            ((1.0 + elapsed(signals)) / (1.0 + longest)).ln().tanh()
        }
        _ => 0.0,
    }
}

/// Weights at one horizon.
pub(super) struct WeightsAt {
    pub intercept: f64,
    /// Of the renewal log-odds with long, yearly and recent memory.
    pub memories: [f64; 3],
    /// Of [`TERMS`].
    pub terms: [f64; TERMS.len()],
}

/// The shipped weights at every horizon.
pub(super) struct Weights {
    at_horizons: Vec<WeightsAt>,
}

impl Weights {
    /// Reads the shipped table.
    pub fn shipped() -> Self {
        let table = include_str!("../../../data/log_odds_prior.csv");
        let weight = |name: &str, horizon: usize| {
            let line = table.lines().find(|line| line.split(',').next() == Some(name));
            let cell = line.and_then(|line| line.split(',').nth(horizon + 1));
            cell.and_then(|cell| cell.parse::<f64>().ok()).expect("the shipped table holds every weight")
        };
        let at = |horizon| WeightsAt {
            intercept: weight("intercept", horizon),
            memories: ["lp_long", "lp_year", "lp_recent"].map(|name| weight(name, horizon)),
            terms: std::array::from_fn(|term| weight(TERMS[term].column, horizon)),
        };
        Self { at_horizons: (0..HORIZONS.len()).map(at).collect() }
    }

    /// The weights for a horizon, interpolated in its logarithm; beyond the ends those of the ends.
    pub fn at(&self, horizon_days: i32) -> WeightsAt {
        let days = f64::from(horizon_days);
        let above = HORIZONS.iter().position(|horizon| *horizon >= days).unwrap_or(HORIZONS.len() - 1);
        let below = if HORIZONS[above] > days { above.saturating_sub(1) } else { above };
        let span = (HORIZONS[above] / HORIZONS[below]).ln();
        let part = if span > 0.0 { (days / HORIZONS[below]).ln() / span } else { 0.0 };
        let (low, high) = (&self.at_horizons[below], &self.at_horizons[above]);
        let between = |low: f64, high: f64| low + part * (high - low);
        WeightsAt {
            intercept: between(low.intercept, high.intercept),
            memories: std::array::from_fn(|memory| between(low.memories[memory], high.memories[memory])),
            terms: std::array::from_fn(|term| between(low.terms[term], high.terms[term])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_between_two_horizons_lie_between_theirs() {
        let weights = Weights::shipped();
        assert_eq!(weights.at(60).intercept, -0.03973);
        assert_eq!(weights.at(365).intercept, 0.52642);
        let middle = weights.at(75).intercept;
        assert!((-0.03973..0.19976).contains(&middle), "{middle}");
    }
}
