//! How many critical alerts wait that nobody has looked at, on every page of a laptop. Phones have them at the thumb.

use crate::components::icon::{Icon, IconName};
use crate::format::tally;
use crate::shell::destination::Destination;
use crate::state::deeds::use_deeds;
use crate::state::filters::use_filters;
use crate::state::loader::load;
use crate::state::session::use_session;
use bellwether_core::alert::{AlertQuery, AlertState, AlertTier};
use leptos::prelude::*;

/// Beyond this the number no longer matters.
const MOST_COUNTED: u64 = 99;

fn spoken(waiting: u64) -> String {
    match waiting {
        0 => "No new critical alerts. For You".to_owned(),
        1 => "1 new critical alert. For You".to_owned(),
        more => format!("{} new critical alerts. For You", tally(more)),
    }
}

fn short(waiting: u64) -> Option<String> {
    match waiting {
        0 => None,
        few if few <= MOST_COUNTED => Some(few.to_string()),
        _ => Some(format!("{MOST_COUNTED}+")),
    }
}

/// The bell; it leads to For You. Asked again on every page and whenever somebody answers an alert.
pub fn bell(path: Memo<String>) -> AnyView {
    let (session, filters, deeds) = (use_session(), use_filters(), use_deeds());
    let new = load(
        // For You is about the same rep.
        move || Some((path.get(), deeds.count(), filters.parsed("rep"))),
        move |(_, _, rep)| {
            let client = session.client();
            let query = AlertQuery {
                rep,
                tier: Some(AlertTier::Critical),
                state: Some(AlertState::Open),
                ..AlertQuery::default()
            };
            async move { client.count_alerts(&query).await }
        },
    );
    let waiting = Memo::new(move |_| new.value().map(|count| *count));
    let words = move || waiting.get().map_or_else(|| "Alerts. For You".to_owned(), spoken);
    view! {
        <a class="button is-quiet is-icon bell" href=move || filters.link(Destination::ForYou.path()) aria-label=words title=words>
            <Icon name=IconName::Bell />
            {move || waiting.get().and_then(short).map(|count| view! { <span class="bell-count" data-count=count></span> }.into_any())}
        </a>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_many_and_none_needs_no_number() {
        assert_eq!([0, 1, 99, 100].map(short).map(Option::unwrap_or_default), ["", "1", "99", "99+"]);
        assert_eq!(spoken(1_200), "1,200 new critical alerts. For You");
    }
}
