//! Bodies that are files: read as they arrive, never larger than allowed, never whole in memory.

use crate::ApiConfig;
use crate::error::Refusal;
use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::web::{self, Bytes, Payload};
use bellwether_app::{AppError, UploadedFile};
use futures_util::StreamExt;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use tempfile::{NamedTempFile, TempPath};

/// Longest pause between two pieces of an upload.
const PIECE_TIMEOUT: Duration = Duration::from_secs(30);
/// Bytes gathered before they are written.
const WRITE_BYTES: usize = 1024 * 1024;
/// What a form with files in it is sent as.
const FORM: &str = "multipart/form-data";

/// A small body.
///
/// # Errors
/// `too_large` beyond `limit_bytes`, `broken_upload` when it ends too soon.
pub async fn read(mut body: Payload, limit_bytes: u64) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = piece(&mut body).await? {
        bytes.extend_from_slice(&chunk);
        refuse_beyond(limit_bytes, bytes.len() as u64)?;
    }
    Ok(bytes)
}

/// A file that has arrived. It is gone with this value unless the application took it over.
pub struct Upload {
    held: TempPath,
    file_name: String,
    bytes: u64,
}

impl Upload {
    /// The file as the application knows it; the application removes it once it has been read.
    pub fn file(&self) -> UploadedFile {
        let path = self.held.to_path_buf();
        UploadedFile { path, file_name: self.file_name.clone(), bytes: self.bytes, is_temporary: true }
    }

    /// The application has it now.
    pub fn hand_over(self) -> Result<(), Refusal> {
        let kept = self.held.keep();
        kept.map(|_path| ()).map_err(|error| Refusal::Internal(format!("keeping an upload: {error}")))
    }
}

/// A body of any size, in a file. A broken upload leaves no file.
///
/// # Errors
/// `too_large`, `broken_upload`, or `internal` when the disk refuses.
pub async fn store(mut body: Payload, file_name: String, config: &ApiConfig) -> Result<Upload, Refusal> {
    let folder = config.upload_dir.clone();
    let mut file = blocking(move || create(&folder)).await?;
    let mut pending = Vec::with_capacity(WRITE_BYTES);
    let mut bytes = 0;
    while let Some(chunk) = piece(&mut body).await? {
        bytes += chunk.len() as u64;
        refuse_beyond(config.max_upload_bytes, bytes)?;
        pending.extend_from_slice(&chunk);
        if pending.len() >= WRITE_BYTES {
            (file, pending) = blocking(move || append(file, pending)).await?;
        }
    }
    let (file, _empty) = blocking(move || append(file, pending)).await?;
    Ok(Upload { held: file.into_temp_path(), file_name, bytes })
}

/// The next piece of a body; none at its end.
async fn piece(body: &mut Payload) -> Result<Option<Bytes>, Refusal> {
    let next = tokio::time::timeout(PIECE_TIMEOUT, body.next()).await.map_err(|_elapsed| Refusal::TooSlow)?;
    next.transpose().map_err(|_broken| Refusal::BrokenUpload)
}

/// Refuses a body by what its headers announce, before any of it is read: one that is too long, and a form, which
/// would be taken for the lines of a file.
pub fn refuse_announced(request: &HttpRequest, limit_bytes: u64) -> Result<(), Refusal> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    if header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with(FORM)) {
        let message = "the body is the file itself and not a form; with curl: --data-binary @FILE";
        return Err(
            AppError::Invalid { field: "Content-Type".to_owned(), message: message.to_owned() }.into()
        );
    }
    refuse_beyond(limit_bytes, header(CONTENT_LENGTH).and_then(|length| length.parse().ok()).unwrap_or(0))
}

fn refuse_beyond(limit_bytes: u64, bytes: u64) -> Result<(), Refusal> {
    if bytes > limit_bytes { Err(AppError::TooLarge { limit_bytes }.into()) } else { Ok(()) }
}

fn create(folder: &Path) -> std::io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    NamedTempFile::new_in(folder)
}

fn append(mut file: NamedTempFile, mut pending: Vec<u8>) -> std::io::Result<(NamedTempFile, Vec<u8>)> {
    file.write_all(&pending)?;
    pending.clear();
    Ok((file, pending))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Refusal> {
    let outcome = web::block(work).await.map_err(|error| Refusal::Internal(error.to_string()))?;
    outcome.map_err(|error| Refusal::Internal(format!("writing an upload: {error}")))
}
