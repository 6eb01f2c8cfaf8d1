//! Lists about a period as files (E7): states, products, orders, and the accounts behind a figure.

use super::cell::{Cell, text};
use super::filters::{self, Filters};
use super::{ExportedFile, MOST_ROWS, Table, too_many};
use crate::book::Book;
use crate::{Answer, App, Caller};
use bellwether_core::bridge::{Breakdown, BreakdownQuery, Figure};
use bellwether_core::dashboard::{FactFilter, Movement};
use bellwether_core::export::FileQuery;
use bellwether_core::order::{OrdersQuery, OrdersView};
use bellwether_core::product::ProductQuery;
use bellwether_core::{Cents, Page};

/// Rows of a page, the most that a list answers.
const PAGE: Option<u32> = Some(500);

impl App {
    /// The states of a period as a file.
    ///
    /// # Errors
    /// As for the list; `Conflict` while another file of the caller's is written; `Unavailable` when there is no room.
    pub fn export_states(
        &self,
        caller: &Caller,
        facts: &FactFilter,
        file: &FileQuery,
    ) -> Answer<ExportedFile> {
        let table = self.about_period(caller, facts, "States", |money| {
            let [now, before] = compared(&format!("Net sales ({money})"));
            vec![
                "State".to_owned(),
                "Name".to_owned(),
                now,
                before,
                "Share".to_owned(),
                "Orders".to_owned(),
                "Active accounts".to_owned(),
            ]
        })?;
        let as_of = table.as_of;
        self.export(caller, file.format, table, |take| {
            self.states(caller, facts)?.states.into_iter().try_for_each(|row| {
                let mut cells = vec![text(&row.state), text(&row.name)];
                cells.extend(money_of(row.revenue));
                cells.push(row.share.map_or(Cell::Empty, Cell::Share));
                cells.extend([Cell::Count(row.orders), Cell::Count(row.active_accounts), Cell::Date(as_of)]);
                take(cells)
            })
        })
    }

    /// The products of a period as a file, in the order asked for. Limit and cursor are ignored.
    ///
    /// # Errors
    /// As for the list; `Conflict` while another file of the caller's is written; `Unavailable` when there is no room.
    pub fn export_products(
        &self,
        caller: &Caller,
        facts: &FactFilter,
        query: &ProductQuery,
        file: &FileQuery,
    ) -> Answer<ExportedFile> {
        let mut table = self.about_period(caller, facts, "Products", |money| {
            let named = ["Number", "Name", "Category"].map(str::to_owned).into_iter();
            let compared = [format!("Net sales ({money})"), "Units".to_owned()]
                .into_iter()
                .flat_map(|head| compared(&head));
            named.chain(compared).chain(["Buyers".to_owned()]).collect()
        })?;
        if let Some(words) = &query.search {
            table.filters = table.filters.and("Search", words.clone());
        }
        let as_of = table.as_of;
        self.export(caller, file.format, table, |take| {
            let page =
                |cursor| self.products(caller, facts, &ProductQuery { limit: PAGE, cursor, ..query.clone() });
            each_row(page, |row| {
                let product = &row.product;
                let mut cells =
                    vec![text(&product.external_id), text(&product.name), text(&product.category)];
                cells.extend(money_of(row.revenue));
                cells.extend([Cell::Units(row.units_milli.current), Cell::Units(row.units_milli.previous)]);
                cells.extend([Cell::Count(row.accounts), Cell::Date(as_of)]);
                take(cells)
            })
        })
    }

    /// Orders as a file, the newest first. Limit and cursor are ignored.
    ///
    /// # Errors
    /// As for the list; `Conflict` while another file of the caller's is written; `Unavailable` when there is no room.
    pub fn export_orders(
        &self,
        caller: &Caller,
        query: &OrdersQuery,
        file: &FileQuery,
    ) -> Answer<ExportedFile> {
        let book = self.book();
        let as_of = query.as_of.unwrap_or_else(|| book.as_of());
        let money = &book.settings().currency;
        let heads = ["Number", "Account", "Place", "Placed on", "Status", "Lines"].map(str::to_owned);
        let heads = heads.into_iter().chain([format!("Net amount ({money})"), "As of".to_owned()]).collect();
        let table = Table { of: "Orders", heads, filters: orders_asked(&book, caller, query), as_of };
        self.export(caller, file.format, table, |take| {
            let page = |cursor| self.orders(caller, &OrdersQuery { limit: PAGE, cursor, ..query.clone() });
            each_row(page, |order| {
                take(vec![
                    text(&order.number),
                    text(&order.account.name),
                    text(&order.account.place),
                    Cell::Date(order.placed_on),
                    text(&order.status.code().replace('_', " ")),
                    Cell::Count(order.lines.into()),
                    Cell::Money(order.revenue_cents),
                    Cell::Date(as_of),
                ])
            })
        })
    }

    /// The accounts behind a figure as a file, the largest first. Limit and cursor are ignored.
    ///
    /// # Errors
    /// As for the list; `Conflict` while another file of the caller's is written; `Unavailable` when there is no room.
    pub fn export_breakdown(
        &self,
        caller: &Caller,
        facts: &FactFilter,
        query: &BreakdownQuery,
        file: &FileQuery,
    ) -> Answer<ExportedFile> {
        let figure = query.figure.unwrap_or_default();
        // Whoever may not see the figure gets no file about it either.
        self.breakdown(caller, facts, &BreakdownQuery { limit: Some(1), cursor: None, ..query.clone() })?;
        let mut table = self.about_period(caller, facts, "Accounts", |money| {
            let named = ["Account", "Place", "Rep", "Segment"].map(str::to_owned).into_iter();
            named.chain(compared(&value_name(figure, money))).collect()
        })?;
        table.filters = table.filters.and("Figure", figure_name(figure).to_owned());
        let as_of = table.as_of;
        self.export(caller, file.format, table, |take| {
            let page = |cursor| {
                let query = BreakdownQuery { limit: PAGE, cursor, ..query.clone() };
                let Breakdown { rows: items, total, next_cursor, .. } =
                    self.breakdown(caller, facts, &query)?;
                Ok(Page { items, total, next_cursor })
            };
            each_row(page, |row| {
                take(vec![
                    text(&row.account.name),
                    text(&row.account.place),
                    row.rep.map_or(Cell::Empty, |rep| text(&rep.name)),
                    row.segment.map_or(Cell::Empty, |segment| text(segment.label())),
                    value(figure, row.value.current),
                    value(figure, row.value.previous),
                    Cell::Date(as_of),
                ])
            })
        })
    }

    /// A table about a period; `heads` is told the currency, and the as-of date comes last.
    fn about_period(
        &self,
        caller: &Caller,
        facts: &FactFilter,
        of: &'static str,
        heads: impl FnOnce(&str) -> Vec<String>,
    ) -> Answer<Table> {
        let book = self.book();
        let question = book.question(caller, facts)?;
        let mut heads = heads(&book.settings().currency);
        heads.push("As of".to_owned());
        let filters = Filters::of_facts(&book, caller, facts, question.window);
        Ok(Table { of, heads, filters, as_of: question.as_of })
    }
}

/// Hands over every row of a list that answers in pages; a list that is too long is refused before its second page.
fn each_row<T>(
    mut page: impl FnMut(Option<String>) -> Answer<Page<T>>,
    mut take: impl FnMut(T) -> Answer<()>,
) -> Answer<()> {
    let mut cursor = None;
    loop {
        let Page { items, total, next_cursor } = page(cursor)?;
        if total > MOST_ROWS as u64 {
            return Err(too_many());
        }
        items.into_iter().try_for_each(&mut take)?;
        if next_cursor.is_none() {
            return Ok(());
        }
        cursor = next_cursor;
    }
}

/// The head of a figure, and of what it is compared with.
fn compared(head: &str) -> [String; 2] {
    [head.to_owned(), format!("{head} before")]
}

fn money_of(movement: Movement<Cents>) -> [Cell; 2] {
    [Cell::Money(movement.current), Cell::Money(movement.previous)]
}

/// What the rows are behind.
fn figure_name(figure: Figure) -> &'static str {
    match figure {
        Figure::Revenue => "net sales",
        Figure::Profit => "gross profit",
        Figure::Orders => "orders",
        Figure::Units => "units",
        Figure::ActiveAccounts => "active accounts",
        Figure::Lost => "change by lost accounts",
        Figure::New => "change by new accounts",
        Figure::Volume => "change by volume",
        Figure::Price => "change by price",
        Figure::Mix => "change by mix",
    }
}

fn value_name(figure: Figure, money: &str) -> String {
    match figure {
        Figure::Revenue => format!("Net sales ({money})"),
        Figure::Profit => format!("Gross profit ({money})"),
        Figure::Orders => "Orders".to_owned(),
        Figure::Units => "Units".to_owned(),
        Figure::ActiveAccounts => "Active".to_owned(),
        Figure::Lost | Figure::New | Figure::Volume | Figure::Price | Figure::Mix => {
            format!("Change ({money})")
        }
    }
}

fn value(figure: Figure, value: i64) -> Cell {
    match figure {
        Figure::Orders | Figure::ActiveAccounts => Cell::Count(value),
        Figure::Units => Cell::Units(value),
        Figure::Revenue
        | Figure::Profit
        | Figure::Lost
        | Figure::New
        | Figure::Volume
        | Figure::Price
        | Figure::Mix => Cell::Money(Cents(value)),
    }
}

fn orders_asked(book: &Book, caller: &Caller, query: &OrdersQuery) -> Filters {
    let view = match query.view.unwrap_or_default() {
        OrdersView::Current => "drafts and orders of the day",
        OrdersView::Past => "past orders",
    };
    // Only what the caller may see has a name.
    let account = query.account.and_then(|id| book.account_in(&caller.scope, id).ok());
    let filters = Filters::default().and("Orders", view.to_owned());
    let filters = match account {
        Some((_, account)) => filters.and("Account", account.name.to_string()),
        None => filters,
    };
    match query.rep {
        Some(rep) => filters.and("Rep", filters::rep_name(book, caller, rep)),
        None => filters,
    }
}
