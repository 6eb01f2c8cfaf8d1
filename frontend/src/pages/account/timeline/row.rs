//! One line of the timeline: when, what, and how much.

use crate::components::icon::{Icon, IconName};
use crate::components::order_status::order_status_label;
use crate::format::{count, day, money_full};
use crate::pages::account::log::{Added, Progress};
use bellwether_core::Cents;
use bellwether_core::interaction::{Interaction, InteractionInput, InteractionKind, InteractionOutcome};
use bellwether_core::timeline::{TimelineEntry, TimelineEvent};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Tells it from all others.
    pub key: String,
    date: String,
    icon: IconName,
    title: String,
    href: Option<String>,
    about: String,
    text: String,
    promised: String,
    amount: Option<Cents>,
}

impl Line {
    fn new(key: String, date: String, icon: IconName, title: String) -> Self {
        let nothing = String::new;
        let (about, text, promised) = (nothing(), nothing(), nothing());
        Self { key, date, icon, title, href: None, about, text, promised, amount: None }
    }

    /// The row.
    pub fn view(self, symbol: &'static str) -> AnyView {
        let title = match self.href {
            Some(href) => view! { <a href=href>{self.title}</a> }.into_any(),
            None => view! { <b>{self.title}</b> }.into_any(),
        };
        let words = |words: String, class: &'static str| {
            (!words.is_empty()).then(|| view! { <p class=class>{words}</p> }.into_any())
        };
        let promised = (!self.promised.is_empty()).then(|| format!("Promised: {}", self.promised));
        view! {
            <li>
                <span class="muted timeline-date">{self.date}</span>
                <Icon name=self.icon />
                <div>
                    <p class="brief-line">{title}<span class="muted small">{self.about}</span></p>
                    {words(self.text, "timeline-text")}
                    {promised.map(|promised| words(promised, "timeline-text"))}
                </div>
                <span class="number">{self.amount.map(|amount| money_full(amount, symbol))}</span>
            </li>
        }
        .into_any()
    }
}

/// The line of something that happened.
pub fn line(entry: &TimelineEntry, year: i32) -> Line {
    let date = day(entry.date, year);
    match &entry.event {
        TimelineEvent::Order { order } => {
            let title = match order.status.is_valid_order() {
                true => "Order".to_owned(),
                false => order_status_label(order.status).to_owned(),
            };
            let status =
                order.status.is_valid_order().then(|| order_status_label(order.status).to_lowercase());
            let lines = format!(
                "{} {}",
                count(i64::from(order.lines)),
                if order.lines == 1 { "line" } else { "lines" }
            );
            Line {
                href: Some(format!("/orders/{}", order.id)),
                about: [status, Some(lines)].into_iter().flatten().collect::<Vec<_>>().join(", "),
                amount: Some(order.revenue_cents),
                ..Line::new(order.id.to_string(), date, IconName::Orders, title)
            }
        }
        TimelineEvent::Interaction { interaction } => interaction_line(interaction, date),
        TimelineEvent::AlertOpened { alert, rule, tier, state, sentence } => Line {
            about: format!("{}, {}", tier.label(), state.label().to_lowercase()),
            text: sentence.clone(),
            ..Line::new(alert.to_string(), date, IconName::Warning, rule.label().to_owned())
        },
        TimelineEvent::Invoice { invoice, number, amount_cents, open_balance_cents } => {
            let is_credit = amount_cents.0 < 0;
            Line {
                about: if open_balance_cents.0 == 0 { "settled" } else { "open" }.to_owned(),
                amount: Some(*amount_cents),
                ..Line::new(
                    invoice.to_string(),
                    date,
                    IconName::Invoices,
                    format!("{} {number}", if is_credit { "Credit memo" } else { "Invoice" }),
                )
            }
        }
        TimelineEvent::TaskDone { task, title, by } => Line {
            about: format!("done by {by}"),
            ..Line::new(task.to_string(), date, IconName::Check, title.clone())
        },
    }
}

/// "Call: Reached".
fn title(kind: InteractionKind, outcome: Option<InteractionOutcome>) -> String {
    match outcome {
        Some(outcome) => format!("{}: {}", kind.label(), outcome.label()),
        None => kind.label().to_owned(),
    }
}

fn interaction_line(interaction: &Interaction, date: String) -> Line {
    let with = interaction.contact.as_ref().map_or_else(String::new, |name| format!("with {name}, "));
    Line {
        about: format!("{with}by {}", interaction.author),
        text: interaction.note.clone(),
        promised: interaction.promised.clone(),
        ..Line::new(
            interaction.id.to_string(),
            date,
            IconName::Phone,
            title(interaction.kind, interaction.outcome),
        )
    }
}

/// The line of something that was logged just now.
pub fn added_line(added: &Added, today: Option<NaiveDate>) -> Line {
    let InteractionInput { kind, outcome, happened_on, note, promised, key, .. } = &added.input;
    let date = happened_on.or(today).map_or_else(String::new, |date| day(date, date.year()));
    let about = match added.progress {
        Progress::Sending => "being saved",
        Progress::Waiting => "waits for a connection",
        Progress::Stored(_) => "by you, just now",
    };
    let key = key.clone().unwrap_or_else(|| "new".to_owned());
    Line {
        about: about.to_owned(),
        text: note.clone(),
        promised: promised.clone(),
        ..Line::new(key, date, IconName::Phone, title(*kind, *outcome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_being_saved_says_so() {
        let input = InteractionInput {
            kind: InteractionKind::Call,
            outcome: Some(InteractionOutcome::NoAnswer),
            contact: None,
            happened_on: None,
            note: String::new(),
            promised: String::new(),
            key: Some("k".to_owned()),
        };
        let line = added_line(&Added { input, progress: Progress::Sending }, None);
        assert_eq!((line.title.as_str(), line.about.as_str()), ("Call: No answer", "being saved"));
    }
}
