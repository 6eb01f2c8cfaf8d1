//! What a back-test found, in the figures people and programs read.

use super::case::{Case, Size};
use super::choice::chosen;
use super::metrics::{Given, ascending, calibration, discrimination};
use super::plan::Plan;
use crate::book::Book;
use crate::calibration::cohort;
use crate::model::ModelId;
use bellwether_core::Segment;
use bellwether_core::accuracy::{
    Accuracy, GroupAccuracy, Lift, ModelAccuracy, RiskStep, SegmentAccuracy, WindowAccuracy,
};
use bellwether_ledger::day;

/// Accounts a rep calls, of a hundred.
const CALLED_PERCENT: [u32; 3] = [5, 10, 20];
/// The segments that rest on a churn risk.
const JUDGED: [Segment; 5] =
    [Segment::Loyal, Segment::Neutral, Segment::AtRisk, Segment::Disengaging, Segment::Churned];
/// Rhythms by calibration cohort, and those who have ordered on one day only.
const RHYTHMS: [&str; 5] =
    ["Weekly buyers", "Monthly buyers", "Quarterly buyers", "Rarer buyers", "One order so far"];
/// Steps of churn risk.
const STEPS: u32 = 100;

/// The report on what every model said on every day of the plan: `asked[day][model]`.
pub fn report(book: &Book, plan: &Plan, models: &[ModelId], asked: &[Vec<Vec<Case>>]) -> Accuracy {
    let mut accuracies: Vec<(ModelId, ModelAccuracy)> = Vec::new();
    if plan.too_short.is_none() {
        let of_model = |place: usize| asked.iter().map(|day| day[place].as_slice()).collect::<Vec<_>>();
        accuracies = models
            .iter()
            .enumerate()
            .map(|(place, model)| (*model, accuracy(*model, &of_model(place))))
            .collect();
    }
    let chosen = if plan.too_short.is_none() { chosen(models, asked) } else { ModelId::ALL[0] };
    accuracies.sort_by(|(one, told), (other, heard)| {
        let first = (*other == chosen).cmp(&(*one == chosen));
        first.then(told.overall.log_loss.total_cmp(&heard.overall.log_loss)).then(one.cmp(other))
    });
    Accuracy {
        made_at: None,
        as_of: day::to_date(book.as_of()),
        asked_on: plan.asked_on.iter().map(|day| day::to_date(*day)).collect(),
        horizon_days: i64::from(plan.horizon_days),
        too_short: plan.too_short.clone(),
        chosen: chosen.code().to_owned(),
        models: accuracies.into_iter().map(|(_, accuracy)| accuracy).collect(),
        verdicts: Vec::new(),
        alerts: None,
    }
}

fn accuracy(model: ModelId, by_day: &[&[Case]]) -> ModelAccuracy {
    let cases: Vec<&Case> = by_day.iter().copied().flatten().collect();
    let given = given(&cases);
    ModelAccuracy {
        model: model.code().to_owned(),
        model_version: model.version().to_owned(),
        overall: discrimination(&given),
        calibration: calibration(&given),
        windows: windows(&cases),
        segments: segments(&cases),
        groups: groups(&cases),
        lift: CALLED_PERCENT.into_iter().map(|percent| lift(percent, by_day)).collect(),
        risk_steps: risk_steps(&cases),
    }
}

fn given(cases: &[&Case]) -> Vec<Given> {
    let given = |case: &&Case| Given { probability: case.probability, ordered: case.ordered };
    ascending(cases.iter().map(given).collect())
}

fn windows(cases: &[&Case]) -> WindowAccuracy {
    let windows: Vec<_> = cases.iter().filter_map(|case| case.window).collect();
    let count = windows.len().max(1) as f64;
    let days = |days: i64| days as f64 / count;
    WindowAccuracy {
        windows: windows.len() as u64,
        wide_held: windows.iter().filter(|window| window.wide_held).count() as f64 / count,
        wide_days: days(windows.iter().map(|window| window.wide_days).sum()),
        half_held: windows.iter().filter(|window| window.half_held).count() as f64 / count,
        half_days: days(windows.iter().map(|window| window.half_days).sum()),
    }
}

fn segments(cases: &[&Case]) -> Vec<SegmentAccuracy> {
    let of_segment = |segment: Segment| {
        let (mut accounts, mut lost) = (0, 0);
        for own in cases.iter().filter_map(|case| case.own).filter(|own| own.segment == segment) {
            accounts += 1;
            lost += u64::from(own.lost);
        }
        SegmentAccuracy { segment, accounts, lost_share: lost as f64 / accounts.max(1) as f64 }
    };
    JUDGED.into_iter().map(of_segment).filter(|segment| segment.accounts > 0).collect()
}

fn risk_steps(cases: &[&Case]) -> Vec<RiskStep> {
    let mut steps: Vec<RiskStep> =
        (0..STEPS).map(|percent| RiskStep { percent, accounts: 0, lost: 0 }).collect();
    for own in cases.iter().filter_map(|case| case.own) {
        if let Some(step) = steps.iter_mut().find(|step| step.percent == own.risk_percent) {
            step.accounts += 1;
            step.lost += u64::from(own.lost);
        }
    }
    steps.retain(|step| step.accounts > 0);
    steps
}

/// The group of accounts with a like typical gap, as reports name it.
pub fn rhythm(typical_gap_days: Option<f64>) -> &'static str {
    RHYTHMS[typical_gap_days.map_or(RHYTHMS.len() - 1, cohort)]
}

fn groups(cases: &[&Case]) -> Vec<GroupAccuracy> {
    let group = |kind: &str, label: &str, belongs: &dyn Fn(&Case) -> bool| {
        let members: Vec<&Case> = cases.iter().copied().filter(|case| belongs(case)).collect();
        (!members.is_empty()).then(|| GroupAccuracy {
            kind: kind.to_owned(),
            label: label.to_owned(),
            figures: discrimination(&given(&members)),
            windows: windows(&members),
        })
    };
    let rhythms = RHYTHMS.iter().enumerate().filter_map(|(place, label)| {
        group("rhythm", label, &|case| case.gap_days.map_or(RHYTHMS.len() - 1, cohort) == place)
    });
    let sizes =
        Size::ALL.into_iter().filter_map(|size| group("size", size_label(size), &|case| case.size == size));
    rhythms.chain(sizes).collect()
}

fn size_label(size: Size) -> &'static str {
    match size {
        Size::Small => "The third that buys least",
        Size::Middle => "The third between",
        Size::Large => "The third that buys most",
    }
}

/// On each day the accounts least likely to order are called.
fn lift(called_percent: u32, by_day: &[&[Case]]) -> Lift {
    let (mut called, mut found, mut all, mut lost) = (0, 0, 0, 0);
    for day in by_day {
        let ranked = given(&day.iter().collect::<Vec<_>>());
        let calls = (ranked.len() * usize::try_from(called_percent).unwrap_or(100)).div_ceil(100);
        let is_lost = |given: &&Given| !given.ordered;
        called += calls;
        found += ranked.iter().take(calls).filter(is_lost).count();
        all += ranked.len();
        lost += ranked.iter().filter(is_lost).count();
    }
    Lift {
        called_percent,
        lost_among_called: share(found, called),
        lost_among_all: share(lost, all),
        found_share: share(found, lost),
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::AccountId;

    #[test]
    fn the_least_likely_of_each_day_are_called() {
        let case = |probability: f64, ordered: bool| Case {
            account: AccountId(1),
            probability,
            ordered,
            gap_days: None,
            size: Size::Small,
            window: None,
            own: None,
        };
        // Ten accounts on each of two days; the two least likely of the first day are lost, and one more.
        let first: Vec<Case> = (0..10).map(|n| case(0.1 + f64::from(n) / 20.0, n > 1)).collect();
        let second: Vec<Case> = (0..10).map(|n| case(0.6 + f64::from(n) / 50.0, n != 9)).collect();
        let lift = lift(20, &[&first, &second]);
        assert_eq!((lift.lost_among_called, lift.found_share), (0.5, 2.0 / 3.0));
        assert_eq!(lift.lost_among_all, 3.0 / 20.0);
    }
}
