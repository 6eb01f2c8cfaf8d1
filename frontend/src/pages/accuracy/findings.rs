//! What the back-test found, in sentences: what was kept, what was not, and by how much.

use crate::components::icon::{Icon, IconName};
use crate::components::model_words::model_words;
use crate::format::{percent, tally};
use bellwether_charts::Unit;
use bellwether_core::accuracy::{Discrimination, Lift, ModelAccuracy, SegmentAccuracy, WindowAccuracy};
use bellwether_core::segment::Segment;
use leptos::prelude::*;

/// Shares of held orders at which an 80 % window keeps its word.
const WORD_KEPT: std::ops::RangeInclusive<f64> = 0.77..=0.83;
/// Fewer windows than this say nothing about a group.
const TELLING_WINDOWS: u64 = 50;
/// Fewer accounts than this say little about a segment.
const TELLING_ACCOUNTS: u64 = 30;
/// By how much the calibration error may exceed that of chance before it is bad news.
const CALIBRATION_TOLERANCE: f64 = 0.005;
/// Share of pairs ranked rightly that a forecast has to reach to be of use.
const USEFUL_RANKING: f64 = 0.6;

/// Whether a promise was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As promised.
    Kept,
    /// Not as promised.
    Broken,
}

impl Verdict {
    fn of(is_kept: bool) -> Self {
        if is_kept { Self::Kept } else { Self::Broken }
    }
}

/// One sentence with its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    verdict: Verdict,
    sentence: String,
    meaning: String,
}

/// Whether 80 % windows held about as many orders as they should.
pub fn kept_word(windows: &WindowAccuracy) -> Verdict {
    Verdict::of(WORD_KEPT.contains(&windows.wide_held))
}

/// Whether there are enough windows to say so.
pub fn is_telling(windows: &WindowAccuracy) -> bool {
    windows.windows >= TELLING_WINDOWS
}

/// A mean number of days: "14 days", "3.4 days".
pub fn mean_days(days: f64) -> String {
    let rounded = if days < 10.0 { (days * 10.0).round() / 10.0 } else { days.round() };
    if rounded == 1.0 { "1 day".to_owned() } else { format!("{} days", Unit::Count.full(rounded)) }
}

fn points(share: f64) -> String {
    format!("{} points", Unit::Count.full((share * 1000.0).round() / 10.0))
}

fn of_a_hundred(share: f64) -> String {
    Unit::Count.full((share * 100.0).round())
}

fn windows_finding(windows: &WindowAccuracy) -> Finding {
    let verdict = kept_word(windows);
    let meaning = match verdict {
        Verdict::Kept => "They promise 80 of 100, so they kept their word.".to_owned(),
        Verdict::Broken if windows.wide_held < 0.8 => {
            "They promise 80 of 100: too many orders came outside, so allow for more days than they show."
                .to_owned()
        }
        Verdict::Broken => "They promise 80 of 100: they are wider than they need to be.".to_owned(),
    };
    let sentence = format!(
        "Of {} windows, {} held the order; they were {} long on average.",
        tally(windows.windows),
        percent(windows.wide_held),
        mean_days(windows.wide_days),
    );
    Finding { verdict, sentence, meaning }
}

fn ranking_finding(overall: &Discrimination) -> Option<Finding> {
    let auc = overall.auc?;
    let verdict = Verdict::of(auc >= USEFUL_RANKING);
    let meaning = match verdict {
        Verdict::Kept => "Tossing a coin gives 50.",
        Verdict::Broken => "Tossing a coin gives 50, so the order of the list says little.",
    };
    Some(Finding {
        verdict,
        sentence: format!(
            "An account that ordered again was ranked above one that did not {} times out of 100.",
            of_a_hundred(auc)
        ),
        meaning: meaning.to_owned(),
    })
}

fn calibration_finding(overall: &Discrimination) -> Finding {
    let (error, chance) = (overall.calibration_error, overall.calibration_error_by_chance);
    let verdict = Verdict::of(error <= chance + CALIBRATION_TOLERANCE);
    let meaning = match verdict {
        Verdict::Kept => format!("Were each exactly right, chance alone would make it {}.", points(chance)),
        Verdict::Broken => format!(
            "That is more than chance explains ({}): read a risk as about right, not as exact.",
            points(chance)
        ),
    };
    let sentence = format!("Forecast and outcome were {} of 100 apart on average.", points(error));
    Finding { verdict, sentence, meaning }
}

fn lost(part: &SegmentAccuracy) -> String {
    format!("{} {}", part.segment.label(), percent(part.lost_share))
}

/// Two segments side by side; a few accounts prove nothing.
fn against(worse: &SegmentAccuracy, better: &SegmentAccuracy) -> String {
    let told = |part: &SegmentAccuracy| format!("{} of {}", lost(part), tally(part.accounts));
    let few = worse.accounts.min(better.accounts) < TELLING_ACCOUNTS;
    let meaning = if few { "so few may be chance" } else { "the line between the two tells nothing" };
    format!("{} against {}: {meaning}.", told(worse), told(better))
}

fn segments_finding(segments: &[SegmentAccuracy]) -> Option<Finding> {
    let judged: Vec<_> =
        segments.iter().filter(|part| part.segment != Segment::New && part.accounts > 0).collect();
    let out_of_order = judged.windows(2).find(|pair| pair[0].lost_share >= pair[1].lost_share);
    let (first, last) = (judged.first()?, judged.last()?);
    if first.segment == last.segment {
        return None;
    }
    Some(match out_of_order {
        None => Finding {
            verdict: Verdict::Kept,
            sentence: format!(
                "Each segment lost more than the one before: from {} to {}.",
                lost(first),
                lost(last)
            ),
            meaning: "Lost means no order within the account's own churn horizon.".to_owned(),
        },
        Some(pair) => Finding {
            verdict: Verdict::Broken,
            sentence: format!(
                "{} accounts were lost no more often than {} ones.",
                pair[1].segment.label(),
                pair[0].segment.label()
            ),
            meaning: against(pair[1], pair[0]),
        },
    })
}

/// The share of accounts a rep can call in a week, as near to a tenth as was measured.
pub fn weekly(lift: &[Lift]) -> Option<&Lift> {
    lift.iter().min_by_key(|lift| lift.called_percent.abs_diff(10))
}

fn lift_finding(lift: &[Lift]) -> Option<Finding> {
    let called = weekly(lift)?;
    let verdict = Verdict::of(called.lost_among_called > called.lost_among_all);
    Some(Finding {
        verdict,
        sentence: format!(
            "A rep who calls the {} of 100 accounts at the greatest risk reaches {} of all that stop ordering.",
            called.called_percent,
            percent(called.found_share),
        ),
        meaning: format!(
            "Of those called {} had stopped, of everybody {}.",
            percent(called.lost_among_called),
            percent(called.lost_among_all),
        ),
    })
}

fn group_findings(judge: &ModelAccuracy) -> Vec<Finding> {
    let telling = judge.groups.iter().filter(|group| is_telling(&group.windows));
    let broken = telling.filter(|group| kept_word(&group.windows) == Verdict::Broken);
    let finding = |group: &bellwether_core::accuracy::GroupAccuracy| Finding {
        verdict: Verdict::Broken,
        sentence: format!(
            "{}: windows held {} instead of 80%.",
            group.label,
            percent(group.windows.wide_held)
        ),
        meaning: format!("{} windows were checked there.", tally(group.windows.windows)),
    };
    broken.map(finding).collect()
}

/// Every sentence, the most asked for first.
fn sentences(judge: &ModelAccuracy) -> Vec<Finding> {
    let windows = (judge.windows.windows > 0).then(|| windows_finding(&judge.windows));
    let main = [
        windows,
        ranking_finding(&judge.overall),
        Some(calibration_finding(&judge.overall)),
        segments_finding(&judge.segments),
        lift_finding(&judge.lift),
    ];
    main.into_iter().flatten().chain(group_findings(judge)).collect()
}

/// The panel.
pub fn findings(judge: &ModelAccuracy) -> AnyView {
    let rows = sentences(judge).into_iter().map(row).collect_view();
    view! {
        <section class="panel span-12" aria-label="In plain words">
            <header class="panel-head">
                <h2>"In plain words"</h2>
                <div class="panel-note">{format!("Judged by: {}", model_words(&judge.model_version))}</div>
            </header>
            <div class="panel-body"><ul class="findings">{rows}</ul></div>
        </section>
    }
    .into_any()
}

fn row(finding: Finding) -> AnyView {
    let (class, icon, word) = match finding.verdict {
        Verdict::Kept => ("finding is-kept", IconName::Check, "Kept"),
        Verdict::Broken => ("finding is-broken", IconName::Warning, "Not kept"),
    };
    view! {
        <li class=class>
            <span class="finding-mark"><Icon name=icon /><span class="visually-hidden">{word}": "</span></span>
            <p><b>{finding.sentence}</b><span class="muted">{finding.meaning}</span></p>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overall(auc: f64, error: f64, chance: f64) -> Discrimination {
        Discrimination {
            forecasts: 900,
            ordered_share: 0.6,
            auc: Some(auc),
            log_loss: 0.4,
            brier: 0.1,
            calibration_error: error,
            calibration_error_by_chance: chance,
        }
    }

    fn windows(wide_held: f64) -> WindowAccuracy {
        WindowAccuracy { windows: 412, wide_held, wide_days: 14.2, half_held: 0.5, half_days: 6.0 }
    }

    fn segment(segment: Segment, lost_share: f64) -> SegmentAccuracy {
        SegmentAccuracy { segment, accounts: 30, lost_share }
    }

    #[test]
    fn windows_are_told_in_a_sentence() {
        let finding = windows_finding(&windows(0.81));
        assert_eq!(
            finding.sentence,
            "Of 412 windows, 81% held the order; they were 14 days long on average."
        );
        assert_eq!(finding.verdict, Verdict::Kept);
    }

    #[test]
    fn windows_outside_77_to_83_are_bad_news_either_way() {
        let told = |held| windows_finding(&windows(held));
        assert_eq!((told(0.77).verdict, told(0.83).verdict), (Verdict::Kept, Verdict::Kept));
        assert!(told(0.71).verdict == Verdict::Broken && told(0.71).meaning.contains("more days"));
        assert!(told(0.9).verdict == Verdict::Broken && told(0.9).meaning.contains("wider"));
    }

    #[test]
    fn ranking_is_told_in_times_out_of_a_hundred() {
        let finding = ranking_finding(&overall(0.882, 0.0, 0.0)).expect("outcomes differ");
        assert_eq!(
            finding.sentence,
            "An account that ordered again was ranked above one that did not 88 times out of 100."
        );
    }

    #[test]
    fn an_error_beyond_chance_is_stated_as_such() {
        let told = |error| calibration_finding(&overall(0.9, error, 0.016));
        assert_eq!(told(0.019).verdict, Verdict::Kept);
        assert!(told(0.035).verdict == Verdict::Broken && told(0.035).meaning.contains("(1.6 points)"));
    }

    #[test]
    fn segments_that_do_not_differ_are_named() {
        let parts =
            [segment(Segment::Loyal, 0.05), segment(Segment::Neutral, 0.2), segment(Segment::AtRisk, 0.2)];
        let finding = segments_finding(&parts).expect("several segments");
        assert_eq!(finding.sentence, "At Risk accounts were lost no more often than Neutral ones.");
        assert!(finding.meaning.contains("tells nothing"), "{}", finding.meaning);
        let few = SegmentAccuracy { accounts: 4, ..parts[2] };
        assert!(against(&few, &parts[1]).ends_with("of 30: so few may be chance."));
        let finding = segments_finding(&parts[..2]).expect("several segments");
        assert_eq!(finding.verdict, Verdict::Kept);
        assert_eq!(segments_finding(&parts[..1]), None);
    }

    #[test]
    fn the_lift_told_is_the_one_nearest_to_a_tenth() {
        let lift = |called_percent| Lift {
            called_percent,
            lost_among_called: 0.6,
            lost_among_all: 0.2,
            found_share: 0.3,
        };
        let measured = [lift(2), lift(5), lift(12), lift(30)];
        assert_eq!(weekly(&measured).map(|lift| lift.called_percent), Some(12));
        assert_eq!(weekly(&[]), None);
    }

    #[test]
    fn short_means_keep_a_decimal() {
        assert_eq!(
            (mean_days(3.44), mean_days(14.2), mean_days(1.0)),
            ("3.4 days".into(), "14 days".into(), "1 day".into())
        );
    }
}
