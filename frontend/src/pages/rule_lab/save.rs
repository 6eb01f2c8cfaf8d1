//! Saves the rules tried as the next version, or discards them.

use super::Versions;
use super::draft::Draft;
use crate::components::panel::failure_words;
use crate::state::loader::Loader;
use crate::state::session::use_session;
use bellwether_client::ClientError;
use bellwether_core::Role;
use bellwether_core::rule_lab::{NewRulesVersion, RulesPreview};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Characters that a note may have.
const NOTE_LIMIT: &str = "500";

/// Whether somebody with this role may put rules in force.
fn may_save(role: Role) -> bool {
    match role {
        Role::Leadership | Role::Admin => true,
        Role::Rep | Role::Manager => false,
    }
}

/// What stands below the controls.
pub fn save(
    draft: Draft,
    preview: Loader<RulesPreview>,
    saved: Loader<Versions>,
    told: RwSignal<String>,
) -> AnyView {
    let session = use_session();
    let note = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<ClientError>);
    let is_busy = RwSignal::new(false);
    let may = Memo::new(move |_| session.me().is_some_and(|me| may_save(me.role)));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        is_busy.set(true);
        let client = session.client();
        let version = NewRulesVersion {
            rules: untrack(|| draft.rules()),
            note: note.get_untracked().trim().to_owned(),
            based_on: untrack(|| saved.value()?.iter().map(|version| version.version).max()),
        };
        spawn_local(async move {
            let answer = client.save_rules(&version).await;
            is_busy.try_set(false);
            match answer {
                Ok(version) => {
                    told.try_set(format!("Saved as version {}. It is in force now.", version.version));
                    saved.reload();
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    };
    let cannot_save = move || is_busy.get() || !draft.is_changed() || preview.failure().is_some();
    let words = move || {
        failure.get().map(|error| {
            let words = failure_words(&error);
            view! { <p class="notice is-failing" role="alert"><b>{words.0}</b>" "{words.1}</p> }.into_any()
        })
    };
    view! {
        <form class="panel lab-save" aria-label="Save or discard" on:submit=submit>
            <Show when=move || may.get() fallback=|| view! { <p class="muted small">"You can try everything here. Leadership and admins save."</p> }>
                <label class="field">
                    <span>"Why (kept with the version)"</span>
                    <input type="text" maxlength=NOTE_LIMIT prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event)) />
                </label>
            </Show>
            {words}
            <div class="toolbar">
                <Show when=move || may.get()>
                    <button type="submit" class="button is-primary" disabled=cannot_save>"Save as new version"</button>
                </Show>
                <button type="button" class="button" disabled=move || !draft.is_changed() && preview.failure().is_none() on:click=move |_| { failure.set(None); draft.discard(); }>"Discard"</button>
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn managers_try_and_leadership_and_admins_save() {
        let may: Vec<_> = Role::ALL.into_iter().filter(|role| may_save(*role)).collect();
        assert_eq!(may, [Role::Leadership, Role::Admin]);
    }
}
