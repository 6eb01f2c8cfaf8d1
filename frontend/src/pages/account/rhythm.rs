//! How regularly the account orders: past gaps with the present one, and when the next order is due.

use crate::components::chart_view::ChartView;
use crate::components::panel::Empty;
use crate::components::section::section;
use crate::components::why::why;
use crate::format::{band, days};
use crate::pages::account::explanation::kept_word;
use crate::state::loader::Loader;
use bellwether_charts::gaps::GapsStrip;
use bellwether_charts::window_band::WindowBand;
use bellwether_core::account::AccountDetail;
use bellwether_core::explain::Explanation;
use bellwether_core::metric::Metric;
use bellwether_core::score::NextOrder;
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// The panel with both strips.
pub fn rhythm(account: &AccountDetail, explanation: Loader<Explanation>) -> AnyView {
    let note = account.median_gap_days.map(|gap| format!("Median of all gaps: {gap:.0} days"));
    let gaps = gaps(account);
    let window = account
        .score
        .as_ref()
        .and_then(|score| score.next_order)
        .map(|next| view! { <div>{window(account, next)}{kept_word(explanation)}</div> }.into_any());
    let body = match (gaps, window) {
        (None, None) => {
            view! { <Empty words="A rhythm shows once the account has ordered on two days." /> }.into_any()
        }
        (gaps, window) => view! { <div class="side-by-side">{window}{gaps}</div> }.into_any(),
    };
    section(
        "Order rhythm",
        "span-12",
        note,
        view! { {body}{why(&[Metric::TypicalGap, Metric::NextOrder])} }.into_any(),
    )
}

/// The gaps as bars, the present one last.
pub fn gaps_chart(gaps_days: Vec<u32>, present_days: u32, height: f64) -> AnyView {
    let draw = move |size| {
        GapsStrip { title: "Days between orders", size, gaps_days: &gaps_days, present_days }.render()
    };
    view! { <ChartView draw height label="Days between orders, the present gap last" /> }.into_any()
}

/// The window as a band on a time line.
pub fn window_chart(
    today: NaiveDate,
    last_order: Option<NaiveDate>,
    next: NextOrder,
    height: f64,
) -> AnyView {
    let draw = move |size| {
        WindowBand {
            title: "When the next order is expected",
            size,
            today,
            last_order,
            half: (next.half.from, next.half.to),
            wide: (next.wide.from, next.wide.to),
            typical: next.typical,
            outreach: next.outreach,
        }
        .render()
    };
    view! { <ChartView draw height label="When the next order is expected" /> }.into_any()
}

fn gaps(account: &AccountDetail) -> Option<AnyView> {
    if account.gaps_days.is_empty() {
        return None;
    }
    let present = account.days_since_last_order.and_then(|days| u32::try_from(days).ok()).unwrap_or(0);
    let words = format!("The last bar is the present gap: {} so far.", days(i64::from(present)));
    Some(
        view! {
            <div>
                <h3 class="strip-head">"Days between orders"</h3>
                <p class="muted small">{words}</p>
                {gaps_chart(account.gaps_days.clone(), present, 180.0)}
            </div>
        }
        .into_any(),
    )
}

fn window(account: &AccountDetail, next: NextOrder) -> AnyView {
    let year = account.as_of.year();
    let basis = if next.from_book {
        " Rests on the whole book, because the account has too little history."
    } else {
        ""
    };
    let words = format!(
        "Half of such orders come {}, four fifths {}.{basis}",
        band(next.half, year),
        band(next.wide, year),
    );
    view! {
        <h3 class="strip-head">"Next order"</h3>
        <p class="muted small">{words}</p>
        {window_chart(account.as_of, account.last_order, next, 96.0)}
    }
    .into_any()
}
