//! What is known about an account beside its gaps, as numbers whose scale never changes, so that weights
//! carry over between books (scoring specification, stage 2).

use super::context::Context;
use crate::book::Observed;
use crate::signals::{Signals, TrendWindow};
use bellwether_core::explain::SignalGroup;

/// The intercept, the renewal log-odds with each memory, and the terms.
pub(crate) const FEATURES: usize = 1 + MEMORIES + TERMS.len();
/// Renewal log-odds with long, yearly and recent memory.
pub(super) const MEMORIES: usize = 3;
/// Names in the prior's file, in its order.
pub(crate) const FEATURE_NAMES: [&str; FEATURES] = names();
/// No single number counts for more.
const LIMIT: f64 = 8.0;

/// One value of every feature, or one weight.
pub(super) type Row = [f64; FEATURES];

/// One signal in the log-odds.
pub(super) struct Term {
    name: &'static str,
    pub group: SignalGroup,
    value: fn(&Seen) -> f64,
}

/// All that a term may look at.
struct Seen<'a> {
    signals: &'a Signals,
    account: &'a Observed,
    context: &'a Context,
    horizon_days: i32,
}

/// Every term beside the renewal process itself.
pub(super) const TERMS: [Term; 20] = [
    term("few_orders", SignalGroup::Frequency, |s| if s.order_days() <= 1.0 { 1.0 } else { 0.0 }),
    term("log_n", SignalGroup::Frequency, |s| (s.order_days() / 5.0).ln()),
    term("log_tenure", SignalGroup::Frequency, |s| (s.tenure_days() / 365.0).ln()),
    term("log_recency", SignalGroup::Recency, |s| ((1.0 + s.elapsed()) / 30.0).ln()),
    term("silence_vs_max", SignalGroup::Recency, silence_against_longest),
    term("aov_rel", SignalGroup::Monetary, |s| {
        relative(s.average(), s.context.levels.average_order_cents, 0.05)
    }),
    term("rev365_rel", SignalGroup::Monetary, |s| {
        let year = s.signals.monetary.ordered_365_cents.max(0) as f64;
        relative(year, s.context.levels.ordered_365_cents, 0.02)
    }),
    term("last_rel", SignalGroup::Monetary, |s| {
        let floor = 0.1 * s.context.levels.average_order_cents;
        let last = s.signals.monetary.last_order_cents.map_or(0.0, |cents| cents.max(0) as f64);
        ((last + floor) / (s.average() + floor)).ln()
    }),
    term("t30", SignalGroup::Trend, |s| orders_trend(&s.signals.trend.days_30)),
    term("t60", SignalGroup::Trend, |s| orders_trend(&s.signals.trend.days_60)),
    term("t90", SignalGroup::Trend, |s| orders_trend(&s.signals.trend.days_90)),
    term("rev_t90", SignalGroup::Trend, |s| {
        let amount = |cents: i64| cents.max(0) as f64 + s.context.levels.average_order_cents;
        let window = &s.signals.trend.days_90;
        (amount(window.ordered_cents) / amount(window.ordered_before_cents)).ln()
    }),
    term("n_cat", SignalGroup::Mix, |s| {
        let levels = &s.context.levels;
        let categories =
            if levels.has_mix { s.signals.mix.categories_180 as f64 } else { levels.categories_180 };
        (1.0 + categories).ln() - (1.0 + levels.categories_180).ln()
    }),
    term("div_change", SignalGroup::Mix, |s| s.signals.mix.diversity_change.clamp(-1.5, 1.5)),
    term("mix_shift", SignalGroup::Mix, |s| s.signals.mix.moved_share),
    term("lines_rel", SignalGroup::Mix, |s| (s.lines() / s.context.levels.average_lines).ln()),
    term("lines_trend", SignalGroup::Mix, |s| {
        let last = s.signals.monetary.last_lines.map_or(0.0, f64::from);
        ((last + 1.0) / (s.lines() + 1.0)).ln()
    }),
    term("season", SignalGroup::Season, same_days_last_year),
    term("season_pop", SignalGroup::Season, |s| s.context.pace.season(s.horizon_days)),
    term("pace_pop", SignalGroup::Season, |s| s.context.pace.lately),
];

const fn term(name: &'static str, group: SignalGroup, value: fn(&Seen) -> f64) -> Term {
    Term { name, group, value }
}

const fn names() -> [&'static str; FEATURES] {
    let mut names = ["intercept"; FEATURES];
    (names[1], names[2], names[3]) = ("lp_long", "lp_year", "lp_recent");
    let mut place = 0;
    while place < TERMS.len() {
        names[1 + MEMORIES + place] = TERMS[place].name;
        place += 1;
    }
    names
}

/// The features of an account that has ordered, for one horizon. `renewal` are the log-odds of an order
/// within it by the renewal process, one for each memory.
pub(super) fn features(
    account: &Observed,
    horizon_days: i32,
    renewal: [f64; MEMORIES],
    context: &Context,
) -> Row {
    let seen = Seen { signals: &account.signals, account, context, horizon_days };
    let mut row = [1.0; FEATURES];
    row[1..=MEMORIES].copy_from_slice(&renewal);
    for (place, term) in row[1 + MEMORIES..].iter_mut().zip(&TERMS) {
        *place = (term.value)(&seen).clamp(-LIMIT, LIMIT);
    }
    row
}

impl Seen<'_> {
    fn order_days(&self) -> f64 {
        self.signals.frequency.order_days.max(1) as f64
    }

    fn tenure_days(&self) -> f64 {
        self.signals.frequency.tenure_days.max(1) as f64
    }

    fn elapsed(&self) -> f64 {
        self.signals.recency.elapsed_days.map_or(0.0, f64::from)
    }

    fn average(&self) -> f64 {
        self.signals.monetary.average_order_cents.map_or(0.0, |cents| cents.max(0.0))
    }

    fn lines(&self) -> f64 {
        self.signals.monetary.average_lines.map_or(1.0, |lines| lines.max(1.0))
    }
}

fn relative(value: f64, level: f64, floor: f64) -> f64 {
    ((value + floor * level) / level).ln()
}

fn orders_trend(window: &TrendWindow) -> f64 {
    ((window.order_days as f64 + 1.0) / (window.order_days_before as f64 + 1.0)).ln()
}

fn silence_against_longest(seen: &Seen) -> f64 {
    match seen.signals.cadence.longest_ever_days {
        Some(longest) if seen.order_days() >= 3.0 => ((1.0 + seen.elapsed()) / (1.0 + longest)).ln().tanh(),
        _ => 0.0,
    }
}

/// Order days in the same window a year ago against what its rate over all its history expects;
/// 0 for an account that did not exist then.
fn same_days_last_year(seen: &Seen) -> f64 {
    let a_year_ago = seen.account.as_of - 365;
    if seen.account.first_day().is_none_or(|first| first > a_year_ago) {
        return 0.0;
    }
    let then = seen.account.order_days_between(a_year_ago, a_year_ago + seen.horizon_days) as f64;
    let rate = seen.order_days() / seen.tenure_days().max(30.0);
    ((then + 0.5) / (rate * f64::from(seen.horizon_days) + 0.5)).ln()
}
