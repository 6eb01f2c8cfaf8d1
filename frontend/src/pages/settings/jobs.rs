//! What runs in the background, with real progress; it can be left and found again.

use crate::components::panel::{Panel, Placeholder, failure_words};
use crate::format::{ago, now, tally};
use crate::state::effect::watch;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_client::ClientError;
use bellwether_core::job::{Job, JobKind, JobStatus, ScoreRequest};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use std::time::Duration;

/// How often running jobs are asked how far they are.
const PACE: Duration = Duration::from_secs(2);

/// The latest jobs.
#[component]
pub fn JobsPanel(
    /// Whether the person may start a scoring.
    may_score: bool,
) -> impl IntoView {
    let session = use_session();
    let jobs: Loader<Vec<Job>> = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.jobs().await }
        },
    );
    watch(move || {
        let is_running = jobs.value().is_some_and(|jobs| jobs.iter().any(|job| !is_over(job.status)));
        if is_running {
            let later = set_timeout_with_handle(move || jobs.reload(), PACE);
            on_cleanup(move || {
                if let Ok(later) = later {
                    later.clear();
                }
            });
        }
    });
    let body = |jobs: Arc<Vec<Job>>| {
        let rows = jobs.iter().map(row).collect_view();
        view! { <ul class="jobs">{rows}</ul> }.into_any()
    };
    view! {
        <Panel
            title="Background work"
            note=move || may_score.then(|| score_button(jobs))
            loader=jobs
            placeholder=Placeholder::Rows
            is_empty=Vec::is_empty
            empty="Nothing has run yet. Imports and scoring appear here."
            body
        />
    }
    .into_any()
}

fn is_over(status: JobStatus) -> bool {
    match status {
        JobStatus::Queued | JobStatus::Running => false,
        JobStatus::Done | JobStatus::Failed => true,
    }
}

fn score_button(jobs: Loader<Vec<Job>>) -> AnyView {
    let session = use_session();
    let failure = RwSignal::new(None::<ClientError>);
    let start = move |_| {
        let client = session.client();
        spawn_local(async move {
            let answer = client.start_scoring(&ScoreRequest::default()).await;
            failure.try_set(answer.err());
            jobs.reload();
        });
    };
    view! {
        {move || failure.get().map(|error| view! { <span role="alert">{failure_words(&error).0}" "</span> }.into_any())}
        <button type="button" class="button" on:click=start>"Score now"</button>
    }
    .into_any()
}

fn kind_label(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Import => "Import",
        JobKind::Score => "Scoring",
        JobKind::Backtest => "Back-test",
    }
}

/// Where a job is, in words.
fn status_words(job: &Job) -> String {
    match job.status {
        JobStatus::Queued => "Waiting".to_owned(),
        JobStatus::Running if job.total == 0 => format!("Running, {} done", tally(job.done)),
        JobStatus::Running => format!("Running, {} of {}", tally(job.done), tally(job.total)),
        JobStatus::Done => "Done".to_owned(),
        JobStatus::Failed => "Failed".to_owned(),
    }
}

fn row(job: &Job) -> AnyView {
    let age = now().map(|now| ago(job.finished_at.unwrap_or(job.created_at), now));
    let progress = (job.status == JobStatus::Running && job.total > 0).then(|| {
        view! { <progress max=job.total.to_string() value=job.done.to_string() aria-label="Progress"></progress> }
    });
    view! {
        <li>
            <b>{kind_label(job.kind)}</b>
            <span>{status_words(job)}</span>
            <span class="muted">{age}</span>
            {progress}
            {(!job.message.is_empty()).then(|| view! { <span class="muted job-message">{job.message.clone()}</span> })}
        </li>
    }
    .into_any()
}
