//! The list as a file: links that download what the filters leave, in the order shown.

use super::question::question;
use super::shown::{are_chosen, shown_columns};
use crate::components::export;
use crate::components::print::{MOST_PRINTED, print_with};
use crate::format::tally;
use crate::state::filters::{Filters, use_filters};
use crate::state::pager::Pager;
use crate::state::session::{Session, use_session};
use crate::state::viewport::{IsPhone, use_is_phone};
use bellwether_core::account::AccountRow;
use bellwether_core::export::{ExportFormat, ExportQuery};
use leptos::prelude::*;

/// The button, and the window with the kinds of file.
pub fn export_button(accounts: Pager<AccountRow>) -> AnyView {
    let (session, filters) = (use_session(), use_filters());
    let is_phone = use_is_phone();
    let words = move || {
        let columns = if has_all(filters, is_phone) { "every column" } else { "the columns shown" };
        match accounts.total() {
            Some(1) => format!("The account that matches, with {columns}."),
            Some(total) => {
                let paper = if total > MOST_PRINTED as u64 {
                    format!(" On paper the first {} of them.", tally(MOST_PRINTED as u64))
                } else {
                    String::new()
                };
                format!("All {} accounts that match, in this order, with {columns}.{paper}", tally(total))
            }
            None => String::new(),
        }
    };
    let address = move |format| Some(address(session, filters, is_phone, format));
    export::export_button("account-export", words, address, move || print_with(accounts))
}

/// Whether every column comes: on phones none are to be seen, so that all do unless somebody chose. Tracked.
fn has_all(filters: Filters, is_phone: IsPhone) -> bool {
    is_phone.get() && !are_chosen(filters)
}

/// Where the file is; tracked.
fn address(session: Session, filters: Filters, is_phone: IsPhone, format: ExportFormat) -> String {
    let columns = (!has_all(filters, is_phone)).then(|| {
        let codes: Vec<&str> = shown_columns(filters).into_iter().map(|column| column.code()).collect();
        codes.join(",")
    });
    let file = ExportQuery { format: Some(format), columns };
    let query = question(|key| filters.get(key));
    session.client().export_address(&query, &file).unwrap_or_else(|_unreadable| "/accounts".to_owned())
}
