//! Reps and regions: values go back, and those that the import made and nobody uses go.

use super::Undo;
use crate::error::Result;
use crate::import_writer::{ImageKind, RepValues};
use crate::schema::reps;
use diesel::prelude::*;

impl Undo<'_> {
    pub(super) fn restore_reps(&mut self) -> Result<()> {
        self.restore_each(ImageKind::Rep, |undo, _, id, row: RepValues| {
            let own = reps::table.filter(reps::id.eq(id)).filter(reps::revision.eq(undo.revision));
            Ok(diesel::update(own).set(row).execute(undo.connection)?)
        })
    }

    pub(super) fn remove_reps_and_regions(&mut self) -> Result<()> {
        self.run(
            "DELETE FROM reps WHERE id >= $1 AND id < $2 AND import_id = $3 AND revision = $4 \
             AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.rep_id = reps.id) \
             AND NOT EXISTS (SELECT 1 FROM targets x WHERE x.rep_id = reps.id) \
             AND NOT EXISTS (SELECT 1 FROM users x WHERE x.rep_id = reps.id)",
            self.ids.reps,
        )?;
        self.run(
            "DELETE FROM regions WHERE id >= $1 AND id < $2 AND import_id = $3 AND $4 > 0 \
             AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.region_id = regions.id) \
             AND NOT EXISTS (SELECT 1 FROM reps x WHERE x.region_id = regions.id) \
             AND NOT EXISTS (SELECT 1 FROM territories x WHERE x.region_id = regions.id) \
             AND NOT EXISTS (SELECT 1 FROM user_regions x WHERE x.region_id = regions.id)",
            self.ids.regions,
        )?;
        Ok(())
    }
}
