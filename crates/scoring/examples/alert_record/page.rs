//! The tables.

use crate::forecasts::forecasts;
use crate::past::SetRecord;
use bellwether_core::alert::AlertTier;
use bellwether_ledger::day;
use bellwether_scoring::alerts::record::{Count, Interval, Order, RuleRecord};
use std::fmt::Write;

const PACES: [&str; 2] = ["month end", "week"];
pub const NOTHING: &str = "–";

/// Everything between the marks of the page.
pub fn of(records: &[SetRecord]) -> String {
    let mut text = String::from("## The histories\n\n");
    head(&mut text, &["history", "what", "asked", "active accounts", "reps", "right about anybody"]);
    for record in records {
        line(&mut text, &about(record));
    }
    for (which, word) in PACES.iter().enumerate() {
        let rows: Vec<Row> = records.iter().flat_map(|record| Row::of_set(record, which)).collect();
        let _ = write!(text, "\n## Followed from {word} to {word}\n\n{}\n\n", exceptions(&rows));
        summary(&mut text, &rows);
        text.push('\n');
        details(&mut text, &rows);
    }
    text.push_str("\n## What was said of items\n\n");
    forecasts(&mut text, records);
    text
}

pub fn head(text: &mut String, cells: &[&str]) {
    let _ = write!(text, "| {} |\n|{}\n", cells.join(" | "), "---|".repeat(cells.len()));
}

pub fn line(text: &mut String, cells: &[String]) {
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

fn about(record: &SetRecord) -> [String; 6] {
    let (from, until) = (day::to_date(record.from), day::to_date(record.until));
    [
        record.name.to_owned(),
        record.about.to_owned(),
        format!("{} month ends after {from}, the last {until}", record.month_ends),
        format!("{:.0}", record.active),
        if record.reps == 0 { "not named".to_owned() } else { record.reps.to_string() },
        record.anybody.map_or(NOTHING.to_owned(), |known| percent(known.share)),
    ]
}

/// What one rule did in one history.
struct Row<'a> {
    record: &'a SetRecord,
    rule: RuleRecord,
}

impl<'a> Row<'a> {
    /// The rules that raised anything.
    fn of_set(record: &'a SetRecord, which: usize) -> Vec<Self> {
        let rules = RuleRecord::all(&record.paces[which].reached);
        rules.into_iter().map(|rule| Self { record, rule }).collect()
    }

    /// So many alerts a week: for each rep, or for 100 active accounts where no reps are named.
    fn a_week(&self, alerts: impl Fn(&Count) -> u64) -> String {
        let (each, of) = match self.record.reps {
            0 => (self.record.active / 100.0, "100 accounts"),
            reps => (reps as f64, "rep"),
        };
        format!("{:.2} / {of}", self.rule.a_week(self.record.days(), each, alerts))
    }
}

fn verdict(order: Option<Order>) -> &'static str {
    match order {
        None => "one tier",
        Some(Order::Above) => "yes",
        Some(Order::RatherAbove) => "yes, perhaps by chance",
        Some(Order::RatherBelow) => "no, perhaps by chance",
        Some(Order::Below) => "**no**",
    }
}

/// In a sentence, where precision does not rise with the tier.
fn exceptions(rows: &[Row]) -> String {
    let named = |order: Order| {
        let of_order = rows.iter().filter(|row| row.rule.order() == Some(order));
        let names: Vec<String> = of_order
            .map(|row| format!("{} on {}", row.rule.kind.label().to_lowercase(), row.record.name))
            .collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    let several = rows.iter().filter(|row| row.rule.order().is_some()).count();
    let in_order =
        rows.iter().filter(|row| row.rule.order().is_some_and(|order| order < Order::RatherBelow)).count();
    format!(
        "Of {several} rules with more than one tier to judge, {in_order} are right more often the higher the tier. \
         Not in order, by more than chance explains: {}. Not in order, where chance could explain it: {}.",
        named(Order::Below),
        named(Order::RatherBelow)
    )
}

fn summary(text: &mut String, rows: &[Row]) {
    let cells = [
        "history",
        "rule",
        "opened a week",
        "shown a week",
        "explained",
        "watch",
        "at risk",
        "critical",
        "in order",
    ];
    head(text, &cells);
    for row in rows {
        let [watch, at_risk, critical] = row.rule.tiers.each_ref().map(share);
        let verdict = verdict(row.rule.order()).to_owned();
        let (opened, shown) = (row.a_week(|count| count.opened), row.a_week(|count| count.shown));
        let (history, rule) = (row.record.name.to_owned(), row.rule.kind.label().to_owned());
        let explained = explained(&row.rule.tiers);
        line(text, &[history, rule, opened, shown, explained, watch, at_risk, critical, verdict]);
    }
}

/// Alerts that nothing else explains.
fn share(count: &Count) -> String {
    let share = |known: Interval| format!("{} of {}", percent(known.share), grouped(count.plain_judged()));
    count.plain_precision().map_or(NOTHING.to_owned(), share)
}

/// Alerts of all tiers that something else explains.
fn explained(tiers: &[Count]) -> String {
    let (right, judged) = tiers
        .iter()
        .fold((0, 0), |(right, judged), count| (right + count.explained_right, judged + count.explained));
    let share = |known: Interval| format!("{} of {}", percent(known.share), grouped(judged));
    Interval::of(right, judged).map_or(NOTHING.to_owned(), share)
}

fn details(text: &mut String, rows: &[Row]) {
    let cells = [
        "history",
        "rule",
        "tier",
        "opened",
        "reached",
        "judged",
        "right",
        "precision",
        "95 %",
        "lost later",
        "days before",
    ];
    head(text, &cells);
    for row in rows {
        let tiers = AlertTier::ALL.iter().zip(&row.rule.tiers);
        for (tier, count) in tiers.filter(|(_, count)| count.reached > 0) {
            line(text, &detail(row, *tier, count));
        }
    }
}

fn detail(row: &Row, tier: AlertTier, count: &Count) -> [String; 11] {
    let precision = count.precision();
    let interval = |known: Interval| format!("{:.0}–{:.0}", 100.0 * known.low, 100.0 * known.high);
    [
        row.record.name.to_owned(),
        row.rule.kind.label().to_owned(),
        tier.label().to_owned(),
        grouped(count.opened),
        grouped(count.reached),
        grouped(count.judged),
        grouped(count.right),
        precision.map_or(NOTHING.to_owned(), |known| percent(known.share)),
        precision.map_or(NOTHING.to_owned(), interval),
        grouped(count.losses() as u64),
        count.lead_days().map_or(NOTHING.to_owned(), |days| format!("{days:.0}")),
    ]
}

pub fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// A whole number with thousands separated.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
