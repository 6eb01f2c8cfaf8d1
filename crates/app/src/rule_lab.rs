//! The rules in force, their versions, and what others would have done (L-M2, S16).

use crate::book::Book;
use crate::{Answer, App, AppError, Caller, clock, parallel, score};
use bellwether_core::rule_lab::{NewRulesVersion, Rules, RulesPreview, RulesVersion};
use bellwether_scoring::rule_lab::{Lab, StoredRisk, Tally, Unacceptable, check};
use bellwether_store::rule_versions::{self, NewRules, StoredRules};
use bellwether_store::{StoreError, audit, jobs, users};
use serde_json::json;

/// Longest note, characters.
const LONGEST_NOTE: usize = 500;

impl App {
    /// Every version of the rules, the newest first; the last is what the product comes with.
    ///
    /// # Errors
    /// `Forbidden` for reps.
    pub fn rules(&self, caller: &Caller) -> Answer<Vec<RulesVersion>> {
        caller.require_team()?;
        let stored = self.store.read(rule_versions::list)?;
        Ok(stored.into_iter().map(|stored| shown(Some(stored))).chain([shown(None)]).collect())
    }

    /// What rules would have done over the last twelve months, beside those in force, over the caller's
    /// accounts. Nothing is kept.
    ///
    /// # Errors
    /// `Forbidden` for reps, `Invalid` with the field and what it accepts.
    pub fn preview_rules(&self, caller: &Caller, rules: &Rules) -> Answer<RulesPreview> {
        caller.require_team()?;
        check(rules).map_err(invalid)?;
        let book = self.read_book()?;
        let places: Vec<u32> = book.accounts_in(&caller.scope).map(|(place, _)| place).collect();
        let in_force = book.rules();
        let lab = Lab::new(book.snapshot(), book.as_of(), &in_force.rules, rules);
        let tally = tally_in_parallel(&lab, &book, &places)?;
        let name = |place| book.dimensions().account(place).map(|account| Book::account_ref(account));
        Ok(lab.preview(tally, in_force.version, name))
    }

    /// Saves rules as the next version, which is in force from then on, and queues a scoring by them.
    ///
    /// # Errors
    /// `Forbidden` unless leadership or admin, `Invalid` with the field and what it accepts, `Conflict` when
    /// somebody else has saved since the version these were made from.
    pub fn save_rules(&self, caller: &Caller, new: &NewRulesVersion) -> Answer<RulesVersion> {
        caller.require_overview()?;
        check(&new.rules).map_err(invalid)?;
        let note = new.note.trim();
        if note.chars().count() > LONGEST_NOTE {
            return Err(AppError::invalid("note", format!("use at most {LONGEST_NOTE} characters")));
        }
        let now = clock::now();
        let saved = self.store.write_or::<_, AppError>(|conn| {
            let author = caller.author().map(|author| users::find(conn, author)).transpose()?;
            let row = NewRules {
                rules: &new.rules,
                author: caller.author(),
                author_name: author.as_ref().map_or("", |author| &author.name),
                note,
                based_on: new.based_on,
            };
            let saved = rule_versions::insert(conn, &row, now).map_err(refused)?;
            let entry = audit::AuditEntry {
                user: caller.author(),
                action: "rules saved".to_owned(),
                object: format!("version {}", saved.version),
                detail: json!(new),
                request_id: String::new(),
            };
            audit::record(conn, &entry, now)?;
            jobs::enqueue(conn, &score::job(None), now)?;
            Ok(saved)
        })?;
        self.reload_settings()?;
        self.chores.wake_worker();
        Ok(shown(Some(saved)))
    }
}

/// A stored version as the wire shows it; none is the first, which nobody saved.
pub(crate) fn shown(stored: Option<StoredRules>) -> RulesVersion {
    match stored {
        None => RulesVersion {
            version: rule_versions::FIRST,
            rules: Rules::default(),
            author: None,
            saved_at: None,
            note: String::new(),
        },
        Some(stored) => RulesVersion {
            version: stored.version,
            rules: stored.rules,
            author: Some(stored.author).filter(|author| !author.is_empty()),
            saved_at: Some(clock::utc(stored.saved_at)),
            note: stored.note,
        },
    }
}

fn invalid(unacceptable: Unacceptable) -> AppError {
    AppError::invalid(unacceptable.field, unacceptable.message)
}

/// Two people who save at once: the second looks again.
fn refused(error: StoreError) -> AppError {
    match error {
        StoreError::InUse(reason) | StoreError::Duplicate(reason) => {
            tracing::info!(reason, "refused");
            AppError::Conflict { message: "somebody else has saved other rules meanwhile".to_owned() }
        }
        other => other.into(),
    }
}

/// Accounts do not depend on each other, so each thread takes a share of them.
fn tally_in_parallel(lab: &Lab, book: &Book, places: &[u32]) -> Answer<Tally> {
    let risk = |place: u32| match book.standing(place) {
        None => StoredRisk::Unscored,
        Some(standing) => standing.churn_risk.map_or(StoredRisk::New, StoredRisk::Risk),
    };
    let tallies = parallel::in_shares(places, |places| lab.tally(places.iter().copied(), risk))?;
    Ok(tallies.into_iter().fold(Tally::default(), Tally::merge))
}

#[cfg(test)]
mod tests;
