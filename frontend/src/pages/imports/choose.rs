//! Choosing a file: by button, or dropped on the page's field.

use crate::components::icon::{Icon, IconName};
use crate::components::panel::failure_words;
use crate::pages::imports::ImportsState;
use crate::pages::imports::preview;
use crate::pages::imports::upload::{Chosen, Said, preview_of};
use crate::state::session::use_session;
use bellwether_client::ClientError;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the field is doing.
#[derive(Debug, Clone)]
enum Stage {
    Waiting,
    Reading(String),
    Failed(ClientError),
}

/// The field for files, or the preview of the chosen one.
pub(super) fn choose(state: ImportsState) -> AnyView {
    let session = use_session();
    let stage = RwSignal::new(Stage::Waiting);
    let take = move |file: Option<web_sys::File>| {
        let Some(file) = file else { return };
        stage.set(Stage::Reading(file.name()));
        let client = session.client();
        spawn_local(async move {
            match preview_of(&client, &file, Said::Nothing).await {
                Ok(preview) => {
                    stage.try_set(Stage::Waiting);
                    state.chosen.try_set(Some(Chosen { file, preview }));
                }
                Err(error) => {
                    stage.try_set(Stage::Failed(error));
                }
            }
        });
    };
    view! {
        {move || match state.chosen.get() {
            Some(chosen) => preview::preview(state, chosen),
            None => drop_field(stage, take),
        }}
    }
    .into_any()
}

fn drop_field(
    stage: RwSignal<Stage>,
    take: impl Fn(Option<web_sys::File>) + Copy + Send + 'static,
) -> AnyView {
    let is_over = RwSignal::new(false);
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take(event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)));
    };
    let drag_over = move |event: web_sys::DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    view! {
        <section
            class="panel imports-drop"
            class:is-over=move || is_over.get()
            aria-label="Choose a file"
            on:drop=dropped
            on:dragover=drag_over
            on:dragleave=move |_| is_over.set(false)
        >
            <Icon name=IconName::Imports />
            <p class="state-title">{move || stage_title(&stage.get())}</p>
            <p class="muted">{move || stage_words(&stage.get())}</p>
            <label class="button is-primary imports-file">
                "Choose a file"
                <input
                    type="file"
                    class="visually-hidden"
                    accept=".csv,.tsv,.txt,.gz,text/csv"
                    on:change:target=move |event| take(event.target().files().and_then(|files| files.get(0)))
                />
            </label>
        </section>
    }
    .into_any()
}

fn stage_title(stage: &Stage) -> String {
    match stage {
        Stage::Waiting => "Drop a CSV file here".to_owned(),
        Stage::Reading(name) => format!("Reading {name}…"),
        Stage::Failed(error) => failure_words(error).0,
    }
}

fn stage_words(stage: &Stage) -> String {
    match stage {
        Stage::Waiting => {
            "CSV or gzipped CSV, any size; comma, semicolon or tab. You see how it is understood before anything is imported.".to_owned()
        }
        Stage::Reading(_) => "Only its beginning is sent for now.".to_owned(),
        Stage::Failed(error) => failure_words(error).1,
    }
}
