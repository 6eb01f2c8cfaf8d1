//! Contacts: values go back, and those that the import made and nothing names any more go.

use super::Undo;
use crate::error::Result;
use crate::import_writer::{ContactValues, ImageKind};
use crate::schema::contacts;
use diesel::prelude::*;

impl Undo<'_> {
    pub(super) fn restore_contacts(&mut self) -> Result<()> {
        self.restore_each(ImageKind::Contact, |undo, account, id, row: ContactValues| {
            let own = contacts::table
                .filter(contacts::account_id.eq(account))
                .filter(contacts::id.eq(id))
                .filter(contacts::revision.eq(undo.revision));
            Ok(diesel::update(own).set(row).execute(undo.connection)?)
        })
    }

    pub(super) fn remove_contacts(&mut self) -> Result<()> {
        self.run(
            "DELETE FROM contacts WHERE id >= $1 AND id < $2 AND import_id = $3 AND revision = $4 \
             AND NOT EXISTS (SELECT 1 FROM orders x WHERE x.account_id = contacts.account_id \
             AND x.started_by_id = contacts.id) \
             AND NOT EXISTS (SELECT 1 FROM interactions x WHERE x.account_id = contacts.account_id \
             AND x.contact_id = contacts.id)",
            self.ids.contacts,
        )?;
        Ok(())
    }
}
