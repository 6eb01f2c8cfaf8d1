//! What a file may cost: limits that ordinary exports never meet and hostile files always do.

/// Longest value in bytes.
pub(crate) const MOST_FIELD_BYTES: usize = 64 << 10;
/// Longest record in bytes.
pub(crate) const MOST_RECORD_BYTES: usize = 1 << 20;
/// Most columns.
pub(crate) const MOST_COLUMNS: usize = 1_000;
/// Longest line that is skipped over in search of the next one.
pub(super) const MOST_LINE_BYTES: usize = 16 << 20;
/// Text that may be read twice because of broken quotes; keeps hostile files from costing hours.
pub(super) const MOST_REREAD_BYTES: usize = 128 << 20;
