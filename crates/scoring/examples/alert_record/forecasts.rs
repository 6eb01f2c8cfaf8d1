//! What was said of items, held against what came.

use crate::page::{NOTHING, grouped, head, line, percent};
use crate::past::SetRecord;
use bellwether_core::alert::AlertKind;
use bellwether_scoring::alerts::record::{Interval, ItemForecast};

/// Probabilities told apart.
const BANDS: [[f64; 2]; 5] = [[0.0, 0.2], [0.2, 0.4], [0.4, 0.6], [0.6, 0.8], [0.8, 1.0]];
/// More probably lost than not: what was said to be so is counted by itself.
const PROBABLY: f64 = 0.6;
/// Followed from week to week.
const WEEKLY: usize = 1;
const KINDS: [AlertKind; 2] = [AlertKind::LostItem, AlertKind::LapsedItem];

/// Alerts about items by the probability said when they opened, and the list "probably lost".
pub fn forecasts(text: &mut String, records: &[SetRecord]) {
    all_told(text, records);
    text.push('\n');
    by_band(text, records);
    text.push_str("\n## The list \"probably lost\" at month ends\n\n");
    lists(text, records);
}

fn all_told(text: &mut String, records: &[SetRecord]) {
    let cells = [
        "history",
        "rule",
        "judged",
        "said on average",
        "stayed out",
        "AUC",
        "said 60 % or more",
        "of them right",
    ];
    head(text, &cells);
    for record in records {
        for kind in KINDS {
            let said = said(record, kind);
            if !said.is_empty() {
                line(text, &in_all(record, kind, &said));
            }
        }
    }
}

fn by_band(text: &mut String, records: &[SetRecord]) {
    head(text, &["history", "rule", "said", "alerts", "said on average", "stayed out", "95 %"]);
    for record in records {
        for kind in KINDS {
            let said = said(record, kind);
            for band in BANDS {
                let inside: Vec<ItemForecast> =
                    said.iter().filter(|one| is_inside(band, one)).copied().collect();
                if !inside.is_empty() {
                    line(text, &of_band(record, kind, band, &inside));
                }
            }
        }
    }
}

fn lists(text: &mut String, records: &[SetRecord]) {
    let cells = [
        "history",
        "month ends with a bar",
        "bars",
        "right in the back-test",
        "items a month end",
        "judged",
        "said on average",
        "stayed out",
        "95 %",
    ];
    head(text, &cells);
    for record in records {
        line(text, &of_list(record));
    }
}

fn of_list(record: &SetRecord) -> [String; 9] {
    let list = &record.list;
    let bars = || list.bars.iter().map(|bar| bar.threshold.get());
    let (low, high) = bars().fold((1.0_f64, 0.0_f64), |(low, high), bar| (low.min(bar), high.max(bar)));
    let month_ends = list.bars.len() as f64;
    let proven = list.bars.iter().map(|bar| bar.precision.get()).sum::<f64>() / month_ends;
    let known = |text: String| if list.bars.is_empty() { NOTHING.to_owned() } else { text };
    [
        record.name.to_owned(),
        format!("{} of {}", list.bars.len(), record.month_ends),
        known(format!("{:.0}–{:.0} %", 100.0 * low, 100.0 * high)),
        known(percent(proven)),
        known(format!("{:.0}", list.items as f64 / month_ends)),
        grouped(list.forecasts.len() as u64),
        if list.forecasts.is_empty() { NOTHING.to_owned() } else { percent(mean(&list.forecasts)) },
        share_of(&list.forecasts),
        stayed_away(&list.forecasts).map_or(NOTHING.to_owned(), interval),
    ]
}

/// What was said of the alerts of a rule when they opened.
fn said(record: &SetRecord, kind: AlertKind) -> Vec<ItemForecast> {
    let opened = record.paces[WEEKLY].reached.iter().filter(|one| one.risen_from.is_none());
    opened.filter(|one| one.kind == kind).filter_map(|one| one.forecast).collect()
}

fn is_inside([low, high]: [f64; 2], forecast: &ItemForecast) -> bool {
    let said = forecast.probability.get();
    low <= said && (said < high || high == 1.0)
}

fn stayed_away(said: &[ItemForecast]) -> Option<Interval> {
    let stayed_away = said.iter().filter(|one| one.stayed_away).count();
    Interval::of(stayed_away as u64, said.len() as u64)
}

fn share_of(said: &[ItemForecast]) -> String {
    stayed_away(said).map_or(NOTHING.to_owned(), |known| percent(known.share))
}

fn mean(said: &[ItemForecast]) -> f64 {
    said.iter().map(|one| one.probability.get()).sum::<f64>() / said.len() as f64
}

fn in_all(record: &SetRecord, kind: AlertKind, said: &[ItemForecast]) -> [String; 8] {
    let probable: Vec<ItemForecast> =
        said.iter().filter(|one| one.probability.get() >= PROBABLY).copied().collect();
    [
        record.name.to_owned(),
        kind.label().to_owned(),
        grouped(said.len() as u64),
        percent(mean(said)),
        share_of(said),
        area(said).map_or(NOTHING.to_owned(), |area| format!("{area:.2}")),
        grouped(probable.len() as u64),
        share_of(&probable),
    ]
}

fn of_band(
    record: &SetRecord,
    kind: AlertKind,
    [low, high]: [f64; 2],
    inside: &[ItemForecast],
) -> [String; 7] {
    [
        record.name.to_owned(),
        kind.label().to_owned(),
        format!("{:.0}–{:.0} %", 100.0 * low, 100.0 * high),
        grouped(inside.len() as u64),
        percent(mean(inside)),
        share_of(inside),
        stayed_away(inside).map_or(NOTHING.to_owned(), interval),
    ]
}

fn interval(known: Interval) -> String {
    format!("{:.0}–{:.0}", 100.0 * known.low, 100.0 * known.high)
}

/// How often an item that stayed away was given a higher probability than one that came back, ties by half; none
/// when all or none stayed away.
fn area(said: &[ItemForecast]) -> Option<f64> {
    let mut ranked = said.to_vec();
    ranked.sort_by(|left, right| left.probability.get().total_cmp(&right.probability.get()));
    let (mut came_back, mut pairs, mut in_order) = (0.0, 0.0, 0.0);
    for same in ranked.chunk_by(|left, right| left.probability == right.probability) {
        let away = same.iter().filter(|one| one.stayed_away).count() as f64;
        let back = same.len() as f64 - away;
        in_order += away * (came_back + back / 2.0);
        came_back += back;
        pairs += away;
    }
    let pairs = pairs * came_back;
    (pairs > 0.0).then(|| in_order / pairs)
}
