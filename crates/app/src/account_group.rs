//! The group an account belongs to (B1): who is in it, each by itself, and whose order an order was.

use crate::Caller;
use crate::book::Book;
use bellwether_core::Cents;
use bellwether_core::account::{AccountDetail, AccountGroup, AccountLevel, GroupMember, OrderRow};
use bellwether_ledger::{DayRange, Groups, day};
use std::cmp::Reverse;

/// Members shown.
const MEMBERS_SHOWN: usize = 200;

/// What is known about an account of the book, with the group it belongs to or stands for.
pub(crate) fn with_group(
    detail: AccountDetail,
    book: &Book,
    caller: &Caller,
    index: u32,
    level: AccountLevel,
) -> AccountDetail {
    let sites = book.sites();
    let Some(members) = Groups::of_account(&sites.visible_to(caller), index) else {
        return AccountDetail { level, ..detail };
    };
    let recent_orders = match level {
        AccountLevel::ShipTo => detail.recent_orders,
        AccountLevel::Parent => {
            detail.recent_orders.into_iter().map(|order| of_site(order, sites, &members)).collect()
        }
    };
    AccountDetail { level, group: group(sites, &members), recent_orders, ..detail }
}

fn group(sites: &Book, members: &[u32]) -> Option<AccountGroup> {
    let head = sites.dimensions().account(*members.first()?)?;
    let summaries = sites.summaries(sites.as_of());
    let mut ranked = members.to_vec();
    ranked.sort_by_key(|member| (Reverse(summaries.trailing_cents(*member)), *member));
    let today = day::from_date(sites.as_of());
    let member = |index: u32| {
        let account = sites.dimensions().account(index)?;
        let standing = sites.standing(index);
        let history = sites.snapshot().history(index)?;
        Some(GroupMember {
            account: Book::account_ref(account),
            external_id: account.external_id.to_string(),
            segment: standing.map(|standing| standing.segment),
            churn_risk: standing.and_then(|standing| standing.churn_risk),
            last_order: history
                .valid_orders_in(DayRange::up_to(today))
                .next_back()
                .map(|order| day::to_date(order.day)),
            trailing_revenue_cents: Cents(summaries.trailing_cents(index)),
            trailing_orders: summaries.trailing_orders(index),
        })
    };
    Some(AccountGroup {
        head: Book::account_ref(head),
        count: u32::try_from(members.len()).unwrap_or(u32::MAX),
        members: ranked.into_iter().take(MEMBERS_SHOWN).filter_map(member).collect(),
    })
}

/// An order with the account that placed it.
fn of_site(order: OrderRow, sites: &Book, members: &[u32]) -> OrderRow {
    let on_day = DayRange::ending_on(day::from_date(order.placed_on), 1);
    let placed = |member: &&u32| {
        let history = sites.snapshot().history(**member);
        history.is_some_and(|history| history.orders_in(on_day).iter().any(|own| own.id == order.id.0))
    };
    let site = members.iter().find(placed).and_then(|member| sites.dimensions().account(*member));
    OrderRow { site: site.map(|account| Book::account_ref(account)), ..order }
}

#[cfg(test)]
mod tests;
