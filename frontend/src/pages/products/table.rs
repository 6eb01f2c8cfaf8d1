//! Every product sold in the period: searched, sorted and paged by the server.

use crate::components::export::{export_button, file};
use crate::components::movement::MovementMark;
use crate::components::panel::{Empty, Failure};
use crate::components::print::print_with;
use crate::components::why::why;
use crate::format::{count, money_full, money_short, units, units_short};
use crate::pages::products::orders::figure_link;
use crate::state::filters::{Filters, use_filters};
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::metric::Metric;
use bellwether_core::paging::Direction;
use bellwether_core::product::{ProductQuery, ProductRow, ProductSort};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::time::Duration;

const ROWS: u32 = 50;
/// How long typing must rest before the server is asked.
const REST: Duration = Duration::from_millis(220);

fn sort_code(sort: ProductSort) -> &'static str {
    match sort {
        ProductSort::Revenue => "revenue",
        ProductSort::Units => "units",
        ProductSort::Accounts => "accounts",
        ProductSort::Name => "name",
    }
}

fn sort_of(code: Option<&str>) -> ProductSort {
    let all = [ProductSort::Revenue, ProductSort::Units, ProductSort::Accounts, ProductSort::Name];
    all.into_iter().find(|sort| Some(sort_code(*sort)) == code).unwrap_or(ProductSort::Revenue)
}

/// Names read from A, figures from the largest.
fn natural_direction(sort: ProductSort) -> Direction {
    match sort {
        ProductSort::Name => Direction::Ascending,
        ProductSort::Revenue | ProductSort::Units | ProductSort::Accounts => Direction::Descending,
    }
}

fn direction_of(sort: ProductSort, is_turned: bool) -> Direction {
    match (natural_direction(sort), is_turned) {
        (direction, false) => direction,
        (Direction::Ascending, true) => Direction::Descending,
        (Direction::Descending, true) => Direction::Ascending,
    }
}

/// The question of the address, its first page.
fn question(filters: Filters) -> ProductQuery {
    let sort = sort_of(filters.get("sort").as_deref());
    let direction = direction_of(sort, filters.get("turned").is_some());
    ProductQuery {
        search: filters.get("search"),
        sort: Some(sort),
        direction: Some(direction),
        limit: Some(ROWS),
        cursor: None,
    }
}

/// The table with its search field.
#[component]
pub fn ProductTable() -> impl IntoView {
    let filters = use_filters();
    let session = use_session();
    let products: Pager<ProductRow> = load_pages(
        move || filters.facts().map(|facts| (facts, question(filters))),
        move |(facts, question), cursor| {
            let client = session.client();
            async move { client.products(&facts, &ProductQuery { cursor, ..question }).await }
        },
    );
    let symbol = session.currency();
    let words = || "Every product that matches, in this order, with both periods.".to_owned();
    let address = move |format| {
        let facts = filters.facts()?;
        session.client().products_address(&facts, &question(filters), &file(format)).ok()
    };
    view! {
        <section class="panel" aria-label="Products" aria-busy=move || products.is_loading().to_string()>
            <header class="panel-head">
                <h2>"Products"</h2>
                <p class="panel-note" aria-live="polite">{move || products.total().map(total_words)}</p>
                {search_field(filters)}
                {export_button("product-export", words, address, move || print_with(products))}
            </header>
            <div class="panel-body" class:is-stale=move || products.is_loading()>
                {move || states(products, filters, symbol)}
            </div>
            {why(&[Metric::NetSales, Metric::Units, Metric::Change])}
        </section>
    }
    .into_any()
}

fn total_words(total: u64) -> String {
    match total {
        1 => "1 product".to_owned(),
        many => format!("{} products", count(i64::try_from(many).unwrap_or(i64::MAX))),
    }
}

fn search_field(filters: Filters) -> AnyView {
    let mut typed = debounce(REST, move |text: String| {
        filters.replace(&[("search", (!text.trim().is_empty()).then_some(text))]);
    });
    view! {
        <label class="products-search">
            <span class="visually-hidden">"Search products by name or number"</span>
            <input
                type="search"
                placeholder="Name or number"
                value=untrack(|| filters.get("search"))
                on:input:target=move |event| typed(event.target().value())
            />
        </label>
    }
    .into_any()
}

fn states(products: Pager<ProductRow>, filters: Filters, symbol: &'static str) -> AnyView {
    let rows = products.rows();
    match (products.total(), products.failure()) {
        (_, Some(error)) if rows.is_empty() => {
            view! { <Failure error retry=move |()| products.reload() /> }.into_any()
        }
        (None, _) => waiting(),
        (Some(0), _) if filters.get("search").is_some() => {
            view! { <Empty words="No product has these words in its name or number." /> }.into_any()
        }
        (Some(0), _) => {
            view! { <Empty words="No product was sold in this period. Pick a longer one, or import order lines." /> }.into_any()
        }
        (Some(_), failure) => {
            let rows = rows.iter().map(|row| row_view(row, filters, symbol)).collect_view();
            view! {
                <table class="table products-table">
                    <thead>{headings(filters)}</thead>
                    <tbody>{rows}</tbody>
                </table>
                {failure.map(|error| view! { <Failure error retry=move |()| products.reload() /> }.into_any())}
                {more(products)}
            }
            .into_any()
        }
    }
}

fn waiting() -> AnyView {
    let bars = (0..10).map(|_| view! { <span class="skeleton"></span> }.into_any()).collect_view();
    view! { <div class="skeleton-rows" role="status"><span class="visually-hidden">"Loading"</span>{bars}</div> }.into_any()
}

fn more(products: Pager<ProductRow>) -> Option<AnyView> {
    products.has_more().then(|| {
        view! {
            <div class="products-more">
                <button type="button" class="button" disabled=move || products.is_loading() on:click=move |_| products.load_more()>
                    {format!("Show {ROWS} more")}
                </button>
            </div>
        }
        .into_any()
    })
}

fn headings(filters: Filters) -> AnyView {
    view! {
        <tr>
            {heading(filters, ProductSort::Name, "Product", "")}
            {heading(filters, ProductSort::Revenue, "Net sales", "number")}
            <th scope="col" class="number">"Net sales change"</th>
            {heading(filters, ProductSort::Units, "Units", "number")}
            <th scope="col" class="number">"Units change"</th>
            {heading(filters, ProductSort::Accounts, "Buyers", "number")}
        </tr>
    }
    .into_any()
}

fn heading(filters: Filters, sort: ProductSort, label: &'static str, class: &'static str) -> AnyView {
    let now = question(filters);
    let is_sorted = now.sort == Some(sort);
    let (order, arrow) = match now.direction {
        _ if !is_sorted => (None, ""),
        Some(Direction::Ascending) => (Some("ascending"), " ↑"),
        Some(Direction::Descending) | None => (Some("descending"), " ↓"),
    };
    let turn = is_sorted && filters.get("turned").is_none();
    let choose = move |_| {
        let code = (sort != ProductSort::Revenue).then(|| sort_code(sort).to_owned());
        filters.set(&[("sort", code), ("turned", turn.then(|| "1".to_owned()))]);
    };
    view! {
        <th scope="col" class=class aria-sort=order>
            <button type="button" class="products-sort" on:click=choose>{label}<span aria-hidden="true">{arrow}</span></button>
        </th>
    }
    .into_any()
}

fn row_view(row: &ProductRow, filters: Filters, symbol: &'static str) -> AnyView {
    let product = &row.product;
    let detail = [product.external_id.as_str(), product.category.as_str()];
    let detail: Vec<_> = detail.into_iter().filter(|words| !words.is_empty()).collect();
    let (sales, sold) = (row.revenue.current, row.units_milli.current);
    view! {
        <tr>
            <td><span class="two-lines"><span>{product.name.clone()}</span><span>{detail.join(" · ")}</span></span></td>
            <td class="number is-sales" data-label="Net sales">{figure_link(filters, product.id, money_short(sales, symbol), money_full(sales, symbol))}</td>
            <td class="number is-sales-change"><MovementMark change=row.revenue.change /></td>
            <td class="number is-units" data-label="Units">{figure_link(filters, product.id, units_short(sold), format!("{} units", units(sold)))}</td>
            <td class="number is-units-change"><MovementMark change=row.units_milli.change /></td>
            <td class="number is-buyers" data-label="Buyers">{count(row.accounts)}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_survives_the_address() {
        for sort in [ProductSort::Revenue, ProductSort::Units, ProductSort::Accounts, ProductSort::Name] {
            assert_eq!(sort_of(Some(sort_code(sort))), sort);
        }
        assert_eq!(sort_of(Some("colour")), ProductSort::Revenue);
    }

    #[test]
    fn names_start_with_a_and_figures_with_the_largest() {
        assert_eq!(direction_of(ProductSort::Name, false), Direction::Ascending);
        assert_eq!(direction_of(ProductSort::Units, false), Direction::Descending);
        assert_eq!(direction_of(ProductSort::Units, true), Direction::Ascending);
    }
}
