//! Models of when accounts order: one file per model, one enum that lists them, one interface.
//! A model learns from a [`Book`], which holds nothing later than its as-of date, so every model can
//! be back-tested on earlier books and the best one chosen for each organisation.

pub mod renewal;

use crate::book::{Book, Observed};
use bellwether_core::explain::SignalGroup;
use bellwether_ledger::Day;

/// A way to learn how a book of accounts orders.
pub trait Model: Sync {
    /// Which one.
    fn id(&self) -> ModelId;

    /// Changes whenever the same data could give other figures.
    fn version(&self) -> &'static str;

    /// Learns from everything the book shows.
    fn fit(&self, book: &Book) -> Box<dyn Fitted>;
}

/// A model that has learnt from one book and can judge its accounts, one by one.
pub trait Fitted: Send + Sync {
    /// Which model, in which version.
    fn model_version(&self) -> String;

    /// The day of the book it learnt from.
    fn as_of(&self) -> Day;

    /// Log-odds of churn of the account average, where contributions start.
    fn base_log_odds(&self) -> f64;

    /// Probability of no order within the horizon, with its reasons; none without any order.
    fn churn(&self, account: &Observed) -> Option<Churn>;

    /// At least the probability that the curve seen from the last order reaches by `day`: where it is
    /// small, nobody needs that whole curve. None without any order.
    fn reached_at_most(&self, account: &Observed, day: Day) -> Option<f64>;

    /// When the next order comes, seen from `from`: the last order day or later. None without any order.
    fn next_order(&self, account: &Observed, from: Day) -> Option<NextOrderCurve>;
}

/// The churn risk in log-odds, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Churn {
    /// Horizon of the risk: three typical gaps, at least 45 days, at most the longest the model looks.
    pub horizon_days: i32,
    /// The typical gap, days; that of the book when the account has too little history.
    pub typical_gap_days: f64,
    /// What each group of signals adds to the base, in log-odds. Base and points add up to the risk.
    pub points: [(SignalGroup, f64); 5],
}

/// Distribution of the next order over the days after a date.
#[derive(Debug, Clone, PartialEq)]
pub struct NextOrderCurve {
    /// Seen from this day.
    pub from: Day,
    /// Probability of an order by 1, 2, 3 … days later, given that one comes by the last of them.
    pub cumulative: Vec<f64>,
    /// Whether it is the book's habit, because the account has none of its own yet.
    pub from_book: bool,
}

/// Every model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModelId {
    /// Cure-renewal process, empirical Bayes over the book, with shipped weights for the other signals.
    Renewal,
}

impl ModelId {
    /// Every model, the default first.
    pub const ALL: [Self; 1] = [Self::Renewal];

    /// Stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Renewal => "renewal",
        }
    }

    /// The model itself.
    pub fn model(self) -> &'static dyn Model {
        match self {
            Self::Renewal => &renewal::Renewal,
        }
    }
}
