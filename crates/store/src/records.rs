//! What an import hands to the writer: rows already understood and cleaned, plain texts and numbers.
//! An absent value (`None`) was not in the file and changes nothing.

use bellwether_core::OrderStatus;
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
