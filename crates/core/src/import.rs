//! Imports: what a file holds, how its columns are read, what became of its rows.

mod mapping;

pub use mapping::{Mapping, SavedMapping, default_source, is_same_header};

use crate::id::{ImportId, JobId};
use crate::money::Cents;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a file holds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// One row an order line.
    Purchases,
    /// One row an account.
    Accounts,
    /// One row a product.
    Products,
    /// One row a sales representative.
    Reps,
    /// One row an invoice or credit memo.
    Invoices,
    /// One row a sales target.
    Targets,
}

impl ImportKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Purchases, Self::Accounts, Self::Products, Self::Reps, Self::Invoices, Self::Targets];

    /// The word on the wire, in the database and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Purchases => "purchases",
            Self::Accounts => "accounts",
            Self::Products => "products",
            Self::Reps => "reps",
            Self::Invoices => "invoices",
            Self::Targets => "targets",
        }
    }

    /// The kind of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The word people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Purchases => "Purchases (order lines)",
            Self::Accounts => "Accounts",
            Self::Products => "Products",
            Self::Reps => "Sales reps",
            Self::Invoices => "Invoices and credit memos",
            Self::Targets => "Sales targets",
        }
    }
}

/// A field of the product that a column of a file can fill.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The customer's number in the source system.
    AccountKey,
    /// The customer's name.
    AccountName,
    /// Number of the parent account.
    ParentKey,
    /// Number of the account that pays.
    BillToKey,
    /// Street address.
    Street,
    /// City.
    City,
    /// State or province, code or name.
    State,
    /// ZIP or postal code.
    PostalCode,
    /// Country.
    Country,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// Industry, or the source's own customer segment.
    Industry,
    /// Telephone.
    Phone,
    /// E-mail address.
    Email,
    /// Number (or name) of the sales rep.
    RepKey,
    /// Name of the sales rep.
    RepName,
    /// Sales region.
    Region,
    /// Order or invoice number.
    OrderKey,
    /// When the order was placed: a date, or date and time.
    OrderDate,
    /// Status of the order.
    OrderStatus,
    /// Number of the line inside its order, or of the row.
    LineKey,
    /// Product number.
    ProductKey,
    /// Product name.
    ProductName,
    /// Product category.
    Category,
    /// Product sub-category.
    Subcategory,
    /// Units.
    Quantity,
    /// Price of one unit.
    UnitPrice,
    /// Net amount of the line.
    Amount,
    /// Cost of the line.
    Cost,
    /// Cost of one unit.
    UnitCost,
    /// Profit of the line; cost follows from amount minus profit.
    Profit,
    /// Person at the customer who started the order.
    StartedBy,
    /// Telephone of that person.
    StartedByPhone,
    /// Days the customer has to pay.
    PaymentTerms,
    /// Whether the product can be had.
    Availability,
    /// Number of the product this one takes the place of.
    SupersedesKey,
    /// Invoice or credit memo number.
    InvoiceKey,
    /// Invoice or credit memo.
    InvoiceKind,
    /// How an invoice stands with the customer.
    InvoiceStatus,
    /// Date of the invoice.
    InvoiceDate,
    /// Date by which the invoice is to be paid.
    DueDate,
    /// What is still open of the invoice.
    OpenBalance,
    /// ISO 4217 code of the amounts.
    Currency,
    /// Month of a target, as any date of it or as `2026-06`.
    Month,
    /// Number of the order that a credit or return is for.
    CreditsOrder,
    /// Units of the line that could not be given, or whether some could not.
    Backordered,
    /// Number of the product that this one is a pack of.
    PackOfKey,
    /// How many of that are in one.
    PackSize,
}

/// One column of a file, as it was understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ColumnGuess {
    /// Header as it stands in the file.
    pub header: String,
    /// The field it fills, if one was recognised.
    pub field: Option<Field>,
    /// Why, in words.
    pub reason: String,
    /// The first values.
    pub samples: Vec<String>,
}

/// What a file seems to be, before anything is imported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Preview {
    /// The mapping guessed, or the one given.
    pub mapping: Mapping,
    /// Whether it was said or recognised what the file holds; else nothing is mapped, and `mapping.kind` is only
    /// where a person may begin.
    #[serde(default)]
    pub is_kind_known: bool,
    /// Every column.
    pub columns: Vec<ColumnGuess>,
    /// `,`, `;` or tab.
    pub delimiter: String,
    /// `UTF-8` or `windows-1252`.
    pub encoding: String,
    /// Required fields that no column was found for; the import cannot start before they are mapped.
    pub missing: Vec<Field>,
    /// What deserves a second look, judged by the first rows.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

/// What deserves a second look although nothing failed: how something that can be read in two ways was read, or what
/// a file does that its owner may not mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Notice {
    /// Stable code, for example `ambiguous_dates`.
    pub code: String,
    /// In words, with an example from the file and the remedy.
    pub message: String,
}

/// Life of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportStatus {
    /// Rows are being read; nothing is visible yet.
    Running,
    /// All of it is in.
    Done,
    /// Everything was checked, nothing was written.
    DryRun,
    /// None of it is in.
    Failed,
    /// It was in and has been taken out again.
    Undone,
}

impl ImportStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::Running, Self::Done, Self::DryRun, Self::Failed, Self::Undone];

    /// The word on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::DryRun => "dry_run",
            Self::Failed => "failed",
            Self::Undone => "undone",
        }
    }

    /// The status of a wire word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// What became of the rows: `read = added + updated + unchanged + rejected`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RowCounts {
    /// Data rows in the file.
    pub read: u64,
    /// Rows that made something new.
    pub added: u64,
    /// Rows that changed something that was there.
    pub updated: u64,
    /// Rows that say what was known already.
    pub unchanged: u64,
    /// Rows left out, each with its reason.
    pub rejected: u64,
}

impl RowCounts {
    /// Whether every row read has exactly one fate.
    pub fn balances(self) -> bool {
        self.read == self.added + self.updated + self.unchanged + self.rejected
    }
}

/// What came into being besides the rows themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportTotals {
    /// Accounts created.
    pub accounts_added: u64,
    /// Orders created.
    pub orders_added: u64,
    /// Products created.
    pub products_added: u64,
    /// Net amount of the lines added or, for updates, the difference.
    pub amount_cents: Cents,
}

/// Why rows were rejected, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RejectionCount {
    /// Stable code, for example `missing_account`.
    pub code: String,
    /// In words, with the remedy.
    pub message: String,
    /// How many rows.
    pub rows: u64,
}

/// One bad row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RowError {
    /// Row number as a spreadsheet shows it: the header is row 1.
    pub row: u64,
    /// The column's header; empty when the whole row is meant.
    pub column: String,
    /// The value found, shortened to 200 characters.
    pub value: String,
    /// Stable code, for example `bad_date`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// One import of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Name of the file.
    pub file_name: String,
    /// What it holds.
    pub kind: ImportKind,
    /// How far it is.
    pub status: ImportStatus,
    /// How it is read.
    pub mapping: Mapping,
    /// Rows and their fate so far.
    pub rows: RowCounts,
    /// What came into being.
    pub totals: ImportTotals,
    /// Rejected rows by reason.
    pub rejections: Vec<RejectionCount>,
    /// Bytes read so far.
    pub bytes_read: u64,
    /// Bytes of the file as uploaded.
    pub bytes_total: u64,
    /// Orders up to this date are complete, as stated at import.
    pub covers_up_to: Option<NaiveDate>,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it failed, in words.
    pub failure: Option<String>,
    /// What deserves a second look although nothing failed.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// The scoring job it started.
    pub job: Option<JobId>,
}

/// What undoing an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct UndoReport {
    /// Order lines removed.
    pub lines_removed: u64,
    /// Orders removed.
    pub orders_removed: u64,
    /// Accounts removed.
    pub accounts_removed: u64,
    /// Products removed.
    pub products_removed: u64,
    /// Invoices and credit memos removed.
    #[serde(default)]
    pub invoices_removed: u64,
    /// Targets removed.
    #[serde(default)]
    pub targets_removed: u64,
    /// Rows put back to what they were before.
    pub restored: u64,
    /// Rows kept because somebody changed or used them since.
    pub kept: u64,
}
