//! The endpoints, each asked one question: in this process, written out as it would travel, or by its address.

use crate::Outcome;
use crate::question::Question;
use bellwether_app::{App, Caller};
use bellwether_core::Period;
use bellwether_core::account::LevelQuery;
use bellwether_core::alert::{AlertQuery, ForYouQuery};
use bellwether_core::bridge::BreakdownQuery;
use bellwether_core::insight::{LowestQuery, ProbablyLostQuery, RollupQuery};
use bellwether_core::map::MapQuery;
use bellwether_core::order::OrdersQuery;
use bellwether_core::period::Granularity;
use bellwether_core::product::{MomentumOf, MomentumQuery, ProductQuery, UnitsQuery};
use bellwether_core::search::SearchQuery;
use bellwether_core::timeline::TimelineQuery;
use bellwether_core::weekly_diff::WeeklyDiffQuery;
use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    Dashboard,
    Bridge,
    Breakdown,
    Segments,
    States,
    Concentration,
    Territory,
    Accounts,
    Map,
    MapHistograms,
    Products,
    Units,
    Momentum,
    CategoryMomentum,
    Penetration,
    Account,
    Brief,
    Timeline,
    Orders,
    ForYou,
    Alerts,
    WeeklyRollup,
    LowestPerforming,
    ProbablyLost,
    WeeklyDiff,
    Search,
    FilterChoices,
    Freshness,
}

impl Endpoint {
    pub const ALL: [Self; 28] = [
        Self::Dashboard,
        Self::Bridge,
        Self::Breakdown,
        Self::Segments,
        Self::States,
        Self::Concentration,
        Self::Territory,
        Self::Accounts,
        Self::Map,
        Self::MapHistograms,
        Self::Products,
        Self::Units,
        Self::Momentum,
        Self::CategoryMomentum,
        Self::Penetration,
        Self::Account,
        Self::Brief,
        Self::Timeline,
        Self::Orders,
        Self::ForYou,
        Self::Alerts,
        Self::WeeklyRollup,
        Self::LowestPerforming,
        Self::ProbablyLost,
        Self::WeeklyDiff,
        Self::Search,
        Self::FilterChoices,
        Self::Freshness,
    ];

    /// Asks it in this process, and gives the length of the answer in bytes.
    pub fn ask(self, app: &App, caller: &Caller, question: &Question) -> Outcome<usize> {
        let Question { facts, accounts, account, .. } = question;
        let account = *account;
        match self {
            Self::Dashboard => written(&app.dashboard(caller, facts)?),
            Self::Bridge => written(&app.bridge(caller, facts)?),
            Self::Breakdown => written(&app.breakdown(caller, facts, &BreakdownQuery::default())?),
            Self::Segments => written(&app.segments(caller, facts)?),
            Self::States => written(&app.states(caller, facts)?),
            Self::Concentration => written(&app.concentration(caller, facts)?),
            Self::Territory => written(&app.territory(caller, facts)?),
            Self::Accounts => written(&app.accounts(caller, accounts)?),
            Self::Map => written(&app.map(caller, &view(question), accounts)?),
            Self::MapHistograms => written(&app.map_histograms(caller, accounts)?),
            Self::Products => written(&app.products(caller, facts, &ProductQuery::default())?),
            Self::Units => written(&app.units(caller, facts, &by_month())?),
            Self::Momentum => written(&app.momentum(caller, facts, &MomentumQuery::default())?),
            Self::CategoryMomentum => written(&app.momentum(caller, facts, &of_categories())?),
            Self::Penetration => written(&app.penetration(caller, facts)?),
            Self::Account => written(&app.account(caller, account, &LevelQuery::default())?),
            Self::Brief => written(&app.brief(caller, account)?),
            Self::Timeline => written(&app.timeline(caller, account, &TimelineQuery::default())?),
            Self::Orders => written(&app.orders(caller, &orders(question))?),
            Self::ForYou => written(&app.for_you(caller, &for_you(question))?),
            Self::Alerts => written(&app.alerts(caller, &alerts(question))?),
            Self::WeeklyRollup => written(&app.weekly_rollup(caller, &rollup(question))?),
            Self::LowestPerforming => written(&app.lowest_performing(caller, &LowestQuery::default())?),
            Self::ProbablyLost => written(&app.probably_lost(caller, &probably_lost(question))?),
            Self::WeeklyDiff => written(&app.weekly_diff(caller, &weekly_diff(question))?),
            Self::Search => written(&app.search(caller, &search(question))?),
            Self::FilterChoices => written(&app.filter_choices(caller)?),
            Self::Freshness => written(&app.freshness(caller)?),
        }
    }

    /// The same question as the address of a `GET`.
    pub fn address(self, question: &Question) -> Outcome<String> {
        let facts = || query(&question.facts);
        let accounts = || query(&question.accounts);
        let account = question.account;
        Ok(match self {
            Self::Dashboard => format!("dashboard?{}", facts()?),
            Self::Bridge => format!("dashboard/bridge?{}", facts()?),
            Self::Breakdown => format!("dashboard/breakdown?{}", facts()?),
            Self::Segments => format!("segments?{}", facts()?),
            Self::States => format!("states?{}", facts()?),
            Self::Concentration => format!("accounts/concentration?{}", facts()?),
            Self::Territory => format!("territory?{}", facts()?),
            Self::Accounts => format!("accounts?{}", accounts()?),
            Self::Map => format!("map?{}&{}", query(&view(question))?, accounts()?),
            Self::MapHistograms => format!("map/histograms?{}", accounts()?),
            Self::Products => format!("products?{}", facts()?),
            Self::Units => format!("units?{}&{}", facts()?, query(&by_month())?),
            Self::Momentum => format!("products/momentum?{}", facts()?),
            Self::CategoryMomentum => format!("products/momentum?{}&{}", facts()?, query(&of_categories())?),
            Self::Penetration => format!("products/penetration?{}", facts()?),
            Self::Account => format!("accounts/{account}"),
            Self::Brief => format!("accounts/{account}/brief"),
            Self::Timeline => format!("accounts/{account}/timeline"),
            Self::Orders => format!("orders?{}", query(&orders(question))?),
            Self::ForYou => format!("for-you?{}", query(&for_you(question))?),
            Self::Alerts => format!("alerts?{}", query(&alerts(question))?),
            Self::WeeklyRollup => format!("insights/weekly-rollup?{}", query(&rollup(question))?),
            Self::LowestPerforming => "insights/lowest-performing".to_owned(),
            Self::ProbablyLost => format!("insights/probably-lost?{}", query(&probably_lost(question))?),
            Self::WeeklyDiff => format!("weekly-diff?{}", query(&weekly_diff(question))?),
            Self::Search => format!("search?{}", query(&search(question))?),
            Self::FilterChoices => "filters".to_owned(),
            Self::Freshness => "freshness".to_owned(),
        })
    }
}

fn written(answer: &impl Serialize) -> Outcome<usize> {
    Ok(serde_json::to_vec(answer)?.len())
}

fn query(fields: &impl Serialize) -> Outcome<String> {
    Ok(serde_urlencoded::to_string(fields)?)
}

/// The part of the world that a screen shows at a zoom.
fn view(question: &Question) -> MapQuery {
    let (north, east) = question.place;
    let width = 1_440.0 / 512.0 * 360.0 / question.zoom.exp2();
    let height = width / 2.0;
    MapQuery {
        west: Some((east - width / 2.0).max(-180.0)),
        east: Some((east + width / 2.0).min(180.0)),
        south: Some((north - height / 2.0).max(-85.0)),
        north: Some((north + height / 2.0).min(85.0)),
        zoom: Some(question.zoom),
    }
}

fn by_month() -> UnitsQuery {
    UnitsQuery { granularity: Some(Granularity::Month) }
}

fn of_categories() -> MomentumQuery {
    MomentumQuery { of: Some(MomentumOf::Categories), ..MomentumQuery::default() }
}

fn orders(question: &Question) -> OrdersQuery {
    OrdersQuery { account: Some(question.account), ..OrdersQuery::default() }
}

fn for_you(question: &Question) -> ForYouQuery {
    ForYouQuery { rep: question.facts.rep, ..ForYouQuery::default() }
}

fn alerts(question: &Question) -> AlertQuery {
    AlertQuery { rep: question.facts.rep, ..AlertQuery::default() }
}

fn rollup(question: &Question) -> RollupQuery {
    RollupQuery { rep: question.facts.rep, ..RollupQuery::default() }
}

fn probably_lost(question: &Question) -> ProbablyLostQuery {
    ProbablyLostQuery { rep: question.facts.rep, ..ProbablyLostQuery::default() }
}

fn weekly_diff(question: &Question) -> WeeklyDiffQuery {
    WeeklyDiffQuery { rep: question.facts.rep, ..WeeklyDiffQuery::default() }
}

fn search(question: &Question) -> SearchQuery {
    SearchQuery { q: question.words.clone(), limit: None }
}

/// The period asked about, and the one it is held against.
pub fn periods(question: &Question) -> Outcome<(Period, Period)> {
    let facts = &question.facts;
    let (from, to) = facts.from.zip(facts.to).ok_or("every question names its period")?;
    let until = to.succ_opt().ok_or("a date of the calendar")?;
    let period = Period { from, until };
    Ok((period, period.compared(facts.compare.unwrap_or_default())))
}
