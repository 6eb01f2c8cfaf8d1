//! How many products and categories accounts buy (P5), and which categories most of them buy.

use crate::components::chart_view::ChartView;
use crate::components::movement::MovementMark;
use crate::components::panel::{Panel, Placeholder};
use crate::format::{approximate, count, percent, span, tally};
use crate::state::filters::use_filters;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_charts::Unit;
use bellwether_charts::bar::{BarChart, BarSeries};
use bellwether_core::metric::Metric;
use bellwether_core::product::{CategoryPenetration, Penetration};
use leptos::prelude::*;
use std::sync::Arc;

/// The panel.
#[component]
pub fn PenetrationPanel() -> impl IntoView {
    let filters = use_filters();
    let session = use_session();
    let answer: Loader<Penetration> = load(
        move || filters.facts(),
        move |facts| {
            let client = session.client();
            async move { client.penetration(&facts).await }
        },
    );
    view! {
        <Panel
            title="Penetration"
            metrics=&[Metric::Penetration, Metric::Breadth]
            note=move || answer.value().map(|shown| format!("{} accounts with an order, {}", count(shown.accounts), span(shown.period)))
            loader=answer
            placeholder=Placeholder::Chart
            is_empty=|shown: &Penetration| shown.accounts == 0
            empty="No account ordered in this period. Pick a longer one, or import order lines."
            body=move |shown| body(&shown)
        />
    }
    .into_any()
}

fn body(shown: &Arc<Penetration>) -> AnyView {
    let categories = shown.categories.iter().map(category_row).collect_view();
    view! {
        <div class="penetration">
            <div class="penetration-means">
                {mean("Products per account", shown.products_per_account, shown.previous_products_per_account)}
                {mean("Categories per account", shown.categories_per_account, shown.previous_categories_per_account)}
            </div>
            <div>
                <h3>"Accounts by number of categories"</h3>
                {bars(shown)}
            </div>
            <div>
                <h3>"Share of accounts that buy a category"</h3>
                <table class="table penetration-table">
                    <thead>
                        <tr>
                            <th scope="col">"Category"</th>
                            <th scope="col" class="number">"Accounts"</th>
                            <th scope="col" class="number is-wide-only">"Change"</th>
                            <th scope="col" class="number">"Share"</th>
                        </tr>
                    </thead>
                    <tbody>{categories}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// A mean of the accounts with its movement.
fn mean(label: &'static str, now: f64, before: f64) -> AnyView {
    let change = (before > 0.0).then(|| now / before - 1.0);
    view! {
        <div>
            <p class="muted small">{label}</p>
            <p class="products-total">{format!("{now:.1}")}</p>
            <p class="products-moved"><MovementMark change /><span class="muted">{format!("{before:.1} before")}</span></p>
        </div>
    }
    .into_any()
}

fn bars(shown: &Arc<Penetration>) -> AnyView {
    let last = shown.accounts_by_categories.len();
    let labels: Vec<String> = (1..=last).map(|number| bucket_name(number, last)).collect();
    let values = shown
        .accounts_by_categories
        .iter()
        .map(|accounts| approximate(i64::try_from(*accounts).unwrap_or(i64::MAX)));
    let series = [BarSeries { name: "Accounts".to_owned(), values: values.collect() }];
    let title = "Accounts by number of categories they buy";
    let draw =
        move |size| BarChart { title, size, unit: Unit::Count, buckets: &labels, series: &series }.render();
    view! { <ChartView draw height=220.0 label=title /> }.into_any()
}

/// The last bucket holds all that buy as many or more.
fn bucket_name(number: usize, last: usize) -> String {
    if number == last && last > 1 { format!("{number}+") } else { number.to_string() }
}

fn category_row(row: &CategoryPenetration) -> AnyView {
    let share = row.share.clamp(0.0, 1.0) * 100.0;
    view! {
        <tr>
            <td>{row.name.clone()}</td>
            <td class="number" title=format!("before {}", count(row.accounts.previous))>{tally(u64::try_from(row.accounts.current).unwrap_or(0))}</td>
            <td class="number is-wide-only"><MovementMark change=row.accounts.change /></td>
            <td class="number penetration-share">
                <svg class="penetration-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="penetration-track" width="100" height="6" />
                    <rect class="penetration-fill" width=share.to_string() height="6" />
                </svg>
                {percent(row.share)}
            </td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bucket_says_that_it_holds_more() {
        assert_eq!(
            (bucket_name(1, 8), bucket_name(8, 8), bucket_name(1, 1)),
            ("1".into(), "8+".into(), "1".into())
        );
    }
}
