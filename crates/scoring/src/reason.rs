//! Reasons in words, with the numbers they rest on.

use crate::book::Observed;
use crate::gate;
use crate::model::Churn;
use crate::signals::Signals;
use bellwether_core::Segment;
use bellwether_core::explain::SignalGroup;
use bellwether_core::rule_lab::Rules;
use bellwether_ledger::day;

/// Why a group of signals moves the risk, in one sentence.
pub fn reason(group: SignalGroup, account: &Observed, churn: &Churn) -> String {
    let signals = &account.signals;
    match group {
        SignalGroup::Recency => silence(signals),
        SignalGroup::Cadence => cadence(signals, churn),
        SignalGroup::Frequency => frequency(signals),
        SignalGroup::Monetary => monetary(signals),
        SignalGroup::Trend => trend(signals),
        SignalGroup::Mix => mix(signals),
        SignalGroup::Season => season(account, churn),
    }
}

/// The account's state in one sentence.
pub fn sentence(account: &Observed, segment: Segment, rules: &Rules) -> String {
    let Some(first) = account.first_day() else { return "No order yet.".to_owned() };
    match segment {
        Segment::New => {
            let orders = counted(account.signals.frequency.valid_orders, "order");
            let since = day::to_date(first).format("%-d %b %Y");
            let opens = day::to_date(gate::opens_on(first, rules)).format("%-d %b %Y");
            let least = rules.least_orders;
            format!(
                "New: {orders} since {since}; judged once there are {least} on 2 days, from {opens} at the earliest."
            )
        }
        Segment::Loyal | Segment::Neutral | Segment::AtRisk | Segment::Disengaging | Segment::Churned => {
            silence(&account.signals)
        }
    }
}

fn silence(signals: &Signals) -> String {
    let Some(elapsed) = signals.recency.elapsed_days else { return "No order yet.".to_owned() };
    let since = match elapsed {
        0 => "Ordered on the day itself".to_owned(),
        1 => "1 day since the last order".to_owned(),
        days => format!("{days} days since the last order"),
    };
    let longer = signals.recency.longer_gaps;
    match (signals.cadence.gaps_days.len(), longer) {
        (0, _) => format!("{since}; no gap of its own in two years to compare with."),
        (1, 0) => format!("{since}; its only gap was no longer."),
        (1, _) => format!("{since}; its only gap was longer."),
        (gaps, 0) => format!("{since}; none of {gaps} gaps was longer."),
        (gaps, 1) => format!("{since}; only 1 of {gaps} gaps was longer."),
        (gaps, longer) => format!("{since}; {longer} of {gaps} gaps were longer."),
    }
}

fn cadence(signals: &Signals, churn: &Churn) -> String {
    let gap = churn.typical_gap_days;
    let horizon = churn.horizon_days;
    match signals.frequency.order_days {
        0 | 1 => format!("No rhythm of its own yet; the book's typical gap of {gap:.0} days stands in."),
        _ => {
            format!("Just after an order, about {gap:.0} days to the next; {horizon} days are looked ahead.")
        }
    }
}

fn frequency(signals: &Signals) -> String {
    let days = counted(signals.frequency.order_days_365, "order day");
    let all = signals.frequency.order_days;
    let tenure = signals.frequency.tenure_days;
    format!("{days} in 365 days, {all} in the {tenure} days since its first order.")
}

fn season(account: &Observed, churn: &Churn) -> String {
    let a_year_ago = account.as_of - 365;
    if account.first_day().is_none_or(|first| first > a_year_ago) {
        return "Not a year old yet; only the pace of the whole book counts.".to_owned();
    }
    let days = counted(account.order_days_between(a_year_ago, a_year_ago + churn.horizon_days), "order day");
    format!("A year ago the same {} days held {days}.", churn.horizon_days)
}

fn monetary(signals: &Signals) -> String {
    let monetary = &signals.monetary;
    match (monetary.last_order_cents, monetary.average_order_cents) {
        (Some(last), Some(average)) if average > 0.0 => {
            let last = last as f64 / average;
            let year = monetary.ordered_365_cents.max(0) as f64 / average;
            format!(
                "The latest order day was {last:.1} times its average; 365 days brought {year:.1} such averages."
            )
        }
        _ => "No order value to judge by.".to_owned(),
    }
}

fn trend(signals: &Signals) -> String {
    let window = &signals.trend.days_90;
    let small = if window.is_small_base() { " (small base)" } else { "" };
    let now = counted(window.order_days, "order day");
    format!("{now} in the last 90 days against {} in the 90 before{small}.", window.order_days_before)
}

fn mix(signals: &Signals) -> String {
    let mix = &signals.mix;
    let now = if mix.categories_180 == 1 {
        "1 category".into()
    } else {
        format!("{} categories", mix.categories_180)
    };
    let before = mix.categories_before;
    match mix.cosine_change {
        Some(_) => {
            let moved = mix.moved_share * 100.0;
            format!(
                "{now} in 180 days against {before} before; {moved:.0}% of its buying moved between them."
            )
        }
        None => format!("{now} in 180 days against {before} before."),
    }
}

fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
