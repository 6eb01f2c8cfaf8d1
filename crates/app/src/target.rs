//! Sales targets by month (B6): who sees them, who sets them, and how far they are reached.

mod choice;
mod reached;

use crate::book::Book;
use crate::{Answer, App, AppError, Caller, clock, paging};
use bellwether_core::paging::DEFAULT_LIMIT;
use bellwether_core::target::{Target, TargetInput, TargetQuery};
use bellwether_core::{AccountId, Cents, Page, Period, RepId, Scope, TargetId};
use bellwether_scoring::insights::{MonthTarget, target_share};
use bellwether_store::{audit, targets};
use chrono::{Datelike, NaiveDate};
use reached::Reached;
use serde_json::json;

/// Names the list in its cursors.
const LIST: &str = "targets";

impl App {
    /// A page of targets, the latest month first, each with what has been sold of it so far.
    ///
    /// # Errors
    /// `Invalid`, `InvalidCursor`.
    pub fn targets(&self, caller: &Caller, query: &TargetQuery) -> Answer<Page<Target>> {
        let book = self.book();
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let after = paging::dated_place_of(query.cursor.as_deref(), LIST)?;
        let before = after.map(|(month, id)| (month, TargetId(id)));
        let one_more = paging::one_more(limit);
        let (mut rows, total) = self.store.read(|conn| {
            let rows = targets::list(conn, &caller.scope, query.month, before, one_more)?;
            Ok((rows, targets::count(conn, &caller.scope, query.month)?))
        })?;
        let place = |row: &targets::Target| (i64::from(row.month.num_days_from_ce()), row.id.0);
        let next_cursor = paging::cut(&mut rows, limit, LIST, place)?;
        let mut reached = Reached::of(&book, caller);
        let items = rows.iter().map(|row| shown(&book, &mut reached, row)).collect();
        Ok(Page { items, total: total.unsigned_abs(), next_cursor })
    }

    /// Sets a target; one for the same month, rep, account and category is replaced.
    ///
    /// # Errors
    /// `Forbidden` for reps, and for targets of the whole organisation unless the caller sees all of it;
    /// `NotFound` when it names what the caller does not see, `Invalid`.
    pub fn set_target(&self, caller: &Caller, input: &TargetInput) -> Answer<Target> {
        caller.require_team()?;
        if input.amount_cents <= Cents::ZERO {
            return Err(AppError::invalid("amount_cents", "use an amount above 0"));
        }
        if input.rep.is_none() && input.account.is_none() && caller.scope != Scope::All {
            return Err(AppError::Forbidden);
        }
        let now = clock::now();
        let row = self.store.write(|conn| {
            let row = targets::upsert(conn, &caller.scope, input)?;
            audit::record(conn, &entry(caller, "target set", row.id, json!(input)), now)?;
            Ok(row)
        })?;
        let book = self.book();
        Ok(shown(&book, &mut Reached::of(&book, caller), &row))
    }

    /// Removes a target.
    ///
    /// # Errors
    /// `Forbidden` for reps, `NotFound` when it does not exist or is not the caller's to see.
    pub fn remove_target(&self, caller: &Caller, id: TargetId) -> Answer<()> {
        caller.require_team()?;
        let now = clock::now();
        Ok(self.store.write(|conn| {
            targets::delete(conn, &caller.scope, id)?;
            audit::record(conn, &entry(caller, "target removed", id, json!({})), now)
        })?)
    }

    /// What is aimed at on these dates by the accounts of a rollup; none when one of their months has no target.
    pub(crate) fn target_of_dates(
        &self,
        book: &Book,
        caller: &Caller,
        rep: Option<RepId>,
        dates: Period,
    ) -> Answer<Option<Cents>> {
        let mut months = vec![month_of(dates.from), month_of(dates.last())];
        months.dedup();
        let mut found = Vec::new();
        for month in months {
            let rows = self.store.read(|conn| targets::of_month(conn, &caller.scope, month))?;
            let aimed_at = choice::of_month(&rows, rep, |account| rep_of(book, account));
            found.extend(aimed_at.map(|amount_cents| MonthTarget { month, amount_cents }));
        }
        Ok(target_share(&found, dates, &book.settings().holidays))
    }
}

/// First date of the month.
fn month_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

fn rep_of(book: &Book, account: AccountId) -> Option<RepId> {
    let dimensions = book.dimensions();
    dimensions.rep_id_of(dimensions.account(dimensions.account_index(account)?)?)
}

fn shown(book: &Book, reached: &mut Reached<'_>, row: &targets::Target) -> Target {
    let dimensions = book.dimensions();
    let account = row.account.and_then(|id| dimensions.account(dimensions.account_index(id)?));
    let category = row.category.and_then(|id| book.category_ref(dimensions.category_index(id)?));
    Target {
        id: row.id,
        month: row.month,
        rep: row.rep.and_then(|rep| book.rep_by_id(rep)),
        account: account.map(|account| Book::account_ref(account)),
        category,
        amount_cents: row.amount_cents,
        reached_cents: reached.by(row),
    }
}

fn entry(caller: &Caller, action: &str, id: TargetId, detail: serde_json::Value) -> audit::AuditEntry {
    audit::AuditEntry {
        user: caller.author(),
        action: action.to_owned(),
        object: id.to_string(),
        detail,
        request_id: String::new(),
    }
}
