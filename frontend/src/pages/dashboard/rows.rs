//! The rows behind a figure: accounts with their share of it, the largest first, and their sum below.

use crate::components::badge::SegmentShape;
use crate::components::export::{file, file_links};
use crate::components::movement::MovementMark;
use crate::components::rows_sheet::{ROWS_OF_PAGE, Sum, rows_foot, rows_list, rows_sheet};
use crate::format::{approximate, percent, span};
use crate::pages::dashboard::figure::{Part, behind, in_full, label, part_of, use_rows_shown};
use crate::state::filters::use_filters;
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::Page;
use bellwether_core::bridge::{Breakdown, BreakdownQuery, BreakdownRow, Figure};
use leptos::prelude::*;

/// What the latest page said of the whole figure.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Whole {
    figure: Figure,
    value: i64,
    rows: u64,
}

/// The rows behind the figure in the address.
#[component]
pub fn RowsPage() -> impl IntoView {
    let filters = use_filters();
    let session = use_session();
    let shown = use_rows_shown();
    let behind = Memo::new(move |_| behind(filters));
    let whole = RwSignal::new(None::<Whole>);
    let dates = RwSignal::new(None::<String>);
    let formula = RwSignal::new(None::<String>);
    let rows: Pager<BreakdownRow> = load_pages(
        move || behind.get().zip(filters.facts()),
        move |(behind, facts), cursor| {
            let client = session.client();
            let (figure, facts) = (behind.figure, behind.narrow(facts));
            let query =
                BreakdownQuery { figure: Some(figure), limit: Some(ROWS_OF_PAGE), cursor, product: None };
            async move {
                let answer = client.breakdown(&facts, &query).await?;
                // The rows may have been closed meanwhile.
                let _unread = dates.try_set(Some(dates_of(&answer)));
                let _unread = formula.try_set(Some(answer.formula));
                let told = Whole { figure, value: answer.value.current, rows: answer.total };
                let _unread = whole.try_set(Some(told));
                Ok(Page { items: answer.rows, total: answer.total, next_cursor: answer.next_cursor })
            }
        },
    );
    let symbol = session.currency();
    let address = move |format| {
        let (behind, facts) = behind.get().zip(filters.facts())?;
        let query = BreakdownQuery { figure: Some(behind.figure), ..BreakdownQuery::default() };
        session.client().breakdown_address(&behind.narrow(facts), &query, &file(format)).ok()
    };
    let rep_name = move || rows.rows().first().and_then(|row| row.rep.as_ref().map(|rep| rep.name.clone()));
    let title = move || {
        let behind = behind.get()?;
        let of = match behind.of {
            Part::Whole => None,
            Part::State(state) => Some(state),
            Part::Rep(_) => rep_name(),
        };
        let of = of.map_or_else(String::new, |name| format!(" of {name}"));
        Some(format!("Rows behind {}{of}", label(behind.figure)))
    };
    let inside = view! {
        {list(rows, whole, formula, symbol)}
        <div class="rows-files">{file_links(address)}</div>
        {move || whole.get().map(|whole| foot(rows, whole, symbol))}
    };
    rows_sheet(title, move || dates.get(), move || shown.close(filters), inside.into_any())
}

fn dates_of(answer: &Breakdown) -> String {
    let (now, before) = (span(answer.period), span(answer.compared_with));
    match part_of(answer.figure) {
        Some(_) => format!("From {before} to {now}"),
        None => format!("{now}, change against {before}"),
    }
}

fn list(
    rows: Pager<BreakdownRow>,
    whole: RwSignal<Option<Whole>>,
    formula: RwSignal<Option<String>>,
    symbol: &'static str,
) -> AnyView {
    let words = move || formula.get().map(|words| view! { <p class="muted rows-formula">{words}</p> });
    let empty = "No account has a share of this figure in this period.";
    rows_list(rows, "Accounts", empty, words.into_any(), move || table(rows, whole, symbol))
}

fn table(rows: Pager<BreakdownRow>, whole: RwSignal<Option<Whole>>, symbol: &'static str) -> AnyView {
    let Some(told) = whole.get_untracked() else { return ().into_any() };
    let share = if part_of(told.figure).is_some() { "" } else { "Share" };
    view! {
        <table class="table rows-table">
            <thead>
                <tr>
                    <th scope="col">"Account"</th>
                    <th scope="col" class="number">"Amount"</th>
                    <th scope="col" class="number">{share}</th>
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || rows.rows().to_vec()
                    key=|row| row.account.id
                    children=move |row| row_view(&row, told, symbol)
                />
            </tbody>
        </table>
    }
    .into_any()
}

fn row_view(row: &BreakdownRow, whole: Whole, symbol: &'static str) -> AnyView {
    let parts = [row.account.place.as_str(), row.rep.as_ref().map_or("", |rep| rep.name.as_str())];
    let detail: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let is_part = part_of(whole.figure).is_some();
    let share = (!is_part && whole.value > 0)
        .then(|| percent(approximate(row.value.current) / approximate(whole.value)));
    view! {
        <tr>
            <td>
                <span class="two-lines">
                    <a href=format!("/accounts/{}", row.account.id)>{row.account.name.clone()}</a>
                    <span class="badge">
                        {row.segment.map(|segment| view! { <SegmentShape segment />{segment.label()}" · " }.into_any())}
                        {detail.join(" · ")}
                    </span>
                </span>
            </td>
            <td class="number">
                <span class="two-lines">
                    <span class="rows-value">{in_full(whole.figure, row.value.current, symbol)}</span>
                    {(!is_part).then(|| view! { <span><MovementMark change=row.value.change /></span> }.into_any())}
                </span>
            </td>
            <td class="number muted">{share}</td>
        </tr>
    }
    .into_any()
}

fn foot(rows: Pager<BreakdownRow>, whole: Whole, symbol: &'static str) -> AnyView {
    let sum = Sum {
        rows: whole.rows,
        nouns: ["account", "accounts"],
        value: whole.value,
        of_loaded: |rows: &[BreakdownRow]| rows.iter().map(|row| row.value.current).sum(),
    };
    rows_foot(rows, sum, move |value| in_full(whole.figure, value, symbol))
}
