//! What an import hands to the writer: rows already understood and cleaned, plain texts and numbers.
//! An absent value (`None`) was not in the file and changes nothing.

use bellwether_core::OrderStatus;
use bellwether_core::alert::Availability;
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};
use chrono::{NaiveDate, NaiveDateTime};

/// What a file may say about an account besides its number and name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AccountAttributes {
    /// Street address.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State, as the product spells it.
    pub state: Option<String>,
    /// ZIP or postal code.
    pub postal_code: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Number of the sales rep.
    pub rep_key: Option<String>,
    /// Name of the sales rep.
    pub rep_name: Option<String>,
    /// Name of the sales region.
    pub region: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Days the customer has to pay.
    pub payment_terms_days: Option<i64>,
}

/// One order line of a purchase history.
#[derive(Debug, Clone, PartialEq)]
pub struct PurchaseRecord {
    /// The customer's number; empty: the name serves as number.
    pub account_key: String,
    /// The customer's name.
    pub account_name: Option<String>,
    /// Order number; empty: one order per account and day.
    pub order_key: String,
    /// Business date of the order.
    pub placed_on: NaiveDate,
    /// Moment of the order, UTC, when the file tells it.
    pub placed_at: Option<NaiveDateTime>,
    /// Status of the order.
    pub status: Option<OrderStatus>,
    /// Product number; empty: the name, else the category, serves as number.
    pub product_key: String,
    /// Product name.
    pub product_name: Option<String>,
    /// Product category.
    pub category: Option<String>,
    /// Sub-category, below `category`.
    pub subcategory: Option<String>,
    /// Thousandths of a unit; negative for goods that came back.
    pub quantity_milli: i64,
    /// Net amount of the line.
    pub amount_cents: i64,
    /// Cost of the line, when known.
    pub cost_cents: Option<i64>,
    /// Number of the line inside its order; without it lines are told apart by product and occurrence.
    pub line_key: Option<String>,
    /// Person at the account who started the order; becomes one of its contacts.
    pub started_by: Option<String>,
    /// Telephone of that person; fills only an empty one.
    pub started_by_phone: Option<String>,
    /// Number of the order that this one credits.
    pub credits_order: Option<String>,
    /// Thousandths of a unit that could not be given; nought when all could.
    pub backordered_milli: Option<i64>,
    /// What the row says about the account; fills only what is empty.
    pub account: AccountAttributes,
}

/// One account. Values given replace what is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AccountRecord {
    /// The customer's number; empty: the name serves as number.
    pub key: String,
    /// The customer's name.
    pub name: Option<String>,
    /// Number of the parent account.
    pub parent_key: Option<String>,
    /// Number of the account that pays.
    pub bill_to_key: Option<String>,
    /// Everything else.
    pub attributes: AccountAttributes,
}

/// One product. Values given replace what is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductRecord {
    /// Product number; empty: the name serves as number.
    pub key: String,
    /// Product name.
    pub name: Option<String>,
    /// Category.
    pub category: Option<String>,
    /// Sub-category, below `category`.
    pub subcategory: Option<String>,
    /// Unit of measure.
    pub unit: Option<String>,
    /// Cost of one unit.
    pub cost_cents: Option<i64>,
    /// Whether it can be had.
    pub availability: Option<Availability>,
    /// Number of the product it takes the place of.
    pub supersedes_key: Option<String>,
    /// Number of the product it is a pack of.
    pub pack_of_key: Option<String>,
    /// How many of that are in one, in thousandths.
    pub pack_size_milli: Option<i64>,
}

/// One invoice or credit memo. Values given replace what is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRecord {
    /// The customer's number; empty: the name serves as number.
    pub account_key: String,
    /// The customer's name; fills only an empty one.
    pub account_name: Option<String>,
    /// The invoice's number.
    pub key: String,
    /// Number of the order it is for.
    pub order_key: Option<String>,
    /// Which way the money goes.
    pub kind: InvoiceKind,
    /// How it stands.
    pub status: Option<InvoiceStatus>,
    /// Its date.
    pub issued_on: NaiveDate,
    /// To be paid by this date.
    pub due_on: Option<NaiveDate>,
    /// ISO 4217 code; absent on a new invoice: the organisation's.
    pub currency: Option<String>,
    /// What it was made out for; negative for credit memos. Absent on a new invoice: what is open.
    pub amount_cents: Option<i64>,
    /// What is still open; negative for credit memos.
    pub open_balance_cents: i64,
}

/// One target. The amount given replaces what is stored for the same month, rep, account and category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRecord {
    /// First date of the month.
    pub month: NaiveDate,
    /// Net sales aimed at.
    pub amount_cents: i64,
    /// Number of the rep.
    pub rep_key: Option<String>,
    /// Name of the rep.
    pub rep_name: Option<String>,
    /// The customer's number.
    pub account_key: Option<String>,
    /// The customer's name; fills only an empty one.
    pub account_name: Option<String>,
    /// Category.
    pub category: Option<String>,
    /// Sub-category, below `category`.
    pub subcategory: Option<String>,
}

/// One sales representative. Values given replace what is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepRecord {
    /// The rep's number; empty: the name serves as number.
    pub key: String,
    /// The person's name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Name of the region.
    pub region: Option<String>,
}
