//! From what a caller asks for to the slice of the ledger that answers: scope first, then narrower.

use crate::book::Book;
use crate::{Answer, AppError, Caller, parallel};
use bellwether_core::account::AccountQuery;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::{Period, RepId, Segment};
use bellwether_ledger::{Filter, Window};
use bellwether_territory::states;
use chrono::{Days, NaiveDate};

/// Days of the period when the caller names none.
const DEFAULT_DAYS: u64 = 90;

/// A slice of the ledger, a period and its comparison, as of a date.
pub(crate) struct Question {
    pub(crate) as_of: NaiveDate,
    pub(crate) window: Window,
    pub(crate) filter: Filter,
}

impl Book {
    /// What the caller asks, cut down to what they may see.
    ///
    /// # Errors
    /// `InvalidPeriod`.
    pub(crate) fn question(&self, caller: &Caller, facts: &FactFilter) -> Answer<Question> {
        let as_of = facts.as_of.unwrap_or_else(|| self.as_of());
        let window = Window::of(period_of(facts, as_of)?, facts.compare.unwrap_or_default(), as_of);
        let mut filter = self.standing_for_any(caller, self.sites().asked_of(caller, facts));
        if let Some(segment) = facts.segment {
            filter = self.in_segment(filter, segment);
        }
        if let Some(category) = facts.category {
            filter = filter.of_category(category);
        }
        Ok(Question { as_of, window, filter })
    }

    /// The accounts the caller asks about by person and place.
    fn asked_of(&self, caller: &Caller, facts: &FactFilter) -> Filter {
        let mut filter = self.accounts_of(caller, facts.rep);
        if let Some(region) = facts.region {
            filter = filter.of_region(region);
        }
        if let Some(state) = &facts.state {
            filter = filter.in_states(&[state_key(state)]);
        }
        filter
    }

    /// The accounts a list query asks for by place and person, cut down to what the caller may see.
    pub(crate) fn matching(&self, caller: &Caller, query: &AccountQuery) -> Filter {
        let mut filter = self.accounts_of(caller, query.rep);
        if let Some(region) = query.region {
            filter = filter.of_region(region);
        }
        if let Some(state) = &query.state {
            filter = filter.in_states(&[state_key(state)]);
        }
        if let Some(segment) = query.segment {
            filter = self.in_segment(filter, segment);
        }
        if let Some(search) = query.search.as_deref().map(str::trim).filter(|search| !search.is_empty()) {
            let words: Vec<String> = search.to_lowercase().split_whitespace().map(str::to_owned).collect();
            filter = filter.in_mask(&self.names().holding(&words));
        }
        filter
    }

    /// Every account the caller may see.
    pub(crate) fn visible_to(&self, caller: &Caller) -> Filter {
        Filter::in_scope(self.snapshot(), &caller.scope).worked_by(parallel::at_once)
    }

    /// Those of them that one rep looks after; all of them where no rep is named.
    pub(crate) fn accounts_of(&self, caller: &Caller, rep: Option<RepId>) -> Filter {
        let visible = self.visible_to(caller);
        match rep {
            Some(rep) => visible.of_rep(rep),
            None => visible,
        }
    }

    pub(crate) fn in_segment(&self, filter: Filter, segment: Segment) -> Filter {
        filter.retain_accounts(|index, _| self.standings().segment(index) == Some(segment))
    }
}

/// States are stored by code where they are American, otherwise as imported.
fn state_key(asked: &str) -> &str {
    states::state_code(asked).unwrap_or(asked)
}

fn period_of(facts: &FactFilter, as_of: NaiveDate) -> Answer<Period> {
    let last = facts.to.unwrap_or(as_of);
    let Some(from) = facts.from else { return Ok(Period::ending_on(last, DEFAULT_DAYS)) };
    if from > last {
        return Err(AppError::InvalidPeriod);
    }
    let until = last.checked_add_days(Days::new(1)).ok_or(AppError::InvalidPeriod)?;
    Ok(Period { from, until })
}
