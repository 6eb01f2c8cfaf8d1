//! Whole rows as the writer holds them: inserted in bulk, compared, and kept as before-images.

use crate::schema::{
    accounts, categories, contacts, invoices, order_lines, orders, products, regions, reps, targets,
};
use bellwether_core::alert::Availability;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

macro_rules! values {
    ($(#[$doc:meta])* $name:ident of $table:ident { $($(#[$rule:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset,
        )]
        #[diesel(table_name = $table, treat_none_as_default_value = false, treat_none_as_null = true)]
        pub(crate) struct $name {
            $($(#[$rule])* pub(crate) $field: $type,)*
        }
    };
}

values! {
    /// A row of `regions`.
    RegionValues of regions {
        id: i64,
        name: String,
        import_id: Option<i64>,
    }
}

values! {
    /// A row of `categories`.
    CategoryValues of categories {
        id: i64,
        parent_id: Option<i64>,
        name: String,
        import_id: Option<i64>,
    }
}

values! {
    /// A row of `reps`.
    RepValues of reps {
        id: i64,
        source: String,
        external_id: String,
        name: String,
        email: Option<String>,
        phone: Option<String>,
        region_id: Option<i64>,
        import_id: Option<i64>,
        revision: i64,
    }
}

values! {
    /// A row of `products`.
    ProductValues of products {
        id: i64,
        source: String,
        external_id: String,
        name: String,
        search_key: String,
        category_id: Option<i64>,
        unit: String,
        cost_cents: Option<i64>,
        supersedes_id: Option<i64>,
        custom_fields: String,
        import_id: Option<i64>,
        revision: i64,
        // Images kept before there was an availability have none.
        #[serde(default = "available")]
        availability: String,
        // Nor a pack.
        #[serde(default)]
        pack_of_id: Option<i64>,
        #[serde(default)]
        pack_size_milli: Option<i64>,
    }
}

fn available() -> String {
    Availability::Available.code().to_owned()
}

values! {
    /// A row of `contacts`.
    ContactValues of contacts {
        id: i64,
        account_id: i64,
        source: String,
        external_id: String,
        name: String,
        title: String,
        email: String,
        phone: String,
        import_id: Option<i64>,
        revision: i64,
    }
}

values! {
    /// A row of `invoices`.
    InvoiceValues of invoices {
        id: i64,
        account_id: i64,
        order_id: Option<i64>,
        source: String,
        external_id: String,
        kind: String,
        status: String,
        issued_on: NaiveDate,
        due_on: Option<NaiveDate>,
        currency: String,
        amount_cents: i64,
        open_balance_cents: i64,
        import_id: Option<i64>,
        revision: i64,
    }
}

values! {
    /// A row of `targets`.
    TargetValues of targets {
        id: i64,
        month: NaiveDate,
        rep_id: Option<i64>,
        account_id: Option<i64>,
        category_id: Option<i64>,
        amount_cents: i64,
        import_id: Option<i64>,
        revision: i64,
    }
}

values! {
    /// A row of `accounts`.
    AccountValues of accounts {
        id: i64,
        source: String,
        external_id: String,
        name: String,
        search_key: String,
        status: String,
        street: String,
        city: String,
        state: String,
        postal_code: String,
        country: String,
        latitude: Option<f64>,
        longitude: Option<f64>,
        geocode_precision: String,
        industry: String,
        phone: String,
        email: String,
        website: String,
        rep_id: Option<i64>,
        region_id: Option<i64>,
        parent_id: Option<i64>,
        bill_to_id: Option<i64>,
        custom_fields: String,
        created_at: NaiveDateTime,
        import_id: Option<i64>,
        revision: i64,
        payment_terms_days: Option<i64>,
    }
}

/// A row of `orders`.
#[derive(Debug, Clone, PartialEq, Insertable)]
#[diesel(table_name = orders, treat_none_as_default_value = false)]
pub(crate) struct OrderValues {
    pub(crate) id: i64,
    pub(crate) account_id: i64,
    pub(crate) source: String,
    pub(crate) external_id: String,
    pub(crate) status: &'static str,
    pub(crate) placed_on: NaiveDate,
    pub(crate) placed_at: Option<NaiveDateTime>,
    pub(crate) started_by_id: Option<i64>,
    pub(crate) line_count: i64,
    pub(crate) quantity_milli: i64,
    pub(crate) revenue_cents: i64,
    pub(crate) cost_cents: i64,
    pub(crate) costed_revenue_cents: i64,
    pub(crate) import_id: Option<i64>,
    pub(crate) revision: i64,
    pub(crate) credits_order: Option<String>,
}

/// A row of `order_lines`.
#[derive(Debug, Clone, PartialEq, Insertable)]
#[diesel(table_name = order_lines, treat_none_as_default_value = false)]
pub(crate) struct LineValues {
    pub(crate) id: i64,
    pub(crate) account_id: i64,
    pub(crate) order_id: i64,
    pub(crate) product_id: i64,
    pub(crate) line_key: Option<String>,
    pub(crate) quantity_milli: i64,
    pub(crate) revenue_cents: i64,
    pub(crate) cost_cents: Option<i64>,
    pub(crate) import_id: Option<i64>,
    pub(crate) revision: i64,
    pub(crate) backordered_milli: Option<i64>,
}

/// Sums of an order's lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) line_count: i64,
    pub(crate) quantity_milli: i64,
    pub(crate) revenue_cents: i64,
    pub(crate) cost_cents: i64,
    pub(crate) costed_revenue_cents: i64,
}

impl Totals {
    /// Adds (`sign` 1) or takes away (`sign` -1) one line.
    pub(crate) fn count(
        &mut self,
        sign: i64,
        quantity_milli: i64,
        revenue_cents: i64,
        cost_cents: Option<i64>,
    ) {
        self.line_count += sign;
        self.quantity_milli += sign * quantity_milli;
        self.revenue_cents += sign * revenue_cents;
        if let Some(cost) = cost_cents {
            self.cost_cents += sign * cost;
            self.costed_revenue_cents += sign * revenue_cents;
        }
    }
}

/// Whether a line gives something back: money, or goods for nothing.
pub(crate) fn gives_back(quantity_milli: i64, revenue_cents: i64) -> bool {
    revenue_cents < 0 || (revenue_cents == 0 && quantity_milli < 0)
}
