//! What a trip takes and what is at stake on it, and the way into the maps app.

use crate::components::section::section;
use crate::distance::RoadUnit;
use crate::format::{money_full, money_short, percent};
use crate::pages::trip::plan::Plan;
use crate::pages::trip::words::{clock, duration};
use bellwether_core::trip::{MapLink, Trip};
use leptos::prelude::*;

/// When nobody is visited any more, in minutes of the day.
const EVENING: f64 = 20.0 * 60.0;
/// Kilometres that are worth a word.
const WORTH_SAYING: f64 = 0.05;

fn figure(label: &'static str, value: AnyView, foot: impl IntoView + 'static) -> AnyView {
    view! { <div class="figure"><dt>{label}</dt><dd>{value}</dd><dd class="figure-foot">{foot}</dd></div> }
        .into_any()
}

/// The figures.
pub(super) fn totals(plan: Plan, trip: &Trip, symbol: &'static str) -> AnyView {
    let (minutes, at_risk, an_hour) = (trip.minutes, trip.at_risk_cents, trip.at_risk_per_hour_cents);
    let unit = RoadUnit::of_reader();
    let ends = if trip.return_km.is_some() { "back at" } else { "done at" };
    let done = move || format!("{ends} {}", clock(plan.leaves_at(), minutes));
    view! {
        <section class="panel trip-totals" aria-label="The whole trip">
            <dl class="figures">
                {figure("Distance", unit.spell(trip.km).into_any(), saving(unit, trip.km, trip.asked_km))}
                {figure("Driving", duration(trip.drive_minutes).into_any(), format!("and {} of visits", duration(trip.minutes - trip.drive_minutes)))}
                {figure("In all", duration(trip.minutes).into_any(), done)}
                {figure(
                    "At risk",
                    view! { <span title=money_full(at_risk, symbol)>{money_short(at_risk, symbol)}</span> }.into_any(),
                    format!("{} for every hour", money_short(an_hour, symbol)),
                )}
            </dl>
            {move || is_late(plan.leaves_at(), minutes).then(|| view! {
                <p class="trip-late" role="note">"This trip goes on after 20:00. Take fewer stops, leave earlier, or split it over two days."</p>
            })}
        </section>
    }
    .into_any()
}

/// Whether it goes on into the evening, minutes of the day.
fn is_late(leaves_at: u32, minutes: f64) -> bool {
    f64::from(leaves_at) + minutes > EVENING
}

/// How much shorter this is than the order that was asked for.
fn saving(unit: RoadUnit, km: f64, asked_km: f64) -> String {
    let saved = asked_km - km;
    if saved < WORTH_SAYING {
        return "the order you chose is as short".to_owned();
    }
    format!(
        "{} ({}) less than in the order you chose",
        unit.spell(saved),
        percent((saved / asked_km * 100.0).round() / 100.0)
    )
}

/// Buttons that open the trip in a maps app, that of the device first.
pub(super) fn hand_off(trip: &Trip) -> AnyView {
    let agent = window().navigator().user_agent().unwrap_or_else(|_| String::new());
    let is_apple = ["iPhone", "iPad", "Macintosh"].iter().any(|device| agent.contains(device));
    let is_first = |link: &&MapLink| link.label.starts_with("Apple") == is_apple;
    let (first, then): (Vec<_>, Vec<_>) = trip.map_links.iter().partition(is_first);
    let first: Vec<_> = first.into_iter().map(|it| link(it, "button is-primary is-wide")).collect();
    let then: Vec<_> = then.into_iter().map(|it| link(it, "button is-wide")).collect();
    let body = view! {
        <ul class="trip-links" aria-label="Maps apps">{first}{then}</ul>
        <p class="muted small">"The app is told coordinates and nothing else. Google Maps takes nine places on the way; opened in a phone’s browser instead of the app it may show only three."</p>
    };
    section("Open in maps", "trip-hand-off", (), body.into_any())
}

fn link(link: &MapLink, class: &'static str) -> AnyView {
    view! { <li><a class=class href=link.url.clone() target="_blank" rel="external noopener noreferrer">{link.label.clone()}</a></li> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::{RoadUnit, is_late, saving};

    #[test]
    fn a_trip_is_late_after_eight_in_the_evening() {
        assert!(!is_late(8 * 60, 720.0));
        assert!(is_late(8 * 60, 721.0));
    }

    #[test]
    fn what_is_saved_is_said_against_the_order_that_was_chosen() {
        assert_eq!(
            saving(RoadUnit::Kilometre, 80.0, 100.0),
            "20.0 km (20%) less than in the order you chose"
        );
        assert_eq!(saving(RoadUnit::Mile, 80.0, 80.01), "the order you chose is as short");
    }
}
