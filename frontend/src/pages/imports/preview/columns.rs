//! The columns of a file, each with the field it becomes.

use super::Draft;
use crate::pages::imports::field_words::{FIELDS, is_for, label};
use crate::pages::imports::mapping::{assign, field_of};
use bellwether_core::import::ColumnGuess;
use leptos::prelude::*;

/// Every column with its first values, and which field it becomes.
pub(super) fn columns(draft: Draft) -> AnyView {
    let rows = move || {
        draft.guess.with(|guess| guess.columns.iter().map(|column| column_row(draft, column)).collect_view())
    };
    view! {
        <div class="imports-columns">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Column"</th>
                        <th scope="col">"Becomes"</th>
                        <th scope="col">"First values"</th>
                        <th scope="col" class="is-wide-only">"Why"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn column_row(draft: Draft, column: &ColumnGuess) -> AnyView {
    let header = column.header.clone();
    let own = StoredValue::new(header.clone());
    let field =
        Memo::new(move |_| own.with_value(|header| draft.mapping.with(|mapping| field_of(mapping, header))));
    let change = move |place: String| {
        let field = place.parse::<usize>().ok().and_then(|place| FIELDS.get(place).copied());
        own.with_value(|header| draft.mapping.update(|mapping| assign(mapping, header, field)));
    };
    let options = move || {
        let kind = draft.mapping.with(|mapping| mapping.kind);
        let offered = FIELDS
            .into_iter()
            .enumerate()
            .filter(move |(_, offered)| is_for(*offered, kind) || field.get() == Some(*offered));
        offered
            .map(|(place, offered)| view! { <option value=place.to_string() selected=move || field.get() == Some(offered)>{label(offered)}</option> }.into_any())
            .collect_view()
    };
    let (guessed, reason) = (column.field, column.reason.clone());
    let why = move || if field.get() == guessed { reason.clone() } else { "changed".to_owned() };
    let samples = column
        .samples
        .iter()
        .take(3)
        .map(|sample| view! { <code>{sample.clone()}</code> }.into_any())
        .collect_view();
    view! {
        <tr class:is-ignored=move || field.get().is_none()>
            <th scope="row">{header.clone()}</th>
            <td>
                <select aria-label=format!("What the column {header} becomes") disabled=move || !draft.is_kind_known() on:change:target=move |event| change(event.target().value())>
                    <option value="" selected=move || field.get().is_none()>"Ignored"</option>
                    {options}
                </select>
            </td>
            <td class="imports-samples">{samples}</td>
            <td class="is-wide-only muted">{why}</td>
        </tr>
    }
    .into_any()
}
