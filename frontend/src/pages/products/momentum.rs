//! Where products and categories are going (P4): how many are new, rising, steady, falling and fading, each a filter,
//! and those with the largest change of net sales.

use crate::components::movement::MovementMark;
use crate::components::panel::{Panel, Placeholder};
use crate::components::switch::switch;
use crate::format::{count, money_full, money_short, tally, units, units_short};
use crate::pages::products::orders::figure_link;
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::Cents;
use bellwether_core::metric::Metric;
use bellwether_core::product::{Momentum, MomentumList, MomentumOf, MomentumQuery, MomentumRow};
use leptos::prelude::*;
use std::sync::Arc;

/// Rows shown at first.
const FEW: u32 = 12;
/// Rows shown when all are wanted, which is as many as the server gives.
const MANY: u32 = 500;

fn code(momentum: Momentum) -> &'static str {
    match momentum {
        Momentum::New => "new",
        Momentum::Rising => "rising",
        Momentum::Steady => "steady",
        Momentum::Falling => "falling",
        Momentum::Fading => "fading",
    }
}

/// What it means, for those who hover.
fn meaning(momentum: Momentum) -> &'static str {
    match momentum {
        Momentum::New => "First sold within the period",
        Momentum::Rising => "Units a quarter or more above the comparison period",
        Momentum::Steady => "Units within a quarter of the comparison period",
        Momentum::Falling => "Units a quarter or more below the comparison period",
        Momentum::Fading => "Sold in the comparison period and no more",
    }
}

fn momentum_of(word: Option<&str>) -> Option<Momentum> {
    Momentum::ALL.into_iter().find(|momentum| Some(code(*momentum)) == word)
}

fn subject_of(word: Option<&str>) -> MomentumOf {
    if word == Some("categories") { MomentumOf::Categories } else { MomentumOf::Products }
}

fn question(filters: Filters, is_long: bool) -> MomentumQuery {
    MomentumQuery {
        of: Some(subject_of(filters.get("of").as_deref())),
        momentum: momentum_of(filters.get("momentum").as_deref()),
        limit: Some(if is_long { MANY } else { FEW }),
    }
}

/// The panel.
#[component]
pub fn MomentumPanel() -> impl IntoView {
    let filters = use_filters();
    let session = use_session();
    let is_long = RwSignal::new(false);
    let list: Loader<MomentumList> = load(
        move || filters.facts().map(|facts| (facts, question(filters, is_long.get()))),
        move |(facts, query)| {
            let client = session.client();
            async move { client.momentum(&facts, &query).await }
        },
    );
    let symbol = session.currency();
    view! {
        <Panel
            title="Momentum"
            metrics=&[Metric::Momentum, Metric::Units, Metric::NetSales]
            note=move || switch(filters, "Momentum of", "of", [("Products", None), ("Categories", Some("categories"))])
            loader=list
            placeholder=Placeholder::Rows
            is_empty=|list: &MomentumList| list.counts.iter().all(|count| count.rows == 0)
            empty="Nothing was sold in either period. Pick a longer one, or import order lines."
            body=move |list| body(&list, filters, is_long, symbol)
        />
    }
    .into_any()
}

fn body(
    list: &Arc<MomentumList>,
    filters: Filters,
    is_long: RwSignal<bool>,
    symbol: &'static str,
) -> AnyView {
    let chosen = momentum_of(filters.get("momentum").as_deref());
    let all: u64 = list.counts.iter().map(|count| count.rows).sum();
    let chips = list.counts.iter().map(|count| chip(filters, chosen, Some(count.momentum), count.rows));
    let chips: Vec<_> = std::iter::once(chip(filters, chosen, None, all)).chain(chips).collect();
    let matching = list.counts.iter().filter(|count| chosen.is_none_or(|chosen| chosen == count.momentum));
    let matching: u64 = matching.map(|count| count.rows).sum();
    let is_cut = u64::try_from(list.rows.len()).is_ok_and(|shown| shown < matching);
    view! {
        <div class="choices" role="group" aria-label="Going">{chips}</div>
        {if list.rows.is_empty() {
            view! { <p class="muted momentum-none">"None goes this way in this period."</p> }.into_any()
        } else {
            table(&list.rows, filters, symbol)
        }}
        <p class="muted small">{note(list.rows.len(), matching)}</p>
        {(is_cut && !is_long.get_untracked()).then(|| view! {
            <div class="products-more">
                <button type="button" class="button" on:click=move |_| is_long.set(true)>"Show more"</button>
            </div>
        }.into_any())}
    }
    .into_any()
}

fn note(shown: usize, matching: u64) -> String {
    let which = if u64::try_from(shown).is_ok_and(|shown| shown < matching) {
        format!("The {shown} with the largest change of net sales, of {}. ", tally(matching))
    } else {
        String::new()
    };
    format!(
        "{which}Judged by units against the comparison period: a quarter more is rising, a quarter less falling."
    )
}

fn chip(filters: Filters, chosen: Option<Momentum>, momentum: Option<Momentum>, rows: u64) -> AnyView {
    let choose = move |_| filters.set(&[("momentum", momentum.map(|momentum| code(momentum).to_owned()))]);
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=(chosen == momentum).to_string()
            title=momentum.map(meaning)
            on:click=choose
        >
            {momentum.map_or("All", Momentum::label)}
            " "
            <span class="chip-count">{tally(rows)}</span>
        </button>
    }
    .into_any()
}

fn table(rows: &[MomentumRow], filters: Filters, symbol: &'static str) -> AnyView {
    let rows = rows.iter().map(|row| row_view(row, filters, symbol)).collect_view();
    view! {
        <table class="table products-table momentum-table">
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Direction"</th>
                    <th scope="col" class="number">"Units"</th>
                    <th scope="col" class="number">"Units change"</th>
                    <th scope="col" class="number">"Net sales"</th>
                    <th scope="col" class="number">"Net sales change"</th>
                    <th scope="col" class="number">"Buyers"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row_view(row: &MomentumRow, filters: Filters, symbol: &'static str) -> AnyView {
    let category =
        || row.category.as_ref().map_or_else(|| "No category".to_owned(), |category| category.name.clone());
    let (name, detail) = match &row.product {
        Some(product) => (product.name.clone(), [product.external_id.clone(), product.category.clone()]),
        None => (category(), [String::new(), String::new()]),
    };
    let detail: Vec<_> = detail.into_iter().filter(|words| !words.is_empty()).collect();
    let sales = row.revenue.current;
    let sold = row.units_milli.current;
    // What has neither product nor category cannot be asked for alone.
    let id = match (&row.product, &row.category) {
        (Some(product), _) => Some(product.id.to_string()),
        (None, category) => category.as_ref().map(|category| category.id.to_string()),
    };
    let linked = |figure: String, in_full: String| match &id {
        Some(id) => figure_link(filters, id, figure, in_full),
        None => view! { <span title=in_full>{figure}</span> }.into_any(),
    };
    let change = signed(row.revenue.current - row.revenue.previous, symbol);
    view! {
        <tr data-momentum=code(row.momentum)>
            <td><span class="two-lines"><span>{name}</span><span>{detail.join(" · ")}</span></span></td>
            <td class="is-way">
                <span class="two-lines">
                    <span class=format!("momentum is-{}", code(row.momentum))>{row.momentum.label()}</span>
                    {row.is_small_base.then(|| view! { <span class="muted" title="Fewer than three orders in the comparison period: the change says little">"small base"</span> }.into_any())}
                </span>
            </td>
            <td class="number is-units" data-label="Units">{linked(units_short(sold), format!("{} units", units(sold)))}</td>
            <td class="number is-units-change"><MovementMark change=row.units_milli.change /></td>
            <td class="number is-sales" data-label="Net sales">{linked(money_short(sales, symbol), money_full(sales, symbol))}</td>
            <td class="number is-sales-change">{change}</td>
            <td class="number is-buyers" data-label="Buyers" title=format!("before {}", count(row.accounts.previous))>{count(row.accounts.current)}</td>
        </tr>
    }
    .into_any()
}

/// A change in money, short, with its sign.
fn signed(change: Cents, symbol: &'static str) -> String {
    let plus = if change.0 > 0 { "+" } else { "" };
    format!("{plus}{}", money_short(change, symbol))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_survives_the_address() {
        assert!(Momentum::ALL.into_iter().all(|way| momentum_of(Some(code(way))) == Some(way)));
        assert_eq!((momentum_of(None), momentum_of(Some("sideways"))), (None, None));
        assert_eq!(
            (subject_of(Some("categories")), subject_of(None)),
            (MomentumOf::Categories, MomentumOf::Products)
        );
    }

    #[test]
    fn a_list_that_is_cut_says_so() {
        assert!(note(12, 90).starts_with("The 12 with the largest change of net sales, of 90."));
        assert!(note(5, 5).starts_with("Judged by units"));
    }
}
