//! HTTP and JSON in the browser: its own `fetch`, which also streams a file from disk, and its own
//! parser. Libraries on top of them would bring code and tables that the browser has anyway, for
//! every visitor to download.

use crate::call::{Call, Method, Reply};
use crate::{Answer, ClientError, unintelligible};
use js_sys::{JSON, Object, Promise, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The answer on its way to a question that the page asked before this program was there; each is handed out
    /// once. Pages without such a function ask nothing ahead.
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = takeAhead)]
    fn take_ahead(method: &str, url: &str) -> Result<Option<Promise>, JsValue>;
}

/// What a call can carry.
pub type Body = JsValue;

/// What a reply holds: a text.
pub type Content = JsValue;

/// A body of these bytes.
pub fn body_of(bytes: Vec<u8>) -> Body {
    js_sys::Uint8Array::from(bytes.as_slice()).into()
}

/// A body of JSON.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn json_of(value: &impl Serialize) -> Answer<Body> {
    text_of(value).map(JsValue::from)
}

/// A value as the text of its JSON.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn text_of(value: &impl Serialize) -> Answer<String> {
    let value = value.serialize(&Serializer::json_compatible()).map_err(unintelligible)?;
    JSON::stringify(&value).map(String::from).map_err(unreadable)
}

/// The part of an address that a value becomes; parts that are not there are left out.
///
/// # Errors
/// When the value is not one of names and values.
pub fn query_of(value: &impl Serialize) -> Answer<String> {
    let parts = value.serialize(&Serializer::json_compatible()).map_err(unintelligible)?;
    spelled(parts.unchecked_into()).map_err(unreadable)
}

fn spelled(parts: Object) -> Result<String, JsValue> {
    for name in Object::keys(&parts).iter() {
        if Reflect::get(&parts, &name)?.is_null() {
            Reflect::delete_property(&parts, &name)?;
        }
    }
    let query = web_sys::UrlSearchParams::new_with_record_from_str_to_str(&parts)?;
    Ok(query.to_string().into())
}

/// What a reply means.
///
/// # Errors
/// When it is no JSON, or not of this type.
pub fn read<T: DeserializeOwned>(content: Content) -> Answer<T> {
    serde_wasm_bindgen::from_value(parsed(&content)?).map_err(unintelligible)
}

fn parsed(content: &Content) -> Answer<JsValue> {
    let text = content.as_string().ok_or_else(|| unintelligible("the reply is no text"))?;
    JSON::parse(&text).map_err(unreadable)
}

fn unreadable(thrown: JsValue) -> ClientError {
    unintelligible(words_of(&thrown))
}

/// Sends calls; the browser adds the session's cookie.
#[derive(Debug, Clone)]
pub struct Transport;

impl Transport {
    /// The browser's way to servers.
    ///
    /// # Errors
    /// None; elsewhere there are some.
    pub fn new() -> Answer<Self> {
        Ok(Self)
    }

    /// Sends a call and waits for the whole reply.
    ///
    /// # Errors
    /// [`ClientError::Unreachable`] without a reply.
    pub async fn send(&self, call: Call) -> Answer<Reply> {
        exchange(call).await.map_err(broken)
    }
}

async fn exchange(call: Call) -> Result<Reply, JsValue> {
    let answer: web_sys::Response = match asked_ahead(&call).await {
        Some(answer) => answer,
        None => asked_now(&call).await?,
    }
    .dyn_into()?;
    Ok(Reply { status: answer.status(), content: JsFuture::from(answer.text()?).await? })
}

/// What came of asking ahead; nothing when that failed, or was not done.
async fn asked_ahead(call: &Call) -> Option<JsValue> {
    let answer = take_ahead(word(call.method), &call.url).ok().flatten()?;
    JsFuture::from(answer).await.ok()
}

async fn asked_now(call: &Call) -> Result<JsValue, JsValue> {
    let headers = web_sys::Headers::new()?;
    for (name, value) in &call.headers {
        headers.set(name, value)?;
    }
    let init = web_sys::RequestInit::new();
    init.set_method(word(call.method));
    init.set_headers(&headers);
    if let Some(body) = &call.body {
        init.set_body(body);
    }
    let window = web_sys::window().ok_or_else(|| JsValue::from_str("there is no window"))?;
    JsFuture::from(window.fetch_with_str_and_init(&call.url, &init)).await
}

fn word(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}

/// A connection that failed.
fn broken(thrown: JsValue) -> ClientError {
    ClientError::Unreachable(words_of(&thrown))
}

/// What the browser says about it.
fn words_of(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => thrown.as_string().unwrap_or_else(|| "the browser gave no reason".to_owned()),
    }
}
