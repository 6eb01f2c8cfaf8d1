//! The alerts that wait, each given to somebody in place: at once on the screen, then on the server.

use super::{date, year_of};
use crate::components::icon::{Icon, IconName};
use crate::components::message::Message;
use crate::components::section::section;
use crate::components::tasks::words::today;
use crate::components::tier::alert_badge;
use crate::components::why::why;
use crate::format::{money_full, money_short};
use crate::state::session::Session;
use bellwether_core::metric::Metric;
use bellwether_core::task::{Person, TaskInput};
use bellwether_core::weekly_diff::{WaitingAlert, WeeklyDiff};
use bellwether_core::{AlertId, TaskId, UserId};
use chrono::{Days, NaiveDate};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;
use std::sync::Arc;

/// How many days somebody has unless told otherwise.
const DAYS_TO_DO_IT: u64 = 2;

/// Who was given which alert while the page is open.
#[derive(Clone, Copy)]
pub struct Assigning {
    given: RwSignal<HashMap<AlertId, String>>,
    chosen: RwSignal<Option<AlertId>>,
    session: Session,
    message: Message,
}

impl Assigning {
    /// Nobody anything yet.
    pub fn new(session: Session, message: Message) -> Self {
        Self { given: RwSignal::new(HashMap::new()), chosen: RwSignal::new(None), session, message }
    }

    fn assign(self, alert: &WaitingAlert, person: &Person, due_on: Option<NaiveDate>) {
        let id = alert.alert;
        let input = TaskInput {
            title: title(alert),
            account: Some(alert.account.id),
            alert: Some(id),
            due_on,
            assignee: Some(person.id),
            is_done: false,
        };
        self.chosen.set(None);
        self.given.update(|given| given.extend([(id, person.name.clone())]));
        let words = format!("{} looks after {}.", person.name, alert.account.name);
        self.message.say(words.clone());
        let client = self.session.client();
        spawn_local(async move {
            match client.add_task(&input).await {
                Ok(task) => self.message.offer(words, move || self.take_back(id, task.id)),
                Err(error) => {
                    let _gone = self.given.try_update(|given| given.remove(&id));
                    self.message.refuse(&error);
                    if error.needs_sign_in() {
                        self.session.ended();
                    }
                }
            }
        });
    }

    fn take_back(self, alert: AlertId, task: TaskId) {
        let client = self.session.client();
        spawn_local(async move {
            match client.remove_task(task).await {
                Ok(()) => drop(self.given.try_update(|given| given.remove(&alert))),
                Err(error) => self.message.refuse(&error),
            }
        });
    }
}

/// What the task says.
fn title(alert: &WaitingAlert) -> String {
    format!("{}: {}", alert.kind.label(), alert.account.name).chars().take(300).collect()
}

/// The panel.
pub fn waiting(diff: &WeeklyDiff, assigning: Assigning, symbol: &'static str) -> AnyView {
    let body = if diff.waiting.is_empty() {
        view! { <p class="muted">"No alert waits for anybody."</p> }.into_any()
    } else {
        let people: Arc<[Person]> = diff.people.as_slice().into();
        let year = year_of(diff);
        let rows: Vec<_> =
            diff.waiting.iter().map(|alert| row(alert, &people, assigning, symbol, year)).collect();
        view! { <ul class="weekly-waiting">{rows}</ul> }.into_any()
    };
    section(
        "Waiting for somebody",
        "",
        "The most valuable first",
        view! { {body}{why(&[Metric::AlertValue])} }.into_any(),
    )
}

fn row(
    alert: &WaitingAlert,
    people: &Arc<[Person]>,
    assigning: Assigning,
    symbol: &'static str,
    year: i32,
) -> AnyView {
    let id = alert.alert;
    let value = alert.value_cents.map(|value| {
        view! { <span class="weekly-money" title=money_full(value, symbol)><b>{money_short(value, symbol)}</b><span class="muted small">" at stake"</span></span> }
            .into_any()
    });
    let rep = alert.rep.as_ref().map(|rep| rep.name.clone());
    let about =
        [Some(alert.kind.label().to_owned()), Some(format!("since {}", date(alert.opened_on, year))), rep];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let label = format!("Assign {}", alert.account.name);
    let (people, held) = (Arc::clone(people), alert.clone());
    let action = move || {
        let given = assigning.given.with(|given| given.get(&id).cloned());
        match given {
            Some(name) => view! {
                <span class="weekly-given"><Icon name=IconName::Check />{name}</span>
            }
            .into_any(),
            None if assigning.chosen.get() == Some(id) => form(&held, &people, assigning),
            None => view! {
                <button type="button" class="button" aria-label=label.clone() on:click=move |_| assigning.chosen.set(Some(id))>"Assign"</button>
            }
            .into_any(),
        }
    };
    view! {
        <li>
            <div class="weekly-who">
                <a href=format!("/accounts/{}", alert.account.id) data-record="">{alert.account.name.clone()}</a>
                {alert_badge(alert.tier)}
                {value}
            </div>
            <p>{alert.sentence.clone()}</p>
            <p class="muted small">{about}</p>
            <div class="weekly-assign">{action}</div>
        </li>
    }
    .into_any()
}

/// The account's own rep where they sign in themselves, or else whoever assigns.
fn offered_first(alert: &WaitingAlert, people: &[Person], me: Option<UserId>) -> Option<UserId> {
    let rep = alert.rep.as_ref().map(|rep| rep.name.as_str());
    let own = people.iter().find(|person| Some(person.name.as_str()) == rep);
    own.map(|person| person.id).or(me)
}

/// Who, and by when.
fn form(alert: &WaitingAlert, people: &Arc<[Person]>, assigning: Assigning) -> AnyView {
    let (select, due) = (NodeRef::<html::Select>::new(), NodeRef::<html::Input>::new());
    let offered = offered_first(alert, people, untrack(|| assigning.session.me()).map(|me| me.id));
    let options: Vec<_> = people
        .iter()
        .map(|person| {
            let is_own = offered == Some(person.id);
            view! { <option value=person.id.to_string() selected=is_own>{person.name.clone()}</option> }
                .into_any()
        })
        .collect();
    let (alert, people) = (alert.clone(), Arc::clone(people));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let picked = select.get_untracked().map(|select| select.value());
        let due_on = due.get_untracked().and_then(|due| due.value().parse().ok());
        if let Some(person) = people.iter().find(|person| Some(person.id.to_string()) == picked) {
            assigning.assign(&alert, person, due_on);
        }
    };
    let due_on = today().and_then(|today| today.checked_add_days(Days::new(DAYS_TO_DO_IT)));
    view! {
        <form on:submit=submit>
            <select node_ref=select aria-label="Who does it" autofocus>{options}</select>
            <input node_ref=due type="date" aria-label="Due" value=due_on.map(|date| date.to_string()) />
            <button type="submit" class="button is-primary">"Assign"</button>
            <button type="button" class="button is-quiet" on:click=move |_| assigning.chosen.set(None)>"Cancel"</button>
        </form>
    }
    .into_any()
}
