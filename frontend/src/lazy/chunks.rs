//! Which page travels in which chunk. What is opened first must be small, so the daily pages are alone, and so is what
//! stands beside an account's brief and below the cards of For You. Rare pages share a chunk: each chunk more means more
//! parts in common with others.
//! `frontend/tools/split.mjs` has the addresses.

use super::{Draw, NotFetched};
use crate::pages::account::AccountPage;
use crate::pages::account::depth::AccountDepth;
use crate::pages::accounts::AccountsPage;
use crate::pages::accuracy::AccuracyPage;
use crate::pages::dashboard::DashboardPage;
use crate::pages::dashboard::rows::RowsPage;
use crate::pages::for_you::ForYouPage;
use crate::pages::for_you::depth::ForYouDepth;
use crate::pages::imports::ImportsPage;
use crate::pages::invoices::InvoicesPage;
use crate::pages::map::MapPage;
use crate::pages::notifications::NotificationsPage;
use crate::pages::orders::OrdersPage;
use crate::pages::password::PasswordPage;
use crate::pages::products::ProductsPage;
use crate::pages::rule_lab::RuleLabPage;
use crate::pages::settings::SettingsPage;
use crate::pages::targets::TargetsPage;
use crate::pages::trip::TripPage;
use crate::pages::weekly::WeeklyPage;
use crate::shell::keys_window::KeysPage;
use crate::shell::palette::PalettePage;
use leptos::prelude::*;

/// For every page a function that fetches its chunk and gives what draws it. Without the feature `split`
/// (`cargo xtask dev`, tests) the page is in the app already.
macro_rules! pages_in_chunks {
    ($($chunk:ident: $($page:ident => $Page:ident),+;)+) => {
        $($(
            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split($chunk, wasm_split_path = leptos::wasm_split, fallible)]
            pub fn $page() -> Result<Draw, NotFetched> {
                Ok(|| view! { <$Page /> }.into_any())
            }

            #[cfg(not(feature = "split"))]
            pub async fn $page() -> Result<Draw, NotFetched> {
                Ok(|| view! { <$Page /> }.into_any())
            }
        )+)+
    };
}

pages_in_chunks! {
    accounts: accounts => AccountsPage;
    products: products => ProductsPage;
    trip: trip => TripPage;
    account: account => AccountPage;
    depth: account_depth => AccountDepth;
    dashboard: dashboard => DashboardPage;
    today: for_you => ForYouPage;
    insights: for_you_depth => ForYouDepth;
    papers: orders => OrdersPage, invoices => InvoicesPage;
    weekly: weekly => WeeklyPage;
    over: palette => PalettePage, keys => KeysPage;
    rows: rows => RowsPage;
    password: password => PasswordPage;
    map: map => MapPage;
    engine: accuracy => AccuracyPage, rules => RuleLabPage;
    upkeep: imports => ImportsPage, settings => SettingsPage, targets => TargetsPage,
        notifications => NotificationsPage;
}
