//! What is asked: seeded questions of which no two are alike.

use crate::{Outcome, book};
use bellwether_app::{App, Caller};
use bellwether_core::account::{AccountQuery, AccountSort};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::paging::Direction;
use bellwether_core::period::Comparison;
use bellwether_core::{AccountId, CategoryId, RepId, Segment};
use bellwether_testkit::order_lines;
use chrono::{Days, NaiveDate};

/// Periods a person picks from a list, in days.
const USUAL_DAYS: [u64; 3] = [30, 90, 365];
/// One in so many questions is narrowed by each of rep, state, segment and category.
const NARROWED: u64 = 3;

/// Words that names of accounts hold.
const TRADES: [&str; 4] = ["supply", "market", "foods", "brothers"];

/// What questions can be about.
pub struct Book {
    pub reps: Vec<(RepId, String)>,
    pub categories: Vec<(CategoryId, String)>,
    pub states: Vec<String>,
    pub as_of: NaiveDate,
    /// Segment of each account by its number in the lines.
    pub segments: Vec<Option<Segment>>,
    pub accounts: Vec<AccountId>,
}

impl Book {
    pub fn of(app: &App, caller: &Caller, rows: u64) -> Outcome<Self> {
        let choices = app.filter_choices(caller)?;
        let mut segments = vec![None; usize::try_from(order_lines::accounts(rows))?];
        let mut accounts = Vec::new();
        let mut query = AccountQuery { limit: Some(500), ..AccountQuery::default() };
        loop {
            let page = app.accounts(caller, &query)?;
            for row in page.items {
                accounts.push(row.account.id);
                let number: Option<usize> =
                    row.external_id.strip_prefix('A').and_then(|number| number.parse().ok());
                if let Some(place) = number.and_then(|number| segments.get_mut(number)) {
                    *place = row.segment;
                }
            }
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                break;
            }
        }
        Ok(Self {
            reps: choices.reps.into_iter().map(|rep| (rep.id, rep.name)).collect(),
            categories: choices.categories.into_iter().map(|category| (category.id, category.name)).collect(),
            states: choices.states,
            as_of: book::covered().ok_or("a date of the calendar")?,
            segments,
            accounts,
        })
    }
}

/// One question; each endpoint uses what it can.
#[derive(Debug, Clone)]
pub struct Question {
    pub facts: FactFilter,
    pub accounts: AccountQuery,
    pub account: AccountId,
    /// What is looked for.
    pub words: String,
    /// Name of the rep and of the category, as the files say.
    pub rep: Option<u64>,
    pub category: Option<u64>,
    /// Middle of a map, and how far it is zoomed in.
    pub place: (f64, f64),
    pub zoom: f64,
}

/// A fixed sequence of numbers that looks like chance.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = order_lines::mixed(self.0);
        self.0 % limit.max(1)
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let place = self.below(all.len() as u64);
        all.get(usize::try_from(place).ok()?)
    }
}

/// A question over everything, of a usual length, with an end of its own.
pub fn usual(book: &Book, chance: &mut Chance) -> Question {
    let days = *chance.one_of(&USUAL_DAYS).unwrap_or(&90);
    question(book, chance, days, 300)
}

/// A question narrowed by chance, of an arbitrary period.
pub fn narrowed(book: &Book, chance: &mut Chance) -> Question {
    let days = 1 + chance.below(730);
    let mut question = question(book, chance, days, 700);
    let is_narrowed = |chance: &mut Chance| chance.below(NARROWED) == 0;
    if is_narrowed(chance) {
        let rep = chance.one_of(&book.reps);
        question.rep = rep.and_then(|(_, name)| number_in(name));
        question.facts.rep = rep.map(|(id, _)| *id);
    }
    if is_narrowed(chance) {
        question.facts.state = chance.one_of(&book.states).cloned();
    }
    if is_narrowed(chance) {
        question.facts.segment = chance.one_of(&Segment::ALL).copied();
    }
    if is_narrowed(chance) {
        let category = chance.one_of(&book.categories);
        question.category = category.and_then(|(_, name)| number_in(name));
        question.facts.category = category.map(|(id, _)| *id);
    }
    question.accounts = AccountQuery {
        rep: question.facts.rep,
        state: question.facts.state.clone(),
        segment: question.facts.segment,
        category: question.facts.category,
        min_revenue_cents: (chance.below(4) == 0).then(|| chance.below(1_000_000).cast_signed()),
        ..question.accounts
    };
    question
}

/// The number at the end of a name, which tells DuckDB whom it means.
fn number_in(name: &str) -> Option<u64> {
    name.rsplit(' ').next()?.parse().ok()
}

fn question(book: &Book, chance: &mut Chance, days: u64, latest: u64) -> Question {
    let last = book.as_of - Days::new(chance.below(latest));
    let compare = [Comparison::Previous, Comparison::SameLastYear];
    let sorts = [
        AccountSort::TrailingRevenue,
        AccountSort::TrailingOrders,
        AccountSort::ChurnRisk,
        AccountSort::RevenueAtRisk,
        AccountSort::Priority,
        AccountSort::LastOrder,
        AccountSort::NextOrder,
        AccountSort::Health,
        AccountSort::Name,
    ];
    let directions = [Direction::Ascending, Direction::Descending];
    let (_, north, east) = *chance.one_of(&book::STATES).unwrap_or(&book::STATES[0]);
    Question {
        facts: FactFilter {
            from: Some(last - Days::new(days - 1)),
            to: Some(last),
            compare: chance.one_of(&compare).copied(),
            ..FactFilter::default()
        },
        accounts: AccountQuery {
            sort: chance.one_of(&sorts).copied(),
            direction: chance.one_of(&directions).copied(),
            search: (chance.below(4) == 0).then(|| format!("town {} {}", chance.below(99), chance.below(9))),
            as_of: (chance.below(4) == 0).then_some(last),
            ..AccountQuery::default()
        },
        account: *chance.one_of(&book.accounts).unwrap_or(&AccountId(1)),
        words: format!("town {} {}", chance.below(997), TRADES[chance.below(4) as usize]),
        rep: None,
        category: None,
        place: (north, east),
        zoom: 3.0 + chance.below(70) as f64 / 10.0,
    }
}
