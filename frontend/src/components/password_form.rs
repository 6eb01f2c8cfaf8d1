//! The form that replaces one's own password: the current one, and the new one twice. What is
//! refused is told at its field.

mod trouble;

use crate::components::panel::failure_words;
use crate::components::password_form::trouble::{Part, Trouble};
use crate::state::effect::watch;
use crate::state::session::use_session;
use bellwether_core::session::PasswordChange;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The three inputs.
#[derive(Clone, Copy)]
struct Inputs {
    current: NodeRef<html::Input>,
    new: NodeRef<html::Input>,
    repeated: NodeRef<html::Input>,
}

impl Inputs {
    fn of(self, part: Part) -> NodeRef<html::Input> {
        match part {
            Part::Current => self.current,
            Part::New => self.new,
            Part::Repeated => self.repeated,
        }
    }

    fn value(self, part: Part) -> String {
        self.of(part).get_untracked().map_or_else(String::new, |input| input.value())
    }

    fn focus(self, part: Part) {
        if let Some(input) = self.of(part).get_untracked() {
            drop(input.focus());
        }
    }

    fn clear(self) {
        for part in Part::ALL {
            if let Some(input) = self.of(part).get_untracked() {
                input.set_value("");
            }
        }
    }
}

/// The form.
#[component]
pub fn PasswordForm(
    /// What the button says.
    submit_label: &'static str,
    /// Whether typing can start at once.
    #[prop(optional)]
    has_focus: bool,
    /// Told when a change is tried.
    #[prop(optional, into)]
    sent: Option<Callback<()>>,
    /// Told when the password is changed.
    #[prop(optional, into)]
    changed: Option<Callback<()>>,
) -> impl IntoView {
    let session = use_session();
    let inputs = Inputs { current: NodeRef::new(), new: NodeRef::new(), repeated: NodeRef::new() };
    let trouble = RwSignal::new(None::<Trouble>);
    let is_busy = RwSignal::new(false);
    if has_focus {
        watch(move || {
            if let Some(input) = inputs.current.get() {
                drop(input.focus());
            }
        });
    }
    let refuse = move |found: Trouble| {
        if let Trouble::At(part, _) = &found {
            inputs.focus(*part);
        }
        trouble.try_set(Some(found));
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        trouble.set(None);
        tell(sent);
        if inputs.value(Part::New) != inputs.value(Part::Repeated) {
            refuse(Trouble::differs());
            return;
        }
        let change = PasswordChange {
            current_password: inputs.value(Part::Current),
            new_password: inputs.value(Part::New),
        };
        is_busy.set(true);
        spawn_local(async move {
            let answer = session.change_password(change).await;
            is_busy.try_set(false);
            match answer {
                Ok(()) => {
                    inputs.clear();
                    tell(changed);
                }
                Err(error) => refuse(Trouble::of(error)),
            }
        });
    };
    // Whatever keeps passwords for the person needs to know whose this is.
    let email = move || session.me().map(|me| me.email);
    view! {
        <form class="password-form" on:submit=submit aria-busy=move || is_busy.get().to_string()>
            <input type="text" name="username" autocomplete="username" prop:value=email readonly hidden />
            {Part::ALL.map(|part| field(part, inputs.of(part), trouble)).into_iter().collect_view()}
            {move || trouble.get().and_then(general_words)}
            <button class="button is-primary" type="submit" aria-disabled=move || is_busy.get().to_string()>
                {move || if is_busy.get() { "Changing…" } else { submit_label }}
            </button>
        </form>
    }
    .into_any()
}

/// The button of a form that is gone has nobody to tell.
fn tell(somebody: Option<Callback<()>>) {
    if let Some(somebody) = somebody {
        let _told = somebody.try_run(());
    }
}

fn general_words(trouble: Trouble) -> Option<AnyView> {
    let Trouble::Elsewhere(error) = trouble else { return None };
    let (what, remedy) = failure_words(&error);
    Some(view! { <p class="notice is-failing" role="alert"><b>{what}</b>" "{remedy}</p> }.into_any())
}

fn field(part: Part, input: NodeRef<html::Input>, trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let id = part.id();
    let refusal_id = format!("{id}-refusal");
    let hint_id = part.hint().map(|_| format!("{id}-hint"));
    let refusal = move || trouble.with(|trouble| trouble.as_ref().and_then(|trouble| trouble.at(part)));
    let described_by = [hint_id.clone(), Some(refusal_id.clone())].into_iter().flatten().collect::<Vec<_>>();
    view! {
        <div class="field" class:is-refused=move || refusal().is_some()>
            <label for=id>{part.label()}</label>
            <input
                node_ref=input
                id=id
                type="password"
                name=id
                autocomplete=part.autocomplete()
                required
                aria-invalid=move || refusal().is_some().to_string()
                aria-describedby=described_by.join(" ")
            />
            {part.hint().map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <div class="field-refusal" id=refusal_id role="alert">{refusal}</div>
        </div>
    }
    .into_any()
}
