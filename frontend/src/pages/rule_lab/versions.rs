//! Every version with its author, and a way to try an old one again.

use super::Versions;
use super::draft::Draft;
use crate::components::section::section;
use crate::format::day;
use bellwether_core::rule_lab::RulesVersion;
use chrono::Datelike;
use leptos::prelude::*;

/// The list, newest first.
pub fn versions(all: &Versions, in_force: u32, draft: Draft) -> AnyView {
    let mut newest_first: Vec<&RulesVersion> = all.iter().collect();
    newest_first.sort_by_key(|version| std::cmp::Reverse(version.version));
    let rows = newest_first.into_iter().map(|version| row(version, in_force, draft)).collect_view();
    let body = view! { <ol class="lab-versions">{rows}</ol> }.into_any();
    section("Versions", "", "The highest is in force", body)
}

/// Who and when, in words.
fn origin(version: &RulesVersion) -> String {
    let when = version.saved_at.map(|at| {
        let date = at.date_naive();
        format!("{} {}", day(date, date.year()), date.year())
    });
    match (&version.author, when) {
        (Some(author), Some(when)) => format!("{author} · {when}"),
        (Some(author), None) => author.clone(),
        (None, _) => "Comes with the product".to_owned(),
    }
}

fn row(version: &RulesVersion, in_force: u32, draft: Draft) -> AnyView {
    let rules = version.rules;
    let number = version.version;
    let is_shown = move || draft.rules() == rules;
    view! {
        <li>
            <b>{format!("Version {number}")}{(number == in_force).then(|| view! { <span class="chosen">"In force"</span> }.into_any())}</b>
            <span class="muted">{origin(version)}</span>
            <button type="button" class="button" disabled=is_shown aria-label=format!("Try version {number}") on:click=move |_| draft.replace(rules)>"Try"</button>
            {(!version.note.is_empty()).then(|| view! { <p>{version.note.clone()}</p> }.into_any())}
        </li>
    }
    .into_any()
}
