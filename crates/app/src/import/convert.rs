//! From what a file said to what the database keeps, one member a kind of file.

use bellwether_ingest as file;
use bellwether_store::import_writer::ImportWriter;
use bellwether_store::{StoreError, records};
use bellwether_territory::states;

/// A record that can be read from a file and written to the database.
pub(super) trait Importable: file::Record + Send + 'static {
    /// What the database takes.
    type Stored;

    /// As the database takes it.
    fn stored(self) -> Self::Stored;

    /// Writes a batch.
    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError>;
}

impl Importable for file::PurchaseRecord {
    type Stored = records::PurchaseRecord;

    fn stored(self) -> Self::Stored {
        records::PurchaseRecord {
            account_key: self.account_key,
            account_name: self.account_name,
            order_key: self.order_key,
            placed_on: self.placed_on,
            placed_at: self.placed_at,
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

    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError> {
        writer.write_purchases(batch)
    }
}

impl Importable for file::AccountRecord {
    type Stored = records::AccountRecord;

    fn stored(self) -> Self::Stored {
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

    fn stored(self) -> Self::Stored {
        records::ProductRecord {
            key: self.product_key,
            name: self.name,
            category: self.category,
            subcategory: self.subcategory,
            unit: None,
            cost_cents: self.unit_cost_cents,
            availability: self.availability,
            supersedes_key: self.supersedes_key,
        }
    }

    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError> {
        writer.write_products(batch)
    }
}

impl Importable for file::RepRecord {
    type Stored = records::RepRecord;

    fn stored(self) -> Self::Stored {
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

    fn stored(self) -> Self::Stored {
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

    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError> {
        writer.write_invoices(batch)
    }
}

impl Importable for file::TargetRecord {
    type Stored = records::TargetRecord;

    fn stored(self) -> Self::Stored {
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

    fn write(writer: &mut ImportWriter<'_>, batch: &[Self::Stored]) -> Result<(), StoreError> {
        writer.write_targets(batch)
    }
}

/// American states by their code, however the file writes them; others as they stand.
fn state_key(written: String) -> String {
    states::state_code(&written).map_or(written, str::to_owned)
}
