//! Purchases: one row is one order line, with whatever it says about account, order and product.

use crate::backorder::{self, Told};
use crate::decimal::Decimal;
use crate::quantity::{self, ONE_MILLI};
use crate::row::{Record, Row, key_of_name};
use crate::status;
use crate::tally::Part;
use bellwether_core::OrderStatus;
use bellwether_core::import::{Field, ImportKind, RowError};
use chrono::{NaiveDate, NaiveDateTime};

/// Key of the product of lines that name none.
pub const NO_PRODUCT_KEY: &str = "(no product)";
/// Its name.
pub const NO_PRODUCT_NAME: &str = "(no product)";

/// One order line. Texts are trimmed and never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchaseRecord {
    /// The customer's number; made from the name when the file has no number.
    pub account_key: String,
    /// The customer's name.
    pub account_name: Option<String>,
    /// The order's number. Without one, all lines of an account on a day are one order: `account|2024-05-03`.
    pub order_key: String,
    /// The date as written.
    pub placed_on: NaiveDate,
    /// Date and clock time as written, if there is a time.
    pub placed_at: Option<NaiveDateTime>,
    /// Minutes east of Greenwich, if the file states them; the time above is not shifted.
    pub utc_offset_minutes: Option<i32>,
    /// The order's status, if the file has one.
    pub status: Option<OrderStatus>,
    /// Number of the line or row.
    pub line_key: Option<String>,
    /// The product's number; made from its name, else from its category, else [`NO_PRODUCT_KEY`].
    pub product_key: String,
    /// The product's name.
    pub product_name: Option<String>,
    /// Product category.
    pub category: Option<String>,
    /// Product sub-category.
    pub subcategory: Option<String>,
    /// Thousandths of a unit; one unit (minus one for credits) when the file has no quantity.
    pub quantity_milli: i64,
    /// Net amount in cents; unit price times quantity when the file has no amount.
    pub amount_cents: i64,
    /// Cost in cents: as given, else unit cost times quantity, else amount minus profit.
    pub cost_cents: Option<i64>,
    /// Street address.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State as written.
    pub state: Option<String>,
    /// ZIP code, leading zeros restored.
    pub postal_code: Option<String>,
    /// Country as written.
    pub country: Option<String>,
    /// Industry or segment.
    pub industry: Option<String>,
    /// The rep's number.
    pub rep_key: Option<String>,
    /// The rep's name.
    pub rep_name: Option<String>,
    /// Sales region.
    pub region: Option<String>,
    /// Person at the customer who started the order.
    pub started_by: Option<String>,
    /// Telephone of that person.
    pub started_by_phone: Option<String>,
    /// Number of the order that this credit or return is for; never its own.
    pub credits_order: Option<String>,
    /// Thousandths of a unit that could not be given; nought when the file says that all could.
    pub backordered_milli: Option<i64>,
}

impl Record for PurchaseRecord {
    const KIND: ImportKind = ImportKind::Purchases;

    #[expect(private_interfaces, reason = "sealed: rows exist only inside this crate")]
    fn read(row: &Row<'_>) -> Result<Self, Box<RowError>> {
        let account_name = row.owned(Field::AccountName);
        let account_key = account_key(row, account_name.as_deref())?;
        let moment = row.moment(Field::OrderDate)?;
        let figures = read_figures(row)?;
        let order_key = match row.owned_key(Field::OrderKey)? {
            Some(key) => key,
            None => format!("{account_key}|{}", moment.date),
        };
        let (product_key, product_name) = read_product(row)?;
        let credits_order = row.owned_key(Field::CreditsOrder)?.filter(|credited| *credited != order_key);
        let backordered_milli = read_backordered(row, figures.quantity_milli)?;
        Ok(Self {
            account_key,
            account_name,
            order_key,
            placed_on: moment.date,
            placed_at: moment.date_time(),
            utc_offset_minutes: moment.utc_offset_minutes,
            status: read_status(row)?,
            line_key: row.owned_key(Field::LineKey)?,
            product_key,
            product_name,
            category: row.owned(Field::Category),
            subcategory: row.owned(Field::Subcategory),
            quantity_milli: figures.quantity_milli,
            amount_cents: figures.amount_cents,
            cost_cents: figures.cost_cents,
            street: row.owned(Field::Street),
            city: row.owned(Field::City),
            state: row.owned(Field::State),
            postal_code: row.postal_code(),
            country: row.owned(Field::Country),
            industry: row.owned(Field::Industry),
            rep_key: row.owned_key(Field::RepKey)?,
            rep_name: row.owned(Field::RepName),
            region: row.owned(Field::Region),
            started_by: row.owned(Field::StartedBy),
            started_by_phone: row.owned(Field::StartedByPhone),
            credits_order,
            backordered_milli,
        })
    }

    fn part(&self) -> Option<Part<'_>> {
        // Credits that the file calls so, drafts and cancelled orders are what they are whatever they come to.
        let is_order = self.status.is_none_or(OrderStatus::is_valid_order) && self.credits_order.is_none();
        is_order.then_some(Part {
            account: &self.account_key,
            order: &self.order_key,
            amount_cents: self.amount_cents,
        })
    }

    fn counts_again(&self) -> bool {
        // A line that has a number is the same line when it comes again.
        self.line_key.is_none()
    }
}

/// The account of a row: its number, else made from its name, else the default account.
pub(crate) fn account_key(row: &Row<'_>, name: Option<&str>) -> Result<String, Box<RowError>> {
    let key = row.owned_key(Field::AccountKey)?.or_else(|| name.map(key_of_name));
    key.or_else(|| row.plan.default_account.clone()).ok_or_else(|| {
        row.fault(
            Field::AccountKey,
            "missing_account",
            "The row names no account.",
            "Fill in the account number, or choose a default account for rows without one.",
        )
    })
}

fn read_product(row: &Row<'_>) -> Result<(String, Option<String>), Box<RowError>> {
    let name = row.owned(Field::ProductName);
    if let Some(key) = row.owned_key(Field::ProductKey)? {
        return Ok((key, name));
    }
    Ok(match (name, row.text(Field::Category)) {
        (Some(name), _) => (key_of_name(&name), Some(name)),
        // Sales by category only are common exports; the category then stands for a product of its own.
        (None, Some(category)) => (format!("category {}", key_of_name(category)), Some(category.to_owned())),
        (None, None) => (NO_PRODUCT_KEY.to_owned(), Some(NO_PRODUCT_NAME.to_owned())),
    })
}

fn read_status(row: &Row<'_>) -> Result<Option<OrderStatus>, Box<RowError>> {
    let Some(word) = row.text(Field::OrderStatus) else { return Ok(None) };
    let unknown = "This is not a known order status.";
    let remedy =
        "Use a word such as placed, shipped, invoiced, paid or cancelled, or leave the column unmapped.";
    status::parse(word)
        .map(Some)
        .ok_or_else(|| row.fault(Field::OrderStatus, "unknown_status", unknown, remedy))
}

/// What the row says is back-ordered. Where it only says that the line is, that is all of it.
fn read_backordered(row: &Row<'_>, quantity_milli: i64) -> Result<Option<i64>, Box<RowError>> {
    let Some(value) = row.text(Field::Backordered) else { return Ok(None) };
    match backorder::parse(value, row.plan.decimal_mark) {
        Some(Told::Quantity(milli)) => Ok(Some(milli)),
        Some(Told::Yes) => Ok(Some(quantity_milli.max(ONE_MILLI))),
        Some(Told::No) => Ok(Some(0)),
        None => Err(row.fault(
            Field::Backordered,
            "unknown_backorder",
            "This does not say whether the line is back-ordered.",
            "Use the quantity back-ordered, yes or no, or a status such as backordered or shipped, or leave the \
             column unmapped.",
        )),
    }
}

struct Figures {
    quantity_milli: i64,
    amount_cents: i64,
    cost_cents: Option<i64>,
}

fn read_figures(row: &Row<'_>) -> Result<Figures, Box<RowError>> {
    let quantity = row.decimal(Field::Quantity)?;
    let amount = match row.decimal(Field::Amount)? {
        Some(amount) => amount,
        None => amount_from_price(row, quantity)?,
    };
    let amount_cents = crate::money::cents(amount).ok_or_else(|| row.too_large(amount_field(row)))?;
    let quantity_milli = match quantity {
        Some(quantity) => quantity::milli(quantity).ok_or_else(|| row.too_large(Field::Quantity))?,
        None if amount_cents < 0 => -ONE_MILLI,
        None => ONE_MILLI,
    };
    Ok(Figures { quantity_milli, amount_cents, cost_cents: read_cost(row, amount, quantity)? })
}

/// The column to point at when an amount is wrong.
fn amount_field(row: &Row<'_>) -> Field {
    if row.text(Field::Amount).is_some() { Field::Amount } else { Field::UnitPrice }
}

fn amount_from_price(row: &Row<'_>, quantity: Option<Decimal>) -> Result<Decimal, Box<RowError>> {
    match (row.decimal(Field::UnitPrice)?, quantity) {
        (Some(price), Some(quantity)) => price.times(quantity).ok_or_else(|| row.too_large(Field::UnitPrice)),
        (None, _) | (_, None) => Err(row.fault(
            Field::Amount,
            "missing_amount",
            "The row has no amount, and not both a unit price and a quantity to compute it from.",
            "Fill in the amount.",
        )),
    }
}

fn read_cost(
    row: &Row<'_>,
    amount: Decimal,
    quantity: Option<Decimal>,
) -> Result<Option<i64>, Box<RowError>> {
    if let Some(cost) = row.decimal(Field::Cost)? {
        return row.cents(Field::Cost, Some(cost));
    }
    if let (Some(unit_cost), Some(quantity)) = (row.decimal(Field::UnitCost)?, quantity) {
        let cost = unit_cost.times(quantity).ok_or_else(|| row.too_large(Field::UnitCost))?;
        return row.cents(Field::UnitCost, Some(cost));
    }
    let Some(profit) = row.decimal(Field::Profit)? else { return Ok(None) };
    let cost = amount.minus(profit).ok_or_else(|| row.too_large(Field::Profit))?;
    row.cents(Field::Profit, Some(cost))
}
