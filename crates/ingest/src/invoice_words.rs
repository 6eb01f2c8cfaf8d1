//! Words of invoice lists, as other systems use them: kinds, how an invoice stands, currencies.

use crate::synonyms::words;
use bellwether_core::invoice::{InvoiceKind, InvoiceStatus};

/// How an invoice stands, and what that says of its open balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) status: InvoiceStatus,
    pub(crate) payment: Payment,
}

/// What a status word says of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Payment {
    /// Nothing is open.
    Complete,
    /// Nothing has been paid.
    Nothing,
    /// The word does not say.
    Untold,
}

/// The kind that a word means. Below a header such as `Credit Memo` it may be yes or no.
pub(crate) fn kind(word: &str) -> Option<InvoiceKind> {
    Some(match words(word).as_str() {
        "invoice" | "inv" | "in" | "iv" | "i" | "si" | "sales invoice" | "tax invoice"
        | "customer invoice" | "cust invc" | "standard" | "debit" | "debit memo" | "dm"
        | "finance charge" | "fc" | "no" | "n" | "false" | "0" => InvoiceKind::Invoice,
        "credit memo" | "creditmemo" | "credit note" | "credit" | "cm" | "cn" | "cr" | "sc" | "c"
        | "sales credit" | "sales credit memo" | "customer credit" | "cust cred" | "credit memorandum"
        | "refund" | "yes" | "y" | "true" | "1" => InvoiceKind::CreditMemo,
        _ => return None,
    })
}

/// How the word says that the invoice stands.
pub(crate) fn standing(word: &str) -> Option<Standing> {
    let (status, payment) = match words(word).as_str() {
        "paid" | "paid in full" | "fully paid" | "closed" | "settled" | "fully applied" | "applied" => {
            (InvoiceStatus::Issued, Payment::Complete)
        }
        "open" | "unpaid" | "overdue" | "past due" | "due" | "sent" | "issued" | "not paid"
        | "outstanding" | "unapplied" => (InvoiceStatus::Issued, Payment::Nothing),
        "part paid" | "partially paid" | "partial" | "partly paid" | "posted" | "approved" | "current"
        | "no" | "n" | "false" | "0" | "invoiced" => (InvoiceStatus::Issued, Payment::Untold),
        "disputed" | "dispute" | "in dispute" | "contested" | "yes" | "y" | "true" | "1" | "x" => {
            (InvoiceStatus::Disputed, Payment::Untold)
        }
        "void" | "voided" | "cancelled" | "canceled" | "deleted" | "reversed" | "written off"
        | "write off" => (InvoiceStatus::Void, Payment::Complete),
        _ => return None,
    };
    Some(Standing { status, payment })
}

/// The ISO 4217 code of a currency.
pub(crate) fn currency(word: &str) -> Option<String> {
    let word = word.trim();
    if word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        let code = word.to_ascii_uppercase();
        return Some(if code == "USA" { "USD".to_owned() } else { code });
    }
    let code = match word.to_lowercase().as_str() {
        "us dollar" | "us dollars" | "u.s. dollar" | "us$" => "USD",
        "canadian dollar" | "canadian dollars" | "ca$" | "c$" => "CAD",
        "euro" | "euros" | "€" => "EUR",
        "british pound" | "pound sterling" | "£" => "GBP",
        "mexican peso" => "MXN",
        _ => return None,
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_status_knows_its_own_word() {
        for of in InvoiceKind::ALL {
            assert_eq!((kind(of.code()), kind(of.label())), (Some(of), Some(of)));
        }
        for status in InvoiceStatus::ALL {
            assert_eq!(standing(status.code()).map(|standing| standing.status), Some(status));
        }
        assert_eq!(kind("CustCred"), Some(InvoiceKind::CreditMemo));
        assert_eq!((kind("Payment"), standing("late again")), (None, None));
    }

    #[test]
    fn currencies_are_codes() {
        assert_eq!(currency("usd").as_deref(), Some("USD"));
        assert_eq!(currency("€").as_deref(), Some("EUR"));
        assert_eq!((currency("$"), currency("12")), (None, None));
    }
}
