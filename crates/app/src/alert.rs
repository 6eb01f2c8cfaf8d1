//! Alerts: who needs whom next, why, and what people do about it (F1–F5, B2, L-R1, L-R5, L-R9).

mod act;
mod closure;
mod explain;
mod follow;
mod inputs;
mod list;
mod moves;
mod show;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use follow::{Learnt, alert_settings};
pub(crate) use inputs::fact as invoice_fact;
pub(crate) use moves::{Move, What};
pub(crate) use show::{alert as shown, last_bought, product_name, row as shown_row, sees_value};

use crate::book::Book;
use crate::insight::words_of_scope;
use crate::{Answer, App, AppError, Caller};
use bellwether_core::alert::{AlertCard, AlertKind, AlertState, AlertTier, ForYou, ForYouQuery};
use bellwether_core::order::DraftNote;
use bellwether_core::{AccountId, Cents};
use bellwether_store::alerts::{self, AlertRecord, LiveAlert};
use itertools::Itertools;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Cards shown unless the caller asks for more or fewer.
const CARDS: u32 = 10;
const MOST_CARDS: u32 = 100;

impl App {
    /// Cards by money at stake: the accounts that need somebody next.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn for_you(&self, caller: &Caller, query: &ForYouQuery) -> Answer<ForYou> {
        let limit = query.limit.unwrap_or(CARDS);
        if !(1..=MOST_CARDS).contains(&limit) {
            return Err(AppError::invalid("limit", format!("use 1 to {MOST_CARDS}")));
        }
        let book = self.book();
        let live = book.live_alerts(caller, query.rep);
        let snoozed =
            live.clone().flatten().filter(|alert| alert.state == AlertState::Snoozed).count() as u64;
        let is_watched = query.watched == Some(true);
        let (urgent, watched): (Vec<_>, Vec<_>) =
            live.filter_map(|alerts| stake(caller, alerts)).partition(|stake| stake.tier > AlertTier::Watch);
        let (total, watched_total) = (urgent.len() as u64, watched.len() as u64);
        let chosen = if is_watched { watched } else { urgent };
        let chosen: Vec<Stake> = chosen.into_iter().k_smallest_by_key(limit as usize, Stake::rank).collect();
        Ok(ForYou {
            as_of: book.as_of(),
            scope: words_of_scope(&book, caller, query.rep),
            cards: self.cards(&book, caller, &chosen)?,
            total: if is_watched { watched_total } else { total },
            watched: watched_total,
            snoozed,
            is_frozen: self.is_feed_late(&book),
        })
    }

    /// The cards of some accounts, in their order.
    pub(crate) fn cards(&self, book: &Book, caller: &Caller, stakes: &[Stake]) -> Answer<Vec<AlertCard>> {
        let accounts: Vec<AccountId> = stakes.iter().map(|stake| stake.account).collect();
        let mut records: BTreeMap<AccountId, Vec<AlertRecord>> = BTreeMap::new();
        for record in self.store.read(|conn| alerts::live_of(conn, &caller.scope, &accounts))? {
            records.entry(record.account).or_default().push(record);
        }
        let mut drafts = self.drafts_of(caller, &accounts)?;
        let cards = stakes.iter().filter_map(|stake| {
            let drafts = drafts.remove(&stake.account).unwrap_or_else(Vec::new);
            card(book, caller, stake, records.remove(&stake.account)?, drafts)
        });
        Ok(cards.collect())
    }
}

/// The card of an account with these live alerts; none when the account is gone.
pub(crate) fn card(
    book: &Book,
    caller: &Caller,
    stake: &Stake,
    mut reasons: Vec<AlertRecord>,
    drafts: Vec<DraftNote>,
) -> Option<AlertCard> {
    reasons.retain(|record| record.state != AlertState::Snoozed);
    // Somebody else may have dealt with all of them since the account was chosen.
    if reasons.is_empty() {
        return None;
    }
    reasons.sort_by_key(|record| (Reverse(record.tier), Reverse(record.value_cents), record.id));
    let (place, account) = book.account_in(&caller.scope, stake.account).ok()?;
    let standing = book.standing(place);
    let has_value = reasons.iter().any(|record| sees_value(caller, record.kind));
    Some(AlertCard {
        account: Book::account_ref(account),
        rep: account.rep.and_then(|rep| book.rep_ref(rep)),
        segment: standing.map(|standing| standing.segment),
        churn_risk: standing.and_then(|standing| standing.churn_risk),
        phone: Some(account.phone.to_string())
            .filter(|phone| caller.permissions.view_contacts && !phone.is_empty()),
        tier: stake.tier,
        value_cents: has_value.then_some(Cents(stake.value_cents)),
        alerts: reasons.iter().map(|record| show::alert(book, caller, record)).collect(),
        drafts,
    })
}

/// What an account has at stake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stake {
    pub(crate) account: AccountId,
    pub(crate) tier: AlertTier,
    pub(crate) value_cents: i64,
    is_worked: bool,
}

impl Stake {
    /// Most money first; what somebody is acting on comes last.
    pub(crate) fn rank(&self) -> (bool, Reverse<i64>, Reverse<AlertTier>, AccountId) {
        (self.is_worked, Reverse(self.value_cents), Reverse(self.tier), self.account)
    }
}

/// What one account has at stake, by those of its live alerts that are in sight; none without any. Reasons are about
/// the same sales, so the highest counts; what is overdue comes on top.
pub(crate) fn stake(caller: &Caller, live: &[LiveAlert]) -> Option<Stake> {
    let shown = || live.iter().filter(|alert| alert.state != AlertState::Snoozed);
    let value = |is_overdue: bool| {
        let of_kind = shown().filter(move |alert| (alert.kind == AlertKind::Overdue) == is_overdue);
        of_kind.filter(|alert| sees_value(caller, alert.kind)).map(|alert| alert.value_cents)
    };
    Some(Stake {
        account: shown().next()?.account,
        tier: shown().map(|alert| alert.tier).max()?,
        value_cents: value(false).max().unwrap_or(0) + value(true).sum::<i64>(),
        is_worked: shown().all(|alert| alert.state == AlertState::Worked),
    })
}
