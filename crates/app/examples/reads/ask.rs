//! The endpoints, each asked one question and written out as it would travel.

use crate::Outcome;
use crate::question::Question;
use bellwether_app::{App, Caller};
use bellwether_core::map::MapQuery;
use bellwether_core::product::{ProductQuery, UnitsQuery};
use bellwether_core::{Period, period::Granularity};
use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    Dashboard,
    Segments,
    States,
    Products,
    Units,
    Accounts,
    Map,
    MapHistograms,
    FilterChoices,
    Freshness,
}

impl Endpoint {
    pub const ALL: [Self; 10] = [
        Self::Dashboard,
        Self::Segments,
        Self::States,
        Self::Products,
        Self::Units,
        Self::Accounts,
        Self::Map,
        Self::MapHistograms,
        Self::FilterChoices,
        Self::Freshness,
    ];

    /// Asks it, and gives the length of the answer in bytes.
    pub fn ask(self, app: &App, caller: &Caller, question: &Question) -> Outcome<usize> {
        let Question { facts, accounts, .. } = question;
        match self {
            Self::Dashboard => written(&app.dashboard(caller, facts)?),
            Self::Segments => written(&app.segments(caller, facts)?),
            Self::States => written(&app.states(caller, facts)?),
            Self::Products => written(&app.products(caller, facts, &ProductQuery::default())?),
            Self::Units => {
                let query = UnitsQuery { granularity: Some(Granularity::Month) };
                written(&app.units(caller, facts, &query)?)
            }
            Self::Accounts => written(&app.accounts(caller, accounts)?),
            Self::Map => written(&app.map(caller, &view(question), accounts)?),
            Self::MapHistograms => written(&app.map_histograms(caller, accounts)?),
            Self::FilterChoices => written(&app.filter_choices(caller)?),
            Self::Freshness => written(&app.freshness(caller)?),
        }
    }
}

fn written(answer: &impl Serialize) -> Outcome<usize> {
    Ok(serde_json::to_vec(answer)?.len())
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

/// The period asked about, and the one it is held against.
pub fn periods(question: &Question) -> Outcome<(Period, Period)> {
    let facts = &question.facts;
    let (from, to) = facts.from.zip(facts.to).ok_or("every question names its period")?;
    let until = to.succ_opt().ok_or("a date of the calendar")?;
    let period = Period { from, until };
    Ok((period, period.compared(facts.compare.unwrap_or_default())))
}
