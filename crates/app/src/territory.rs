//! Regions with room to grow, and regions nobody looks after (G9, G10).

use crate::book::Book;
use crate::filter::Question;
use crate::{Answer, App, Caller, parallel};
use bellwether_core::dashboard::{FactFilter, Movement};
use bellwether_core::territory::{GrowthPotential, Service, ServiceLevel, Territory};
use bellwether_core::{AccountId, Cents};
use bellwether_ledger::by_account::{AccountSales, compared_by_account};
use bellwether_ledger::territory::{
    Care, FEWEST_ACTIVE, FEWEST_PEERS, LEAST_LOGGED, UNDERSERVED_BELOW, UsualCare, YearOf, potentials,
};
use bellwether_ledger::{Compared, DayRange, Filter, Window, day};
use bellwether_store::territory::contacts_by_account;
use bellwether_territory::states;
use chrono::{Days, Months, NaiveDate};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Contacts count for so many days, the as-of date included.
const CONTACT_DAYS: u64 = 90;

impl App {
    /// Growth potential and service of the states in the caller's scope.
    ///
    /// # Errors
    /// `InvalidPeriod`, `Unavailable`.
    pub fn territory(&self, caller: &Caller, facts: &FactFilter) -> Answer<Territory> {
        let book = self.book();
        let question = book.question(caller, facts)?;
        let as_of = question.as_of;
        let contacts = self.contacts(as_of)?;
        // What is usual is a matter of the whole organisation, so that a region is judged alike whoever looks at it.
        let everywhere = Filter::all(book.snapshot()).worked_by(parallel::at_once);
        let everywhere = match facts.category {
            Some(category) => everywhere.of_category(category),
            None => everywhere,
        };
        let accounts = Accounts::of(&book, &everywhere, as_of, &contacts);
        let usual = UsualCare::of(&accounts.care(&everywhere));
        Ok(Territory {
            as_of,
            potential: accounts.growth(&question),
            potential_formula: potential_formula(),
            service: accounts.service(&question, usual),
            usual_contacts_per_account: usual.contacts_per_account,
            accounts_with_contacts: usual.accounts_with_contacts,
            service_formula: service_formula(),
        })
    }

    fn contacts(&self, as_of: NaiveDate) -> Answer<HashMap<AccountId, u64>> {
        let from = as_of.checked_sub_days(Days::new(CONTACT_DAYS - 1)).unwrap_or(NaiveDate::MIN);
        let rows = self.store.read(|conn| contacts_by_account(conn, from, as_of))?;
        Ok(rows.into_iter().map(|(account, contacts)| (account, contacts.unsigned_abs())).collect())
    }
}

fn potential_formula() -> String {
    format!(
        "For each account with an order in the last twelve months: what the median account of its industry bought in \
         that time minus what it bought itself, if that is more than 0. With fewer than {FEWEST_PEERS} accounts of \
         its industry, the median is that of the accounts that order about as often (below 4, 12 or 52 orders, or \
         more); with fewer than {FEWEST_PEERS} of those nothing is added."
    )
}

fn service_formula() -> String {
    format!(
        "Underserved: no account with an order in the last twelve months has a rep, or calls, visits, meetings and \
         e-mails of {CONTACT_DAYS} days for each of them are below {:.0}% of those of the median state. States with \
         fewer than {FEWEST_ACTIVE} such accounts cannot be judged, nor can contacts while they are logged for fewer \
         than {:.0}% of the organisation's accounts.",
        UNDERSERVED_BELOW * 100.0,
        LEAST_LOGGED * 100.0
    )
}

/// The twelve months that end so many months before a date.
fn year(as_of: NaiveDate, months_before: u32) -> DayRange {
    let after = |months| {
        let last = as_of.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
        day::from_date(last).saturating_add(1)
    };
    DayRange { from: after(months_before + 12), until: after(months_before) }
}

/// All accounts with what is asked of them, by account index.
struct Accounts<'a> {
    book: &'a Book,
    /// Orders and net sales of twelve months.
    year: Vec<(i64, i64)>,
    /// The same of the twelve months before.
    year_before: Vec<(i64, i64)>,
    potentials: Vec<i64>,
    contacts: Vec<u64>,
}

impl<'a> Accounts<'a> {
    fn of(book: &'a Book, filter: &Filter, as_of: NaiveDate, contacts: &HashMap<AccountId, u64>) -> Self {
        let add = |sum: &mut (i64, i64), sold: &AccountSales| {
            *sum = (sum.0 + i64::from(sold.orders), sum.1 + sold.amounts.revenue_cents);
        };
        let years = Window { current: year(as_of, 0), previous: year(as_of, 12) };
        let Compared { current, previous } = compared_by_account(book.snapshot(), filter, years, add);
        let (potentials, contacts) = (potential_of(book, &current), contacts_of(book, contacts));
        Self { book, year: current, year_before: previous, potentials, contacts }
    }

    fn is_active(&self, account: u32) -> bool {
        self.year.get(account as usize).is_some_and(|(orders, _)| *orders > 0)
    }

    /// How each state is looked after, by its place among the states.
    fn care(&self, filter: &Filter) -> Vec<Care> {
        let columns = self.book.dimensions().account_columns();
        let mut care = vec![Care::default(); columns.states().len()];
        for account in filter.indices().filter(|account| self.is_active(*account)) {
            let contacts = self.contacts.get(account as usize).copied().unwrap_or(0);
            care[columns.state(account)].count(columns.rep(account).is_some(), contacts);
        }
        care
    }

    fn service(&self, question: &Question, usual: UsualCare) -> Vec<ServiceLevel> {
        let states = self.book.dimensions().account_columns().states();
        let rows = states.iter().zip(self.care(&question.filter)).filter(|(_, care)| care.accounts > 0);
        let mut rows: Vec<ServiceLevel> = rows
            .map(|(state, care)| ServiceLevel {
                state: state.to_string(),
                name: name_of(state),
                accounts: care.accounts,
                without_rep: care.without_rep,
                contacts_per_account: care.contacts_per_account(),
                service: usual.service(&care),
            })
            .collect();
        let rank = |row: &ServiceLevel| match row.service {
            Service::Underserved => 0,
            Service::Served => 1,
            Service::CannotTell => 2,
        };
        rows.sort_by(|left, right| {
            let by_contacts = left.contacts_per_account.total_cmp(&right.contacts_per_account);
            let by_size = right.accounts.cmp(&left.accounts);
            rank(left)
                .cmp(&rank(right))
                .then(by_contacts)
                .then(by_size)
                .then_with(|| left.state.cmp(&right.state))
        });
        rows
    }

    fn growth(&self, question: &Question) -> Vec<GrowthPotential> {
        let columns = self.book.dimensions().account_columns();
        let mut sums = vec![Growth::default(); columns.states().len()];
        for account in question.filter.indices() {
            let (sum, place) = (&mut sums[columns.state(account)], account as usize);
            sum.accounts += u64::from(self.is_active(account));
            sum.potential_cents += self.potentials.get(place).copied().unwrap_or(0);
            sum.current_cents += self.year.get(place).map_or(0, |(_, cents)| *cents);
            sum.previous_cents += self.year_before.get(place).map_or(0, |(_, cents)| *cents);
        }
        let rows = columns.states().iter().zip(sums).filter(|(_, sum)| *sum != Growth::default());
        let mut rows: Vec<GrowthPotential> = rows
            .map(|(state, sum)| GrowthPotential {
                state: state.to_string(),
                name: name_of(state),
                accounts: sum.accounts,
                potential_cents: Cents(sum.potential_cents),
                revenue: Movement::of_money(Cents(sum.current_cents), Cents(sum.previous_cents)),
            })
            .collect();
        rows.sort_by(|left, right| {
            let rank = |row: &GrowthPotential| (Reverse(row.potential_cents), Reverse(row.revenue.current));
            rank(left).cmp(&rank(right)).then_with(|| left.state.cmp(&right.state))
        });
        rows
    }
}

/// What more each active account would buy as its peers do, by account index; of orders and net sales of a year.
fn potential_of(book: &Book, year: &[(i64, i64)]) -> Vec<i64> {
    let columns = book.dimensions().account_columns();
    let active = (0_u32..).zip(year).filter(|(_, (orders, _))| *orders > 0);
    let (places, own): (Vec<u32>, Vec<YearOf>) = active
        .map(|(account, (orders, cents))| {
            let industry = columns.industry(account);
            (account, YearOf { industry, orders: *orders, revenue_cents: *cents })
        })
        .unzip();
    let mut by_account = vec![0; year.len()];
    for (place, potential) in places.into_iter().zip(potentials(&own)) {
        by_account[place as usize] = potential;
    }
    by_account
}

fn contacts_of(book: &Book, contacts: &HashMap<AccountId, u64>) -> Vec<u64> {
    let mut by_account = vec![0; book.dimensions().accounts().len()];
    for (account, contacts) in contacts {
        if let Some(index) = book.dimensions().account_index(*account) {
            by_account[index as usize] = *contacts;
        }
    }
    by_account
}

/// Sums of one state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Growth {
    accounts: u64,
    potential_cents: i64,
    current_cents: i64,
    previous_cents: i64,
}

fn name_of(state: &str) -> String {
    if state.is_empty() {
        return "No state".to_owned();
    }
    states::state_name(state).unwrap_or(state).to_owned()
}

#[cfg(test)]
mod tests;
