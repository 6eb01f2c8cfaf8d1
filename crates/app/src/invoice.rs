//! Invoices and credit memos, for those who may see financial data (F2, F11; rules, section 4).

use crate::alert::invoice_fact;
use crate::book::Book;
use crate::{Answer, App, AppError, Caller, paging};
use bellwether_core::alert::Evidence;
use bellwether_core::invoice::{InvoiceQuery, InvoiceRow, InvoiceView};
use bellwether_core::paging::DEFAULT_LIMIT;
use bellwether_core::{AccountId, InvoiceId, Page};
use bellwether_ledger::day;
use bellwether_store::{StoreError, invoices};
use chrono::Datelike;

/// Names the list in its cursors.
const LIST: &str = "invoices";

impl App {
    /// A page of invoices, the overdue the longest due first, all others the newest first: of the caller's accounts and of those that pay for them.
    ///
    /// # Errors
    /// `Forbidden` without the right to see financial data, `Invalid`, `InvalidCursor`.
    pub fn invoices(&self, caller: &Caller, query: &InvoiceQuery) -> Answer<Page<InvoiceRow>> {
        if !caller.permissions.view_financials {
            return Err(AppError::Forbidden);
        }
        let book = self.book();
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let wanted = wanted(&book, query);
        let list = format!("{LIST} {:?}", wanted.view);
        let after = paging::dated_place_of(query.cursor.as_deref(), &list)?;
        let after = after.map(|(date, id)| (date, InvoiceId(id)));
        let one_more = paging::one_more(limit);
        let found = self.store.read(|conn| {
            let rows = invoices::list(conn, &caller.scope, &wanted, after, one_more)?;
            Ok((rows, invoices::count(conn, &caller.scope, &wanted)?))
        });
        // A foreign account and one that does not exist have no invoices, as everywhere in lists.
        let (mut rows, total) = match found {
            Err(StoreError::NotFound) => (Vec::new(), 0),
            found => found?,
        };
        let date = |row: &invoices::Invoice| match wanted.view {
            InvoiceView::Overdue => invoice_fact(row).due().map_or(row.issued_on, day::to_date),
            InvoiceView::All | InvoiceView::Open | InvoiceView::NoDueDate => row.issued_on,
        };
        let place = |row: &invoices::Invoice| (i64::from(date(row).num_days_from_ce()), row.id.0);
        let next_cursor = paging::cut(&mut rows, limit, &list, place)?;
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
    let fact = invoice_fact(&row);
    let due_on = fact.due().map(day::to_date);
    let grace_days = i32::try_from(wanted.grace_days).unwrap_or(i32::MAX);
    let overdue_days = fact.overdue_days(day::from_date(wanted.as_of), grace_days).map(i64::from);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::tests::import;
    use crate::stage::Stage;
    use bellwether_core::import::ImportKind;
    use bellwether_core::settings::Settings;
    use chrono::NaiveDate;
    use std::fmt::Write;

    fn june(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).expect("a date of June")
    }

    /// Invoices of every kind, a due date or terms, some open: on SQLite and PostgreSQL.
    fn bring_invoices(stage: &Stage) {
        let customers = "Customer Number,Customer Name,Payment Terms\nA-1,Abbey,10\nA-2,Birch,\n";
        import(stage, ImportKind::Accounts, customers);
        let mut rows =
            "Customer Number,Invoice Number,Invoice Type,Invoice Date,Due Date,Amount,Open Balance\n"
                .to_owned();
        for day in 1..28 {
            let open = day % 3 * 5;
            let credit = if day % 7 == 0 { "credit memo" } else { "invoice" };
            let date = june(day);
            let (by_terms, by_date) =
                (format!("A-1,T-{day},invoice,{date},,5,5"), format!("A-2,D-{day},{credit}"));
            writeln!(rows, "{by_terms}\n{by_date},2026-05-01,{date},10,{open}").expect("text grows");
        }
        import(stage, ImportKind::Invoices, &rows);
    }

    fn pages(stage: &Stage, view: InvoiceView) -> Vec<InvoiceRow> {
        let mut query = InvoiceQuery { view: Some(view), limit: Some(4), ..InvoiceQuery::default() };
        let mut rows = Vec::new();
        loop {
            let page = stage.app.invoices(&Caller::system(), &query).expect("listed");
            rows.extend(page.items);
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                assert_eq!(page.total, rows.len() as u64);
                return rows;
            }
        }
    }

    #[test]
    fn the_list_of_overdue_invoices_holds_what_the_rule_says_the_longest_due_first() {
        for stage in Stage::each() {
            stage.app.read_book().expect("read");
            bring_invoices(&stage);
            for (as_of, grace_days) in [(june(20), 0), (june(20), 3), (june(1), 0), (june(30), 30)] {
                let settings = stage.app.settings(&Caller::system()).expect("read");
                let settings =
                    Settings { pinned_as_of: Some(as_of), overdue_grace_days: grace_days, ..settings };
                stage.app.update_settings(&Caller::system(), &settings).expect("stored");
                let mut expected = pages(&stage, InvoiceView::All);
                expected.retain(|row| row.overdue_days.is_some());
                expected.sort_by_key(|row| (row.due_on, row.id));
                let overdue = pages(&stage, InvoiceView::Overdue);
                assert_eq!(overdue, expected, "{} {as_of} {grace_days}", stage.engine);
                assert_eq!(overdue.is_empty(), as_of != june(20), "{as_of}: the case tells something");
            }
        }
    }
}
