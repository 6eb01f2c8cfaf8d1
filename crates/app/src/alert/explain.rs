//! Everything behind one alert (L-R1).

use super::moves::What;
use super::show;
use crate::book::Book;
use crate::{Answer, App, AppError, Caller, account, clock, invoice, rule_lab};
use bellwether_core::AlertId;
use bellwether_core::alert::{AlertEvent, AlertExplanation};
use bellwether_ledger::day;
use bellwether_scoring::alerts::words;
use bellwether_scoring::{Observed, explanation};
use bellwether_store::alerts::{self, EventRecord};
use bellwether_store::rule_versions;

/// Orders shown at most.
const ORDERS_SHOWN: usize = 40;

impl App {
    /// Everything behind one alert.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not the caller's.
    pub fn explain_alert(&self, caller: &Caller, id: AlertId) -> Answer<AlertExplanation> {
        let book = self.book();
        let (record, events, rules) = self.store.read(|conn| {
            let record = alerts::find(conn, &caller.scope, id)?;
            let events = alerts::events(conn, &caller.scope, id)?;
            let rules = rule_versions::find(conn, record.rule_version)?;
            Ok((record, events, rule_lab::shown(rules).rules))
        })?;
        let (place, found) = book.account_in(&caller.scope, record.account)?;
        let as_of = day::from_date(record.as_of);
        let observed = Observed::new(book.snapshot(), place, as_of).ok_or(AppError::NotFound)?;
        let history = book.snapshot().history(place).ok_or(AppError::NotFound)?;
        let shown = show::alert(&book, caller, &record);
        let names = |id| show::product_name(&book, id);
        Ok(AlertExplanation {
            account: Book::account_ref(found),
            formula: words::formula(record.kind).to_owned(),
            inputs: words::inputs(&shown.evidence, &rules, &names),
            orders: account::recent_orders(history, as_of, ORDERS_SHOWN),
            gaps: explanation::gaps(&observed),
            invoices: invoice::behind(self, &book, caller, record.account, &shown.evidence)?,
            events: events.into_iter().map(event).collect(),
            alert: shown,
        })
    }
}

fn event(record: EventRecord) -> AlertEvent {
    let what = What::label(&record.what);
    let detail = Some(record.detail).filter(|detail| !detail.is_empty());
    AlertEvent {
        at: clock::utc(record.at),
        by: Some(record.author).filter(|author| !author.is_empty()),
        what: detail.map_or_else(|| what.to_owned(), |detail| format!("{what}: {detail}")),
    }
}
