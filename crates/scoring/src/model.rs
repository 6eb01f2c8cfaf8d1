//! Models of when accounts order: one file per model, one enum that lists them, one interface.
//! A model learns from a [`Book`], which holds nothing later than its as-of date, so every model can
//! be back-tested on earlier books and the best one chosen for each organisation.

mod additive;
mod prior;
mod renewal;
mod rules;

pub(crate) use additive::ridge;
pub use prior::{PriorError, Priors};

use crate::book::{Book, Observed};
use crate::calibration::BandLevels;
use crate::numbers::whole_days;
use additive::Additive;
use bellwether_core::explain::SignalGroup;
use bellwether_ledger::Day;
use rules::Rules;
use serde::{Deserialize, Serialize};

/// Days that a model looks ahead at least and at most, where nothing else is asked.
const LOOK_AHEAD_DAYS: (i32, i32) = (90, 365);

/// The shortest churn horizon in days, and how many typical gaps it is otherwise.
const CHURN_HORIZON: (i32, f64) = (45, 3.0);

/// A model that has learnt from one book and can judge its accounts, one by one.
pub trait Fitted: Send + Sync {
    /// The day of the book it learnt from.
    fn as_of(&self) -> Day;

    /// Log-odds of churn of the account average, where contributions start.
    fn base_log_odds(&self) -> f64;

    /// An account as the model sees it; none without any order.
    fn view<'a>(&'a self, account: &'a Observed) -> Option<Box<dyn View + 'a>>;
}

/// One account that has ordered, as a model sees it.
pub trait View {
    /// Probability of no order within the churn horizon, with its reasons.
    fn churn(&self) -> Churn;

    /// When the next order comes, seen from the account's as-of date.
    fn next_order(&self) -> NextOrderCurve;

    /// When the next order was to come, seen from the last order.
    fn promise(&self) -> NextOrderCurve;

    /// At least the share of the promise that has passed by the account's as-of date: where it is small,
    /// nobody needs the promise itself.
    fn promise_reached(&self) -> f64;
}

/// The churn risk in log-odds, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Churn {
    /// Horizon of the risk: three typical gaps, at least 45 days, at most the longest the model looks.
    pub horizon_days: i32,
    /// The typical gap, days; that of the book when the account has too little history.
    pub typical_gap_days: f64,
    /// What each group of signals adds to the base, in log-odds. Base and points add up to the risk.
    pub points: [(SignalGroup, f64); SignalGroup::ALL.len()],
}

/// Three typical gaps, at least 45 days, at most as far as the model looks.
fn churn_horizon_days(typical_gap_days: f64, longest_days: i32) -> i32 {
    let (shortest, gaps) = CHURN_HORIZON;
    whole_days(gaps * typical_gap_days, shortest, longest_days.max(shortest))
}

/// Distribution of the next order over the days after a date.
#[derive(Debug, Clone, PartialEq)]
pub struct NextOrderCurve {
    /// Seen from this day.
    pub from: Day,
    /// Probability of an order by 1, 2, 3 … days later; never falls.
    pub cumulative: Vec<f64>,
    /// What the bands must hold to keep their word.
    pub levels: BandLevels,
    /// Where to read the 10, 25, 50, 75 and 90 % dates of those that do order, to keep their word.
    pub quantiles: [f64; 5],
    /// Whether it is the book's habit, because the account has none of its own yet.
    pub from_book: bool,
}

impl NextOrderCurve {
    /// The curve given that an order comes by its last day.
    #[must_use]
    pub fn given_return(mut self) -> Self {
        given_return(&mut self.cumulative);
        self
    }
}

fn given_return(cumulative: &mut [f64]) {
    let by_the_end = cumulative.last().copied().unwrap_or(1.0).max(1e-9);
    cumulative.iter_mut().for_each(|probability| *probability = (*probability / by_the_end).clamp(0.0, 1.0));
}

/// What a model is told before it learns.
#[derive(Debug, Clone, Copy)]
pub struct Learning<'a> {
    /// What other books taught.
    pub priors: &'a Priors,
    /// How many days ahead it must look; none lets the length of the history decide.
    pub longest_days: Option<i32>,
    /// Horizons it must be good at besides its own, days.
    pub horizons: &'a [i32],
}

impl Default for Learning<'_> {
    fn default() -> Self {
        Self { priors: Priors::shipped(), longest_days: None, horizons: &[] }
    }
}

impl Learning<'_> {
    /// Days ahead that the history is long enough to learn about: a third of it.
    pub(crate) fn longest_days(&self, book: &Book) -> i32 {
        let history = book.first_day().map_or(0, |first| book.as_of() - first);
        let (least, most) = LOOK_AHEAD_DAYS;
        self.longest_days.unwrap_or_else(|| (history / 3).clamp(least, most)).max(1)
    }
}

/// Every model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelId {
    /// [`ModelId::Learnt`] with small trees on top: as many as the book's own past asks for, often none.
    Boosted,
    /// Renewal process and all signals, weights learnt on the book's own past.
    Learnt,
    /// The renewal process alone.
    Renewal,
    /// Rules of thumb on the account's own gaps.
    Rules,
}

impl ModelId {
    /// Every model, the default first.
    pub const ALL: [Self; 4] = [Self::Boosted, Self::Learnt, Self::Renewal, Self::Rules];

    /// Stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Learnt => "learnt",
            Self::Boosted => "boosted",
            Self::Renewal => "renewal",
            Self::Rules => "rules",
        }
    }

    /// Name and version; changes whenever the same data could give other figures.
    pub fn version(self) -> &'static str {
        match self {
            Self::Learnt => "learnt-2",
            Self::Boosted => "boosted-2",
            Self::Renewal => "renewal-3",
            Self::Rules => "rules-1",
        }
    }

    /// Learns from everything the book shows.
    pub fn learn(self, book: &Book, learning: &Learning) -> FittedModel {
        match self {
            Self::Learnt => FittedModel::Learnt(Additive::learnt(book, learning)),
            Self::Boosted => FittedModel::Boosted(Additive::boosted(book, learning)),
            Self::Renewal => FittedModel::Renewal(Additive::renewal_alone(book, learning)),
            Self::Rules => FittedModel::Rules(Rules::learn(book, learning)),
        }
    }
}

/// Any model with all its parameters: what is stored, read, and judged with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "model", content = "parameters", rename_all = "snake_case")]
pub enum FittedModel {
    /// See [`ModelId::Learnt`].
    Learnt(Additive),
    /// See [`ModelId::Boosted`].
    Boosted(Additive),
    /// See [`ModelId::Renewal`].
    Renewal(Additive),
    /// See [`ModelId::Rules`].
    Rules(Rules),
}

impl FittedModel {
    /// Which model.
    pub fn id(&self) -> ModelId {
        match self {
            Self::Learnt(_) => ModelId::Learnt,
            Self::Boosted(_) => ModelId::Boosted,
            Self::Renewal(_) => ModelId::Renewal,
            Self::Rules(_) => ModelId::Rules,
        }
    }

    fn fitted(&self) -> &dyn Fitted {
        match self {
            Self::Learnt(additive) | Self::Boosted(additive) | Self::Renewal(additive) => additive,
            Self::Rules(rules) => rules,
        }
    }
}

impl Fitted for FittedModel {
    fn as_of(&self) -> Day {
        self.fitted().as_of()
    }

    fn base_log_odds(&self) -> f64 {
        self.fitted().base_log_odds()
    }

    fn view<'a>(&'a self, account: &'a Observed) -> Option<Box<dyn View + 'a>> {
        self.fitted().view(account)
    }
}
