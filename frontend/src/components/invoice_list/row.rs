//! Invoices as rows of a table, and as cards on phones.

use super::standing::money;
use crate::format::{day, days};
use crate::state::viewport::use_is_phone;
use bellwether_core::AccountId;
use bellwether_core::freshness::Freshness;
use bellwether_core::invoice::{InvoiceRow, InvoiceStatus};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// What all rows share.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// The account whose page this is; none where invoices of all stand together.
    account: Option<AccountId>,
    year: Option<i32>,
}

impl Look {
    pub(super) fn new(account: Option<AccountId>, freshness: Option<Freshness>) -> Self {
        Self { account, year: freshness.map(|fresh| fresh.as_of.year()) }
    }

    fn day(self, date: NaiveDate) -> String {
        day(date, self.year.unwrap_or_else(|| date.year()))
    }
}

/// The rows; those that are there already stay when more come.
pub(super) fn rows(invoices: Signal<Vec<InvoiceRow>>, look: Look) -> AnyView {
    let is_phone = use_is_phone();
    view! { {move || if is_phone.get() { cards(invoices, look) } else { table(invoices, look) }} }.into_any()
}

fn table(invoices: Signal<Vec<InvoiceRow>>, look: Look) -> AnyView {
    let account = look.account.is_none().then(|| view! { <th scope="col" class="is-account">"Account"</th> });
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label="Invoices, scrolls sideways">
            <table class="table invoices-table">
                <thead>
                    <tr>
                        <th scope="col">"Number"</th>
                        {account}
                        <th scope="col">"Date"</th>
                        <th scope="col">"Due"</th>
                        <th scope="col" class="number">"Amount"</th>
                        <th scope="col" class="number">"Open"</th>
                        <th scope="col" class="number">"Overdue"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || invoices.get() key=|row| row.id let(row)>{table_row(&row, look)}</For>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn table_row(row: &InvoiceRow, look: Look) -> AnyView {
    let account = look.account.is_none().then(|| {
        view! {
            <td>
                <span class="two-lines">
                    <a href=format!("/accounts/{}", row.account.id)>{row.account.name.clone()}</a>
                    <span>{row.account.place.clone()}</span>
                </span>
            </td>
        }
    });
    view! {
        <tr>
            <td><span class="two-lines"><span>{row.number.clone()}</span><span>{about(row, look)}</span></span></td>
            {account}
            <td>{look.day(row.issued_on)}</td>
            <td>{due(row, look)}</td>
            <td class="number">{money(row.amount_cents, &row.currency)}</td>
            <td class="number">{money(row.open_balance_cents, &row.currency)}</td>
            <td class="number">{overdue(row)}</td>
        </tr>
    }
    .into_any()
}

/// What it is, how it stands, on whose account, and the way to its order.
fn about(row: &InvoiceRow, look: Look) -> AnyView {
    let order = row.order.map(|order| {
        view! { " · "<a href=format!("/orders/{order}") data-aside="" aria-label=format!("order of {}", row.number)>"order"</a> }
    });
    view! { {about_words(row, look.account)}{order} }.into_any()
}

fn about_words(row: &InvoiceRow, account: Option<AccountId>) -> String {
    let standing = match row.status {
        InvoiceStatus::Issued => None,
        InvoiceStatus::Disputed => Some("disputed".to_owned()),
        InvoiceStatus::Void => Some("void".to_owned()),
    };
    let is_of_another = account.is_some_and(|account| account != row.account.id);
    let bill_to = is_of_another.then(|| format!("on bill-to {}", row.account.name));
    [Some(row.kind.label().to_owned()), standing, bill_to]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

fn due(row: &InvoiceRow, look: Look) -> AnyView {
    match row.due_on {
        None => view! { <span class="muted">"–"</span> }.into_any(),
        Some(date) if row.is_due_by_terms => {
            view! { <span class="two-lines"><span>{look.day(date)}</span><span>"by terms"</span></span> }
                .into_any()
        }
        Some(date) => look.day(date).into_any(),
    }
}

fn overdue(row: &InvoiceRow) -> AnyView {
    match row.overdue_days {
        Some(late) => view! { <span class="invoice-late">{days(late)}</span> }.into_any(),
        None => view! { <span class="muted">"–"</span> }.into_any(),
    }
}

fn cards(invoices: Signal<Vec<InvoiceRow>>, look: Look) -> AnyView {
    view! {
        <ul class="cards">
            <For each=move || invoices.get() key=|row| row.id let(row)>{card(&row, look)}</For>
        </ul>
    }
    .into_any()
}

fn card(row: &InvoiceRow, look: Look) -> AnyView {
    let account = look.account.is_none().then(|| {
        view! { <a class="invoice-account" href=format!("/accounts/{}", row.account.id) data-record="">{row.account.name.clone()}</a> }
    });
    view! {
        <li class="card invoice-card">
            {account}
            <div class="invoice-card-head">
                <span class="two-lines"><b>{row.number.clone()}</b><span>{about(row, look)}</span></span>
                <span>{overdue_words(row)}</span>
            </div>
            <dl class="invoice-figures">
                <div><dt>"Open"</dt><dd>{money(row.open_balance_cents, &row.currency)}</dd></div>
                <div><dt>"Amount"</dt><dd>{money(row.amount_cents, &row.currency)}</dd></div>
                <div><dt>"Due"</dt><dd>{due(row, look)}</dd></div>
            </dl>
        </li>
    }
    .into_any()
}

fn overdue_words(row: &InvoiceRow) -> Option<AnyView> {
    row.overdue_days.map(|late| {
        view! { <span class="invoice-late">{format!("{} overdue", days(late))}</span> }.into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::account::AccountRef;
    use bellwether_core::invoice::InvoiceKind;
    use bellwether_core::{Cents, InvoiceId};

    #[test]
    fn an_invoice_of_the_payer_says_so_on_the_page_of_who_got_the_goods() {
        let row = InvoiceRow {
            id: InvoiceId(7),
            account: AccountRef { id: AccountId(2), name: "Head Office".to_owned(), place: String::new() },
            number: "INV-7".to_owned(),
            kind: InvoiceKind::Invoice,
            status: InvoiceStatus::Disputed,
            issued_on: NaiveDate::from_ymd_opt(2026, 6, 1).expect("a date of the calendar"),
            due_on: None,
            is_due_by_terms: false,
            currency: "USD".to_owned(),
            amount_cents: Cents(100),
            open_balance_cents: Cents(100),
            overdue_days: None,
            order: None,
        };
        assert_eq!(about_words(&row, Some(AccountId(1))), "Invoice · disputed · on bill-to Head Office");
        assert_eq!(about_words(&row, Some(AccountId(2))), "Invoice · disputed");
        assert_eq!(about_words(&row, None), "Invoice · disputed");
    }
}
