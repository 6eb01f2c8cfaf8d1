//! The weekly rollup (F7–F9): net sales or GP % against the week before and the target.

use crate::components::chart_view::ChartView;
use crate::components::movement::MovementMark;
use crate::components::panel::{Panel, Placeholder};
use crate::components::switch::switch;
use crate::format::{approximate, count, money_full, money_short, percent};
use crate::pages::for_you::words::week;
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_charts::Unit;
use bellwether_charts::bar::BarSeries;
use bellwether_charts::compared_bars::ComparedBars;
use bellwether_core::Cents;
use bellwether_core::dashboard::Margin;
use bellwether_core::insight::{RollupQuery, RollupWeek, TargetProgress, WeeklyRollup};
use bellwether_core::metric::Metric;
use chrono::{Datelike, NaiveTime};
use leptos::prelude::*;
use std::sync::Arc;

/// Whether the person may see GP %.
pub fn has_margin(week: &WeeklyRollup) -> bool {
    week.margin.is_some()
}

/// Asks for the week the address names.
pub fn load_rollup() -> Loader<WeeklyRollup> {
    let session = use_session();
    let filters = use_filters();
    load(
        move || {
            let is_calendar = filters.get("week").as_deref() == Some("calendar");
            Some(RollupQuery {
                week: is_calendar.then_some(RollupWeek::Calendar),
                rep: filters.parsed("rep"),
                as_of: None,
            })
        },
        move |query| {
            let client = session.client();
            async move { client.weekly_rollup(&query).await }
        },
    )
}

/// What the panel shows.
const SHOWN: [Metric; 5] =
    [Metric::NetSales, Metric::Orders, Metric::Change, Metric::TargetReached, Metric::Drafts];

/// The panel.
pub fn rollup(loader: Loader<WeeklyRollup>) -> AnyView {
    let filters = use_filters();
    let symbol = use_session().currency();
    let may = Memo::new(move |_| loader.value().is_some_and(|week| has_margin(&week)));
    let controls = move || {
        view! {
            <div class="toolbar">
                {may.get().then(|| switch(filters, "Show", "show", [("$", None), ("GP %", Some("gp"))]))}
                {switch(filters, "Which week", "week", [("7 days", None), ("Calendar week", Some("calendar"))])}
            </div>
        }
    };
    let body = move |week: Arc<WeeklyRollup>| body(&week, symbol, filters);
    view! {
        <Panel
            title="Weekly sales"
            metrics=&SHOWN
            note=controls
            loader
            placeholder=Placeholder::Chart
            is_empty=|_| false
            empty=""
            body
        />
    }
    .into_any()
}

fn body(shown: &WeeklyRollup, symbol: &'static str, filters: Filters) -> AnyView {
    let year = shown.as_of.year();
    let is_gp = filters.get("show").as_deref() == Some("gp");
    let figure = match &shown.margin {
        Some(margin) if is_gp => gp_figure(margin),
        Some(_) | None => sales_figure(shown, symbol),
    };
    let weeks = [shown.period, shown.compared_with].map(|period| week(period, year));
    let dates = format!("{} · {}", compared(&weeks, shown.cut_time), shown.scope);
    view! {
        <p class="muted small">{dates}</p>
        {figure}
        {shown.target.map(|target| target_bar(target, symbol))}
        {chart(shown, symbol)}
        <dl class="for-you-inputs">
            <div><dt>"Orders"</dt><dd>{format!("{} (before {})", count(shown.orders.current), count(shown.orders.previous))}</dd></div>
            <div><dt>"Credits and returns, in net sales"</dt><dd>{money_full(shown.credits.current, symbol)}</dd></div>
            <div><dt>"Open drafts, in no other figure"</dt><dd>{format!("{} · {}", count(shown.drafts), money_full(shown.drafts_cents, symbol))}</dd></div>
        </dl>
    }
    .into_any()
}

/// "16 – 22 Nov, against 9 – 15 Nov, both until 9:30": where today is not over, neither is the day it is held against.
fn compared([current, before]: &[String; 2], cut: Option<NaiveTime>) -> String {
    let until = cut.map_or_else(String::new, |time| format!(", both until {}", time.format("%-H:%M")));
    format!("{current}, against {before}{until}")
}

/// The change in words: absolute, and the base it cannot be a share of.
fn change_words(current: Cents, previous: Cents, symbol: &'static str) -> String {
    let change = current - previous;
    let sign = if change.0 > 0 { "+" } else { "" };
    if previous.0 > 0 {
        format!("{sign}{}", money_full(change, symbol))
    } else {
        format!("{sign}{}, n/a in % (was {})", money_full(change, symbol), money_full(previous, symbol))
    }
}

fn sales_figure(shown: &WeeklyRollup, symbol: &'static str) -> AnyView {
    let sales = shown.sales;
    let mark = sales.change.map(|change| view! { <MovementMark change=Some(change) /> });
    view! {
        <p class="for-you-week"><b title=money_full(sales.current, symbol)>{money_short(sales.current, symbol)}</b>{mark}
            <span class="muted">{change_words(sales.current, sales.previous, symbol)}</span></p>
    }
    .into_any()
}

fn gp_figure(margin: &Margin) -> AnyView {
    let known = format!("cost known for {} of net sales", percent(margin.cost_coverage));
    let rate = margin.judged_rate();
    let figure = rate.map_or_else(|| "Not enough cost data".to_owned(), percent);
    let points = rate
        .zip(margin.previous_rate)
        .map(|(now, before)| format!("{:+.1} points · ", (now - before) * 100.0));
    view! { <p class="for-you-week"><b>{figure}</b><span class="muted">{points}{known}</span></p> }.into_any()
}

fn target_bar(target: TargetProgress, symbol: &'static str) -> AnyView {
    let words =
        format!("{} of the target of {}", percent(target.reached), money_full(target.target_cents, symbol));
    let spoken = words.clone();
    view! {
        <p class="small">{words}</p>
        <progress class="for-you-target" max="1" value=target.reached.clamp(0.0, 1.0).to_string() aria-label=spoken></progress>
    }
    .into_any()
}

fn chart(shown: &WeeklyRollup, symbol: &'static str) -> AnyView {
    let buckets: Vec<String> = shown.days.iter().map(|day| day.date.format("%a").to_string()).collect();
    let series = |name: &str, pick: fn(&bellwether_core::insight::RollupDay) -> Cents| BarSeries {
        name: name.to_owned(),
        values: shown.days.iter().map(|day| approximate(pick(day).0)).collect(),
    };
    let front = series("This week", |day| day.sales_cents);
    let behind = series("The week before", |day| day.previous_cents);
    let draw = move |size| {
        let (title, unit) = ("Net sales by day", Unit::Money(symbol));
        ComparedBars { title, size, unit, buckets: &buckets, behind: &behind, front: &front }.render()
    };
    view! { <ChartView draw height=180.0 label="Net sales by day, this week before the one before" /> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_not_over_says_until_when_both_count() {
        let weeks = ["16 – 22 Nov".to_owned(), "9 – 15 Nov".to_owned()];
        assert_eq!(compared(&weeks, None), "16 – 22 Nov, against 9 – 15 Nov");
        let cut = NaiveTime::from_hms_opt(9, 30, 0);
        assert_eq!(compared(&weeks, cut), "16 – 22 Nov, against 9 – 15 Nov, both until 9:30");
    }

    #[test]
    fn a_base_of_nothing_has_no_percentage() {
        assert_eq!(change_words(Cents(5_000), Cents(0), "$"), "+$50.00, n/a in % (was $0.00)");
        assert_eq!(change_words(Cents(5_000), Cents(4_000), "$"), "+$10.00");
    }
}
