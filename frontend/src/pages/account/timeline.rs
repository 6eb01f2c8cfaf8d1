//! What happened with the account, the newest first (D6): orders, calls and visits, alerts, invoices and tasks.

mod row;

use crate::components::endless::{empty_with, endless};
use crate::components::switch::{Choice, switch};
use crate::format::tally;
use crate::pages::account::log::{Log, id_of};
use crate::pages::account::timeline::row::{Line, added_line, line};
use crate::state::filters::use_filters;
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::AccountId;
use bellwether_core::timeline::{TimelineEntry, TimelineKind, TimelineQuery};
use chrono::Datelike;
use leptos::prelude::*;

/// Entries asked for at once.
const PAGE_ROWS: u32 = 50;
/// Name of the kind in the address.
const KIND: &str = "timeline";

/// The words people read for several of a kind.
fn label(kind: TimelineKind) -> &'static str {
    match kind {
        TimelineKind::Order => "Orders",
        TimelineKind::Interaction => "Calls and visits",
        TimelineKind::Alert => "Alerts",
        TimelineKind::Invoice => "Invoices",
        TimelineKind::Task => "Tasks",
    }
}

fn kind_of(word: &str) -> Option<TimelineKind> {
    TimelineKind::ALL.into_iter().find(|kind| kind.code() == word)
}

/// Loads it.
pub fn load_timeline(account: AccountId) -> Pager<TimelineEntry> {
    let (session, filters) = (use_session(), use_filters());
    let kind = Memo::new(move |_| filters.get(KIND).as_deref().and_then(kind_of));
    load_pages(
        move || Some(kind.get()),
        move |kind, cursor| {
            let client = session.client();
            let query = TimelineQuery { kind, limit: Some(PAGE_ROWS), cursor };
            async move { client.timeline(account, &query).await }
        },
    )
}

/// The panel.
pub fn timeline(log: Log, symbol: &'static str) -> AnyView {
    let filters = use_filters();
    let may_see = untrack(|| use_session().me()).is_some_and(|me| me.permissions.view_financials);
    let kinds = TimelineKind::ALL.into_iter().filter(|kind| may_see || *kind != TimelineKind::Invoice);
    let kinds = kinds.map(|kind| (label(kind), Some(kind.code())));
    let choices: Vec<Choice> = [("All", None)].into_iter().chain(kinds).collect();
    let total = move || log.timeline.total().map(|total| format!("{} in all", tally(total)));
    view! {
        <div id="timeline" class="account-anchor span-12" tabindex="-1">
            <section class="panel" aria-label="Timeline">
                <header class="panel-head">
                    <div class="invoices-head"><h2>"Timeline"</h2><div class="panel-note" role="status">{total}</div></div>
                    <div class="timeline-kinds">{switch(filters, "Which kinds", KIND, choices)}</div>
                </header>
                <div class="panel-body">
                    {added(log, symbol)}
                    {stored(log, symbol)}
                </div>
            </section>
        </div>
    }
    .into_any()
}

/// What was logged on this page and has not come back in the list yet.
fn added(log: Log, symbol: &'static str) -> AnyView {
    let rows = move || {
        let rows = log.added_beside(&log.timeline.rows());
        let shows = use_filters()
            .get(KIND)
            .as_deref()
            .and_then(kind_of)
            .is_none_or(|kind| kind == TimelineKind::Interaction);
        let today = log.brief.value().map(|brief| brief.made_at.date_naive());
        let drawn = rows.iter().map(|added| added_line(added, today).view(symbol)).collect_view();
        (shows && !rows.is_empty()).then(|| view! { <ol class="timeline is-added">{drawn}</ol> })
    };
    view! { {rows} }.into_any()
}

fn stored(log: Log, symbol: &'static str) -> AnyView {
    let pager = log.timeline;
    let full = move || {
        let rows = move || {
            let year = untrack(|| log.brief.value()).map_or(0, |brief| brief.as_of.year());
            let rows = pager.rows();
            let shown = rows.iter().filter(|row| id_of(row).is_none_or(|id| !log.is_removed(id)));
            shown.map(|entry| line(entry, year)).collect::<Vec<Line>>()
        };
        view! {
            <ol class="timeline">
                <For each=rows key=|line| line.key.clone() let(line)>{line.view(symbol)}</For>
            </ol>
        }
        .into_any()
    };
    let empty = || {
        empty_with(
            "Nothing yet. Orders and invoices come with imports, calls and visits with the button “Log”.",
            None,
        )
    };
    endless(pager, empty, full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_survives_the_address() {
        for kind in TimelineKind::ALL {
            assert_eq!(kind_of(kind.code()), Some(kind));
        }
        assert_eq!(kind_of("visit"), None);
    }
}
