//! Filters live in the address: any view can be sent to a colleague, and the back button does
//! what is expected.

use crate::state::address::Query;
use crate::state::period_choice::PeriodChoice;
use bellwether_core::Period;
use bellwether_core::account::AccountLevel;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::freshness::Freshness;
use bellwether_core::period::Comparison;
use bellwether_core::segment::Segment;
use bellwether_core::view::ViewPage;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use std::str::FromStr;

/// Parts of the address that go along from page to page.
const CARRIED: [&str; 6] = ["period", "from", "to", "compare", "rep", "region"];

/// Goes to an address.
type Go = Box<dyn Fn(&str, NavigateOptions) + Send + Sync>;

/// The filters in the address.
#[derive(Clone, Copy)]
pub struct Filters {
    query: Memo<Query>,
    /// What goes along to other pages: most links of a page need no more, and stay as they are while it changes.
    carried: Memo<Query>,
    path: Memo<String>,
    freshness: Signal<Option<Freshness>>,
    facts: Memo<Option<FactFilter>>,
    go: StoredValue<Go>,
}

/// Reads the address from now on; `freshness` says which date "the last 30 days" end with.
pub fn provide_filters(freshness: Signal<Option<Freshness>>) {
    let map = use_query_map();
    let query = Memo::new(move |_| {
        map.with(|map| {
            Query::new(map.latest_values().map(|(name, value)| (name.to_string(), value.to_owned())))
        })
    });
    let facts =
        Memo::new(move |_| query.with(|query| fact_filter(query, freshness.get().map(|fresh| fresh.as_of))));
    let filters = Filters {
        query,
        carried: Memo::new(move |_| query.with(|query| query.only(&CARRIED))),
        path: use_location().pathname,
        freshness,
        facts,
        go: StoredValue::new(Box::new(use_navigate())),
    };
    provide_context(filters);
}

/// The filters in the address.
pub fn use_filters() -> Filters {
    use_context::<Filters>().expect("the shell provides its filters before any page")
}

impl Filters {
    /// Which facts to show; none while the dates of the picked period are not known yet. Tracked.
    pub fn facts(self) -> Option<FactFilter> {
        self.facts.get()
    }

    /// How fresh the data is, once known; tracked.
    pub fn freshness(self) -> Option<Freshness> {
        self.freshness.get()
    }

    /// One part of the address; tracked.
    pub fn get(self, key: &str) -> Option<String> {
        self.query.with(|query| query.get(key).map(str::to_owned))
    }

    /// One part of the address as what it means; none when absent or unreadable. Tracked.
    pub fn parsed<T: FromStr>(self, key: &str) -> Option<T> {
        self.get(key).and_then(|text| text.parse().ok())
    }

    /// The picked period; tracked.
    pub fn period_choice(self) -> PeriodChoice {
        self.query.with(picked_period)
    }

    /// The dates that are looked at: those of the picked period up to the as-of date. Nothing until that is known;
    /// tracked.
    pub fn dates(self) -> Option<Period> {
        let as_of = self.freshness()?.as_of;
        let picked = self.period_choice().period(as_of);
        let end = as_of.succ_opt().unwrap_or(as_of);
        let is_ahead = picked.from >= end;
        Some(if is_ahead { picked } else { Period { until: picked.until.min(end), ..picked } })
    }

    /// The picked comparison; tracked.
    pub fn comparison(self) -> Comparison {
        self.query.with(picked_comparison)
    }

    /// Changes parts of the address (`None` takes one out) as a step that "back" undoes.
    pub fn set(self, changes: &[(&str, Option<String>)]) {
        self.navigate(changes, false);
    }

    /// Changes parts of the address without a step of its own, for typing.
    pub fn replace(self, changes: &[(&str, Option<String>)]) {
        self.navigate(changes, true);
    }

    /// Address of another page with the filters that go along; tracked.
    pub fn link(self, path: &str) -> String {
        self.carried.with(|carried| carried.on(path))
    }

    /// Address of another page with the filters that go along and one more; tracked.
    pub fn link_with(self, path: &str, key: &str, value: String) -> String {
        self.carried.with(|carried| carried.with(&[(key, Some(value))]).on(path))
    }

    /// Address of this page with one part changed; tracked.
    pub fn here_with(self, key: &str, value: String) -> String {
        self.query.with(|query| query.with(&[(key, Some(value))]).on(&self.path.get()))
    }

    /// What a saved view of a page keeps of this address: its query without `?`, and without what is picked for the
    /// moment. Tracked.
    pub fn kept_query(self, page: ViewPage) -> String {
        let words: Vec<&str> = page.words().collect();
        let address = self.query.with(|query| query.only(&words).on(""));
        address.strip_prefix('?').unwrap_or_default().to_owned()
    }

    fn navigate(self, changes: &[(&str, Option<String>)], replace: bool) {
        let address = self.query.with_untracked(|query| query.with(changes).on(&self.path.get_untracked()));
        let options = NavigateOptions { replace, scroll: false, ..NavigateOptions::default() };
        self.go.with_value(|go| go(&address, options));
    }

    /// Goes to another page.
    pub fn visit(self, address: &str) {
        self.go.with_value(|go| go(address, NavigateOptions::default()));
    }
}

fn picked_period(query: &Query) -> PeriodChoice {
    PeriodChoice::from_address(query.get("period"), query.get("from"), query.get("to"))
}

fn picked_comparison(query: &Query) -> Comparison {
    match query.get("compare") {
        Some("same_last_year") => Comparison::SameLastYear,
        Some(_) | None => Comparison::Previous,
    }
}

/// The filter an address means. The default period needs no date, because the server knows it.
fn fact_filter(query: &Query, as_of: Option<NaiveDate>) -> Option<FactFilter> {
    let (from, to) = match picked_period(query) {
        PeriodChoice::Custom(from, to) => (Some(from), Some(to)),
        choice if choice == PeriodChoice::DEFAULT => (None, None),
        choice @ (PeriodChoice::Days(_) | PeriodChoice::YearToDate) => {
            let period = choice.period(as_of?);
            (Some(period.from), Some(period.last()))
        }
    };
    let comparison = picked_comparison(query);
    Some(FactFilter {
        from,
        to,
        compare: (comparison != Comparison::default()).then_some(comparison),
        as_of: None,
        rep: query.get("rep").and_then(|id| id.parse().ok()),
        region: query.get("region").and_then(|id| id.parse().ok()),
        state: query.get("state").map(str::to_owned),
        segment: query.get("segment").and_then(Segment::from_code),
        category: query.get("category").and_then(|id| id.parse().ok()),
        level: (query.get("level") == Some("parent")).then_some(AccountLevel::Parent),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(parts: &[(&str, &str)]) -> Query {
        Query::new(parts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn june() -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2026, 6, 30)
    }

    #[test]
    fn an_empty_address_asks_for_everything_without_waiting_for_a_date() {
        assert_eq!(fact_filter(&query(&[]), None), Some(FactFilter::default()));
    }

    #[test]
    fn thirty_days_wait_for_the_as_of_date() {
        let thirty = query(&[("period", "30d")]);
        assert_eq!(fact_filter(&thirty, None), None);
        let facts = fact_filter(&thirty, june()).expect("dates are known");
        assert_eq!((facts.from, facts.to), (NaiveDate::from_ymd_opt(2026, 6, 1), june()));
    }

    #[test]
    fn segment_and_comparison_are_read_from_the_address() {
        let facts = fact_filter(&query(&[("segment", "at_risk"), ("compare", "same_last_year")]), june())
            .expect("the default period needs no date");
        assert_eq!((facts.segment, facts.compare), (Some(Segment::AtRisk), Some(Comparison::SameLastYear)));
    }

    #[test]
    fn only_the_shared_filters_go_along_to_another_page() {
        let kept = query(&[("sort", "name"), ("period", "7d")]).only(&CARRIED);
        assert_eq!((kept.get("sort"), kept.get("period")), (None, Some("7d")));
    }
}
