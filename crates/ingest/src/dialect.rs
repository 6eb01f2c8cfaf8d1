//! What kind of CSV a file is, judged from its first bytes: encoding, delimiter, header row.

use crate::error::{FileError, printable};
use crate::records::{Outcome, RecordReader};
use crate::source::{Decoded, TextEncoding};
use crate::{dates, decimal};
use std::collections::BTreeMap;
use std::io::Read;

/// Delimiters looked for; on a draw the first wins.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records that the delimiter and the header are judged by.
const JUDGED_RECORDS: usize = 50;
/// Lines of a report title that may stand above the headers.
const MOST_TITLE_ROWS: usize = 10;

/// Control characters that damaged text may hold, however short it is.
const MOST_STRAY_CONTROLS: usize = 4;

/// How a file is to be cut into values.
#[derive(Debug, Clone)]
pub(crate) struct Dialect {
    /// How bytes spell letters.
    pub(crate) encoding: TextEncoding,
    /// Bytes of the byte-order mark.
    pub(crate) mark_bytes: usize,
    /// Between values.
    pub(crate) delimiter: u8,
    /// Rows above the header row.
    pub(crate) title_rows: usize,
    /// The header row, trimmed.
    pub(crate) headers: Vec<String>,
}

/// The first bytes of a file, unpacked, understood and decoded.
pub(crate) struct Opening {
    /// How the file is cut.
    pub(crate) dialect: Dialect,
    /// The complete records below the header among these bytes.
    pub(crate) rows: Vec<Vec<String>>,
}

/// Judges unpacked bytes. `is_whole` says that the file ends here.
pub(crate) fn open(bytes: &[u8], is_whole: bool) -> Result<Opening, FileError> {
    let (encoding, mark_bytes) = detect_encoding(bytes)?;
    let mut text = Vec::new();
    Decoded::new(bytes.get(mark_bytes..).unwrap_or(&[]), encoding).read_to_end(&mut text)?;
    if is_binary(&text) {
        return Err(FileError::NotText);
    }
    let delimiter = detect_delimiter(&text);
    let mut records = sample(&text, delimiter, is_whole)?;
    let title_rows = count_title_rows(&records);
    if records.is_empty() {
        return Err(FileError::Empty);
    }
    let rows = records.split_off((title_rows + 1).min(records.len()));
    let headers = records.pop().ok_or(FileError::Empty)?;
    let headers: Vec<String> = headers.iter().map(|header| header.trim().to_owned()).collect();
    check_header(&headers)?;
    Ok(Opening { dialect: Dialect { encoding, mark_bytes, delimiter, title_rows, headers }, rows })
}

/// Text has next to no control characters but tabs and line ends; packed or compiled bytes have one in ten.
fn is_binary(text: &[u8]) -> bool {
    let start = text.get(..4096).unwrap_or(text);
    let controls = start.iter().filter(|byte| is_stray(char::from(**byte))).count();
    controls > MOST_STRAY_CONTROLS && controls * 50 > start.len()
}

/// A control character that no text file has a use for.
fn is_stray(letter: char) -> bool {
    letter.is_ascii_control() && !matches!(letter, '\t' | '\r' | '\n' | '\x0c' | '\x1a')
}

/// Encoding and length of the byte-order mark.
fn detect_encoding(bytes: &[u8]) -> Result<(TextEncoding, usize), FileError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(FileError::Workbook);
    }
    if bytes.starts_with(b"%PDF") {
        return Err(FileError::NotText);
    }
    Ok(match bytes {
        [0xef, 0xbb, 0xbf, ..] => (TextEncoding::Utf8, 3),
        [0xff, 0xfe, ..] => (TextEncoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => (TextEncoding::Utf16Be, 2),
        _ => (detect_plain_encoding(bytes), 0),
    })
}

/// UTF-8 unless most of the letters beyond ASCII are no UTF-8.
fn detect_plain_encoding(bytes: &[u8]) -> TextEncoding {
    let (mut valid, mut invalid) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        invalid += chunk.invalid().len();
    }
    // A letter cut by the end of the sample counts at most three bytes.
    if invalid > valid && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some()) {
        TextEncoding::Windows1252
    } else {
        TextEncoding::Utf8
    }
}

/// The delimiter that cuts most records into the same number of values, and into the most of them.
fn detect_delimiter(text: &[u8]) -> u8 {
    let start = text.get(..64 << 10).unwrap_or(text);
    let mut best = (0usize, b',');
    for delimiter in DELIMITERS {
        let Ok(records) = sample_some(start, delimiter, false, JUDGED_RECORDS) else { continue };
        let (width, count) = usual_width(&records);
        let header_fits = records.iter().take(MOST_TITLE_ROWS + 1).any(|record| record.len() == width);
        let score =
            if width < 2 || !header_fits { 0 } else { count * 1000 / records.len().max(1) * 1000 + width };
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// The most frequent number of values, and how many records have it.
fn usual_width(records: &[Vec<String>]) -> (usize, usize) {
    let mut widths = BTreeMap::new();
    for record in records {
        *widths.entry(record.len()).or_insert(0usize) += 1;
    }
    widths.into_iter().max_by_key(|(width, count)| (*count, *width)).unwrap_or((0, 0))
}

fn sample(text: &[u8], delimiter: u8, is_whole: bool) -> Result<Vec<Vec<String>>, FileError> {
    sample_some(text, delimiter, is_whole, usize::MAX)
}

/// Records of `text`. The last one is left out when the file goes on, for it may be cut; broken rows are too.
fn sample_some(
    text: &[u8],
    delimiter: u8,
    is_whole: bool,
    most: usize,
) -> Result<Vec<Vec<String>>, FileError> {
    let mut reader = RecordReader::new(text, delimiter);
    let mut records: Vec<Vec<String>> = Vec::new();
    while records.len() < most {
        match reader.next() {
            Ok(Outcome::Record) => records.push(reader.values().map(str::to_owned).collect()),
            Ok(Outcome::Broken(fault)) if records.is_empty() && is_whole => return Err(fault.of_header()),
            Ok(Outcome::Broken(_)) => {}
            Ok(Outcome::End) => break,
            // The reader of the whole file reports it with the right row.
            Err(_) => break,
        }
    }
    let is_cut = !is_whole && !text.ends_with(b"\n") && !text.ends_with(b"\r");
    if is_cut && records.len() > 2 {
        records.pop();
    }
    Ok(records)
}

/// Rows above the headers: narrower than the table, with at most two values.
fn count_title_rows(records: &[Vec<String>]) -> usize {
    let judged = records.get(..JUDGED_RECORDS).unwrap_or(records);
    let (width, _) = usual_width(judged);
    let is_title = |record: &&Vec<String>| {
        let values = record.iter().filter(|value| !value.trim().is_empty()).count();
        width > 2 && values <= 2 && values < width
    };
    let count = judged.iter().take_while(is_title).count();
    if count > MOST_TITLE_ROWS || count == judged.len() { 0 } else { count }
}

/// Headers are words; a date or a price among them means that there is no header row.
fn check_header(headers: &[String]) -> Result<(), FileError> {
    if headers.iter().any(|header| header.contains(is_stray)) {
        return Err(FileError::NotText);
    }
    let is_value = |header: &&String| {
        let is_date = header.len() > 5 && dates::parse(header, dates::DateOrder::MonthFirst).is_ok();
        is_date
            || (header.contains(['.', ',']) && decimal::parse(header, decimal::DecimalMark::Point).is_some())
    };
    match headers.iter().find(is_value) {
        Some(value) => Err(FileError::NoHeader { value: printable(value) }),
        None => Ok(()),
    }
}
