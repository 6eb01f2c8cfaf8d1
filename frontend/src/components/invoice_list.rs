//! Invoices and credit memos (F11), of one account or of all. Credit stands beside what is owed and is never
//! taken off it.

mod row;
mod standing;

use crate::components::endless::{empty_with, endless, import_link};
use crate::components::invoice_list::row::{Look, rows};
use crate::components::invoice_list::standing::{standings, words};
use crate::components::switch::{Choice, switch};
use crate::format::tally;
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::pager::{Pager, load_pages};
use crate::state::session::use_session;
use bellwether_core::invoice::{InvoiceKind, InvoiceQuery, InvoiceRow, InvoiceView};
use bellwether_core::paging::MAX_LIMIT;
use bellwether_core::{AccountId, Page};
use leptos::prelude::*;

/// Invoices asked for at once.
const PAGE_ROWS: u32 = 100;

/// The word in the address.
fn code(view: InvoiceView) -> &'static str {
    match view {
        InvoiceView::All => "all",
        InvoiceView::Open => "open",
        InvoiceView::Overdue => "overdue",
        InvoiceView::NoDueDate => "no_due_date",
    }
}

/// The choices in display order.
const VIEWS: [(InvoiceView, &str); 4] = [
    (InvoiceView::Overdue, "Overdue"),
    (InvoiceView::Open, "Open"),
    (InvoiceView::All, "All"),
    (InvoiceView::NoDueDate, "No due date"),
];

fn view_of(word: Option<&str>, usual: InvoiceView) -> InvoiceView {
    let named = VIEWS.into_iter().find(|(view, _)| Some(code(*view)) == word);
    named.map_or(usual, |(view, _)| view)
}

/// The buttons; the usual view needs no word in the address.
fn choices(usual: InvoiceView) -> [Choice; 4] {
    VIEWS.map(|(view, label)| (label, (view != usual).then(|| code(view))))
}

/// The panel: of one account and its bill-to, or of all. `key` is the part of the address that says which are
/// shown, `usual` what is shown without it.
pub fn invoice_panel(
    class: &'static str,
    account: Option<AccountId>,
    key: &'static str,
    usual: InvoiceView,
) -> AnyView {
    let filters = use_filters();
    let view = Memo::new(move |_| view_of(filters.get(key).as_deref(), usual));
    let invoices = load_invoices(account, view);
    let total = move || invoices.total().map(|total| format!("{} in all", tally(total)));
    view! {
        <section class=format!("panel {class}") aria-label="Invoices">
            <header class="panel-head">
                <div class="invoices-head"><h2>"Invoices"</h2><div class="panel-note" role="status">{total}</div></div>
                {switch(filters, "Which invoices", key, choices(usual))}
            </header>
            <div class="panel-body">
                {account.map(sums)}
                {list(invoices, account, view, filters)}
            </div>
        </section>
    }
    .into_any()
}

fn load_invoices(account: Option<AccountId>, view: Memo<InvoiceView>) -> Pager<InvoiceRow> {
    let session = use_session();
    load_pages(
        move || Some(view.get()),
        move |view: InvoiceView, cursor| {
            let client = session.client();
            let query = InvoiceQuery { account, view: Some(view), limit: Some(PAGE_ROWS), cursor };
            async move { client.invoices(&query).await }
        },
    )
}

/// What the account owes and what credit it has, whichever invoices are listed.
fn sums(account: AccountId) -> AnyView {
    let session = use_session();
    let open: Loader<Page<InvoiceRow>> = load(
        move || Some(account),
        move |account| {
            let client = session.client();
            let query = InvoiceQuery {
                account: Some(account),
                view: Some(InvoiceView::Open),
                limit: Some(MAX_LIMIT),
                cursor: None,
            };
            async move { client.invoices(&query).await }
        },
    );
    let shown = move || {
        // Sums of a part would look like sums of all.
        let page = open.value().filter(|page| page.next_cursor.is_none())?;
        let lines = standings(&page.items).iter().map(words).collect::<Vec<_>>();
        let lines: Vec<_> = lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
        Some(view! { <div class="invoice-sums">{lines}</div> })
    };
    view! { {shown} }.into_any()
}

fn list(
    invoices: Pager<InvoiceRow>,
    account: Option<AccountId>,
    view: Memo<InvoiceView>,
    filters: Filters,
) -> AnyView {
    let look = Look::new(account, untrack(|| filters.freshness()));
    let of = move |kind: InvoiceKind| {
        Signal::derive(move || {
            let rows = invoices.rows();
            rows.iter().filter(|row| row.kind == kind).cloned().collect::<Vec<_>>()
        })
    };
    let (owed, credit) = (of(InvoiceKind::Invoice), of(InvoiceKind::CreditMemo));
    let has_credit = Memo::new(move |_| credit.with(|rows| !rows.is_empty()));
    let has_owed = Memo::new(move |_| owed.with(|rows| !rows.is_empty()));
    let full = move || {
        view! {
            {move || has_owed.get().then(|| rows(owed, look))}
            {move || has_credit.get().then(|| view! {
                <h3 class="invoice-credit">"Credit memos"<span class="muted">"beside what is owed, never taken off it"</span></h3>
                {rows(credit, look)}
            })}
        }
        .into_any()
    };
    let way = import_link();
    endless(invoices, move || none(view.get(), way), full)
}

fn none(view: InvoiceView, way: Option<(&'static str, &'static str)>) -> AnyView {
    match view {
        InvoiceView::All => {
            empty_with("No invoices yet. Import a file of invoices and credit memos to see them here.", way)
        }
        InvoiceView::Open => {
            empty_with("Nothing is open. Invoices with an open balance come with an import of invoices.", way)
        }
        InvoiceView::Overdue => {
            empty_with("Nothing is overdue. Open invoices are one press away, above.", None)
        }
        InvoiceView::NoDueDate => {
            empty_with("Every open invoice has a due date, of its own or by the account's terms.", None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_survives_the_address_whatever_is_usual() {
        for usual in [InvoiceView::Overdue, InvoiceView::All] {
            for ((view, _), (_, word)) in VIEWS.into_iter().zip(choices(usual)) {
                assert_eq!(view_of(word, usual), view);
            }
        }
    }

    #[test]
    fn an_unknown_word_means_the_usual_view() {
        assert_eq!(view_of(Some("paid"), InvoiceView::Overdue), InvoiceView::Overdue);
    }
}
