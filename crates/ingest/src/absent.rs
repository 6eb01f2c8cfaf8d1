//! What a file does without: numbers that tell customers and orders apart, and what stands for them.

use bellwether_core::import::{Field, ImportKind, Mapping, Notice};

/// What follows from columns that the mapping does not have, in words.
pub(crate) fn notices(mapping: &Mapping) -> Vec<Notice> {
    let has = |field: Field| mapping.columns.contains_key(&field);
    let (names_accounts, has_orders) = match mapping.kind {
        ImportKind::Purchases => (true, true),
        ImportKind::Accounts | ImportKind::Invoices | ImportKind::Targets => (true, false),
        ImportKind::Products | ImportKind::Reps => (false, false),
    };
    let by_name = names_accounts && has(Field::AccountName) && !has(Field::AccountKey);
    let by_day = has_orders && !has(Field::OrderKey);
    by_name.then(accounts_by_name).into_iter().chain(by_day.then(orders_by_day)).collect()
}

fn accounts_by_name() -> Notice {
    Notice {
        code: "accounts_by_name".to_owned(),
        message: "No column is used as the customer number, so customers are told apart by name alone: a name spelled \
                  otherwise is another customer, and so is one who is known by a number. If a column holds the \
                  number, map it to Account number (account_key)."
            .to_owned(),
    }
}

fn orders_by_day() -> Notice {
    Notice {
        code: "orders_by_day".to_owned(),
        message: "No column is used as the order number, so all that a customer bought on a day is one order. If a \
                  column holds the number, map it to Order number (order_key)."
            .to_owned(),
    }
}
