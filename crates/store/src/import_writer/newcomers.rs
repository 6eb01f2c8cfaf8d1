//! Names that a file brings up for the first time. A name typed wrong makes a record of its own, so whoever imports
//! is told which ones are new.

use super::dimensions::{Dimensions, given};
use super::targets::reps_by_name;
use crate::connection::Connection;
use crate::error::Result;
use crate::records::{InvoiceRecord, TargetRecord};
use bellwether_core::import::ImportKind;
use std::collections::BTreeSet;

/// So many names are kept of each kind; all are counted.
const KEPT: usize = 5;

/// Names of one kind that nothing had before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewNames {
    /// How many.
    pub count: u64,
    /// The first five.
    pub first: Vec<String>,
}

impl NewNames {
    pub(super) fn add(&mut self, name: &str) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push(name.to_owned());
        }
    }
}

/// What a file names that was not there before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Newcomers {
    /// Sales reps, by the number or name the file uses.
    pub reps: NewNames,
    /// Product categories.
    pub categories: NewNames,
    /// Accounts, by number or, without one, by name.
    pub accounts: NewNames,
}

/// Which accounts of invoices are not known; only reads.
///
/// # Errors
/// Database failures.
pub fn unknown_in_invoices(
    connection: &mut Connection,
    source: &str,
    records: &[InvoiceRecord],
) -> Result<Newcomers> {
    let known = Dimensions::load(connection, source, ImportKind::Invoices)?;
    let keys = records.iter().filter_map(|record| {
        given(Some(&record.account_key)).or_else(|| given(record.account_name.as_ref()))
    });
    Ok(Newcomers { accounts: unknown(keys, |key| known.accounts.contains_key(key)), ..Newcomers::default() })
}

/// Which reps, categories and accounts of targets are not known; only reads.
///
/// # Errors
/// Database failures.
pub fn unknown_in_targets(
    connection: &mut Connection,
    source: &str,
    records: &[TargetRecord],
) -> Result<Newcomers> {
    let known = Dimensions::load(connection, source, ImportKind::Targets)?;
    let named = reps_by_name(connection, source)?;
    let (mut numbers, mut names, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
    let mut categories = NewNames::default();
    let mut told = BTreeSet::new();
    for record in records {
        match (given(record.rep_key.as_ref()), given(record.rep_name.as_ref())) {
            (Some(number), _) => numbers.push(number),
            (None, Some(name)) if !named.contains_key(name) => names.push(name),
            (None, _) => {}
        }
        accounts.extend(given(record.account_key.as_ref()).or_else(|| given(record.account_name.as_ref())));
        let (wide, narrow) = (given(record.category.as_ref()), given(record.subcategory.as_ref()));
        for new in known.unknown_categories(wide, narrow) {
            if told.insert(new) {
                categories.add(new.1);
            }
        }
    }
    Ok(Newcomers {
        reps: unknown(numbers.into_iter().chain(names), |key| known.knows_rep(key)),
        categories,
        accounts: unknown(accounts.into_iter(), |key| known.accounts.contains_key(key)),
    })
}

/// The names that are not known, each once, in the order of the file.
fn unknown<'n>(names: impl Iterator<Item = &'n str>, is_known: impl Fn(&str) -> bool) -> NewNames {
    let mut told = BTreeSet::new();
    let mut new = NewNames::default();
    names.filter(|name| !is_known(name) && told.insert(*name)).for_each(|name| new.add(name));
    new
}
