//! The chosen file as it was understood, to be corrected, checked and imported.

mod columns;
mod saved;
mod settings;
mod understood;

use crate::components::panel::failure_words;
use crate::pages::imports::ImportsState;
use crate::pages::imports::field_words::needed;
use crate::pages::imports::mapping::name_for;
use crate::pages::imports::one::second_look;
use crate::pages::imports::preview::columns::columns;
use crate::pages::imports::upload::{Chosen, start};
use crate::state::filters::{Filters, use_filters};
use crate::state::session::{Session, use_session};
use bellwether_client::{ClientError, UploadOptions};
use bellwether_core::import::{Import, Mapping, Notice, Preview, SavedMapping};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The file while its mapping is corrected.
#[derive(Clone, Copy)]
struct Draft {
    state: ImportsState,
    session: Session,
    filters: Filters,
    file: StoredValue<web_sys::File, LocalStorage>,
    /// How the server understands the file by itself, or under the kind chosen.
    guess: RwSignal<Preview>,
    mapping: RwSignal<Mapping>,
    /// What deserves a second look when the file is read with the mapping.
    notices: RwSignal<Vec<Notice>>,
    mapping_name: RwSignal<String>,
    covers_up_to: RwSignal<Option<NaiveDate>>,
    is_sending: RwSignal<bool>,
    failure: RwSignal<Option<ClientError>>,
    /// Said after something worked.
    notice: RwSignal<Option<String>>,
}

/// The panel of the chosen file.
pub(super) fn preview(state: ImportsState, chosen: Chosen) -> AnyView {
    let name = chosen.file.name();
    let facts = format!(
        "{} · {} · separated by {} · {} columns",
        file_size(chosen.file.size()),
        chosen.preview.encoding,
        delimiter_words(&chosen.preview.delimiter),
        chosen.preview.columns.len(),
    );
    let draft = Draft {
        state,
        session: use_session(),
        filters: use_filters(),
        mapping: RwSignal::new(chosen.preview.mapping.clone()),
        notices: RwSignal::new(chosen.preview.notices.clone()),
        mapping_name: RwSignal::new(name_for(&name)),
        covers_up_to: RwSignal::new(None),
        is_sending: RwSignal::new(false),
        failure: RwSignal::new(None),
        notice: RwSignal::new(None),
        guess: RwSignal::new(chosen.preview),
        file: StoredValue::new_local(chosen.file),
    };
    draft.keep_notices_true();
    view! {
        <section class="panel imports-preview" aria-label=format!("File {name}")>
            <header class="panel-head">
                <h2>{name.clone()}</h2>
                <p class="panel-note">{facts}</p>
                <button type="button" class="button is-quiet" on:click=move |_| state.chosen.set(None)>"Choose another file"</button>
            </header>
            <div class="panel-body">
                {move || draft.unknown_words()}
                {draft.offer()}
                {draft.settings()}
                {columns(draft)}
                {move || second_look("Please check, judged by the first rows:", &draft.notices.get())}
                {draft.actions()}
            </div>
        </section>
    }
    .into_any()
}

fn delimiter_words(delimiter: &str) -> &'static str {
    match delimiter {
        ";" => "semicolons",
        "|" => "bars",
        "\t" => "tabs",
        _ => "commas",
    }
}

fn file_size(bytes: f64) -> String {
    match bytes {
        small if small < 1000.0 => format!("{small} bytes"),
        medium if medium < 1e6 => format!("{:.0} kB", medium / 1e3),
        large => format!("{:.1} MB", large / 1e6),
    }
}

impl Draft {
    fn actions(self) -> AnyView {
        let missing = Memo::new(move |_| self.mapping.with(missing_words));
        let cannot_start = move || self.is_sending.get() || !self.is_kind_known() || missing.get().is_some();
        view! {
            {move || missing.get().filter(|_| self.is_kind_known()).map(|words| view! { <p class="notice is-failing" role="status">{words}</p> }.into_any())}
            {move || self.is_changed().then(|| self.name_field())}
            {move || self.failure.get().map(|error| failed(&error))}
            {move || self.notice.get().map(|words| view! { <p class="notice" role="status">{words}</p> }.into_any())}
            <div class="imports-actions">
                <button type="button" class="button" disabled=cannot_start on:click=move |_| self.send(true)>
                    {move || if self.is_sending.get() { "Sending…" } else { "Check only" }}
                </button>
                <button type="button" class="button is-primary" disabled=cannot_start on:click=move |_| self.send(false)>"Import"</button>
                <span class="muted">"A check reads every row and writes nothing."</span>
            </div>
        }
        .into_any()
    }

    fn name_field(self) -> AnyView {
        view! {
            <div class="imports-name">
                <label class="field">
                    <span>"Name of this mapping"</span>
                    <input type="text" maxlength="100" prop:value=move || self.mapping_name.get() on:input:target=move |event| self.mapping_name.set(event.target().value()) />
                </label>
                <button type="button" class="button" on:click=move |_| self.save()>"Save mapping"</button>
                <p class="muted">"You changed the guess: it is saved under this name and used."</p>
            </div>
        }
        .into_any()
    }

    fn saved(self) -> SavedMapping {
        let name = self.mapping_name.get_untracked().trim().to_owned();
        SavedMapping { name, mapping: self.mapping.get_untracked() }
    }

    fn save(self) {
        let client = self.session.client();
        spawn_local(async move {
            match client.save_mapping(&self.saved()).await {
                Ok(saved) => {
                    self.failure.try_set(None);
                    self.notice.try_set(Some(format!("Saved as “{}”.", saved.name)));
                    self.state.mappings.reload();
                }
                Err(error) => {
                    self.failure.try_set(Some(error));
                }
            }
        });
    }

    fn send(self, dry_run: bool) {
        let client = self.session.client();
        let (file, is_changed) = (self.file.get_value(), untrack(|| self.is_changed()));
        self.is_sending.set(true);
        self.failure.set(None);
        self.notice.set(None);
        spawn_local(async move {
            let started = self.save_and_start(&client, &file, dry_run, is_changed).await;
            self.is_sending.try_set(false);
            match started {
                Ok(import) => self.show(&import, dry_run),
                Err(error) => {
                    self.failure.try_set(Some(error));
                }
            }
        });
    }

    async fn save_and_start(
        self,
        client: &bellwether_client::Client,
        file: &web_sys::File,
        dry_run: bool,
        is_changed: bool,
    ) -> Result<Import, ClientError> {
        let mapping = if is_changed { Some(client.save_mapping(&self.saved()).await?.name) } else { None };
        let options = UploadOptions {
            file_name: file.name(),
            kind: Some(self.mapping.with_untracked(|mapping| mapping.kind)),
            mapping,
            dry_run,
            covers_up_to: self.covers_up_to.get_untracked(),
        };
        start(client, &options, file).await
    }

    /// Shows the import that was started; after a real one the file has done its duty.
    fn show(self, import: &Import, is_dry_run: bool) {
        self.state.history.reload();
        self.state.mappings.reload();
        self.filters.set(&[("import", Some(import.id.to_string()))]);
        if !is_dry_run {
            self.state.chosen.set(None);
        }
    }
}

/// What the import cannot start without; none when nothing is missing.
fn missing_words(mapping: &Mapping) -> Option<String> {
    let names: Vec<String> = mapping.missing().into_iter().map(|field| needed(field, mapping.kind)).collect();
    (!names.is_empty()).then(|| format!("Still needed: {}. Pick the column that holds it.", names.join("; ")))
}

fn failed(error: &ClientError) -> AnyView {
    let (what, remedy) = failure_words(error);
    view! { <p class="notice is-failing" role="alert"><b>{what}</b>" "{remedy}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_units_people_know() {
        assert_eq!(
            (file_size(812.0), file_size(24_300.0), file_size(48_250_000.0)),
            ("812 bytes".into(), "24 kB".into(), "48.2 MB".into())
        );
    }
}
