//! Whose and of what: the account, the product and the order slot of every purchases row, and what the
//! row tells about an account or product that is stored with something missing.

use super::batch::{Fate, Row, Slot};
use crate::import_writer::ImportWriter;
use crate::import_writer::dimensions::{given, missing, search_key, waiting};
use crate::import_writer::masters::{AccountNews, Mode, offered, put_account};
use crate::records::PurchaseRecord;
use std::borrow::Cow;
use std::collections::HashMap;

/// What rows say about accounts and products that are stored already.
#[derive(Default)]
pub(super) struct Fills<'r> {
    pub(super) accounts: Vec<(i64, AccountNews<'r>)>,
    pub(super) products: Vec<(i64, Option<&'r str>, Option<i64>)>,
}

impl ImportWriter<'_> {
    /// Finds or makes account, product and order slot of every row.
    pub(super) fn resolve<'r>(
        &mut self,
        records: &'r [PurchaseRecord],
        slots: &mut Vec<Slot<'r>>,
        fills: &mut Fills<'r>,
    ) -> Vec<Row<'r>> {
        let mut by_key: HashMap<(i64, Cow<'r, str>), usize> = HashMap::with_capacity(records.len() / 2);
        let mut rows = Vec::with_capacity(records.len());
        for record in records {
            let (account_id, account_filled) = self.account_of(record, fills);
            let (product_id, product_filled) = self.product_of(record, fills);
            let key = if record.order_key.is_empty() {
                Cow::Owned(record.placed_on.to_string())
            } else {
                Cow::Borrowed(record.order_key.as_str())
            };
            let slot = *by_key.entry((account_id, key)).or_insert_with_key(|(account_id, key)| {
                slots.push(Slot::new(*account_id, key.clone(), record));
                slots.len() - 1
            });
            let fate = if account_filled || product_filled { Fate::Updated } else { Fate::Open };
            rows.push(Row { record, slot, product_id, fate, is_matched: false });
        }
        rows
    }

    /// The account of a row; and whether the row filled something of an account that is stored.
    fn account_of<'r>(&mut self, record: &'r PurchaseRecord, fills: &mut Fills<'r>) -> (i64, bool) {
        let told = given(record.account_name.as_ref());
        let key = given(Some(&record.account_key)).or(told).unwrap_or("unnamed");
        let (account, _) = self.account(key);
        if account.missing == 0 {
            return (account.id, false);
        }
        let name = told.filter(|name| *name != key);
        let fillable = offered(name, &record.account) & account.missing;
        if fillable == 0 {
            return (account.id, false);
        }
        let rep = if fillable & missing::REP == 0 { None } else { self.rep_of(&record.account) };
        let region = given(record.account.region.as_ref())
            .filter(|_| fillable & missing::REGION != 0)
            .map(|name| self.region(name));
        let news =
            AccountNews { name, attributes: Some(&record.account), rep, region, parent: None, bill_to: None };
        if let Some(known) = self.dimensions.accounts.get_mut(key) {
            known.missing &= !fillable;
        }
        match waiting(&mut self.dimensions.new_accounts, self.ids.accounts, account.id) {
            Some(row) => {
                put_account(row, &news, Mode::Fill);
                (account.id, false)
            }
            None => {
                fills.accounts.push((account.id, news));
                (account.id, true)
            }
        }
    }

    /// The product of a row; and whether the row filled something of a product that is stored.
    fn product_of<'r>(&mut self, record: &'r PurchaseRecord, fills: &mut Fills<'r>) -> (i64, bool) {
        let told = given(record.product_name.as_ref());
        let wide = given(record.category.as_ref());
        let narrow = given(record.subcategory.as_ref());
        let key =
            given(Some(&record.product_key)).or(told).or(narrow).or(wide).unwrap_or("Unspecified product");
        let (product, _) = self.product(key);
        let name = told.filter(|name| product.lacks_name && *name != key);
        let fills_category = product.lacks_category && (wide.is_some() || narrow.is_some());
        if name.is_none() && !fills_category {
            return (product.id, false);
        }
        let category = if fills_category { self.category(wide, narrow) } else { None };
        if let Some(known) = self.dimensions.products.get_mut(key) {
            known.lacks_name &= name.is_none();
            known.lacks_category &= category.is_none();
        }
        match waiting(&mut self.dimensions.new_products, self.ids.products, product.id) {
            Some(row) => {
                if let Some(name) = name {
                    name.clone_into(&mut row.name);
                    row.search_key = search_key(name);
                }
                row.category_id = row.category_id.or(category);
                (product.id, false)
            }
            None => {
                fills.products.push((product.id, name, category));
                (product.id, true)
            }
        }
    }
}
