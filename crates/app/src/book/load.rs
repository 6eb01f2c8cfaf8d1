//! Reading facts from the database: everything at once on two threads, or some accounts again.

use crate::{Answer, AppError};
use bellwether_core::settings::{SalesBasis, Settings};
use bellwether_core::{AccountId, OrderStatus, Scope};
use bellwether_ledger::builder::{BackorderRow, CreditRow, LineRow, OrderRow};
use bellwether_ledger::{
    Account, Category, Day, Dimensions, DimensionsBuilder, History, HistoryBuilder, Invoices, LedgerBuilder,
    Line, Product, Region, Rep, Snapshot, day,
};
use bellwether_store::ledger_feed::{self, Accounts, IdRange};
use bellwether_store::{Connection, Store, StoreError, accounts, changes, products, regions, reps};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Lines handed from a reading thread to the building one at a time.
const LINES_A_BATCH: usize = 16_384;
/// Loading starts again when a commit slips in between its parts; more often than this is a fault.
const LOAD_ATTEMPTS: u32 = 5;

/// Everything, as of the newest change.
pub(super) fn load_snapshot(store: &Store, settings: &Settings) -> Answer<Snapshot> {
    let mut attempt = 1;
    loop {
        match try_load_snapshot(store, settings) {
            Err(AppError::Internal(reason)) if attempt < LOAD_ATTEMPTS => {
                tracing::info!(attempt, reason, "loading the ledger again: facts changed meanwhile");
                attempt += 1;
            }
            outcome => return outcome,
        }
    }
}

fn try_load_snapshot(store: &Store, settings: &Settings) -> Answer<Snapshot> {
    let (version, builder, line_ids) = store.read_or::<_, AppError>(|conn| {
        let version = changes::latest(conn)?;
        let mut dimensions = DimensionsBuilder::default();
        load_small_dimensions(conn, &mut dimensions)?;
        put_accounts(conn, Accounts::All, &mut dimensions)?;
        let counts = ledger_feed::counts(conn)?;
        let orders = usize::try_from(counts.orders).unwrap_or_default();
        let mut builder = LedgerBuilder::with_capacity(Arc::new(dimensions.build()), orders);
        let mut failure = None;
        ledger_feed::load_orders(conn, Accounts::All, IdRange::ALL, |fact| {
            if failure.is_none() {
                failure = order_row(&fact).and_then(|row| Ok(builder.order(row)?)).err();
            }
        })?;
        ledger_feed::load_credits(conn, Accounts::All, |fact| {
            builder.credit(CreditRow { credit_id: fact.credit_id, order_id: fact.order_id });
        })?;
        ledger_feed::load_backorders(conn, Accounts::All, |fact| {
            if failure.is_none() {
                failure = builder.backorder(backorder_row(fact)).err().map(AppError::from);
            }
        })?;
        failure.map_or(Ok(()), Err)?;
        if let Some(invoices) = invoices_of(conn, Accounts::All, settings)? {
            builder.date_sales_by(invoices);
        }
        Ok((version, builder, ledger_feed::line_id_bounds(conn)?))
    })?;
    let mut lines = builder.into_lines()?;
    let middle = line_ids.from + (line_ids.until - line_ids.from) / 2;
    let halves =
        [IdRange { from: line_ids.from, until: middle }, IdRange { from: middle, until: line_ids.until }];
    std::thread::scope(|scope| {
        let (sender, batches): (SyncSender<Vec<LineRow>>, Receiver<Vec<LineRow>>) = sync_channel(8);
        let readers = halves.map(|range| {
            let sender = sender.clone();
            scope.spawn(move || store.read(|conn| send_lines(conn, range, &sender)))
        });
        drop(sender);
        for batch in batches {
            lines.lines(batch)?;
        }
        for reader in readers {
            reader.join().map_err(|_| AppError::Internal("a thread that reads lines broke".to_owned()))??;
        }
        Ok::<(), AppError>(())
    })?;
    Ok(lines.finish(version.unsigned_abs())?)
}

/// Reads a range of lines and hands them on in batches; stops early when nobody listens any more.
fn send_lines(
    conn: &mut Connection,
    range: IdRange,
    sender: &SyncSender<Vec<LineRow>>,
) -> Result<(), StoreError> {
    let mut batch = Vec::with_capacity(LINES_A_BATCH);
    let mut is_heard = true;
    ledger_feed::load_lines(conn, Accounts::All, range, |fact| {
        batch.push(LineRow {
            order_id: fact.order_id,
            product: bellwether_core::ProductId(fact.product_id),
            quantity_milli: fact.quantity_milli,
            revenue_cents: fact.revenue_cents,
            cost_cents: fact.cost_cents,
        });
        if batch.len() == LINES_A_BATCH && is_heard {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(LINES_A_BATCH));
            is_heard = sender.send(full).is_ok();
        }
    })?;
    // A closed channel means that building failed already; that error is the one to report.
    drop(sender.send(batch));
    Ok(())
}

/// Regions, reps, categories and products.
pub(super) fn load_small_dimensions(
    conn: &mut Connection,
    builder: &mut DimensionsBuilder,
) -> Result<(), StoreError> {
    for region in regions::list(conn, &Scope::All)? {
        builder.put_region(Region { id: region.id, name: region.name.into() });
    }
    for rep in reps::list(conn, &Scope::All)? {
        let region = rep.region.and_then(|region| builder.so_far().region_index(region));
        builder.put_rep(Rep { id: rep.id, name: rep.name.into(), region });
    }
    for category in products::categories(conn)? {
        builder.put_category(Category { id: category.id, name: category.name.into() });
    }
    ledger_feed::load_products(conn, |product| {
        let category = product.category.and_then(|category| builder.so_far().category_index(category));
        let mut known = Product::new(product.id, &product.external_id, &product.name, category);
        known.supersedes = product.supersedes;
        known.availability = product.availability;
        (known.pack_of, known.pack_size_milli) = (product.pack_of, product.pack_size_milli);
        builder.put_product(known);
    })
}

/// Accounts, and which of them belong together; answers the ids that were found.
pub(super) fn put_accounts(
    conn: &mut Connection,
    wanted: Accounts<'_>,
    builder: &mut DimensionsBuilder,
) -> Result<HashSet<i64>, StoreError> {
    let mut found = HashSet::new();
    let mut belonging = Vec::new();
    ledger_feed::load_accounts(conn, wanted, |row| {
        found.insert(row.id.0);
        let superiors = (row.parent, row.bill_to);
        let index = builder.put_account(account_of(row, builder.so_far()));
        if superiors != (None, None) {
            belonging.push((index, superiors));
        }
    })?;
    // An account may come before the one it belongs to, so this waits until all are there.
    for (index, (parent, bill_to)) in belonging {
        let place = |id: Option<AccountId>| id.and_then(|id| builder.so_far().account_index(id));
        let (parent, bill_to) = (place(parent), place(bill_to));
        builder.put_superiors(index, parent, bill_to);
    }
    Ok(found)
}

/// An account as the ledger holds it, by itself.
fn account_of(row: accounts::Account, dimensions: &Dimensions) -> Account {
    let mut account = Account::new(row.id, &row.external_id, &row.name);
    account.street = row.street.into();
    account.city = row.city.into();
    account.state = row.state.into();
    account.postal_code = row.postal_code.into();
    account.country = row.country.into();
    account.industry = row.industry.into();
    account.phone = row.phone.into();
    account.latitude = row.latitude.map(|degrees| degrees as f32);
    account.longitude = row.longitude.map(|degrees| degrees as f32);
    account.rep = row.rep.and_then(|rep| dimensions.rep_index(rep));
    account.region = row.region.and_then(|region| dimensions.region_index(region));
    account
}

fn order_row(fact: &ledger_feed::OrderFact) -> Answer<OrderRow> {
    Ok(OrderRow {
        id: fact.id,
        account: bellwether_core::AccountId(fact.account_id),
        day: day::from_date(fact.placed_on),
        status: fact.status,
        line_count: u32::try_from(fact.line_count).map_err(|_| {
            AppError::Internal(format!("order {} cannot have {} lines", fact.id, fact.line_count))
        })?,
    })
}

fn backorder_row(fact: ledger_feed::BackorderFact) -> BackorderRow {
    BackorderRow {
        account: bellwether_core::AccountId(fact.account_id),
        day: day::from_date(fact.placed_on),
        product: bellwether_core::ProductId(fact.product_id),
    }
}

/// The invoices that date sales, where the organisation counts sales so.
fn invoices_of(
    conn: &mut Connection,
    accounts: Accounts<'_>,
    settings: &Settings,
) -> Answer<Option<Invoices>> {
    match settings.sales_basis {
        SalesBasis::Booked => Ok(None),
        SalesBasis::Invoiced => {
            let mut invoices = Invoices::default();
            ledger_feed::load_invoices(conn, accounts, &settings.currency, |fact| {
                invoices.put(fact.order_id, day::from_date(fact.issued_on), fact.amount_cents);
            })?;
            Ok(Some(invoices))
        }
    }
}

/// The order histories of some accounts.
pub(super) fn read_histories(
    conn: &mut Connection,
    ids: &[i64],
    dimensions: &Dimensions,
    settings: &Settings,
) -> Answer<Vec<(u32, History)>> {
    let mut builders: std::collections::BTreeMap<i64, HistoryBuilder> =
        ids.iter().map(|id| (*id, HistoryBuilder::default())).collect();
    ledger_feed::load_orders(conn, Accounts::Only(ids), IdRange::ALL, |fact| {
        if let Some(builder) = builders.get_mut(&fact.account_id) {
            let (placed, status): (Day, OrderStatus) = (day::from_date(fact.placed_on), fact.status);
            builder.order(fact.id, placed, status);
        }
    })?;
    ledger_feed::load_credits(conn, Accounts::Only(ids), |fact| {
        if let Some(builder) = builders.get_mut(&fact.account_id) {
            builder.credit(fact.credit_id, fact.order_id);
        }
    })?;
    let mut unknown = None;
    ledger_feed::load_backorders(conn, Accounts::Only(ids), |fact| {
        let product = dimensions.product_index(bellwether_core::ProductId(fact.product_id));
        match (builders.get_mut(&fact.account_id), product) {
            (Some(builder), Some(product)) => {
                builder.backorder(day::from_date(fact.placed_on), product);
            }
            (_, None) => unknown = Some(fact.product_id),
            (None, Some(_)) => {}
        }
    })?;
    ledger_feed::load_lines(conn, Accounts::Only(ids), IdRange::ALL, |fact| {
        let product = dimensions.product_index(bellwether_core::ProductId(fact.product_id));
        match (builders.get_mut(&fact.account_id), product) {
            (Some(builder), Some(product)) => {
                let line = Line::new(product, fact.quantity_milli, fact.revenue_cents, fact.cost_cents);
                builder.line(fact.order_id, line);
            }
            (_, None) => unknown = Some(fact.product_id),
            (None, Some(_)) => {}
        }
    })?;
    if let Some(product) = unknown {
        return Err(AppError::Internal(format!("the ledger does not know product {product}")));
    }
    let invoices = invoices_of(conn, Accounts::Only(ids), settings)?;
    let build = |builder: HistoryBuilder| {
        let history = builder.build()?;
        invoices.iter().try_fold(history, History::dated_by)
    };
    let histories = builders.into_iter().filter_map(|(id, builder)| {
        let index = dimensions.account_index(bellwether_core::AccountId(id))?;
        Some(build(builder).map(|history| (index, history)))
    });
    histories
        .collect::<Result<_, _>>()
        .map_err(|error| AppError::Internal(format!("an account's history does not fit: {error}")))
}
