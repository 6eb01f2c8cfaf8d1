//! One task: a box to tick, what to do, for whom, by when.

use crate::components::tasks::state::Tasks;
use crate::components::tasks::words::{due_words, is_late};
use bellwether_core::task::Task;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The row.
pub fn row(tasks: Tasks, task: &Task, today: Option<NaiveDate>) -> AnyView {
    let account = task.account.as_ref().filter(|_| tasks.account.is_none()).map(|account| {
        view! { <a href=format!("/accounts/{}", account.id) data-record="">{account.name.clone()}</a> }
            .into_any()
    });
    let due = task.due_on.map(|due_on| {
        let words = today.map_or_else(|| due_on.to_string(), |today| due_words(due_on, today));
        let class = if is_late(task.due_on, today) { "task-due is-late" } else { "task-due" };
        view! { <time class=class datetime=due_on.to_string()>{words}</time> }.into_any()
    });
    let who = (!tasks.is_own(task)).then(|| view! { <span>{task.assignee.name.clone()}</span> }.into_any());
    let asked = (task.author.id != task.assignee.id && tasks.is_own(task))
        .then(|| view! { <span>{format!("from {}", task.author.name)}</span> }.into_any());
    let label = format!("Done: {}", task.title);
    let finished = task.clone();
    view! {
        <li class="task">
            <label class="task-tick">
                <input type="checkbox" aria-label=label on:change=move |_| tasks.finish(&finished) />
            </label>
            <div class="task-words">
                <span>{task.title.clone()}</span>
                <span class="task-about muted">{account}{due}{who}{asked}</span>
            </div>
        </li>
    }
    .into_any()
}
