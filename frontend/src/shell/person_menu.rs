//! Who is signed in, the theme, and the way out.

use crate::components::icon::{Icon, IconName};
use crate::components::popover::{Popover, close};
use crate::state::outbox::{Outbox, use_outbox};
use crate::state::session::{Session, use_session};
use crate::state::theme::{Theme, use_theme};
use leptos::prelude::*;

fn icon(theme: Theme) -> IconName {
    match theme {
        Theme::System => IconName::Screen,
        Theme::Dark => IconName::Moon,
        Theme::Light => IconName::Sun,
    }
}

fn after(theme: Theme) -> Theme {
    match theme {
        Theme::System => Theme::Dark,
        Theme::Dark => Theme::Light,
        Theme::Light => Theme::System,
    }
}

/// Goes round the themes.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let theme = use_theme();
    let label = move || format!("Theme: {}. Change to {}", theme.get().label(), after(theme.get()).label());
    view! {
        <button
            type="button"
            class="button is-quiet is-icon theme-button"
            aria-label=label
            title=label
            on:click=move |_| theme.update(|theme| *theme = after(*theme))
        >
            {move || view! { <Icon name=icon(theme.get()) /> }}
        </button>
    }
}

/// The first letters of a name, at most two; the style sheet makes them capitals.
fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    letters.take(2).collect()
}

const ID: &str = "person";

/// Signs out; first asks when calls would be lost that are not sent yet, because nothing stays on the device.
pub fn sign_out(session: Session, outbox: Outbox) {
    let question = match untrack(|| outbox.waiting()).len() {
        0 => None,
        1 => Some("1 logged call is not sent yet and is lost when you sign out. Sign out?".to_owned()),
        count => {
            Some(format!("{count} logged calls are not sent yet and are lost when you sign out. Sign out?"))
        }
    };
    if question.is_none_or(|question| window().confirm_with_message(&question).unwrap_or(false)) {
        session.sign_out();
    }
}

/// Name, role and sign-out.
#[component]
pub fn PersonMenu() -> impl IntoView {
    let (session, outbox) = (use_session(), use_outbox());
    let me = move || session.me();
    let button = view! {
        <span class="avatar" aria-hidden="true">{move || me().map(|me| initials(&me.name))}</span>
        <span class="visually-hidden">{move || me().map(|me| format!("{}, account menu", me.name))}</span>
    }
    .into_any();
    let about = move || {
        me().map(|me| {
            let scope = match (&me.rep, me.regions.as_slice()) {
                (Some(rep), _) => rep.name.clone(),
                (None, []) => me.organisation.clone(),
                (None, regions) => {
                    regions.iter().map(|region| region.name.as_str()).collect::<Vec<_>>().join(", ")
                }
            };
            view! {
                <p class="person-name">{me.name}</p>
                <p class="muted">{me.email}</p>
                <p class="muted">{format!("{} · {scope}", me.role.label())}</p>
            }
        })
    };
    view! {
        <Popover id=ID label="You" button_class="is-icon" button>
            <div class="person">{about}</div>
            <ul class="sheet-list">
                <li><a class="sheet-link" href="/notifications" on:click=move |_| close(ID)><Icon name=IconName::Bell /><span>"Notifications"</span></a></li>
                <li><a class="sheet-link" href="/settings" on:click=move |_| close(ID)><Icon name=IconName::Settings /><span>"Settings"</span></a></li>
                <li>
                    <button type="button" class="sheet-link" on:click=move |_| sign_out(session, outbox)>
                        <Icon name=IconName::SignOut />
                        <span>"Sign out"</span>
                    </button>
                </li>
            </ul>
        </Popover>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_at_most_two() {
        assert_eq!((initials("ada king lovelace"), initials("")), ("ak".to_owned(), String::new()));
    }
}
