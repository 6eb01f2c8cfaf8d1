//! Everything before a call on one phone screen (D8, D9, D11): who it is, where it stands and why, when the next
//! order is due, what to say with where that comes from, and what is owed, open and promised.

mod actions;
mod advice;
mod open_points;
mod people;
mod rhythm;
mod way;

use crate::components::badge::SegmentBadge;
use crate::components::panel::{Failure, Placeholder};
use crate::components::tier::alert_badge;
use crate::format::{ago, day, now, percent};
use crate::pages::account::Opened;
use crate::pages::account::brief::actions::actions;
use crate::pages::account::brief::advice::{flags, next, say};
use crate::pages::account::brief::open_points::open_points;
use crate::pages::account::brief::people::people;
use crate::pages::account::brief::rhythm::rhythm;
use bellwether_core::alert::Alert;
use bellwether_core::brief::AccountBrief;
use chrono::Datelike;
use leptos::prelude::*;

/// The brief in its states; it is the first thing on the page. What is there stays while it is asked for again.
pub fn brief_panel(opened: Opened, symbol: &'static str) -> AnyView {
    let brief = opened.brief;
    let first = move || match (brief.value(), brief.failure()) {
        (Some(brief), _) => head(&brief),
        (None, Some(error)) => view! { <Failure error retry=move |()| brief.reload() /> }.into_any(),
        (None, None) => Placeholder::Rows.view(),
    };
    let rest = move || brief.value().map(|brief| rest(&brief, symbol));
    view! {
        <section class="panel brief" aria-label="Brief" aria-busy=move || brief.is_loading().to_string()>
            {first}
            {actions(opened)}
            {rest}
        </section>
    }
    .into_any()
}

fn rest(brief: &AccountBrief, symbol: &'static str) -> AnyView {
    view! {
        {rhythm(brief, symbol)}
        {say(brief, symbol)}
        {open_points(brief, symbol)}
        {next(brief, symbol)}
        {flags(brief)}
        {alerts(brief)}
        {people(brief)}
        <p class="brief-foot muted small">{foot(brief)}</p>
    }
    .into_any()
}

/// Name and site, where it stands, and why in a sentence.
fn head(brief: &AccountBrief) -> AnyView {
    let rep = brief.rep.as_ref().map(|rep| format!("Rep {}", rep.name));
    let about = [Some(brief.external_id.clone()), rep];
    let about = about.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let risk = brief.churn_risk.map(|risk| {
        let words = format!("{} risk", percent((risk.get() * 100.0).round() / 100.0));
        view! { <span>{words}</span> }
    });
    let health = brief.health.map(|health| view! { <span>{format!("health {health}/100")}</span> });
    let sentence = brief
        .sentence
        .clone()
        .unwrap_or_else(|| "Not scored yet. Scores are computed after each import.".to_owned());
    let address = if brief.address.is_empty() { brief.account.place.clone() } else { brief.address.clone() };
    view! {
        <header class="brief-head">
            <h1>{brief.account.name.clone()}</h1>
            <p class="muted">{address}</p>
            <p class="muted small on-laptop">{about}</p>
            <p class="brief-status"><SegmentBadge segment=brief.segment />{risk}{health}</p>
            <p class="brief-sentence">{sentence}</p>
        </header>
    }
    .into_any()
}

/// A part of the brief under a small heading.
fn part(title: &'static str, inside: AnyView) -> AnyView {
    view! { <div class="brief-part"><h2>{title}</h2>{inside}</div> }.into_any()
}

/// The alerts that are open: what some advice rests on.
fn alerts(brief: &AccountBrief) -> Option<AnyView> {
    let year = brief.as_of.year();
    let row = |alert: &Alert| {
        let notes =
            alert.notes.iter().map(|note| view! { <p class="muted small">{note.clone()}</p> }).collect_view();
        view! {
            <li id=format!("alert-{}", alert.id) tabindex="-1">
                <p class="brief-line">{alert_badge(alert.tier)}<b>{alert.kind.label()}</b><span class="muted small">{format!("since {}", day(alert.opened_on, year))}</span></p>
                <p>{alert.sentence.clone()}</p>
                {notes}
            </li>
        }
        .into_any()
    };
    let alerts = &brief.card.as_ref().filter(|card| !card.alerts.is_empty())?.alerts;
    let rows = alerts.iter().map(row).collect_view();
    Some(part("Alerts", view! { <ul class="brief-list">{rows}</ul> }.into_any()))
}

/// How fresh it is.
fn foot(brief: &AccountBrief) -> String {
    let age = now().map_or_else(String::new, |now| format!(", put together {}", ago(brief.made_at, now)));
    format!("Orders through {} {}{age}", day(brief.as_of, brief.as_of.year()), brief.as_of.year())
}
