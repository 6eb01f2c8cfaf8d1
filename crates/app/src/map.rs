//! The map: clusters and pins of a view, and the list beside it (G1–G4).

mod histograms;

use crate::account_list::AccountList;
use crate::book::{Book, money_at_risk};
use crate::{Answer, App, AppError, Caller, paging};
use bellwether_core::account::AccountQuery;
use bellwether_core::map::{MapMark, MapQuery, MapView};
use bellwether_core::paging::DEFAULT_LIMIT;
use bellwether_core::{Cents, Segment};
use bellwether_territory::{Bounds, Cluster, Point, clusters};
use itertools::Itertools;
use std::cmp::Reverse;

const DEEPEST_ZOOM: f64 = 22.0;
/// From this zoom on accounts of one place are shown one by one.
const FAN_ZOOM: f64 = 8.0;
/// Unless there are more than fit around it.
const LARGEST_FAN: usize = 40;

impl App {
    /// Pins and clusters of a view, of the accounts that match.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn map(&self, caller: &Caller, shown: &MapQuery, query: &AccountQuery) -> Answer<MapView> {
        let view = view_of(shown)?;
        let zoom = shown.zoom.unwrap_or(3.0);
        if !(0.0..=DEEPEST_ZOOM).contains(&zoom) {
            return Err(AppError::invalid("zoom", format!("use 0 to {DEEPEST_ZOOM}")));
        }
        let rows = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let book = self.book();
        let list = AccountList::of(&book, caller, &of_places(query))?;
        let mut indices = Vec::new();
        let mut points = Vec::new();
        let mut without_position = 0;
        let accounts = book.dimensions().account_columns();
        for index in list.filter().indices() {
            let Some([latitude, longitude]) = accounts.position(index) else {
                without_position += 1;
                continue;
            };
            indices.push(index);
            points.push(Point {
                latitude: f64::from(latitude),
                longitude: f64::from(longitude),
                amount_cents: list.trailing_cents(index),
            });
        }
        let found = clusters(&points, &view, zoom);
        // The nearest first where a place was named, otherwise the largest; distances are told apart by the metre.
        let ranked = |member: &u32| {
            let (index, point) = (*indices.get(*member as usize)?, points.get(*member as usize)?);
            let metres = list.distance_km(index).map(|km| (km * 1000.0).round() as i64);
            Some((metres, Reverse(point.amount_cents), index))
        };
        let members = found.iter().flat_map(|cluster| &cluster.members);
        let mut count = 0;
        let inside = members.filter_map(ranked).inspect(|_| count += 1);
        let listed: Vec<u32> = inside.k_smallest(rows).map(|(_, _, index)| index).collect();
        Ok(MapView {
            marks: found
                .iter()
                .flat_map(|cluster| opened(cluster, &points, zoom))
                .map(|cluster| mark(&book, &indices, &points, &cluster))
                .collect(),
            inside: count,
            without_position,
            bounds: bounds_of(&points),
            list: list.rows(&listed),
        })
    }
}

/// A map shows every account where it is: rows of parents, sorting and cursors mean nothing to it.
fn of_places(query: &AccountQuery) -> AccountQuery {
    AccountQuery { level: None, sort: None, direction: None, limit: None, cursor: None, ..query.clone() }
}

/// Accounts known by ZIP alone share one place, which no zoom can split: close by they become pins of
/// that place, which the map fans out.
fn opened(cluster: &Cluster, points: &[Point], zoom: f64) -> Vec<Cluster> {
    let is_one_place =
        cluster.bounds.south == cluster.bounds.north && cluster.bounds.west == cluster.bounds.east;
    if zoom < FAN_ZOOM || !is_one_place || cluster.members.len() > LARGEST_FAN {
        return vec![cluster.clone()];
    }
    let alone = |member: &u32| {
        let amount_cents = points.get(*member as usize)?.amount_cents;
        Some(Cluster { amount_cents, members: vec![*member], ..cluster.clone() })
    };
    cluster.members.iter().filter_map(alone).collect()
}

fn view_of(query: &MapQuery) -> Answer<Bounds> {
    let edge = |name: &str, given: Option<f64>, limit: f64, otherwise: f64| match given {
        None => Ok(otherwise),
        Some(degrees) if degrees.is_finite() && degrees.abs() <= limit => Ok(degrees),
        Some(_) => Err(AppError::invalid(name, format!("use degrees from -{limit} to {limit}"))),
    };
    // MapLibre reports longitudes beyond 180 when the view crosses the date line.
    let view = Bounds {
        west: edge("west", query.west, 540.0, -180.0)?,
        east: edge("east", query.east, 540.0, 180.0)?,
        south: edge("south", query.south, 90.0, -90.0)?,
        north: edge("north", query.north, 90.0, 90.0)?,
    };
    if view.south > view.north || view.west > view.east {
        return Err(AppError::invalid("north", "the view must not be upside down"));
    }
    Ok(view)
}

fn mark(book: &Book, indices: &[u32], points: &[Point], cluster: &Cluster) -> MapMark {
    let members = cluster.members.iter().filter_map(|member| {
        let place = *member as usize;
        Some((*indices.get(place)?, Cents(points.get(place)?.amount_cents)))
    });
    let only = if cluster.members.len() == 1 { members.clone().next().map(|(index, _)| index) } else { None };
    let account = only.and_then(|index| book.dimensions().account(index));
    MapMark {
        longitude: cluster.longitude,
        latitude: cluster.latitude,
        count: u32::try_from(cluster.members.len()).unwrap_or(u32::MAX),
        revenue_cents: Cents(cluster.amount_cents),
        account: account.map(|account| account.id),
        name: account.map(|account| account.name.to_string()),
        segment: segment_at_stake(book, members),
        churn_risk: only.and_then(|index| book.standing(index)).and_then(|standing| standing.churn_risk),
    }
}

/// The segment that holds most of the money at risk, of accounts with their sales.
fn segment_at_stake(book: &Book, accounts: impl Iterator<Item = (u32, Cents)>) -> Option<Segment> {
    let mut stakes = Segment::ALL.map(|segment| (0_i64, segment));
    for (index, sales) in accounts {
        let Some(segment) = book.standings().segment(index) else { continue };
        let risk = book.standing(index).and_then(|standing| standing.churn_risk);
        let at_risk = risk.map_or(Cents::ZERO, |risk| money_at_risk(risk, sales));
        if let Some((stake, _)) = stakes.iter_mut().find(|(_, own)| *own == segment) {
            // A cent for each account, so that those without money at risk have a say among themselves.
            *stake = stake.saturating_add(at_risk.0).saturating_add(1);
        }
    }
    let (stake, segment) = stakes.into_iter().max_by_key(|(stake, _)| *stake)?;
    (stake > 0).then_some(segment)
}

fn bounds_of(points: &[Point]) -> Option<[f64; 4]> {
    points.iter().fold(None, |bounds, point| {
        let [west, south, east, north] =
            bounds.unwrap_or([point.longitude, point.latitude, point.longitude, point.latitude]);
        Some([
            west.min(point.longitude),
            south.min(point.latitude),
            east.max(point.longitude),
            north.max(point.latitude),
        ])
    })
}

#[cfg(test)]
mod tests;
