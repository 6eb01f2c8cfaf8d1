//! How fresh the figures are, on every screen.

use crate::components::icon::{Icon, IconName};
use crate::format::{ago, day, now};
use crate::state::filters::use_filters;
use bellwether_core::freshness::Freshness;
use chrono::{DateTime, Datelike, Utc};
use leptos::prelude::*;

/// "Orders through 30 Jun · scored 2 h ago", as far as each is known.
fn stamp(fresh: &Freshness, now: Option<DateTime<Utc>>) -> String {
    let reference_year = now.map_or(fresh.as_of.year(), |now| now.year());
    let orders = match fresh.covers_up_to.or(fresh.newest_order) {
        Some(date) => format!("Orders through {}", day(date, reference_year)),
        None => "No orders yet".to_owned(),
    };
    match (fresh.scored_at, now) {
        (Some(scored), Some(now)) => format!("{orders} · scored {}", ago(scored, now)),
        _ => format!("{orders} · not scored yet"),
    }
}

/// The stamp in the top bar.
#[component]
pub fn FreshnessStamp() -> impl IntoView {
    let filters = use_filters();
    view! { <p class="freshness">{move || filters.freshness().map(|fresh| stamp(&fresh, now()))}</p> }
}

/// A warning across the page while the feed is late.
#[component]
pub fn StaleBanner() -> impl IntoView {
    let filters = use_filters();
    move || {
        filters.freshness().filter(|fresh| fresh.is_stale && fresh.orders > 0).map(|fresh| {
            view! {
                <p class="banner" role="status">
                    <Icon name=IconName::Warning />
                    {format!("The order feed is late: {}. Alerts that depend on time are on hold until new orders arrive.", stamp(&fresh, now()))}
                </p>
            }.into_any()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn fresh() -> Freshness {
        let date = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar");
        Freshness {
            as_of: date,
            covers_up_to: Some(date),
            newest_order: Some(date),
            scored_at: DateTime::from_timestamp(1_782_900_000, 0),
            model_version: None,
            is_stale: false,
            accounts: 1,
            orders: 1,
            version: 1,
        }
    }

    #[test]
    fn the_stamp_tells_both_dates() {
        let now = DateTime::from_timestamp(1_782_900_000 + 2 * 3600, 0);
        assert_eq!(stamp(&fresh(), now), "Orders through 30 Jun · scored 2 h ago");
    }

    #[test]
    fn an_empty_organisation_says_so() {
        let empty = Freshness { covers_up_to: None, newest_order: None, scored_at: None, ..fresh() };
        assert_eq!(stamp(&empty, None), "No orders yet · not scored yet");
    }
}
