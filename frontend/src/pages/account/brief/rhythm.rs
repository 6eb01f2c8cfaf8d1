//! The last order against the usual gap, and when the next one is expected, with how often such windows held.

use crate::format::{band, day, days, money_full, percent, tally};
use crate::pages::account::brief::part;
use crate::pages::account::rhythm::{gaps_chart, window_chart};
use bellwether_core::brief::AccountBrief;
use bellwether_core::score::NextOrder;
use chrono::Datelike;
use leptos::prelude::*;

const GAPS_HEIGHT: f64 = 72.0;
const WINDOW_HEIGHT: f64 = 64.0;

/// Both lines with their pictures.
pub fn rhythm(brief: &AccountBrief, symbol: &'static str) -> AnyView {
    let last = view! { <p>{last_order(brief, symbol)}</p>{gaps(brief)} }.into_any();
    view! {
        {part("Last order", last)}
        {brief.next_order.map(|next| part("Next order", window(brief, next)))}
    }
    .into_any()
}

/// "12 May, $1,240.00, 49 days ago; usually one comes every 12 days."
fn last_order(brief: &AccountBrief, symbol: &'static str) -> String {
    let Some(date) = brief.last_order else { return "No order yet.".to_owned() };
    let parts = [
        Some(day(date, brief.as_of.year())),
        brief.last_order_cents.map(|cents| money_full(cents, symbol)),
        brief.days_since_last_order.map(since),
    ];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    match brief.usual_gap_days {
        Some(gap) => format!("{words}; usually one comes every {gap:.0} days."),
        None => format!("{words}. One order is no rhythm yet."),
    }
}

fn since(number: i64) -> String {
    if number == 0 { "today".to_owned() } else { format!("{} ago", days(number)) }
}

fn gaps(brief: &AccountBrief) -> Option<AnyView> {
    let past: Vec<u32> = brief.gaps.iter().filter_map(|gap| u32::try_from(gap.days).ok()).collect();
    let present = u32::try_from(brief.days_since_last_order?).ok()?;
    (!past.is_empty()).then(|| gaps_chart(past, present, GAPS_HEIGHT))
}

fn window(brief: &AccountBrief, next: NextOrder) -> AnyView {
    let year = brief.as_of.year();
    let due = match next.overdue_days {
        Some(overdue) => format!("{} overdue", days(overdue)),
        None => format!("reach out {}", day(next.outreach, year)),
    };
    let words = format!("{}, {due}", band(next.wide, year));
    let record = match brief.windows_held {
        Some((held, windows)) => format!("Such windows held {} of {} orders", percent(held), tally(windows)),
        None => "How far windows kept their word".to_owned(),
    };
    view! {
        <p>{words}</p>
        {window_chart(brief.as_of, brief.last_order, next, WINDOW_HEIGHT)}
        <p class="small"><a class="brief-link" href="/accuracy">{record}</a></p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_of_today_was_not_days_ago() {
        assert_eq!([0, 1, 49].map(since), ["today", "1 day ago", "49 days ago"]);
    }
}
