//! How right alerts would have been on the organisation's own past, rule by rule and tier by tier.

use super::alert_bar::{bar, key};
use crate::components::icon::{Icon, IconName};
use crate::components::section::section;
use crate::components::tier::tier_badge;
use crate::format::{percent, tally};
use crate::pages::accuracy::findings::mean_days;
use bellwether_charts::Unit;
use bellwether_core::accuracy::{
    AlertAccuracy, AlertsEach, Rightness, RuleAccuracy, TierAccuracy, TierOrder,
};
use bellwether_core::alert::AlertKind;
use leptos::prelude::*;

/// Fewer judged alerts than this tell nothing.
pub const TELLING_ALERTS: u64 = 30;
/// Counts a week below this are not told apart.
const LEAST_SHOWN: f64 = 0.01;
const TITLE: &str = "Alerts, on your own past";

/// The section, whatever the back-test knows of alerts.
pub fn alerts(known: Option<&AlertAccuracy>) -> AnyView {
    let nothing = |what: &str, remedy: &str| {
        let state = view! {
            <div class="state is-empty">
                <p class="state-title">{what.to_owned()}</p>
                <p class="muted">{remedy.to_owned()}</p>
            </div>
        };
        section(TITLE, "span-12", (), state.into_any())
    };
    let Some(known) = known else {
        return nothing(
            "The latest back-test did not ask the alert rules.",
            "An earlier version made it. The next one, within a week, asks them too.",
        );
    };
    if let Some(reason) = &known.too_short {
        return nothing("The history is too short to judge alerts by.", reason);
    }
    let judged: u64 = known.rules.iter().flat_map(|rule| &rule.tiers).map(|tier| tier.right.judged).sum();
    if judged < TELLING_ALERTS {
        let remedy = format!(
            "Of {} alerts on your past the outcome is known; with fewer than {TELLING_ALERTS} chance decides how good \
             they look. Every month adds to them.",
            tally(judged)
        );
        return nothing("There are too few alerts to judge.", &remedy);
    }
    section(TITLE, "span-12", followed(known), table(known))
}

/// Which accounts, beside the heading.
fn followed(known: &AlertAccuracy) -> String {
    if known.accounts == known.accounts_of {
        format!("{} accounts followed", tally(known.accounts))
    } else {
        format!(
            "{} of {} accounts followed, drawn by chance",
            tally(known.accounts),
            tally(known.accounts_of)
        )
    }
}

fn table(known: &AlertAccuracy) -> AnyView {
    let bodies = known.rules.iter().map(|rule| rule_body(rule, known)).collect_view();
    view! {
        <p class="muted small alerts-how">{how(known)}</p>
        <table class="table alerts-table">
            <thead>
                <tr>
                    <th scope="col">"Alert"</th>
                    <th scope="col" class="number">"Right"</th>
                    <th scope="col" class="alert-bar"><span class="visually-hidden">"Bar"</span></th>
                    <th scope="col" class="number on-laptop" title="Where the true share probably lies">"95% range"</th>
                    <th scope="col" class="number">"Judged"</th>
                    <th scope="col" class="number on-laptop" title="Alerts that opened with this tier or rose to it">"Reached"</th>
                    <th scope="col" class="number on-laptop" title="Median time from the alert until the account or the item counted as lost, where it did">"Days before the loss"</th>
                </tr>
            </thead>
            {bodies}
        </table>
        {key(known.anybody.share)}
        {rules_of_the_game()}
    }
    .into_any()
}

fn how(known: &AlertAccuracy) -> String {
    let month_ends = known.asked_on.len().saturating_sub(1);
    let times = if month_ends == 1 { "1 month end".to_owned() } else { format!("{month_ends} month ends") };
    let anybody = known.anybody.share.map_or_else(String::new, |share| {
        format!(
            " Had alerts about silences been about anybody, {} would have been right: that is what they must beat.",
            percent(share)
        )
    });
    format!(
        "The rules in force were asked on {times} of your past, saw only what was known by then, and every alert was \
         held against what came after.{anybody}"
    )
}

fn rules_of_the_game() -> AnyView {
    view! {
        <details class="more">
            <summary>"What counts as right"</summary>
            <ul class="alerts-rules">
                <li>"An alert about a silence was right when no order came within as many days as nine tenths of the account's own gaps take. Of a new account, at least as many as four fifths of similar accounts took."</li>
                <li>"An alert about an item was right when the item was not bought again within 180 days. A watch of an item says that its absence has an explanation, not that it will come back."</li>
                <li>"An alert counts each time it reaches a tier. Those whose days after are not all known are not judged, and those that stood on the first day are not counted."</li>
                <li>"Invoices, drafts and closures of that time are not known to the replay, so that overdue payments are not judged and nothing else softens a rule that softens it today."</li>
                <li>"Ranges take every alert as drawn by itself. Those of one account are not, so the true ranges are somewhat wider."</li>
            </ul>
        </details>
    }
    .into_any()
}

fn rule_body(rule: &RuleAccuracy, known: &AlertAccuracy) -> AnyView {
    let anybody = is_about_silence(rule.kind).then_some(&known.anybody);
    let rows = rule.tiers.iter().map(|tier| tier_row(tier, anybody)).collect_view();
    view! {
        <tbody>
            <tr class="group-head">
                <th colspan="7" scope="rowgroup">
                    <span class="alerts-rule"><b>{rule.kind.label()}</b><span>{a_week(rule, known.each)}</span>{order(rule.order)}</span>
                </th>
            </tr>
            {rows}
        </tbody>
    }
    .into_any()
}

/// Whether an alert about anybody is judged as alerts of this rule are.
fn is_about_silence(kind: AlertKind) -> bool {
    match kind {
        AlertKind::ChurnRisk | AlertKind::PatternRisk => true,
        AlertKind::NewAccountStalled | AlertKind::LostItem | AlertKind::LapsedItem | AlertKind::Overdue => {
            false
        }
    }
}

fn a_week(rule: &RuleAccuracy, each: AlertsEach) -> String {
    let of = match each {
        AlertsEach::Rep => "per rep and week",
        AlertsEach::HundredAccounts => "per 100 active accounts and week",
    };
    let (opened, shown) = (few(rule.opened_a_week), few(rule.shown_a_week));
    format!("{opened} opened, {shown} shown {of}")
}

/// A small number: "2.3", "0.04", "under 0.01", "none".
fn few(number: f64) -> String {
    if number <= 0.0 {
        return "none".to_owned();
    }
    if number < LEAST_SHOWN {
        return format!("under {LEAST_SHOWN}");
    }
    let steps = if number < 1.0 { 100.0 } else { 10.0 };
    Unit::Count.full((number * steps).round() / steps)
}

/// Whether alerts were right more often the higher the tier.
fn order(order: Option<TierOrder>) -> AnyView {
    let words = match order {
        None => return ().into_any(),
        Some(TierOrder::Above) => "Higher tiers were right more often",
        Some(TierOrder::RatherAbove) => "Higher tiers were right more often, perhaps by chance",
        Some(TierOrder::RatherBelow) => "A higher tier was right less often, perhaps by chance",
        Some(TierOrder::Below) => {
            return view! { <span class="is-broken"><Icon name=IconName::Warning />"A higher tier was right less often"</span> }
                .into_any();
        }
    };
    view! { <span>{words}</span> }.into_any()
}

/// Whether alerts were right less often than one about anybody, by more than chance explains.
fn is_worse(right: &Rightness, anybody: Option<&Rightness>) -> bool {
    let beaten = anybody.and_then(|anybody| right.high.zip(anybody.share));
    beaten.is_some_and(|(high, anybody)| high < anybody)
}

fn tier_row(tier: &TierAccuracy, anybody: Option<&Rightness>) -> AnyView {
    let right = &tier.right;
    let range = right.low.zip(right.high).map_or_else(
        || "–".to_owned(),
        |(low, high)| format!("{}–{}", Unit::Count.full((low * 100.0).round()), percent_whole(high)),
    );
    let lead = tier.lead_days.map_or_else(|| "–".to_owned(), |days| mean_days(days.round()));
    view! {
        <tr>
            <th scope="row">{tier_badge(tier.tier)}</th>
            <td class="number">{share(right, anybody)}</td>
            <td class="alert-bar">{bar(right, anybody.and_then(|anybody| anybody.share))}</td>
            <td class="number muted on-laptop">{range}</td>
            <td class="number muted">{tally(right.judged)}</td>
            <td class="number muted on-laptop">{tally(tier.reached)}</td>
            <td class="number muted on-laptop">{lead}</td>
        </tr>
    }
    .into_any()
}

/// A share without decimals: more would look surer than it is.
fn percent_whole(share: f64) -> String {
    percent((share * 100.0).round() / 100.0)
}

fn share(right: &Rightness, anybody: Option<&Rightness>) -> AnyView {
    let Some(share) = right.share else { return "–".into_any() };
    let figure = percent_whole(share);
    if right.judged < TELLING_ALERTS {
        view! { <span class="muted" title="Too few to tell">{figure}<span class="visually-hidden">", too few to tell"</span></span> }
            .into_any()
    } else if is_worse(right, anybody) {
        view! {
            <span class="is-broken" title="Less often than an alert about anybody">
                <Icon name=IconName::Warning />{figure}<span class="visually-hidden">", less often than an alert about anybody"</span>
            </span>
        }
        .into_any()
    } else {
        view! { <b>{figure}</b> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(judged: u64, low: f64, high: f64) -> Rightness {
        Rightness { judged, right: 0, share: Some((low + high) / 2.0), low: Some(low), high: Some(high) }
    }

    #[test]
    fn alerts_are_worse_than_anybody_only_beyond_chance() {
        let anybody = right(5_000, 0.23, 0.25);
        assert!(is_worse(&right(400, 0.12, 0.16), Some(&anybody)));
        assert!(!is_worse(&right(40, 0.12, 0.3), Some(&anybody)));
        assert!(!is_worse(&right(400, 0.12, 0.16), None));
        assert!(!is_worse(&Rightness::default(), Some(&anybody)));
    }

    #[test]
    fn rare_alerts_keep_their_decimals() {
        assert_eq!([few(0.044), few(0.5), few(1.26), few(12.0)], ["0.04", "0.5", "1.3", "12"]);
        assert_eq!([few(0.0), few(0.004)], ["none", "under 0.01"]);
    }
}
