//! Sales targets by month, for a rep, an account or a category, or for the whole organisation.

use crate::accounts;
use crate::connection::Connection;
use crate::counters::{self, Counter};
use crate::error::{Result, StoreError};
use crate::schema::{categories, reps, targets};
use crate::scope;
use crate::users::found;
use bellwether_core::target::TargetInput;
use bellwether_core::{AccountId, CategoryId, Cents, RepId, Scope, TargetId};
use chrono::{Datelike, NaiveDate};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// A target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Its id.
    pub id: TargetId,
    /// First date of the month.
    pub month: NaiveDate,
    /// The rep who is to reach it.
    pub rep: Option<RepId>,
    /// The account it is about.
    pub account: Option<AccountId>,
    /// The category it is about.
    pub category: Option<CategoryId>,
    /// Net sales aimed at.
    pub amount_cents: Cents,
}

type Row = (i64, NaiveDate, Option<i64>, Option<i64>, Option<i64>, i64);

fn from_row((id, month, rep, account, category, amount): Row) -> Target {
    Target {
        id: TargetId(id),
        month,
        rep: rep.map(RepId),
        account: account.map(AccountId),
        category: category.map(CategoryId),
        amount_cents: Cents(amount),
    }
}

const COLUMNS: (
    targets::id,
    targets::month,
    targets::rep_id,
    targets::account_id,
    targets::category_id,
    targets::amount_cents,
) = (
    targets::id,
    targets::month,
    targets::rep_id,
    targets::account_id,
    targets::category_id,
    targets::amount_cents,
);

/// The targets inside a scope, as text: of reps and accounts inside it. Those of the whole organisation, or of
/// a category alone, are for those who see everything. Only numbers are written into it.
fn visible(scope: &Scope) -> String {
    let reps = match scope {
        Scope::All => return "1 = 1".to_owned(),
        Scope::Rep(rep) => format!("targets.rep_id = {}", rep.0),
        Scope::Regions(regions) if !regions.is_empty() => {
            let ids = regions.iter().map(|region| region.0.to_string()).collect::<Vec<_>>().join(", ");
            format!("targets.rep_id IN (SELECT reps.id FROM reps WHERE reps.region_id IN ({ids}))")
        }
        Scope::Regions(_) | Scope::Nothing => return "1 = 0".to_owned(),
    };
    let accounts =
        format!("targets.account_id IN (SELECT accounts.id FROM accounts WHERE {})", scope::condition(scope));
    format!(
        "(targets.rep_id IS NULL OR {reps}) AND (targets.account_id IS NULL OR {accounts}) \
         AND (targets.rep_id IS NOT NULL OR targets.account_id IS NOT NULL)"
    )
}

/// Targets, the latest month first, those before (`month`, `id`) of `before`.
///
/// # Errors
/// Database failures.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    month: Option<NaiveDate>,
    before: Option<(NaiveDate, TargetId)>,
    limit: i64,
) -> Result<Vec<Target>> {
    let mut query = targets::table
        .filter(sql::<Bool>(&format!("({})", visible(scope))))
        .order((targets::month.desc(), targets::id.desc()))
        .limit(limit)
        .select(COLUMNS)
        .into_boxed();
    if let Some(month) = month {
        query = query.filter(targets::month.eq(first_of(month)));
    }
    if let Some((month, id)) = before {
        query = query.filter(targets::month.lt(month).or(targets::month.eq(month).and(targets::id.lt(id.0))));
    }
    Ok(query.load::<Row>(connection)?.into_iter().map(from_row).collect())
}

/// How many targets [`list`] has to show.
///
/// # Errors
/// Database failures.
pub fn count(connection: &mut Connection, scope: &Scope, month: Option<NaiveDate>) -> Result<i64> {
    let seen = targets::table.filter(sql::<Bool>(&format!("({})", visible(scope))));
    Ok(match month {
        Some(month) => seen.filter(targets::month.eq(first_of(month))).count().get_result(connection)?,
        None => seen.count().get_result(connection)?,
    })
}

/// The targets of the month that a date lies in, by id.
///
/// # Errors
/// Database failures.
pub fn of_month(connection: &mut Connection, scope: &Scope, month: NaiveDate) -> Result<Vec<Target>> {
    let rows: Vec<Row> = targets::table
        .filter(targets::month.eq(first_of(month)))
        .filter(sql::<Bool>(&format!("({})", visible(scope))))
        .order(targets::id)
        .select(COLUMNS)
        .load(connection)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// One target.
///
/// # Errors
/// `NotFound`, for foreign and absent targets alike.
pub fn find(connection: &mut Connection, scope: &Scope, id: TargetId) -> Result<Target> {
    let row: Row = targets::table
        .filter(targets::id.eq(id.0))
        .filter(sql::<Bool>(&format!("({})", visible(scope))))
        .select(COLUMNS)
        .first(connection)?;
    Ok(from_row(row))
}

/// Sets a target; the amount of one for the same month, rep, account and category is replaced.
///
/// # Errors
/// `NotFound` for a rep, an account or a category that is not there or lies outside the scope; `Invalid` for
/// an amount that is not above 0.
pub fn upsert(connection: &mut Connection, scope: &Scope, input: &TargetInput) -> Result<Target> {
    if input.amount_cents.0 <= 0 {
        return Err(StoreError::Invalid("a target is above zero".to_owned()));
    }
    check_whom(connection, scope, input)?;
    counters::lock_facts(connection)?;
    let revision = counters::take(connection, Counter::Revisions, 1)?;
    let month = first_of(input.month);
    let (rep, account, category) =
        (input.rep.map(|id| id.0), input.account.map(|id| id.0), input.category.map(|id| id.0));
    let same: Option<i64> = targets::table
        .filter(targets::month.eq(month))
        .filter(sql::<Bool>(&same_whom(rep, account, category)))
        .select(targets::id)
        .first(connection)
        .optional()?;
    let amount = input.amount_cents.0;
    let id = match same {
        Some(id) => {
            diesel::update(targets::table.find(id))
                .set((targets::amount_cents.eq(amount), targets::revision.eq(revision)))
                .execute(connection)?;
            id
        }
        None => {
            let id = counters::take(connection, Counter::Targets, 1)?;
            diesel::insert_into(targets::table)
                .values((
                    targets::id.eq(id),
                    targets::month.eq(month),
                    targets::rep_id.eq(rep),
                    targets::account_id.eq(account),
                    targets::category_id.eq(category),
                    targets::amount_cents.eq(amount),
                    targets::revision.eq(revision),
                ))
                .execute(connection)?;
            id
        }
    };
    Ok(from_row((id, month, rep, account, category, amount)))
}

/// The words of the unique index, so that absent ones are equal. Only numbers are written into them.
fn same_whom(rep: Option<i64>, account: Option<i64>, category: Option<i64>) -> String {
    let number = |id: Option<i64>| id.unwrap_or(0);
    format!(
        "COALESCE(targets.rep_id, 0) = {} AND COALESCE(targets.account_id, 0) = {} \
         AND COALESCE(targets.category_id, 0) = {}",
        number(rep),
        number(account),
        number(category)
    )
}

/// Whether everybody and everything that a target names is there, and inside the scope.
fn check_whom(connection: &mut Connection, scope: &Scope, input: &TargetInput) -> Result<()> {
    if let Some(account) = input.account {
        accounts::find(connection, scope, account)?;
    }
    if let Some(rep) = input.rep {
        let region: Option<i64> =
            reps::table.filter(reps::id.eq(rep.0)).select(reps::region_id).first(connection)?;
        let is_inside = match scope {
            Scope::All => true,
            Scope::Rep(own) => *own == rep,
            Scope::Regions(regions) => {
                region.is_some_and(|region| regions.iter().any(|inside| inside.0 == region))
            }
            Scope::Nothing => false,
        };
        found(usize::from(is_inside))?;
    }
    if let Some(category) = input.category {
        let known: i64 =
            categories::table.filter(categories::id.eq(category.0)).count().get_result(connection)?;
        found(usize::from(known > 0))?;
    }
    let is_about_all = input.account.is_none() && input.rep.is_none();
    found(usize::from(!is_about_all || *scope == Scope::All))
}

/// Removes a target.
///
/// # Errors
/// `NotFound`, for foreign and absent targets alike.
pub fn delete(connection: &mut Connection, scope: &Scope, id: TargetId) -> Result<()> {
    find(connection, scope, id)?;
    counters::lock_facts(connection)?;
    found(diesel::delete(targets::table.find(id.0)).execute(connection)?)
}

/// The first date of a date's month.
fn first_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).expect("every month has a first day")
}
