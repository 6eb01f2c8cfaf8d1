//! Every invoice in one place (F11), what is overdue first.

use crate::components::invoice_list::invoice_panel;
use crate::components::panel::Empty;
use crate::format::day;
use crate::state::filters::use_filters;
use crate::state::session::use_session;
use bellwether_core::invoice::InvoiceView;
use chrono::Datelike;
use leptos::prelude::*;

/// The Invoices page, for those who may see what customers owe.
#[component]
pub fn InvoicesPage() -> impl IntoView {
    let session = use_session();
    let filters = use_filters();
    let may_see = Memo::new(move |_| session.me().is_some_and(|me| me.permissions.view_financials));
    let as_of = move || {
        let date = filters.freshness()?.as_of;
        Some(format!("As of {} {}", day(date, date.year()), date.year()))
    };
    view! {
        <div class="page-head"><h1>"Invoices"</h1><p>{as_of}</p></div>
        {move || if may_see.get() {
            invoice_panel("", None, "view", InvoiceView::Overdue)
        } else {
            view! { <div class="panel"><Empty words="Invoices are financial data, and you may not see it. An admin can give you that permission." /></div> }.into_any()
        }}
    }
    .into_any()
}
