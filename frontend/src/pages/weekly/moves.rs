//! Which accounts went from one segment to another, and how much they buy.

use super::{date, year_of};
use crate::components::badge::SegmentBadge;
use crate::components::icon::{Icon, IconName};
use crate::components::section::section;
use crate::components::why::why;
use crate::format::{money_full, money_short, tally};
use bellwether_core::metric::Metric;
use bellwether_core::weekly_diff::{Mover, SegmentMove, WeeklyDiff};
use leptos::prelude::*;

/// The panel.
pub fn moves(diff: &WeeklyDiff, symbol: &'static str) -> AnyView {
    let year = year_of(diff);
    let body = if diff.moves.is_empty() {
        let words = if diff.at_risk.is_some() {
            "No account changed its segment."
        } else {
            "Nothing was scored at the start of these days. Moves appear once there are scores from before."
        };
        view! { <p class="muted">{words}</p> }.into_any()
    } else {
        let rows: Vec<_> = diff.moves.iter().map(|moved| row(moved, symbol)).collect();
        view! { <ul class="weekly-moves">{rows}</ul> }.into_any()
    };
    let then =
        diff.scored_on.map(|then| format!(", from {} to {}", date(then, year), date(diff.as_of, year)));
    let note = format!("Net sales of twelve months{}", then.unwrap_or_default());
    section(
        "Moves between segments",
        "",
        note,
        view! { {body}{why(&[Metric::SegmentMoves, Metric::Segment])} }.into_any(),
    )
}

fn row(moved: &SegmentMove, symbol: &'static str) -> AnyView {
    let from = match moved.from {
        Some(from) => view! { <SegmentBadge segment=Some(from) /> }.into_any(),
        None => view! { <span class="badge muted">"Newly scored"</span> }.into_any(),
    };
    let number = match moved.accounts {
        1 => "1 account".to_owned(),
        accounts => format!("{} accounts", tally(accounts)),
    };
    let top: Vec<_> = moved.top.iter().map(|mover| top_row(mover, symbol)).collect();
    let left = moved.accounts.saturating_sub(u64::try_from(moved.top.len()).unwrap_or(u64::MAX));
    let rest =
        (left > 0).then(|| view! { <li class="muted">{format!("and {} more", tally(left))}</li> }.into_any());
    view! {
        <li>
            <details>
                <summary>
                    <span class="weekly-move">
                        {from}
                        <Icon name=IconName::ChevronRight />
                        <span class="visually-hidden">"to"</span>
                        <SegmentBadge segment=Some(moved.to) />
                    </span>
                    <span class="weekly-count">{number}</span>
                    <b class="weekly-money" title=money_full(moved.trailing_revenue_cents, symbol)>
                        {money_short(moved.trailing_revenue_cents, symbol)}
                    </b>
                </summary>
                <ul class="weekly-top">{top}{rest}</ul>
            </details>
        </li>
    }
    .into_any()
}

fn top_row(mover: &Mover, symbol: &'static str) -> AnyView {
    let about = [Some(mover.account.place.clone()), mover.rep.as_ref().map(|rep| rep.name.clone())];
    let about: Vec<String> = about.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    view! {
        <li>
            <span class="two-lines">
                <a href=format!("/accounts/{}", mover.account.id) data-record="">{mover.account.name.clone()}</a>
                <span>{about.join(" · ")}</span>
            </span>
            <span>{money_full(mover.trailing_revenue_cents, symbol)}</span>
        </li>
    }
    .into_any()
}
