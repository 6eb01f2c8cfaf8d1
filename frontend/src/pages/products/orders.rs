//! The orders behind the sales and units of a product or category, the newest first, and their sum below. Over the page
//! at the side; on phones over all of it.

use crate::components::dialog::{close_beside, close_modal, show_modal};
use crate::components::endless::{empty_with, endless};
use crate::components::icon::{Icon, IconName};
use crate::components::order_status::order_status_label;
use crate::format::{day, money_full, span, tally, units};
use crate::state::filters::{Filters, use_filters};
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::product::{ProductOrder, ProductOrders, ProductOrdersQuery};
use bellwether_core::{CategoryId, Cents, OrderStatus, Page, ProductId};
use chrono::Datelike;
use leptos::html;
use leptos::prelude::*;
use std::fmt::Display;

/// The part of the address that names the product or category whose orders are open.
const KEY: &str = "rows";
/// Rows of a page.
const ROWS: u32 = 100;
/// How far below the window the last row may be before more is asked for, in CSS pixels.
const AHEAD: i32 = 900;

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

/// Whether the open orders were reached by a link of this page: then closing them is one step back.
#[derive(Debug, Clone, Copy)]
struct ByLink(StoredValue<bool>);

/// A figure of a product or category as a link to the orders behind it.
pub(super) fn figure_link(filters: Filters, id: impl Display, figure: String, in_full: String) -> AnyView {
    let id = StoredValue::new(id.to_string());
    let by_link = use_context::<ByLink>();
    let open = move |event: web_sys::MouseEvent| {
        let is_elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if let (false, Some(ByLink(by_link))) = (is_elsewhere, by_link) {
            event.prevent_default();
            by_link.set_value(true);
            filters.set(&[(KEY, Some(id.get_value()))]);
        }
    };
    view! {
        <a class="products-figure" href=move || filters.here_with(KEY, id.get_value()) title=in_full data-aside="" on:click=open>
            {figure}
            <span class="visually-hidden">": the orders behind it"</span>
        </a>
    }
    .into_any()
}

/// The orders that the address opens, over the page.
pub(super) fn opened(filters: Filters) -> AnyView {
    let by_link = ByLink(StoredValue::new(false));
    provide_context(by_link);
    let is_open = Memo::new(move |_| behind(filters.get(KEY).as_deref()).is_some());
    (move || is_open.get().then(|| view! { <OrdersSheet by_link /> }.into_any())).into_any()
}

/// Takes the orders out of the address.
fn close(filters: Filters, ByLink(by_link): ByLink) {
    let is_open = untrack(|| filters.get(KEY)).is_some();
    let has_gone_back =
        is_open && by_link.get_value() && window().history().is_ok_and(|history| history.back().is_ok());
    by_link.set_value(false);
    if is_open && !has_gone_back {
        filters.replace(&[(KEY, None)]);
    }
}

#[component]
fn OrdersSheet(by_link: ByLink) -> impl IntoView {
    let filters = use_filters();
    let session = use_session();
    let symbol = session.currency();
    let whole = RwSignal::new(None::<Whole>);
    let shown = Memo::new(move |_| behind(filters.get(KEY).as_deref()));
    let rows: Pager<ProductOrder> = load_pages(
        move || shown.get().zip(filters.facts()),
        move |(behind, mut facts), cursor| {
            let client = session.client();
            let mut query = ProductOrdersQuery { product: None, limit: Some(ROWS), cursor };
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
    let dialog = NodeRef::<html::Dialog>::new();
    show_modal(dialog);
    let title = move || {
        whole.get().map_or_else(|| "Orders".to_owned(), |whole| format!("Orders with {}", whole.name))
    };
    view! {
        <dialog
            class="rows-sheet"
            node_ref=dialog
            aria-labelledby="product-orders-title"
            on:close=move |_| close(filters, by_link)
            on:click=move |event| close_beside(&event, dialog)
        >
            <div class="rows-box">
                <header class="rows-head">
                    <div>
                        <h2 id="product-orders-title">{title}</h2>
                        <p class="muted small">{move || whole.get().map(|whole| whole.dates)}</p>
                    </div>
                    <button type="button" class="button is-quiet is-icon" aria-label="Close" on:click=move |_| close_modal(dialog)>
                        <Icon name=IconName::Close />
                    </button>
                </header>
                {scrolled(rows, symbol)}
                {move || whole.get().map(|whole| sum(rows, whole, symbol))}
            </div>
        </dialog>
    }
    .into_any()
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

/// The list, which asks for more while its end is near.
fn scrolled(rows: Pager<ProductOrder>, symbol: &'static str) -> AnyView {
    let frame = NodeRef::<html::Div>::new();
    let look = move || {
        if let Some(frame) = frame.get_untracked()
            && frame.scroll_height() - frame.scroll_top() - frame.client_height() < AHEAD
        {
            rows.load_more();
        }
    };
    view! {
        <div class="rows-list" node_ref=frame tabindex="0" role="group" aria-label="Orders" on:scroll=move |_| look()>
            {endless(rows, || empty_with("No order has lines of it in this period.", None), move || table(rows, symbol))}
        </div>
    }
    .into_any()
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

/// Units and sales at the foot, and whether the rows shown reach them already.
fn sum(rows: Pager<ProductOrder>, whole: Whole, symbol: &'static str) -> AnyView {
    let (all, target) = (whole.rows, (whole.units_milli, whole.revenue));
    let words = move || {
        let loaded = rows.rows();
        let reached = loaded
            .iter()
            .fold((0, Cents(0)), |(units, cents), row| (units + row.units_milli, cents + row.revenue_cents));
        let count = u64::try_from(loaded.len()).unwrap_or(u64::MAX);
        sum_words(count, all, reached == target, &amounts(reached, symbol))
    };
    view! {
        <footer class="rows-foot">
            <p class="muted small">{words}</p>
            <p class="rows-sum">{amounts(target, symbol)}</p>
        </footer>
    }
    .into_any()
}

fn amounts((milli, cents): (i64, Cents), symbol: &'static str) -> String {
    format!("{} units · {}", units(milli), money_full(cents, symbol))
}

fn sum_words(loaded: u64, all: u64, reaches: bool, reached: &str) -> String {
    let orders = if all == 1 { "1 order".to_owned() } else { format!("{} orders", tally(all)) };
    match (loaded >= all, reaches) {
        (false, _) => format!("Sum of {orders}. The first {} sum to {reached}.", tally(loaded)),
        (true, true) => format!("Sum of {orders}, all shown."),
        (true, false) => {
            format!("Orders came in while this was open: the rows sum to {reached}. Open it again.")
        }
    }
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

    #[test]
    fn the_foot_says_whether_all_orders_are_there_and_reach_the_figures() {
        assert_eq!(sum_words(100, 1200, false, "5"), "Sum of 1,200 orders. The first 100 sum to 5.");
        assert_eq!(sum_words(1, 1, true, "5"), "Sum of 1 order, all shown.");
        assert!(sum_words(2, 2, false, "5").contains("Open it again"));
    }
}
