//! Whose sales grew and fell most: tables on a laptop, cards on a phone.

use crate::components::movement::MovementMark;
use crate::components::section::section;
use crate::components::why::why;
use crate::format::{money_full, money_short};
use crate::state::viewport::use_is_phone;
use bellwether_core::Cents;
use bellwether_core::metric::Metric;
use bellwether_core::weekly_diff::{Mover, WeeklyDiff};
use leptos::prelude::*;
use std::sync::Arc;

/// Both panels side by side.
pub fn movers(diff: &WeeklyDiff, symbol: &'static str) -> AnyView {
    view! {
        <div class="weekly-movers">
            {panel("Risers", "No account bought more than before.", &diff.risers, symbol)}
            {panel("Fallers", "No account bought less than before.", &diff.fallers, symbol)}
        </div>
    }
    .into_any()
}

fn panel(title: &'static str, empty: &'static str, movers: &[Mover], symbol: &'static str) -> AnyView {
    let body = if movers.is_empty() {
        view! { <p class="muted">{empty}</p> }.into_any()
    } else {
        let (is_phone, movers): (_, Arc<[Mover]>) = (use_is_phone(), movers.into());
        let shown = move || if is_phone.get() { cards(&movers, symbol) } else { table(&movers, symbol) };
        view! { {shown} }.into_any()
    };
    section(
        title,
        "",
        "Net sales of these days, against as many before",
        view! { {body}{why(&[Metric::Movers])} }.into_any(),
    )
}

/// How much more or less, with its sign.
fn difference(mover: &Mover, symbol: &'static str) -> String {
    let gap = mover.revenue.current.0 - mover.revenue.previous.0;
    let sign = if gap < 0 { "−" } else { "+" };
    format!("{sign}{}", money_short(Cents(gap.abs()), symbol))
}

/// The same as a share, where there was something before.
fn relative(mover: &Mover) -> Option<AnyView> {
    mover.revenue.change.map(|change| view! { <MovementMark change=Some(change) /> }.into_any())
}

fn name(mover: &Mover) -> AnyView {
    let rep = mover.rep.as_ref().map_or_else(|| mover.account.place.clone(), |rep| rep.name.clone());
    view! {
        <span class="two-lines">
            <a href=format!("/accounts/{}", mover.account.id) data-record="">{mover.account.name.clone()}</a>
            <span>{rep}</span>
        </span>
    }
    .into_any()
}

fn table(movers: &[Mover], symbol: &'static str) -> AnyView {
    let row = |mover: &Mover| {
        view! {
            <tr>
                <td>{name(mover)}</td>
                <td class="number">{money_full(mover.revenue.current, symbol)}</td>
                <td class="number muted">{money_full(mover.revenue.previous, symbol)}</td>
                <td class="number"><b>{difference(mover, symbol)}</b>" "{relative(mover)}</td>
            </tr>
        }
        .into_any()
    };
    let rows: Vec<_> = movers.iter().map(row).collect();
    view! {
        <table class="table">
            <thead><tr><th>"Account"</th><th class="number">"Now"</th><th class="number">"Before"</th><th class="number">"Change"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn cards(movers: &[Mover], symbol: &'static str) -> AnyView {
    let card = |mover: &Mover| {
        view! {
            <li class="weekly-card">
                {name(mover)}
                <span class="weekly-card-figures">
                    <b>{difference(mover, symbol)}</b>
                    <span class="muted">{format!("{} · {} before", money_short(mover.revenue.current, symbol), money_short(mover.revenue.previous, symbol))}</span>
                </span>
            </li>
        }
        .into_any()
    };
    let cards: Vec<_> = movers.iter().map(card).collect();
    view! { <ul class="weekly-cards">{cards}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::AccountId;
    use bellwether_core::account::AccountRef;
    use bellwether_core::dashboard::Movement;

    #[test]
    fn a_difference_carries_its_sign() {
        let mover = |current, previous| Mover {
            account: AccountRef { id: AccountId(1), name: String::new(), place: String::new() },
            rep: None,
            from: None,
            to: None,
            trailing_revenue_cents: Cents(0),
            revenue: Movement { current: Cents(current), previous: Cents(previous), change: None },
        };
        assert_eq!(difference(&mover(250_000, 100_000), "$"), "+$1,500");
        assert_eq!(difference(&mover(0, 50_000), "$"), "−$500");
    }
}
