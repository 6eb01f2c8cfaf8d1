//! The latest imports, newest first; one of them opens by its name.

use crate::components::panel::{Panel, Placeholder};
use crate::format::{ago, count, now};
use crate::pages::imports::ImportsState;
use crate::pages::imports::one::status_words;
use crate::state::filters::use_filters;
use bellwether_core::import::{Import, ImportStatus};
use leptos::prelude::*;
use std::sync::Arc;

/// The list.
pub(super) fn history(state: ImportsState) -> AnyView {
    view! {
        <Panel
            title="Past imports"
            loader=state.history
            placeholder=Placeholder::Rows
            is_empty=has_none
            empty="Nothing has been imported yet. Choose a file above: a first file of order lines fills the dashboard, the accounts and the map."
            body=table
        />
    }
    .into_any()
}

// The panel hands over what its loader holds, which is the vector itself.
#[expect(clippy::ptr_arg, reason = "the loader's type is a vector")]
fn has_none(imports: &Vec<Import>) -> bool {
    imports.is_empty()
}

fn table(imports: Arc<Vec<Import>>) -> AnyView {
    let (checks, others): (Vec<&Import>, Vec<&Import>) =
        imports.iter().partition(|import| import.status == ImportStatus::DryRun);
    let done = if others.is_empty() {
        view! { <p class="muted imports-none">"Nothing has been imported yet, only checked."</p> }.into_any()
    } else {
        rows_of(&others, "Past imports", ["Added", "Updated"])
    };
    let checked = (!checks.is_empty()).then(|| {
        view! {
            <h3 class="imports-checks">"Checks, nothing written"</h3>
            {rows_of(&checks, "Checks", ["To add", "To update"])}
        }
    });
    view! { {done}{checked} }.into_any()
}

fn rows_of(imports: &[&Import], name: &'static str, [added, updated]: [&'static str; 2]) -> AnyView {
    let rows = imports.iter().map(|import| row(import)).collect_view();
    view! {
        <table class="table imports-history" aria-label=name>
            <thead>
                <tr>
                    <th scope="col">"File"</th>
                    <th scope="col">"State"</th>
                    <th scope="col" class="number">"Read"</th>
                    <th scope="col" class="number is-wide-only">{added}</th>
                    <th scope="col" class="number is-wide-only">{updated}</th>
                    <th scope="col" class="number is-wide-only">"Unchanged"</th>
                    <th scope="col" class="number">"Rejected"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(import: &Import) -> AnyView {
    let filters = use_filters();
    let id = import.id.to_string();
    let rows = import.rows;
    let figure = |number: u64| count(i64::try_from(number).unwrap_or(i64::MAX));
    let when = now().map_or_else(String::new, |now| ago(import.started_at, now));
    view! {
        <tr>
            <td>
                <span class="two-lines">
                    <button type="button" class="imports-open" on:click=move |_| filters.set(&[("import", Some(id.clone()))])>{import.file_name.clone()}</button>
                    <span>{import.kind.label()}" · "{when}</span>
                </span>
            </td>
            <td><span class=format!("imports-status is-{}", import.status.code())>{status_words(import.status)}</span></td>
            <td class="number">{figure(rows.read)}</td>
            <td class="number is-wide-only">{figure(rows.added)}</td>
            <td class="number is-wide-only">{figure(rows.updated)}</td>
            <td class="number is-wide-only">{figure(rows.unchanged)}</td>
            <td class="number">{figure(rows.rejected)}</td>
        </tr>
    }
    .into_any()
}
