//! What every answer is made from: the ledger, where each account stands, and the settings, as of
//! one commit. Immutable; a commit publishes the next one.

mod alerts;
mod load;
mod names;
mod references;
mod rejudge;
mod rollup;
mod standings;
mod summaries;
mod texts;

use crate::{Answer, AppError, clock, rule_lab, settings};
use bellwether_core::rule_lab::RulesVersion;
use bellwether_core::settings::Settings;
use bellwether_core::{AccountId, Scope};
use bellwether_ledger::{Account, Dimensions, DimensionsBuilder, Snapshot};
use bellwether_scoring::FittedModel;
use bellwether_scoring::insights::Drafts;
use bellwether_store::alerts::LiveAlert;
use bellwether_store::ledger_feed::Accounts;
use bellwether_store::scores::ScoreRow;
use bellwether_store::{Connection, Store, StoreError, changes, rule_versions, score_runs, scores};
use chrono::{NaiveDate, NaiveDateTime};
use names::Names;
use rollup::{Rollup, Rollups};
pub(crate) use standings::{Standing, Standings, money_at_risk};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
pub(crate) use summaries::Summaries;
use texts::Texts;
pub(crate) use texts::folded;

/// Accounts judged again when the book is read; where more have changed a scoring has been asked for.
const MOST_REJUDGED: i64 = 2_000;

/// When and how the standings were computed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scoring {
    pub(crate) run: i64,
    pub(crate) as_of: NaiveDate,
    pub(crate) model_version: String,
    pub(crate) finished_at: Option<NaiveDateTime>,
    /// What was learnt; none when it is not kept, or was learnt by another version of the program.
    pub(crate) model: Option<Arc<FittedModel>>,
}

/// Facts, standings and settings as of one commit.
#[derive(Clone)]
pub(crate) struct Book {
    snapshot: Snapshot,
    is_read: bool,
    /// Counts the books that were published before it.
    edition: u64,
    standings: Arc<Standings>,
    scoring: Option<Arc<Scoring>>,
    /// Scores that follow facts newer than the scoring, until they are stored.
    rejudged: Arc<BTreeMap<AccountId, ScoreRow>>,
    settings: Arc<Settings>,
    rules: Arc<RulesVersion>,
    covers_up_to: Option<NaiveDate>,
    /// By account and id.
    alerts: Arc<[LiveAlert]>,
    /// Found when they are first asked for.
    drafts: Arc<OnceLock<Drafts>>,
    phones: Arc<OnceLock<Texts>>,
    product_texts: Arc<OnceLock<Texts>>,
    names: Arc<Names>,
    /// The summaries asked for last; most lists ask for the same date.
    summaries: Arc<Mutex<Option<Arc<Summaries>>>>,
    /// What this book puts together, when it is one at the level of parents.
    rollup: Option<Arc<Rollup>>,
    /// The books at that level asked for last, of this book or of the ones before it.
    rollups: Arc<Rollups>,
}

impl Book {
    /// The settings alone, for commands that need no facts.
    pub(crate) fn unread(store: &Store) -> Answer<Self> {
        let empty = Self {
            snapshot: Snapshot::new(0, Arc::new(DimensionsBuilder::default().build()), Vec::new()),
            is_read: false,
            edition: 0,
            standings: Arc::default(),
            scoring: None,
            rejudged: Arc::default(),
            settings: Arc::new(settings::shown(&store.read(bellwether_store::settings::get)?)?),
            rules: Arc::new(rule_lab::shown(None)),
            covers_up_to: None,
            alerts: Arc::default(),
            drafts: Arc::default(),
            phones: Arc::default(),
            product_texts: Arc::default(),
            names: Arc::default(),
            summaries: Arc::default(),
            rollup: None,
            rollups: Arc::default(),
        };
        store.read_or(|conn| empty.with_settings_of(conn))
    }

    /// Reads everything from the database.
    pub(crate) fn load(store: &Store) -> Answer<Self> {
        let before = Self::unread(store)?;
        let snapshot = load::load_snapshot(store, &before.settings)?;
        let names = Arc::new(Names::of(snapshot.dimensions()));
        let read = Self { snapshot, names, is_read: true, ..Self::unread(store)? };
        if !read.dates_sales_as(&before) {
            // Changed in between.
            return Self::load(store);
        }
        let read = store.read_or::<_, AppError>(|conn| {
            // A program that was killed may not have stored what it judged again.
            let changed = changes::accounts_since_scores(conn, MOST_REJUDGED)?;
            let changed: Vec<i64> = changed.into_iter().map(|account| account.0).collect();
            read.with_scores_of(conn)?.with_alerts_of(conn, Accounts::All)?.with_rejudged(conn, &changed)
        })?;
        read.snapshot.prepare();
        read.summaries(read.as_of()).prepare(&read);
        Ok(read)
    }

    /// The same book, arranged anew, when so much was replaced that answers take longer.
    pub(crate) fn renewed(&self) -> Option<Self> {
        let snapshot = self.snapshot.is_worn().then(|| self.snapshot.with_new_timeline())?;
        Some(Self { snapshot, rollups: Arc::default(), ..self.clone() })
    }

    /// The same book as the next after another.
    pub(crate) fn following(self, before: &Self) -> Self {
        Self { edition: before.edition + 1, ..self }
    }

    /// How many books were published before it.
    pub(crate) fn edition(&self) -> u64 {
        self.edition
    }

    /// Whether the facts have been read.
    pub(crate) fn is_read(&self) -> bool {
        self.is_read
    }

    pub(crate) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    pub(crate) fn dimensions(&self) -> &Dimensions {
        self.snapshot.dimensions()
    }

    pub(crate) fn version(&self) -> u64 {
        self.snapshot.version()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether the settings of both say the same about the days of sales: facts are laid out by it.
    pub(crate) fn dates_sales_as(&self, other: &Self) -> bool {
        let [own, others] = [&self.settings, &other.settings];
        own.sales_basis == others.sales_basis && own.currency == others.currency
    }

    /// The rules in force.
    pub(crate) fn rules(&self) -> &RulesVersion {
        &self.rules
    }

    pub(crate) fn scoring(&self) -> Option<&Scoring> {
        self.scoring.as_deref()
    }

    pub(crate) fn covers_up_to(&self) -> Option<NaiveDate> {
        self.covers_up_to
    }

    /// Where an account stands, once it has been scored.
    pub(crate) fn standing(&self, account: u32) -> Option<Standing> {
        self.standings.of_account(account)
    }

    /// Where every account stands.
    pub(crate) fn standings(&self) -> &Standings {
        &self.standings
    }

    /// What accounts are found by.
    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// What lists need of every account's orders. Those of the date asked for last are kept.
    pub(crate) fn summaries(&self, as_of: NaiveDate) -> Arc<Summaries> {
        if let Some(ready) = self.held_summaries().filter(|ready| ready.as_of() == as_of) {
            return ready;
        }
        // Not under the lock: whoever asks for another date need not wait.
        let ready = Arc::new(Summaries::of(&self.snapshot, as_of));
        *self.summaries.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&ready));
        ready
    }

    fn held_summaries(&self) -> Option<Arc<Summaries>> {
        self.summaries.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes over what was computed, as far as `next` says that it holds for this book.
    fn keep_summaries(&mut self, next: impl FnOnce(&Summaries) -> Summaries) {
        let held = self.held_summaries().map(|held| Arc::new(next(&held)));
        self.summaries = Arc::new(Mutex::new(held));
    }

    /// Every draft. Found once for this book.
    pub(crate) fn drafts(&self) -> &Drafts {
        self.drafts.get_or_init(|| Drafts::of(&self.snapshot))
    }

    /// The digits of every account's telephone number, by account index. Laid out once for this book.
    pub(crate) fn phones(&self) -> &Texts {
        let digits = |phone: &str| phone.chars().filter(char::is_ascii_digit).collect();
        self.phones.get_or_init(|| {
            Texts::of(self.dimensions().accounts().iter().map(|account| digits(&account.phone)))
        })
    }

    /// Name and number of every product, by product index. Laid out once for this book.
    pub(crate) fn product_texts(&self) -> &Texts {
        self.product_texts.get_or_init(|| {
            let products = self.dimensions().products().iter();
            Texts::of(products.map(|product| folded(&format!("{} {}", product.name, product.external_id))))
        })
    }

    /// Today's date in the organisation's time zone.
    pub(crate) fn today(&self) -> NaiveDate {
        clock::today(&self.settings.time_zone)
    }

    /// The date figures are as of unless the caller asks for another: pinned, else covered, else today.
    pub(crate) fn as_of(&self) -> NaiveDate {
        let today = self.today();
        let covered = || self.covers_up_to.map_or(today, |covered| covered.min(today));
        self.settings.pinned_as_of.unwrap_or_else(covered)
    }

    /// Accounts the scope holds, by dense index.
    pub(crate) fn accounts_in<'a>(
        &'a self,
        scope: &'a Scope,
    ) -> impl Iterator<Item = (u32, &'a Arc<Account>)> + 'a {
        self.dimensions().live_accounts().filter(|(_, account)| self.is_in(scope, account))
    }

    /// Whether the scope holds the account.
    pub(crate) fn is_in(&self, scope: &Scope, account: &Account) -> bool {
        let dimensions = self.dimensions();
        scope.contains(dimensions.rep_id_of(account), dimensions.region_id_of(account))
    }

    /// An account of the scope.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not in the scope.
    pub(crate) fn account_in(&self, scope: &Scope, id: AccountId) -> Answer<(u32, &Account)> {
        let index = self.dimensions().account_index(id).ok_or(AppError::NotFound)?;
        let account = self.dimensions().account(index).ok_or(AppError::NotFound)?;
        if account.is_removed || !self.is_in(scope, account) {
            return Err(AppError::NotFound);
        }
        Ok((index, account))
    }

    /// The same facts with what the settings table says now, and the rules in force.
    pub(crate) fn with_settings_of(mut self, conn: &mut Connection) -> Answer<Self> {
        let row = bellwether_store::settings::get(conn)?;
        self.settings = Arc::new(settings::shown(&row)?);
        // A live feed is complete at any moment; what an import once said of itself means nothing.
        self.covers_up_to = row.covers_up_to.filter(|_| !row.live_feed);
        self.rules = Arc::new(rule_lab::shown(rule_versions::latest(conn)?));
        Ok(self)
    }

    /// The same facts with the scores stored now.
    pub(crate) fn with_scores_of(mut self, conn: &mut Connection) -> Result<Self, StoreError> {
        let dimensions = Arc::clone(self.snapshot.dimensions());
        let mut standings = vec![None; dimensions.accounts().len()];
        scores::load_all(conn, &Scope::All, |row| {
            let place =
                dimensions.account_index(row.account).and_then(|index| standings.get_mut(index as usize));
            if let Some(place) = place {
                *place = Some(standings::standing_of(&row));
            }
        })?;
        self.standings = Arc::new(Standings::of(standings));
        self.keep_summaries(Summaries::with_other_standings);
        self.scoring = score_runs::latest(conn)?.map(|run| self.scoring_of(conn, run)).transpose()?;
        self.rejudged = Arc::default();
        Ok(self)
    }

    /// The same book with everything but the order histories read again, as of change `version`.
    pub(crate) fn with_dimensions_of(
        mut self,
        conn: &mut Connection,
        version: u64,
    ) -> Result<Self, StoreError> {
        let mut builder = DimensionsBuilder::from_existing(self.snapshot.dimensions());
        load::load_small_dimensions(conn, &mut builder)?;
        load::put_accounts(conn, Accounts::All, &mut builder)?;
        let dimensions = builder.build();
        let everybody = (0..).take(dimensions.accounts().len());
        if let Some(names) = self.names.with_accounts(&dimensions, everybody) {
            self.names = Arc::new(names);
        }
        self.snapshot = self.snapshot.with_dimensions(version, dimensions);
        self.drafts = Arc::default();
        self.phones = Arc::default();
        self.product_texts = Arc::default();
        self.summaries = Arc::default();
        Ok(self)
    }

    /// The same book with some accounts' facts read again, as of change `version`.
    ///
    /// # Errors
    /// `Internal` when a line names a product this book does not know: then everything must be read again.
    pub(crate) fn with_accounts_of(
        mut self,
        conn: &mut Connection,
        version: u64,
        ids: &[i64],
    ) -> Answer<Self> {
        let mut builder = DimensionsBuilder::from_existing(self.snapshot.dimensions());
        let found = load::put_accounts(conn, Accounts::Only(ids), &mut builder)?;
        let gone = ids.iter().filter(|id| !found.contains(id));
        let removed: Vec<u32> = gone.filter_map(|id| builder.remove_account(AccountId(*id))).collect();
        let dimensions = builder.build();
        let histories = load::read_histories(conn, ids, &dimensions, &self.settings)?;
        let indices = ids.iter().filter_map(|id| dimensions.account_index(AccountId(*id)));
        let mut changed: Vec<u32> = indices.chain(removed).collect();
        changed.sort_unstable();
        if let Some(names) = self.names.with_accounts(&dimensions, changed.iter().copied()) {
            self.names = Arc::new(names);
        }
        self.snapshot = self.snapshot.with_dimensions(version, dimensions).with_histories(version, histories);
        self.drafts = Arc::default();
        self.phones = Arc::default();
        let snapshot = self.snapshot.clone();
        self.keep_summaries(|held| held.with_accounts(&snapshot, &changed));
        Ok(self)
    }

    /// The same book, known to be current up to change `version`.
    pub(crate) fn at_version(mut self, version: u64) -> Self {
        self.snapshot = self.snapshot.with_histories(version, std::iter::empty());
        self
    }
}
