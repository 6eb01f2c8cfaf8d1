//! The figures one looks at first.

use crate::components::movement::MovementMark;
use crate::components::profit::{NO_COST_KNOWN, UNKNOWN, known_profit};
use crate::components::risk::Risk;
use crate::components::why::why;
use crate::format::{band, count, day, days, money_full, money_short, percent};
use bellwether_core::account::AccountDetail;
use bellwether_core::metric::Metric;
use chrono::Datelike;
use leptos::prelude::*;

/// What the figures are.
const SHOWN: [Metric; 8] = [
    Metric::ChurnRisk,
    Metric::Health,
    Metric::NextOrder,
    Metric::Silence,
    Metric::TrailingSales,
    Metric::LifetimeSales,
    Metric::GrossProfit,
    Metric::GrossMargin,
];
const PROFIT: &str = "12-month gross profit";

fn figure(label: &'static str, value: AnyView, beside: AnyView) -> AnyView {
    view! { <div class="figure"><dt>{label}</dt><dd>{value}</dd><dd class="figure-foot">{beside}</dd></div> }
        .into_any()
}

/// Words beside a figure that the back-test has judged, with the way there.
fn judged(text: String, of: &'static str) -> AnyView {
    view! { {text}" · "<a href="/accuracy" aria-label=format!("accuracy of {of}")>"accuracy"</a> }.into_any()
}

fn words(text: impl Into<String>) -> AnyView {
    text.into().into_any()
}

/// Risk, health, next order, last order, and money.
pub fn headline(account: &AccountDetail, symbol: &'static str) -> AnyView {
    let year = account.as_of.year();
    let score = account.score.as_ref();
    let horizon = score.map(|score| format!("no order within {}", days(score.horizon_days)));
    let health = score.and_then(|score| score.health);
    let window = score.and_then(|score| score.next_order);
    let last = account.last_order.map_or_else(|| "Never".to_owned(), |date| day(date, year));
    let sales = account.trailing_revenue;
    let lifetime = account.lifetime_revenue_cents;
    let since = account.first_order.map_or_else(String::new, |first| format!(" since {}", day(first, year)));
    let figures = [
        figure("Churn risk", view! { <Risk risk=score.and_then(|score| score.churn_risk) /> }.into_any(), horizon.map_or_else(|| words("not scored yet"), |horizon| judged(horizon, "churn risks"))),
        figure("Health", words(health.map_or_else(|| "–".to_owned(), |health| health.to_string())), words("of 100")),
        figure(
            "Next order",
            words(window.map_or_else(|| "–".to_owned(), |next| band(next.wide, year))),
            window.map_or_else(|| words(""), |next| {
                let due = match next.overdue_days {
                    Some(overdue) => format!("{} overdue", days(overdue)),
                    None => format!("reach out {}", day(next.outreach, year)),
                };
                judged(due, "next-order windows")
            }),
        ),
        figure("Last order", words(last), words(account.days_since_last_order.map_or_else(String::new, |ago| format!("{} before {}", days(ago), day(account.as_of, year))))),
        figure(
            "12-month net sales",
            view! { <span title=money_full(sales.current, symbol)>{money_short(sales.current, symbol)}</span> }.into_any(),
            view! { <MovementMark change=sales.change /> }.into_any(),
        ),
        figure(
            "Lifetime net sales",
            view! { <span title=money_full(lifetime, symbol)>{money_short(lifetime, symbol)}</span> }.into_any(),
            words(format!("{} orders{since}", count(account.orders))),
        ),
    ];
    let profit = account.margin.as_ref().map(|margin| {
        let Some(profit) = known_profit(margin, sales.current) else {
            return figure(PROFIT, words(UNKNOWN), words(NO_COST_KNOWN));
        };
        let rate = match margin.judged_rate() {
            Some(rate) => format!("{} margin", percent(rate)),
            None => margin.rate.map_or_else(String::new, |_| "not enough cost data".to_owned()),
        };
        let value =
            view! { <span title=money_full(profit, symbol)>{money_short(profit, symbol)}</span> }.into_any();
        figure(PROFIT, value, words(rate))
    });
    let about = [
        account.industry.clone(),
        account.region.as_ref().map_or_else(String::new, |region| region.name.clone()),
    ];
    let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <div class="panel">
            <dl class="figures is-headline">{figures.into_iter().collect_view()}{profit}</dl>
            {(!about.is_empty()).then(|| view! { <p class="figures-about muted small">{about}</p> })}
            {why(&SHOWN)}
        </div>
    }
    .into_any()
}
