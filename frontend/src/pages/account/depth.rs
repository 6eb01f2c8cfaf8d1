//! What stands beside and below the brief. Its code is fetched once the brief is there.

use crate::components::invoice_list::invoice_panel;
use crate::components::panel::{Placeholder, aging_states};
use crate::components::tasks::task_list;
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
use crate::pages::account::{Opened, use_opened};
use crate::state::filters::use_filters;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::account::{AccountDetail, AccountLevel};
use bellwether_core::explain::Explanation;
use bellwether_core::invoice::InvoiceView;
use leptos::prelude::*;
use std::sync::Arc;

/// Everything but the brief.
#[component]
pub fn AccountDepth() -> impl IntoView {
    let opened = use_opened();
    let log = Log::new(opened.id, opened.brief, load_timeline(opened.id));
    let inside = depth(opened, log);
    opened.tasks.set(Some(|id, name| task_list(Some(id), Some(name))));
    view! {
        {inside}
        {sheet(log)}
        {log.message.view()}
    }
    .into_any()
}

fn depth(opened: Opened, log: Log) -> AnyView {
    let (session, filters) = (use_session(), use_filters());
    let level = Memo::new(move |_| level_in(filters));
    let account: Loader<AccountDetail> = load(
        move || Some(level.get()),
        move |level| {
            let client = session.client();
            async move { client.account_at(opened.id, level).await }
        },
    );
    let symbol = session.currency();
    let explanation = explanation_of(opened.id, level);
    let (beside, is_old) = aging_states(
        account,
        Placeholder::Rows,
        |_| false,
        "",
        move |account| near(&account, explanation, symbol),
    );
    let below = move || account.value().map(|account| far(&account, explanation, symbol));
    view! {
        <div class="account-beside" class:is-stale=move || is_old.get()>{beside}</div>
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
