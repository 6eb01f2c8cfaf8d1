//! Targets: one row is the net sales aimed at in one month, for a rep, an account, a category or everybody.

use crate::row::{Identity, Record, Row, key_of_name};
use bellwether_core::import::{Field, ImportKind, RowError};
use chrono::NaiveDate;

/// One target. Texts are trimmed and never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRecord {
    /// First date of the month.
    pub month: NaiveDate,
    /// Net sales aimed at, in cents; above 0.
    pub amount_cents: i64,
    /// The rep's number.
    pub rep_key: Option<String>,
    /// The rep's name.
    pub rep_name: Option<String>,
    /// The customer's number; made from the name when the file has no number.
    pub account_key: Option<String>,
    /// The customer's name.
    pub account_name: Option<String>,
    /// Product category.
    pub category: Option<String>,
    /// Product sub-category.
    pub subcategory: Option<String>,
}

impl Record for TargetRecord {
    const KIND: ImportKind = ImportKind::Targets;

    #[expect(private_interfaces, reason = "sealed: rows exist only inside this crate")]
    fn read(row: &Row<'_>) -> Result<Self, Box<RowError>> {
        let account_name = row.owned(Field::AccountName);
        Ok(Self {
            month: read_month(row)?,
            amount_cents: read_amount(row)?,
            rep_key: row.owned_key(Field::RepKey)?,
            rep_name: row.owned(Field::RepName),
            account_key: row
                .owned_key(Field::AccountKey)?
                .or_else(|| account_name.as_deref().map(key_of_name)),
            account_name,
            category: row.owned(Field::Category),
            subcategory: row.owned(Field::Subcategory),
        })
    }

    fn identity(&self) -> Option<Identity> {
        let about = [
            self.rep_key.as_ref().or(self.rep_name.as_ref()),
            self.account_key.as_ref(),
            self.category.as_ref(),
            self.subcategory.as_ref(),
        ];
        let about: Vec<&str> = about.into_iter().map(|text| text.map_or("", String::as_str)).collect();
        Some(Identity {
            key: format!("{}\n{}", self.month, about.join("\n")),
            field: Field::Month,
            code: "repeated_target",
            message: "An earlier row of the file has a target for the same month, rep, account and category.",
            remedy: "Keep one row for each, with the whole amount of the month.",
        })
    }
}

fn read_month(row: &Row<'_>) -> Result<NaiveDate, Box<RowError>> {
    if row.text(Field::Month).is_none() {
        return Err(row.fault(
            Field::Month,
            "missing_month",
            "There is no month.",
            "Fill in the month that the target is for.",
        ));
    }
    row.month(Field::Month).ok_or_else(|| {
        row.fault(
            Field::Month,
            "bad_month",
            "This is not a month.",
            "Write it as 2026-06 or as a date of it.",
        )
    })
}

fn read_amount(row: &Row<'_>) -> Result<i64, Box<RowError>> {
    match row.cents(Field::Amount, row.decimal(Field::Amount)?)? {
        Some(amount) if amount > 0 => Ok(amount),
        Some(_) => Err(row.fault(
            Field::Amount,
            "bad_target",
            "A target is above zero.",
            "Leave the row out where there is no target.",
        )),
        None => Err(row.fault(
            Field::Amount,
            "missing_amount",
            "The row has no amount.",
            "Fill in the net sales aimed at in this month.",
        )),
    }
}
