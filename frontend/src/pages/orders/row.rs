//! Orders as rows of a table on laptops and as cards on phones, where the person who started a draft is one
//! tap away.

use super::entries::Entry;
use crate::components::call::call_link;
use crate::components::order_status::order_status_label;
use crate::format::{day, money_full};
use crate::state::filters::use_filters;
use crate::state::session::use_session;
use crate::state::viewport::use_is_phone;
use bellwether_core::order::{OrderSummary, Starter};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// What is told of each order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Who started it and when.
    Draft,
    /// How far it is.
    Placed,
}

/// What all rows share.
#[derive(Clone, Copy)]
struct Look {
    shape: Shape,
    symbol: &'static str,
    year: Option<i32>,
}

impl Look {
    fn day(self, date: NaiveDate) -> String {
        day(date, self.year.unwrap_or_else(|| date.year()))
    }
}

/// The rows; those that are there already stay when more come.
pub(super) fn rows(entries: Signal<Vec<Entry>>, shape: Shape) -> AnyView {
    let is_phone = use_is_phone();
    let year = untrack(|| use_filters().freshness()).map(|fresh| fresh.as_of.year());
    let look = Look { shape, symbol: use_session().currency(), year };
    view! { {move || if is_phone.get() { cards(entries, look) } else { table(entries, look) }} }.into_any()
}

fn table(entries: Signal<Vec<Entry>>, look: Look) -> AnyView {
    let about = match look.shape {
        Shape::Draft => view! { <th scope="col">"Started"</th><th scope="col">"Started by"</th> }.into_any(),
        Shape::Placed => view! { <th scope="col">"Status"</th> }.into_any(),
    };
    view! {
        <table class="table orders-table">
            <thead>
                <tr>
                    <th scope="col">"Order"</th>
                    <th scope="col">"Account"</th>
                    {about}
                    <th scope="col" class="number">"Lines"</th>
                    <th scope="col" class="number">"Amount"</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || entries.get() key=Entry::key let(entry)>{table_line(&entry, look)}</For>
            </tbody>
        </table>
    }
    .into_any()
}

fn table_line(entry: &Entry, look: Look) -> AnyView {
    match entry {
        Entry::Day(date) => {
            view! { <tr class="orders-day"><th scope="colgroup" colspan="5">{day_heading(*date)}</th></tr> }
                .into_any()
        }
        Entry::Order(order) => table_row(order, look),
    }
}

/// A day as its heading says it: "Tuesday, 30 Jun 2026".
fn day_heading(date: NaiveDate) -> String {
    format!("{}, {} {}", weekday(date), day(date, date.year()), date.year())
}

fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        chrono::Weekday::Mon => "Monday",
        chrono::Weekday::Tue => "Tuesday",
        chrono::Weekday::Wed => "Wednesday",
        chrono::Weekday::Thu => "Thursday",
        chrono::Weekday::Fri => "Friday",
        chrono::Weekday::Sat => "Saturday",
        chrono::Weekday::Sun => "Sunday",
    }
}

fn table_row(order: &OrderSummary, look: Look) -> AnyView {
    let about = match look.shape {
        Shape::Draft => view! {
            <td>{look.day(order.placed_on)}</td>
            <td>{starter(order.started_by.as_ref(), "")}</td>
        }
        .into_any(),
        Shape::Placed => view! { <td class="muted">{order_status_label(order.status)}</td> }.into_any(),
    };
    view! {
        <tr>
            <td><a href=format!("/orders/{}", order.id) data-record="">{order.number.clone()}</a></td>
            <td>
                <span class="two-lines">
                    <a href=format!("/accounts/{}", order.account.id) data-aside="">{order.account.name.clone()}</a>
                    <span>{order.account.place.clone()}</span>
                </span>
            </td>
            {about}
            <td class="number">{order.lines}</td>
            <td class="number">{money_full(order.revenue_cents, look.symbol)}</td>
        </tr>
    }
    .into_any()
}

/// Who started a draft, and the way to call them.
pub(super) fn starter(starter: Option<&Starter>, class: &'static str) -> AnyView {
    match starter {
        Some(Starter { name, phone: Some(phone) }) => call_link(phone, format!("Call {name}"), class),
        Some(Starter { name, phone: None }) => view! { <span>{name.clone()}</span> }.into_any(),
        None => view! { <span class="muted">"Not recorded"</span> }.into_any(),
    }
}

fn cards(entries: Signal<Vec<Entry>>, look: Look) -> AnyView {
    view! {
        <ul class="cards">
            <For each=move || entries.get() key=Entry::key let(entry)>
                {match &entry {
                    Entry::Day(date) => view! { <li class="orders-day"><h3>{day_heading(*date)}</h3></li> }.into_any(),
                    Entry::Order(order) => card(order, look),
                }}
            </For>
        </ul>
    }
    .into_any()
}

fn card(order: &OrderSummary, look: Look) -> AnyView {
    let call = (look.shape == Shape::Draft).then(|| {
        let words = match &order.started_by {
            Some(Starter { name, phone: None }) => {
                view! { <p class="muted small">{format!("Started by {name}, no telephone known")}</p> }
                    .into_any()
            }
            Some(_) => starter(order.started_by.as_ref(), "is-wide"),
            None => view! { <p class="muted small">"Who started it is not recorded"</p> }.into_any(),
        };
        view! { <div class="order-call">{words}</div> }
    });
    view! {
        <li class="card order-card">
            <div class="order-card-head">
                <a class="order-card-link" href=format!("/orders/{}", order.id) data-record="">{order.account.name.clone()}</a>
                <b class="number">{money_full(order.revenue_cents, look.symbol)}</b>
            </div>
            <p class="muted small">{card_words(order, look)}</p>
            {call}
        </li>
    }
    .into_any()
}

fn card_words(order: &OrderSummary, look: Look) -> String {
    let when = match look.shape {
        Shape::Draft => format!("Draft since {}", look.day(order.placed_on)),
        Shape::Placed => order_status_label(order.status).to_owned(),
    };
    let parts = [order.account.place.clone(), format!("No. {}", order.number), line_count(order.lines), when];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Lines in words.
pub(super) fn line_count(lines: u32) -> String {
    if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_named_with_its_weekday_and_year() {
        let date = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar");
        assert_eq!(day_heading(date), "Tuesday, 30 Jun 2026");
    }

    #[test]
    fn one_line_is_not_lines() {
        assert_eq!((line_count(1), line_count(0)), ("1 line".to_owned(), "0 lines".to_owned()));
    }
}
