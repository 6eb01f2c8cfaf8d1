//! `bellwether backtest`: how good every model would have been, in words and figures, bad news included.

use crate::configuration::{BacktestOptions, Place};
use crate::failure::Failure;
use bellwether_app::App;
use bellwether_core::accuracy::{Accuracy, ModelAccuracy};

/// An 80% window keeps its word within these shares.
const WORD_KEPT: std::ops::RangeInclusive<f64> = 0.77..=0.83;
/// Forecasts are off when their calibration error is so many times what chance gives, and above the least.
const OFF: f64 = 2.0;
const LEAST_OFF: f64 = 0.02;
/// Discrimination below this is hardly better than chance.
const WEAK_AUC: f64 = 0.6;

/// Makes a back-test, keeps it, and prints it.
pub fn backtest(place: &Place, options: &BacktestOptions) -> Result<(), Failure> {
    let report = App::open_at_terminal(place.app_config())?.run_backtest(options.as_of)?;
    if options.json {
        let text = serde_json::to_string_pretty(&report).map_err(|error| Failure::Said(error.to_string()))?;
        println!("{text}");
    } else {
        lines(&report).iter().for_each(|line| println!("{line}"));
    }
    Ok(())
}

fn lines(report: &Accuracy) -> Vec<String> {
    let (Some(judge), Some(first), Some(last)) =
        (report.models.first(), report.asked_on.first(), report.asked_on.last())
    else {
        let why = report.too_short.clone().unwrap_or_else(|| "Nothing could be asked.".to_owned());
        return vec![format!("No back-test as of {}. {why}", report.as_of), judges(report)];
    };
    let mut lines = vec![format!(
        "Back-test as of {}: {} forecasts by each model, made on {} days from {first} to {last} from what was known \
         then: does an account order within {} days?",
        report.as_of,
        judge.overall.forecasts,
        report.asked_on.len(),
        report.horizon_days
    )];
    lines.push(String::new());
    lines.extend(table(report));
    lines.push(String::new());
    lines.push(judges(report));
    lines.extend(findings(judge));
    lines.extend(bad_news(judge));
    lines
}

fn judges(report: &Accuracy) -> String {
    format!("From the next scoring on, the model {} judges.", report.chosen)
}

fn table(report: &Accuracy) -> Vec<String> {
    let head = format!(
        "{:<10} {:>9} {:>6} {:>7} {:>13} {:>17} {:>17}",
        "model", "log loss", "AUC", "Brier", "off (chance)", "80% window", "50% window"
    );
    let row = |model: &ModelAccuracy| {
        let (overall, windows) = (&model.overall, &model.windows);
        let auc = overall.auc.map_or_else(|| "–".to_owned(), |auc| format!("{auc:.3}"));
        let off = format!("{:.3} ({:.3})", overall.calibration_error, overall.calibration_error_by_chance);
        let window = |held: f64, days: f64| match windows.windows {
            0 => "not over yet".to_owned(),
            _ => format!("{} in {days:.0} days", percent(held)),
        };
        format!(
            "{:<10} {:>9.4} {auc:>6} {:>7.4} {off:>13} {:>17} {:>17}",
            model.model,
            overall.log_loss,
            overall.brier,
            window(windows.wide_held, windows.wide_days),
            window(windows.half_held, windows.half_days),
        )
    };
    std::iter::once(head).chain(report.models.iter().map(row)).collect()
}

fn findings(judge: &ModelAccuracy) -> Vec<String> {
    let mut lines =
        vec![format!("{} of the accounts ordered in time.", percent(judge.overall.ordered_share))];
    lines.extend(judge.lift.iter().map(|lift| {
        format!(
            "Calling the {}% at the greatest risk: {} of them do not order, against {} of everybody; that finds {} \
             of all who do not.",
            lift.called_percent,
            percent(lift.lost_among_called),
            percent(lift.lost_among_all),
            percent(lift.found_share)
        )
    }));
    lines.extend(judge.segments.iter().map(|segment| {
        format!(
            "{}: {} of {} lost within their own horizon.",
            segment.segment.label(),
            percent(segment.lost_share),
            segment.accounts
        )
    }));
    lines
}

/// What people should know before they rely on it.
fn bad_news(judge: &ModelAccuracy) -> Vec<String> {
    let mut news = Vec::new();
    let overall = &judge.overall;
    if overall.calibration_error > (OFF * overall.calibration_error_by_chance).max(LEAST_OFF) {
        news.push(format!(
            "forecasts are off by {} on average, where chance alone would give {}.",
            percent(overall.calibration_error),
            percent(overall.calibration_error_by_chance)
        ));
    }
    if judge.windows.windows > 0 && !WORD_KEPT.contains(&judge.windows.wide_held) {
        news.push(format!("the 80% window held {} of the orders.", percent(judge.windows.wide_held)));
    }
    for pair in judge.segments.windows(2).filter(|pair| pair[1].lost_share <= pair[0].lost_share) {
        let (better, worse) = (pair[0].segment.label(), pair[1].segment.label());
        news.push(format!("{worse} accounts were lost no more often than {better} ones."));
    }
    for group in judge.groups.iter().filter(|group| group.figures.auc.is_some_and(|auc| auc < WEAK_AUC)) {
        news.push(format!("{}: who will order is hardly told from who will not.", group.label));
    }
    news.into_iter().map(|news| format!("Bad news: {news}")).collect()
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::Segment;
    use bellwether_core::accuracy::{Discrimination, Lift, SegmentAccuracy, WindowAccuracy};
    use chrono::NaiveDate;

    fn report(wide_held: f64, lost_neutral: f64) -> Accuracy {
        let date = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar");
        let segment = |segment, lost_share| SegmentAccuracy { segment, accounts: 50, lost_share };
        let judge = ModelAccuracy {
            model: "learnt".to_owned(),
            model_version: "learnt-1".to_owned(),
            overall: Discrimination {
                forecasts: 400,
                ordered_share: 0.7,
                auc: Some(0.81),
                log_loss: 0.42,
                brier: 0.13,
                calibration_error: 0.015,
                calibration_error_by_chance: 0.012,
            },
            calibration: Vec::new(),
            windows: WindowAccuracy {
                windows: 90,
                wide_held,
                wide_days: 41.0,
                half_held: 0.5,
                half_days: 20.0,
            },
            segments: vec![segment(Segment::Loyal, 0.1), segment(Segment::Neutral, lost_neutral)],
            groups: Vec::new(),
            lift: vec![Lift {
                called_percent: 5,
                lost_among_called: 0.9,
                lost_among_all: 0.3,
                found_share: 0.15,
            }],
            risk_steps: Vec::new(),
        };
        Accuracy {
            made_at: None,
            as_of: date,
            asked_on: vec![date],
            horizon_days: 60,
            too_short: None,
            chosen: "learnt".to_owned(),
            verdicts: Vec::new(),
            alerts: None,
            models: vec![judge],
        }
    }

    #[test]
    fn good_figures_are_told_without_bad_news() {
        let text = lines(&report(0.8, 0.3)).join("\n");
        assert!(text.contains("0.4200") && text.contains("80% in 41 days"), "{text}");
        assert!(text.contains("90% of them do not order, against 30% of everybody"), "{text}");
        assert!(!text.contains("Bad news"), "{text}");
    }

    #[test]
    fn a_broken_promise_and_segments_out_of_order_are_bad_news() {
        let text = lines(&report(0.6, 0.1)).join("\n");
        assert!(text.contains("Bad news: the 80% window held 60% of the orders."), "{text}");
        assert!(
            text.contains("Bad news: Neutral accounts were lost no more often than Loyal ones."),
            "{text}"
        );
    }

    #[test]
    fn a_short_history_is_told_in_words() {
        let short =
            Accuracy { models: Vec::new(), too_short: Some("Too few.".to_owned()), ..report(0.8, 0.3) };
        assert_eq!(lines(&short)[0], "No back-test as of 2026-06-30. Too few.");
    }
}
