//! One account on one page (D1–D6, D8, D9, D11): first what is needed before a call, then where it stands and why,
//! its habit, what it buys, who is near and what happened with it.

mod brief;
mod explanation;
mod group;
mod header;
mod history;
mod log;
mod nearby;
mod place;
mod purchases;
mod rhythm;
mod timeline;

use crate::components::invoice_list::invoice_panel;
use crate::components::panel::{Placeholder, four_states};
use crate::components::tasks::task_list;
use crate::pages::account::brief::brief_panel;
use crate::pages::account::explanation::{explanation_of, what_changed, why};
use crate::pages::account::group::{level_in, level_switch, members};
use crate::pages::account::header::headline;
use crate::pages::account::history::{monthly, recent_orders};
use crate::pages::account::log::Log;
use crate::pages::account::log::sheet::sheet;
use crate::pages::account::nearby::nearby;
use crate::pages::account::place::anchor;
use crate::pages::account::purchases::purchases;
use crate::pages::account::rhythm::rhythm;
use crate::pages::account::timeline::{load_timeline, timeline};
use crate::state::effect::watch;
use crate::state::filters::use_filters;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::AccountId;
use bellwether_core::account::{AccountDetail, AccountLevel};
use bellwether_core::brief::AccountBrief;
use bellwether_core::explain::Explanation;
use bellwether_core::invoice::InvoiceView;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// The page of the account in the address.
#[component]
pub fn AccountPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get_str("id").and_then(|id| id.parse::<AccountId>().ok()))
    });
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/accounts">"Accounts"</a></nav>
        {move || match id.get() {
            Some(id) => account_page(id),
            None => view! { <crate::pages::not_found::NotFoundPage /> }.into_any(),
        }}
    }
    .into_any()
}

/// The brief is asked for first and alone; everything else waits for it.
fn account_page(id: AccountId) -> AnyView {
    let session = use_session();
    let brief: Loader<AccountBrief> = load(
        move || Some(id),
        move |id| {
            let client = session.client();
            async move { client.brief(id).await }
        },
    );
    let name = Memo::new(move |_| brief.value().map(|brief| brief.account.name.clone()));
    watch(move || {
        if let Some(name) = name.get() {
            document().set_title(&format!("{name} · Bellwether"));
        }
    });
    let is_briefed = Memo::new(move |_| name.with(Option::is_some));
    let log = Log::new(id, brief, load_timeline(id, is_briefed));
    let inside = brief_panel(brief, session.currency());
    view! {
        <Show when=move || !is_briefed.get()><h1 class="visually-hidden">"Account"</h1></Show>
        <div class="account-page">
            <div class="account-first">
                {inside}
                {move || name.get().map(|name| task_list(Some(id), Some(name)))}
            </div>
            {move || is_briefed.get().then(|| depth(id, log))}
        </div>
        {sheet(log)}
        {log.message.view()}
    }
    .into_any()
}

/// What stands beside and below the brief.
fn depth(id: AccountId, log: Log) -> AnyView {
    let (session, filters) = (use_session(), use_filters());
    let level = Memo::new(move |_| level_in(filters));
    let account: Loader<AccountDetail> = load(
        move || Some(level.get()),
        move |level| {
            let client = session.client();
            async move { client.account_at(id, level).await }
        },
    );
    let symbol = session.currency();
    let explanation = explanation_of(id, level);
    let beside = four_states(
        account,
        Placeholder::Rows,
        |_| false,
        "",
        move |account| near(&account, explanation, symbol),
    );
    let below = move || account.value().map(|account| far(&account, explanation, symbol));
    view! {
        <div class="account-beside" class:is-stale=move || account.is_loading() && account.value().is_some()>{beside}</div>
        <div class="account-below dashboard-grid">
            {below}
            {timeline(log, symbol)}
        </div>
    }
    .into_any()
}

/// Its figures, and why it stands where it does.
fn near(account: &Arc<AccountDetail>, explanation: Loader<Explanation>, symbol: &'static str) -> AnyView {
    view! {
        {level_switch(account)}
        {headline(account, symbol)}
        {anchor("why", why(account, explanation, symbol))}
        {what_changed(account)}
    }
    .into_any()
}

/// Everything else about it. What is owed and who is near is said of one account, not of a group.
fn far(account: &Arc<AccountDetail>, explanation: Loader<Explanation>, symbol: &'static str) -> AnyView {
    let is_alone = account.level == AccountLevel::ShipTo;
    view! {
        {members(account, symbol)}
        {rhythm(account, explanation)}
        {monthly(account, symbol)}
        {recent_orders(account, symbol)}
        {is_alone.then(|| invoices(account))}
        {purchases(account, symbol)}
        {is_alone.then(|| nearby(account))}
    }
    .into_any()
}

/// What the account owes, for those who may see it.
fn invoices(account: &AccountDetail) -> Option<AnyView> {
    let may_see = untrack(|| use_session().me()).is_some_and(|me| me.permissions.view_financials);
    let panel = || invoice_panel("", Some(account.account.id), "invoices", InvoiceView::Open);
    may_see.then(|| anchor("invoices", panel()))
}
