//! What to say and what to do next, each with the fact it rests on and the way there.

use crate::format::{day, money_full, money_short};
use crate::pages::account::brief::part;
use crate::pages::account::place::link_to;
use bellwether_core::brief::{AccountBrief, Advice, Source};
use chrono::Datelike;
use leptos::prelude::*;

/// Three things to say.
pub fn say(brief: &AccountBrief, symbol: &'static str) -> AnyView {
    if brief.say.is_empty() {
        let empty =
            "Nothing stands out. The more orders, calls and invoices are known, the more there is to say.";
        return part("Say", view! { <p class="muted">{empty}</p> }.into_any());
    }
    part("Say", list("brief-say", &brief.say, brief, symbol))
}

/// What to do next.
pub fn next(brief: &AccountBrief, symbol: &'static str) -> Option<AnyView> {
    (!brief.next.is_empty()).then(|| part("Do next", list("brief-say", &brief.next, brief, symbol)))
}

/// Signs that more could be sold, or less will be.
pub fn flags(brief: &AccountBrief) -> Option<AnyView> {
    let flags = brief.flags.iter().map(|flag| view! { <li>{flag.label()}</li> }).collect_view();
    let flags = view! { <ul class="brief-flags">{flags}</ul> }.into_any();
    (!brief.flags.is_empty()).then(|| part("Signs", flags))
}

fn list(class: &'static str, advice: &[Advice], brief: &AccountBrief, symbol: &'static str) -> AnyView {
    let rows = advice.iter().map(|advice| row(advice, brief, symbol)).collect_view();
    view! { <ol class=class>{rows}</ol> }.into_any()
}

fn row(advice: &Advice, brief: &AccountBrief, symbol: &'static str) -> AnyView {
    let value = advice.value_cents.map(|value| {
        view! {
            <span class="brief-money" title=money_full(value, symbol)>
                <b>{money_short(value, symbol)}</b>" "<span class="muted small">{stake(&advice.source)}</span>
            </span>
        }
    });
    let origin = match origin(&advice.source, brief.as_of.year()) {
        (words, Place::Here(place)) => link_to(brief.account.id, place, "brief-link", words),
        (words, Place::There(href)) => view! { <a class="brief-link" href=href>{words}</a> }.into_any(),
    };
    view! {
        <li>
            <p class="brief-advice"><span>{advice.text.clone()}</span>{value}</p>
            <p class="muted small">{advice.because.clone()}" "{origin}</p>
        </li>
    }
    .into_any()
}

/// What the money beside an advice is, by what the advice rests on.
fn stake(source: &Source) -> &'static str {
    match source {
        Source::Alert { .. } | Source::Interaction { .. } | Source::Score { .. } => "at stake",
        Source::Product { .. } => "at stake a month",
        Source::Order { .. } => "in the draft",
        Source::Invoices => "overdue",
    }
}

/// Where a source stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// A place of this page.
    Here(String),
    /// The address of another page.
    There(String),
}

/// The name of a source, and where it stands.
fn origin(source: &Source, year: i32) -> (String, Place) {
    let here = |place: &str| Place::Here(place.to_owned());
    match source {
        Source::Alert { id } => ("Alert".to_owned(), Place::Here(format!("alert-{id}"))),
        Source::Order { id, placed_on } => {
            (format!("Order of {}", day(*placed_on, year)), Place::There(format!("/orders/{id}")))
        }
        Source::Product { name, .. } => (format!("Purchases of {name}"), here("purchases")),
        Source::Interaction { happened_on, author } => {
            (format!("Logged for {} by {author}", day(*happened_on, year)), here("timeline"))
        }
        Source::Score { as_of } => (format!("Score of {}", day(*as_of, year)), here("why")),
        Source::Invoices => ("Invoices".to_owned(), here("invoices")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_says_what_it_is_and_leads_there() {
        let date = "2026-05-12".parse().expect("a date of the calendar");
        let found = |source| origin(&source, 2026);
        assert_eq!(
            found(Source::Score { as_of: date }),
            ("Score of 12 May".to_owned(), Place::Here("why".to_owned()))
        );
        let id = bellwether_core::OrderId(2);
        let (words, place) = found(Source::Order { id, placed_on: date });
        assert_eq!((words.as_str(), place), ("Order of 12 May", Place::There(format!("/orders/{id}"))));
    }
}
