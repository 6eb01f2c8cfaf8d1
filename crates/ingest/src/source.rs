//! From a file as uploaded to UTF-8 text: counts the bytes, unpacks gzip, decodes.
//! Nothing here holds more than a window of the file.

use crate::error::FileError;
use encoding_rs::{CoderResult, Decoder, WINDOWS_1252};
use flate2::read::MultiGzDecoder;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How the bytes spell letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextEncoding {
    /// UTF-8; bytes that are not are taken for Windows-1252, so that one bad name cannot kill a file.
    Utf8,
    /// One byte a letter.
    Windows1252,
    /// Two bytes a letter, as spreadsheets write "Unicode text".
    Utf16Le,
    /// The same, high byte first.
    Utf16Be,
}

impl TextEncoding {
    /// The name people know.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "windows-1252",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }
}

/// More than any real export compresses; deflate itself reaches 1032.
const MOST_UNPACKED: u64 = 500;
/// Below this the ratio says nothing.
const RATIO_FROM_BYTES: u64 = 64 << 20;

/// A file as uploaded, unpacked when it is gzip.
pub struct Unpacked<'a> {
    bytes: Box<dyn Read + Send + 'a>,
    read: Arc<AtomicU64>,
    unpacked: u64,
}

impl<'a> Unpacked<'a> {
    /// The text of a file, packed or not.
    ///
    /// # Errors
    /// When its first bytes cannot be read.
    pub fn open(mut file: impl Read + Send + 'a) -> Result<Self, FileError> {
        let mut magic = Vec::with_capacity(2);
        file.by_ref().take(2).read_to_end(&mut magic)?;
        let is_gzip = magic == [0x1f, 0x8b];
        let read = Arc::new(AtomicU64::new(0));
        let counted = Counted { bytes: Cursor::new(magic).chain(file), read: Arc::clone(&read) };
        let bytes: Box<dyn Read + Send + 'a> =
            if is_gzip { Box::new(MultiGzDecoder::new(counted)) } else { Box::new(counted) };
        Ok(Self { bytes, read, unpacked: 0 })
    }

    /// Bytes of the file as uploaded that have been taken so far.
    pub(crate) fn counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read)
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.unpacked += count as u64;
        let packed = self.read.load(Ordering::Relaxed).max(1);
        if self.unpacked > RATIO_FROM_BYTES && self.unpacked / packed > MOST_UNPACKED {
            return Err(std::io::Error::other(BombFound));
        }
        Ok(count)
    }
}

/// Carries the finding through `std::io::Error`.
#[derive(Debug, thiserror::Error)]
#[error("unpacks to too much")]
struct BombFound;

/// Tells a bomb from a damaged file.
pub(crate) fn file_error(error: std::io::Error) -> FileError {
    match error.get_ref() {
        Some(inner) if inner.is::<BombFound>() => FileError::Bomb { limit: MOST_UNPACKED },
        _ => FileError::Damaged(error),
    }
}

struct Counted<R> {
    bytes: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// How much is read and decoded at a time.
const WINDOW_BYTES: usize = 64 << 10;

/// Bytes of any known encoding in, UTF-8 out.
pub(crate) struct Decoded<R> {
    bytes: R,
    encoding: TextEncoding,
    wide: Option<Decoder>,
    window: Vec<u8>,
    filled: usize,
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(bytes: R, encoding: TextEncoding) -> Self {
        let wide = match encoding {
            TextEncoding::Utf8 | TextEncoding::Windows1252 => None,
            TextEncoding::Utf16Le => Some(encoding_rs::UTF_16LE.new_decoder_without_bom_handling()),
            TextEncoding::Utf16Be => Some(encoding_rs::UTF_16BE.new_decoder_without_bom_handling()),
        };
        let window = vec![0; WINDOW_BYTES];
        Self { bytes, encoding, wide, window, filled: 0, text: Vec::new(), given: 0, ended: false }
    }

    fn refill(&mut self) -> std::io::Result<()> {
        let count = match self.window.get_mut(self.filled..) {
            Some(room) => self.bytes.read(room)?,
            None => 0,
        };
        self.ended = count == 0;
        self.filled += count;
        self.text.clear();
        self.given = 0;
        let bytes = self.window.get(..self.filled).unwrap_or(&[]);
        let used = match self.encoding {
            TextEncoding::Utf8 => decode_utf8(bytes, self.ended, &mut self.text),
            TextEncoding::Windows1252 => {
                self.text.extend_from_slice(WINDOWS_1252.decode_without_bom_handling(bytes).0.as_bytes());
                bytes.len()
            }
            TextEncoding::Utf16Le | TextEncoding::Utf16Be => match &mut self.wide {
                Some(decoder) => decode_wide(decoder, bytes, self.ended, &mut self.text),
                None => bytes.len(),
            },
        };
        self.window.copy_within(used..self.filled, 0);
        self.filled -= used;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.refill()?;
        }
        let mut ready = self.text.get(self.given..).unwrap_or(&[]);
        let count = ready.read(buffer)?;
        self.given += count;
        Ok(count)
    }
}

/// Appends `bytes` as UTF-8; answers how many are used up. A letter cut by the window's end waits.
fn decode_utf8(bytes: &[u8], ended: bool, text: &mut Vec<u8>) -> usize {
    let mut used = 0;
    loop {
        let rest = bytes.get(used..).unwrap_or(&[]);
        let Err(error) = std::str::from_utf8(rest) else {
            text.extend_from_slice(rest);
            return bytes.len();
        };
        let (valid, bad) = rest.split_at(error.valid_up_to());
        text.extend_from_slice(valid);
        used += valid.len();
        let count = match error.error_len() {
            Some(count) => count,
            None if ended => bad.len(),
            None => return used,
        };
        let bad = bad.get(..count).unwrap_or(bad);
        text.extend_from_slice(WINDOWS_1252.decode_without_bom_handling(bad).0.as_bytes());
        used += count;
    }
}

/// Appends `bytes` through a stateful decoder, which keeps half letters itself.
fn decode_wide(decoder: &mut Decoder, bytes: &[u8], ended: bool, text: &mut Vec<u8>) -> usize {
    let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len().saturating_mul(3) + 16);
    text.resize(room, 0);
    let (result, used, written, _) = decoder.decode_to_utf8(bytes, text, ended);
    text.truncate(written);
    debug_assert_eq!(result, CoderResult::InputEmpty, "the room asked for is enough");
    used
}
