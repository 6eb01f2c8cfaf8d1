//! The words of every metric: what it is called, how it is worked out, from what, and where its rows are.

use bellwether_core::bridge::BridgePart;
use bellwether_core::metric::Metric;
use bellwether_core::rule_lab::{HealthWeights, Rules};
use bellwether_core::settings::{SalesBasis, Settings};
use bellwether_scoring::segment::{LOYAL_ORDER_DAYS, LOYAL_TENURE_DAYS};

/// What people read above it.
pub(super) fn name(metric: Metric) -> &'static str {
    match metric {
        Metric::NetSales => "Net sales",
        Metric::GrossProfit => "Gross profit",
        Metric::GrossMargin => "Margin",
        Metric::Orders => "Orders",
        Metric::Units => "Units",
        Metric::ActiveAccounts => "Active accounts",
        Metric::AverageOrder => "Average order",
        Metric::Change => "Change",
        Metric::LostSales => BridgePart::Lost.label(),
        Metric::NewSales => BridgePart::New.label(),
        Metric::VolumeEffect => BridgePart::Volume.label(),
        Metric::PriceEffect => BridgePart::Price.label(),
        Metric::MixEffect => BridgePart::Mix.label(),
        Metric::OrderValues => "Spread of order values",
        Metric::LargestOrder => "Largest order",
        Metric::ShareOfSales => "Share",
        Metric::Concentration => "Concentration",
        Metric::TrailingSales => "12-month net sales",
        Metric::TrailingOrders => "12-month orders",
        Metric::LifetimeSales => "Lifetime net sales",
        Metric::AccountOrderValue => "Order amount",
        Metric::TypicalGap => "Days between orders",
        Metric::Silence => "Days since the last order",
        Metric::ChurnRisk => "Churn risk",
        Metric::Segment => "Segment",
        Metric::MoneyAtRisk => "Money at risk",
        Metric::Priority => "Priority",
        Metric::Health => "Health",
        Metric::NextOrder => "Next order",
        Metric::Momentum => "Direction",
        Metric::Penetration => "Penetration",
        Metric::Breadth => "Products and categories per account",
        Metric::ProductCadence => "Every",
        Metric::ProductTrend => "Trend",
        Metric::SegmentMoves => "Moves between segments",
        Metric::Movers => "Risers and fallers",
        Metric::AlertsWorked => "Alerts raised and worked",
        Metric::AlertValue => "Value of an alert",
        Metric::TargetReached => "Target",
        Metric::Drafts => "Drafts",
        Metric::LowestPerforming => "Lowest performing",
        Metric::LowestMargin => "Lowest GP %",
        Metric::ProbablyLost => "Probably lost",
        Metric::Overdue => "Overdue",
    }
}

/// How it is worked out, by the settings and rules in force.
pub(super) fn formula(metric: Metric, settings: &Settings, rules: &Rules) -> String {
    let words = match metric {
        Metric::NetSales => {
            "The amounts of all lines sold in the period, after discount, without tax and freight; credits and returns are taken off on their own date."
        }
        Metric::GrossProfit => {
            "Net sales − cost, over the lines whose cost is known; other lines are in neither."
        }
        Metric::GrossMargin => {
            "Gross profit ÷ net sales, both over the lines whose cost is known: a ratio of sums. It is shown where the cost of 80 % of the sales is known."
        }
        Metric::Orders => {
            "Valid orders of the period: placed, confirmed, shipped, invoiced or paid, of a positive amount. No drafts, quotes, cancelled orders, credits or returns, and none credited whole within 14 days."
        }
        Metric::Units => "The quantities of all lines sold in the period, returns taken off.",
        Metric::ActiveAccounts => "Accounts with at least one valid order in the period.",
        Metric::AverageOrder => "Net sales ÷ valid orders, both of the period.",
        Metric::Change => {
            "(This period − the one it is compared with) ÷ the latter: as many days before, or the same dates of last year. Where that is zero or less there is no percentage. Rates are compared in points, money at risk with the scoring before."
        }
        Metric::LostSales => BridgePart::Lost.formula(),
        Metric::NewSales => BridgePart::New.formula(),
        Metric::VolumeEffect => BridgePart::Volume.formula(),
        Metric::PriceEffect => BridgePart::Price.formula(),
        Metric::MixEffect => BridgePart::Mix.formula(),
        Metric::OrderValues => {
            "The values of the rep's valid orders of the period: least, lower quartile, median, upper quartile and most, and single orders spread evenly over the ranks as dots."
        }
        Metric::LargestOrder => "The net amount of the account's largest valid order of the period.",
        Metric::ShareOfSales => {
            "Net sales of the part ÷ net sales of all that the page shows, both of the period."
        }
        Metric::Concentration => {
            "Net sales of the 10, 20 and 50 accounts (or of the states) with the largest net sales of the period ÷ net sales of all."
        }
        Metric::TrailingSales => "Net sales of the twelve calendar months that end with the as-of date.",
        Metric::TrailingOrders => "Valid orders of the twelve calendar months that end with the as-of date.",
        Metric::LifetimeSales => "Net sales since the first order in the data.",
        Metric::AccountOrderValue => {
            "Net sales of the account ÷ its valid orders, both of the twelve months that end with the as-of date. Accounts without an order in them are in no bar."
        }
        Metric::TypicalGap => {
            "Days between two order days in a row, an order day being a date with a valid order; the median of them is the usual gap."
        }
        Metric::Silence => "As-of date − last order day.",
        Metric::ChurnRisk => {
            "The probability of no order within three of the account's own typical gaps: at least 45 days, and no further than the model looks ahead. An account with little history has the gap of the whole book. Higher is worse; what raises and lowers it is on the account's page and adds up to it."
        }
        Metric::Segment => return segment(rules),
        Metric::MoneyAtRisk => {
            "Churn risk × net sales of the last twelve months, account by account, summed; net sales below zero count as none."
        }
        Metric::Priority => {
            "Churn risk × gross profit of the last twelve months where the cost is known. An account without a known cost has none."
        }
        Metric::Health => return health(&rules.health),
        Metric::NextOrder => return next_order(settings),
        Metric::Momentum => {
            "By units against the comparison period: rising from +25 %, or sold again after none; falling from −25 %; steady between; new when first sold within the period, fading when sold in the comparison period and no more. Fewer than three orders then are a small base."
        }
        Metric::Penetration => {
            "Accounts with the category on a valid order of the period ÷ accounts with a valid order of the period."
        }
        Metric::Breadth => {
            "Different products (or categories) on the valid orders of the period, counted account by account ÷ accounts with such an order."
        }
        Metric::ProductCadence => {
            "The median of the days between two days on which the account bought the product."
        }
        Metric::ProductTrend => {
            "Net sales of the product to the account in the last 90 days against those of the 90 days before."
        }
        Metric::SegmentMoves => {
            "Accounts whose segment now is another than at the last scoring before these days, or that had none then, with their net sales of twelve months."
        }
        Metric::Movers => {
            "Accounts by how much more or less their net sales of these days are than those of the same weekdays whole weeks before."
        }
        Metric::AlertsWorked => {
            "Raised: alerts that opened in these days and became at risk or critical. Worked: those that somebody worked, dismissed, snoozed, called wrong or was given as a task. Resolved: those that facts ended. Waiting: those still open at risk or critical for which nobody has an open task."
        }
        Metric::AlertValue => {
            "About silence: churn risk × net sales of a year, or all of them where no risk is known. About an item: its net sales per 30 days over the 90 days up to its last purchase. About invoices: their open balance."
        }
        Metric::TargetReached => {
            "Net sales ÷ target of these dates, which is the monthly target × selling days in them ÷ selling days of the month."
        }
        Metric::Drafts => "Orders that are open drafts, of any age. They are in no other figure.",
        Metric::LowestPerforming => {
            "Accounts with a valid order in twelve months, by units of the period, the lowest first; or those that fell, by how far they are below their own period before."
        }
        Metric::LowestMargin => {
            "Gross profit ÷ net sales of the period, the lowest first; without accounts that sold nothing, less than the least net sales on the page, or of whose sales less than 80 % have a known cost."
        }
        Metric::ProbablyLost => {
            "Items the account bought again and again whose probability of staying away reaches the bar from which on most such items of your own past did; the most money first, those perhaps replaced or out of season last."
        }
        Metric::Overdue => return overdue(settings),
    };
    words.to_owned()
}

fn segment(rules: &Rules) -> String {
    let at = &rules.segments;
    format!(
        "New until {} months, {} valid orders and two order days; then by churn risk: Loyal below {} % with {LOYAL_ORDER_DAYS} order days and {LOYAL_TENURE_DAYS} days since the first order, Neutral below {} %, At Risk below {} %, Disengaging below {} %, Churned beyond. Getting worse takes two scorings in a row, unless the silence is longer than any before.",
        rules.least_months,
        rules.least_orders,
        at.neutral_percent,
        at.at_risk_percent,
        at.disengaging_percent,
        at.churned_percent
    )
}

fn health(weights: &HealthWeights) -> String {
    format!(
        "0 to 100, higher is better. Frequency (weight {}): order days of 90 days ÷ those expected. Growth (weight {}): net sales of 90 days against the same days last year, or the 90 before; −50 % is nothing, +25 % all. Contact and pipeline (weights {} and {}) are not measured yet; what is not measured is left out and the rest scaled up.",
        weights.frequency, weights.growth, weights.contact, weights.pipeline
    )
}

fn next_order(settings: &Settings) -> String {
    format!(
        "The shortest run of days that holds the next order with a probability of 80 % (or 50 %), set by how such windows did in your own past. Outreach is {} days before the wide window begins. When it is over, the account is overdue by so many days.",
        settings.outreach_lead_days
    )
}

fn overdue(settings: &Settings) -> String {
    let due = match settings.overdue_grace_days {
        0 => "before the as-of date".to_owned(),
        1 => "more than a day before the as-of date".to_owned(),
        days => format!("more than {days} days before the as-of date"),
    };
    format!("Open balances of invoices due {due}. Credits not applied stand beside it and are not taken off.")
}

/// The facts it is worked out from.
pub(super) fn inputs(metric: Metric, settings: &Settings) -> String {
    let words = match metric {
        Metric::NetSales
        | Metric::GrossProfit
        | Metric::GrossMargin
        | Metric::Change
        | Metric::LostSales
        | Metric::NewSales
        | Metric::VolumeEffect
        | Metric::PriceEffect
        | Metric::MixEffect
        | Metric::ShareOfSales
        | Metric::Concentration
        | Metric::TrailingSales
        | Metric::LifetimeSales
        | Metric::Movers
        | Metric::ProductTrend
        | Metric::Units
        | Metric::Momentum => return sales_lines(settings.sales_basis),
        Metric::AverageOrder | Metric::AccountOrderValue => {
            return format!(
                "{} Orders count on the day they were placed.",
                sales_lines(settings.sales_basis)
            );
        }
        Metric::OrderValues | Metric::LargestOrder => return order_values(settings.sales_basis),
        Metric::Orders
        | Metric::ActiveAccounts
        | Metric::TrailingOrders
        | Metric::Penetration
        | Metric::Breadth
        | Metric::ProductCadence => "Orders and their lines; an order counts on the day it was placed.",
        Metric::TypicalGap | Metric::Silence | Metric::NextOrder => {
            "The dates of the account's valid orders up to the as-of date."
        }
        Metric::ChurnRisk | Metric::Segment => {
            "The account's orders up to the as-of date, and the model your own history chose (Accuracy)."
        }
        Metric::MoneyAtRisk | Metric::Priority | Metric::SegmentMoves => {
            "The latest scores, for moves also those before the days shown, and order lines of twelve months."
        }
        Metric::Health => "The account's order days and net sales up to the as-of date.",
        Metric::AlertsWorked | Metric::AlertValue => {
            "Alerts, what people did with them, and the orders or invoices they are about."
        }
        Metric::TargetReached => "Order lines, and monthly targets (Targets).",
        Metric::Drafts => "Orders with the status draft.",
        Metric::LowestPerforming | Metric::LowestMargin | Metric::ProbablyLost => {
            "Order lines up to the as-of date."
        }
        Metric::Overdue => "Invoices with an open balance.",
    };
    words.to_owned()
}

fn sales_lines(basis: SalesBasis) -> String {
    let day = match basis {
        SalesBasis::Booked => "on the day of its order",
        SalesBasis::Invoiced => "on the days of its invoices",
    };
    format!("Order lines up to the as-of date; each counts {day}.")
}

fn order_values(basis: SalesBasis) -> String {
    let values = match basis {
        SalesBasis::Booked => "Orders with their lines, on the day they were placed.",
        SalesBasis::Invoiced => "What was invoiced of each order, on the days of its invoices.",
    };
    values.to_owned()
}

/// Where the rows behind it are: a path of the API.
pub(super) fn rows(metric: Metric) -> &'static str {
    match metric {
        Metric::NetSales | Metric::Change | Metric::ShareOfSales | Metric::Concentration => {
            "/dashboard/breakdown?figure=revenue"
        }
        Metric::GrossProfit | Metric::GrossMargin => "/dashboard/breakdown?figure=profit",
        Metric::Orders | Metric::AverageOrder | Metric::OrderValues | Metric::LargestOrder => {
            "/dashboard/breakdown?figure=orders"
        }
        Metric::Units => "/dashboard/breakdown?figure=units",
        Metric::ActiveAccounts => "/dashboard/breakdown?figure=active_accounts",
        Metric::LostSales => "/dashboard/breakdown?figure=lost",
        Metric::NewSales => "/dashboard/breakdown?figure=new",
        Metric::VolumeEffect => "/dashboard/breakdown?figure=volume",
        Metric::PriceEffect => "/dashboard/breakdown?figure=price",
        Metric::MixEffect => "/dashboard/breakdown?figure=mix",
        Metric::TrailingSales
        | Metric::TrailingOrders
        | Metric::LifetimeSales
        | Metric::AccountOrderValue
        | Metric::Segment
        | Metric::MoneyAtRisk
        | Metric::Priority => "/accounts",
        Metric::TypicalGap | Metric::Silence | Metric::ChurnRisk | Metric::Health | Metric::NextOrder => {
            "/accounts/{id}/explain"
        }
        Metric::Momentum => "/products/momentum",
        Metric::Penetration | Metric::Breadth => "/products/penetration",
        Metric::ProductCadence | Metric::ProductTrend => "/accounts/{id}",
        Metric::SegmentMoves | Metric::Movers => "/weekly-diff",
        Metric::AlertsWorked => "/alerts",
        Metric::AlertValue => "/alerts/{id}/explain",
        Metric::TargetReached => "/targets",
        Metric::Drafts => "/orders",
        Metric::LowestPerforming | Metric::LowestMargin => "/insights/lowest-performing",
        Metric::ProbablyLost => "/insights/probably-lost",
        Metric::Overdue => "/invoices",
    }
}
