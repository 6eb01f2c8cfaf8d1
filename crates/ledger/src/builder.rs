//! Builds a snapshot from two long streams, orders first and then lines, each in any order.
//! The orders say how many lines follow, so every column is allocated once, at its final size.

use crate::day::Day;
use crate::dimension::Dimensions;
use crate::history::{Backorder, History, HistoryError, sorted_backorders};
use crate::identity::IdIndex;
use crate::invoices::Invoices;
use crate::line::Line;
use crate::order::Order;
use crate::reversal::{self, Named};
use crate::snapshot::Snapshot;
use bellwether_core::{AccountId, OrderStatus, ProductId};
use std::collections::HashMap;
use std::sync::Arc;

/// One order as it comes from the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderRow {
    /// The database id.
    pub id: i64,
    /// Whose order it is.
    pub account: AccountId,
    /// Business date.
    pub day: Day,
    /// How far it is.
    pub status: OrderStatus,
    /// How many lines will follow.
    pub line_count: u32,
}

/// One order line as it comes from the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRow {
    /// The order it belongs to.
    pub order_id: i64,
    /// What was bought.
    pub product: ProductId,
    /// Thousandths of a unit.
    pub quantity_milli: i64,
    /// Net amount.
    pub revenue_cents: i64,
    /// Cost of the whole line, if known.
    pub cost_cents: Option<i64>,
}

/// A credit that names the order it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditRow {
    /// Id of the credit.
    pub credit_id: i64,
    /// Id of the order; none when the account has no such order.
    pub order_id: Option<i64>,
}

/// A product that an order could not be given whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackorderRow {
    /// Whose order it is.
    pub account: AccountId,
    /// Business date of the order.
    pub day: Day,
    /// Which product.
    pub product: ProductId,
}

/// Why rows do not make a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerError {
    /// An order names an account that the dimensions do not hold.
    UnknownAccount(AccountId),
    /// A line names a product that the dimensions do not hold.
    UnknownProduct(ProductId),
    /// Two orders carry the same id.
    DuplicateOrder(i64),
    /// A line names an order that was not given.
    UnknownOrder(i64),
    /// An order has fewer or more lines than it announced.
    WrongLineCount(i64),
    /// More lines than an account can hold (2³² − 1).
    TooManyLines(AccountId),
}

impl std::fmt::Display for LedgerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownAccount(id) => write!(f, "an order belongs to account {}, which is unknown", id.0),
            Self::UnknownProduct(id) => write!(f, "a line holds product {}, which is unknown", id.0),
            Self::DuplicateOrder(id) => write!(f, "order {id} was given twice"),
            Self::UnknownOrder(id) => write!(f, "a line belongs to order {id}, which was not given"),
            Self::WrongLineCount(id) => write!(f, "order {id} has another number of lines than announced"),
            Self::TooManyLines(id) => write!(f, "account {} has more lines than fit in one history", id.0),
        }
    }
}

impl std::error::Error for LedgerError {}

/// Where an order stands: account index and position among its orders.
#[derive(Debug, Clone, Copy)]
struct Place {
    account: u32,
    position: u32,
}

/// First step: takes all orders. Several sources can hand over batches one after another.
#[derive(Debug)]
pub struct LedgerBuilder {
    dimensions: Arc<Dimensions>,
    orders: Vec<(u32, Order)>,
    credits: Vec<CreditRow>,
    backorders: HashMap<u32, Vec<Backorder>>,
    invoices: Option<Invoices>,
}

impl LedgerBuilder {
    /// A builder for histories of these accounts and products.
    pub fn new(dimensions: Arc<Dimensions>) -> Self {
        Self::with_capacity(dimensions, 0)
    }

    /// A builder that expects about `orders` orders.
    pub fn with_capacity(dimensions: Arc<Dimensions>, orders: usize) -> Self {
        let orders = Vec::with_capacity(orders);
        Self { dimensions, orders, credits: Vec::new(), backorders: HashMap::new(), invoices: None }
    }

    /// Takes one order.
    ///
    /// # Errors
    /// When the account is unknown.
    pub fn order(&mut self, row: OrderRow) -> Result<(), LedgerError> {
        let account =
            self.dimensions.account_index(row.account).ok_or(LedgerError::UnknownAccount(row.account))?;
        // Until its lines arrive, `line_count` holds how many were announced.
        self.orders
            .push((account, Order { line_count: row.line_count, ..Order::new(row.id, row.day, row.status) }));
        Ok(())
    }

    /// Takes many orders.
    ///
    /// # Errors
    /// When an account is unknown.
    pub fn orders(&mut self, batch: impl IntoIterator<Item = OrderRow>) -> Result<(), LedgerError> {
        batch.into_iter().try_for_each(|row| self.order(row))
    }

    /// Takes a credit that names its order; both may be given as orders later.
    pub fn credit(&mut self, row: CreditRow) {
        self.credits.push(row);
    }

    /// Takes a product that an order could not be given whole.
    ///
    /// # Errors
    /// When the account or the product is unknown.
    pub fn backorder(&mut self, row: BackorderRow) -> Result<(), LedgerError> {
        let account =
            self.dimensions.account_index(row.account).ok_or(LedgerError::UnknownAccount(row.account))?;
        let product =
            self.dimensions.product_index(row.product).ok_or(LedgerError::UnknownProduct(row.product))?;
        self.backorders.entry(account).or_default().push(Backorder { day: row.day, product });
        Ok(())
    }

    /// Dates sales by invoice instead of by order.
    pub fn date_sales_by(&mut self, invoices: Invoices) {
        self.invoices = Some(invoices);
    }

    /// Second step: allocates every column. All orders must have been given.
    ///
    /// # Errors
    /// When two orders share an id, or an account has more lines than fit.
    pub fn into_lines(self) -> Result<LineLoader, LedgerError> {
        let Self { dimensions, orders, credits, backorders, invoices } = self;
        let (lowest, highest) = orders
            .iter()
            .fold((i64::MAX, i64::MIN), |(low, high), (_, order)| (low.min(order.id), high.max(order.id)));
        let mut places = IdIndex::with_range(lowest, highest, orders.len());
        let mut histories = group_by_account(&dimensions, orders);
        for (account, columns) in (0..).zip(&mut histories) {
            columns.orders.sort_unstable_by_key(|order| (order.day, order.id));
            let mut first_line: u32 = 0;
            for (position, order) in (0..).zip(columns.orders.iter_mut()) {
                if places.insert(order.id, Place { account, position }).is_some() {
                    return Err(LedgerError::DuplicateOrder(order.id));
                }
                order.first_line = first_line;
                first_line = first_line
                    .checked_add(std::mem::take(&mut order.line_count))
                    .ok_or_else(|| too_many_lines(&dimensions, account))?;
            }
            columns.lines = vec![Line::new(0, 0, 0, None); first_line as usize].into_boxed_slice();
        }
        for (account, backorders) in backorders {
            histories[account as usize].backorders = sorted_backorders(backorders);
        }
        let credits = credits_by_account(&credits, &places);
        Ok(LineLoader { dimensions, histories, places, credits, invoices })
    }
}

fn too_many_lines(dimensions: &Dimensions, account: u32) -> LedgerError {
    LedgerError::TooManyLines(dimensions.account(account).map_or(AccountId(-1), |account| account.id))
}

fn group_by_account(dimensions: &Dimensions, orders: Vec<(u32, Order)>) -> Vec<History> {
    let mut counts = vec![0_usize; dimensions.accounts().len()];
    for (account, _) in &orders {
        counts[*account as usize] += 1;
    }
    let mut columns: Vec<Vec<Order>> = counts.into_iter().map(Vec::with_capacity).collect();
    for (account, order) in orders {
        columns[account as usize].push(order);
    }
    columns
        .into_iter()
        .map(|orders| History { orders: orders.into_boxed_slice(), ..History::default() })
        .collect()
}

/// The credits that name an order, by account. An order of another account is none of its own.
fn credits_by_account(credits: &[CreditRow], places: &IdIndex<Place>) -> HashMap<u32, Vec<Named>> {
    let mut by_account: HashMap<u32, Vec<Named>> = HashMap::new();
    for row in credits {
        let Some(credit) = places.get(row.credit_id) else { continue };
        let order = row.order_id.and_then(|id| places.get(id));
        let order = order.filter(|order| order.account == credit.account).map(|order| order.position);
        by_account.entry(credit.account).or_default().push(Named { credit: credit.position, order });
    }
    by_account
}

/// Third step: takes all lines.
#[derive(Debug)]
pub struct LineLoader {
    dimensions: Arc<Dimensions>,
    histories: Vec<History>,
    places: IdIndex<Place>,
    credits: HashMap<u32, Vec<Named>>,
    invoices: Option<Invoices>,
}

impl LineLoader {
    /// Takes one line.
    ///
    /// # Errors
    /// When its order or product is unknown, or the order has all its lines already.
    pub fn line(&mut self, row: LineRow) -> Result<(), LedgerError> {
        let product =
            self.dimensions.product_index(row.product).ok_or(LedgerError::UnknownProduct(row.product))?;
        let place = self.places.get(row.order_id).ok_or(LedgerError::UnknownOrder(row.order_id))?;
        let line = Line::new(product, row.quantity_milli, row.revenue_cents, row.cost_cents);
        let History { orders, lines, .. } = &mut self.histories[place.account as usize];
        let position = place.position as usize;
        let end = orders.get(position + 1).map_or(lines.len(), |next| next.first_line as usize);
        let order = &mut orders[position];
        let free = order.first_line as usize + order.line_count as usize;
        if free >= end {
            return Err(LedgerError::WrongLineCount(row.order_id));
        }
        lines[free] = line;
        order.count_line(line);
        Ok(())
    }

    /// Takes many lines.
    ///
    /// # Errors
    /// As for one.
    pub fn lines(&mut self, batch: impl IntoIterator<Item = LineRow>) -> Result<(), LedgerError> {
        batch.into_iter().try_for_each(|row| self.line(row))
    }

    /// The finished snapshot.
    ///
    /// # Errors
    /// When an order has fewer lines than it announced.
    pub fn finish(self, version: u64) -> Result<Snapshot, LedgerError> {
        let Self { dimensions, histories, places, credits, invoices } = self;
        drop(places);
        let finish = |(account, history): (u32, History)| {
            let history = finish_history(history, credits.get(&account).map_or(&[], Vec::as_slice))?;
            let dated = invoices.iter().try_fold(history, History::dated_by);
            dated.map(Arc::new).map_err(|_: HistoryError| too_many_lines(&dimensions, account))
        };
        let finished: Result<Vec<_>, _> = (0..).zip(histories).map(finish).collect();
        Ok(Snapshot::new(version, dimensions, finished?))
    }
}

/// Checks the line counts, sorts the lines inside each order, so that equal facts are equal bytes, and marks orders
/// that were given back.
fn finish_history(mut history: History, credits: &[Named]) -> Result<History, LedgerError> {
    let mut expected: usize = 0;
    let mut previous = None;
    for order in &history.orders {
        let first = order.first_line as usize;
        if first != expected {
            return Err(LedgerError::WrongLineCount(previous.unwrap_or(order.id)));
        }
        expected = first + order.line_count as usize;
        previous = Some(order.id);
        history.lines[first..expected].sort_unstable();
    }
    match previous {
        Some(order_id) if expected != history.lines.len() => Err(LedgerError::WrongLineCount(order_id)),
        _ => {
            reversal::mark(&mut history, credits);
            Ok(history)
        }
    }
}
