//! Files on their way to the server: the first bytes for a preview, then the whole.

use bellwether_client::{Client, ClientError, PreviewOptions, UploadOptions};
use bellwether_core::import::{Import, ImportKind, Mapping, Preview};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// How much of a file its preview needs.
const PREVIEW_BYTES: f64 = 262_144.0;

/// A file and how it was understood.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub(super) file: web_sys::File,
    pub(super) preview: Preview,
}

/// What is said about a file when the server is asked how it is understood.
#[derive(Debug, Clone, Default)]
pub(super) enum Said {
    /// Nothing: everything is guessed.
    #[default]
    Nothing,
    /// What it holds.
    Kind(ImportKind),
    /// How it is to be read.
    Mapping(Mapping),
}

/// Asks the server what a file seems to be.
pub(super) async fn preview_of(
    client: &Client,
    file: &web_sys::File,
    said: Said,
) -> Result<Preview, ClientError> {
    let first_bytes = first_bytes(file).await.map_err(unreadable)?;
    let (kind, given_mapping) = match said {
        Said::Nothing => (None, None),
        Said::Kind(kind) => (Some(kind), None),
        Said::Mapping(mapping) => (None, Some(mapping)),
    };
    let is_whole = file.size() <= PREVIEW_BYTES;
    let options = PreviewOptions { file_name: file.name(), kind, given_mapping, is_whole };
    client.preview_import(&options, first_bytes).await
}

async fn first_bytes(file: &web_sys::File) -> Result<Vec<u8>, JsValue> {
    let start = file.slice_with_f64_and_f64(0.0, PREVIEW_BYTES)?;
    let buffer = JsFuture::from(start.array_buffer()).await?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

fn unreadable(_: JsValue) -> ClientError {
    ClientError::Unintelligible("the browser could not read the file".to_owned())
}

/// Sends the whole file and starts its import.
#[cfg(target_arch = "wasm32")]
pub(super) async fn start(
    client: &Client,
    options: &UploadOptions,
    file: &web_sys::File,
) -> Result<Import, ClientError> {
    client.start_import(options, file.clone()).await
}

/// Outside a browser there are no files to choose; this exists so that tests on the host compile.
#[cfg(not(target_arch = "wasm32"))]
pub(super) async fn start(_: &Client, _: &UploadOptions, _: &web_sys::File) -> Result<Import, ClientError> {
    std::future::ready(Err(ClientError::Unreachable("files are uploaded by a browser".to_owned()))).await
}
