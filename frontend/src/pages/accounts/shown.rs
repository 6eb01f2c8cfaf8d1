//! Which columns of the list are shown. The choice stands in the address, so that it goes along with a saved view.

use super::sorting;
use crate::components::icon::{Icon, IconName};
use crate::components::popover::Popover;
use crate::state::filters::{Filters, use_filters};
use crate::state::session::use_session;
use bellwether_core::account::AccountSort;
use bellwether_core::export::AccountColumn;
use leptos::prelude::*;

/// Part of the address with the columns chosen.
const KEY: &str = "columns";

/// What is shown unless chosen otherwise; city and number stand under the name.
const USUAL: [AccountColumn; 10] = [
    AccountColumn::Name,
    AccountColumn::Rep,
    AccountColumn::Segment,
    AccountColumn::ChurnRisk,
    AccountColumn::Health,
    AccountColumn::LastOrder,
    AccountColumn::NextOrder,
    AccountColumn::TrailingRevenue,
    AccountColumn::TrailingOrders,
    AccountColumn::Trend,
];

/// The columns of a part of the address, in display order. The name is always among them.
pub fn columns_of(chosen: Option<&str>) -> Vec<AccountColumn> {
    let Some(chosen) = chosen else { return USUAL.to_vec() };
    let chosen: Vec<_> = chosen.split(',').filter_map(AccountColumn::from_code).collect();
    let is_shown = |column: &AccountColumn| *column == AccountColumn::Name || chosen.contains(column);
    AccountColumn::ALL.into_iter().filter(is_shown).collect()
}

/// The columns shown; tracked.
pub fn shown_columns(filters: Filters) -> Vec<AccountColumn> {
    let mut columns = columns_of(filters.get(KEY).as_deref());
    // Somebody else may have chosen them, and shared the view.
    if !may_see_profit() {
        columns.retain(|column| !column.is_of_profit());
    }
    if are_chosen(filters) { columns } else { with_ranked(columns, sorting(filters).0) }
}

/// The usual columns of a list that is ranked by money not usually shown: it stands in the place of the orders.
fn with_ranked(columns: Vec<AccountColumn>, sort: AccountSort) -> Vec<AccountColumn> {
    let money = [AccountColumn::AtRisk, AccountColumn::Priority];
    let Some(ranked) = money.into_iter().find(|column| column.sort() == Some(sort)) else { return columns };
    let shown = |column| if column == AccountColumn::TrailingOrders { ranked } else { column };
    columns.into_iter().map(shown).collect()
}

/// Whether somebody chose the columns; tracked.
pub fn are_chosen(filters: Filters) -> bool {
    filters.get(KEY).is_some()
}

/// Whether the person may see profits; not tracked.
pub fn may_see_profit() -> bool {
    untrack(|| use_session().me()).is_some_and(|me| me.permissions.view_margin)
}

/// Columns as they stand in the address; nothing for the usual ones.
fn spelled(columns: &[AccountColumn]) -> Option<String> {
    let codes: Vec<&str> = columns.iter().map(|column| column.code()).collect();
    (columns != USUAL).then(|| codes.join(","))
}

/// The button, and the window in which columns are ticked.
#[component]
pub fn ColumnChooser() -> impl IntoView {
    let filters = use_filters();
    let button = view! { <Icon name=IconName::Columns /><span>"Columns"</span> }.into_any();
    let may_see_profit = may_see_profit();
    let boxes: Vec<_> = AccountColumn::ALL
        .into_iter()
        .filter(|column| *column != AccountColumn::Name && (may_see_profit || !column.is_of_profit()))
        .map(|column| tick(filters, column))
        .collect();
    view! {
        <Popover id="account-columns" label="Columns" button_class="is-laptop" button>
            <fieldset class="column-choices"><legend>"Columns beside the account"</legend>{boxes}</fieldset>
            <button type="button" class="button" on:click=move |_| filters.replace(&[(KEY, None)])>"Usual columns"</button>
        </Popover>
    }
    .into_any()
}

fn tick(filters: Filters, column: AccountColumn) -> AnyView {
    let is_shown = move || shown_columns(filters).contains(&column);
    let change = move |event: web_sys::Event| {
        let is_wanted = event_target_checked(&event);
        let shown = untrack(|| shown_columns(filters));
        let is_kept = |other: &AccountColumn| {
            if *other == column { is_wanted } else { shown.contains(other) }
        };
        let next: Vec<_> = AccountColumn::ALL.into_iter().filter(is_kept).collect();
        filters.replace(&[(KEY, spelled(&next))]);
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=is_shown on:change=change />
            <span>{column.label()}</span>
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_survives_the_address_and_the_name_is_never_missing() {
        assert_eq!(spelled(&columns_of(None)), None);
        let chosen = columns_of(Some("at_risk,number,nonsense"));
        assert_eq!(chosen, [AccountColumn::Name, AccountColumn::Number, AccountColumn::AtRisk]);
        assert_eq!(columns_of(spelled(&chosen).as_deref()), chosen);
        assert_eq!(columns_of(Some("")), [AccountColumn::Name]);
    }

    #[test]
    fn a_list_ranked_by_money_shows_it() {
        let ranked = with_ranked(USUAL.to_vec(), AccountSort::Priority);
        assert!(
            ranked.contains(&AccountColumn::Priority) && !ranked.contains(&AccountColumn::TrailingOrders)
        );
        assert_eq!(with_ranked(USUAL.to_vec(), AccountSort::Health), USUAL);
    }

    #[test]
    fn the_usual_columns_stand_in_display_order() {
        let in_order: Vec<_> =
            AccountColumn::ALL.into_iter().filter(|column| USUAL.contains(column)).collect();
        assert_eq!(in_order, USUAL);
    }
}
