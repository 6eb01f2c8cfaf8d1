//! Uploading a file from the browser: the browser streams it from disk, which reqwest cannot ask for.

use super::UploadOptions;
use crate::{Answer, Client, ClientError, understand};
use bellwether_core::import::Import;
use reqwest::StatusCode;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

impl Client {
    /// Uploads a whole file and starts its import; ask [`Client::import`] how far it is.
    ///
    /// # Errors
    /// `forbidden`, `unreadable_file`, `mapping_incomplete`, `too_large`.
    pub async fn start_import(&self, options: &UploadOptions, file: &web_sys::File) -> Answer<Import> {
        let query = self.request(reqwest::Method::POST, "imports").query(options).build()?;
        let (status, body) = self.upload(query.url().as_str(), file).await.map_err(broken)?;
        understand(status, body.as_bytes())
    }

    async fn upload(&self, url: &str, file: &web_sys::File) -> Result<(StatusCode, String), JsValue> {
        let headers = web_sys::Headers::new()?;
        headers.set("Content-Type", "application/octet-stream")?;
        headers.set("X-CSRF-Token", &self.held_csrf_token())?;
        let init = web_sys::RequestInit::new();
        init.set_method("POST");
        init.set_headers(&headers);
        init.set_body(file);
        let window = web_sys::window().ok_or_else(|| JsValue::from_str("there is no window"))?;
        let answer = JsFuture::from(window.fetch_with_str_and_init(url, &init)).await?;
        let answer: web_sys::Response = answer.dyn_into()?;
        let text = JsFuture::from(answer.text()?).await?;
        let status =
            StatusCode::from_u16(answer.status()).map_err(|error| JsValue::from_str(&error.to_string()))?;
        Ok((status, text.as_string().unwrap_or_default()))
    }
}

fn broken(error: JsValue) -> ClientError {
    ClientError::Unreachable(format!("{error:?}"))
}
