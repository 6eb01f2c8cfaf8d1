//! Scores of every account as of a day: observe, learn, judge, explain. The same facts give the same
//! bytes, in whatever order the accounts and their orders were stored.

use crate::book::{Book, Observed};
use crate::model::{Churn, Fitted, FittedModel, Learning, ModelId};
use crate::numbers::probability;
use crate::segment::{PreviousSegment, judge, settle};
use crate::{gate, health, reason, window};
use bellwether_core::explain::Contribution;
use bellwether_core::rule_lab::Rules;
use bellwether_core::score::Score;
use bellwether_core::{AccountId, Probability, Segment};
use bellwether_ledger::{Snapshot, day};
use chrono::NaiveDate;
use std::collections::BTreeMap;

use crate::signals::Signals;

/// Horizon named for accounts without any order, days.
const HORIZON_WITHOUT_ORDERS: i64 = 45;

/// What an organisation can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Which model judges.
    pub model: ModelId,
    /// Days between reaching out and the next-order window.
    pub outreach_lead_days: i32,
    /// The gate, the thresholds and the weights in force.
    pub rules: Rules,
}

impl Default for Settings {
    fn default() -> Self {
        Self { model: ModelId::ALL[0], outreach_lead_days: 14, rules: Rules::default() }
    }
}

/// How each account was placed by the latest scoring of an earlier day; empty for the first scoring.
/// Never that of the same day, or scoring twice would count as two runs.
pub type PreviousSegments = BTreeMap<AccountId, PreviousSegment>;

/// One account, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountScore {
    /// Which account.
    pub account: AccountId,
    /// The scores and their reasons, as they go over the wire. The churn risk is absent, and the
    /// contributions empty, for accounts without any order and for those the churn gate calls new.
    pub score: Score,
    /// What the risk alone says; the next day's scoring wants it beside `score.segment`.
    pub judged_segment: Segment,
    /// What was measured.
    pub signals: Signals,
}

impl AccountScore {
    /// What the next day's scoring must be told.
    pub fn as_previous(&self) -> PreviousSegment {
        PreviousSegment { shown: self.score.segment, judged: self.judged_segment }
    }
}

/// Learns from everything the ledger held on `as_of`.
pub fn fit(snapshot: &Snapshot, as_of: NaiveDate, settings: &Settings) -> FittedModel {
    settings.model.learn(&Book::observe(snapshot, day::from_date(as_of)), &Learning::default())
}

/// Scores of every account, by account id.
pub fn score_all(
    snapshot: &Snapshot,
    as_of: NaiveDate,
    settings: &Settings,
    previous: &PreviousSegments,
) -> Vec<AccountScore> {
    let book = Book::observe(snapshot, day::from_date(as_of));
    let fitted = settings.model.learn(&book, &Learning::default());
    score_book(book.accounts(), &fitted, settings, previous)
}

/// Scores of some accounts of one book, in the order given. Accounts do not depend on each other, so
/// that a caller may hand parts of a book to several threads.
pub fn score_book(
    accounts: &[Observed],
    fitted: &FittedModel,
    settings: &Settings,
    previous: &PreviousSegments,
) -> Vec<AccountScore> {
    let score = |account: &Observed| {
        score_observed(account, fitted, settings, previous.get(&account.account).copied())
    };
    accounts.iter().map(score).collect()
}

/// The score of one account against what was learnt before, as of the same day as the learning;
/// none when the account is not in the ledger.
pub fn score_one(
    snapshot: &Snapshot,
    account: AccountId,
    fitted: &FittedModel,
    settings: &Settings,
    previous: Option<PreviousSegment>,
) -> Option<AccountScore> {
    let index = snapshot.dimensions().account_index(account)?;
    let observed = Observed::new(snapshot, index, fitted.as_of())?;
    Some(score_observed(&observed, fitted, settings, previous))
}

/// One account, judged as it stood on the day it was observed.
pub fn score_observed(
    account: &Observed,
    fitted: &FittedModel,
    settings: &Settings,
    previous: Option<PreviousSegment>,
) -> AccountScore {
    let signals = &account.signals;
    let frequency = &signals.frequency;
    let rules = &settings.rules;
    let (orders, order_days) = (frequency.valid_orders, frequency.order_days);
    let old_enough = gate::is_passed(account.first_day(), orders, order_days, account.as_of, rules);
    let view = fitted.view(account);
    let churn = view.as_ref().map(|view| view.churn());
    let contributions = match &churn {
        Some(churn) if old_enough => contributions(account, churn),
        _ => Vec::new(),
    };
    let base_log_odds = fitted.base_log_odds();
    let risk = (!contributions.is_empty()).then(|| risk(base_log_odds, &contributions));
    let judged_segment = judge(risk, order_days, frequency.tenure_days, &rules.segments);
    let segment = settle(judged_segment, previous, silence_decides(signals));
    let score = Score {
        as_of: day::to_date(account.as_of),
        model_version: fitted.id().version().to_owned(),
        segment,
        churn_risk: risk,
        horizon_days: churn.as_ref().map_or(HORIZON_WITHOUT_ORDERS, |churn| i64::from(churn.horizon_days)),
        health: health::health(signals, &rules.health),
        next_order: view
            .map(|view| window::next_order(view.as_ref(), account.as_of, settings.outreach_lead_days)),
        base_log_odds,
        contributions,
        sentence: reason::sentence(account, segment, rules),
    };
    AccountScore { account: account.account, score, judged_segment, signals: signals.clone() }
}

fn contributions(account: &Observed, churn: &Churn) -> Vec<Contribution> {
    let contribution =
        |(group, points)| Contribution { group, points, reason: reason::reason(group, account, churn) };
    churn.points.into_iter().map(contribution).collect()
}

/// Base and points are multiples of 2^-20, so this sum is exact.
fn risk(base_log_odds: f64, contributions: &[Contribution]) -> Probability {
    let points: f64 = contributions.iter().map(|contribution| contribution.points).sum();
    Probability::clamped(probability(base_log_odds + points))
}

/// Silence alone decides once it is longer than every gap the account ever showed.
fn silence_decides(signals: &Signals) -> bool {
    match (signals.recency.elapsed_days, signals.cadence.longest_ever_days) {
        (Some(elapsed), Some(longest)) => f64::from(elapsed) > longest,
        _ => false,
    }
}
