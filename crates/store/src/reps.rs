//! Sales representatives.

use crate::connection::Connection;
use crate::error::Result;
use crate::schema::reps;
use bellwether_core::{RegionId, RepId, Scope};
use diesel::prelude::*;

/// A sales representative: one book of business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rep {
    /// Its id.
    pub id: RepId,
    /// The number in the source system.
    pub external_id: String,
    /// The person's name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// The rep's region; accounts without one of their own take it.
    pub region: Option<RegionId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = reps)]
struct RepRow {
    id: i64,
    external_id: String,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    region_id: Option<i64>,
}

impl From<RepRow> for Rep {
    fn from(row: RepRow) -> Self {
        Self {
            id: RepId(row.id),
            external_id: row.external_id,
            name: row.name,
            email: row.email,
            phone: row.phone,
            region: row.region_id.map(RegionId),
        }
    }
}

/// The reps a caller may see, by name: a rep only themself, a manager those of their regions.
///
/// # Errors
/// Database failures.
pub fn list(connection: &mut Connection, scope: &Scope) -> Result<Vec<Rep>> {
    let mut query = reps::table.order((reps::name, reps::id)).select(RepRow::as_select()).into_boxed();
    match scope {
        Scope::All => {}
        Scope::Regions(regions) => {
            query = query.filter(reps::region_id.eq_any(regions.iter().map(|id| Some(id.0))));
        }
        Scope::Rep(rep) => query = query.filter(reps::id.eq(rep.0)),
        Scope::Nothing => return Ok(Vec::new()),
    }
    Ok(query.load(connection)?.into_iter().map(Rep::from).collect())
}
