//! What changed since last Monday (L-M1): who moved between segments with how much money, whose sales moved most,
//! which alerts were raised and worked, and which wait.

mod alerts;
mod moves;
mod stood;

pub(crate) use stood::Kept;

use crate::book::{Book, money_at_risk};
use crate::dashboard::first_weekday;
use crate::insight::words_of_scope;
use crate::{Answer, App, AppError, Caller};
use bellwether_core::dashboard::Movement;
use bellwether_core::weekly_diff::{Mover, WeeklyDiff, WeeklyDiffQuery};
use bellwether_core::{Cents, Period, Probability, Segment};
use bellwether_ledger::{Compared, Filter, Totals, Window, kpi};
use chrono::{Days, NaiveDate, Weekday};
use std::sync::Arc;
use stood::Stood;

const DAYS_OF_WEEK: u64 = 7;
/// A week at least is looked at.
const LEAST_DAYS: u64 = DAYS_OF_WEEK;
/// The longest time looked at.
const MOST_DAYS: i64 = 92;

impl App {
    /// What changed since a date, with the caller's accounts or those of one rep among them.
    ///
    /// # Errors
    /// `Forbidden` for reps; `Invalid` for a date that is not before the as-of date, or too long before it.
    pub fn weekly_diff(&self, caller: &Caller, query: &WeeklyDiffQuery) -> Answer<WeeklyDiff> {
        caller.require_team()?;
        let book = self.book();
        let as_of = book.as_of();
        let since = since(query.since, as_of, first_weekday(&book))?;
        let until = as_of.succ_opt().unwrap_or(as_of);
        let period = Period { from: since, until };
        let window = Window::against(period, same_weekdays_before(period), as_of);
        let filter = book.accounts_of(caller, query.rep);
        let week = Week { book: &book, filter, window, stood: self.stood_before(&book, since)? };
        let totals = kpi::totals(book.snapshot(), &week.filter, window);
        let (risers, fallers) = moves::movers(&week);
        let (alerts, waiting) = self.alerts_of_week(caller, query.rep, &week)?;
        Ok(WeeklyDiff {
            as_of,
            scope: words_of_scope(&book, caller, query.rep),
            period: window.current.period(),
            compared_with: window.previous.period(),
            revenue: totals.revenue(),
            orders: totals.orders(),
            at_risk: week.at_risk(),
            scored_on: week.stood.as_ref().map(|stood| stood.on),
            moves: moves::between_segments(&week),
            risers,
            fallers,
            alerts,
            waiting,
            people: self.people(caller)?,
        })
    }
}

/// The first day of the days looked at: the start of a week, and the whole of it has passed.
fn since(asked: Option<NaiveDate>, as_of: NaiveDate, first: Weekday) -> Answer<NaiveDate> {
    let Some(since) = asked else {
        let last = as_of.checked_sub_days(Days::new(LEAST_DAYS - 1)).unwrap_or(as_of);
        return Ok(last.week(first).first_day());
    };
    if since >= as_of || (as_of - since).num_days() > MOST_DAYS {
        let message = format!("use a date before {as_of}, at most {MOST_DAYS} days before it");
        return Err(AppError::invalid("since", message));
    }
    Ok(since)
}

/// As many days, the same ones of the week: distributors sell little on Sundays, and nine days may hold one or two.
fn same_weekdays_before(period: Period) -> Period {
    let back = Days::new(period.days().unsigned_abs().next_multiple_of(DAYS_OF_WEEK));
    let moved = |date: NaiveDate| date.checked_sub_days(back).unwrap_or(NaiveDate::MIN);
    Period { from: moved(period.from), until: moved(period.until) }
}

/// The days looked at, and the accounts.
struct Week<'a> {
    book: &'a Book,
    filter: Filter,
    window: Window,
    /// How accounts stood before; none when nothing was scored then.
    stood: Option<Arc<Stood>>,
}

impl Week<'_> {
    fn trailing_cents(&self, account: u32) -> Cents {
        Cents(self.book.summaries(self.book.as_of()).trailing_cents(account))
    }

    /// Churn risk × net sales of twelve months, now and then.
    fn at_risk(&self) -> Option<Movement<Cents>> {
        let stood = self.stood.as_ref()?;
        let summaries = self.book.summaries(self.book.as_of());
        let (mut now, mut then) = (Cents::ZERO, Cents::ZERO);
        for account in self.filter.indices() {
            if let Some(standing) = self.book.standing(account) {
                now += standing.at_risk(Cents(summaries.trailing_cents(account)));
            }
            then += stood.at_risk(account);
        }
        Some(Movement::of_money(now, then))
    }

    fn segment_then(&self, account: u32) -> Option<Segment> {
        self.stood.as_ref().and_then(|stood| stood.segment(account))
    }

    fn segment_now(&self, account: u32) -> Option<Segment> {
        self.book.standing(account).map(|standing| standing.segment)
    }

    fn mover(&self, place: u32) -> Option<Mover> {
        let account = self.book.dimensions().account(place)?;
        let history = self.book.snapshot().history(place)?;
        let totals = Compared::<Totals>::of_history(history, &self.filter, self.window);
        Some(Mover {
            account: Book::account_ref(account),
            rep: account.rep.and_then(|rep| self.book.rep_ref(rep)),
            from: self.segment_then(place),
            to: self.segment_now(place),
            trailing_revenue_cents: self.trailing_cents(place),
            revenue: totals.revenue(),
        })
    }
}

/// What leaves if the account does, at the risk it had.
fn at_risk(churn_risk: Option<f64>, trailing_cents: i64) -> Cents {
    churn_risk.map_or(Cents::ZERO, |risk| money_at_risk(Probability::clamped(risk), Cents(trailing_cents)))
}

#[cfg(test)]
mod tests;
