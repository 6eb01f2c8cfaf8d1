//! Orders: drafts, what was placed today, and what was placed before (F6; rules, section 7).

mod drafts;
mod found;

use crate::book::Book;
use crate::paging::{self, Place};
use crate::{Answer, App, Caller};
use bellwether_core::order::{OrderDetail, OrderLine, OrderSummary, OrdersQuery, OrdersView, Starter};
use bellwether_core::paging::DEFAULT_LIMIT;
use bellwether_core::{AccountId, Cents, OrderId, OrderStatus, Page};
use bellwether_ledger::{Filter, day};
use bellwether_store::{Connection, StoreError, contacts, orders};
use found::{Found, current, past};
use std::collections::HashMap;

impl App {
    /// A page of orders, the newest first. Drafts come first among the current ones; in money they count nowhere.
    ///
    /// # Errors
    /// `Invalid`, `InvalidCursor`.
    pub fn orders(&self, caller: &Caller, query: &OrdersQuery) -> Answer<Page<OrderSummary>> {
        let book = self.book();
        let view = query.view.unwrap_or_default();
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let list = list_name(view);
        let after = paging::place_of(query.cursor.as_deref(), list)?;
        let filter = accounts_of(&book, caller, query);
        let as_of = day::from_date(query.as_of.unwrap_or_else(|| book.as_of()));
        let (mut found, total) = match view {
            OrdersView::Current => current(&book, &filter, as_of, after, limit + 1),
            OrdersView::Past => past(&book, &filter, as_of, after, limit + 1),
        };
        let next_cursor = paging::cut(&mut found, limit, list, Found::place)?;
        Ok(Page { items: self.summaries_of(&book, caller, &found)?, total, next_cursor })
    }

    /// One whole order.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not the caller's.
    pub fn order(&self, caller: &Caller, id: OrderId) -> Answer<OrderDetail> {
        let book = self.book();
        let ((order, lines), starters) = self.store.read(|conn| {
            let found = orders::find(conn, &caller.scope, id)?;
            let starters = found.0.started_by.map(|contact| starters(conn, caller, [contact]));
            Ok((found, starters.transpose()?))
        })?;
        let (_, account) = book.account_in(&caller.scope, order.account)?;
        let starter = starters.and_then(|starters| starters.into_values().next());
        let lines: Vec<OrderLine> = lines.iter().filter_map(|line| shown_line(&book, caller, line)).collect();
        Ok(OrderDetail {
            order: OrderSummary {
                id,
                number: order.external_id,
                account: Book::account_ref(account),
                placed_on: order.placed_on,
                status: order.status,
                revenue_cents: order.revenue,
                lines: u32::try_from(lines.len()).unwrap_or(u32::MAX),
                started_by: starter.filter(|_| order.status == OrderStatus::Draft),
            },
            lines,
        })
    }

    /// The rows of a page: figures from the ledger, numbers and names from the database. An order that was taken
    /// out of the database a moment ago has no number any more and is left out.
    fn summaries_of(&self, book: &Book, caller: &Caller, found: &[Found]) -> Answer<Vec<OrderSummary>> {
        let owned = found.iter().filter_map(|found| {
            let account = book.dimensions().account(found.account)?;
            Some((account.id, OrderId(found.order.id)))
        });
        let owned: Vec<(AccountId, OrderId)> = owned.collect();
        let (mut notes, starters) = self.store.read(|conn| {
            let notes = orders::notes(conn, &caller.scope, &owned)?;
            let contacts = notes.values().filter_map(|note| note.started_by);
            let starters = starters(conn, caller, contacts)?;
            Ok((notes, starters))
        })?;
        let rows = found.iter().filter_map(|Found { account, order }| {
            let id = OrderId(order.id);
            let note = notes.remove(&id)?;
            // Nobody asks who started an order that has been sent.
            let starter = note.started_by.filter(|_| order.status == OrderStatus::Draft);
            Some(OrderSummary {
                id,
                number: note.number,
                account: Book::account_ref(book.dimensions().account(*account)?),
                placed_on: day::to_date(order.day),
                status: order.status,
                revenue_cents: Cents(order.revenue_cents),
                lines: order.line_count,
                started_by: starter.and_then(|contact| starters.get(&contact).cloned()),
            })
        });
        Ok(rows.collect())
    }
}

/// Names the list in its cursors.
fn list_name(view: OrdersView) -> &'static str {
    match view {
        OrdersView::Current => "current orders",
        OrdersView::Past => "past orders",
    }
}

/// The caller's accounts, or one of them, or those of one rep: a foreign one has no orders, as an absent one.
fn accounts_of(book: &Book, caller: &Caller, query: &OrdersQuery) -> Filter {
    let mut filter = book.accounts_of(caller, query.rep);
    if let Some(account) = query.account {
        let index = book.dimensions().account_index(account);
        filter = filter.retain_accounts(|own, _| Some(own) == index);
    }
    filter
}

/// Who started orders, by contact, with the telephone for those who may see contact details.
fn starters(
    conn: &mut Connection,
    caller: &Caller,
    contacts: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Starter>, StoreError> {
    let wanted: Vec<i64> = contacts.into_iter().collect();
    let mut found = contacts::starters(conn, &caller.scope, &wanted)?;
    if !caller.permissions.view_contacts {
        found.values_mut().for_each(|starter| starter.phone = None);
    }
    Ok(found)
}

fn shown_line(book: &Book, caller: &Caller, line: &orders::OrderLine) -> Option<OrderLine> {
    let product = book.dimensions().product_index(line.product)?;
    let cost = line.cost.filter(|_| caller.may_see_profit());
    Some(OrderLine {
        product: book.product_ref(product)?,
        quantity_milli: line.quantity_milli,
        revenue_cents: line.revenue,
        profit_cents: cost.map(|cost| line.revenue - cost),
    })
}
