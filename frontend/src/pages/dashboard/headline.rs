//! The headline figures with their movement and shape (E1).

use crate::components::panel::{Placeholder, aging_states};
use crate::components::profit::{NO_COST_KNOWN, UNKNOWN, known_profit};
use crate::components::tile::{Tile, TileFigure};
use crate::components::why::why;
use crate::format::{
    approximate, count, count_short, money_full, money_short, percent, tally, units, units_short,
};
use crate::pages::dashboard::course::calm;
use crate::pages::dashboard::figure::link_behind;
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::Loader;
use crate::state::session::use_session;
use bellwether_charts::sparkline::Sparkline;
use bellwether_charts::{Size, Unit};
use bellwether_core::Cents;
use bellwether_core::bridge::Figure;
use bellwether_core::dashboard::{Dashboard, Margin, Movement, SeriesPoint};
use bellwether_core::metric::Metric;
use leptos::prelude::*;

/// What the tiles show.
const SHOWN: [Metric; 8] = [
    Metric::NetSales,
    Metric::GrossProfit,
    Metric::GrossMargin,
    Metric::Orders,
    Metric::Units,
    Metric::ActiveAccounts,
    Metric::AverageOrder,
    Metric::Change,
];
const PROFIT: &str = "Gross profit";

/// The row of tiles.
#[component]
pub fn Headline(
    /// The page's answer.
    dashboard: Loader<Dashboard>,
) -> impl IntoView {
    let symbol = use_session().currency();
    let filters = use_filters();
    let (body, is_old) = aging_states(
        dashboard,
        Placeholder::Tiles,
        |_| false,
        "",
        move |shown| {
            let tiles = tiles(&shown, symbol, filters);
            view! { <div class="tiles">{tiles.into_iter().map(|figure| view! { <Tile figure /> }.into_any()).collect_view()}</div> }.into_any()
        },
    );
    view! {
        <section aria-label="Headline figures" class:is-stale=move || is_old.get()>
            {body}
            {why(&SHOWN)}
        </section>
    }
}

fn tiles(shown: &Dashboard, symbol: &'static str, filters: Filters) -> Vec<TileFigure> {
    let kpis = &shown.kpis;
    let link = |figure| untrack(|| link_behind(filters, figure));
    let drawn =
        |values: Vec<f64>, unit| sparkline(&calm(shown.period, &shown.series, values.into_iter()), unit);
    let spark = |value: fn(&SeriesPoint) -> f64, unit| drawn(shown.series.iter().map(value).collect(), unit);
    let revenue = money("Net sales", kpis.revenue, symbol, &link(Figure::Revenue))
        .with_spark(spark(|point| approximate(point.revenue_cents.0), Unit::Money(symbol)));
    let orders = whole("Orders", kpis.orders, &link(Figure::Orders))
        .with_spark(spark(|point| approximate(point.orders), Unit::Count));
    let sold = TileFigure {
        label: "Units",
        short: units_short(kpis.units_milli.current),
        full: units(kpis.units_milli.current),
        previous: units_short(kpis.units_milli.previous),
        change: kpis.units_milli.change,
        href: link(Figure::Units),
        ..TileFigure::default()
    }
    .with_spark(spark(|point| approximate(point.units_milli), Unit::Thousandths));
    let average = money("Average order", kpis.average_order, symbol, &link(Figure::Orders))
        .with_spark(sparkline(&average_orders(shown), Unit::Money(symbol)));
    let active = TileFigure {
        note: of_all_accounts(shown),
        ..whole("Active accounts", kpis.active_accounts, &link(Figure::ActiveAccounts))
    }
    .with_spark(drawn(shown.active_series.iter().copied().map(approximate).collect(), Unit::Count));
    let earned: Vec<f64> = shown.profit_series.iter().flatten().map(|profit| approximate(profit.0)).collect();
    let mut tiles = vec![revenue];
    tiles.extend(kpis.margin.as_ref().map(|margin| {
        let href = link(Figure::Profit);
        match known_profit(margin, kpis.revenue.current) {
            Some(_) => profit(margin, symbol, &href).with_spark(drawn(earned, Unit::Money(symbol))),
            None => unknown_profit(href),
        }
    }));
    tiles.extend([orders, sold, active, average]);
    tiles
}

/// How many there are in all segments together: those that have been scored.
fn of_all_accounts(shown: &Dashboard) -> Option<String> {
    let all: u64 = shown.segments.iter().map(|segment| segment.accounts).sum();
    let are_all_counted = i64::try_from(all).is_ok_and(|all| all >= shown.kpis.active_accounts.current);
    (all > 0 && are_all_counted).then(|| format!("of {} scored accounts", tally(all)))
}

/// Net sales per order; both are calmed before they are divided, or days of few orders would rule the picture.
fn average_orders(shown: &Dashboard) -> Vec<f64> {
    let calmed =
        |value: fn(&SeriesPoint) -> f64| calm(shown.period, &shown.series, shown.series.iter().map(value));
    let sales = calmed(|point| approximate(point.revenue_cents.0));
    let orders = calmed(|point| approximate(point.orders));
    let average = |(sales, orders): (f64, f64)| if orders > 0.0 { sales / orders } else { 0.0 };
    sales.into_iter().zip(orders).map(average).collect()
}

impl TileFigure {
    fn with_spark(mut self, svg: String) -> Self {
        self.sparkline = Some(svg);
        self
    }
}

fn money(label: &'static str, amount: Movement<Cents>, symbol: &'static str, href: &str) -> TileFigure {
    TileFigure {
        label,
        short: money_short(amount.current, symbol),
        full: money_full(amount.current, symbol),
        previous: money_short(amount.previous, symbol),
        change: amount.change,
        href: href.to_owned(),
        ..TileFigure::default()
    }
}

fn whole(label: &'static str, number: Movement<i64>, href: &str) -> TileFigure {
    TileFigure {
        label,
        short: count_short(number.current),
        full: count(number.current),
        previous: count_short(number.previous),
        change: number.change,
        href: href.to_owned(),
        ..TileFigure::default()
    }
}

/// Nothing is known of what was sold cost, so there is no profit to show and none to compare.
fn unknown_profit(href: String) -> TileFigure {
    TileFigure {
        label: PROFIT,
        short: UNKNOWN.to_owned(),
        full: NO_COST_KNOWN.to_owned(),
        is_unknown: true,
        note: Some(NO_COST_KNOWN.to_owned()),
        href,
        ..TileFigure::default()
    }
}

/// Profit, with how much of the sales it rests on when some costs are unknown.
fn profit(margin: &Margin, symbol: &'static str, href: &str) -> TileFigure {
    let rate = match margin.judged_rate() {
        Some(rate) => Some(format!("{} margin", percent(rate))),
        None => margin.rate.map(|_| "not enough cost data for a margin".to_owned()),
    };
    let coverage =
        (margin.cost_coverage < 0.995).then(|| format!("cost known for {}", percent(margin.cost_coverage)));
    let note: Vec<_> = [rate, coverage].into_iter().flatten().collect();
    TileFigure { note: Some(note.join(", ")), ..money(PROFIT, margin.profit, symbol, href) }
}

fn sparkline(values: &[f64], unit: Unit) -> String {
    Sparkline { title: "Course of the period", size: Size::new(200.0, 28.0), unit, values }.render().svg
}
