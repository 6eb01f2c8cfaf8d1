//! Where accounts stand, as lists, maps and rankings need it.

use bellwether_core::{Cents, Probability, Segment};
use bellwether_store::scores::ScoreRow;
use chrono::NaiveDate;

/// What lists, maps and rankings need of an account's score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Standing {
    pub(crate) segment: Segment,
    pub(crate) churn_risk: Option<Probability>,
    pub(crate) health: Option<u8>,
    /// 80 % band of the next order, both inclusive.
    pub(crate) window: Option<(NaiveDate, NaiveDate)>,
    pub(crate) typical: Option<NaiveDate>,
}

impl Standing {
    /// Churn risk × money: what leaves if the account does.
    pub(crate) fn at_risk(&self, money: Cents) -> Cents {
        self.churn_risk.map_or(Cents(0), |risk| money_at_risk(risk, money))
    }
}

/// Churn risk × money.
pub(crate) fn money_at_risk(risk: Probability, money: Cents) -> Cents {
    Cents((risk.get() * money.0.max(0) as f64).round() as i64)
}

/// The standing of every account that has one, by account index.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standings {
    by_account: Vec<Option<Standing>>,
    /// Once more, because filters ask every account for its segment and for nothing else.
    segments: Vec<Option<Segment>>,
}

impl Standings {
    pub(crate) fn of(by_account: Vec<Option<Standing>>) -> Self {
        let segments = by_account.iter().map(|standing| standing.map(|standing| standing.segment)).collect();
        Self { by_account, segments }
    }

    pub(crate) fn of_account(&self, account: u32) -> Option<Standing> {
        self.by_account.get(account as usize).copied().flatten()
    }

    pub(crate) fn segment(&self, account: u32) -> Option<Segment> {
        self.segments.get(account as usize).copied().flatten()
    }

    pub(crate) fn put(&mut self, account: u32, standing: Option<Standing>) {
        let place = account as usize;
        if place >= self.by_account.len() {
            self.by_account.resize(place + 1, None);
            self.segments.resize(place + 1, None);
        }
        self.by_account[place] = standing;
        self.segments[place] = standing.map(|standing| standing.segment);
    }
}

pub(super) fn standing_of(row: &ScoreRow) -> Standing {
    Standing {
        segment: row.segment,
        churn_risk: row.churn_risk.map(Probability::clamped),
        health: row.health.map(|health| health.clamp(0.0, 100.0).round() as u8),
        window: row.window_from.zip(row.window_until),
        typical: row.window_likely,
    }
}
