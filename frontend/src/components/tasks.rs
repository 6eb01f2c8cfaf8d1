//! Tasks: what is to be done for an account, or by oneself, each finished by one tick that can be taken back.

mod form;
mod row;
mod state;
pub mod words;

use crate::components::panel::{Placeholder, four_states};
use crate::components::tasks::form::form;
use crate::components::tasks::row::row;
use crate::components::tasks::state::Tasks;
use crate::components::tasks::words::{is_due, today};
use crate::format::tally;
use bellwether_core::task::Task;
use bellwether_core::{AccountId, Page};
use leptos::prelude::*;
use std::sync::Arc;

/// The panel. With an account its tasks, whoever does them; without one those of the caller. `name` is the account's.
pub fn task_list(account: Option<AccountId>, name: Option<String>) -> AnyView {
    let tasks = Tasks::new(account);
    let empty = match account {
        Some(_) => "Nothing is to be done for this account.",
        None => "You have nothing to do. Tasks that you or your manager add appear here.",
    };
    let body = move |_page: Arc<Page<Task>>| rows(tasks);
    let inside = four_states(tasks.loader, Placeholder::Text, |page| page.items.is_empty(), empty, body);
    let count = move || {
        tasks.loader.value().map(|page| match page.total {
            0 => String::new(),
            1 => "1 open".to_owned(),
            total => format!("{} open", tally(total)),
        })
    };
    view! {
        <section class="panel tasks" aria-label="Tasks" aria-busy=move || tasks.loader.is_loading().to_string()>
            <header class="panel-head">
                <h2>{if account.is_some() { "Tasks" } else { "My tasks" }}</h2>
                <div class="panel-note">{count}</div>
            </header>
            <div class="panel-body">
                {inside}
                {form(tasks, name)}
            </div>
        </section>
        {tasks.message.view()}
    }
    .into_any()
}

/// What is due, and the rest folded away unless it is an account's.
fn rows(tasks: Tasks) -> AnyView {
    let today = today();
    let is_of_account = tasks.account.is_some();
    let part = move |is_now: bool| {
        let page = tasks.loader.value();
        let open = page.iter().flat_map(|page| &page.items).filter(|task| !tasks.is_hidden(task.id));
        let chosen = open.filter(|task| (is_of_account || is_due(task.due_on, today)) == is_now);
        chosen.cloned().collect::<Vec<_>>()
    };
    let list = move |is_now: bool| {
        let rows: Vec<_> = part(is_now).iter().map(|task| row(tasks, task, today)).collect();
        view! { <ul class="task-rows">{rows}</ul> }.into_any()
    };
    let later = Memo::new(move |_| part(false).len());
    let none_due =
        move || part(true).is_empty().then(|| view! { <p class="muted">"Nothing is due today."</p> });
    view! {
        {none_due}
        {move || list(true)}
        <Show when=move || { later.get() > 0 }>
            <details class="more">
                <summary>{move || format!("{} later", later.get())}</summary>
                {move || list(false)}
            </details>
        </Show>
    }
    .into_any()
}
