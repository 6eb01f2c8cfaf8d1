//! What a rep should know before a call (D8, D9, L-R4): things to say, things to do next, and signs of what is to be
//! won or lost. Facts in, sentences out; what has no fact under it is not said.

mod flags;
mod next;
mod quantity;
mod say;

pub use flags::flags;
pub use next::next;
pub use quantity::usual_quantity_milli;
pub use say::say;

use crate::signals::Signals;
use bellwether_core::alert::{Alert, AlertKind, AlertTier};
use bellwether_core::brief::Source;
use bellwether_core::explain::Gap;
use bellwether_core::interaction::Interaction;
use bellwether_core::order::DraftNote;
use bellwether_core::product::ProductRef;
use bellwether_core::score::NextOrder;
use bellwether_core::{Cents, OrderId};
use chrono::NaiveDate;

/// At most so many things to say, and to do.
const MOST: usize = 3;
/// A contact longer ago than this is one too few (rules, section 7: strictly more).
const CONTACT_DAYS: i64 = 90;

/// What is known of an account, as far as the caller may see it.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Nothing later was looked at.
    pub as_of: NaiveDate,
    /// ISO 4217 code of its amounts.
    pub currency: &'a str,
    /// Its alerts in sight, the most urgent first.
    pub alerts: &'a [Alert],
    /// The items that lost-item and lapsed-item alerts among them are about.
    pub items: &'a [MissingItem],
    /// Its open drafts, the newest first.
    pub drafts: &'a [DraftNote],
    /// Its latest valid order.
    pub last_order: Option<LastOrder>,
    /// Median days between its order days.
    pub usual_gap_days: Option<f64>,
    /// Its gaps, oldest first.
    pub gaps: &'a [Gap],
    /// When the next order is expected, and the date of that judgement.
    pub next_order: Option<(NextOrder, NaiveDate)>,
    /// What is overdue.
    pub overdue: Option<Overdue>,
    /// The latest contact with a person.
    pub last_contact: Option<&'a Interaction>,
    /// What was promised last.
    pub promised: Option<&'a Interaction>,
    /// The category that similar accounts buy and this one does not.
    pub category: Option<&'a MissingCategory>,
    /// What was measured on it.
    pub signals: Option<&'a Signals>,
}

/// An item that it used to buy.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingItem {
    /// The item.
    pub product: ProductRef,
    /// Bought last on this day.
    pub last_bought: NaiveDate,
    /// What it used to take at a time, thousandths of a unit; none when that is not known.
    pub usual_quantity_milli: Option<i64>,
}

/// A category to win.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingCategory {
    /// Its name.
    pub name: String,
    /// The product of it that most of those accounts buy.
    pub product: ProductRef,
    /// Similar accounts that buy of it.
    pub buyers: u32,
    /// Similar accounts in all.
    pub similar: u32,
    /// What makes them similar, in words: `Restaurants in TX`.
    pub group: String,
}

/// A latest order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastOrder {
    /// The order.
    pub id: OrderId,
    /// Its date.
    pub placed_on: NaiveDate,
}

/// Money overdue in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    /// Open balance of the overdue invoices.
    pub total_cents: Cents,
    /// How many invoices.
    pub invoices: usize,
    /// Days the oldest is overdue.
    pub oldest_days: i64,
}

impl<'a> Facts<'a> {
    /// The alert of a silence that is urgent.
    fn silence(&self) -> Option<&'a Alert> {
        self.urgent(&[AlertKind::ChurnRisk, AlertKind::PatternRisk, AlertKind::NewAccountStalled])
    }

    /// The missing item that is urgent, with its alert.
    fn missing_item(&self) -> Option<(&'a Alert, &'a MissingItem)> {
        let alert = self.urgent(&[AlertKind::LostItem, AlertKind::LapsedItem])?;
        let item = self.items.iter().find(|item| Some(item.product.id) == alert.evidence.product())?;
        Some((alert, item))
    }

    fn urgent(&self, kinds: &[AlertKind]) -> Option<&'a Alert> {
        self.alerts.iter().find(|alert| alert.tier > AlertTier::Watch && kinds.contains(&alert.kind))
    }

    /// Days since the latest order.
    fn silent_days(&self) -> Option<i64> {
        self.last_order.map(|order| (self.as_of - order.placed_on).num_days())
    }

    /// Days since the latest contact, when that is too long ago.
    fn neglected_days(&self) -> Option<i64> {
        let days = (self.as_of - self.last_contact?.happened_on).num_days();
        (days > CONTACT_DAYS).then_some(days)
    }
}

/// Where an interaction stands.
fn source_of(interaction: &Interaction) -> Source {
    Source::Interaction { happened_on: interaction.happened_on, author: interaction.author.clone() }
}

/// What it was, by whom and when, in words.
fn words_of(interaction: &Interaction) -> String {
    let (kind, date) = (interaction.kind.label(), crate::alerts::words::date(interaction.happened_on));
    match interaction.author.as_str() {
        "" => format!("{kind} on {date}."),
        author => format!("{kind} on {date}, logged by {author}."),
    }
}

#[cfg(test)]
mod tests;
