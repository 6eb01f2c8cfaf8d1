//! How many alerts wait that nobody has looked at, on every page of a laptop. Phones have them at the thumb.

use crate::components::icon::{Icon, IconName};
use crate::format::tally;
use crate::shell::destination::Destination;
use crate::state::filters::use_filters;
use crate::state::loader::load;
use crate::state::session::use_session;
use bellwether_core::alert::{AlertQuery, AlertState};
use leptos::prelude::*;

/// Beyond this the number no longer matters.
const MOST_COUNTED: u64 = 99;

fn spoken(waiting: u64) -> String {
    match waiting {
        0 => "No new alerts. For You".to_owned(),
        1 => "1 new alert. For You".to_owned(),
        more => format!("{} new alerts. For You", tally(more)),
    }
}

fn short(waiting: u64) -> Option<String> {
    match waiting {
        0 => None,
        few if few <= MOST_COUNTED => Some(few.to_string()),
        _ => Some(format!("{MOST_COUNTED}+")),
    }
}

/// The bell; it leads to For You. Asked again on every page, as alerts are looked at on some of them.
pub fn bell(path: Memo<String>) -> AnyView {
    let (session, filters) = (use_session(), use_filters());
    let new = load(
        move || Some(path.get()),
        move |_| {
            let client = session.client();
            let query = AlertQuery { state: Some(AlertState::Open), limit: Some(1), ..AlertQuery::default() };
            async move { client.alerts(&query).await }
        },
    );
    let waiting = Memo::new(move |_| new.value().map(|page| page.total));
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
        assert_eq!(spoken(1_200), "1,200 new alerts. For You");
    }
}
