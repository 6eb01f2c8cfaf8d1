//! Makes a new back-test, for those who may, and says how far it is.

use crate::components::panel::failure_words;
use crate::format::tally;
use crate::state::loader::Loader;
use crate::state::session::{Session, use_session};
use bellwether_client::ClientError;
use bellwether_core::Role;
use bellwether_core::accuracy::Accuracy;
use bellwether_core::job::{Job, JobStatus};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How often a running job is asked how far it is.
const PACE: Duration = Duration::from_secs(1);

/// What is known of the back-test that was started here.
#[derive(Clone, Default)]
enum Run {
    #[default]
    None,
    Starting,
    At(Job),
    Failed(String),
}

/// Whether somebody with this role may start one.
fn may_start(role: Role) -> bool {
    match role {
        Role::Leadership | Role::Admin => true,
        Role::Rep | Role::Manager => false,
    }
}

fn is_under_way(run: &Run) -> bool {
    match run {
        Run::Starting => true,
        Run::At(job) => matches!(job.status, JobStatus::Queued | JobStatus::Running),
        Run::None | Run::Failed(_) => false,
    }
}

/// The button with what became of it; nothing for those who may not.
#[component]
pub fn BacktestButton(
    /// Asked again when the job is done.
    latest: Loader<Accuracy>,
) -> impl IntoView {
    let session = use_session();
    let run = RwSignal::new(Run::default());
    let start = move |_| {
        run.set(Run::Starting);
        let client = session.client();
        spawn_local(async move { follow(client.start_backtest().await, run, latest, session) });
    };
    let may = Memo::new(move |_| session.me().is_some_and(|me| may_start(me.role)));
    view! {
        <Show when=move || may.get()>
            <div class="backtest">
                <p class="muted small" role="status">{move || run.with(words)}</p>
                <button type="button" class="button" disabled=move || run.with(is_under_way) on:click=start>"Run back-test"</button>
            </div>
        </Show>
    }
    .into_any()
}

fn words(run: &Run) -> String {
    match run {
        Run::None => String::new(),
        Run::Starting => "Starting…".to_owned(),
        Run::Failed(reason) => reason.clone(),
        Run::At(job) => match job.status {
            JobStatus::Queued => "Waiting for its turn…".to_owned(),
            JobStatus::Running if job.total > 0 => format!("{} of {}", tally(job.done), tally(job.total)),
            JobStatus::Running => "Running…".to_owned(),
            JobStatus::Done => "Done".to_owned(),
            JobStatus::Failed => job.message.clone(),
        },
    }
}

/// Notes the answer, and asks again while the job is under way.
fn follow(answer: Result<Job, ClientError>, run: RwSignal<Run>, latest: Loader<Accuracy>, session: Session) {
    let state = answer.map_or_else(|error| Run::Failed(failure_words(&error).0), Run::At);
    let goes_on = is_under_way(&state);
    let job = match &state {
        Run::At(job) => Some((job.id, job.status)),
        Run::None | Run::Starting | Run::Failed(_) => None,
    };
    // The page may have been left meanwhile; the job goes on without it.
    if run.try_set(state).is_some() {
        return;
    }
    let Some((id, status)) = job else { return };
    if status == JobStatus::Done {
        latest.reload();
    } else if goes_on {
        let again = move || {
            let client = session.client();
            spawn_local(async move { follow(client.job(id).await, run, latest, session) });
        };
        set_timeout(again, PACE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leadership_and_admins_may_start_a_back_test() {
        let may: Vec<_> = Role::ALL.into_iter().filter(|role| may_start(*role)).collect();
        assert_eq!(may, [Role::Leadership, Role::Admin]);
    }
}
