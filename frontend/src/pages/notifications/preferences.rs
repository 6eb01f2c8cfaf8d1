//! What I am told, when, and how much of it.

use crate::components::form_fields::{Outcome, check, choice, number, outcome_words};
use crate::components::panel::{Panel, Placeholder};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::alert::{AlertKind, AlertTier};
use bellwether_core::notification::NotificationPreferences;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

type Draft = RwSignal<NotificationPreferences>;

/// What quiet hours are when somebody turns them on.
const USUAL_QUIET: (u32, u32) = (20, 7);

/// The panel with what is stored now.
pub(super) fn preferences() -> AnyView {
    let session = use_session();
    let stored: Loader<NotificationPreferences> = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.notification_preferences().await }
        },
    );
    let body = |stored: Arc<NotificationPreferences>| form(&stored);
    let address = move || session.me().map(|me| format!("To {}", me.email));
    view! {
        <Panel
            title="How I am told"
            note=address
            loader=stored
            placeholder=Placeholder::Rows
            is_empty=|_| false
            empty=""
            body
        />
    }
    .into_any()
}

fn form(stored: &NotificationPreferences) -> AnyView {
    let session = use_session();
    let draft = RwSignal::new(stored.clone());
    let outcome = RwSignal::new(None::<Outcome>);
    let is_busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        is_busy.set(true);
        let (client, wanted) = (session.client(), draft.get_untracked());
        spawn_local(async move {
            let answer = client.update_notification_preferences(&wanted).await;
            is_busy.try_set(false);
            outcome.try_set(Some(answer.map_or_else(Outcome::Failed, |_| Outcome::Saved)));
        });
    };
    let no_mail = (!stored.is_mail_set_up).then(|| {
        view! { <p class="notice notifications-mail">"This installation sends no e-mail: its operator has not set up a mail server. What you choose counts as soon as there is one."</p> }
    });
    view! {
        {no_mail}
        <form class="form-grid" on:submit=submit>
            {choice("An e-mail at once", tiers(), draft, tier_code, |draft, code| draft.immediate_from = AlertTier::from_code(code))}
            {number("New cards sent a day at most", 1, 100, draft, |draft| draft.most_cards_a_day, |draft, most| draft.most_cards_a_day = most)}
            {digest(draft)}
            {quiet_hours(draft)}
            {rules(draft)}
            <div class="form-foot">
                <button type="submit" class="button is-primary" disabled=move || is_busy.get()>"Save"</button>
                {move || outcome.get().map(outcome_words)}
            </div>
        </form>
    }
    .into_any()
}

/// From which tier on; the mildest is never sent at once.
fn tiers() -> Vec<(String, String)> {
    [
        (AlertTier::AtRisk.code(), "For at risk and critical alerts"),
        (AlertTier::Critical.code(), "For critical alerts only"),
        ("", "Never"),
    ]
    .map(|(code, words)| (code.to_owned(), words.to_owned()))
    .to_vec()
}

fn tier_code(preferences: &NotificationPreferences) -> String {
    let tier = preferences.immediate_from.map(|tier| tier.max(AlertTier::AtRisk));
    tier.map_or_else(String::new, |tier| tier.code().to_owned())
}

fn digest(draft: Draft) -> AnyView {
    view! {
        <fieldset class="form-part">
            <legend>"Daily e-mail"</legend>
            {check("One e-mail a day with what is new", draft, |draft: &NotificationPreferences| draft.has_digest, |draft, on| draft.has_digest = on)}
            <Show when=move || draft.with(|draft| draft.has_digest)>
                {choice("Leaves at", hours(), draft, |draft| draft.digest_hour.to_string(), |draft, code| draft.digest_hour = hour(code).unwrap_or(draft.digest_hour))}
            </Show>
        </fieldset>
    }
    .into_any()
}

fn quiet_hours(draft: Draft) -> AnyView {
    view! {
        <fieldset class="form-part">
            <legend>"Quiet hours"</legend>
            {check("Nothing is sent between", draft, is_quiet, set_quiet)}
            <Show when=move || draft.with(is_quiet)>
                <div class="form-pair">
                    {choice("From", hours(), draft, |draft| code_of(draft.quiet_from_hour), |draft, code| draft.quiet_from_hour = hour(code))}
                    {choice("Until", hours(), draft, |draft| code_of(draft.quiet_until_hour), |draft, code| draft.quiet_until_hour = hour(code))}
                </div>
            </Show>
            <p class="muted small">"In the organisation's time zone. What comes up meanwhile leaves afterwards."</p>
        </fieldset>
    }
    .into_any()
}

fn is_quiet(preferences: &NotificationPreferences) -> bool {
    preferences.quiet_from_hour.is_some() && preferences.quiet_until_hour.is_some()
}

fn set_quiet(preferences: &mut NotificationPreferences, on: bool) {
    preferences.quiet_from_hour = on.then_some(USUAL_QUIET.0);
    preferences.quiet_until_hour = on.then_some(USUAL_QUIET.1);
}

/// Every hour of a day.
fn hours() -> Vec<(String, String)> {
    (0..24).map(|hour| (hour.to_string(), format!("{hour:02}:00"))).collect()
}

fn hour(code: &str) -> Option<u32> {
    code.parse().ok().filter(|hour| *hour < 24)
}

fn code_of(hour: Option<u32>) -> String {
    hour.map_or_else(String::new, |hour| hour.to_string())
}

/// The rules I am told about; what is not checked is muted.
fn rules(draft: Draft) -> AnyView {
    let checks = AlertKind::ALL.map(|kind| {
        let is_told = move |draft: &NotificationPreferences| !draft.muted.contains(&kind);
        check(kind.label(), draft, is_told, move |draft, on| set_told(draft, kind, on))
    });
    view! {
        <fieldset class="form-part is-wide">
            <legend>"Rules I am told about"</legend>
            <div class="form-checks">{checks.into_iter().collect_view()}</div>
            <p class="muted small">"A rule that is off still shows its cards in the app."</p>
        </fieldset>
    }
    .into_any()
}

fn set_told(preferences: &mut NotificationPreferences, kind: AlertKind, on: bool) {
    preferences.muted.retain(|muted| *muted != kind);
    if !on {
        preferences.muted.push(kind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn muting_twice_mutes_once_and_telling_again_unmutes() {
        let mut preferences = NotificationPreferences::default();
        set_told(&mut preferences, AlertKind::LostItem, false);
        set_told(&mut preferences, AlertKind::LostItem, false);
        assert_eq!(preferences.muted, [AlertKind::LostItem]);
        set_told(&mut preferences, AlertKind::LostItem, true);
        assert_eq!(preferences.muted, []);
    }

    #[test]
    fn quiet_hours_are_both_ends_or_none() {
        let mut preferences = NotificationPreferences::default();
        set_quiet(&mut preferences, false);
        assert!(!is_quiet(&preferences));
        set_quiet(&mut preferences, true);
        assert_eq!((preferences.quiet_from_hour, preferences.quiet_until_hour), (Some(20), Some(7)));
    }

    #[test]
    fn the_tier_stored_is_one_that_is_offered() {
        for stored in [None, Some(AlertTier::Watch), Some(AlertTier::AtRisk), Some(AlertTier::Critical)] {
            let preferences =
                NotificationPreferences { immediate_from: stored, ..NotificationPreferences::default() };
            assert!(tiers().iter().any(|(code, _)| *code == tier_code(&preferences)), "{stored:?}");
        }
    }
}
