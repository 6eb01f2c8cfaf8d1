//! How every account stood before the days looked at. It takes one look into the history of each account's scores, so
//! it is kept until the next commit: people come back to the same Monday.

use super::at_risk;
use crate::book::Book;
use crate::{Answer, App};
use bellwether_core::{Cents, Scope, Segment};
use bellwether_ledger::account_rows::{self, Trailing};
use bellwether_store::{score_runs, scores};
use chrono::NaiveDate;
use std::sync::{Arc, Mutex, PoisonError};

/// The comparison that was asked for last.
pub(crate) type Kept = Mutex<Option<(Asked, Arc<Stood>)>>;

/// What a comparison rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    since: NaiveDate,
    /// The scoring that was the latest then.
    run: i64,
    /// The book it was held against.
    version: u64,
}

/// Segment and risk of every account by its index, and its sales of twelve months, all on one date.
pub(crate) struct Stood {
    /// The date these scores were made for.
    pub(super) on: NaiveDate,
    by_account: Vec<Option<(Segment, Option<f64>)>>,
    trailing: Trailing,
}

impl Stood {
    pub(super) fn segment(&self, account: u32) -> Option<Segment> {
        self.by_account.get(account as usize).copied().flatten().map(|(segment, _)| segment)
    }

    /// Churn risk × net sales of twelve months.
    pub(super) fn at_risk(&self, account: u32) -> Cents {
        let place = account as usize;
        let risk = self.by_account.get(place).copied().flatten().and_then(|(_, risk)| risk);
        at_risk(risk, self.trailing.revenue_cents.get(place).copied().unwrap_or(0))
    }
}

impl App {
    /// How every account stood before a date; none when nothing was scored then.
    pub(super) fn stood_before(&self, book: &Book, since: NaiveDate) -> Answer<Option<Arc<Stood>>> {
        let Some((run, on)) = self.store.read(|conn| score_runs::latest_before(conn, since))? else {
            return Ok(None);
        };
        let asked = Asked { since, run, version: book.version() };
        // Scores of the latest run still change with every order.
        let is_over = book.scoring().is_some_and(|scoring| scoring.run != run);
        if let Some((of, held)) = &*self.stood.lock().unwrap_or_else(PoisonError::into_inner)
            && *of == asked
            && is_over
        {
            return Ok(Some(Arc::clone(held)));
        }
        let mut by_account = vec![None; book.dimensions().accounts().len()];
        self.store.read(|conn| {
            scores::stood_at(conn, &Scope::All, run, |stood| {
                let index = book.dimensions().account_index(stood.account);
                if let Some(place) = index.and_then(|index| by_account.get_mut(index as usize)) {
                    *place = Some((stood.segment, stood.churn_risk));
                }
            })
        })?;
        let trailing = account_rows::trailing(book.snapshot(), on);
        let stood = Arc::new(Stood { on, by_account, trailing });
        *self.stood.lock().unwrap_or_else(PoisonError::into_inner) = Some((asked, Arc::clone(&stood)));
        Ok(Some(stood))
    }
}
