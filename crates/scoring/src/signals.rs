//! What is measured on an account, one file per signal. Each says its unit; a registry lists every
//! figure once, for screens, exports and documentation alike.

pub mod cadence;
pub mod frequency;
pub mod mix;
pub mod monetary;
pub mod recency;
pub mod trend;

pub use cadence::Cadence;
pub use frequency::Frequency;
pub use mix::Mix;
pub use monetary::Monetary;
pub use recency::Recency;
pub use trend::{Trend, TrendWindow};

use crate::book::Facts;
use bellwether_core::explain::SignalGroup;

/// Every signal of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Signals {
    /// Days between orders.
    pub cadence: Cadence,
    /// How long it has been silent.
    pub recency: Recency,
    /// How often it orders.
    pub frequency: Frequency,
    /// How much it spends.
    pub monetary: Monetary,
    /// Where both are going.
    pub trend: Trend,
    /// What it buys.
    pub mix: Mix,
}

impl Signals {
    /// Measures everything.
    pub fn measure(facts: &Facts) -> Self {
        let cadence = Cadence::measure(facts);
        Self {
            recency: Recency::measure(facts, &cadence),
            frequency: Frequency::measure(facts, &cadence),
            monetary: Monetary::measure(facts),
            trend: Trend::measure(facts),
            mix: Mix::measure(facts),
            cadence,
        }
    }
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Days,
    /// Orders, order days, gaps, categories.
    Count,
    /// Minor units of the organisation's currency.
    Cents,
    /// A number without a unit; 1 means the same as what it is compared with.
    Ratio,
}

/// One figure that people can ask for.
pub struct Figure {
    /// Stable name on the wire.
    pub code: &'static str,
    /// What people read.
    pub label: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// The family it is shown under.
    pub group: SignalGroup,
    /// Its value; none when it cannot be measured.
    pub value: fn(&Signals) -> Option<f64>,
}

/// Every figure in display order.
pub const FIGURES: [Figure; 16] = [
    figure("elapsed_days", "Days since the last order", Unit::Days, SignalGroup::Recency, |s| {
        s.recency.elapsed_days.map(f64::from)
    }),
    figure("longer_gaps", "Earlier gaps longer than this one", Unit::Count, SignalGroup::Recency, |s| {
        s.recency.elapsed_days.map(|_| s.recency.longer_gaps as f64)
    }),
    figure("order_days", "Days with an order", Unit::Count, SignalGroup::Frequency, |s| {
        Some(s.frequency.order_days as f64)
    }),
    figure("order_days_365", "Order days in 365 days", Unit::Count, SignalGroup::Frequency, |s| {
        Some(s.frequency.order_days_365 as f64)
    }),
    figure("median_gap_days", "Typical gap", Unit::Days, SignalGroup::Frequency, |s| s.cadence.median_days),
    figure("p80_gap_days", "Gap that 80% stay below", Unit::Days, SignalGroup::Frequency, |s| {
        s.cadence.p80_days
    }),
    figure("longest_gap_days", "Longest gap", Unit::Days, SignalGroup::Frequency, |s| s.cadence.longest_days),
    figure("sales_365_cents", "Net sales in 365 days", Unit::Cents, SignalGroup::Monetary, |s| {
        Some(s.monetary.sales_365_cents as f64)
    }),
    figure("average_order_cents", "Average order day", Unit::Cents, SignalGroup::Monetary, |s| {
        s.monetary.average_order_cents
    }),
    figure("last_order_cents", "Last order day", Unit::Cents, SignalGroup::Monetary, |s| {
        s.monetary.last_order_cents.map(|cents| cents as f64)
    }),
    figure("trend_30", "Orders, 30 days against the 30 before", Unit::Ratio, SignalGroup::Trend, |s| {
        s.trend.days_30.order_ratio()
    }),
    figure("trend_60", "Orders, 60 days against the 60 before", Unit::Ratio, SignalGroup::Trend, |s| {
        s.trend.days_60.order_ratio()
    }),
    figure("trend_90", "Orders, 90 days against the 90 before", Unit::Ratio, SignalGroup::Trend, |s| {
        s.trend.days_90.order_ratio()
    }),
    figure(
        "sales_trend_90",
        "Net sales, 90 days against the 90 before",
        Unit::Ratio,
        SignalGroup::Trend,
        |s| s.trend.days_90.sales_ratio(),
    ),
    figure("categories_180", "Categories bought in 180 days", Unit::Count, SignalGroup::Mix, |s| {
        Some(s.mix.categories_180 as f64)
    }),
    figure("mix_change", "Change of the product mix", Unit::Ratio, SignalGroup::Mix, |s| s.mix.cosine_change),
];

const fn figure(
    code: &'static str,
    label: &'static str,
    unit: Unit,
    group: SignalGroup,
    value: fn(&Signals) -> Option<f64>,
) -> Figure {
    Figure { code, label, unit, group, value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Observed;
    use bellwether_core::{AccountId, CategoryId, OrderStatus, ProductId};
    use bellwether_ledger::dimension::{Account, Category, DimensionsBuilder, Product};
    use bellwether_ledger::{HistoryBuilder, Line, Snapshot};
    use std::sync::Arc;

    const AS_OF: i32 = 20_000;

    /// Signals of an account with orders of (days ago, status, category, cents).
    fn signals(orders: &[(i32, OrderStatus, u32, i64)]) -> Signals {
        let mut dimensions = DimensionsBuilder::default();
        for id in 0..3 {
            let category = dimensions.put_category(Category { id: CategoryId(id), name: "".into() });
            dimensions.put_product(Product::new(ProductId(id), "", "", Some(category)));
        }
        let mut history = HistoryBuilder::default();
        for (id, (ago, status, category, cents)) in (0..).zip(orders) {
            history.order(id, AS_OF - ago, *status).line(id, Line::new(*category, 1_000, *cents, None));
        }
        let history = history.build().expect("consistent rows");
        dimensions.put_account(Account::new(AccountId(1), "", ""));
        let snapshot = Snapshot::new(1, Arc::new(dimensions.build()), vec![Arc::new(history)]);
        Observed::new(&snapshot, 0, AS_OF).expect("the account is there").signals
    }

    fn paid(days_ago: &[i32]) -> Signals {
        let orders: Vec<_> = days_ago.iter().map(|ago| (*ago, OrderStatus::Paid, 0, 1_000)).collect();
        signals(&orders)
    }

    #[test]
    fn gaps_lie_between_order_days_and_old_ones_are_forgotten() {
        let cadence = paid(&[900, 130, 100, 60, 60, 9]).cadence;
        assert_eq!(*cadence.gaps_days, [770, 30, 40, 51]);
        assert_eq!((cadence.median_days, cadence.longest_days), (Some(45.5), Some(770.0)));
        let forgotten = paid(&[900, 800, 100, 60, 9]).cadence;
        assert_eq!(*forgotten.gaps_days, [700, 40, 51]);
    }

    #[test]
    fn only_strictly_longer_gaps_are_longer() {
        let recency = paid(&[130, 100, 60, 30]).recency;
        assert_eq!((recency.elapsed_days, recency.longer_gaps), (Some(30), 1));
    }

    #[test]
    fn windows_hold_their_first_day_and_not_the_next() {
        let trend = paid(&[0, 29, 30, 59, 60, 89, 90, 119, 120, 180]).trend;
        let counts = |window: TrendWindow| (window.order_days, window.order_days_before);
        assert_eq!(counts(trend.days_30), (2, 2));
        assert_eq!(counts(trend.days_60), (4, 4));
        assert_eq!(counts(trend.days_90), (6, 3));
        assert_eq!(trend.days_90.order_ratio(), Some(2.0));
        assert!(trend.days_30.is_small_base() && !trend.days_90.is_small_base());
    }

    #[test]
    fn credits_reduce_sales_on_their_own_date_and_never_reset_the_clock() {
        let orders = [(100, OrderStatus::Paid, 0, 5_000), (20, OrderStatus::CreditMemo, 0, -1_500)];
        let signals = signals(&orders);
        assert_eq!(signals.monetary.sales_90_cents, -1_500);
        assert_eq!(signals.monetary.sales_365_cents, 3_500);
        assert_eq!(signals.monetary.ordered_365_cents, 5_000);
        assert_eq!(signals.recency.elapsed_days, Some(100));
    }

    #[test]
    fn a_mix_that_moved_entirely_to_another_category_changed_wholly() {
        let paid = OrderStatus::Paid;
        let moved = signals(&[(200, paid, 0, 1_000), (10, paid, 1, 700), (5, paid, 2, 700)]).mix;
        assert_eq!((moved.categories_180, moved.categories_before), (2, 1));
        assert_eq!((moved.cosine_change, moved.moved_share), (Some(1.0), 1.0));
        assert!((moved.diversity_change - 2.0_f64.ln()).abs() < 1e-12);
        let same = signals(&[(200, paid, 0, 1_000), (10, paid, 0, 70)]).mix;
        assert!(same.cosine_change.is_some_and(|change| change < 1e-12));
    }

    #[test]
    fn every_figure_has_its_own_code_and_is_finite_when_measured() {
        let codes: std::collections::BTreeSet<_> = FIGURES.iter().map(|figure| figure.code).collect();
        assert_eq!(codes.len(), FIGURES.len());
        for signals in [paid(&[]), paid(&[5]), paid(&[400, 100, 5])] {
            assert!(FIGURES.iter().filter_map(|figure| (figure.value)(&signals)).all(f64::is_finite));
        }
    }
}
