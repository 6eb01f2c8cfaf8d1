//! Sales regions.

use crate::connection::Connection;
use crate::error::Result;
use crate::schema::{regions, reps};
use bellwether_core::{RegionId, Scope};
use diesel::prelude::*;

/// A sales region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its id.
    pub id: RegionId,
    /// Its name; unique.
    pub name: String,
}

/// The regions a caller has to do with, by name: their own, or the one of their rep.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection, scope: &Scope) -> Result<Vec<Region>> {
    let mut query =
        regions::table.order((regions::name, regions::id)).select((regions::id, regions::name)).into_boxed();
    match scope {
        Scope::All => {}
        Scope::Regions(own) => query = query.filter(regions::id.eq_any(own.iter().map(|id| id.0))),
        Scope::Rep(rep) => {
            let region: Option<i64> =
                reps::table.find(rep.0).select(reps::region_id).first(connection).optional()?.flatten();
            query = query.filter(regions::id.eq_any(region));
        }
        Scope::Nothing => return Ok(Vec::new()),
    }
    let rows: Vec<(i64, String)> = query.load(connection)?;
    Ok(rows.into_iter().map(|(id, name)| Region { id: RegionId(id), name }).collect())
}
