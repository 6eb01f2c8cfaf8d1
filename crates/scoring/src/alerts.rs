//! Alerts (F2–F4, rules sections 2–4): what the rules find at an account as of a day, one rule a file, and
//! what becomes of an alert when the facts change. An [`AlertBook`] holds what is learnt from the whole
//! book once a day; an account is then judged from its own history alone, so one order costs one account.
//!
//! **What the rules in force decide.** `least_orders` and `least_months` are the gate. The source rule
//! (silence longer than the last gap) always opens at *watch*. It becomes *at risk* when the silence also
//! exceeds the gap that `churn_rule` names times `silence_percent`, and *critical* when it exceeds the
//! longest normal gap as well. With `last_gap` at 100 % every alert is therefore at risk at once.
//!
//! **Money at stake.** A silence: the net sales of the last 365 days times the churn risk, the first term
//! of the priority of rules section 7 (in sales, which everybody may see); while the risk is not known, the
//! net sales themselves. An item: its net sales per 30 days over the 90 days up to its last purchase.
//! Overdue invoices: their open balance in the organisation's currency.

pub mod life;
pub mod record;
pub mod words;

// One rule a file.
mod churn_risk;
mod lapsed_item;
mod lost_item;
mod new_account_stalled;
mod overdue;
mod pattern_risk;
mod probably_lost;

// What they look at.
mod book_gaps;
mod calendar;
mod case;
mod catalogue;
mod group;
mod item_case;
mod item_odds;
mod item_rhythm;
mod items;
pub(crate) mod own_gaps;
mod purchases;
mod season;
mod silence;
pub(crate) mod similar_gaps;
mod year_months;

use bellwether_core::alert::{AlertTier, Confidence, Evidence, Ground};
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};
use bellwether_core::rule_lab::Rules;
use bellwether_core::{AccountId, InvoiceId, Probability, Segment};
use bellwether_ledger::{Day, DayRange, History, Snapshot};
use book_gaps::BookGaps;
use calendar::Holidays;
use case::Case;
use catalogue::Catalogue;
use group::Groups;
use item_odds::ItemOdds;
use std::collections::BTreeSet;

pub use item_odds::LostBar;
pub use overdue::overdue_of;
pub use probably_lost::{LostItem, ProbablyLost};

/// An account is active while its last order is at most this old, days.
const ACTIVE_DAYS: i32 = 365;

/// What the overdue rule sees of an invoice or credit memo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceFact {
    /// Its id.
    pub id: InvoiceId,
    /// The account it is made out to.
    pub account: AccountId,
    /// Which way the money goes.
    pub kind: InvoiceKind,
    /// How it stands.
    pub status: InvoiceStatus,
    /// Its date.
    pub issued_on: Day,
    /// To be paid by this day, when the invoice says so.
    pub due_on: Option<Day>,
    /// Payment terms of the account it is made out to: days from the date of the invoice.
    pub terms_days: Option<i32>,
    /// What is still open; negative for credit not applied yet.
    pub open_balance_cents: i64,
    /// ISO 4217 code of its amount.
    pub currency: String,
}

/// What rules see of an account beside its orders.
#[derive(Debug, Clone, Copy, Default)]
pub struct AccountFacts<'a> {
    /// Times in which the account is closed, in any order.
    pub closures: &'a [DayRange],
    /// Its own invoices and those of its bill-to, in any order.
    pub invoices: &'a [InvoiceFact],
    /// Where it stands and its churn risk, by the latest scoring.
    pub standing: Option<(Segment, Probability)>,
    /// Somebody said that an alert was wrong after so many days of silence: up to there a silence is only watched.
    pub excused_silence_days: Option<i32>,
}

/// Whether the rule for lapsed items is on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LapsedItems {
    /// When fewer than a fifth of the active accounts order often enough for the source rule.
    #[default]
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

/// What the organisation decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertSettings {
    /// The rules in force.
    pub rules: Rules,
    /// Their version.
    pub rule_version: u32,
    /// Days on which the distributor was closed, in any order.
    pub holidays: Vec<Day>,
    /// Days an invoice may be late before it is called overdue.
    pub overdue_grace_days: i32,
    /// Whether the rule for lapsed items is on.
    pub lapsed_items: LapsedItems,
    /// ISO 4217 code of the organisation's currency.
    pub currency: String,
}

/// What a rule found at an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How urgent it is.
    pub tier: AlertTier,
    /// How much history it rests on.
    pub confidence: Confidence,
    /// Money at stake, never negative.
    pub value_cents: i64,
    /// The numbers it rests on.
    pub evidence: Evidence,
    /// The facts it rests on: while all of them were known when an alert was dismissed, it does not return.
    pub grounds: BTreeSet<Ground>,
}

/// What is learnt from the whole book once a day.
pub struct AlertBook {
    as_of: Day,
    settings: AlertSettings,
    holidays: Holidays,
    gaps: BookGaps,
    groups: Groups,
    catalogue: Catalogue,
    item_odds: Option<ItemOdds>,
    is_lapsed_on: bool,
}

impl AlertBook {
    /// Learns from every account what was known on `as_of`: gaps of similar and of new accounts, which accounts
    /// and which products belong together, what came of missing items, and whether the rule for lapsed items is
    /// on. Learn anew when the day, the settings, or parents and products change.
    pub fn learn(snapshot: &Snapshot, as_of: Day, mut settings: AlertSettings) -> Self {
        let holidays = Holidays::new(std::mem::take(&mut settings.holidays));
        let (active, frequent) = frequency(snapshot, as_of);
        let catalogue = Catalogue::of(snapshot.dimensions());
        Self {
            as_of,
            gaps: BookGaps::of(snapshot, as_of),
            groups: Groups::of(snapshot.dimensions()),
            item_odds: ItemOdds::learn(snapshot, &catalogue, as_of),
            catalogue,
            is_lapsed_on: lapsed_item::is_on(&settings, active, frequent),
            settings: AlertSettings { holidays: holidays.days().to_vec(), ..settings },
            holidays,
        }
    }

    /// The day it shows: nothing later was or will be read.
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// What the organisation decided.
    pub fn settings(&self) -> &AlertSettings {
        &self.settings
    }

    /// Whether the rule for lapsed items is on.
    pub fn looks_for_lapsed_items(&self) -> bool {
        self.is_lapsed_on
    }

    /// Everything the rules find at the account at a place, in the order of the rules; nothing dated after the
    /// day of the book is read.
    pub fn findings(&self, snapshot: &Snapshot, place: u32, facts: &AccountFacts) -> Vec<Finding> {
        let Some(case) = Case::new(self, snapshot, place, facts) else { return Vec::new() };
        let mut found = Vec::new();
        if let Some(silence) = case.silence() {
            let churn = churn_risk::find(&case, &silence);
            let pattern = pattern_risk::find(&case, &silence, churn.as_ref());
            found.extend(churn);
            found.extend(pattern);
            found.extend(new_account_stalled::find(&case, &silence));
            found.extend(items::find(&case, &silence));
        }
        found.extend(overdue::find(&case));
        found
    }
}

/// Active accounts, and those of them that order often enough for the rule of lost items.
fn frequency(snapshot: &Snapshot, as_of: Day) -> (usize, usize) {
    let year = DayRange::ending_on(as_of, ACTIVE_DAYS);
    let histories = || snapshot.dimensions().live_accounts().filter_map(|(place, _)| snapshot.history(place));
    let is_active = |history: &History| history.valid_orders_in(year).next_back().is_some();
    let is_frequent = |history: &History| lost_item::is_frequent(lost_item::recent_orders(history, as_of));
    let active = histories().filter(|history| is_active(history)).count();
    (active, histories().filter(|history| is_frequent(history)).count())
}

#[cfg(test)]
mod tests;
