//! Calls and visits that people log (B4). No score and no alert rests on them yet, so nothing is judged again.

use crate::{Answer, App, AppError, Caller, clock};
use bellwether_core::interaction::{Interaction, InteractionInput};
use bellwether_core::{AccountId, InteractionId};
use bellwether_store::audit;
use bellwether_store::interactions::{self, InteractionRecord, NewInteraction};
use serde_json::{Value, json};

/// Longest note, characters.
const LONGEST_NOTE: usize = 4_000;
/// Longest promise, characters.
const LONGEST_PROMISE: usize = 500;
/// Longest key, characters.
const LONGEST_KEY: usize = 64;

impl App {
    /// Logs a call, a visit or a note. What carries a key that the caller has used for this account before is not
    /// logged again; the answer is what was logged then.
    ///
    /// # Errors
    /// `NotFound` for an account that is not the caller's and for a contact of another account, `Invalid`.
    pub fn log_interaction(
        &self,
        caller: &Caller,
        account: AccountId,
        input: &InteractionInput,
    ) -> Answer<Interaction> {
        let book = self.book();
        book.account_in(&caller.scope, account)?;
        let today = book.today();
        let happened_on = input.happened_on.unwrap_or(today);
        if happened_on > today {
            return Err(AppError::invalid("happened_on", format!("use {today} or an earlier date")));
        }
        check_length("note", &input.note, LONGEST_NOTE)?;
        check_length("promised", &input.promised, LONGEST_PROMISE)?;
        check_length("key", input.key.as_deref().unwrap_or_default(), LONGEST_KEY)?;
        let new = NewInteraction {
            account,
            kind: input.kind,
            outcome: input.outcome,
            contact: input.contact,
            happened_on,
            user: Some(caller.user),
            author: self.name_of(caller)?,
            note: input.note.trim().to_owned(),
            promised: input.promised.trim().to_owned(),
            key: input.key.clone().filter(|key| !key.is_empty()),
        };
        let now = clock::now();
        let record = self.store.write(|conn| {
            let (id, is_new) = interactions::add(conn, &caller.scope, &new, now)?;
            if is_new {
                let detail = json!({ "account": account, "kind": new.kind });
                audit::record(conn, &entry(caller, "interaction logged", id, detail), now)?;
            }
            interactions::find(conn, &caller.scope, id)
        })?;
        Ok(shown(caller, record))
    }

    /// Takes back what the caller logged.
    ///
    /// # Errors
    /// `NotFound` when it does not exist, is not the caller's to see, or somebody else logged it.
    pub fn remove_interaction(&self, caller: &Caller, id: InteractionId) -> Answer<()> {
        let now = clock::now();
        Ok(self.store.write(|conn| {
            let account = interactions::remove(conn, &caller.scope, id, caller.user)?;
            let detail = json!({ "account": account });
            audit::record(conn, &entry(caller, "interaction removed", id, detail), now)
        })?)
    }
}

/// An interaction as the caller may see it.
pub(crate) fn shown(caller: &Caller, record: InteractionRecord) -> Interaction {
    Interaction {
        id: record.id,
        account: record.account,
        kind: record.kind,
        outcome: record.outcome,
        contact: record.contact.filter(|_| caller.permissions.view_contacts),
        happened_on: record.happened_on,
        logged_at: clock::utc(record.logged_at),
        is_own: record.user == Some(caller.user),
        author: record.author,
        note: record.note,
        promised: record.promised,
    }
}

fn check_length(field: &str, text: &str, most: usize) -> Answer<()> {
    if text.chars().count() > most {
        return Err(AppError::invalid(field, format!("use at most {most} characters")));
    }
    Ok(())
}

fn entry(caller: &Caller, action: &str, id: InteractionId, detail: Value) -> audit::AuditEntry {
    audit::AuditEntry {
        user: caller.author(),
        action: action.to_owned(),
        object: id.to_string(),
        detail,
        request_id: String::new(),
    }
}

#[cfg(test)]
mod tests;
