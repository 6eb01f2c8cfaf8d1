//! The week in three figures.

use super::date;
use crate::components::tile::{Tile, TileFigure};
use crate::format::{count, count_short, money_full, money_short};
use bellwether_core::Cents;
use bellwether_core::dashboard::Movement;
use bellwether_core::weekly_diff::WeeklyDiff;
use chrono::Datelike;
use leptos::prelude::*;

/// Net sales, orders and money at risk.
pub fn headline(diff: &WeeklyDiff, symbol: &'static str) -> AnyView {
    let dates = format!("/dashboard?from={}&to={}", diff.period.from, diff.period.last());
    let orders = TileFigure {
        label: "Orders",
        short: count_short(diff.orders.current),
        full: count(diff.orders.current),
        previous: count(diff.orders.previous),
        change: diff.orders.change,
        href: dates.clone(),
        ..TileFigure::default()
    };
    let sales = money_tile("Net sales", diff.revenue, symbol, dates);
    let at_risk = diff.at_risk.map(|at_risk| {
        // Its own growth is bad news: the arrow is told in words instead of colours for good and bad.
        let words = format!(
            "{} {} than at the start",
            money_short(Cents((at_risk.current.0 - at_risk.previous.0).abs()), symbol),
            if at_risk.current.0 > at_risk.previous.0 { "more" } else { "less" }
        );
        let mut figure = money_tile("Money at risk", at_risk, symbol, "/accounts?segment=at_risk".to_owned());
        figure.change = None;
        figure.note = Some(format!("{words} · {} then", money_short(at_risk.previous, symbol)));
        figure
    });
    let at_risk = match at_risk {
        Some(figure) => view! { <Tile figure /> }.into_any(),
        None => unscored(diff),
    };
    view! { <div class="weekly-tiles"><Tile figure=sales /><Tile figure=orders />{at_risk}</div> }.into_any()
}

/// Instead of a comparison with a day that nothing was scored on.
fn unscored(diff: &WeeklyDiff) -> AnyView {
    let words = format!(
        "Nothing was scored before {}: there is nothing to compare yet.",
        date(diff.period.from, diff.as_of.year())
    );
    view! { <div class="tile"><span class="tile-label">"Money at risk"</span><span class="muted">{words}</span></div> }.into_any()
}

fn money_tile(
    label: &'static str,
    movement: Movement<Cents>,
    symbol: &'static str,
    href: String,
) -> TileFigure {
    TileFigure {
        label,
        short: money_short(movement.current, symbol),
        full: money_full(movement.current, symbol),
        previous: money_short(movement.previous, symbol),
        change: movement.change,
        href,
        ..TileFigure::default()
    }
}
