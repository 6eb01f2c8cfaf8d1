//! Targets: amounts go back, and those that the import made go.

use super::{Undo, count_of};
use crate::error::Result;
use crate::import_writer::{ImageKind, TargetValues};
use crate::schema::targets;
use diesel::dsl::count_star;
use diesel::prelude::*;

impl Undo<'_> {
    pub(super) fn restore_targets(&mut self) -> Result<()> {
        self.restore_each(ImageKind::Target, |undo, _, id, row: TargetValues| {
            let own = targets::table.filter(targets::id.eq(id)).filter(targets::revision.eq(undo.revision));
            Ok(diesel::update(own).set(row).execute(undo.connection)?)
        })
    }

    pub(super) fn remove_targets(&mut self) -> Result<()> {
        let handed = self.ids.targets;
        let removed = self.run(
            "DELETE FROM targets WHERE id >= $1 AND id < $2 AND import_id = $3 AND revision = $4",
            handed,
        )?;
        let kept: i64 = targets::table
            .filter(targets::id.ge(handed.first))
            .filter(targets::id.lt(handed.next))
            .select(count_star())
            .first(self.connection)?;
        self.report.targets_removed = count_of(removed);
        self.report.kept += kept.cast_unsigned();
        Ok(())
    }
}
