//! Targets under the headings of their months, with a bar of what has been reached.

use super::{TargetsState, remove};
use crate::components::endless::{empty_with, endless, import_link};
use crate::components::icon::{Icon, IconName};
use crate::format::{money_full, percent};
use crate::state::filters::use_filters;
use bellwether_charts::month_label;
use bellwether_core::target::Target;
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// The panel in its four states.
pub(super) fn list(state: TargetsState) -> AnyView {
    let words = if state.may_set {
        "No targets yet. Set one above, or import a file of targets."
    } else {
        "No targets have been set for you yet. Your manager sets them."
    };
    let way = import_link();
    let empty = move || empty_with(words, way);
    let filters = use_filters();
    let as_of = Memo::new(move |_| filters.freshness().map(|fresh| fresh.as_of));
    let full = move || {
        view! {
            <For each=move || opening_with(as_of.get(), by_month(&state.targets.rows())) key=|month| month.clone() let((month, targets))>
                {month_view(month, &targets, state)}
            </For>
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-label="Targets">
            <div class="panel-body targets-list">{endless(state.targets, empty, full)}</div>
        </section>
    }
    .into_any()
}

/// What is shown of a target that may change, to tell whether its row must be drawn again.
type Month = (NaiveDate, Vec<Drawn>);

/// A target as a row shows it.
#[derive(Clone, PartialEq, Eq)]
struct Drawn(Target);

impl std::hash::Hash for Drawn {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.0.id, self.0.amount_cents.0, self.0.reached_cents.0).hash(state);
    }
}

/// Targets by month; they come with the latest month first.
fn by_month(targets: &[Target]) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for target in targets {
        let drawn = Drawn(target.clone());
        match months.last_mut() {
            Some((month, held)) if *month == target.month => held.push(drawn),
            Some(_) | None => months.push((target.month, vec![drawn])),
        }
    }
    months
}

/// The month that holds the as-of date first: coming ones, of which nothing can be reached yet, follow it.
fn opening_with(as_of: Option<NaiveDate>, mut months: Vec<Month>) -> Vec<Month> {
    let present = as_of.and_then(|as_of| as_of.with_day(1));
    if let Some(place) = months.iter().position(|(month, _)| Some(*month) == present) {
        months[..=place].rotate_right(1);
    }
    months
}

fn month_view(month: NaiveDate, targets: &[Drawn], state: TargetsState) -> AnyView {
    let rows: Vec<_> = targets.iter().map(|Drawn(target)| row(target, state)).collect();
    view! { <section class="targets-month"><h2>{month_label(month)}</h2><ul>{rows}</ul></section> }.into_any()
}

/// Whom a target is for.
fn whom(target: &Target) -> String {
    let parts = [
        target.rep.as_ref().map(|rep| rep.name.clone()),
        target.account.as_ref().map(|account| account.name.clone()),
        target.category.as_ref().map(|category| category.name.clone()),
    ];
    let named = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    if named.is_empty() { "Whole organisation".to_owned() } else { named }
}

/// What kind of thing that is.
fn kind(target: &Target) -> &'static str {
    match (&target.rep, &target.account, &target.category) {
        (_, Some(_), Some(_)) => "Account and category",
        (_, Some(_), None) => "Account",
        (Some(_), None, Some(_)) => "Rep and category",
        (Some(_), None, None) => "Rep",
        (None, None, Some(_)) => "Category",
        (None, None, None) => "All net sales",
    }
}

fn row(target: &Target, state: TargetsState) -> AnyView {
    let symbol = state.session.currency();
    let share = target.reached_cents.share_of(target.amount_cents);
    let width = share.map_or(0.0, |share| share.clamp(0.0, 1.0) * 100.0);
    let is_reached = share.is_some_and(|share| share >= 1.0);
    let told = share.map_or_else(|| "–".to_owned(), share_words);
    let mark = is_reached.then(
        || view! { <span aria-hidden="true">"✓ "</span><span class="visually-hidden">"reached, "</span> },
    );
    let name = whom(target);
    let title = match &target.account {
        Some(account) => {
            view! { <a href=format!("/accounts/{}", account.id) data-record="">{name.clone()}</a> }.into_any()
        }
        None => name.clone().into_any(),
    };
    view! {
        <li class="target">
            <span class="two-lines target-name"><span>{title}</span><span>{kind(target)}</span></span>
            <span class="target-figures">
                <b>{money_full(target.reached_cents, symbol)}</b>
                <span class="muted">{format!("of {}", money_full(target.amount_cents, symbol))}</span>
            </span>
            <span class="target-bar" class:is-reached=is_reached aria-hidden="true"><i style:width=format!("{width:.1}%")></i></span>
            <span class="target-share">{mark}{told}</span>
            {state.may_set.then(|| remove_button(target, &name, state))}
        </li>
    }
    .into_any()
}

/// The part reached; rounded down, so that what is just missed does not read as reached.
fn share_words(share: f64) -> String {
    percent(if share < 1.0 { (share * 1000.0).floor() / 1000.0 } else { share })
}

fn remove_button(target: &Target, name: &str, state: TargetsState) -> AnyView {
    let label = format!("Remove the target of {name} for {}", month_label(target.month));
    let target = target.clone();
    view! {
        <button type="button" class="button is-quiet is-icon" aria-label=label.clone() title=label on:click=move |_| remove(state, target.clone())>
            <Icon name=IconName::Close />
        </button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::rep::RepRef;
    use bellwether_core::{Cents, RepId, TargetId};

    fn target(id: i64, month: u32) -> Target {
        Target {
            id: TargetId(id),
            month: NaiveDate::from_ymd_opt(2026, month, 1).expect("a month of the year"),
            rep: None,
            account: None,
            category: None,
            amount_cents: Cents(100),
            reached_cents: Cents(50),
        }
    }

    #[test]
    fn targets_of_one_month_stand_under_one_heading() {
        let months = by_month(&[target(1, 7), target(2, 6), target(3, 6)]);
        assert_eq!(months.iter().map(|(_, targets)| targets.len()).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn the_list_opens_on_the_month_that_holds_the_as_of_date() {
        let months = || by_month(&[target(1, 8), target(2, 7), target(3, 6), target(4, 5)]);
        let opened = |as_of: Option<NaiveDate>| {
            let months = opening_with(as_of, months());
            months.iter().map(|(month, _)| month.month()).collect::<Vec<_>>()
        };
        let last_of_june = NaiveDate::from_ymd_opt(2026, 6, 30);
        assert_eq!(opened(last_of_june), [6, 8, 7, 5]);
        assert_eq!(opened(NaiveDate::from_ymd_opt(2026, 12, 31)), [8, 7, 6, 5]);
        assert_eq!(opened(None), [8, 7, 6, 5]);
    }

    #[test]
    fn what_is_just_missed_does_not_read_as_reached() {
        assert_eq!((share_words(0.99996), share_words(1.0)), ("99.9%".to_owned(), "100%".to_owned()));
    }

    #[test]
    fn a_target_that_names_nobody_is_the_organisations() {
        assert_eq!(
            (whom(&target(1, 6)), kind(&target(1, 6))),
            ("Whole organisation".to_owned(), "All net sales")
        );
        let rep = RepRef { id: RepId(1), name: "North".to_owned() };
        let named = Target { rep: Some(rep), ..target(1, 6) };
        assert_eq!((whom(&named), kind(&named)), ("North".to_owned(), "Rep"));
    }
}
