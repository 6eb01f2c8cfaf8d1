//! Names of the fields that columns can fill.

use bellwether_core::import::{Field, ImportKind};

/// Every field, in the order they are offered.
pub(super) const FIELDS: [Field; 48] = [
    Field::AccountKey,
    Field::AccountName,
    Field::OrderKey,
    Field::OrderDate,
    Field::OrderStatus,
    Field::LineKey,
    Field::ProductKey,
    Field::ProductName,
    Field::Category,
    Field::Subcategory,
    Field::Quantity,
    Field::UnitPrice,
    Field::Amount,
    Field::Cost,
    Field::UnitCost,
    Field::Profit,
    Field::Backordered,
    Field::CreditsOrder,
    Field::Street,
    Field::City,
    Field::State,
    Field::PostalCode,
    Field::Country,
    Field::Latitude,
    Field::Longitude,
    Field::Industry,
    Field::Phone,
    Field::Email,
    Field::RepKey,
    Field::RepName,
    Field::Region,
    Field::ParentKey,
    Field::BillToKey,
    Field::PaymentTerms,
    Field::StartedBy,
    Field::StartedByPhone,
    Field::Availability,
    Field::SupersedesKey,
    Field::PackOfKey,
    Field::PackSize,
    Field::InvoiceKey,
    Field::InvoiceKind,
    Field::InvoiceStatus,
    Field::InvoiceDate,
    Field::DueDate,
    Field::OpenBalance,
    Field::Currency,
    Field::Month,
];

/// The words people read.
pub(super) fn label(field: Field) -> &'static str {
    match field {
        Field::AccountKey => "Account number",
        Field::AccountName => "Account name",
        Field::ParentKey => "Parent account number",
        Field::BillToKey => "Bill-to account number",
        Field::Street => "Street",
        Field::City => "City",
        Field::State => "State",
        Field::PostalCode => "ZIP or postal code",
        Field::Country => "Country",
        Field::Latitude => "Latitude",
        Field::Longitude => "Longitude",
        Field::Industry => "Industry",
        Field::Phone => "Phone",
        Field::Email => "E-mail",
        Field::RepKey => "Rep number",
        Field::RepName => "Rep name",
        Field::Region => "Region",
        Field::OrderKey => "Order number",
        Field::OrderDate => "Order date",
        Field::OrderStatus => "Order status",
        Field::LineKey => "Line number",
        Field::ProductKey => "Product number",
        Field::ProductName => "Product name",
        Field::Category => "Product category",
        Field::Subcategory => "Product sub-category",
        Field::Quantity => "Quantity",
        Field::UnitPrice => "Unit price",
        Field::Amount => "Line amount",
        Field::Cost => "Line cost",
        Field::UnitCost => "Unit cost",
        Field::Profit => "Line profit",
        Field::StartedBy => "Started by",
        Field::StartedByPhone => "Phone of who started it",
        Field::PaymentTerms => "Payment terms in days",
        Field::Availability => "Availability",
        Field::SupersedesKey => "Takes the place of product number",
        Field::InvoiceKey => "Invoice number",
        Field::InvoiceKind => "Invoice or credit memo",
        Field::InvoiceStatus => "Invoice status",
        Field::InvoiceDate => "Invoice date",
        Field::DueDate => "Due date",
        Field::OpenBalance => "Open balance",
        Field::Currency => "Currency",
        Field::Month => "Month",
        Field::CreditsOrder => "Credits order number",
        Field::Backordered => "Quantity back-ordered",
        Field::PackOfKey => "Pack of product number",
        Field::PackSize => "Pack size",
    }
}

/// What a required field is called where others may stand for it.
pub(super) fn needed(field: Field, kind: ImportKind) -> String {
    let or = match (field, kind) {
        (Field::AccountKey, _) => " or name",
        (Field::Amount, ImportKind::Purchases) => " (or unit price and quantity)",
        (Field::OpenBalance, _) => " (or amount and invoice status)",
        (Field::ProductKey, _) => " or name",
        (Field::RepName, _) => " or number",
        _ => "",
    };
    format!("{}{or}", label(field).to_ascii_lowercase())
}

/// Whether a file of this kind has a use for the field.
pub(super) fn is_for(field: Field, kind: ImportKind) -> bool {
    match kind {
        ImportKind::Purchases => {
            is_of_order(field)
                || (is_of_account(field) && !is_of_account_alone(field))
                || is_of_sold_product(field)
        }
        ImportKind::Accounts => is_of_account(field),
        ImportKind::Products => is_of_product(field) || matches!(field, Field::UnitPrice | Field::UnitCost),
        ImportKind::Reps => {
            matches!(field, Field::RepKey | Field::RepName | Field::Region | Field::Phone | Field::Email)
        }
        ImportKind::Invoices => {
            is_of_invoice(field)
                || matches!(field, Field::OrderKey | Field::Amount | Field::PaymentTerms)
                || names_account(field)
        }
        ImportKind::Targets => {
            names_account(field)
                || matches!(
                    field,
                    Field::Month
                        | Field::Amount
                        | Field::RepKey
                        | Field::RepName
                        | Field::Category
                        | Field::Subcategory
                )
        }
    }
}

fn names_account(field: Field) -> bool {
    matches!(field, Field::AccountKey | Field::AccountName)
}

fn is_of_account(field: Field) -> bool {
    names_account(field)
        || is_of_account_alone(field)
        || matches!(
            field,
            Field::Street
                | Field::City
                | Field::State
                | Field::PostalCode
                | Field::Country
                | Field::Industry
                | Field::RepKey
                | Field::RepName
                | Field::Region
        )
}

/// What only a file of accounts says about them.
fn is_of_account_alone(field: Field) -> bool {
    matches!(
        field,
        Field::Latitude
            | Field::Longitude
            | Field::Phone
            | Field::Email
            | Field::ParentKey
            | Field::BillToKey
            | Field::PaymentTerms
    )
}

fn is_of_product(field: Field) -> bool {
    is_of_sold_product(field)
        || matches!(field, Field::Availability | Field::SupersedesKey | Field::PackOfKey | Field::PackSize)
}

/// What a file of order lines says about products.
fn is_of_sold_product(field: Field) -> bool {
    matches!(field, Field::ProductKey | Field::ProductName | Field::Category | Field::Subcategory)
}

fn is_of_order(field: Field) -> bool {
    matches!(
        field,
        Field::OrderKey
            | Field::OrderDate
            | Field::OrderStatus
            | Field::LineKey
            | Field::Quantity
            | Field::UnitPrice
            | Field::Amount
            | Field::Cost
            | Field::Profit
            | Field::StartedBy
            | Field::StartedByPhone
            | Field::CreditsOrder
            | Field::Backordered
    )
}

fn is_of_invoice(field: Field) -> bool {
    matches!(
        field,
        Field::InvoiceKey
            | Field::InvoiceKind
            | Field::InvoiceStatus
            | Field::InvoiceDate
            | Field::DueDate
            | Field::OpenBalance
            | Field::Currency
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_field_is_offered_once_under_a_name_of_its_own() {
        let fields: BTreeSet<Field> = FIELDS.into_iter().collect();
        let labels: BTreeSet<&str> = FIELDS.into_iter().map(label).collect();
        assert_eq!((fields.len(), labels.len()), (FIELDS.len(), FIELDS.len()));
    }

    #[test]
    fn what_is_needed_names_what_may_stand_for_it() {
        assert_eq!(needed(Field::AccountKey, ImportKind::Purchases), "account number or name");
        assert_eq!(needed(Field::Amount, ImportKind::Targets), "line amount");
    }

    #[test]
    fn every_kind_has_its_own_fields() {
        assert!(
            is_for(Field::OrderDate, ImportKind::Purchases)
                && !is_for(Field::OrderDate, ImportKind::Accounts)
        );
        assert!(is_for(Field::Latitude, ImportKind::Accounts) && !is_for(Field::Latitude, ImportKind::Reps));
        assert!(is_for(Field::UnitCost, ImportKind::Products));
    }

    #[test]
    fn every_field_is_of_use_somewhere() {
        for field in FIELDS {
            assert!(ImportKind::ALL.into_iter().any(|kind| is_for(field, kind)), "{}", label(field));
        }
    }

    #[test]
    fn drafts_name_who_started_them_and_targets_their_month() {
        assert!(is_for(Field::StartedByPhone, ImportKind::Purchases));
        assert!(is_for(Field::Month, ImportKind::Targets) && !is_for(Field::Month, ImportKind::Purchases));
        assert!(is_for(Field::OpenBalance, ImportKind::Invoices));
    }
}
