//! Twelve months of alerts, in force and as tried: how many, how right, how early.

use super::draft::Draft;
use super::knobs::is_told_at_a_knob;
use super::refusal::Refusal;
use crate::components::chart_view::ChartView;
use crate::components::panel::{Failure, Placeholder};
use crate::components::section::section;
use crate::format::{day, percent, tally};
use crate::state::loader::Loader;
use bellwether_charts::Unit;
use bellwether_charts::bar::BarSeries;
use bellwether_charts::compared_bars::ComparedBars;
use bellwether_core::rule_lab::{AlertRecord, RulesPreview};
use chrono::{Datelike, TimeDelta};
use leptos::prelude::*;

// What the figures mean; beside them on laptops, below them on phones.
const PRECISION: &str = "alerts after which the account stayed silent";
const RECALL: &str = "losses that an alert came before";
const LEAD: &str = "median from the alert to the day the loss was plain";

/// The panel with its states; a refused value leaves the last figures in place.
pub fn record(draft: Draft, preview: Loader<RulesPreview>) -> AnyView {
    let failure = move || {
        let error = preview.failure()?;
        let is_told = Refusal::of(&error).is_some_and(|refusal| is_told_at_a_knob(&refusal));
        Some(if is_told {
            view! { <p class="notice is-failing">"Correct the marked value to see what it would have done."</p> }.into_any()
        } else {
            view! { <Failure error retry=move |()| preview.reload() /> }.into_any()
        })
    };
    let figures = move || match (preview.value(), preview.failure()) {
        (Some(shown), _) => figures(&shown, draft.is_changed()),
        (None, None) => Placeholder::Chart.view(),
        (None, Some(_)) => ().into_any(),
    };
    let note = move || {
        preview.value().map(|shown| {
            let year = shown.to.year();
            format!("{} – {} {year}", day(shown.from, year), day(shown.to, year))
        })
    };
    section("Alerts of twelve months", "lab-record", note, view! { {failure}{figures} }.into_any())
}

/// One decimal: "4.2".
fn one_decimal(number: f64) -> String {
    Unit::Count.full((number * 10.0).round() / 10.0)
}

fn or_dash(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), percent)
}

fn lead(days: Option<f64>) -> String {
    days.map_or_else(|| "–".to_owned(), |days| format!("{} days", Unit::Count.full(days.round())))
}

/// How a record reads, in one sentence.
fn sentence(record: &AlertRecord) -> String {
    let mut words = format!("{} alerts a week", one_decimal(record.a_week));
    if let Some(precision) = record.precision {
        words.push_str(&format!(", {} of them right", percent(precision)));
    }
    if let Some(recall) = record.recall {
        words.push_str(&format!(", {} of all losses found", percent(recall)));
    }
    if let Some(days) = record.lead_days {
        words.push_str(&format!(", {} days before the loss was plain", Unit::Count.full(days.round())));
    }
    words
}

fn figures(shown: &RulesPreview, is_changed: bool) -> AnyView {
    let (current, tried) = (&shown.current, &shown.tried);
    let words = if is_changed {
        format!("Tried: {}. In force: {}.", sentence(tried), sentence(current))
    } else {
        format!("In force: {}. Move a value to see what it would have done.", sentence(current))
    };
    let share_change = |before: Option<f64>, after: Option<f64>| {
        before.zip(after).map(|(before, after)| (after - before) * 100.0)
    };
    let rows = [
        row(
            "Alerts a week",
            "",
            one_decimal(current.a_week),
            one_decimal(tried.a_week),
            Some(tried.a_week - current.a_week),
            "",
        ),
        row("Alerts in all", "", tally(current.alerts), tally(tried.alerts), None, ""),
        row(
            "Precision",
            PRECISION,
            or_dash(current.precision),
            or_dash(tried.precision),
            share_change(current.precision, tried.precision),
            " points",
        ),
        row(
            "Recall",
            RECALL,
            or_dash(current.recall),
            or_dash(tried.recall),
            share_change(current.recall, tried.recall),
            " points",
        ),
        row(
            "Lead",
            LEAD,
            lead(current.lead_days),
            lead(tried.lead_days),
            current.lead_days.zip(tried.lead_days).map(|(before, after)| after - before),
            " days",
        ),
    ];
    view! {
        <p class="lab-sentence" aria-live="polite">{words}</p>
        {weeks(shown)}
        <table class="table lab-table">
            <thead>
                <tr>
                    <th scope="col"><span class="visually-hidden">"Figure"</span></th>
                    <th scope="col" class="number">{format!("In force (v{})", shown.current_version)}</th>
                    <th scope="col" class="number">"Tried"</th>
                    <th scope="col" class="number">"Change"</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().collect_view()}</tbody>
        </table>
        <p class="muted small lab-meanings">
            {format!("Precision: {PRECISION}. Recall: {RECALL}. Lead: {LEAD}.")}
        </p>
        <p class="muted small">
            {format!("{} alerts of those in force and {} of those tried are old enough to be judged.", tally(current.judged), tally(tried.judged))}
        </p>
    }
    .into_any()
}

fn row(
    label: &'static str,
    meaning: &'static str,
    current: String,
    tried: String,
    change: Option<f64>,
    unit: &'static str,
) -> AnyView {
    let change = change.map(|change| (change * 10.0).round() / 10.0);
    let (change, unit) = match change {
        Some(0.0) => ("=".to_owned(), ""),
        Some(change) => (Unit::Count.signed_full(change), unit),
        None => (String::new(), ""),
    };
    view! {
        <tr>
            <th scope="row">{label}<span class="muted small">{meaning}</span></th>
            <td class="number">{current}</td>
            <td class="number"><b>{tried}</b></td>
            <td class="number muted">{change}<span class="on-laptop">{unit}</span></td>
        </tr>
    }
    .into_any()
}

fn weeks(shown: &RulesPreview) -> AnyView {
    let count = shown.current.by_week.len().max(shown.tried.by_week.len());
    let year = shown.to.year();
    let buckets: Vec<String> = (0..count)
        .map(|week| {
            let days =
                i64::try_from(week).ok().and_then(|week| week.checked_mul(7)).and_then(TimeDelta::try_days);
            days.and_then(|days| shown.from.checked_add_signed(days))
                .map_or_else(String::new, |date| day(date, year))
        })
        .collect();
    let series = |name: &str, record: &AlertRecord| BarSeries {
        name: name.to_owned(),
        values: record.by_week.iter().copied().map(f64::from).collect(),
    };
    let (behind, front) = (series("In force", &shown.current), series("Tried", &shown.tried));
    let draw = move |size| {
        ComparedBars {
            title: "Alerts by week",
            size,
            unit: Unit::Count,
            buckets: &buckets,
            behind: &behind,
            front: &front,
        }
        .render()
    };
    view! {
        <ChartView draw height=170.0 label="Alerts by week, in force and tried" />
        <ul class="chart-key">
            <li><i class="key chart-behind"></i>"In force"</li>
            <li><i class="key series-1"></i>"Tried"</li>
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record_of(precision: Option<f64>) -> AlertRecord {
        AlertRecord {
            alerts: 218,
            a_week: 4.19,
            by_week: vec![4; 52],
            judged: 200,
            precision,
            recall: Some(0.58),
            lead_days: Some(23.6),
        }
    }

    #[test]
    fn a_record_reads_as_a_sentence() {
        assert_eq!(
            sentence(&record_of(Some(0.66))),
            "4.2 alerts a week, 66% of them right, 58% of all losses found, 24 days before the loss was plain"
        );
    }

    #[test]
    fn what_cannot_be_judged_is_not_claimed() {
        assert!(!sentence(&record_of(None)).contains("right"));
    }
}
