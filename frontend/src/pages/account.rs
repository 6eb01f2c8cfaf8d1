//! One account on one page (D1–D5): where it stands and why, its habit, what it buys, who is near.

mod explanation;
mod header;
mod history;
mod nearby;
mod purchases;
mod rhythm;

use crate::components::invoice_list::invoice_panel;
use crate::components::panel::{Placeholder, four_states};
use crate::pages::account::explanation::{explanation_of, what_changed, why};
use crate::pages::account::header::{header, headline};
use crate::pages::account::history::{monthly, recent_orders};
use crate::pages::account::nearby::nearby;
use crate::pages::account::purchases::purchases;
use crate::pages::account::rhythm::rhythm;
use crate::state::effect::watch;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::AccountId;
use bellwether_core::account::AccountDetail;
use bellwether_core::invoice::InvoiceView;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// The page of the account in the address.
#[component]
pub fn AccountPage() -> impl IntoView {
    let session = use_session();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get_str("id").and_then(|id| id.parse::<AccountId>().ok()))
    });
    let account: Loader<AccountDetail> = load(
        move || id.get(),
        move |id| {
            let client = session.client();
            async move { client.account(id).await }
        },
    );
    watch(move || {
        if let Some(account) = account.value() {
            document().set_title(&format!("{} · Bellwether", account.account.name));
        }
    });
    let symbol = session.currency();
    let body = StoredValue::new(four_states(
        account,
        Placeholder::Rows,
        |_| false,
        "",
        move |account| page(&account, symbol),
    ));
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/accounts">"Accounts"</a></nav>
        <Show when=move || account.value().is_none()><h1 class="visually-hidden">"Account"</h1></Show>
        <div class="account-page" class:is-stale=move || account.is_loading() && account.value().is_some()>
            {move || match id.get() {
                Some(_) => body.with_value(|body| body()),
                None => view! { <crate::pages::not_found::NotFoundPage /> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// What the account owes, for those who may see it.
fn invoices(account: &AccountDetail) -> Option<AnyView> {
    let may_see = untrack(|| use_session().me()).is_some_and(|me| me.permissions.view_financials);
    may_see.then(|| invoice_panel("span-12", Some(account.account.id), "invoices", InvoiceView::Open))
}

fn page(account: &Arc<AccountDetail>, symbol: &'static str) -> AnyView {
    let explanation = explanation_of(account.account.id);
    view! {
        {header(account)}
        {headline(account, symbol)}
        <div class="dashboard-grid">
            {why(account, explanation, symbol)}
            {rhythm(account, explanation)}
            {what_changed(account)}
            {monthly(account, symbol)}
            {recent_orders(account, symbol)}
            {invoices(account)}
            {purchases(account, symbol)}
            {nearby(account)}
        </div>
    }
    .into_any()
}
