//! The Accuracy page (S13, L-R2): how predictions turned out on the organisation's own past, first in
//! plain words, bad news included, then in figures.

mod alert_bar;
mod alerts;
mod answers;
mod backtest;
mod findings;
mod lift;
mod models;
mod promises;
mod segments;
mod windows;

use crate::components::panel::{Placeholder, four_states};
use crate::components::section::section;
use crate::format::{ago, day, days, now, tally};
use crate::pages::accuracy::alerts::alerts;
use crate::pages::accuracy::answers::answers;
use crate::pages::accuracy::backtest::BacktestButton;
use crate::pages::accuracy::findings::findings;
use crate::pages::accuracy::lift::lift;
use crate::pages::accuracy::models::models;
use crate::pages::accuracy::promises::promises;
use crate::pages::accuracy::segments::segments;
use crate::pages::accuracy::windows::windows;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::accuracy::{Accuracy, ModelAccuracy};
use chrono::Datelike;
use leptos::prelude::*;

/// The page.
#[component]
pub fn AccuracyPage() -> impl IntoView {
    let session = use_session();
    let latest: Loader<Accuracy> = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.accuracy().await }
        },
    );
    let body = four_states(latest, Placeholder::Tiles, |_| false, "", |accuracy| page(&accuracy));
    let made = move || latest.value().and_then(|accuracy| when_made(&accuracy));
    view! {
        <div class="page-head accuracy-head">
            <div>
                <h1>"Accuracy"</h1>
                <p>{made}</p>
            </div>
            <BacktestButton latest />
        </div>
        <div class="accuracy" class:is-stale=move || latest.is_loading() && latest.value().is_some()>{body}</div>
    }
    .into_any()
}

/// On which facts, and how long ago; nothing before the first back-test.
fn when_made(accuracy: &Accuracy) -> Option<String> {
    let (made_at, now) = (accuracy.made_at?, now()?);
    Some(format!("On orders through {}, made {}", day_and_year(accuracy.as_of), ago(made_at, now)))
}

fn day_and_year(date: chrono::NaiveDate) -> String {
    format!("{} {}", day(date, date.year()), date.year())
}

/// The state without figures: what is missing, and what brings it; what is known of alerts all the same.
fn nothing(accuracy: &Accuracy, what: &str, remedy: &str) -> AnyView {
    let alerts = accuracy.alerts.as_ref().map(|known| alerts(Some(known)));
    view! {
        <div class="dashboard-grid">
            <section class="panel span-12">
                <div class="state is-empty">
                    <p class="state-title">{what.to_owned()}</p>
                    <p class="muted">{remedy.to_owned()}</p>
                </div>
            </section>
            {alerts}
            {answers(&accuracy.verdicts)}
        </div>
    }
    .into_any()
}

/// What the reason why there are no figures is put under.
fn what_is_missing(accuracy: &Accuracy) -> &'static str {
    match accuracy.made_at {
        Some(_) => "The history is too short to judge by.",
        None => "There is nothing to judge by yet.",
    }
}

fn page(accuracy: &Accuracy) -> AnyView {
    if let Some(reason) = &accuracy.too_short {
        return nothing(accuracy, what_is_missing(accuracy), reason);
    }
    match accuracy.models.iter().find(|model| model.model == accuracy.chosen) {
        Some(judge) => full(accuracy, judge),
        None => {
            nothing(accuracy, "The back-test holds no figures of the model that judges.", "Make a new one.")
        }
    }
}

fn full(accuracy: &Accuracy, judge: &ModelAccuracy) -> AnyView {
    view! {
        <div class="dashboard-grid">
        {findings(judge)}
        {promises(judge, accuracy.horizon_days)}
        {windows(judge)}
        {segments(judge)}
        {lift(judge, accuracy.horizon_days)}
        {alerts(accuracy.alerts.as_ref())}
        {answers(&accuracy.verdicts)}
        {models(accuracy)}
        {asked(accuracy)}
        </div>
    }
    .into_any()
}

/// When the models were asked, and under which rules of the game.
fn asked(accuracy: &Accuracy) -> AnyView {
    let on = accuracy
        .asked_on
        .iter()
        .map(|date| view! { <li>{day_and_year(*date)}</li> }.into_any())
        .collect_view();
    let count = accuracy.asked_on.len();
    let times = if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
    let forecasts = accuracy.models.first().map_or(0, |model| model.overall.forecasts);
    let words = format!(
        "Every model was asked on {times} of your past, {} forecasts in all, and saw only what was known by then. A forecast came true when the account ordered within {}.",
        tally(forecasts),
        days(accuracy.horizon_days),
    );
    let body = view! {
        <p>{words}</p>
        <details class="more"><summary>{format!("The {times} asked")}</summary><ul class="asked-on">{on}</ul></details>
    }
    .into_any();
    section("How this was measured", "span-12", (), body)
}
