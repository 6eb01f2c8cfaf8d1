//! What an alert says: one sentence with its numbers, what else should be known, and the rule in words.

mod inputs;

pub use inputs::inputs;

use bellwether_core::alert::{
    AlertKind, Evidence, ItemEvidence, OverdueAmounts, OverdueEvidence, PatternEvidence, SeasonalPause,
    SilenceEvidence, StalledEvidence,
};
use bellwether_core::{Probability, ProductId};
use chrono::{Datelike, NaiveDate};

/// From so many units on an amount is told without its cents.
const WHOLE_UNITS: u64 = 100;
/// When at most one gap in so many was longer, that is few.
const FEW: u32 = 5;

/// The finding in one sentence, with its numbers; `names` gives a product the name people read.
pub fn sentence(evidence: &Evidence, names: &impl Fn(ProductId) -> String) -> String {
    match evidence {
        Evidence::ChurnRisk(silence) => of_silence(silence),
        Evidence::PatternRisk(pattern) => of_pattern(pattern),
        Evidence::NewAccountStalled(stalled) => of_stalled(stalled),
        Evidence::LostItem(item) | Evidence::LapsedItem(item) => of_item(item, &names(item.product)),
        Evidence::Overdue(overdue) => of_overdue(overdue),
    }
}

fn of_silence(silence: &SilenceEvidence) -> String {
    let since = format!("{} since the last order", days(silence.elapsed_days));
    let (gaps, longer) = (silence.gaps, silence.longer_gaps);
    let last_gap = days(silence.last_gap_days);
    match (gaps, longer) {
        (..=1, 0) => format!("{since}; the only gap before was {last_gap}."),
        (..=1, _) => format!("{since}; the last gap was {last_gap}."),
        (_, 0) => format!("{since}; none of {gaps} gaps was longer."),
        (_, 1) if gaps >= FEW => format!("{since}; only 1 of {gaps} gaps was longer."),
        _ if longer.saturating_mul(FEW) <= gaps => {
            format!("{since}; only {longer} of {gaps} gaps were longer.")
        }
        _ => {
            let were = if longer == 1 { "was" } else { "were" };
            format!("{since}, the last gap was {last_gap}; {longer} of {gaps} gaps {were} longer.")
        }
    }
}

fn of_pattern(pattern: &PatternEvidence) -> String {
    let (segment, risk) = (pattern.segment.label(), percent(pattern.churn_risk));
    format!("{segment} with a churn risk of {risk}; {} since the last order.", days(pattern.elapsed_days))
}

fn of_stalled(stalled: &StalledEvidence) -> String {
    let since = format!("{} since its {} order day", days(stalled.elapsed_days), ordinal(stalled.order_days));
    let (accounts, within) = (stalled.similar_accounts, number(stalled.similar_p80_days));
    format!(
        "{since}; four fifths of {} similar accounts ordered again within {within} days.",
        grouped(accounts.into())
    )
}

fn of_item(item: &ItemEvidence, name: &str) -> String {
    let missed = match item.missed {
        1 => "missing from the last order".to_owned(),
        missed => format!("missing from the last {missed} orders"),
    };
    let used = match number(item.rate).as_str() {
        "1" => "it used to be in every order".to_owned(),
        rate => format!("it used to be in one order in {rate}"),
    };
    format!("{name}: {missed}, {} since it was bought; {used}.", days(item.days_since))
}

fn of_overdue(overdue: &OverdueEvidence) -> String {
    let invoices = match overdue.invoices.len() {
        1 => "1 invoice".to_owned(),
        count => format!("{count} invoices"),
    };
    let oldest = match overdue.invoices.len() {
        1 => days(overdue.oldest_days),
        _ => format!("the oldest {}", days(overdue.oldest_days)),
    };
    match overdue.amounts.as_deref() {
        None | Some([]) => format!("{invoices} overdue, {oldest}."),
        Some(amounts) => {
            let total = |amounts: &OverdueAmounts| money(amounts.total_cents.0, &amounts.currency);
            let totals: Vec<String> = amounts.iter().map(total).collect();
            format!("{} overdue on {invoices}, {oldest}.", totals.join(" and "))
        }
    }
}

/// What else should be known, a sentence each.
pub fn notes(evidence: &Evidence, names: &impl Fn(ProductId) -> String) -> Vec<String> {
    match evidence {
        Evidence::ChurnRisk(silence) => {
            let season = silence.seasonal.as_ref().and_then(of_season);
            let group = "This site is quiet; others of its group have ordered since.";
            season.into_iter().chain(silence.is_group_active.then(|| group.to_owned())).collect()
        }
        Evidence::PatternRisk(_) | Evidence::NewAccountStalled(_) => Vec::new(),
        Evidence::LostItem(item) | Evidence::LapsedItem(item) => item_notes(item, names),
        Evidence::Overdue(overdue) => overdue_notes(overdue),
    }
}

fn of_season(pause: &SeasonalPause) -> Option<String> {
    let years: Vec<String> = pause.earlier.iter().map(|gap| gap.from.year().to_string()).collect();
    let reordered = date(pause.earlier.last()?.to);
    Some(format!("Paused in {} too; last time it reordered on {reordered}.", years.join(" and ")))
}

fn item_notes(item: &ItemEvidence, names: &impl Fn(ProductId) -> String) -> Vec<String> {
    let draft = item.is_in_draft.then(|| "In draft: an order not sent yet holds it.".to_owned());
    let replaced = item.replaced_by.map(|product| format!("Possibly replaced by {}.", names(product)));
    let season = item.next_season.map(|from| {
        format!("Bought in the same months of each year; the next season begins on {}.", date(from))
    });
    let lost = item
        .lost_probability
        .map(|lost| format!("{} likely to stay out of the next 90 days' orders.", percent(lost)));
    let backordered =
        item.backordered_on.map(|on| format!("Back-ordered on {}: we could not supply it.", date(on)));
    let fading = "Most accounts that bought it have stopped of late: it is hardly lost at this one alone.";
    let fading = item.is_fading.then(|| fading.to_owned());
    [draft, backordered, replaced, season, fading, lost].into_iter().flatten().collect()
}

fn overdue_notes(overdue: &OverdueEvidence) -> Vec<String> {
    let bill_to = overdue.on_bill_to.map(|_| "On the bill-to: it owes for this site as well.".to_owned());
    let disputed = match overdue.disputed {
        0 => None,
        count => Some(format!("Disputed: {count} of {}.", overdue.invoices.len())),
    };
    let amounts = overdue.amounts.iter().flatten();
    let credit = amounts.filter(|amounts| amounts.unapplied_credit_cents.0 > 0).map(|amounts| {
        format!("{} unapplied credit.", money(amounts.unapplied_credit_cents.0, &amounts.currency))
    });
    bill_to.into_iter().chain(disputed).chain(credit).collect()
}

/// How the rule reads.
pub fn formula(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::ChurnRisk => {
            "The silence is longer than the last gap between two order days, for an account old enough to be \
             judged. At risk when it is also longer than the gap the rules in force name, critical when it is \
             longer than the longest normal gap. Days on which we or the account were closed do not count."
        }
        AlertKind::PatternRisk => {
            "The account moved to At Risk or Disengaging by its churn risk and has been silent for longer than \
             its typical gap, while the last gap was too long for the churn rule to speak."
        }
        AlertKind::NewAccountStalled => {
            "The account is too new for the churn rule and has been silent for more than one and a half times \
             as long as four fifths of similar accounts took for the same order."
        }
        AlertKind::LostItem => {
            "More than 10 orders in 90 days, 5 of them with the item; since its last purchase more than twice as \
             many orders without it as usual, and more days than ever between two purchases of the last year. \
             Watch, at risk from 40% on and critical from 60% on by the probability that it stays out of the \
             next 90 days' orders, once the book has seen enough items go missing."
        }
        AlertKind::LapsedItem => {
            "At least 6 order days in 24 months, 4 of them with the item; since its last purchase at least two \
             orders and more than twice as many as usual without it, and more days than ever between two purchases. \
             Watch, at risk from 40% on and critical from 60% on by the probability that it stays out of the \
             next 90 days' orders, once the book has seen enough items go missing."
        }
        AlertKind::Overdue => {
            "Invoices with an open balance whose due date, with the days of grace, is before the as-of date. Credit \
             memos are never overdue, and credit not applied yet is shown beside."
        }
    }
}

/// An amount in minor units as people read it, without cents once they do not matter: "$1,200", "$12.50".
pub fn money(cents: i64, currency: &str) -> String {
    let minus = if cents < 0 { "-" } else { "" };
    let (units, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let amount = if rest == 0 {
        grouped(units)
    } else if units >= WHOLE_UNITS {
        grouped(units + u64::from(rest >= 50))
    } else {
        format!("{units}.{rest:02}")
    };
    format!("{minus}{}{amount}", sign_of(currency))
}

/// What stands before an amount: the sign that screens show, or else the code.
fn sign_of(currency: &str) -> String {
    let sign = match currency {
        "USD" => "$",
        "CAD" => "CA$",
        "AUD" => "A$",
        "MXN" => "MX$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        "INR" => "₹",
        code => return format!("{code} ").trim_start().to_owned(),
    };
    sign.to_owned()
}

/// A whole number with thousands separated.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Days in words.
pub(crate) fn days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{} days", grouped(days.unsigned_abs())) }
}

/// A date in words.
pub(crate) fn date(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

fn percent(probability: Probability) -> String {
    format!("{:.0}%", probability.get() * 100.0)
}

/// A number with one digit behind the point, if that is not nought.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (1, 1) | (1, 21..) => "st",
        (2, 2) | (2, 22..) => "nd",
        (3, 3) | (3, 23..) => "rd",
        _ => "th",
    };
    match number {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        _ => format!("{number}{ending}"),
    }
}

#[cfg(test)]
mod tests;
