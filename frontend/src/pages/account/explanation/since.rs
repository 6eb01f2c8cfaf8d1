//! What changed since a date that is picked; both dates are judged with the same model, so the moves add up.

use super::{log_odds, parts_in_words, waterfall};
use crate::components::badge::SegmentBadge;
use crate::components::panel::{Placeholder, aging_states};
use crate::components::section::section;
use crate::format::{day, percent};
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_charts::waterfall::probability;
use bellwether_core::account::AccountDetail;
use bellwether_core::explain::{ChangeSince, Explanation};
use bellwether_core::score::Score;
use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;

/// Name of the date in the address.
const SINCE: &str = "since";
/// Days back that are one tap away; the middle one is meant without a date in the address.
const BACK: [(&str, u64); 3] = [("30 days", 30), ("90 days", 90), ("A year", 365)];

/// Dates that can be picked for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    first: NaiveDate,
    as_of: NaiveDate,
}

impl Range {
    /// So many days back, but not before the first order.
    fn back(self, days: u64) -> NaiveDate {
        self.as_of.checked_sub_days(Days::new(days)).unwrap_or(self.first).max(self.first)
    }
}

/// The panel; nothing for accounts that were never judged.
pub fn what_changed(account: &AccountDetail) -> Option<AnyView> {
    account.score.as_ref()?.churn_risk?;
    let range = Range { first: account.first_order?, as_of: account.as_of };
    let (session, filters) = (use_session(), use_filters());
    let (id, level) = (account.account.id, Some(account.level));
    let since =
        Memo::new(move |_| filters.parsed::<NaiveDate>(SINCE).unwrap_or_else(|| range.back(BACK[1].1)));
    let explanation: Loader<Explanation> = load(
        move || Some(since.get()),
        move |since| {
            let client = session.client();
            async move { client.explain(id, level, Some(since)).await }
        },
    );
    let (body, is_old) = aging_states(
        explanation,
        Placeholder::Text,
        |explanation| explanation.since.is_none(),
        "Nothing was known about this account on that day. Pick a later one.",
        |explanation| match &explanation.since {
            Some(change) => changed(change, &explanation.score),
            None => ().into_any(),
        },
    );
    let body = view! {
        {picker(filters, range, since)}
        <div class:is-stale=move || is_old.get()>{body}</div>
    };
    Some(section("What changed", "span-12 why", (), body.into_any()))
}

fn picker(filters: Filters, range: Range, since: Memo<NaiveDate>) -> AnyView {
    let pick = move |date: NaiveDate| filters.set(&[(SINCE, Some(date.to_string()))]);
    let chips = BACK.map(|(words, days)| {
        let date = range.back(days);
        view! {
            <button type="button" class="chip" aria-pressed=move || (since.get() == date).to_string() on:click=move |_| pick(date)>
                {words}
            </button>
        }
        .into_any()
    });
    let change = move |event: web_sys::Event| {
        if let Ok(date) = event_target_value(&event).parse() {
            pick(date);
        }
    };
    view! {
        <div class="toolbar since-picker">
            <label class="field">
                <span>"Since"</span>
                <input
                    type="date"
                    min=range.first.to_string()
                    max=range.as_of.to_string()
                    prop:value=move || since.get().to_string()
                    on:change=change
                />
            </label>
            <div class="choices" role="group" aria-label="Days back">{chips.into_iter().collect_view()}</div>
        </div>
    }
    .into_any()
}

fn state(score: &Score, words: String) -> AnyView {
    let health = score.health.map(|health| format!("health {health}"));
    let risk =
        score.churn_risk.map_or_else(|| "Not judged".to_owned(), |_| percent(probability(log_odds(score))));
    view! {
        <div class="then-now">
            <dt>{words}</dt>
            <dd><b>{risk}</b><SegmentBadge segment=Some(score.segment) /><span class="muted">{health}</span></dd>
        </div>
    }
    .into_any()
}

/// Orders that came since, as a sentence.
fn orders(days: &[NaiveDate], year: i32) -> String {
    match days {
        [] => "No order came since.".to_owned(),
        [only] => format!("One order came since, on {}.", day(*only, year)),
        [first, .., last] => format!(
            "Orders came on {} days since, the first on {}, the latest on {}.",
            days.len(),
            day(*first, year),
            day(*last, year)
        ),
    }
}

fn changed(change: &ChangeSince, now: &Score) -> AnyView {
    let year = now.as_of.year();
    let (then, today) = (day(change.before.as_of, year), day(now.as_of, year));
    let names = (format!("On {then}"), format!("On {today}"));
    let states = view! { {state(&change.before, names.0.clone())}{state(now, names.1.clone())} }.into_any();
    // Nothing moved while the account was too new to be judged.
    let chart = (!change.moved.is_empty())
        .then(|| waterfall("What moved the churn risk", names, log_odds(&change.before), &change.moved));
    view! {
        <p class="why-sentence">{change.sentence.clone()}</p>
        <div class="side-by-side">
            <div>
                <dl class="then-and-now">{states}</dl>
                <p class="muted small">{orders(&change.order_days, year)}</p>
                {parts_in_words(&change.moved)}
            </div>
            {chart}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date of the calendar")
    }

    #[test]
    fn nobody_is_sent_to_before_the_first_order() {
        let range = Range { first: date("2026-05-01"), as_of: date("2026-06-30") };
        assert_eq!(range.back(30), date("2026-05-31"));
        assert_eq!(range.back(365), date("2026-05-01"));
    }

    #[test]
    fn orders_since_are_told_in_a_sentence() {
        let days = [date("2026-05-01"), date("2026-05-20"), date("2026-06-02")];
        assert_eq!(orders(&[], 2026), "No order came since.");
        assert_eq!(orders(&days[..1], 2026), "One order came since, on 1 May.");
        assert_eq!(
            orders(&days, 2026),
            "Orders came on 3 days since, the first on 1 May, the latest on 2 Jun."
        );
    }
}
