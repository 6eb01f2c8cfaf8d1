//! How far an order is, in words.

use bellwether_core::OrderStatus;

/// The word people read.
pub fn order_status_label(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Draft => "Draft",
        OrderStatus::Quote => "Quote",
        OrderStatus::Placed => "Placed",
        OrderStatus::Confirmed => "Confirmed",
        OrderStatus::PartShipped => "Part shipped",
        OrderStatus::Shipped => "Shipped",
        OrderStatus::Invoiced => "Invoiced",
        OrderStatus::Paid => "Paid",
        OrderStatus::Cancelled => "Cancelled",
        OrderStatus::Void => "Void",
        OrderStatus::CreditMemo => "Credit memo",
        OrderStatus::Return => "Return",
    }
}
