//! The book at the level of parents (rules, section 1): each group of accounts as one account, with the orders of all
//! and a score of its own. To everything that reads a book it is a book like any other, as after a merge of accounts.

use super::Book;
use super::standings::{Standings, standing_of};
use crate::account_criteria::Places;
use crate::{Answer, AppError, Caller, parallel, score};
use bellwether_core::account::{AccountLevel, AccountQuery};
use bellwether_core::{AccountId, Scope};
use bellwether_ledger::{Account, Filter, Groups, History, Snapshot};
use bellwether_scoring::{Fitted, Observed, score_observed};
use bellwether_store::scores::ScoreRow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Scopes whose books are kept.
const MOST_KEPT: usize = 8;

/// What a book at the level of parents was made from.
pub(crate) struct Rollup {
    groups: Groups,
    /// The same commit, each account by itself.
    sites: Book,
}

/// Books at the level of parents, one for each scope asked for lately.
#[derive(Default)]
pub(super) struct Rollups(Mutex<Vec<(Scope, Arc<Book>)>>);

/// A group with the orders of all its members.
type Group = (u32, Vec<u32>, Arc<History>);

impl Book {
    /// This book at the level asked for. A group is made of the accounts that the caller may see, so that its figures
    /// reveal nothing of others.
    ///
    /// # Errors
    /// `Internal` when a group has more lines than can be held.
    pub(crate) fn at_level(
        self: &Arc<Self>,
        caller: &Caller,
        level: Option<AccountLevel>,
    ) -> Answer<Arc<Self>> {
        match level.unwrap_or_default() {
            AccountLevel::ShipTo => Ok(Arc::clone(self)),
            AccountLevel::Parent => self.rolled_up(&caller.scope),
        }
    }

    fn rolled_up(self: &Arc<Self>, scope: &Scope) -> Answer<Arc<Self>> {
        let groups = || Groups::within(&Filter::in_scope(&self.snapshot, scope));
        // Held while it works: whoever asks meanwhile wants the same.
        let mut kept = self.rollups.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|(of, _)| of == scope);
        let before = place.map(|place| kept.remove(place).1);
        if let Some(book) = before.as_ref().filter(|book| book.is_rolled_up_from(self)) {
            let book = Arc::clone(book);
            kept.push((scope.clone(), Arc::clone(&book)));
            return Ok(book);
        }
        // What is older than this book holds on to facts that nobody else needs.
        kept.retain(|(_, book)| book.is_rolled_up_from(self));
        let groups = groups();
        if groups.is_empty() {
            return Ok(Arc::clone(self));
        }
        let book = Arc::new(self.with_groups(groups, before.as_deref())?);
        kept.push((scope.clone(), Arc::clone(&book)));
        let surplus = kept.len().saturating_sub(MOST_KEPT);
        kept.drain(..surplus);
        Ok(book)
    }

    /// Whether it still says what a roll-up of that book would.
    fn is_rolled_up_from(&self, sites: &Self) -> bool {
        self.rollup.as_ref().is_some_and(|rollup| {
            let own = &rollup.sites;
            own.version() == sites.version()
                && Arc::ptr_eq(own.snapshot.dimensions(), sites.snapshot.dimensions())
                && Arc::ptr_eq(&own.standings, &sites.standings)
                && own.is_judged_as(sites)
                && own.scoring == sites.scoring
                && own.covers_up_to == sites.covers_up_to
        })
    }

    /// Whether accounts are judged by the same model, rules and settings.
    fn is_judged_as(&self, other: &Self) -> bool {
        let is_same_model = match (self.model(), other.model()) {
            (Some(own), Some(others)) => Arc::ptr_eq(&own, &others),
            (own, others) => own.is_none() && others.is_none(),
        };
        is_same_model
            && (Arc::ptr_eq(&self.rules, &other.rules) || self.rules == other.rules)
            && (Arc::ptr_eq(&self.settings, &other.settings) || self.settings == other.settings)
    }

    /// This book with its groups put together. What an earlier one says of groups that did not change is taken over.
    fn with_groups(&self, groups: Groups, before: Option<&Self>) -> Answer<Self> {
        let before = before.and_then(|before| Some((before, before.rollup.as_ref()?)));
        let unchanged = |head: u32, members: &[u32]| {
            let (book, rollup) = before?;
            let is_same = rollup.groups.members_of(head).eq(members.iter().copied())
                && members.iter().all(|member| {
                    let held = [&rollup.sites, self].map(|sites| sites.snapshot.history(*member));
                    matches!(held, [Some(then), Some(now)] if Arc::ptr_eq(then, now))
                });
            is_same.then_some(book)
        };
        let found: Vec<(u32, Vec<u32>)> = groups.iter().collect();
        let put_together = |share: &[(u32, Vec<u32>)]| {
            let history = |head: u32, members: &[u32]| match unchanged(head, members) {
                Some(book) => book.snapshot.history(head).map(Arc::clone).ok_or(AppError::NotFound),
                None => merged(&self.snapshot, members),
            };
            let group =
                |(head, members): &(u32, Vec<u32>)| Ok((*head, members.clone(), history(*head, members)?));
            share.iter().map(group).collect::<Answer<Vec<Group>>>()
        };
        let shares = parallel::in_shares(&found, put_together)?;
        let rolled: Vec<Group> = shares.into_iter().collect::<Answer<Vec<_>>>()?.concat();
        let histories = rolled.iter().map(|(head, _, history)| (*head, Arc::clone(history)));
        let snapshot = groups.roll_up(&self.snapshot, histories);
        let may_keep_scores = before.is_some_and(|(_, rollup)| rollup.sites.is_judged_as(self));
        let judge = |share: &[Group]| {
            let row = |(head, members, _): &Group| {
                let held = unchanged(*head, members).filter(|_| may_keep_scores);
                match held {
                    Some(book) => Ok((*head, book.rejudged_at(*head).cloned())),
                    None => Ok((*head, self.judged_group(&snapshot, *head)?)),
                }
            };
            share.iter().map(row).collect::<Answer<Vec<(u32, Option<ScoreRow>)>>>()
        };
        let rows = parallel::in_shares(&rolled, judge)?.into_iter().collect::<Answer<Vec<_>>>()?.concat();
        Ok(self.put_together(groups, snapshot, rows))
    }

    fn rejudged_at(&self, account: u32) -> Option<&ScoreRow> {
        self.rejudged.get(&self.dimensions().account(account)?.id)
    }

    /// The score of a group; none while no model is known. Groups are not stored, so yesterday's segment does not hold
    /// on to theirs: they are placed by the risk of the day.
    fn judged_group(&self, snapshot: &Snapshot, head: u32) -> Answer<Option<ScoreRow>> {
        let Some(model) = self.model() else { return Ok(None) };
        let Some(observed) = Observed::new(snapshot, head, model.as_of()) else { return Ok(None) };
        let judged = score_observed(&observed, &model, &self.scoring_settings(), None);
        score::row(&judged, None).map(Some)
    }

    fn put_together(&self, groups: Groups, snapshot: Snapshot, rows: Vec<(u32, Option<ScoreRow>)>) -> Self {
        let mut standings = Standings::clone(&self.standings);
        let mut rejudged: BTreeMap<AccountId, ScoreRow> = BTreeMap::clone(&self.rejudged);
        let mut changed: Vec<u32> = groups.iter().flat_map(|(_, members)| members).collect();
        changed.sort_unstable();
        for member in &changed {
            standings.put(*member, None);
        }
        for (head, row) in rows {
            standings.put(head, row.as_ref().map(standing_of));
            rejudged.extend(row.map(|row| (row.account, row)));
        }
        // A book that is kept with this one must not keep this one.
        let sites = Self { rollups: Arc::default(), ..self.clone() };
        let mut book = Self {
            standings: Arc::new(standings),
            rejudged: Arc::new(rejudged),
            drafts: Arc::default(),
            rollup: Some(Arc::new(Rollup { groups, sites })),
            rollups: Arc::default(),
            ..self.clone()
        };
        book.keep_summaries(|held| held.with_accounts(&snapshot, &changed));
        book.snapshot = snapshot;
        book
    }

    /// The accounts that one of this book puts together, by index; none for an account that stands alone.
    pub(crate) fn members_of(&self, account: u32) -> impl Iterator<Item = u32> + '_ {
        self.rollup.iter().flat_map(move |rollup| rollup.groups.members_of(account))
    }

    /// Whether an account of this book stands for several.
    pub(crate) fn is_group(&self, account: u32) -> bool {
        self.rollup.as_ref().is_some_and(|rollup| rollup.groups.members_of(account).len() > 0)
    }

    /// Each account by itself, as of the same commit.
    pub(crate) fn sites(&self) -> &Self {
        self.rollup.as_ref().map_or(self, |rollup| &rollup.sites)
    }

    /// The account of this book that stands for an account of the scope.
    ///
    /// # Errors
    /// `NotFound` when that does not exist or is not in the scope.
    pub(crate) fn standing_for(&self, scope: &Scope, id: AccountId) -> Answer<(u32, &Account)> {
        let Some(rollup) = &self.rollup else { return self.account_in(scope, id) };
        let (site, _) = rollup.sites.account_in(scope, id)?;
        let head = rollup.groups.head_of(site);
        let account = self.dimensions().account(head).ok_or(AppError::NotFound)?;
        Ok((head, account))
    }

    /// The account of this book that stands for one of the sites.
    pub(crate) fn head_of(&self, site: u32) -> u32 {
        self.rollup.as_ref().map_or(site, |rollup| rollup.groups.head_of(site))
    }

    /// The accounts of this book which stand for any of the wanted ones, among those the caller may see.
    pub(crate) fn standing_for_any(&self, caller: &Caller, wanted: Filter) -> Filter {
        let Some(rollup) = &self.rollup else { return wanted };
        let mut is_wanted = vec![false; self.dimensions().accounts().len()];
        for site in wanted.indices() {
            if let Some(place) = is_wanted.get_mut(rollup.groups.head_of(site) as usize) {
                *place = true;
            }
        }
        self.visible_to(caller).in_mask(&is_wanted)
    }

    /// The wanted accounts of this book, each of the accounts they stand for by itself.
    pub(crate) fn members_in(&self, wanted: Filter) -> Filter {
        let Some(rollup) = &self.rollup else { return wanted };
        let is_wanted = |index: u32| wanted.contains_account(rollup.groups.head_of(index));
        let products = |product: u32| wanted.contains_product(product);
        let sites = Filter::all(rollup.sites.snapshot()).retain_accounts(|index, _| is_wanted(index));
        match wanted.restricts_products() {
            true => sites.retain_products(|product, _| products(product)),
            false => sites,
        }
    }

    /// The groups of which one account is where, whose and called what a list asks for, and which are in the segment it
    /// asks for; none of a book in which each account stands by itself.
    pub(crate) fn matching_groups(
        &self,
        caller: &Caller,
        query: &AccountQuery,
        places: &Places,
    ) -> Option<Filter> {
        let sites = self.rollup.as_ref().map(|rollup| &rollup.sites)?;
        let by_place = AccountQuery { segment: None, ..query.clone() };
        let positions = sites.dimensions().account_columns();
        let wanted = sites.matching(caller, &by_place);
        let wanted = match places.are_asked() {
            true => wanted.retain_accounts(|index, _| places.hold(positions.position(index))),
            false => wanted,
        };
        let groups = self.standing_for_any(caller, wanted);
        Some(match query.segment {
            Some(segment) => self.in_segment(groups, segment),
            None => groups,
        })
    }
}

fn merged(snapshot: &Snapshot, members: &[u32]) -> Answer<Arc<History>> {
    let history = Groups::history(snapshot, members);
    history
        .map(Arc::new)
        .map_err(|error| AppError::Internal(format!("a group cannot be put together: {error}")))
}
