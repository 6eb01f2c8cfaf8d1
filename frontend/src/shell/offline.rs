//! What is told while the server is out of reach: how old the page is, and what waits to be sent.

use crate::components::icon::{Icon, IconName};
use crate::format::{day, now};
use crate::state::outbox::{Waiting, use_outbox};
use crate::state::reach::{Standing, use_reach};
use chrono::{DateTime, Datelike, FixedOffset, Timelike, Utc};
use leptos::prelude::*;

/// A moment as this device's clock shows it.
fn local(moment: DateTime<Utc>) -> Option<DateTime<FixedOffset>> {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(moment.timestamp_millis() as f64));
    #[expect(clippy::cast_possible_truncation, reason = "an offset from UTC is a few hundred minutes")]
    let west = date.get_timezone_offset() as i32;
    FixedOffset::west_opt(west * 60).map(|zone| moment.with_timezone(&zone))
}

/// "7:42" today, "20 Nov, 7:42" on other days.
fn clock(moment: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let time = time_of_day(&moment);
    if moment.date_naive() == now.date_naive() {
        time
    } else {
        format!("{}, {time}", day(moment.date_naive(), moment.year()))
    }
}

fn time_of_day(moment: &impl Timelike) -> String {
    format!("{}:{:02}", moment.hour(), moment.minute())
}

fn told(moment: DateTime<Utc>) -> String {
    match (local(moment), now().and_then(local)) {
        (Some(moment), Some(now)) => clock(moment, now),
        (_, _) => format!("{} UTC", time_of_day(&moment)),
    }
}

fn words(standing: Standing) -> Option<String> {
    match standing {
        Standing::Current => None,
        Standing::Offline(None) => {
            Some("Offline. Accounts that you opened before can still be read.".to_owned())
        }
        Standing::Offline(Some(as_of)) => {
            Some(format!("Offline, as of {}. Calls that you log are sent later.", told(as_of)))
        }
        Standing::Behind(as_of) => {
            Some(format!("This page is as of {}: the connection was slow or gone.", told(as_of)))
        }
    }
}

/// How many calls wait, and which were refused.
fn waiting_words(waiting: &[Waiting]) -> Option<String> {
    match waiting.iter().filter(|call| call.refusal.is_none()).count() {
        0 => None,
        1 => Some("1 call is logged on this device and will be sent when you are online.".to_owned()),
        count => {
            Some(format!("{count} calls are logged on this device and will be sent when you are online."))
        }
    }
}

/// The banners of the connection; nothing while all is well.
#[component]
pub fn OfflineBanner() -> impl IntoView {
    let (reach, outbox) = (use_reach(), use_outbox());
    let standing = Memo::new(move |_| reach.standing());
    let banner = move || {
        let standing = standing.get();
        words(standing).map(|words| {
            let again = matches!(standing, Standing::Behind(_)).then(|| {
                view! {
                    <button type="button" class="button" on:click=|_| drop(window().location().reload())>"Show the newest"</button>
                }
            });
            view! { <p class="banner is-offline"><Icon name=IconName::Offline /><span>{words}</span>{again}</p> }.into_any()
        })
    };
    let waiting = move || {
        waiting_words(&outbox.waiting()).map(|words| {
            view! { <p class="banner"><Icon name=IconName::Phone /><span>{words}</span></p> }.into_any()
        })
    };
    let refused = move || {
        let refused = outbox.waiting().into_iter().filter_map(|call| {
            let reason = call.refusal.clone()?;
            let words = format!("A call to {} could not be logged: {reason}", call.name);
            let key = call.input.key.clone();
            Some(view! {
                <p class="banner">
                    <Icon name=IconName::Warning />
                    <span>{words}" "{call.input.note}</span>
                    <button type="button" class="button" on:click=move |_| outbox.discard(key.as_deref())>"Discard"</button>
                </p>
            }.into_any())
        });
        refused.collect_view()
    };
    view! { <div class="banners" role="status">{banner}{waiting}{refused}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_names_its_day_when_it_is_not_today() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).expect("a moment of the calendar");
        let now = at("2026-11-22T09:05:00-06:00");
        assert_eq!(clock(at("2026-11-22T07:42:10-06:00"), now), "7:42");
        assert_eq!(clock(at("2026-11-20T17:05:00-06:00"), now), "20 Nov, 17:05");
    }
}
