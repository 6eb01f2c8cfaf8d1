//! Keeps alerts in step with facts, scores, rules and the calendar: the accounts that changed at once, every
//! account when the day, the rules or the scores are others.

use super::inputs::{self, Inputs};
use super::moves;
use crate::book::Book;
use crate::{Answer, App, AppError, clock, parallel};
use bellwether_core::AccountId;
use bellwether_core::job::JobKind;
use bellwether_ledger::day;
use bellwether_scoring::alerts::life::{Held, LifeContext, Step, steps};
use bellwether_scoring::alerts::{AlertBook, AlertSettings, LapsedItems};
use bellwether_store::alert_progress::{self, AlertProgress};
use bellwether_store::alerts::{self, AlertRecord};
use bellwether_store::changes::{self, ChangeKind};
use bellwether_store::ledger_feed::Accounts;
use bellwether_store::{Connection, jobs};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};

/// More changes than these ask for a look at every account.
const MOST_CHANGES: i64 = 2_000;
/// Changes that concern no account are passed over in steps of so many.
const PASSED_OVER: usize = 200;
/// Somebody else may be quicker; more often than this in a row is a fault.
const ATTEMPTS: u32 = 5;

/// Whom a round looks at.
#[derive(Debug, PartialEq, Eq)]
enum Round {
    /// Nobody.
    Nobody,
    /// The accounts whose facts changed.
    Some(Vec<AccountId>),
    /// Every account.
    Everybody,
}

/// What a round found.
struct Found {
    account: AccountId,
    place: u32,
    steps: Vec<Step>,
}

impl App {
    /// Brings the alerts in step with the book.
    pub(crate) fn follow_alerts(&self) -> Answer<()> {
        for _ in 0..ATTEMPTS {
            let book = self.read_book()?;
            let before = self.store.read(alert_progress::get)?;
            let round = self.round(&book, &before)?;
            if round == Round::Nobody || self.take_round(&book, &before, &round)? {
                return Ok(());
            }
        }
        Err(too_busy())
    }

    /// Looks at some accounts again although their facts are the same.
    pub(crate) fn look_again(&self, accounts: &[AccountId]) -> Answer<()> {
        for _ in 0..ATTEMPTS {
            self.follow_alerts()?;
            let book = self.read_book()?;
            let before = self.store.read(alert_progress::get)?;
            let is_behind = before.seq > seq_of(&book) || before.as_of != Some(book.as_of());
            let round = Round::Some(accounts.to_vec());
            // A book that is behind, or awaits a scoring, is looked at as a whole soon.
            if is_behind || self.carry_out(&book, &before, before, &round)? {
                return Ok(());
            }
        }
        Err(too_busy())
    }

    /// Follows what was committed already: a failure is no reason to tell people that theirs failed.
    pub(crate) fn catch_up_after(&self, follow: impl FnOnce() -> Answer<()>) {
        if let Err(error) = self.publish_facts().and_then(|()| follow()) {
            tracing::warn!(%error, "alerts could not be followed at once; they follow later");
        }
        self.chores.wake_watch();
        self.chores.wake_messenger();
    }

    fn round(&self, book: &Book, before: &AlertProgress) -> Answer<Round> {
        let seen = seq_of(book);
        if before.seq > seen {
            // Somebody has looked at newer facts than this book holds.
            return Ok(Round::Nobody);
        }
        let is_new = before.as_of != Some(book.as_of()) || before.rule_version != book.rules().version;
        let changes = self.store.read(|conn| changes::after(conn, before.seq, MOST_CHANGES))?;
        let mut accounts = BTreeSet::new();
        let mut everybody = is_new || changes.len() as i64 >= MOST_CHANGES;
        for change in changes.iter().filter(|change| change.seq <= seen) {
            match change.kind {
                ChangeKind::Account(account) => _ = accounts.insert(account),
                ChangeKind::Bulk | ChangeKind::Scores | ChangeKind::Rules => everybody = true,
                ChangeKind::Dimensions | ChangeKind::Alerts(_) => {}
            }
        }
        if everybody && self.is_scoring_near()? {
            return Ok(Round::Nobody);
        }
        Ok(match (everybody, accounts.is_empty()) {
            (true, _) => Round::Everybody,
            (false, true) if changes.len() < PASSED_OVER => Round::Nobody,
            (false, _) => Round::Some(accounts.into_iter().collect()),
        })
    }

    /// A scoring is followed by a look at everybody, so that one just before it would be in vain. One that waits
    /// behind another job is not waited for.
    fn is_scoring_near(&self) -> Answer<bool> {
        let unfinished = self.store.read(jobs::unfinished)?;
        let running = unfinished.iter().find(|job| job.status == jobs::JobStatus::Running);
        let next = running.or(unfinished.first());
        Ok(next.is_some_and(|job| job.kind == JobKind::Score.code()))
    }

    fn take_round(&self, book: &Book, before: &AlertProgress, round: &Round) -> Answer<bool> {
        let after = AlertProgress {
            seq: seq_of(book),
            as_of: Some(book.as_of()),
            rule_version: book.rules().version,
        };
        self.carry_out(book, before, after, round)
    }

    /// Judges outside the transaction, because that may take seconds; inside it, accounts whose alerts somebody
    /// has changed meanwhile are judged once more. False when another round was quicker.
    fn carry_out(
        &self,
        book: &Book,
        before: &AlertProgress,
        after: AlertProgress,
        round: &Round,
    ) -> Answer<bool> {
        let alert_book = self.alert_book(book, *round == Round::Everybody)?;
        let judge = Judge { book, alert_book: &alert_book, is_frozen: self.is_feed_late(book) };
        let inputs = self.store.read_or(|conn| judge.inputs(conn, round))?;
        let found = judge.find(round, &inputs)?;
        let is_first = before.as_of.is_none();
        let has_moved = self.store.write_or::<_, AppError>(|conn| {
            if !alert_progress::advance(conn, before, &after)? {
                return Ok(None);
            }
            alerts::lock(conn)?;
            let found = judge.find_again(conn, &found, &inputs)?;
            let now = clock::now();
            let stored = moves::store(conn, &judge.terms(), found, now)?;
            self.tell_of(conn, book, &stored.moved, is_first, now)?;
            let accounts: Vec<AccountId> = stored.accounts.into_iter().collect();
            changes::append_alerts(conn, &accounts, now)?;
            Ok(Some(!accounts.is_empty()))
        })?;
        if has_moved == Some(true) {
            self.catch_up()?;
            self.chores.wake_messenger();
        }
        Ok(has_moved.is_some())
    }

    /// What was learnt from the whole book for this day and these rules; learnt anew for a look at everybody, and
    /// whenever facts in bulk or scores have come since, whichever server looked at everybody then.
    pub(crate) fn alert_book(&self, book: &Book, is_for_everybody: bool) -> Answer<Arc<AlertBook>> {
        let settings = alert_settings(book);
        let as_of = day::from_date(book.as_of());
        let seq = seq_of(book);
        let least = match is_for_everybody {
            true => seq,
            false => self.store.read(|conn| changes::last_of_everything(conn, seq))?,
        };
        let mut held = self.alert_book.lock().unwrap_or_else(PoisonError::into_inner);
        match held.as_ref() {
            Some(Learnt { seq, book })
                if *seq >= least && book.as_of() == as_of && *book.settings() == settings =>
            {
                Ok(Arc::clone(book))
            }
            Some(_) | None => {
                let learnt = Arc::new(AlertBook::learn(book.snapshot(), as_of, settings));
                *held = Some(Learnt { seq, book: Arc::clone(&learnt) });
                Ok(learnt)
            }
        }
    }
}

/// What was learnt from a whole book.
pub(crate) struct Learnt {
    /// The newest change of that book.
    seq: i64,
    book: Arc<AlertBook>,
}

/// The newest change that a book holds.
fn seq_of(book: &Book) -> i64 {
    i64::try_from(book.version()).unwrap_or(i64::MAX)
}

fn too_busy() -> AppError {
    AppError::Internal("alerts were followed by somebody else again and again".to_owned())
}

/// What the organisation decided about alerts.
pub(crate) fn alert_settings(book: &Book) -> AlertSettings {
    let settings = book.settings();
    AlertSettings {
        rules: book.rules().rules,
        rule_version: book.rules().version,
        holidays: settings.holidays.iter().copied().map(day::from_date).collect(),
        overdue_grace_days: i32::try_from(settings.overdue_grace_days).unwrap_or(i32::MAX),
        lapsed_items: LapsedItems::Auto,
        currency: settings.currency.clone(),
    }
}

/// Judges accounts of one book.
struct Judge<'a> {
    book: &'a Book,
    alert_book: &'a AlertBook,
    is_frozen: bool,
}

impl Judge<'_> {
    fn terms(&self) -> moves::Terms {
        moves::Terms { as_of: self.book.as_of(), rule_version: self.book.rules().version }
    }

    fn inputs(&self, conn: &mut Connection, round: &Round) -> Answer<Inputs> {
        match round {
            Round::Everybody => Inputs::load(conn, Accounts::All, self.book.as_of()),
            Round::Some(accounts) => self.inputs_of(conn, accounts),
            Round::Nobody => self.inputs_of(conn, &[]),
        }
    }

    fn inputs_of(&self, conn: &mut Connection, accounts: &[AccountId]) -> Answer<Inputs> {
        let ids: Vec<i64> = accounts.iter().map(|account| account.0).collect();
        Inputs::load(conn, Accounts::Only(&ids), self.book.as_of())
    }

    /// What happens to the alerts of the accounts of a round, on every core.
    fn find(&self, round: &Round, inputs: &Inputs) -> Answer<Vec<Found>> {
        let dimensions = self.book.dimensions();
        let accounts: Vec<(u32, AccountId)> = match round {
            Round::Everybody => {
                dimensions.live_accounts().map(|(place, account)| (place, account.id)).collect()
            }
            Round::Some(ids) => {
                let placed = |id: &AccountId| Some((dimensions.account_index(*id)?, *id));
                ids.iter().filter_map(placed).collect()
            }
            Round::Nobody => Vec::new(),
        };
        let find = |accounts: &[(u32, AccountId)]| -> Vec<Found> {
            let found = accounts.iter().map(|(place, account)| Found {
                account: *account,
                place: *place,
                steps: self.steps(*place, *account, inputs),
            });
            found.filter(|found| !found.steps.is_empty()).collect()
        };
        Ok(parallel::in_shares(&accounts, find)?.into_iter().flatten().collect())
    }

    fn steps(&self, place: u32, account: AccountId, inputs: &Inputs) -> Vec<Step> {
        let facts = inputs.facts(self.book, place, account);
        let findings = self.alert_book.findings(self.book.snapshot(), place, &facts);
        let held: Vec<Held> = inputs.held(account).iter().map(inputs::held).collect();
        let context = LifeContext {
            book: self.alert_book,
            snapshot: self.book.snapshot(),
            place,
            facts: &facts,
            is_frozen: self.is_frozen,
        };
        steps(&held, findings, &context)
    }

    /// The steps with the alerts they are about, as they stand inside the transaction.
    fn find_again(
        &self,
        conn: &mut Connection,
        found: &[Found],
        inputs: &Inputs,
    ) -> Answer<Vec<moves::Decided>> {
        let accounts: Vec<AccountId> = found.iter().map(|found| found.account).collect();
        let mut now: HashMap<AccountId, Vec<AlertRecord>> = HashMap::new();
        for alert in alerts::of_accounts(conn, &accounts)? {
            now.entry(alert.account).or_default().push(alert);
        }
        let mut again = Vec::with_capacity(found.len());
        for found in found {
            let held = now.remove(&found.account).unwrap_or_default();
            let steps = if held == inputs.held(found.account) {
                found.steps.clone()
            } else {
                self.steps(found.place, found.account, &self.inputs_of(conn, &[found.account])?)
            };
            again.push(moves::Decided { account: found.account, held, steps });
        }
        Ok(again)
    }
}

#[cfg(test)]
mod tests;
