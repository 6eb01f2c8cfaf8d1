//! Finding an account by its name, number or place.

use super::draft::Draft;
use crate::components::icon::{Icon, IconName};
use crate::components::panel::failure_words;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::Page;
use bellwether_core::account::{AccountQuery, AccountRef, AccountRow};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::time::Duration;

/// Typing asks the server once it pauses.
const PAUSE: Duration = Duration::from_millis(180);
/// Accounts offered at once.
const OFFERED: u32 = 6;

/// The account picked, or the search for one.
pub(super) fn account_search(draft: RwSignal<Draft>) -> AnyView {
    let picked = Memo::new(move |_| draft.with(|draft| draft.account.clone()));
    view! {
        {move || match picked.get() {
            Some(account) => chosen(draft, &account),
            None => search(draft),
        }}
    }
    .into_any()
}

fn chosen(draft: RwSignal<Draft>, account: &AccountRef) -> AnyView {
    let name = account.name.clone();
    view! {
        <div class="field">
            <span>"Account"</span>
            <button
                type="button"
                class="button targets-chosen"
                aria-label=format!("{name}, pick another account")
                on:click=move |_| draft.update(|draft| draft.account = None)
            >
                {name.clone()}
                <Icon name=IconName::Close />
            </button>
        </div>
    }
    .into_any()
}

fn search(draft: RwSignal<Draft>) -> AnyView {
    let session = use_session();
    let words = RwSignal::new(String::new());
    let found: Loader<Page<AccountRow>> = load(
        move || Some(words.get()).filter(|words| !words.is_empty()),
        move |words| {
            let client = session.client();
            let query = AccountQuery { search: Some(words), limit: Some(OFFERED), ..AccountQuery::default() };
            async move { client.accounts(&query).await }
        },
    );
    let mut typed = debounce(PAUSE, move |text: String| {
        words.try_set(text.trim().to_owned());
    });
    view! {
        <div class="targets-search">
            <label class="field">
                <span>"Account"</span>
                <input type="search" placeholder="Name, number, city or ZIP" autocomplete="off" on:input=move |event| typed(event_target_value(&event)) />
            </label>
            <div role="status">{move || (!words.get().is_empty()).then(|| offer(found, draft))}</div>
        </div>
    }
    .into_any()
}

fn offer(found: Loader<Page<AccountRow>>, draft: RwSignal<Draft>) -> AnyView {
    match (found.value(), found.failure()) {
        (_, Some(error)) => view! { <p class="notice is-failing">{failure_words(&error).0}</p> }.into_any(),
        (None, None) => view! { <p class="muted small">"Searching…"</p> }.into_any(),
        (Some(page), None) if page.items.is_empty() => {
            view! { <p class="muted small">"No account has these words in its name, number or place."</p> }
                .into_any()
        }
        (Some(page), None) => {
            let rows: Vec<_> = page.items.iter().map(|row| offered(&row.account, draft)).collect();
            view! { <ul class="targets-found" aria-label="Accounts found">{rows}</ul> }.into_any()
        }
    }
}

fn offered(account: &AccountRef, draft: RwSignal<Draft>) -> AnyView {
    let picked = account.clone();
    let pick = move |_| draft.update(|draft| draft.account = Some(picked.clone()));
    view! {
        <li>
            <button type="button" class="sheet-link" on:click=pick>
                <span class="two-lines"><span>{account.name.clone()}</span><span>{account.place.clone()}</span></span>
            </button>
        </li>
    }
    .into_any()
}
