//! Tasks: who does what for which account by when, and whom they can be given to (B3).

mod people;

use crate::book::Book;
use crate::{Answer, App, AppError, Caller, clock, paging};
use bellwether_core::paging::DEFAULT_LIMIT;
use bellwether_core::task::{Person, Task, TaskInput, TaskQuery};
use bellwether_core::{Page, Role, TaskId, UserId};
use bellwether_store::tasks::{self, Done, Place, TaskRecord, TaskValues, Viewer, Wanted};
use bellwether_store::{StoreError, audit, users};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

/// Names the list in its cursors.
const LIST: &str = "tasks";
/// Longest title, characters.
const LONGEST_TITLE: usize = 300;
/// Stands for no date in a cursor: more days than any date has.
const NO_DATE: i64 = 1 << 32;
/// Added for tasks that are done, which come after all others.
const DONE: i64 = 1 << 40;

impl App {
    /// A page of tasks: the open ones first, by the date they are due. Without an account and a person the caller's
    /// own.
    ///
    /// # Errors
    /// `Invalid`, `InvalidCursor`.
    pub fn tasks(&self, caller: &Caller, query: &TaskQuery) -> Answer<Page<Task>> {
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let own = (query.account.is_none()).then_some(caller.user);
        let wanted = Wanted {
            account: query.account,
            assignee: query.assignee.or(own),
            with_done: query.done == Some(true),
        };
        let list = format!("{LIST} {wanted:?}");
        let after = paging::place_of(query.cursor.as_deref(), &list)?.map(place_in).transpose()?;
        let one_more = paging::one_more(limit);
        let (mut rows, total) = self.store.read(|conn| {
            let rows = tasks::list(conn, viewer(caller), &wanted, after, one_more)?;
            Ok((rows, tasks::count(conn, viewer(caller), &wanted)?))
        })?;
        let next_cursor = paging::cut(&mut rows, limit, &list, place_of)?;
        let book = self.book();
        let items = rows.into_iter().map(|row| shown(&book, caller, row)).collect();
        Ok(Page { items, total: total.unsigned_abs(), next_cursor })
    }

    /// Adds a task. Reps give tasks to themselves only, others to whoever sees its account.
    ///
    /// # Errors
    /// `Forbidden` for the operator at the terminal, who is nobody; `NotFound` for an account that is not the
    /// caller's and an alert of another account; `Invalid`.
    pub fn add_task(&self, caller: &Caller, input: &TaskInput) -> Answer<Task> {
        let author = caller.author().ok_or(AppError::Forbidden)?;
        let now = clock::now();
        let book = self.book();
        let values = TaskValues {
            done: input.is_done.then(|| done_now(&book, caller, now)),
            ..values(input, author)?
        };
        self.check_assignee(&book, caller, &values)?;
        let record = self.store.write(|conn| {
            let id = tasks::add(conn, viewer(caller), &values, now)?;
            audit::record(conn, &entry(caller, "task added", id, detail(&values)), now)?;
            tasks::find(conn, viewer(caller), id)
        })?;
        Ok(shown(&book, caller, record))
    }

    /// Changes a task, and whether it is done; without a person it stays with the one who has it.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not the caller's to see, `Forbidden` for reps who neither have it nor
    /// asked for it, and as [`App::add_task`].
    pub fn update_task(&self, caller: &Caller, id: TaskId, input: &TaskInput) -> Answer<Task> {
        let before = self.store.read(|conn| tasks::find(conn, viewer(caller), id))?;
        let is_involved = [before.assignee.id, before.author.id].contains(&caller.user);
        require(is_involved || caller.role != Role::Rep)?;
        let now = clock::now();
        let book = self.book();
        let values = TaskValues {
            done: input.is_done.then(|| before.done.clone().unwrap_or_else(|| done_now(&book, caller, now))),
            ..values(input, before.assignee.id)?
        };
        if values.assignee != before.assignee.id || values.account != before.account {
            self.check_assignee(&book, caller, &values)?;
        }
        let record = self.store.write(|conn| {
            tasks::update(conn, viewer(caller), id, &values)?;
            audit::record(conn, &entry(caller, "task changed", id, detail(&values)), now)?;
            tasks::find(conn, viewer(caller), id)
        })?;
        Ok(shown(&book, caller, record))
    }

    /// Removes a task.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not the caller's to see, `Forbidden` for reps who did not ask for it.
    pub fn remove_task(&self, caller: &Caller, id: TaskId) -> Answer<()> {
        let now = clock::now();
        self.store.write_or::<_, AppError>(|conn| {
            let task = tasks::find(conn, viewer(caller), id)?;
            require(task.author.id == caller.user || caller.role != Role::Rep)?;
            tasks::delete(conn, viewer(caller), id)?;
            let detail = json!({ "title": task.title, "account": task.account });
            Ok(audit::record(conn, &entry(caller, "task removed", id, detail), now)?)
        })
    }

    /// Whether the caller may give the task to that person, who must see its account.
    fn check_assignee(&self, book: &Book, caller: &Caller, values: &TaskValues) -> Answer<()> {
        let refused =
            || AppError::invalid("assignee", "use somebody you can give a task to, who sees its account");
        if let Some(account) = values.account {
            book.account_in(&caller.scope, account)?;
        }
        if values.assignee == caller.user {
            return Ok(());
        }
        if caller.role == Role::Rep {
            return Err(AppError::invalid("assignee", "reps give tasks to themselves only"));
        }
        let user = match self.store.read(|conn| users::find(conn, values.assignee)) {
            Err(StoreError::NotFound) => return Err(refused()),
            user => user?,
        };
        let is_fit = match values.account {
            Some(account) => book.account_in(&user.scope(), account).is_ok(),
            None => people::Reach::of(book, caller).meets(book, &user.scope()),
        };
        if is_fit && user.disabled_at.is_none() { Ok(()) } else { Err(refused()) }
    }
}

/// Who looks at tasks.
pub(crate) fn viewer(caller: &Caller) -> Viewer<'_> {
    Viewer { scope: &caller.scope, user: caller.user }
}

fn require(is_allowed: bool) -> Answer<()> {
    if is_allowed { Ok(()) } else { Err(AppError::Forbidden) }
}

/// What the input says, for `usual` where it names nobody; whether it is done is up to the caller.
fn values(input: &TaskInput, usual: UserId) -> Answer<TaskValues> {
    let title = input.title.trim();
    if title.is_empty() || title.chars().count() > LONGEST_TITLE {
        return Err(AppError::invalid("title", format!("use 1 to {LONGEST_TITLE} characters")));
    }
    if input.alert.is_some() && input.account.is_none() {
        return Err(AppError::invalid("account", "name the account of the alert"));
    }
    Ok(TaskValues {
        title: title.to_owned(),
        account: input.account,
        alert: input.alert,
        due_on: input.due_on,
        assignee: input.assignee.unwrap_or(usual),
        done: None,
    })
}

fn done_now(book: &Book, caller: &Caller, now: NaiveDateTime) -> Done {
    Done { at: now, on: book.today(), by: Person { id: caller.user, name: String::new() } }
}

/// A task as the caller may see it.
pub(crate) fn shown(book: &Book, caller: &Caller, record: TaskRecord) -> Task {
    let account = record.account.and_then(|id| book.account_in(&caller.scope, id).ok());
    Task {
        id: record.id,
        title: record.title,
        account: account.map(|(_, account)| Book::account_ref(account)),
        alert: record.alert,
        due_on: record.due_on,
        assignee: record.assignee,
        author: record.author,
        done_at: record.done.map(|done| clock::utc(done.at)),
        created_at: clock::utc(record.created_at),
    }
}

fn place_of(record: &TaskRecord) -> paging::Place {
    let days = record.due_on.map_or(NO_DATE, |date| i64::from(date.num_days_from_ce()));
    (days + if record.done.is_some() { DONE } else { 0 }, record.id.0)
}

fn place_in((number, id): paging::Place) -> Answer<Place> {
    let (is_done, days) = if number >= DONE { (true, number - DONE) } else { (false, number) };
    let date = |days: i64| i32::try_from(days).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
    let due_on = match days {
        NO_DATE => None,
        days => Some(date(days).ok_or(AppError::InvalidCursor)?),
    };
    Ok(Place { is_done, due_on, id: TaskId(id) })
}

fn detail(values: &TaskValues) -> Value {
    json!({
        "title": values.title,
        "account": values.account,
        "assignee": values.assignee,
        "due_on": values.due_on,
        "is_done": values.done.is_some(),
    })
}

fn entry(caller: &Caller, action: &str, id: TaskId, detail: Value) -> audit::AuditEntry {
    audit::AuditEntry {
        user: caller.author(),
        action: action.to_owned(),
        object: id.to_string(),
        detail,
        request_id: String::new(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
