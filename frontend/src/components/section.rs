//! A titled box whose content is there already.

use leptos::prelude::*;

/// The box; `note` stands beside the heading, `class` says how much room it takes.
pub fn section(
    title: &'static str,
    class: &'static str,
    note: impl IntoView + 'static,
    body: AnyView,
) -> AnyView {
    framed(title, class, note.into_any(), body)
}

/// The same box for every type of note, so that its code exists once.
fn framed(title: &'static str, class: &'static str, note: AnyView, body: AnyView) -> AnyView {
    view! {
        <section class=format!("panel {class}") aria-label=title>
            <header class="panel-head"><h2>{title}</h2><div class="panel-note">{note}</div></header>
            <div class="panel-body">{body}</div>
        </section>
    }
    .into_any()
}
