//! People at the accounts, as order rows name them: who started an order, and their telephone number.
//! A contact is one of its account and goes by the name; a number fills only an empty one.

use super::ImportWriter;
use super::before::{self, Image, ImageKind};
use super::dimensions::{given, search_key, waiting};
use super::values::ContactValues;
use crate::accounts::MOST_BINDS;
use crate::connection::Connection;
use crate::dialect;
use crate::error::Result;
use crate::records::PurchaseRecord;
use crate::schema::contacts;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// A contact by account and name.
#[derive(Debug, Clone, Copy)]
struct KnownContact {
    id: i64,
    lacks_phone: bool,
}

/// The contacts of one source: those known, and what waits to be written.
pub(super) struct Contacts {
    by_name: HashMap<i64, HashMap<String, KnownContact>>,
    new: Vec<ContactValues>,
    /// Telephone numbers of stored contacts that had none: account, contact, number.
    phones: Vec<(i64, i64, String)>,
    imaged: HashSet<i64>,
}

impl Contacts {
    fn load(connection: &mut Connection, source: &str) -> Result<Self> {
        let rows: Vec<(i64, i64, String, String)> = contacts::table
            .filter(contacts::source.eq(source))
            .select((contacts::id, contacts::account_id, contacts::external_id, contacts::phone))
            .load(connection)?;
        let mut by_name: HashMap<i64, HashMap<String, KnownContact>> = HashMap::new();
        for (id, account, key, phone) in rows {
            let known = KnownContact { id, lacks_phone: phone.is_empty() };
            by_name.entry(account).or_default().insert(key, known);
        }
        Ok(Self { by_name, new: Vec::new(), phones: Vec::new(), imaged: HashSet::new() })
    }
}

impl ImportWriter<'_> {
    /// Most files name nobody; then nothing is read.
    pub(super) fn load_contacts_if_named(&mut self, records: &[PurchaseRecord]) -> Result<()> {
        if self.contacts.is_none() && records.iter().any(|record| record.started_by.is_some()) {
            self.contacts = Some(Contacts::load(self.connection, &self.source)?);
        }
        Ok(())
    }

    /// The contact who started the order that a row belongs to, made when it is not there; and whether a
    /// telephone number was filled in.
    pub(super) fn starter_of(&mut self, account_id: i64, record: &PurchaseRecord) -> Option<(i64, bool)> {
        let name = given(record.started_by.as_ref())?;
        let phone = given(record.started_by_phone.as_ref());
        let contacts = self.contacts.as_mut()?;
        let of_account = contacts.by_name.entry(account_id).or_default();
        let key = search_key(name);
        let Some(known) = of_account.get_mut(&key) else {
            let id = self.ids.contacts.take();
            of_account.insert(key.clone(), KnownContact { id, lacks_phone: phone.is_none() });
            contacts.new.push(ContactValues {
                id,
                account_id,
                source: self.source.clone(),
                external_id: key,
                name: name.to_owned(),
                title: String::new(),
                email: String::new(),
                phone: phone.unwrap_or("").to_owned(),
                import_id: Some(self.import_id),
                revision: self.revision,
            });
            return Some((id, false));
        };
        let Some(phone) = phone.filter(|_| known.lacks_phone) else { return Some((known.id, false)) };
        known.lacks_phone = false;
        match waiting(&mut contacts.new, self.ids.contacts, known.id) {
            Some(row) => phone.clone_into(&mut row.phone),
            None => contacts.phones.push((account_id, known.id, phone.to_owned())),
        }
        Some((known.id, true))
    }

    /// Writes what waits.
    pub(super) fn store_contacts(&mut self) -> Result<()> {
        let Some(contacts) = self.contacts.as_mut() else { return Ok(()) };
        dialect::bulk_insert!(self.connection, contacts::table, contacts.new)?;
        contacts.new.clear();
        let phones = std::mem::take(&mut contacts.phones);
        let mut images = Vec::new();
        for chunk in phones.chunks(MOST_BINDS) {
            let rows: Vec<ContactValues> = contacts::table
                .filter(contacts::account_id.eq_any(chunk.iter().map(|(account, ..)| *account)))
                .filter(contacts::id.eq_any(chunk.iter().map(|(_, id, _)| *id)))
                .select(ContactValues::as_select())
                .load(self.connection)?;
            for row in rows.into_iter().filter(|row| !self.ids.contacts.is_own(row.id)) {
                if contacts.imaged.insert(row.id) {
                    let (id, account) = (row.id, row.account_id);
                    images.push(Image::of(self.import_id, ImageKind::Contact, id, account, &row)?);
                }
            }
        }
        for (account, id, phone) in phones {
            diesel::update(
                contacts::table.filter(contacts::account_id.eq(account)).filter(contacts::id.eq(id)),
            )
            .set((contacts::phone.eq(phone), contacts::revision.eq(self.revision)))
            .execute(self.connection)?;
        }
        before::keep(self.connection, &images)
    }
}
