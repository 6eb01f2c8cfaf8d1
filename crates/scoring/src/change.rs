//! What moved between two days. Both are judged with the same model and therefore from the same base, so that
//! the differences of the points add up to the change of the risk's log-odds, exactly.

use crate::book::Observed;
use crate::explanation::percent;
use bellwether_core::explain::{ChangeSince, Contribution, SignalGroup};
use bellwether_core::score::Score;
use bellwether_ledger::day;
use chrono::NaiveDate;

/// An account on one day, observed and judged.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// What was known.
    pub observed: &'a Observed,
    /// How it was judged.
    pub score: &'a Score,
}

/// What moved from the earlier moment to the later one. Nothing is listed as moved while one of them has no
/// risk; nor is anything said about an account that had not ordered by then.
pub fn between(before: Moment, now: Moment) -> Option<ChangeSince> {
    before.observed.first_day()?;
    let moved = moved(before, now);
    let came = |at: &&crate::book::OrderDay| at.day > before.observed.as_of && at.day <= now.observed.as_of;
    let order_days =
        now.observed.order_days.iter().filter(came).map(|order_day| day::to_date(order_day.day)).collect();
    let sentence = sentence(before, now, &moved);
    Some(ChangeSince { before: before.score.clone(), moved, order_days, sentence })
}

fn moved(before: Moment, now: Moment) -> Vec<Contribution> {
    let points_then = |group| {
        let found = before.score.contributions.iter().find(|then| then.group == group);
        found.map(|then| then.points)
    };
    let difference = |part: &Contribution| {
        Some(Contribution {
            group: part.group,
            points: part.points - points_then(part.group)?,
            reason: capitalised(&fact(part.group, before.observed, now.observed)),
        })
    };
    now.score.contributions.iter().filter_map(difference).collect()
}

fn sentence(before: Moment, now: Moment, moved: &[Contribution]) -> String {
    let since = written(before.score.as_of);
    let orders = |moment: Moment| moment.observed.signals.frequency.valid_orders;
    let came = match orders(now).saturating_sub(orders(before)) {
        0 => "no order came".to_owned(),
        1 => "1 order came".to_owned(),
        count => format!("{count} orders came"),
    };
    let outcome = match (before.score.churn_risk, now.score.churn_risk) {
        (None, None) => "it is still too new to be judged".to_owned(),
        (None, Some(risk)) => {
            format!("then it was too new to be judged, now the risk is {}", percent(risk.get()))
        }
        (Some(risk), None) => format!("then the risk was {}, now it cannot be judged", percent(risk.get())),
        (Some(then), Some(now_risk)) => {
            let because = main_reason(before, now, moved);
            format!("{}{because}", risk_moved(then.get(), now_risk.get()))
        }
    };
    format!("Since {since}: {came}; {outcome}.")
}

fn risk_moved(then: f64, now: f64) -> String {
    let (then_shown, now_shown) = (percent(then), percent(now));
    if then_shown == now_shown {
        format!("the risk stayed at {now_shown}")
    } else {
        let verb = if now < then { "fell" } else { "rose" };
        format!("risk {verb} from {then_shown} to {now_shown}")
    }
}

/// The group that did most of what happened, if anything that people can see did.
fn main_reason(before: Moment, now: Moment, moved: &[Contribution]) -> String {
    let shown = |moment: Moment| moment.score.churn_risk.map(|risk| percent(risk.get()));
    let sum: f64 = moved.iter().map(|part| part.points).sum();
    let with_it = moved.iter().filter(|part| part.points * sum > 0.0);
    match with_it.max_by(|left, right| left.points.abs().total_cmp(&right.points.abs())) {
        Some(main) if shown(before) != shown(now) => {
            format!(", mostly because {}", fact(main.group, before.observed, now.observed))
        }
        Some(_) | None => String::new(),
    }
}

/// What a group rests on, now and then.
fn fact(group: SignalGroup, before: &Observed, now: &Observed) -> String {
    let (then, today) = (&before.signals, &now.signals);
    match group {
        SignalGroup::Recency => {
            let (old, new) =
                (then.recency.elapsed_days.unwrap_or(0), today.recency.elapsed_days.unwrap_or(0));
            compared("the silence is", ["shorter", "longer", "as long"], old.into(), new.into(), "days")
        }
        SignalGroup::Cadence => match (then.cadence.median_days, today.cadence.median_days) {
            (Some(old), Some(new)) => {
                compared("its typical gap is", ["shorter", "longer", "as long"], old, new, "days")
            }
            (None, Some(new)) => format!("it has a rhythm of its own now (typical gap {new:.0} days)"),
            (_, None) => "it has no rhythm of its own".to_owned(),
        },
        SignalGroup::Frequency => {
            let [old, new] = [then, today].map(|signals| signals.frequency.order_days_365 as f64);
            compared(
                "its year holds",
                ["fewer order days", "more order days", "as many order days"],
                old,
                new,
                "",
            )
        }
        SignalGroup::Monetary => spending(then.monetary.ordered_365_cents, today.monetary.ordered_365_cents),
        SignalGroup::Trend => {
            let pace = |signals: &crate::signals::Signals| {
                let window = signals.trend.days_90;
                format!("{} order days after {}", window.order_days, window.order_days_before)
            };
            format!("90 days held {} in the 90 before ({} then)", pace(today), pace(then))
        }
        SignalGroup::Mix => {
            let [old, new] = [then, today].map(|signals| signals.mix.categories_180 as f64);
            compared(
                "it buys from",
                ["fewer categories", "more categories", "as many categories"],
                old,
                new,
                "",
            )
        }
        SignalGroup::Season => "the time of the year and the pace of the whole book have changed".to_owned(),
    }
}

fn spending(then: i64, now: i64) -> String {
    if then <= 0 {
        return "there was no order value of 365 days to compare with".to_owned();
    }
    let change = (now as f64 / then as f64 - 1.0) * 100.0;
    match change.round() {
        0.0 => "its orders of 365 days are worth as much".to_owned(),
        change if change < 0.0 => format!("its orders of 365 days are worth {:.0}% less", -change),
        change => format!("its orders of 365 days are worth {change:.0}% more"),
    }
}

/// `words` are for less, more and the same.
fn compared(what: &str, words: [&str; 3], then: f64, now: f64, unit: &str) -> String {
    let [less, more, same] = words;
    let gap = if unit.is_empty() { "" } else { " " };
    match now.total_cmp(&then) {
        std::cmp::Ordering::Less => format!("{what} {less} ({now:.0}{gap}{unit}, {then:.0} then)"),
        std::cmp::Ordering::Greater => format!("{what} {more} ({now:.0}{gap}{unit}, {then:.0} then)"),
        std::cmp::Ordering::Equal => format!("{what} {same} ({now:.0}{gap}{unit})"),
    }
}

fn written(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}
