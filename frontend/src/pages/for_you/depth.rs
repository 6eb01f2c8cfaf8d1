//! What stands below the cards: tasks, and Insights (F1) with the week, who performs lowest, which items were lost, and
//! what is overdue. Its code is fetched once the cards are there, which are what a telephone on a slow line waits for.

use crate::components::tasks::task_list;
use crate::pages::for_you::items::items;
use crate::pages::for_you::lowest::lowest;
use crate::pages::for_you::overdue::overdue;
use crate::pages::for_you::rollup::{has_margin, load_rollup, rollup};
use leptos::prelude::*;

/// Everything but the cards.
#[component]
pub fn ForYouDepth() -> impl IntoView {
    let week = load_rollup();
    let may_see_margin = Memo::new(move |_| week.value().is_some_and(|week| has_margin(&week)));
    view! {
        {task_list(None, None)}
        <h2 class="for-you-part">"Insights"</h2>
        <div class="for-you-insights">
            <div>{rollup(week)}{items()}</div>
            <div>{lowest(may_see_margin)}{overdue()}</div>
        </div>
    }
    .into_any()
}
