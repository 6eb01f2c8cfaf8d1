//! The week in three figures.

use super::date;
use crate::components::tile::{Tile, TileFigure};
use crate::components::why::why;
use crate::format::{count, count_short, money_full, money_short};
use bellwether_core::Cents;
use bellwether_core::dashboard::Movement;
use bellwether_core::metric::Metric;
use bellwether_core::weekly_diff::WeeklyDiff;
use chrono::Datelike;
use leptos::prelude::*;
use std::cmp::Ordering;

/// What the tiles show.
const SHOWN: [Metric; 4] = [Metric::NetSales, Metric::Orders, Metric::MoneyAtRisk, Metric::Change];

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
    let then = diff.scored_on.map_or_else(String::new, |then| date(then, diff.as_of.year()));
    let at_risk = diff.at_risk.map(|at_risk| TileFigure {
        is_better_less: true,
        note: Some(since_then(at_risk, symbol, &then)),
        ..money_tile("Money at risk", at_risk, symbol, "/accounts?segment=at_risk".to_owned())
    });
    let at_risk = match at_risk {
        Some(figure) => view! { <Tile figure /> }.into_any(),
        None => unscored(diff),
    };
    view! { <div class="weekly-tiles"><Tile figure=sales /><Tile figure=orders />{at_risk}</div>{why(&SHOWN)} }.into_any()
}

/// How much more or less it is than on the date it is compared with; the tile itself says how much that was.
fn since_then(amount: Movement<Cents>, symbol: &'static str, date: &str) -> String {
    let (now, then) = (amount.current, amount.previous);
    if then == Cents::ZERO {
        return format!("none on {date}");
    }
    let difference = money_short(Cents((now.0 - then.0).abs()), symbol);
    match now.cmp(&then) {
        Ordering::Greater => format!("{difference} more than on {date}"),
        Ordering::Less => format!("{difference} less than on {date}"),
        Ordering::Equal => format!("as on {date}"),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_at_risk_is_compared_wherever_there_was_some() {
        let told =
            |now: i64, then: i64| since_then(Movement::of_money(Cents(now), Cents(then)), "$", "9 Nov");
        assert_eq!(told(102_200_000, 100_000_000), "$22.0 K more than on 9 Nov");
        assert_eq!(told(50_000, 70_000), "$200 less than on 9 Nov");
        assert_eq!(
            (told(80_000, 80_000), told(80_000, 0)),
            ("as on 9 Nov".to_owned(), "none on 9 Nov".to_owned())
        );
    }
}
