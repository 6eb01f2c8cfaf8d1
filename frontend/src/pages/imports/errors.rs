//! Rejected rows one by one: where, what was found, what is wrong, what to do.

use crate::components::panel::Failure;
use crate::format::count;
use crate::state::loader::Loader;
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::ImportId;
use bellwether_core::import::{Import, RowError};
use leptos::prelude::*;

/// The table of bad rows; nothing when there are none.
pub(super) fn errors(import: Loader<Import>, id: ImportId) -> AnyView {
    let session = use_session();
    let has_errors = Memo::new(move |_| import.value().is_some_and(|import| import.rows.rejected > 0));
    let rows: Pager<RowError> = load_pages(
        move || has_errors.get().then_some(id),
        move |id, cursor| {
            let client = session.client();
            async move { client.import_errors(id, cursor.as_deref()).await }
        },
    );
    view! { {move || has_errors.get().then(|| table(rows))} }.into_any()
}

fn table(errors: Pager<RowError>) -> AnyView {
    let heading = move || match errors.total() {
        Some(total) => format!("Rejected rows ({})", count(i64::try_from(total).unwrap_or(i64::MAX))),
        None => "Rejected rows".to_owned(),
    };
    view! {
        <div class="panel-body imports-errors">
            <h3>{heading}</h3>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col" class="number">"Row"</th>
                        <th scope="col">"Column"</th>
                        <th scope="col">"Value"</th>
                        <th scope="col">"What is wrong, and what to do"</th>
                    </tr>
                </thead>
                <tbody>{move || errors.rows().iter().map(row).collect_view()}</tbody>
            </table>
            {move || errors.failure().map(|error| view! { <Failure error retry=move |()| errors.reload() /> }.into_any())}
            {move || errors.has_more().then(|| view! {
                <button type="button" class="button" disabled=move || errors.is_loading() on:click=move |_| errors.load_more()>"Show more"</button>
            })}
        </div>
    }
    .into_any()
}

fn row(error: &RowError) -> AnyView {
    let column = if error.column.is_empty() { "whole row".to_owned() } else { error.column.clone() };
    let value = if error.value.is_empty() {
        view! { <span class="muted">"empty"</span> }.into_any()
    } else {
        view! { <code>{error.value.clone()}</code> }.into_any()
    };
    view! {
        <tr>
            <td class="number">{error.row}</td>
            <td>{column}</td>
            <td>{value}</td>
            <td>{error.message.clone()}<span class="imports-remedy muted">{error.remedy.clone()}</span></td>
        </tr>
    }
    .into_any()
}
