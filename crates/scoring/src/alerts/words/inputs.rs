//! The numbers a rule used, and which of its conditions hold.

use super::{date, days, money, number, percent};
use bellwether_core::ProductId;
use bellwether_core::alert::{
    Evidence, ItemEvidence, OverdueEvidence, PatternEvidence, RuleInput, SilenceEvidence, StalledEvidence,
};
use bellwether_core::rule_lab::Rules;

/// The numbers the rule used, under the rules in force; `names` gives a product the name people read.
pub fn inputs(evidence: &Evidence, rules: &Rules, names: &impl Fn(ProductId) -> String) -> Vec<RuleInput> {
    match evidence {
        Evidence::ChurnRisk(silence) => of_silence(silence, rules),
        Evidence::PatternRisk(pattern) => of_pattern(pattern),
        Evidence::NewAccountStalled(stalled) => of_stalled(stalled),
        Evidence::LostItem(item) => of_item(item, &names(item.product), "Orders in 90 days", 11, 5, 0),
        Evidence::LapsedItem(item) => of_item(item, &names(item.product), "Order days in 24 months", 6, 4, 2),
        Evidence::Overdue(overdue) => of_overdue(overdue),
    }
}

fn plain(label: &str, value: String) -> RuleInput {
    RuleInput { label: label.to_owned(), value, holds: None }
}

fn condition(label: &str, value: String, holds: bool) -> RuleInput {
    RuleInput { label: label.to_owned(), value, holds: Some(holds) }
}

fn in_days(value: f64) -> String {
    format!("{} days", number(value))
}

fn of_silence(silence: &SilenceEvidence, rules: &Rules) -> Vec<RuleInput> {
    let elapsed = silence.elapsed_days as f64;
    let beyond = |label: &str, gap: f64| condition(label, in_days(gap), elapsed > gap);
    vec![
        plain("Last order", date(silence.last_order)),
        plain("Silence", days(silence.elapsed_days)),
        condition("Months since the first order, at least", rules.least_months.to_string(), true),
        condition("Orders, at least", rules.least_orders.to_string(), true),
        condition(
            "Longer than the last gap",
            days(silence.last_gap_days),
            silence.elapsed_days > silence.last_gap_days,
        ),
        beyond("Longer than the 80th percentile of its gaps", silence.p80_days),
        beyond("Longer than the longest normal gap", silence.longest_normal_days),
        plain("At risk beyond", format!("{} × {}%", rules.churn_rule.label(), rules.silence_percent)),
        plain("Own gaps looked at", silence.gaps.to_string()),
        plain("Of them longer than the silence", silence.longer_gaps.to_string()),
        plain("Counts as churned from", days(silence.lost_after_days)),
    ]
}

fn of_pattern(pattern: &PatternEvidence) -> Vec<RuleInput> {
    vec![
        plain("Last order", date(pattern.last_order)),
        plain("Silence", days(pattern.elapsed_days)),
        condition("Segment is At Risk or Disengaging", pattern.segment.label().to_owned(), true),
        plain("Churn risk", percent(pattern.churn_risk)),
    ]
}

fn of_stalled(stalled: &StalledEvidence) -> Vec<RuleInput> {
    let limit = 1.5 * stalled.similar_p80_days;
    vec![
        plain("Last order", date(stalled.last_order)),
        plain("Order days so far", stalled.order_days.to_string()),
        plain("Silence", days(stalled.elapsed_days)),
        plain("Similar accounts", stalled.similar_accounts.to_string()),
        plain("Four fifths of them ordered again within", in_days(stalled.similar_p80_days)),
        condition("Longer than 1.5 times that", in_days(limit), stalled.elapsed_days as f64 > limit),
    ]
}

fn of_item(
    item: &ItemEvidence,
    name: &str,
    orders: &str,
    least_orders: u32,
    least_with_item: u32,
    least_missed: u32,
) -> Vec<RuleInput> {
    let at_least = |label: &str, value: u32, least: u32| {
        condition(&format!("{label}, at least {least}"), value.to_string(), value >= least)
    };
    let usual = 2.0 * item.rate;
    let is_missed = f64::from(item.missed) > usual && item.missed >= least_missed;
    let likely = "Likely to stay out of the next 90 days' orders";
    let likely = item.lost_probability.map(|lost| plain(likely, percent(lost)));
    let inputs = [
        plain("Item", name.to_owned()),
        plain("Last bought", date(item.last_bought)),
        at_least(orders, item.orders, least_orders),
        at_least("Of them with the item", item.orders_with_item, least_with_item),
        plain("Orders from one purchase to the next", number(item.rate)),
        condition(
            &format!("Orders without it since, more than {}", number(usual)),
            item.missed.to_string(),
            is_missed,
        ),
        condition(
            &format!("Days since, more than the biggest gap of {}", item.biggest_gap_days),
            days(item.days_since),
            item.days_since > item.biggest_gap_days,
        ),
        condition("Ordered since it was bought last", item.missed.to_string(), item.missed > 0),
    ];
    inputs.into_iter().chain(likely).collect()
}

fn of_overdue(overdue: &OverdueEvidence) -> Vec<RuleInput> {
    let mut inputs = vec![
        plain("Invoices overdue", overdue.invoices.len().to_string()),
        plain("Of them disputed", overdue.disputed.to_string()),
        plain("Oldest due date", date(overdue.oldest_due)),
        condition("Due date before the as-of date", days(overdue.oldest_days), overdue.oldest_days > 0),
    ];
    for amounts in overdue.amounts.iter().flatten() {
        let money = |cents: i64| money(cents, &amounts.currency);
        let buckets = amounts.buckets;
        inputs.extend([
            plain("Open balance", money(amounts.total_cents.0)),
            plain("1 to 30 days", money(buckets.days_1_30_cents.0)),
            plain("31 to 60 days", money(buckets.days_31_60_cents.0)),
            plain("61 to 90 days", money(buckets.days_61_90_cents.0)),
            plain("More than 90 days", money(buckets.over_90_cents.0)),
            plain("Disputed", money(amounts.disputed_cents.0)),
            plain("Unapplied credit, beside", money(amounts.unapplied_credit_cents.0)),
        ]);
    }
    inputs
}
