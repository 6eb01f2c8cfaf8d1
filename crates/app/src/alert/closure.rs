//! Times in which an account is closed: its clocks stop (B2, L-R9).

use crate::{Answer, App, AppError, Caller, clock};
use bellwether_core::alert::{Closure, NewClosure};
use bellwether_core::{AccountId, ClosureId};
use bellwether_store::closures::{self, ClosureRecord};

/// Longest note, characters.
const LONGEST_NOTE: usize = 500;
/// Longest closure, days.
const LONGEST_DAYS: i64 = 3 * 366;

impl App {
    /// When the account is or was closed, the latest first.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn closures(&self, caller: &Caller, account: AccountId) -> Answer<Vec<Closure>> {
        self.book().account_in(&caller.scope, account)?;
        let rows = self.store.read(|conn| closures::list(conn, &caller.scope, account))?;
        Ok(rows.into_iter().map(shown).collect())
    }

    /// Closes an account for a time; its alerts follow at once.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`.
    pub fn close_account(&self, caller: &Caller, account: AccountId, new: &NewClosure) -> Answer<Closure> {
        self.book().account_in(&caller.scope, account)?;
        let from = new.from.unwrap_or_else(|| self.book().as_of());
        if !(1..=LONGEST_DAYS).contains(&(new.until - from).num_days()) {
            return Err(AppError::invalid("until", format!("use a date after {from}, within three years")));
        }
        if new.note.chars().count() > LONGEST_NOTE {
            return Err(AppError::invalid("note", format!("use at most {LONGEST_NOTE} characters")));
        }
        let row = closures::NewClosure {
            account,
            from,
            until: new.until,
            note: new.note.trim().to_owned(),
            author: self.name_of(caller)?,
        };
        let id = self.store.write(|conn| closures::add(conn, &caller.scope, &row, clock::now()))?;
        self.catch_up_after(|| self.follow_alerts());
        Ok(Closure { id, from, until: row.until, note: row.note, by: row.author })
    }

    /// Takes a closure back; the alerts of its account follow at once.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn remove_closure(&self, caller: &Caller, id: ClosureId) -> Answer<()> {
        self.store.write(|conn| closures::remove(conn, &caller.scope, id, clock::now()))?;
        self.catch_up_after(|| self.follow_alerts());
        Ok(())
    }
}

fn shown(row: ClosureRecord) -> Closure {
    Closure { id: row.id, from: row.from, until: row.until, note: row.note, by: row.author }
}
