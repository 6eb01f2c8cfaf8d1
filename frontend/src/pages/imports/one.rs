//! One import: how far it is, what became of the rows, why some were left out, and undo.

use crate::components::panel::{Failure, failure_words};
use crate::format::{approximate, count, money_full};
use crate::pages::imports::{ImportsState, errors};
use crate::state::effect::watch;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_client::ClientError;
use bellwether_core::ImportId;
use bellwether_core::import::{Import, ImportStatus, Notice, RejectionCount, RowCounts, UndoReport};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How often a running import is asked how far it is.
const PULSE: Duration = Duration::from_millis(600);

/// The panel of one import.
pub(super) fn one(state: ImportsState, id: ImportId) -> AnyView {
    let session = state.session;
    let import: Loader<Import> = load(
        move || Some(id),
        move |id| {
            let client = session.client();
            async move { client.import(id).await }
        },
    );
    follow(import, id, state);
    let undo = RwSignal::new(Undo::Offered);
    let status = Memo::new(move |_| import.value().map(|import| import.status));
    let panel = NodeRef::<html::Section>::new();
    watch(move || {
        if let Some(panel) = panel.get() {
            // It may lie below a long preview; whoever started it wants to see it.
            panel.scroll_into_view();
        }
    });
    view! {
        <section class="panel imports-one" aria-label="This import" node_ref=panel>
            {move || match (import.value(), import.failure()) {
                (_, Some(error)) => view! { <Failure error retry=move |()| import.reload() /> }.into_any(),
                (None, None) => view! { <div class="panel-body"><div class="skeleton-text" role="status"><span class="visually-hidden">"Loading"</span><span class="skeleton"></span><span class="skeleton"></span></div></div> }.into_any(),
                (Some(import), None) => body(&import),
            }}
            {move || undo_view(state, import, id, undo, status.get() == Some(ImportStatus::Done))}
            {move || status.get().filter(|status| *status != ImportStatus::Running).map(|_| errors::errors(import, id))}
        </section>
    }
    .into_any()
}

/// Asks again while it runs; once it ends, a list of imports in which it still runs is out of date.
fn follow(import: Loader<Import>, id: ImportId, state: ImportsState) {
    watch(move || {
        let Some(status) = import.value().map(|import| import.status) else { return };
        if status == ImportStatus::Running {
            if !import.is_loading() {
                set_timeout(move || import.reload(), PULSE);
            }
            return;
        }
        let listed = state.history.value();
        let is_out_of_date = listed.is_some_and(|listed| {
            listed.iter().any(|listed| listed.id == id && listed.status == ImportStatus::Running)
        });
        // What is on its way is judged when it is here.
        if is_out_of_date && !untrack(|| state.history.is_loading()) {
            state.history.reload();
        }
    });
}

/// The word for how far an import is.
pub(super) fn status_words(status: ImportStatus) -> &'static str {
    match status {
        ImportStatus::Running => "Running",
        ImportStatus::Done => "Imported",
        ImportStatus::DryRun => "Checked, nothing written",
        ImportStatus::Failed => "Failed, nothing written",
        ImportStatus::Undone => "Undone",
    }
}

fn body(import: &Import) -> AnyView {
    let rest = match import.status {
        ImportStatus::Running => progress(import),
        ImportStatus::Failed => {
            let why = import.failure.clone().unwrap_or_else(|| "No reason was recorded.".to_owned());
            view! { <p class="notice is-failing" role="alert">{why}</p> }.into_any()
        }
        ImportStatus::Done | ImportStatus::DryRun | ImportStatus::Undone => summary(import),
    };
    view! {
        <header class="panel-head">
            <h2>{import.file_name.clone()}</h2>
            <p class=format!("imports-status is-{}", import.status.code()) role="status">{status_words(import.status)}</p>
        </header>
        <div class="panel-body">{rest}</div>
    }
    .into_any()
}

fn counted(number: u64) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX))
}

fn progress(import: &Import) -> AnyView {
    let share = share_read(import);
    view! {
        <progress class="imports-progress" max="100" value=share.map(|share| share.to_string()) aria-label="How much of the file is read"></progress>
        <p>{format!("{} rows read", counted(import.rows.read))}{share.map(|share| format!(" · {share}%"))}
            <span class="muted">" · you can leave this page; the import goes on"</span>
        </p>
    }
    .into_any()
}

/// Whole per cent of the file read; none while its size is unknown.
fn share_read(import: &Import) -> Option<u64> {
    let whole = import.bytes_read.checked_mul(100)?.checked_div(import.bytes_total)?;
    Some(whole.min(100))
}

fn summary(import: &Import) -> AnyView {
    let symbol = use_session().currency();
    let totals = import.totals;
    let made = [
        (new_words(import.status, "accounts"), counted(totals.accounts_added)),
        (new_words(import.status, "orders"), counted(totals.orders_added)),
        (new_words(import.status, "products"), counted(totals.products_added)),
        ("Amount".to_owned(), money_full(totals.amount_cents, symbol)),
    ];
    let made = made
        .map(|(name, figure)| view! { <div><dt>{name}</dt><dd>{figure}</dd></div> }.into_any())
        .into_iter()
        .collect_view();
    view! {
        {balance(import.rows, import.status)}
        {second_look("Please check:", &import.notices)}
        <dl class="imports-totals">{made}</dl>
        {import.job.map(|_| view! { <p class="muted">"Scores are brought up to date in the background after each import."</p> }.into_any())}
        {rejections(&import.rejections)}
    }
    .into_any()
}

/// What deserves a second look although nothing failed.
pub(super) fn second_look(heading: &'static str, notices: &[Notice]) -> Option<AnyView> {
    let items =
        notices.iter().map(|notice| view! { <li>{notice.message.clone()}</li> }.into_any()).collect_view();
    (!notices.is_empty()).then(|| {
        view! { <div class="notice is-warning imports-notices" role="status"><b>{heading}</b><ul>{items}</ul></div> }
            .into_any()
    })
}

/// What is new, in words that do not promise what a check has not done.
fn new_words(status: ImportStatus, things: &str) -> String {
    match status {
        ImportStatus::DryRun => format!("New {things} found"),
        ImportStatus::Running | ImportStatus::Done | ImportStatus::Failed | ImportStatus::Undone => {
            format!("New {things}")
        }
    }
}

/// Rows read as the sum of their fates, so that nobody wonders where rows went.
fn balance(rows: RowCounts, status: ImportStatus) -> AnyView {
    let (added, updated) =
        if status == ImportStatus::DryRun { ("to add", "to update") } else { ("added", "updated") };
    let part = |figure: u64, words: &'static str, sign: &'static str| {
        view! { <span class="imports-part"><span class="muted" aria-hidden="true">{sign}</span><b>{counted(figure)}</b>" "{words}</span> }.into_any()
    };
    let mismatch = (!rows.balances()).then(|| {
        view! { <p class="notice is-failing" role="alert">"These figures do not add up. Please report this import."</p> }
    });
    view! {
        <p class="imports-balance">
            {part(rows.read, "rows read", "")}
            {part(rows.added, added, "=")}
            {part(rows.updated, updated, "+")}
            {part(rows.unchanged, "unchanged", "+")}
            {part(rows.rejected, "rejected", "+")}
        </p>
        {mismatch}
    }
    .into_any()
}

fn rejections(rejections: &[RejectionCount]) -> Option<AnyView> {
    // Where every row has a reason of its own, the table of rows below says all of it.
    if rejections.iter().all(|reason| reason.rows < 2) {
        return None;
    }
    let all = rejections.iter().map(|reason| reason.rows).sum::<u64>();
    let rows = rejections
        .iter()
        .map(|reason| {
            let width = approximate(i64::try_from(reason.rows).unwrap_or(i64::MAX)) / approximate(i64::try_from(all).unwrap_or(i64::MAX)) * 100.0;
            view! {
                <li>
                    <span>{reason.message.clone()}</span>
                    <b>{counted(reason.rows)}</b>
                    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width=format!("{width:.1}") height="4" /></svg>
                </li>
            }.into_any()
        })
        .collect_view();
    Some(view! { <h3>"Why rows were left out"</h3><ul class="imports-rejections">{rows}</ul> }.into_any())
}

/// Where taking an import out again stands.
#[derive(Debug, Clone)]
enum Undo {
    Offered,
    Asked,
    Working,
    Done(UndoReport),
    Failed(ClientError),
}

fn run_undo(state: ImportsState, import: Loader<Import>, id: ImportId, undo: RwSignal<Undo>) {
    let client = state.session.client();
    undo.set(Undo::Working);
    spawn_local(async move {
        match client.undo_import(id).await {
            Ok(report) => {
                undo.try_set(Undo::Done(report));
                import.reload();
                state.history.reload();
            }
            Err(error) => {
                undo.try_set(Undo::Failed(error));
            }
        }
    });
}

fn undo_view(
    state: ImportsState,
    import: Loader<Import>,
    id: ImportId,
    undo: RwSignal<Undo>,
    is_done: bool,
) -> AnyView {
    match undo.get() {
        Undo::Offered if is_done => view! {
            <div class="imports-undo"><button type="button" class="button" on:click=move |_| undo.set(Undo::Asked)>"Undo this import"</button></div>
        }
        .into_any(),
        Undo::Offered => ().into_any(),
        Undo::Asked => view! {
            <div class="imports-undo" role="group" aria-label="Undo this import">
                <p>"Everything this import added is taken out, and what it changed is put back. Rows that someone changed or used since are kept and counted."</p>
                <button type="button" class="button is-primary" on:click=move |_| run_undo(state, import, id, undo)>"Take it out"</button>
                <button type="button" class="button" on:click=move |_| undo.set(Undo::Offered)>"Keep it"</button>
            </div>
        }
        .into_any(),
        Undo::Working => view! { <p class="imports-undo" role="status">"Taking it out…"</p> }.into_any(),
        Undo::Done(report) => view! { <p class="notice imports-undo" role="status">{undo_words(report)}</p> }.into_any(),
        Undo::Failed(error) => {
            let (what, remedy) = failure_words(&error);
            view! {
                <div class="imports-undo">
                    <p class="notice is-failing" role="alert"><b>{what}</b>" "{remedy}</p>
                    <button type="button" class="button" on:click=move |_| undo.set(Undo::Asked)>"Try again"</button>
                </div>
            }
            .into_any()
        }
    }
}

fn undo_words(report: UndoReport) -> String {
    format!(
        "Taken out: {} order lines, {} orders, {} accounts, {} products, {} invoices, {} targets. Put back: {} rows. Kept because they were changed or used since: {}.",
        counted(report.lines_removed),
        counted(report.orders_removed),
        counted(report.accounts_removed),
        counted(report.products_removed),
        counted(report.invoices_removed),
        counted(report.targets_removed),
        counted(report.restored),
        counted(report.kept),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_undo_says_what_was_kept() {
        let report = UndoReport { lines_removed: 1200, kept: 3, ..UndoReport::default() };
        let words = undo_words(report);
        assert!(words.starts_with("Taken out: 1,200 order lines") && words.ends_with("since: 3."), "{words}");
    }
}
