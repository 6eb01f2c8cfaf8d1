//! The group an account belongs to (B1): the switch between its own figures and those of all, and who is in it.

use crate::components::badge::SegmentBadge;
use crate::components::risk::Risk;
use crate::components::section::section;
use crate::format::{count, day, money_full, money_short};
use crate::state::filters::{Filters, use_filters};
use crate::state::viewport::use_is_phone;
use bellwether_core::account::{AccountDetail, AccountGroup, AccountLevel, GroupMember};
use chrono::Datelike;
use leptos::prelude::*;

/// Name of the level in the address, and the word for groups.
const LEVEL: &str = "level";
const PARENT: &str = "parent";

/// The level in the address; tracked. None stands for the account by itself.
pub fn level_in(filters: Filters) -> Option<AccountLevel> {
    (filters.get(LEVEL).as_deref() == Some(PARENT)).then_some(AccountLevel::Parent)
}

/// The switch; nothing for an account that stands alone.
pub fn level_switch(account: &AccountDetail) -> Option<AnyView> {
    let group = account.group.as_ref()?;
    let filters = use_filters();
    let all = format!("All {} accounts of {}", group.count, group.head.name);
    let button = |words: String, value: Option<&'static str>| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (filters.get(LEVEL).as_deref() == value).to_string()
                on:click=move |_| filters.set(&[(LEVEL, value.map(str::to_owned)), ("since", None)])
            >
                {words}
            </button>
        }
        .into_any()
    };
    let note = (account.level == AccountLevel::Parent).then(|| {
        let segment = account.score.as_ref().map(|score| score.segment);
        view! {
            <p class="account-together">
                <SegmentBadge segment />
                <span class="muted small">
                    "Orders of all are put together before anything is worked out. Brief, timeline and invoices stay those of this account."
                </span>
            </p>
        }
    });
    Some(
        view! {
            <div class="account-level">
                <div class="switch" role="group" aria-label="Figures of">
                    {button("This account".to_owned(), None)}
                    {button(all, Some(PARENT))}
                </div>
                {note}
            </div>
        }
        .into_any(),
    )
}

/// Who is in the group, each by itself; shown where its figures are.
pub fn members(account: &AccountDetail, symbol: &'static str) -> Option<AnyView> {
    let group = account.group.as_ref().filter(|_| account.level == AccountLevel::Parent)?;
    let year = account.as_of.year();
    let rows = group.members.iter();
    let is_phone = use_is_phone();
    let inside = if untrack(|| is_phone.get()) {
        let cards = rows.map(|member| card(member, symbol)).collect_view();
        view! { <ul class="cards">{cards}</ul> }.into_any()
    } else {
        let rows = rows.map(|member| row(member, year, symbol)).collect_view();
        view! {
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Account"</th>
                        <th scope="col">"Segment"</th>
                        <th scope="col" class="number">"Churn risk"</th>
                        <th scope="col">"Last order"</th>
                        <th scope="col" class="number">"Orders"</th>
                        <th scope="col" class="number">"12-month net sales"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    Some(section("Accounts of the group", "span-12", shown(group), inside))
}

fn shown(group: &AccountGroup) -> String {
    let listed = i64::try_from(group.members.len()).unwrap_or(i64::MAX);
    match i64::from(group.count) > listed {
        true => format!("The {} with most net sales of {}", count(listed), count(i64::from(group.count))),
        false => "Each by itself".to_owned(),
    }
}

fn row(member: &GroupMember, year: i32, symbol: &'static str) -> AnyView {
    let last = member.last_order.map_or_else(|| "Never".to_owned(), |date| day(date, year));
    let sales = member.trailing_revenue_cents;
    view! {
        <tr>
            <td>
                <span class="two-lines">
                    <a href=format!("/accounts/{}", member.account.id)>{member.account.name.clone()}</a>
                    <span>{member.account.place.clone()}</span>
                </span>
            </td>
            <td><SegmentBadge segment=member.segment /></td>
            <td class="number"><Risk risk=member.churn_risk /></td>
            <td>{last}</td>
            <td class="number">{count(member.trailing_orders)}</td>
            <td class="number" title=money_full(sales, symbol)>{money_short(sales, symbol)}</td>
        </tr>
    }
    .into_any()
}

fn card(member: &GroupMember, symbol: &'static str) -> AnyView {
    let sales = member.trailing_revenue_cents;
    view! {
        <li class="product-card">
            <a href=format!("/accounts/{}", member.account.id)><b>{member.account.name.clone()}</b></a>
            <span class="number" title=money_full(sales, symbol)>{money_short(sales, symbol)}</span>
            <span><SegmentBadge segment=member.segment /></span>
            <span class="number"><Risk risk=member.churn_risk /></span>
        </li>
    }
    .into_any()
}
