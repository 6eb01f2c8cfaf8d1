//! The rows behind a figure: accounts with their share of it, the largest first, and their sum below. Over the page
//! at the side; on phones over all of it.

use crate::components::badge::SegmentShape;
use crate::components::dialog::{close_beside, close_modal, show_modal};
use crate::components::endless::{empty_with, endless};
use crate::components::export::{file, file_links};
use crate::components::icon::{Icon, IconName};
use crate::components::movement::MovementMark;
use crate::format::{approximate, percent, span, tally};
use crate::pages::dashboard::figure::{behind, in_full, label, part_of, use_rows_shown};
use crate::state::filters::use_filters;
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::Page;
use bellwether_core::bridge::{Breakdown, BreakdownQuery, BreakdownRow, Figure};
use leptos::html;
use leptos::prelude::*;

/// Rows of a page.
const ROWS: u32 = 100;
/// How far below the window the last row may be before more is asked for, in CSS pixels.
const AHEAD: i32 = 900;

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
    let figure = Memo::new(move |_| behind(filters));
    let whole = RwSignal::new(None::<Whole>);
    let dates = RwSignal::new(None::<String>);
    let rows: Pager<BreakdownRow> = load_pages(
        move || figure.get().zip(filters.facts()),
        move |(figure, facts), cursor| {
            let client = session.client();
            let query = BreakdownQuery { figure: Some(figure), limit: Some(ROWS), cursor, product: None };
            async move {
                let answer = client.breakdown(&facts, &query).await?;
                // The rows may have been closed meanwhile.
                let _unread = dates.try_set(Some(dates_of(&answer)));
                let told = Whole { figure, value: answer.value.current, rows: answer.total };
                let _unread = whole.try_set(Some(told));
                Ok(Page { items: answer.rows, total: answer.total, next_cursor: answer.next_cursor })
            }
        },
    );
    let dialog = NodeRef::<html::Dialog>::new();
    show_modal(dialog);
    let symbol = session.currency();
    let address = move |format| {
        let (figure, facts) = figure.get().zip(filters.facts())?;
        let query = BreakdownQuery { figure: Some(figure), ..BreakdownQuery::default() };
        session.client().breakdown_address(&facts, &query, &file(format)).ok()
    };
    view! {
        <dialog
            class="rows-sheet"
            node_ref=dialog
            aria-labelledby="rows-title"
            on:close=move |_| shown.close(filters)
            on:click=move |event| close_beside(&event, dialog)
        >
            <div class="rows-box">
                <header class="rows-head">
                    <div>
                        <h2 id="rows-title">{move || figure.get().map(|figure| format!("Rows behind {}", label(figure)))}</h2>
                        <p class="muted small">{move || dates.get()}</p>
                    </div>
                    <button type="button" class="button is-quiet is-icon" aria-label="Close" on:click=move |_| close_modal(dialog)>
                        <Icon name=IconName::Close />
                    </button>
                </header>
                {scrolled(rows, whole, symbol)}
                <div class="rows-files">{file_links(address)}</div>
                {move || whole.get().map(|whole| sum(rows, whole, symbol))}
            </div>
        </dialog>
    }
    .into_any()
}

fn dates_of(answer: &Breakdown) -> String {
    let (now, before) = (span(answer.period), span(answer.compared_with));
    match part_of(answer.figure) {
        Some(_) => format!("From {before} to {now}"),
        None => format!("{now}, change against {before}"),
    }
}

/// The list, which asks for more while its end is near.
fn scrolled(rows: Pager<BreakdownRow>, whole: RwSignal<Option<Whole>>, symbol: &'static str) -> AnyView {
    let frame = NodeRef::<html::Div>::new();
    let look = move || {
        if let Some(frame) = frame.get_untracked()
            && frame.scroll_height() - frame.scroll_top() - frame.client_height() < AHEAD
        {
            rows.load_more();
        }
    };
    let formula = move || {
        let part = whole.get().and_then(|whole| part_of(whole.figure))?;
        Some(view! { <p class="muted rows-formula">{part.formula()}</p> }.into_any())
    };
    view! {
        <div class="rows-list" node_ref=frame tabindex="0" role="group" aria-label="Accounts" on:scroll=move |_| look()>
            {formula}
            {endless(rows, || empty_with("No account has a share of this figure in this period.", None), move || table(rows, whole, symbol))}
        </div>
    }
    .into_any()
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

/// The figure at the foot, and whether the rows shown reach it already.
fn sum(rows: Pager<BreakdownRow>, whole: Whole, symbol: &'static str) -> AnyView {
    let words = move || {
        let loaded = rows.rows();
        let reached: i64 = loaded.iter().map(|row| row.value.current).sum();
        let count = u64::try_from(loaded.len()).unwrap_or(u64::MAX);
        sum_words(count, whole.rows, reached == whole.value, &in_full(whole.figure, reached, symbol))
    };
    view! {
        <footer class="rows-foot">
            <p class="muted small">{words}</p>
            <p class="rows-sum">{in_full(whole.figure, whole.value, symbol)}</p>
        </footer>
    }
    .into_any()
}

fn sum_words(loaded: u64, all: u64, reaches: bool, reached: &str) -> String {
    let accounts = if all == 1 { "1 account".to_owned() } else { format!("{} accounts", tally(all)) };
    match (loaded >= all, reaches) {
        (false, _) => format!("Sum of {accounts}. The first {} sum to {reached}.", tally(loaded)),
        (true, true) => format!("Sum of {accounts}, all shown."),
        (true, false) => {
            format!("Orders came in while this was open: the rows sum to {reached}. Open it again.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_foot_says_whether_all_rows_are_there_and_reach_the_figure() {
        assert_eq!(
            sum_words(100, 1200, false, "$5.00"),
            "Sum of 1,200 accounts. The first 100 sum to $5.00."
        );
        assert_eq!(sum_words(1, 1, true, "$5.00"), "Sum of 1 account, all shown.");
        assert!(sum_words(2, 2, false, "$5.00").contains("Open it again"));
    }
}
