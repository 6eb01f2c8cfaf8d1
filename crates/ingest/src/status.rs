//! Words for the status of an order, as other systems use them.

use bellwether_core::OrderStatus;

/// The status that a word means; upper case, blanks and hyphens do not matter.
pub(crate) fn parse(word: &str) -> Option<OrderStatus> {
    let word: String =
        word.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    Some(match word.as_str() {
        "draft" | "saved" | "cart" | "basket" | "incomplete" | "parked" => OrderStatus::Draft,
        "quote" | "quoted" | "quotation" | "estimate" | "proposal" | "bid" => OrderStatus::Quote,
        "placed" | "open" | "new" | "submitted" | "ordered" | "pending" | "processing"
        | "pendingapproval" | "onhold" => OrderStatus::Placed,
        "confirmed" | "approved" | "accepted" | "released" | "pendingfulfillment" | "picking" | "picked"
        | "packed" => OrderStatus::Confirmed,
        "partshipped" | "partial" | "partiallyshipped" | "partiallyfulfilled" | "backordered" => {
            OrderStatus::PartShipped
        }
        "shipped" | "delivered" | "fulfilled" | "complete" | "completed" | "pendingbilling" => {
            OrderStatus::Shipped
        }
        "invoiced" | "billed" | "partpaid" | "partiallypaid" => OrderStatus::Invoiced,
        "paid" | "closed" => OrderStatus::Paid,
        "cancelled" | "canceled" | "declined" | "rejected" | "lost" | "expired" => OrderStatus::Cancelled,
        "void" | "voided" | "deleted" => OrderStatus::Void,
        "credit" | "creditmemo" | "creditnote" | "credited" | "refund" | "refunded" => {
            OrderStatus::CreditMemo
        }
        "return" | "returned" | "rma" => OrderStatus::Return,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_knows_its_own_word() {
        for status in OrderStatus::ALL {
            assert_eq!(parse(status.code()), Some(status));
        }
        assert_eq!(parse("Part-Shipped"), Some(OrderStatus::PartShipped));
        assert_eq!(parse("late"), None);
    }
}
