//! Calls and visits of the demo's reps over the last year: large accounts are seen every few weeks, small ones a few
//! times a year, and in two states hardly anybody is, so that the map has somewhere to point to.

use super::chance::Chance;
use bellwether_core::interaction::{InteractionKind, InteractionOutcome};
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// States whose accounts hardly anybody calls on.
pub(super) const NEGLECTED: [&str; 2] = ["MT", "NM"];
/// How far back contacts go, in days.
const DAYS_BACK: usize = 360;

/// One contact with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contact {
    pub(super) happened_on: NaiveDate,
    pub(super) kind: InteractionKind,
    pub(super) outcome: InteractionOutcome,
    pub(super) note: &'static str,
    pub(super) promised: &'static str,
}

/// The contacts of an account, the same for the same account, size and date. `rank` is 0 for the account that buys most
/// and 1 for the one that buys least.
pub(super) fn of_account(seed: u64, state: &str, rank: f64, today: NaiveDate) -> Vec<Contact> {
    let mut chance = Chance::new(seed.wrapping_mul(2_654_435_761));
    let count = match rank {
        _ if NEGLECTED.contains(&state) => usize::from(chance.unit() < 0.25),
        top if top < 0.1 => 12 + chance.below(6),
        middle if middle < 0.4 => 6 + chance.below(3),
        _ => 4 + chance.below(2),
    };
    // Spread over the year as a plan for visits would be: one in each stretch of it.
    let stretch = DAYS_BACK / count.max(1);
    (0..count)
        .map(|place| {
            let back = u64::try_from(1 + place * stretch + chance.below(stretch)).unwrap_or(1);
            contact(&mut chance, rank < 0.4, on_a_weekday(today - Days::new(back)))
        })
        .collect()
}

fn contact(chance: &mut Chance, is_large: bool, happened_on: NaiveDate) -> Contact {
    let kind = kind(chance.unit(), is_large);
    let outcome = outcome(chance.unit(), kind);
    let notes = notes(outcome);
    let note = notes[chance.below(notes.len())];
    let promised = match outcome {
        InteractionOutcome::FollowUp => PROMISES[chance.below(PROMISES.len())],
        InteractionOutcome::Reached
        | InteractionOutcome::Order
        | InteractionOutcome::LeftMessage
        | InteractionOutcome::NoAnswer
        | InteractionOutcome::NotInterested => "",
    };
    Contact { happened_on, kind, outcome, note, promised }
}

/// The Friday before a weekend.
fn on_a_weekday(date: NaiveDate) -> NaiveDate {
    match date.weekday() {
        Weekday::Sat => date - Days::new(1),
        Weekday::Sun => date - Days::new(2),
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => date,
    }
}

/// Large accounts are worth the way.
fn kind(draw: f64, is_large: bool) -> InteractionKind {
    let (visit, meeting, email) = if is_large { (0.40, 0.50, 0.62) } else { (0.15, 0.15, 0.40) };
    match draw {
        low if low < visit => InteractionKind::Visit,
        low if low < meeting => InteractionKind::Meeting,
        low if low < email => InteractionKind::Email,
        _ => InteractionKind::Call,
    }
}

fn outcome(draw: f64, kind: InteractionKind) -> InteractionOutcome {
    let is_call = kind == InteractionKind::Call;
    match draw {
        low if is_call && low < 0.12 => InteractionOutcome::LeftMessage,
        low if is_call && low < 0.20 => InteractionOutcome::NoAnswer,
        low if low < 0.40 => InteractionOutcome::Order,
        low if low < 0.52 => InteractionOutcome::FollowUp,
        low if low < 0.55 => InteractionOutcome::NotInterested,
        _ => InteractionOutcome::Reached,
    }
}

fn notes(outcome: InteractionOutcome) -> &'static [&'static str] {
    match outcome {
        InteractionOutcome::Reached => &[
            "Went through what is low in stock.",
            "All well, nothing needed today.",
            "New buyer, introduced myself.",
        ],
        InteractionOutcome::Order => &["Ordered right away.", "Took the usual and tried something new."],
        InteractionOutcome::FollowUp => {
            &["Wants a better price for larger orders.", "Asked about delivery days."]
        }
        InteractionOutcome::LeftMessage => &["Left word with the front desk."],
        InteractionOutcome::NoAnswer => &["Rang twice."],
        InteractionOutcome::NotInterested => &["Has enough in stock for now."],
    }
}

const PROMISES: [&str; 3] =
    ["Send a quote by the end of the week.", "Ask the warehouse about Tuesdays.", "Bring samples next time."];

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar")
    }

    #[test]
    fn large_accounts_are_seen_more_often_than_small_ones_and_two_states_hardly_at_all() {
        let mean = |state: &str, rank: f64| {
            let counts = (1..=200).map(|seed| of_account(seed, state, rank, today()).len());
            counts.sum::<usize>() as f64 / 200.0
        };
        let [large, middle, small] = [0.05, 0.3, 0.8].map(|rank| mean("CA", rank));
        assert!(large > 2.0 * middle && middle > 1.5 * small && small >= 4.0, "{large} {middle} {small}");
        assert!(NEGLECTED.iter().all(|state| mean(state, 0.05) < 0.5));
    }

    #[test]
    fn contacts_are_the_same_every_time_on_weekdays_and_before_today() {
        let contacts: Vec<Contact> =
            (0..100).flat_map(|seed| of_account(seed, "IL", 0.05, today())).collect();
        let again: Vec<Contact> = (0..100).flat_map(|seed| of_account(seed, "IL", 0.05, today())).collect();
        assert_eq!(contacts, again);
        let is_fit = |contact: &Contact| {
            contact.happened_on < today()
                && !matches!(contact.happened_on.weekday(), Weekday::Sat | Weekday::Sun)
        };
        assert!(contacts.iter().all(is_fit));
        assert!(contacts.iter().any(|contact| !contact.promised.is_empty()));
    }
}
