//! Search and filters above the list. All of them stand in the address.

use super::columns::{SORTS, sort_code, sort_from_code, sort_label};
use super::criteria::more_filters;
use super::export::export_button;
use super::shown::{ColumnChooser, may_see_profit};
use super::sorting;
use crate::components::address_select::address_select;
use crate::components::icon::{Icon, IconName};
use crate::components::saved_views::SavedViews;
use crate::components::scope::{load_choices, named, regions_of, reps_of};
use crate::state::filters::{Filters, use_filters};
use crate::state::pager::Pager;
use crate::state::viewport::use_is_phone;
use bellwether_core::account::{AccountRow, AccountSort};
use bellwether_core::rep::CategoryRef;
use bellwether_core::view::{ViewPage, account_filters};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::time::Duration;

/// Typing asks the server once it pauses, not with every letter.
const PAUSE: Duration = Duration::from_millis(180);

/// The row of filters.
#[component]
pub fn FilterBar(
    /// The accounts that match.
    accounts: Pager<AccountRow>,
) -> impl IntoView {
    let filters = use_filters();
    let choices = load_choices();
    let states =
        named(choices, |choices| choices.states.iter().map(|code| (code.clone(), code.clone())).collect());
    let categories = named(choices, |choices| {
        let named = |category: &CategoryRef| (category.id.to_string(), category.name.clone());
        choices.categories.iter().map(named).collect()
    });
    let selects = move || {
        view! {
            {address_select(filters, "state", "State", "All states", states)}
            {regions_of(filters, choices)}
            {reps_of(filters, choices)}
            {address_select(filters, "category", "Category bought", "All categories", categories)}
        }
        .into_any()
    };
    let is_phone = use_is_phone();
    let folded = move || is_phone.get().then(|| view! { <div class="folded-filters">{selects()}</div> });
    view! {
        <div class="toolbar account-toolbar" role="search" aria-label="Filter accounts" aria-busy=move || choices.is_loading().to_string()>
            <Search />
            <ValueOrVolume />
            {move || (!is_phone.get()).then(selects)}
            <SortSelect />
            {more_filters(view! { {folded} }.into_any())}
            <ClearFilters />
            <span class="toolbar-end">
                <SavedViews page=ViewPage::Accounts />
                <ColumnChooser />
                {export_button(accounts)}
            </span>
        </div>
    }
    .into_any()
}

#[component]
fn Search() -> impl IntoView {
    let filters = use_filters();
    let search = debounce(PAUSE, move |words: String| {
        let words = words.trim().to_owned();
        filters.replace(&[("search", (!words.is_empty()).then_some(words))]);
    });
    view! {
        <label class="search">
            <Icon name=IconName::Search />
            <span class="visually-hidden">"Search accounts"</span>
            <input
                type="search"
                placeholder="Name, number, city or ZIP"
                autocomplete="off"
                prop:value=untrack(|| filters.get("search"))
                on:input={
                    let mut search = search;
                    move |event| search(event_target_value(&event))
                }
            />
        </label>
    }
}

/// Order value or order volume (W2): what the list is ranked by, one click away.
#[component]
fn ValueOrVolume() -> impl IntoView {
    let filters = use_filters();
    let choice = move |label: &'static str, sort: AccountSort| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (sorting(filters).0 == sort).to_string()
                on:click=move |_| set_sort(filters, sort)
            >
                {label}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="switch" role="group" aria-label="Rank by">
            {choice("Order value", AccountSort::TrailingRevenue)}
            {choice("Order volume", AccountSort::TrailingOrders)}
            {choice("Money at risk", AccountSort::RevenueAtRisk)}
            {may_see_profit().then(|| choice("Priority", AccountSort::Priority))}
        </div>
    }
}

fn set_sort(filters: Filters, sort: AccountSort) {
    let code = (sort != AccountSort::default()).then(|| sort_code(sort).to_owned());
    filters.set(&[("sort", code), ("direction", None)]);
}

/// Sorting for phones, where there are no column heads to press.
#[component]
fn SortSelect() -> impl IntoView {
    let filters = use_filters();
    let may_see_profit = may_see_profit();
    let sorts = SORTS.into_iter().filter(|sort| may_see_profit || *sort != AccountSort::Priority);
    let options = sorts.map(|sort| {
        view! { <option value=sort_code(sort) selected=move || sorting(filters).0 == sort>{sort_label(sort)}</option> }.into_any()
    });
    let change = move |event: web_sys::Event| {
        if let Some(sort) = sort_from_code(&event_target_value(&event)) {
            set_sort(filters, sort);
        }
    };
    view! {
        <label class="select phone-only">
            <span class="visually-hidden">"Sort by"</span>
            <select on:change=change>{options.collect_view()}</select>
        </label>
    }
}

/// One press back to all accounts.
#[component]
fn ClearFilters() -> impl IntoView {
    let filters = use_filters();
    let is_filtered = move || account_filters().any(|key| filters.get(key).is_some());
    let clear = move |_| filters.set(&account_filters().map(|key| (key, None)).collect::<Vec<_>>());
    view! {
        <Show when=is_filtered>
            <button type="button" class="button is-quiet" on:click=clear><Icon name=IconName::Close />"Clear filters"</button>
        </Show>
    }
}
