//! Insights (F1): the week, who performs lowest, which items were lost, and what is overdue. They are asked for
//! after the cards, which are what a telephone on a slow line waits for.

use crate::pages::for_you::items::items;
use crate::pages::for_you::lowest::lowest;
use crate::pages::for_you::overdue::overdue;
use crate::pages::for_you::rollup::{has_margin, load_rollup, rollup};
use crate::pages::for_you::today::Today;
use leptos::prelude::*;

/// The second part of the page.
pub fn insights(today: Today) -> AnyView {
    let is_ready = Memo::new(move |_| today.cards.value().is_some() || today.cards.failure().is_some());
    let week = load_rollup(is_ready);
    let may_see_margin = Memo::new(move |_| week.value().is_some_and(|week| has_margin(&week)));
    view! {
        <h2 class="for-you-part">"Insights"</h2>
        <div class="for-you-insights">
            <div>{rollup(week)}{items(is_ready)}</div>
            <div>{lowest(is_ready, may_see_margin)}{overdue(is_ready)}</div>
        </div>
    }
    .into_any()
}
