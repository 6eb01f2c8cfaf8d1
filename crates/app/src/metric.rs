//! How every figure is worked out (L-R1), in words that follow the organisation's settings and rules.

mod words;

use crate::book::Book;
use crate::{Answer, App, Caller};
use bellwether_core::metric::{Metric, MetricExplanation, Metrics};

impl App {
    /// How the metrics that the caller may see are worked out.
    ///
    /// # Errors
    /// None so far.
    pub fn explain_metrics(&self, caller: &Caller) -> Answer<Metrics> {
        let book = self.book();
        let shown = Metric::ALL.into_iter().filter(|metric| may_see(caller, &book, *metric));
        Ok(Metrics {
            as_of: book.as_of(),
            covers_up_to: book.covers_up_to(),
            rules_version: book.rules().version,
            metrics: shown.map(|metric| explained(&book, metric)).collect(),
        })
    }
}

/// Whether screens show it to the caller.
fn may_see(caller: &Caller, book: &Book, metric: Metric) -> bool {
    match metric {
        Metric::GrossProfit | Metric::GrossMargin | Metric::Priority => caller.may_see_profit(),
        Metric::LowestMargin => caller.may_see_gp(book.settings()),
        Metric::NetSales
        | Metric::Orders
        | Metric::Units
        | Metric::ActiveAccounts
        | Metric::AverageOrder
        | Metric::Change
        | Metric::LostSales
        | Metric::NewSales
        | Metric::VolumeEffect
        | Metric::PriceEffect
        | Metric::MixEffect
        | Metric::OrderValues
        | Metric::LargestOrder
        | Metric::ShareOfSales
        | Metric::Concentration
        | Metric::TrailingSales
        | Metric::TrailingOrders
        | Metric::LifetimeSales
        | Metric::AccountOrderValue
        | Metric::TypicalGap
        | Metric::Silence
        | Metric::ChurnRisk
        | Metric::Segment
        | Metric::MoneyAtRisk
        | Metric::Health
        | Metric::NextOrder
        | Metric::Momentum
        | Metric::Penetration
        | Metric::Breadth
        | Metric::ProductCadence
        | Metric::ProductTrend
        | Metric::SegmentMoves
        | Metric::Movers
        | Metric::AlertsWorked
        | Metric::AlertValue
        | Metric::TargetReached
        | Metric::Drafts
        | Metric::LowestPerforming
        | Metric::ProbablyLost
        | Metric::Overdue => true,
    }
}

/// How one metric is worked out.
pub(crate) fn formula(book: &Book, metric: Metric) -> String {
    words::formula(metric, book.settings(), &book.rules().rules)
}

fn explained(book: &Book, metric: Metric) -> MetricExplanation {
    MetricExplanation {
        metric,
        name: words::name(metric).to_owned(),
        formula: formula(book, metric),
        inputs: words::inputs(metric, book.settings()),
        rows: words::rows(metric).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::Stage;
    use bellwether_core::rule_lab::{NewRulesVersion, Rules, SegmentThresholds};
    use bellwether_core::settings::{SalesBasis, Settings};

    fn told(stage: &Stage, caller: &Caller, metric: Metric) -> Option<MetricExplanation> {
        let all = stage.app.explain_metrics(caller).expect("the metrics").metrics;
        all.into_iter().find(|told| told.metric == metric)
    }

    #[test]
    fn every_metric_has_a_formula_inputs_and_rows() {
        for stage in Stage::each() {
            let settings = stage.app.settings(&Caller::system()).expect("the settings");
            let edited = Settings { price_editing_enabled: true, ..settings };
            stage.app.update_settings(&Caller::system(), &edited).expect("an admin may");
            let all = stage.app.explain_metrics(&Caller::system()).expect("the metrics").metrics;
            assert_eq!(all.iter().map(|told| told.metric).collect::<Vec<_>>(), Metric::ALL);
            for told in all {
                assert!(!told.name.is_empty(), "{told:?}");
                assert!(told.formula.ends_with('.') && told.inputs.ends_with('.'), "{told:?}");
                assert!(told.rows.starts_with('/'), "{told:?}");
            }
        }
    }

    #[test]
    fn who_may_see_no_profit_is_told_nothing_about_it() {
        for stage in Stage::each() {
            let mut rep = Caller::system();
            rep.permissions.view_margin = false;
            assert_eq!(told(&stage, &rep, Metric::GrossProfit), None);
            let all = stage.app.explain_metrics(&rep).expect("the metrics");
            let words = serde_json::to_string(&all).expect("JSON").to_lowercase();
            assert!(!["profit", "margin", "cost"].iter().any(|word| words.contains(word)), "{words}");
            assert_eq!(told(&stage, &Caller::system(), Metric::LowestMargin), None, "no prices are edited");
            assert!(told(&stage, &rep, Metric::NetSales).is_some());
        }
    }

    #[test]
    fn words_follow_settings_and_rules() {
        for stage in Stage::each() {
            let caller = Caller::system();
            let words = |metric| told(&stage, &caller, metric).expect("a metric");
            assert!(words(Metric::NetSales).inputs.contains("on the day of its order"));
            assert!(words(Metric::Segment).formula.contains("At Risk below 60 %"));
            let settings = stage.app.settings(&caller).expect("the settings");
            let invoiced = Settings { sales_basis: SalesBasis::Invoiced, ..settings };
            stage.app.update_settings(&caller, &invoiced).expect("an admin may");
            let stricter = SegmentThresholds { disengaging_percent: 55, ..SegmentThresholds::default() };
            let rules = Rules { segments: stricter, ..Rules::default() };
            let version = NewRulesVersion { rules, note: String::new(), based_on: None };
            stage.app.save_rules(&caller, &version).expect("an admin may");
            assert!(words(Metric::NetSales).inputs.contains("on the days of its invoices"));
            assert!(words(Metric::Segment).formula.contains("At Risk below 55 %"));
        }
    }
}
