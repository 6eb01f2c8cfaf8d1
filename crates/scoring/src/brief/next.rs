//! Things to do next, each with the fact that asks for it.

use super::{Facts, MOST, flags, say::because_overdue, source_of, words_of};
use crate::alerts::words::{date, days, money};
use bellwether_core::Cents;
use bellwether_core::brief::{Advice, Source};

/// At most three things to do: call about a silence, finish a draft, bring back an item, settle what is overdue, be
/// in touch before the order is expected, not leave the account alone for more than 90 days. In this sequence.
pub fn next(facts: &Facts<'_>) -> Vec<Advice> {
    [call, finish_draft, offer_item, settle, be_in_touch, remember]
        .into_iter()
        .filter_map(|thing| thing(facts))
        .take(MOST)
        .collect()
}

fn call(facts: &Facts<'_>) -> Option<Advice> {
    let alert = facts.silence()?;
    Some(Advice {
        text: "Call and ask why no order comes.".to_owned(),
        because: alert.sentence.clone(),
        source: Source::Alert { id: alert.id },
        value_cents: alert.value_cents,
    })
}

fn finish_draft(facts: &Facts<'_>) -> Option<Advice> {
    let draft = facts.drafts.first()?;
    let amount = money(draft.revenue_cents.0, facts.currency);
    let whom = match &draft.started_by {
        Some(starter) => format!(" with {}", starter.name),
        None => String::new(),
    };
    let waiting = (facts.as_of - draft.since).num_days();
    Some(Advice {
        text: format!("Finish the draft over {amount}{whom}."),
        because: match waiting {
            ..=0 => format!("It was started on {}.", date(draft.since)),
            waiting => format!("It was started on {}, {} ago.", date(draft.since), days(waiting)),
        },
        source: Source::Order { id: draft.id, placed_on: draft.since },
        value_cents: Some(draft.revenue_cents),
    })
}

fn offer_item(facts: &Facts<'_>) -> Option<Advice> {
    let (alert, item) = facts.missing_item()?;
    Some(Advice {
        text: format!("Offer {} again, or learn what took its place.", item.product.name),
        because: alert.sentence.clone(),
        source: Source::Alert { id: alert.id },
        value_cents: alert.value_cents,
    })
}

fn settle(facts: &Facts<'_>) -> Option<Advice> {
    let overdue = facts.overdue.filter(|overdue| overdue.total_cents > Cents::ZERO)?;
    let total = money(overdue.total_cents.0, facts.currency);
    Some(Advice {
        text: format!("Agree when the {total} overdue will be paid."),
        because: because_overdue(overdue.invoices, overdue.oldest_days),
        source: Source::Invoices,
        value_cents: Some(overdue.total_cents),
    })
}

fn be_in_touch(facts: &Facts<'_>) -> Option<Advice> {
    let (next, as_of) = facts.next_order?;
    let expected = format!("The order is expected from {} to {}.", date(next.wide.from), date(next.wide.to));
    let text = if flags::is_window_open(facts) {
        "Ask for the order: it is expected now.".to_owned()
    } else if next.outreach <= facts.as_of && facts.as_of < next.wide.from {
        format!("Get in touch before {}.", date(next.wide.from))
    } else {
        return None;
    };
    Some(Advice { text, because: expected, source: Source::Score { as_of }, value_cents: None })
}

fn remember(facts: &Facts<'_>) -> Option<Advice> {
    let neglected = facts.neglected_days()?;
    let contact = facts.last_contact?;
    Some(Advice {
        text: format!("Say hello: nobody has spoken with them for {}.", days(neglected)),
        because: words_of(contact),
        source: source_of(contact),
        value_cents: None,
    })
}
