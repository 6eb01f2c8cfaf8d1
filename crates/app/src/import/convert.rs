//! From what a file said to what the database keeps, one member a kind of file.

use bellwether_ingest as file;
use bellwether_store::import_writer::{self, ImportWriter, Newcomers};
use bellwether_store::{Connection, StoreError, records};
use bellwether_territory::states;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// A record that can be read from a file and written to the database.
pub(super) trait Importable: file::Record + Send + 'static {
    /// What the database takes.
    type Stored;

    /// As the database takes it; the zone is that of the organisation's business dates.
    fn stored(self, zone: Tz) -> Self::Stored;

    /// The number of another product that the row rests on, where that must have a row somewhere.
    fn base_key(&self) -> Option<&str> {
        None
    }

    /// The business date of the order, where the row is of one.
    fn placed_on(_stored: &Self::Stored) -> Option<NaiveDate> {
        None
    }

    /// Which names of the rows are not known yet, where a file is not there to bring new ones; only reads.
    fn unknown_names(
        _connection: &mut Connection,
        _source: &str,
        _rows: &[Self::Stored],
    ) -> Result<Newcomers, StoreError> {
        Ok(Newcomers::default())
    }

    /// Writes a batch.
    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError>;
}

impl Importable for file::PurchaseRecord {
    type Stored = records::PurchaseRecord;

    fn stored(self, zone: Tz) -> Self::Stored {
        let (placed_on, placed_at) =
            business_time(self.placed_on, self.placed_at, self.utc_offset_minutes, zone);
        records::PurchaseRecord {
            account_key: self.account_key,
            account_name: self.account_name,
            order_key: self.order_key,
            placed_on,
            placed_at,
            status: self.status,
            product_key: self.product_key,
            product_name: self.product_name,
            category: self.category,
            subcategory: self.subcategory,
            quantity_milli: self.quantity_milli,
            amount_cents: self.amount_cents,
            cost_cents: self.cost_cents,
            line_key: self.line_key,
            started_by: self.started_by,
            started_by_phone: self.started_by_phone,
            credits_order: self.credits_order,
            backordered_milli: self.backordered_milli,
            account: records::AccountAttributes {
                street: self.street,
                city: self.city,
                state: self.state.map(state_key),
                postal_code: self.postal_code,
                country: self.country,
                industry: self.industry,
                rep_key: self.rep_key,
                rep_name: self.rep_name,
                region: self.region,
                ..records::AccountAttributes::default()
            },
        }
    }

    fn placed_on(stored: &Self::Stored) -> Option<NaiveDate> {
        Some(stored.placed_on)
    }

    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError> {
        writer.write_purchases(batch)
    }
}

impl Importable for file::AccountRecord {
    type Stored = records::AccountRecord;

    fn stored(self, _zone: Tz) -> Self::Stored {
        records::AccountRecord {
            key: self.account_key,
            name: self.name,
            parent_key: self.parent_key,
            bill_to_key: self.bill_to_key,
            attributes: records::AccountAttributes {
                street: self.street,
                city: self.city,
                state: self.state.map(state_key),
                postal_code: self.postal_code,
                country: self.country,
                latitude: self.latitude,
                longitude: self.longitude,
                industry: self.industry,
                phone: self.phone,
                email: self.email,
                rep_key: self.rep_key,
                rep_name: self.rep_name,
                region: self.region,
                payment_terms_days: self.payment_terms_days,
            },
        }
    }

    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError> {
        writer.write_accounts(batch)
    }
}

impl Importable for file::ProductRecord {
    type Stored = records::ProductRecord;

    fn base_key(&self) -> Option<&str> {
        self.pack_of_key.as_deref()
    }

    fn stored(self, _zone: Tz) -> Self::Stored {
        records::ProductRecord {
            key: self.product_key,
            name: self.name,
            category: self.category,
            subcategory: self.subcategory,
            unit: None,
            cost_cents: self.unit_cost_cents,
            availability: self.availability,
            supersedes_key: self.supersedes_key,
            pack_of_key: self.pack_of_key,
            pack_size_milli: self.pack_size_milli,
        }
    }

    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError> {
        writer.write_products(batch)
    }
}

impl Importable for file::RepRecord {
    type Stored = records::RepRecord;

    fn stored(self, _zone: Tz) -> Self::Stored {
        records::RepRecord {
            key: self.rep_key,
            name: self.name,
            email: self.email,
            phone: self.phone,
            region: self.region,
        }
    }

    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError> {
        writer.write_reps(batch)
    }
}

impl Importable for file::InvoiceRecord {
    type Stored = records::InvoiceRecord;

    fn stored(self, _zone: Tz) -> Self::Stored {
        records::InvoiceRecord {
            account_key: self.account_key,
            account_name: self.account_name,
            key: self.invoice_key,
            order_key: self.order_key,
            kind: self.kind,
            status: self.status,
            issued_on: self.issued_on,
            due_on: self.due_on,
            currency: self.currency,
            amount_cents: self.amount_cents,
            open_balance_cents: self.open_balance_cents,
        }
    }

    fn unknown_names(
        connection: &mut Connection,
        source: &str,
        rows: &[Self::Stored],
    ) -> Result<Newcomers, StoreError> {
        import_writer::unknown_in_invoices(connection, source, rows)
    }

    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError> {
        writer.write_invoices(batch)
    }
}

impl Importable for file::TargetRecord {
    type Stored = records::TargetRecord;

    fn stored(self, _zone: Tz) -> Self::Stored {
        records::TargetRecord {
            month: self.month,
            amount_cents: self.amount_cents,
            rep_key: self.rep_key,
            rep_name: self.rep_name,
            account_key: self.account_key,
            account_name: self.account_name,
            category: self.category,
            subcategory: self.subcategory,
        }
    }

    fn unknown_names(
        connection: &mut Connection,
        source: &str,
        rows: &[Self::Stored],
    ) -> Result<Newcomers, StoreError> {
        import_writer::unknown_in_targets(connection, source, rows)
    }

    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError> {
        writer.write_targets(batch)
    }
}

/// American states by their code, however the file writes them; others as they stand.
fn state_key(written: String) -> String {
    states::state_code(&written).map_or(written, str::to_owned)
}

/// Business date and UTC moment of what was written: a time with its distance from Greenwich is a moment, whose
/// date depends on the zone; a time without one is that on the zone's clocks; a date alone is used as given
/// (rules, section 1).
fn business_time(
    date: NaiveDate,
    time: Option<NaiveDateTime>,
    utc_offset_minutes: Option<i32>,
    zone: Tz,
) -> (NaiveDate, Option<NaiveDateTime>) {
    let Some(time) = time else { return (date, None) };
    match utc_offset_minutes {
        Some(minutes) => {
            let moment = time - TimeDelta::minutes(i64::from(minutes));
            (zone.from_utc_datetime(&moment).date_naive(), Some(moment))
        }
        None => {
            // A time that the clocks skip in spring is read as the hour after it.
            let local = |time| zone.from_local_datetime(&time).earliest();
            let moment = local(time).or_else(|| local(time + TimeDelta::hours(1)));
            (date, moment.map(|moment| moment.naive_utc()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).expect("a date of the calendar")
    }

    fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        date(day).and_hms_opt(hour, minute, 0).expect("a time of the day")
    }

    #[test]
    fn rollup_an_order_of_the_morning_in_greenwich_is_of_the_day_before_in_denver() {
        let read = business_time(date(24), Some(at(24, 5, 30)), Some(0), chrono_tz::America::Denver);
        assert_eq!(read, (date(23), Some(at(24, 5, 30))));
    }

    #[test]
    fn a_time_without_a_zone_is_on_the_clocks_of_the_organisation_and_a_date_alone_never_moves() {
        let zone = chrono_tz::America::Denver;
        let read = business_time(date(23), Some(at(23, 23, 30)), None, zone);
        assert_eq!(read, (date(23), Some(at(24, 5, 30))));
        assert_eq!(business_time(date(23), None, None, zone), (date(23), None));
    }
}
