//! What is wrong with a file as a whole, so that nothing of it can be read.
//! Faults of single rows are [`RowError`](bellwether_core::import::RowError)s instead.

use bellwether_core::import::{Field, ImportKind};

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// No row at all.
    #[error("the file is empty")]
    Empty,
    /// A workbook, not text.
    #[error("this is a spreadsheet workbook, not a CSV file")]
    Workbook,
    /// Binary content.
    #[error("this is not a text file")]
    NotText,
    /// Binary content under a name that promises gzip.
    #[error("the name ends in .gz, but the file is neither packed with gzip nor text")]
    NotGzip,
    /// The first row holds values instead of headers.
    #[error("the first row holds values such as \"{value}\" instead of column headers")]
    NoHeader {
        /// One of those values.
        value: String,
    },
    /// More columns than any real export has.
    #[error("the header row has more than {limit} columns")]
    TooManyColumns {
        /// The most that is read.
        limit: usize,
    },
    /// The header row itself cannot be read.
    #[error("the header row cannot be read: a quote in it is not closed, or it is too long")]
    BrokenHeader,
    /// A mapped header stands over several columns.
    #[error("the header \"{header}\" stands over more than one column")]
    DuplicateHeader {
        /// The header.
        header: String,
    },
    /// The mapping names columns that the file does not have.
    #[error("the file has no column {}", quoted(.headers))]
    MissingColumns {
        /// Headers looked for.
        headers: Vec<String>,
    },
    /// Required fields have no column.
    #[error("no column is mapped to {}", named(.fields))]
    MissingFields {
        /// The fields.
        fields: Vec<Field>,
    },
    /// Neither headers nor values say what the file holds.
    #[error("the columns {} do not look like purchases, accounts, products, reps, invoices or targets", quoted(.headers))]
    UnknownKind {
        /// Headers found.
        headers: Vec<String>,
    },
    /// Records of another kind were asked for than the mapping is made for.
    #[error("the mapping reads {}, but {} were asked for", .mapped.code(), .asked.code())]
    WrongKind {
        /// Kind of the mapping.
        mapped: ImportKind,
        /// Kind of the records.
        asked: ImportKind,
    },
    /// Dates turned out to be written the other way round than the first rows suggested.
    #[error("dates such as \"{value}\" in row {row} show that the day and the month are the other way round")]
    DateOrder {
        /// Row of the latest such date.
        row: u64,
        /// The date.
        value: String,
    },
    /// A line without end.
    #[error("row {row} is longer than {limit} bytes")]
    LineTooLong {
        /// The row.
        row: u64,
        /// The most that is read over.
        limit: usize,
    },
    /// Quotes are unbalanced all over the file.
    #[error("too many rows up to row {row} open a quote that is never closed")]
    BrokenQuotes {
        /// Where reading gave up.
        row: u64,
    },
    /// A tiny file that unpacks to a huge one.
    #[error("the compressed file unpacks to more than {limit} times its size")]
    Bomb {
        /// The ratio allowed.
        limit: u64,
    },
    /// The bytes cannot be read or unpacked.
    #[error("the file is damaged or was cut off: {0}")]
    Damaged(#[from] std::io::Error),
}

impl FileError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty_file",
            Self::Workbook => "workbook",
            Self::NotText => "not_text",
            Self::NotGzip => "not_gzip",
            Self::NoHeader { .. } => "no_header",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::BrokenHeader => "broken_header",
            Self::DuplicateHeader { .. } => "duplicate_header",
            Self::MissingColumns { .. } => "missing_columns",
            Self::MissingFields { .. } => "missing_fields",
            Self::UnknownKind { .. } => "unknown_kind",
            Self::WrongKind { .. } => "wrong_kind",
            Self::DateOrder { .. } => "date_order",
            Self::LineTooLong { .. } => "line_too_long",
            Self::BrokenQuotes { .. } => "broken_quotes",
            Self::Bomb { .. } => "compressed_too_much",
            Self::Damaged(_) => "damaged_file",
        }
    }

    /// What to do next.
    pub fn remedy(&self) -> String {
        match self {
            Self::Empty => "Choose a file with a header row and at least one row below it.",
            Self::Workbook => "Open it in the spreadsheet program and save the sheet as CSV UTF-8.",
            Self::NotText => "Choose a CSV file, plain or compressed with gzip.",
            Self::NotGzip => "Pack the CSV file with gzip again, or choose the file that is not packed.",
            Self::NoHeader { .. } => "Add a first row that names the columns.",
            Self::TooManyColumns { .. } => "Export only the columns that are needed.",
            Self::BrokenHeader => "Correct the first row of the file.",
            Self::DuplicateHeader { .. } => "Rename one of the columns, or map another one.",
            Self::MissingColumns { .. } => {
                "Choose another mapping, or map these fields to columns of this file."
            }
            Self::MissingFields { .. } => "Map a column to each of them.",
            Self::UnknownKind { .. } => {
                "Say what the file holds and which column is which: on the Imports page, or at the terminal with \
                 --kind and --mapping."
            }
            Self::WrongKind { .. } => "Choose the mapping that belongs to this kind of file.",
            Self::DateOrder { .. } => "State in the mapping whether the day comes first, and import again.",
            Self::LineTooLong { .. } => "Check that the file is a CSV file with line ends.",
            Self::BrokenQuotes { .. } => "Export the file again with quotes doubled inside quoted values.",
            Self::Bomb { .. } => "Unpack the file and upload it uncompressed if it is genuine.",
            Self::Damaged(_) => "Export or upload the file again.",
        }
        .to_owned()
    }
}

/// At most ten headers in quotes; a hostile file must not blow up its own message.
fn quoted(headers: &[String]) -> String {
    let shown: Vec<String> =
        headers.iter().take(10).map(|header| format!("\"{}\"", printable(header))).collect();
    shown.join(", ")
}

fn named(fields: &[Field]) -> String {
    let names: Vec<&str> = fields.iter().map(|field| crate::synonyms::field_label(*field)).collect();
    names.join(", ")
}

/// The first 200 characters, for messages.
pub(crate) fn shorten(value: &str) -> String {
    value.chars().take(200).collect()
}

/// The same without what a terminal would obey instead of showing it.
pub(crate) fn printable(value: &str) -> String {
    let shown = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    value.chars().take(200).map(shown).collect()
}
