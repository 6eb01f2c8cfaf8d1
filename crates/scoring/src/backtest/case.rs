//! One day of a back-test: every model learns what was known then, and its forecasts are put beside what came.

use super::plan::Plan;
use crate::book::{Book, Observed};
use crate::forecast::probability_within;
use crate::model::{Fitted, FittedModel, Learning, ModelId};
use crate::numbers::index;
use crate::sample::sample;
use crate::score::{PreviousSegments, Settings, score_book};
use bellwether_core::score::{Band, Score};
use bellwether_core::{AccountId, Segment};
use bellwether_ledger::{Day, day};

/// Accounts asked about on one day at most: more would hardly move a figure that is shown.
const MOST_ACCOUNTS: usize = 4_000;

/// One forecast of one account, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// Which account.
    pub account: AccountId,
    /// Probability given of an order within the horizon of the back-test.
    pub probability: f64,
    /// Whether one came.
    pub ordered: bool,
    /// Days of the account's median gap; none before its second order day.
    pub gap_days: Option<f64>,
    /// How much it bought in the year before, among those asked about.
    pub size: Size,
    /// The window shown, where the account ordered as far as the model looked; none while that is not over.
    pub window: Option<ShownWindow>,
    /// The churn risk shown; none without one or while its horizon is not over.
    pub own: Option<OwnHorizon>,
}

/// Thirds by net sales of 365 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// The third that bought least.
    Small,
    /// The third between.
    Middle,
    /// The third that bought most.
    Large,
}

impl Size {
    /// Every size.
    pub const ALL: [Self; 3] = [Self::Small, Self::Middle, Self::Large];
}

/// What became of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownWindow {
    /// Whether the 80 % window held the order.
    pub wide_held: bool,
    /// Its length, days.
    pub wide_days: i64,
    /// Whether the 50 % window held it.
    pub half_held: bool,
    /// Its length, days.
    pub half_days: i64,
}

/// What became of a churn risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnHorizon {
    /// The segment by the risk alone.
    pub segment: Segment,
    /// The risk in whole per cent, 0 to 99.
    pub risk_percent: u32,
    /// Whether no order came within the horizon of the risk.
    pub lost: bool,
}

/// What each model said on an earlier day about the accounts active then, and what came by the day of the book.
pub fn ask(book: &Book, learning: &Learning, models: &[ModelId], origin: Day, plan: &Plan) -> Vec<Vec<Case>> {
    // Whoever had not ordered yet was not known.
    let known = book.accounts().iter().filter(|account| account.first_day().is_some_and(|day| day <= origin));
    let past = book.rewound(origin, known.map(|account| account.place));
    let active = past.accounts().iter().filter(|account| account.is_active());
    let asked = sample(active, MOST_ACCOUNTS, u64::from(origin.unsigned_abs()));
    let sizes = sizes(&asked);
    let cases = |model: &ModelId| {
        let fitted = model.learn(&past, learning);
        let case = |(account, size): (&&Observed, &Size)| case(book, &fitted, account, *size, plan);
        asked.iter().zip(&sizes).filter_map(case).collect()
    };
    models.iter().map(cases).collect()
}

/// The third each account belongs to, in the order given.
fn sizes(accounts: &[&Observed]) -> Vec<Size> {
    let mut by_sales: Vec<usize> = (0..accounts.len()).collect();
    by_sales
        .sort_by_key(|place| (accounts[*place].signals.monetary.sales_365_cents, accounts[*place].account));
    let mut sizes = vec![Size::Small; accounts.len()];
    for (rank, place) in by_sales.into_iter().enumerate() {
        sizes[place] = Size::ALL[rank * Size::ALL.len() / accounts.len()];
    }
    sizes
}

fn case(book: &Book, fitted: &FittedModel, account: &Observed, size: Size, plan: &Plan) -> Option<Case> {
    let curve = fitted.view(account)?.next_order().cumulative;
    let look_ahead = i32::try_from(curve.len()).unwrap_or(i32::MAX);
    let next = days_to_next_order(book, account);
    let settings = Settings { model: fitted.id(), rules: plan.rules, ..Settings::default() };
    let scores = score_book(std::slice::from_ref(account), fitted, &settings, &PreviousSegments::new());
    let score = &scores.first()?.score;
    let known_days = book.as_of() - account.as_of;
    let came = next.filter(|days| *days <= look_ahead && look_ahead <= known_days);
    Some(Case {
        account: account.account,
        probability: probability_within(&curve, plan.horizon_days),
        ordered: next.is_some_and(|days| days <= plan.horizon_days),
        gap_days: account.signals.cadence.median_days,
        size,
        window: came.and_then(|days| shown_window(score, account.as_of.saturating_add(days))),
        own: own_horizon(score, next, known_days),
    })
}

/// Days from an account's earlier view to its next order, if the book knows of one.
fn days_to_next_order(book: &Book, account: &Observed) -> Option<i32> {
    let place = book.accounts().binary_search_by_key(&account.account, |known| known.account).ok()?;
    book.accounts()[place].days_to_next_order(account.as_of)
}

/// Overdue accounts were shown no window.
fn shown_window(score: &Score, ordered_on: Day) -> Option<ShownWindow> {
    let shown = score.next_order.as_ref().filter(|shown| shown.overdue_days.is_none())?;
    let date = day::to_date(ordered_on);
    let held = |band: &Band| (band.from..=band.to).contains(&date);
    let days = |band: &Band| (band.to - band.from).num_days() + 1;
    Some(ShownWindow {
        wide_held: held(&shown.wide),
        wide_days: days(&shown.wide),
        half_held: held(&shown.half),
        half_days: days(&shown.half),
    })
}

fn own_horizon(score: &Score, next: Option<i32>, known_days: i32) -> Option<OwnHorizon> {
    let risk = score.churn_risk.filter(|_| score.horizon_days <= i64::from(known_days))?;
    Some(OwnHorizon {
        segment: score.segment,
        risk_percent: u32::try_from(index(risk.get() * 100.0).min(99)).unwrap_or(99),
        lost: next.is_none_or(|days| i64::from(days) > score.horizon_days),
    })
}
