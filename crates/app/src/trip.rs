//! Trips: the stops somebody wants to make in an order that saves time, with what is at stake at each (G8, L-R8).

mod exact;
mod links;
mod order;
mod roads;
mod solver;

use crate::book::Book;
use crate::{Answer, App, AppError, Caller};
use bellwether_core::account::AccountRef;
use bellwether_core::trip::{Trip, TripRequest, TripStop};
use bellwether_core::{AccountId, Cents};
use bellwether_ledger::Account;
use bellwether_store::accounts;
use roads::Distances;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

/// Fewest stops worth an order.
const FEWEST: usize = 2;
/// Most stops of one trip.
const MOST: usize = 60;
/// Minutes at each stop unless the caller says otherwise.
const VISIT_MINUTES: u32 = 30;
/// Longest visit, minutes.
const LONGEST_VISIT: u32 = 600;

/// How exactly it is known where an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exactness {
    /// Coordinates came with it.
    Given,
    /// In the middle of its ZIP code or city.
    Town,
    /// In the middle of its state: nobody should drive there.
    State,
}

impl Exactness {
    fn of(precision: &str) -> Self {
        match precision {
            "zip" | "city" => Self::Town,
            "state" => Self::State,
            _given => Self::Given,
        }
    }
}

/// One trip is planned at a time, so that lists keep a core while somebody plans.
static PLANNING: Mutex<()> = Mutex::new(());

impl App {
    /// Puts stops in an order that saves time. Never longer than the order asked for.
    ///
    /// # Errors
    /// `NotFound` when a stop does not exist or is not the caller's, `Invalid` for too few or too many stops, one
    /// twice, and values out of range.
    pub fn plan_trip(&self, caller: &Caller, request: &TripRequest) -> Answer<Trip> {
        check(request)?;
        let book = self.book();
        let known = accounts_of(&book, caller, &request.stops)?;
        let precisions = self.store.read(|conn| accounts::precisions(conn, &request.stops))?;
        let precisions: HashMap<AccountId, String> = precisions.into_iter().collect();
        let (mut stops, mut without_position, mut rough) = (Vec::new(), Vec::new(), 0);
        for (index, account) in known {
            let exactness = Exactness::of(precisions.get(&account.id).map_or("", String::as_str));
            match stop_of(&book, caller, index, account).filter(|_| exactness != Exactness::State) {
                Some(stop) => {
                    rough += usize::from(exactness == Exactness::Town);
                    stops.push(stop);
                }
                None => without_position.push(Book::account_ref(account)),
            }
        }
        if stops.len() < FEWEST {
            let message = format!(
                "{} of these accounts has a place known better than by its state; choose at least {FEWEST} that \
                 have, or import ZIP codes, cities or coordinates",
                if stops.is_empty() { "none" } else { "only one" }
            );
            return Err(AppError::invalid("stops", message));
        }
        let mut trip = plan(request, stops, without_position);
        trip.assumptions.extend(roads::rough_places(rough));
        Ok(trip)
    }
}

/// A stop that can be driven to; what it takes to get there is not known yet.
fn stop_of(book: &Book, caller: &Caller, index: u32, account: &Account) -> Option<TripStop> {
    let position = [f64::from(account.latitude?), f64::from(account.longitude?)];
    let standing = book.standing(index);
    let at_risk = book.summaries(book.as_of()).at_risk_cents(book, index);
    Some(TripStop {
        account: Book::account_ref(account),
        position,
        phone: Some(account.phone.to_string())
            .filter(|phone| caller.permissions.view_contacts && !phone.is_empty()),
        segment: standing.map(|standing| standing.segment),
        churn_risk: standing.and_then(|standing| standing.churn_risk),
        at_risk_cents: Cents(at_risk.unwrap_or(0)),
        leg_km: 0.0,
        leg_minutes: 0.0,
        arrives_after_minutes: 0.0,
    })
}

/// The accounts asked for.
///
/// # Errors
/// `NotFound` when one does not exist or is not the caller's.
fn accounts_of<'a>(book: &'a Book, caller: &Caller, ids: &[AccountId]) -> Answer<Vec<(u32, &'a Account)>> {
    ids.iter().map(|id| book.account_in(&caller.scope, *id)).collect()
}

fn check(request: &TripRequest) -> Answer<()> {
    let count = request.stops.len();
    if !(FEWEST..=MOST).contains(&count) {
        let message = format!("choose {FEWEST} to {MOST} accounts; these are {count}");
        return Err(AppError::invalid("stops", message));
    }
    if request.stops.iter().collect::<HashSet<_>>().len() < count {
        return Err(AppError::invalid("stops", "an account is there twice; name each once"));
    }
    if let Some([north, east]) = request.start
        && !((-90.0..=90.0).contains(&north) && (-180.0..=180.0).contains(&east))
    {
        let message = "use degrees north from -90 to 90 and degrees east from -180 to 180";
        return Err(AppError::invalid("start", message));
    }
    if request.visit_minutes.is_some_and(|minutes| minutes > LONGEST_VISIT) {
        return Err(AppError::invalid("visit_minutes", format!("use 0 to {LONGEST_VISIT} minutes")));
    }
    Ok(())
}

/// The trip through these stops, of which there are at least two.
fn plan(request: &TripRequest, stops: Vec<TripStop>, without_position: Vec<AccountRef>) -> Trip {
    let visit_minutes = request.visit_minutes.unwrap_or(VISIT_MINUTES);
    let (mut stops, asked_km) = in_order(request, stops);
    let start = request.start.unwrap_or(stops[0].position);
    let (end, minutes_until_end) = drive(start, f64::from(visit_minutes), &mut stops);
    let return_km = request.returns.then(|| roads::road_km(end, start));
    let return_minutes = return_km.map_or(0.0, roads::minutes);
    let minutes = minutes_until_end + return_minutes;
    let at_risk_cents: Cents = stops.iter().map(|stop| stop.at_risk_cents).sum();
    let positions: Vec<[f64; 2]> = stops.iter().map(|stop| stop.position).collect();
    Trip {
        km: stops.iter().map(|stop| stop.leg_km).sum::<f64>() + return_km.unwrap_or(0.0),
        return_km,
        asked_km,
        drive_minutes: stops.iter().map(|stop| stop.leg_minutes).sum::<f64>() + return_minutes,
        minutes,
        at_risk_cents,
        at_risk_per_hour_cents: an_hour(at_risk_cents, minutes),
        assumptions: roads::assumptions(visit_minutes),
        without_position,
        map_links: links::map_links(request.start, &positions, request.returns.then_some(start)),
        stops,
    }
}

/// The stops in the order to drive, and the kilometres of the order that was asked for.
fn in_order(request: &TripRequest, stops: Vec<TripStop>) -> (Vec<TripStop>, f64) {
    // Without a start the trip begins at the first stop, which is the first place then.
    let starts = request.start.into_iter();
    let places: Vec<[f64; 2]> = starts.chain(stops.iter().map(|stop| stop.position)).collect();
    let distances = Distances::between(&places);
    let asked: Vec<usize> = (0..places.len()).collect();
    let order = {
        let _alone = PLANNING.lock().unwrap_or_else(PoisonError::into_inner);
        order::shortest(&distances, request.returns)
    };
    let starts = request.start.map(|_start| None).into_iter();
    let mut waiting: Vec<Option<TripStop>> = starts.chain(stops.into_iter().map(Some)).collect();
    let mut stops: Vec<TripStop> = order.into_iter().filter_map(|place| waiting[place].take()).collect();
    if request.returns {
        let movable = usize::from(request.start.is_none());
        richer_first(&mut stops[movable..]);
    }
    (stops, distances.length(&asked, request.returns))
}

/// A round trip is as long the other way round: it goes the way that reaches what is at risk sooner.
fn richer_first(stops: &mut [TripStop]) {
    fn late<'a>(stops: impl Iterator<Item = &'a TripStop>) -> i128 {
        (0..).zip(stops).map(|(rank, stop): (i128, _)| rank * i128::from(stop.at_risk_cents.0)).sum()
    }
    if late(stops.iter().rev()) < late(stops.iter()) {
        stops.reverse();
    }
}

/// Fills in what it takes to get to every stop; gives where the last one is and the minutes until it is left.
fn drive(start: [f64; 2], visit_minutes: f64, stops: &mut [TripStop]) -> ([f64; 2], f64) {
    stops.iter_mut().fold((start, 0.0), |(here, left_after), stop| {
        stop.leg_km = roads::road_km(here, stop.position);
        stop.leg_minutes = roads::minutes(stop.leg_km);
        stop.arrives_after_minutes = left_after + stop.leg_minutes;
        (stop.position, stop.arrives_after_minutes + visit_minutes)
    })
}

/// An amount for every hour; all of it when the trip takes no time.
fn an_hour(amount: Cents, minutes: f64) -> Cents {
    if minutes <= 0.0 {
        return amount;
    }
    Cents((amount.0 as f64 * 60.0 / minutes).round() as i64)
}

#[cfg(test)]
mod tests;
