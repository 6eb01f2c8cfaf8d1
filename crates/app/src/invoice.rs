//! Invoices and credit memos, for those who may see financial data (F2, F11; rules, section 4).

use crate::book::Book;
use crate::{Answer, App, AppError, Caller, paging};
use bellwether_core::alert::Evidence;
use bellwether_core::invoice::{InvoiceQuery, InvoiceRow};
use bellwether_core::paging::DEFAULT_LIMIT;
use bellwether_core::{AccountId, InvoiceId, Page};
use bellwether_store::{StoreError, invoices};
use chrono::Datelike;

/// Names the list in its cursors.
const LIST: &str = "invoices";

impl App {
    /// A page of invoices, the newest first: of the caller's accounts and of those that pay for them.
    ///
    /// # Errors
    /// `Forbidden` without the right to see financial data, `Invalid`, `InvalidCursor`.
    pub fn invoices(&self, caller: &Caller, query: &InvoiceQuery) -> Answer<Page<InvoiceRow>> {
        if !caller.permissions.view_financials {
            return Err(AppError::Forbidden);
        }
        let book = self.book();
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let after = paging::dated_place_of(query.cursor.as_deref(), LIST)?;
        let before = after.map(|(date, id)| (date, InvoiceId(id)));
        let wanted = wanted(&book, query);
        let one_more = paging::one_more(limit);
        let found = self.store.read(|conn| {
            let rows = invoices::list(conn, &caller.scope, &wanted, before, one_more)?;
            Ok((rows, invoices::count(conn, &caller.scope, &wanted)?))
        });
        // A foreign account and one that does not exist have no invoices, as everywhere in lists.
        let (mut rows, total) = match found {
            Err(StoreError::NotFound) => (Vec::new(), 0),
            found => found?,
        };
        let place = |row: &invoices::Invoice| (i64::from(row.issued_on.num_days_from_ce()), row.id.0);
        let next_cursor = paging::cut(&mut rows, limit, LIST, place)?;
        let items = rows.into_iter().filter_map(|row| shown(&book, &wanted, row)).collect();
        Ok(Page { items, total: total.unsigned_abs(), next_cursor })
    }
}

/// The invoices an alert rests on, as far as they are still open; none for callers who may not see them.
pub(crate) fn behind(
    app: &App,
    book: &Book,
    caller: &Caller,
    account: AccountId,
    evidence: &Evidence,
) -> Answer<Vec<InvoiceRow>> {
    let Evidence::Overdue(overdue) = evidence else { return Ok(Vec::new()) };
    if !caller.permissions.view_financials {
        return Ok(Vec::new());
    }
    let open = app.store.read(|conn| invoices::open_of(conn, &[account]))?;
    let named = open.into_iter().filter(|(_, invoice)| overdue.invoices.contains(&invoice.id));
    let wanted = wanted(book, &InvoiceQuery::default());
    Ok(named.filter_map(|(_, invoice)| shown(book, &wanted, invoice)).collect())
}

fn wanted(book: &Book, query: &InvoiceQuery) -> invoices::Wanted {
    invoices::Wanted {
        account: query.account,
        view: query.view.unwrap_or_default(),
        as_of: book.as_of(),
        grace_days: book.settings().overdue_grace_days,
    }
}

fn shown(book: &Book, wanted: &invoices::Wanted, row: invoices::Invoice) -> Option<InvoiceRow> {
    let account = book.dimensions().account(book.dimensions().account_index(row.account)?)?;
    let due_on = row.due();
    let overdue_days = row.overdue_days(wanted.as_of, wanted.grace_days);
    Some(InvoiceRow {
        id: row.id,
        account: Book::account_ref(account),
        number: row.number,
        kind: row.kind,
        status: row.status,
        issued_on: row.issued_on,
        due_on,
        is_due_by_terms: row.due_on.is_none() && due_on.is_some(),
        currency: row.currency,
        amount_cents: row.amount_cents,
        open_balance_cents: row.open_balance_cents,
        overdue_days,
        order: row.order,
    })
}
