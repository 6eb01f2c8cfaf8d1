//! Keeps the book in step with the database: after every commit of this process at once, after
//! those of other processes as soon as the database tells.

use crate::book::Book;
use crate::news::Moved;
use crate::{Answer, App, AppError};
use bellwether_core::AccountId;
use bellwether_store::changes::{self, ChangeKind};
use bellwether_store::ledger_feed::Accounts;
use bellwether_store::scores::{self, ScoreRow};
use std::collections::BTreeSet;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How long one wait lasts before looking whether the program is still wanted.
const PATIENCE: Duration = Duration::from_secs(1);
/// Beyond this many changes, reading everything again is quicker.
const MOST_CHANGES: i64 = 2_000;
const MOST_ACCOUNTS: usize = 1_000;

/// Starts the thread that watches for commits of other processes.
pub(crate) fn start(app: &Arc<App>) -> Answer<()> {
    let mut follower = app.store.follower()?;
    let app: Weak<App> = Arc::downgrade(app);
    std::thread::Builder::new()
        .name("follower".to_owned())
        .spawn(move || {
            let mut is_behind = false;
            loop {
                let noticed = follower.wait(PATIENCE).map_err(AppError::from);
                let Some(app) = app.upgrade() else { break };
                let outcome = noticed.and_then(|is_new| {
                    is_behind |= is_new;
                    if is_behind { app.catch_up() } else { Ok(()) }
                });
                is_behind = outcome.is_err();
                if let Err(error) = outcome {
                    tracing::warn!(%error, "could not follow the database; trying again");
                    std::thread::sleep(PATIENCE);
                    // Its connection may be gone for good.
                    if let Ok(next) = app.store.follower() {
                        follower = next;
                    }
                }
            }
        })
        .map(drop)
        .map_err(|error| AppError::Internal(format!("a thread could not be started: {error}")))
}

/// What the changes since a moment ask to be read again.
#[derive(Default)]
struct Stale {
    accounts: BTreeSet<i64>,
    everything: bool,
    dimensions: bool,
    scores: bool,
    /// Accounts whose alerts are others now, ascending.
    alerts: Vec<i64>,
    /// So many have other alerts that they are not named.
    many_alerts: bool,
}

impl Stale {
    /// Whose alerts are others now.
    fn moved(&self) -> Option<Moved> {
        if self.many_alerts || self.everything {
            return Some(Moved::Many);
        }
        let accounts: Arc<[AccountId]> = self.alerts.iter().map(|account| AccountId(*account)).collect();
        (!accounts.is_empty()).then_some(Moved::Accounts(accounts))
    }

    /// Of whom alerts must be read again.
    fn with_other_alerts(&self) -> Option<Accounts<'_>> {
        if self.many_alerts {
            return Some(Accounts::All);
        }
        (!self.alerts.is_empty()).then_some(Accounts::Only(&self.alerts))
    }
}

impl App {
    /// Publishes a book that contains every commit made so far.
    pub(crate) fn catch_up(&self) -> Answer<()> {
        let _one_at_a_time = self.catching_up.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let book = self.book();
        if !book.is_read() {
            return self.reload();
        }
        let (stale, newest) = self.stale_parts(&book)?;
        if newest == book.version() {
            return Ok(());
        }
        self.publish_next(&book, &stale, newest)?;
        // What changed can be seen already; the next questions need not suffer for it.
        if let Some(renewed) = self.book().renewed() {
            self.publish(renewed);
        }
        self.chores.wake_watch();
        if let Some(moved) = stale.moved() {
            self.news.tell(moved);
        }
        Ok(())
    }

    fn publish_next(&self, book: &Book, stale: &Stale, newest: u64) -> Answer<()> {
        if stale.everything {
            return self.reload();
        }
        let next = self.store.read_or::<_, AppError>(|conn| {
            let ids: Vec<i64> = stale.accounts.iter().copied().collect();
            let book = Book::clone(book);
            let book = if stale.dimensions { book.with_dimensions_of(conn, newest)? } else { book };
            let book = if ids.is_empty() { book } else { book.with_accounts_of(conn, newest, &ids)? };
            let book = if stale.scores { book.with_scores_of(conn)? } else { book };
            let book = match stale.with_other_alerts() {
                Some(accounts) => book.with_alerts_of(conn, accounts)?,
                None => book,
            };
            book.with_settings_of(conn)?.at_version(newest).with_rejudged(conn, &ids)
        });
        match next {
            Ok(next) if !next.dates_sales_as(book) => return self.reload(),
            Ok(next) => {
                let has_news = next.all_rejudged().len() > 0;
                self.publish(next);
                if has_news {
                    self.chores.wake_worker();
                }
            }
            Err(AppError::Internal(reason)) => {
                tracing::info!(reason, "reading the whole ledger again");
                return self.reload();
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// The book, read first if nothing has asked for it yet.
    pub(crate) fn read_book(&self) -> Answer<Arc<Book>> {
        if !self.book().is_read() {
            self.catch_up()?;
        }
        Ok(self.book())
    }

    /// After a commit of our own: publishes it, where somebody reads.
    pub(crate) fn publish_facts(&self) -> Answer<()> {
        if self.book().is_read() { self.catch_up() } else { Ok(()) }
    }

    /// Stores the scores of accounts that were judged again because their facts changed.
    pub(crate) fn store_rejudged(&self) -> Answer<()> {
        let book = self.book();
        let rows: Vec<ScoreRow> = book.all_rejudged().cloned().collect();
        let Some(scoring) = book.scoring().filter(|_| !rows.is_empty()) else { return Ok(()) };
        let left = self.store.write(|conn| scores::refresh(conn, scoring.run, book.version(), &rows))?;
        let stored: Vec<ScoreRow> = rows.into_iter().filter(|row| !left.contains(&row.account)).collect();
        let _one_at_a_time = self.catching_up.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let book = Book::clone(&self.book());
        self.publish(book.with_stored(&stored));
        Ok(())
    }

    /// Reads everything again and publishes it.
    fn reload(&self) -> Answer<()> {
        self.publish(Book::load(&self.store)?);
        Ok(())
    }

    /// Publishes a book with the settings as they are now.
    pub(crate) fn reload_settings(&self) -> Answer<()> {
        let _one_at_a_time = self.catching_up.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let before = self.book();
        let next = self.store.read_or(|conn| Book::clone(&before).with_settings_of(conn))?;
        if before.is_read() && !next.dates_sales_as(&before) {
            return self.reload();
        }
        self.publish(next);
        Ok(())
    }

    fn stale_parts(&self, book: &Book) -> Answer<(Stale, u64)> {
        let since = i64::try_from(book.version()).unwrap_or(i64::MAX);
        let changes = self.store.read(|conn| changes::after(conn, since, MOST_CHANGES))?;
        let newest = changes.last().map_or(book.version(), |change| change.seq.unsigned_abs());
        let mut stale = Stale { everything: changes.len() as i64 >= MOST_CHANGES, ..Stale::default() };
        for change in changes {
            match change.kind {
                ChangeKind::Account(account) => {
                    stale.accounts.insert(account.0);
                }
                ChangeKind::Bulk => stale.everything = true,
                ChangeKind::Dimensions => stale.dimensions = true,
                ChangeKind::Scores => stale.scores = true,
                // Settings and rules are read again with whatever changed.
                ChangeKind::Rules => {}
                ChangeKind::Alerts(Some(account)) => stale.alerts.push(account.0),
                ChangeKind::Alerts(None) => stale.many_alerts = true,
            }
        }
        stale.alerts.sort_unstable();
        stale.alerts.dedup();
        stale.everything |= stale.accounts.len() > MOST_ACCOUNTS;
        Ok((stale, newest))
    }
}
