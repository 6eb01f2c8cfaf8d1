//! Adds a task: what, by when, and for those who may, who.

use crate::components::tasks::state::Tasks;
use crate::components::tasks::words::today;
use bellwether_core::task::TaskInput;
use bellwether_core::{Role, UserId};
use leptos::html;
use leptos::prelude::*;

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    title: NodeRef<html::Input>,
    due_on: NodeRef<html::Input>,
    assignee: NodeRef<html::Select>,
}

impl Draft {
    /// What is sent; nothing while there is nothing to do.
    fn input(self, tasks: Tasks) -> Option<TaskInput> {
        let title = self.title.get_untracked()?.value().trim().to_owned();
        let due_on = self.due_on.get_untracked().and_then(|input| input.value().parse().ok());
        let assignee: Option<UserId> =
            self.assignee.get_untracked().and_then(|select| select.value().parse().ok());
        (!title.is_empty()).then_some(TaskInput {
            title,
            account: tasks.account,
            alert: None,
            due_on,
            assignee,
            is_done: false,
        })
    }

    fn clear(self) {
        if let Some(title) = self.title.get_untracked() {
            title.set_value("");
        }
    }
}

/// The form; `name` is the account's.
pub fn form(tasks: Tasks, name: Option<String>) -> AnyView {
    let draft = Draft { title: NodeRef::new(), due_on: NodeRef::new(), assignee: NodeRef::new() };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = draft.input(tasks) {
            tasks.add(input, move || draft.clear());
        }
    };
    let label = match name {
        Some(name) => format!("New task for {name}"),
        None => "New task".to_owned(),
    };
    let today = today().map(|today| today.to_string());
    view! {
        <form class="task-form" aria-label="Add a task" on:submit=submit>
            <input node_ref=draft.title type="text" maxlength="300" required aria-label=label placeholder="Add a task" autocomplete="off" />
            <input node_ref=draft.due_on type="date" aria-label="Due" value=today />
            {assignee_select(tasks, draft.assignee)}
            <button type="submit" class="button">"Add"</button>
        </form>
    }
    .into_any()
}

/// Who does it; reps give tasks to themselves only.
fn assignee_select(tasks: Tasks, select: NodeRef<html::Select>) -> AnyView {
    let me = untrack(|| crate::state::session::use_session().me());
    if me.is_none_or(|me| me.role == Role::Rep) {
        return ().into_any();
    }
    let options = move || {
        let people = tasks.people.value();
        let options = people.iter().flat_map(|people| people.iter()).map(|person| {
            view! { <option value=person.id.to_string()>{person.name.clone()}</option> }.into_any()
        });
        options.collect_view()
    };
    view! {
        <select node_ref=select aria-label="Who does it"><option value="">"Me"</option>{options}</select>
    }
    .into_any()
}
