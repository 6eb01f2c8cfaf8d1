//! Things to say to the customer, each resting on a fact of the account.

use super::{Facts, MOST, flags, source_of, words_of};
use crate::alerts::words::{date, money};
use bellwether_core::Cents;
use bellwether_core::brief::{Advice, Source};

/// At most three things to say: what was promised, why the orders stopped, the draft that waits, the item that is
/// missing, what is overdue, the order that is expected, the category to win, in this sequence.
pub fn say(facts: &Facts<'_>) -> Vec<Advice> {
    [promise, silence, draft, item, overdue, window, category]
        .into_iter()
        .filter_map(|thing| thing(facts))
        .take(MOST)
        .collect()
}

fn promise(facts: &Facts<'_>) -> Option<Advice> {
    let promised = facts.promised?;
    let words = promised.promised.trim().trim_end_matches('.');
    Some(Advice {
        text: format!("On {} we promised: “{words}”.", date(promised.happened_on)),
        because: words_of(promised),
        source: source_of(promised),
        value_cents: None,
    })
}

fn silence(facts: &Facts<'_>) -> Option<Advice> {
    let alert = facts.silence()?;
    let silent = facts.silent_days()?;
    let usual = match facts.usual_gap_days {
        Some(gap) if gap >= 1.5 => format!("; usually one comes about every {gap:.0} days"),
        Some(_) => "; usually one comes every day".to_owned(),
        None => String::new(),
    };
    let since = date(facts.last_order?.placed_on);
    let days = crate::alerts::words::days(silent);
    Some(Advice {
        text: format!("No order has come since {since}, {days} ago{usual}. Has anything changed?"),
        because: alert.sentence.clone(),
        source: Source::Alert { id: alert.id },
        value_cents: alert.value_cents,
    })
}

fn draft(facts: &Facts<'_>) -> Option<Advice> {
    let draft = facts.drafts.first()?;
    let amount = money(draft.revenue_cents.0, facts.currency);
    let since = date(draft.since);
    let by = draft.started_by.as_ref().map(|by| format!(", started by {}", by.name)).unwrap_or_default();
    Some(Advice {
        text: format!("A draft over {amount} has been waiting since {since}. Shall we send it?"),
        because: format!("Draft of {since} over {amount}{by}."),
        source: Source::Order { id: draft.id, placed_on: draft.since },
        value_cents: Some(draft.revenue_cents),
    })
}

fn item(facts: &Facts<'_>) -> Option<Advice> {
    let (alert, item) = facts.missing_item()?;
    let name = &item.product.name;
    let last = date(item.last_bought);
    let usual = match item.usual_quantity_milli {
        Some(quantity) => format!(", {} at a time until then", units(quantity)),
        None => String::new(),
    };
    Some(Advice {
        text: format!("{name} was last on an order on {last}{usual}. Is it still needed?"),
        because: alert.sentence.clone(),
        source: Source::Product { id: item.product.id, name: name.clone() },
        value_cents: alert.value_cents,
    })
}

fn overdue(facts: &Facts<'_>) -> Option<Advice> {
    let overdue = facts.overdue.filter(|overdue| overdue.total_cents > Cents::ZERO)?;
    let total = money(overdue.total_cents.0, facts.currency);
    Some(Advice {
        text: format!("{total} is overdue. When can we expect it?"),
        because: because_overdue(overdue.invoices, overdue.oldest_days),
        source: Source::Invoices,
        value_cents: Some(overdue.total_cents),
    })
}

/// What is overdue, in words.
pub(super) fn because_overdue(invoices: usize, oldest_days: i64) -> String {
    let days = crate::alerts::words::days(oldest_days);
    match invoices {
        1 => format!("1 invoice, {days} past its due date."),
        invoices => format!("{invoices} invoices, the oldest {days} past its due date."),
    }
}

fn window(facts: &Facts<'_>) -> Option<Advice> {
    let (next, as_of) = facts.next_order.filter(|_| flags::is_window_open(facts))?;
    let (from, to) = (date(next.half.from), date(next.half.to));
    Some(Advice {
        text: format!(
            "The next order is due about now, most likely from {from} to {to}. What will be needed?"
        ),
        because: format!(
            "Four of five such orders come from {} to {}.",
            date(next.wide.from),
            date(next.wide.to)
        ),
        source: Source::Score { as_of },
        value_cents: None,
    })
}

fn category(facts: &Facts<'_>) -> Option<Advice> {
    let category = facts.category?;
    let (name, product) = (&category.name, &category.product.name);
    Some(Advice {
        text: format!("Do you buy {name} elsewhere? We have {product}, for one."),
        because: format!(
            "{} of {} {} buy {name} from us.",
            category.buyers, category.similar, category.group
        ),
        source: Source::Product { id: category.product.id, name: product.clone() },
        value_cents: None,
    })
}

/// A quantity in thousandths as people read it.
fn units(quantity_milli: i64) -> String {
    let (whole, rest) = (quantity_milli / 1_000, quantity_milli % 1_000);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:03}").trim_end_matches('0').to_owned() }
}
