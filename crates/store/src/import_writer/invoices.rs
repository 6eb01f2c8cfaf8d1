//! Invoices and credit memos: matched by account, number and kind; values given replace what is stored.

use super::ImportWriter;
use super::before::{self, Image, ImageKind};
use super::dimensions::given;
use super::masters::{AccountNews, Fate};
use super::statements::json;
use super::values::InvoiceValues;
use crate::connection::Connection;
use crate::dialect::{self, Statement};
use crate::error::Result;
use crate::records::InvoiceRecord;
use crate::schema::invoices;
use crate::settings;
use bellwether_core::invoice::InvoiceStatus;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::{BTreeSet, HashMap};

/// Ids of rows that were there, by the place of their key in the list asked for.
#[derive(Debug, diesel::QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = BigInt)]
    id: i64,
}

const FIND_INVOICES: Statement = Statement {
    sqlite: "SELECT k.key AS position, i.id FROM json_each($1) AS k CROSS JOIN invoices AS i \
             ON i.account_id = k.value ->> 0 AND i.source = $2 AND i.external_id = k.value ->> 1 \
             AND i.kind = k.value ->> 2",
    postgres: "SELECT k.position - 1 AS position, i.id \
               FROM json_array_elements($1::json) WITH ORDINALITY AS k (value, position) JOIN invoices AS i \
               ON i.account_id = (k.value ->> 0)::bigint AND i.source = $2 AND i.external_id = k.value ->> 1 \
               AND i.kind = k.value ->> 2",
};

const FIND_ORDERS: Statement = Statement {
    sqlite: "SELECT k.key AS position, o.id FROM json_each($1) AS k CROSS JOIN orders AS o \
             ON o.account_id = k.value ->> 0 AND o.source = $2 AND o.external_id = k.value ->> 1",
    postgres: "SELECT k.position - 1 AS position, o.id \
               FROM json_array_elements($1::json) WITH ORDINALITY AS k (value, position) JOIN orders AS o \
               ON o.account_id = (k.value ->> 0)::bigint AND o.source = $2 AND o.external_id = k.value ->> 1",
};

/// Invoices worked on at a time.
const BATCH: usize = 5_000;
/// Invoices settled at a time: their ids and accounts are binds of one statement.
const SETTLED_AT_A_TIME: i64 = 5_000;

/// A record with its account.
struct Row<'r> {
    record: &'r InvoiceRecord,
    account_id: i64,
}

impl ImportWriter<'_> {
    /// Writes invoices and credit memos. No two records of one import may name the same one.
    ///
    /// # Errors
    /// Database failures.
    pub fn write_invoices(&mut self, records: &[InvoiceRecord]) -> Result<()> {
        records.chunks(BATCH).try_for_each(|batch| self.write_invoice_batch(batch))
    }

    fn write_invoice_batch(&mut self, records: &[InvoiceRecord]) -> Result<()> {
        let rows = self.invoice_accounts(records)?;
        let mut stored = self.stored_invoices(&rows)?;
        let orders = self.orders_of_invoices(&rows)?;
        let own_currency = settings::get(self.connection)?.currency;
        let mut new = Vec::new();
        let mut images = Vec::new();
        for (place, row) in (0_i64..).zip(&rows) {
            let order = orders.get(&place).copied();
            let Some(before) = stored.remove(&place) else {
                new.push(self.new_invoice(row, order, &own_currency));
                self.touch(row.account_id);
                self.count(Fate::Added);
                continue;
            };
            self.listed_invoices.insert(before.id.cast_unsigned());
            let mut after = told(row.record, order, before.clone());
            if after == before {
                self.count(Fate::Unchanged);
                continue;
            }
            let (id, account) = (before.id, before.account_id);
            images.push(Image::of(self.import_id, ImageKind::Invoice, id, account, &before)?);
            after.revision = self.revision;
            let own = invoices::table.filter(invoices::account_id.eq(account)).filter(invoices::id.eq(id));
            diesel::update(own).set(&after).execute(self.connection)?;
            self.touch(account);
            self.count(Fate::Updated);
        }
        dialect::bulk_insert!(self.connection, invoices::table, new)?;
        before::keep(self.connection, &images)
    }

    /// Takes the open invoices and credit memos of the source that the file does not list, dated up to a day, as open no
    /// more: call it at the end of a file that is known to list every open one. The number of them.
    ///
    /// # Errors
    /// Database failures.
    pub fn settle_unlisted_invoices(&mut self, up_to: NaiveDate) -> Result<u64> {
        let mut settled = 0;
        let mut after = 0;
        loop {
            let open: Vec<InvoiceValues> = invoices::table
                .filter(invoices::open_balance_cents.ne(0))
                .filter(invoices::status.ne(InvoiceStatus::Void.code()))
                .filter(invoices::source.eq(&self.source))
                .filter(invoices::issued_on.le(up_to))
                .filter(invoices::id.gt(after))
                .filter(invoices::id.lt(self.ids.invoices.first))
                .order(invoices::id)
                .limit(SETTLED_AT_A_TIME)
                .select(InvoiceValues::as_select())
                .load(self.connection)?;
            let Some(last) = open.last() else { return Ok(settled) };
            after = last.id;
            let unlisted: Vec<&InvoiceValues> =
                open.iter().filter(|row| !self.listed_invoices.contains(row.id.cast_unsigned())).collect();
            self.settle(&unlisted)?;
            settled += unlisted.len() as u64;
        }
    }

    fn settle(&mut self, rows: &[&InvoiceValues]) -> Result<()> {
        let image = |row: &&InvoiceValues| {
            Image::of(self.import_id, ImageKind::Invoice, row.id, row.account_id, *row)
        };
        let images = rows.iter().map(image).collect::<Result<Vec<_>>>()?;
        let accounts: BTreeSet<i64> = rows.iter().map(|row| row.account_id).collect();
        let own = invoices::table
            .filter(invoices::account_id.eq_any(accounts.iter().copied()))
            .filter(invoices::id.eq_any(rows.iter().map(|row| row.id)));
        diesel::update(own)
            .set((invoices::open_balance_cents.eq(0), invoices::revision.eq(self.revision)))
            .execute(self.connection)?;
        before::keep(self.connection, &images)?;
        accounts.into_iter().for_each(|account| self.touch(account));
        Ok(())
    }

    /// Finds or makes the account of every record, and fills its name where that is missing.
    fn invoice_accounts<'r>(&mut self, records: &'r [InvoiceRecord]) -> Result<Vec<Row<'r>>> {
        let first_new = self.ids.accounts.next;
        let mut rows = Vec::with_capacity(records.len());
        let mut names = Vec::new();
        for record in records {
            let name = given(record.account_name.as_ref());
            let account_id = self.named_account(&record.account_key, name, first_new, &mut names);
            rows.push(Row { record, account_id });
        }
        self.insert_new_dimensions()?;
        self.fill_accounts(&names)?;
        Ok(rows)
    }

    /// The account of a key. A name that fills an empty one of a stored account is put into `names`.
    pub(super) fn named_account<'r>(
        &mut self,
        key: &'r str,
        name: Option<&'r str>,
        first_new: i64,
        names: &mut Vec<(i64, AccountNews<'r>)>,
    ) -> i64 {
        let key = given_key(key).or(name).unwrap_or("unnamed");
        let (account, _) = self.account(key);
        let news = AccountNews { name: name.filter(|name| *name != key), ..AccountNews::default() };
        if news.name.is_some() && self.takes_name(key) {
            if account.id < first_new {
                names.push((account.id, news));
            } else {
                self.put_waiting_account(account.id, &news);
            }
        }
        account.id
    }

    /// The stored invoices by the place of their row.
    fn stored_invoices(&mut self, rows: &[Row<'_>]) -> Result<HashMap<i64, InvoiceValues>> {
        let keys: Vec<(i64, &str, &str)> = rows
            .iter()
            .map(|row| (row.account_id, row.record.key.as_str(), row.record.kind.code()))
            .collect();
        let found = find(self.connection, FIND_INVOICES, &json(&keys)?, &self.source)?;
        let mut by_id: HashMap<i64, i64> = found.iter().map(|found| (found.id, found.position)).collect();
        let accounts: Vec<i64> = rows.iter().map(|row| row.account_id).collect();
        let values: Vec<InvoiceValues> = invoices::table
            .filter(invoices::account_id.eq_any(accounts))
            .filter(invoices::id.eq_any(found.iter().map(|found| found.id)))
            .select(InvoiceValues::as_select())
            .load(self.connection)?;
        Ok(values.into_iter().filter_map(|row| Some((by_id.remove(&row.id)?, row))).collect())
    }

    /// The orders that invoices name and that are there, by the place of the row.
    fn orders_of_invoices(&mut self, rows: &[Row<'_>]) -> Result<HashMap<i64, i64>> {
        // A place stands for a row, so rows that name no order ask for one that cannot be.
        let keys: Vec<(i64, &str)> = rows
            .iter()
            .map(|row| (row.account_id, given(row.record.order_key.as_ref()).unwrap_or("")))
            .collect();
        if keys.iter().all(|(_, key)| key.is_empty()) {
            return Ok(HashMap::new());
        }
        let found = find(self.connection, FIND_ORDERS, &json(&keys)?, &self.source)?;
        Ok(found.into_iter().map(|found| (found.position, found.id)).collect())
    }

    fn new_invoice(&mut self, row: &Row<'_>, order: Option<i64>, own_currency: &str) -> InvoiceValues {
        let record = row.record;
        InvoiceValues {
            id: self.ids.invoices.take(),
            account_id: row.account_id,
            order_id: order,
            source: self.source.clone(),
            external_id: record.key.clone(),
            kind: record.kind.code().to_owned(),
            status: record.status.unwrap_or(InvoiceStatus::Issued).code().to_owned(),
            issued_on: record.issued_on,
            due_on: record.due_on,
            currency: record.currency.clone().unwrap_or_else(|| own_currency.to_owned()),
            amount_cents: record.amount_cents.unwrap_or(record.open_balance_cents),
            open_balance_cents: record.open_balance_cents,
            import_id: Some(self.import_id),
            revision: self.revision,
        }
    }
}

fn find(connection: &mut Connection, statement: Statement, keys: &str, source: &str) -> Result<Vec<Found>> {
    let sql = statement.text(connection);
    Ok(diesel::sql_query(sql).bind::<Text, _>(keys).bind::<Text, _>(source).load(connection)?)
}

fn given_key(key: &str) -> Option<&str> {
    Some(key.trim()).filter(|key| !key.is_empty())
}

/// What an invoice is after a record.
fn told(record: &InvoiceRecord, order: Option<i64>, before: InvoiceValues) -> InvoiceValues {
    // Without an amount of its own the file tells the amount only by what is open, which falls with time.
    let open = record.open_balance_cents;
    let larger = if open.abs() > before.amount_cents.abs() { open } else { before.amount_cents };
    InvoiceValues {
        order_id: order.or(before.order_id),
        status: record.status.map_or(before.status, |status| status.code().to_owned()),
        issued_on: record.issued_on,
        due_on: record.due_on.or(before.due_on),
        currency: record.currency.clone().unwrap_or(before.currency),
        amount_cents: record.amount_cents.unwrap_or(larger),
        open_balance_cents: open,
        ..before
    }
}
