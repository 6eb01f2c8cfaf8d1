//! The orders behind the sales and units of a product or category, the newest first, and their sum below.

use crate::components::order_status::order_status_label;
use crate::components::rows_sheet::{
    ROWS_KEY, ROWS_OF_PAGE, RowsShown, Sum, rows_foot, rows_list, rows_sheet,
};
use crate::format::{day, money_full, span, units};
use crate::state::filters::{Filters, use_filters};
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::product::{ProductOrder, ProductOrders, ProductOrdersQuery};
use bellwether_core::{CategoryId, Cents, OrderStatus, Page, ProductId};
use chrono::Datelike;
use leptos::prelude::*;
use std::fmt::Display;

/// What the open orders are behind.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Behind {
    Product(ProductId),
    Category(CategoryId),
}

fn behind(word: Option<&str>) -> Option<Behind> {
    let id = word?;
    let product = id.parse().ok().map(Behind::Product);
    product.or_else(|| id.parse().ok().map(Behind::Category))
}

/// What the latest page said of all of them.
#[derive(Debug, Clone, PartialEq)]
struct Whole {
    name: String,
    dates: String,
    units_milli: i64,
    revenue: Cents,
    rows: u64,
}

/// A figure of a product or category as a link to the orders behind it.
pub(super) fn figure_link(filters: Filters, id: impl Display, figure: String, in_full: String) -> AnyView {
    let id = StoredValue::new(id.to_string());
    let shown = use_context::<RowsShown>();
    let open = move |event: web_sys::MouseEvent| {
        if let Some(shown) = shown {
            shown.open(filters, &event, || Some(id.get_value()));
        }
    };
    view! {
        <a class="figure-link" href=move || filters.here_with(ROWS_KEY, id.get_value()) title=in_full data-aside="" on:click=open>
            {figure}
            <span class="visually-hidden">": the orders behind it"</span>
        </a>
    }
    .into_any()
}

/// The orders that the address opens, over the page.
pub(super) fn opened(filters: Filters) -> AnyView {
    let shown = RowsShown::default();
    provide_context(shown);
    let is_open = Memo::new(move |_| behind(filters.get(ROWS_KEY).as_deref()).is_some());
    (move || is_open.get().then(|| view! { <OrdersSheet shown /> }.into_any())).into_any()
}

#[component]
fn OrdersSheet(shown: RowsShown) -> impl IntoView {
    let filters = use_filters();
    let session = use_session();
    let symbol = session.currency();
    let whole = RwSignal::new(None::<Whole>);
    let behind = Memo::new(move |_| behind(filters.get(ROWS_KEY).as_deref()));
    let rows: Pager<ProductOrder> = load_pages(
        move || behind.get().zip(filters.facts()),
        move |(behind, mut facts), cursor| {
            let client = session.client();
            let mut query = ProductOrdersQuery { product: None, limit: Some(ROWS_OF_PAGE), cursor };
            match behind {
                Behind::Product(product) => query.product = Some(product),
                Behind::Category(category) => facts.category = Some(category),
            }
            async move {
                let answer = client.product_orders(&facts, &query).await?;
                // The orders may have been closed meanwhile.
                let _unread = whole.try_set(Some(told(&answer)));
                Ok(Page { items: answer.rows, total: answer.total, next_cursor: answer.next_cursor })
            }
        },
    );
    let title = move || {
        Some(whole.get().map_or_else(|| "Orders".to_owned(), |whole| format!("Orders with {}", whole.name)))
    };
    let empty = "No order has lines of it in this period.";
    let inside = view! {
        {rows_list(rows, "Orders", empty, ().into_any(), move || table(rows, symbol))}
        {move || whole.get().map(|whole| foot(rows, &whole, symbol))}
    };
    let dates = move || whole.get().map(|whole| whole.dates);
    rows_sheet(title, dates, move || shown.close(filters), inside.into_any())
}

fn told(answer: &ProductOrders) -> Whole {
    let product = answer.product.as_ref().map(|product| product.name.clone());
    let category = answer.category.as_ref().map(|category| category.name.clone());
    Whole {
        name: product.or(category).unwrap_or_else(|| "lines".to_owned()),
        dates: span(answer.period),
        units_milli: answer.units_milli,
        revenue: answer.revenue_cents,
        rows: answer.total,
    }
}

fn table(rows: Pager<ProductOrder>, symbol: &'static str) -> AnyView {
    view! {
        <table class="table rows-table product-orders">
            <thead>
                <tr>
                    <th scope="col">"Account"</th>
                    <th scope="col" class="number">"Units"</th>
                    <th scope="col" class="number">"Amount"</th>
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || rows.rows().to_vec()
                    key=|row| (row.id, row.date)
                    children=move |row| row_view(&row, symbol)
                />
            </tbody>
        </table>
    }
    .into_any()
}

fn row_view(row: &ProductOrder, symbol: &'static str) -> AnyView {
    let date = format!("{} {}", day(row.date, row.date.year()), row.date.year());
    let takes_off = matches!(row.status, OrderStatus::CreditMemo | OrderStatus::Return);
    let status = takes_off.then(|| format!(" · {}", order_status_label(row.status)));
    view! {
        <tr>
            <td>
                <span class="two-lines">
                    <a href=format!("/accounts/{}", row.account.id)>{row.account.name.clone()}</a>
                    <span class="badge">
                        {date}" · "<a href=format!("/orders/{}", row.id) data-aside="">{format!("Order {}", row.number)}</a>{status}
                    </span>
                </span>
            </td>
            <td class="number">{units(row.units_milli)}</td>
            <td class="number"><span class="rows-value">{money_full(row.revenue_cents, symbol)}</span></td>
        </tr>
    }
    .into_any()
}

/// Units and sales at the foot.
fn foot(rows: Pager<ProductOrder>, whole: &Whole, symbol: &'static str) -> AnyView {
    let sum = Sum {
        rows: whole.rows,
        nouns: ["order", "orders"],
        value: (whole.units_milli, whole.revenue),
        of_loaded: |rows: &[ProductOrder]| {
            let add =
                |(units, cents), row: &ProductOrder| (units + row.units_milli, cents + row.revenue_cents);
            rows.iter().fold((0, Cents::ZERO), add)
        },
    };
    rows_foot(rows, sum, move |value| amounts(value, symbol))
}

fn amounts((milli, cents): (i64, Cents), symbol: &'static str) -> String {
    format!("{} units · {}", units(milli), money_full(cents, symbol))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_a_product_or_a_category() {
        let (product, category) = (ProductId(7), CategoryId(7));
        assert_eq!(behind(Some(&product.to_string())), Some(Behind::Product(product)));
        assert_eq!(behind(Some(&category.to_string())), Some(Behind::Category(category)));
        assert_eq!((behind(None), behind(Some("revenue"))), (None, None));
    }
}
