//! The engine: signals, churn risk, next-order window, segments, health and the reasons for them.
//!
//! Facts and an as-of date in, plain data out: no clock, no files, no randomness. A [`Book`] holds
//! what was known on the as-of date and nothing later, and models see only a book.

pub mod alerts;
pub mod backtest;
pub mod book;
pub mod brief;
pub mod calibration;
pub mod change;
pub mod explanation;
pub mod feed;
pub mod forecast;
pub mod gate;
pub mod health;
pub mod insights;
pub mod model;
mod numbers;
pub mod reason;
pub mod rule_lab;
mod sample;
pub mod score;
pub mod segment;
pub mod signals;
pub mod window;

pub use book::{Book, Observed, OrderDay};
pub use model::{Fitted, FittedModel, Learning, ModelId, PriorError, Priors, View};
pub use score::{
    AccountScore, PreviousSegments, Settings, fit, score_all, score_book, score_observed, score_one,
};
pub use segment::PreviousSegment;
pub use signals::Signals;
