//! The filters of a list in words, for files that have to say what they hold.

use crate::Caller;
use crate::book::Book;
use bellwether_core::account::{AccountLevel, AccountQuery, AccountSort};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::paging::Direction;
use bellwether_core::{CategoryId, Period, RegionId, RepId};
use bellwether_ledger::Window;

/// Longest part of a file's name.
const LONGEST_NAME: usize = 80;

/// What is asked for, in words: name and value.
#[derive(Debug, Default)]
pub(super) struct Filters {
    entries: Vec<(&'static str, String)>,
    /// Those that fit into a file's name.
    short: Vec<String>,
}

impl Filters {
    pub(super) fn of_accounts(book: &Book, caller: &Caller, query: &AccountQuery) -> Self {
        let mut filters = Self::default();
        filters.add_short("Search", query.search.clone());
        filters.add_short("Segment", query.segment.map(|segment| segment.label().to_owned()));
        filters.add_short("State", query.state.clone());
        filters.add_short("Region", query.region.map(|region| region_name(book, caller, region)));
        filters.add_short("Rep", query.rep.map(|rep| rep_name(book, caller, rep)));
        let category = query.category.map(|category| category_name(book, category));
        filters.add_short("Category bought within 12 months", category);
        filters.add("12-month net sales", bounds(query.min_revenue_cents, query.max_revenue_cents, money));
        filters
            .add("12-month orders", bounds(query.min_orders, query.max_orders, |orders| orders.to_string()));
        filters.add("Average order", bounds(query.min_order_cents, query.max_order_cents, money));
        filters.add("Inside the area", query.area.clone());
        let near = |place: &String| format!("{place}, within {} km", query.within_km.unwrap_or(25));
        filters.add("Near", query.near.as_ref().map(near));
        let is_parents = query.level == Some(AccountLevel::Parent);
        filters.add_short("Level", is_parents.then(|| "parents".to_owned()));
        filters.or_none().and("Sorted by", sorted_by(query))
    }

    /// Those of figures about a period, and its dates.
    pub(super) fn of_facts(book: &Book, caller: &Caller, facts: &FactFilter, window: Window) -> Self {
        let mut filters = Self::default();
        let period = window.current.period();
        // A CSV file says it in its name only.
        filters.short.push(format!("from {} to {}", period.from, period.last()));
        filters.add_short("Segment", facts.segment.map(|segment| segment.label().to_owned()));
        filters.add_short("State", facts.state.clone());
        filters.add_short("Region", facts.region.map(|region| region_name(book, caller, region)));
        filters.add_short("Rep", facts.rep.map(|rep| rep_name(book, caller, rep)));
        filters.add_short("Category", facts.category.map(|category| category_name(book, category)));
        let is_parents = facts.level == Some(AccountLevel::Parent);
        filters.add_short("Level", is_parents.then(|| "parents".to_owned()));
        let dates = |period: Period| format!("{} to {}", period.from, period.last());
        filters.or_none().and("Period", dates(period)).and("Compared with", dates(window.previous.period()))
    }

    /// Says so when there are none.
    fn or_none(self) -> Self {
        if self.entries.is_empty() { self.and("Filters", "none".to_owned()) } else { self }
    }

    /// With another entry.
    pub(super) fn and(mut self, name: &'static str, words: String) -> Self {
        self.add(name, Some(words));
        self
    }

    fn add(&mut self, name: &'static str, words: Option<String>) {
        self.entries.extend(words.map(|words| (name, words)));
    }

    fn add_short(&mut self, name: &'static str, words: Option<String>) {
        self.short.extend(words.clone());
        self.add(name, words);
    }

    /// Names and values.
    pub(super) fn entries(&self) -> &[(&'static str, String)] {
        &self.entries
    }

    /// What goes into a file's name: letters, digits and hyphens.
    pub(super) fn in_name(&self) -> String {
        let mut name = String::new();
        for words in &self.short {
            let plain = deunicode::deunicode(words).to_lowercase();
            let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric());
            for word in words.filter(|word| !word.is_empty()) {
                if name.len() + word.len() < LONGEST_NAME {
                    name.push('-');
                    name.push_str(word);
                }
            }
        }
        name
    }

    /// All of them on one line, for a header of the answer.
    pub(super) fn in_ascii(&self) -> String {
        let all: Vec<String> = self.entries.iter().map(|(name, words)| format!("{name}: {words}")).collect();
        let plain = deunicode::deunicode(&all.join("; "));
        plain.chars().map(|letter| if letter.is_ascii_graphic() { letter } else { ' ' }).take(4000).collect()
    }
}

/// The rep's name, if the caller sees an account of theirs.
pub(super) fn rep_name(book: &Book, caller: &Caller, rep: RepId) -> String {
    let is_visible = book.accounts_of(caller, Some(rep)).accounts().next().is_some();
    book.rep_by_id(rep).filter(|_| is_visible).map_or_else(unknown, |rep| rep.name)
}

/// The region's name, if the caller sees an account in it.
fn region_name(book: &Book, caller: &Caller, region: RegionId) -> String {
    let is_visible = book.visible_to(caller).of_region(region).accounts().next().is_some();
    book.region_by_id(region).filter(|_| is_visible).map_or_else(unknown, |region| region.name)
}

fn category_name(book: &Book, category: CategoryId) -> String {
    let index = book.dimensions().category_index(category);
    index.and_then(|index| book.category_ref(index)).map_or_else(unknown, |category| category.name)
}

fn unknown() -> String {
    "unknown".to_owned()
}

fn bounds(least: Option<i64>, most: Option<i64>, words: impl Fn(i64) -> String) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{} to {}", words(least), words(most))),
        (Some(least), None) => Some(format!("at least {}", words(least))),
        (None, Some(most)) => Some(format!("at most {}", words(most))),
        (None, None) => None,
    }
}

fn money(cents: i64) -> String {
    format!("{:.2}", cents as f64 / 100.0)
}

fn sorted_by(query: &AccountQuery) -> String {
    let sort = match query.sort.unwrap_or_default() {
        AccountSort::TrailingRevenue => "12-month net sales",
        AccountSort::TrailingOrders => "12-month orders",
        AccountSort::ChurnRisk => "churn risk",
        AccountSort::RevenueAtRisk => "money at risk",
        AccountSort::Priority => "priority",
        AccountSort::LastOrder => "last order",
        AccountSort::NextOrder => "next order",
        AccountSort::Health => "health",
        AccountSort::Name => "name",
        AccountSort::Distance => "distance",
    };
    match query.direction {
        None => sort.to_owned(),
        Some(Direction::Ascending) => format!("{sort}, ascending"),
        Some(Direction::Descending) => format!("{sort}, descending"),
    }
}
