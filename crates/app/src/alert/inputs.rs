//! What the rules see of accounts beside their orders, and the alerts the accounts hold.

use crate::Answer;
use crate::book::Book;
use bellwether_core::AccountId;
use bellwether_ledger::{DayRange, day};
use bellwether_scoring::alerts::life::Held;
use bellwether_scoring::alerts::{AccountFacts, InvoiceFact};
use bellwether_store::alerts::{self, AlertRecord};
use bellwether_store::invoices::{self, Invoice};
use bellwether_store::ledger_feed::Accounts;
use bellwether_store::{Connection, closures};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use std::collections::HashMap;

/// "That was wrong" counts for so long.
const EXCUSED_FOR: TimeDelta = TimeDelta::days(365);

/// All of it for some accounts, or for every account.
pub(super) struct Inputs {
    closures: HashMap<AccountId, Vec<DayRange>>,
    invoices: HashMap<AccountId, Vec<InvoiceFact>>,
    excused: HashMap<AccountId, i32>,
    held: HashMap<AccountId, Vec<AlertRecord>>,
}

impl Inputs {
    /// Reads it.
    pub(super) fn load(conn: &mut Connection, accounts: Accounts<'_>, as_of: NaiveDate) -> Answer<Self> {
        let mut closed: HashMap<AccountId, Vec<DayRange>> = HashMap::new();
        for closure in closures::load(conn, accounts)? {
            let days = DayRange { from: day::from_date(closure.from), until: day::from_date(closure.until) };
            closed.entry(closure.account).or_default().push(days);
        }
        let mut owed: HashMap<AccountId, Vec<InvoiceFact>> = HashMap::new();
        let mut owes = |account, invoice: &Invoice| owed.entry(account).or_default().push(fact(invoice));
        match accounts {
            Accounts::All => invoices::open_all(conn, owes)?,
            Accounts::Only(ids) => {
                let ids: Vec<AccountId> = ids.iter().copied().map(AccountId).collect();
                invoices::open_of(conn, &ids)?.iter().for_each(|(account, invoice)| owes(*account, invoice));
            }
        }
        let mut held: HashMap<AccountId, Vec<AlertRecord>> = HashMap::new();
        alerts::load(conn, accounts, |alert| held.entry(alert.account).or_default().push(alert))?;
        let since = as_of.and_time(NaiveTime::MIN) - EXCUSED_FOR;
        let excused = alerts::excused_silences(conn, accounts, since)?;
        Ok(Self { closures: closed, invoices: owed, excused, held })
    }

    /// What the rules see of an account at a place of the book.
    pub(super) fn facts(&self, book: &Book, place: u32, account: AccountId) -> AccountFacts<'_> {
        let standing = book.standing(place);
        AccountFacts {
            closures: self.closures.get(&account).map_or(&[], Vec::as_slice),
            invoices: self.invoices.get(&account).map_or(&[], Vec::as_slice),
            standing: standing.and_then(|standing| Some((standing.segment, standing.churn_risk?))),
            excused_silence_days: self.excused.get(&account).copied(),
        }
    }

    /// The alerts an account holds.
    pub(super) fn held(&self, account: AccountId) -> &[AlertRecord] {
        self.held.get(&account).map_or(&[], Vec::as_slice)
    }
}

/// What the overdue rule sees of an invoice.
pub(crate) fn fact(invoice: &Invoice) -> InvoiceFact {
    InvoiceFact {
        id: invoice.id,
        account: invoice.account,
        kind: invoice.kind,
        status: invoice.status,
        issued_on: day::from_date(invoice.issued_on),
        due_on: invoice.due_on.map(day::from_date),
        terms_days: invoice.terms_days,
        open_balance_cents: invoice.open_balance_cents.0,
        currency: invoice.currency.clone(),
    }
}

/// What the life of an alert depends on.
pub(super) fn held(alert: &AlertRecord) -> Held {
    Held {
        id: alert.id,
        kind: alert.kind,
        product: alert.product,
        state: alert.state,
        tier: alert.tier,
        grounds: alert.grounds.clone(),
        snoozed_until: alert.snoozed_until,
        evidence: alert.evidence.clone(),
        opened_on: alert.opened_on,
    }
}
