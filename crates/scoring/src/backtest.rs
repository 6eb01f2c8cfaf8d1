//! How well each model would have done: it is asked on earlier days of the book, when it knew nothing
//! later, and compared with what came (rolling origins; Tashman, "Out-of-sample tests of forecasting
//! accuracy", International Journal of Forecasting 16, 2000). The whole model is learnt anew on each day.

mod case;
mod choice;
mod metrics;
mod plan;
mod report;

pub use case::{Case, OwnHorizon, ShownWindow, Size, ask};
pub use plan::Plan;
pub use report::{report, rhythm};

use crate::book::Book;
use crate::model::{Learning, ModelId};
use bellwether_core::accuracy::Accuracy;

/// Back-tests the models on the past of a book; the same figures whatever order its accounts came in.
pub fn backtest(book: &Book, learning: &Learning, models: &[ModelId]) -> Accuracy {
    let plan = Plan::of(book, learning);
    let asked = plan.asked_on.iter().map(|origin| ask(book, learning, models, *origin, &plan));
    report(book, &plan, models, &asked.collect::<Vec<_>>())
}
