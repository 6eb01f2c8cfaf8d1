//! Saved views: a page's filters, columns and order under a name, private or shared (B8). What a view shows is asked
//! anew each time, so that it stays inside the scope of whoever opens it.

use crate::{Answer, App, AppError, Caller, clock};
use bellwether_core::view::{SavedView, SavedViewInput};
use bellwether_core::{Role, UserId, ViewId};
use bellwether_store::views::{self, ViewRecord};
use bellwether_store::{StoreError, audit};
use serde_json::json;

/// Longest name, characters.
const LONGEST_NAME: usize = 80;
/// Longest query, characters.
const LONGEST_QUERY: usize = 2000;
/// So many views one person keeps.
const MOST_VIEWS: i64 = 200;

impl App {
    /// The caller's own views and those that are shared, by name.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn views(&self, caller: &Caller) -> Answer<Vec<SavedView>> {
        let rows = self.store.read(|conn| views::list(conn, caller.user))?;
        Ok(rows.into_iter().map(|row| shown(caller, row)).collect())
    }

    /// Keeps a view.
    ///
    /// # Errors
    /// `Forbidden` for the operator at the terminal, who is nobody; `Invalid`; `Conflict` when the caller has one of
    /// this name for the page, or too many.
    pub fn add_view(&self, caller: &Caller, input: &SavedViewInput) -> Answer<SavedView> {
        let owner = caller.author().ok_or(AppError::Forbidden)?;
        let values = checked(input)?;
        let now = clock::now();
        let record = self.store.write_or::<_, AppError>(|conn| {
            if views::count_of(conn, owner)? >= MOST_VIEWS {
                let message = format!("you keep {MOST_VIEWS} views already; remove one first");
                return Err(AppError::Conflict { message });
            }
            let id = views::add(conn, owner, &values, now).map_err(|error| refused(error, &values))?;
            audit::record(conn, &entry(owner, "view added", id, &values), now)?;
            Ok(views::find(conn, owner, id)?)
        })?;
        Ok(shown(caller, record))
    }

    /// Changes a view of the caller's own.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not the caller's to see, `Forbidden` for shared ones of others, and as
    /// [`App::add_view`].
    pub fn update_view(&self, caller: &Caller, id: ViewId, input: &SavedViewInput) -> Answer<SavedView> {
        let owner = caller.author().ok_or(AppError::Forbidden)?;
        let values = checked(input)?;
        let now = clock::now();
        let record = self.store.write_or::<_, AppError>(|conn| {
            require(views::find(conn, owner, id)?.owner == owner)?;
            views::update(conn, owner, id, &values, now).map_err(|error| refused(error, &values))?;
            audit::record(conn, &entry(owner, "view changed", id, &values), now)?;
            Ok(views::find(conn, owner, id)?)
        })?;
        Ok(shown(caller, record))
    }

    /// Removes a view of the caller's own; admins remove shared ones too.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not the caller's to see, `Forbidden` for shared ones of others.
    pub fn remove_view(&self, caller: &Caller, id: ViewId) -> Answer<()> {
        let remover = caller.author().ok_or(AppError::Forbidden)?;
        let now = clock::now();
        self.store.write_or::<_, AppError>(|conn| {
            let view = views::find(conn, remover, id)?;
            require(view.owner == remover || caller.role == Role::Admin)?;
            views::delete(conn, id)?;
            Ok(audit::record(conn, &entry(remover, "view removed", id, &view.values), now)?)
        })
    }
}

fn require(is_allowed: bool) -> Answer<()> {
    if is_allowed { Ok(()) } else { Err(AppError::Forbidden) }
}

fn refused(error: StoreError, values: &SavedViewInput) -> AppError {
    match error {
        StoreError::Duplicate(_) => {
            let message =
                format!("you have a view `{}` for this page already; use another name", values.name);
            AppError::Conflict { message }
        }
        other => other.into(),
    }
}

/// The input as it is stored.
fn checked(input: &SavedViewInput) -> Answer<SavedViewInput> {
    let name = input.name.trim();
    let is_name = (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains(char::is_control);
    if !is_name {
        return Err(AppError::invalid("name", format!("use 1 to {LONGEST_NAME} characters on one line")));
    }
    if input.query.len() > LONGEST_QUERY || !is_query(&input.query) {
        let words =
            "use the query of an address without `?`, percent-encoded, for example `state=IA&sort=name`";
        return Err(AppError::invalid("query", format!("{words}, of at most {LONGEST_QUERY} characters")));
    }
    if let Some(word) = unknown_word(input) {
        let known: Vec<&str> = input.page.words().collect();
        let words = format!("the page does not know `{word}`; take it out. It knows {}", known.join(", "));
        return Err(AppError::invalid("query", words));
    }
    Ok(SavedViewInput { name: name.to_owned(), ..input.clone() })
}

/// The first parameter that the page's address does not know: it would be kept and do nothing.
fn unknown_word(input: &SavedViewInput) -> Option<&str> {
    let parts = input.query.split('&').filter(|part| !part.is_empty());
    let mut names = parts.map(|part| part.split('=').next().unwrap_or(part));
    names.find(|name| !input.page.words().any(|known| known == *name))
}

/// Whether a text is nothing but the query of an address: parameters with names, percent-encoded where need be.
fn is_query(text: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$'()*+,;:@/=%".contains(&byte);
    let is_part = |part: &str| {
        let has_name = !part.is_empty() && !part.starts_with('=');
        has_name && part.bytes().all(is_known) && escapes_are_whole(part)
    };
    text.is_empty() || text.split('&').all(is_part)
}

/// Whether two hexadecimal digits follow every percent sign.
fn escapes_are_whole(part: &str) -> bool {
    part.split('%').skip(1).all(|rest| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

fn shown(caller: &Caller, record: ViewRecord) -> SavedView {
    let SavedViewInput { name, page, query, is_shared } = record.values;
    let is_own = caller.author() == Some(record.owner);
    SavedView { id: record.id, name, page, query, is_shared, is_own, owner: record.owner_name }
}

fn entry(user: UserId, action: &str, id: ViewId, values: &SavedViewInput) -> audit::AuditEntry {
    audit::AuditEntry {
        user: Some(user),
        action: action.to_owned(),
        object: id.to_string(),
        detail: json!({ "name": values.name, "page": values.page, "is_shared": values.is_shared }),
        request_id: String::new(),
    }
}

#[cfg(test)]
mod tests;
