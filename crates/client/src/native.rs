//! HTTP and JSON outside the browser: reqwest, which keeps the session's cookie, and serde_json.

use crate::call::{Call, Method, Reply};
use crate::{Answer, ClientError, unintelligible};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a call can carry.
pub type Body = reqwest::Body;

/// What a reply holds.
pub type Content = Vec<u8>;

/// A body of these bytes.
pub fn body_of(bytes: Vec<u8>) -> Body {
    bytes.into()
}

/// A body of JSON.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn json_of(value: &impl Serialize) -> Answer<Body> {
    text_of(value).map(Body::from)
}

/// A value as the text of its JSON.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn text_of(value: &impl Serialize) -> Answer<String> {
    serde_json::to_string(value).map_err(unintelligible)
}

/// The part of an address that a value becomes; parts that are not there are left out.
///
/// # Errors
/// When the value is not one of names and values.
pub fn query_of(value: &impl Serialize) -> Answer<String> {
    serde_urlencoded::to_string(value).map_err(unintelligible)
}

/// What a reply means.
///
/// # Errors
/// When it is no JSON, or not of this type.
pub fn read<T: DeserializeOwned>(content: Content) -> Answer<T> {
    serde_json::from_slice(&content).map_err(unintelligible)
}

/// Sends calls.
#[derive(Debug, Clone)]
pub struct Transport {
    http: reqwest::Client,
}

impl Transport {
    /// A way to servers, with an empty jar of cookies.
    ///
    /// # Errors
    /// When this machine lacks what HTTP needs.
    pub fn new() -> Answer<Self> {
        let http = reqwest::Client::builder().cookie_store(true).build().map_err(broken)?;
        Ok(Self { http })
    }

    /// Sends a call and waits for the whole reply.
    ///
    /// # Errors
    /// [`ClientError::Unreachable`] without a reply.
    pub async fn send(&self, call: Call) -> Answer<Reply> {
        self.exchange(call).await.map_err(broken)
    }

    async fn exchange(&self, call: Call) -> Result<Reply, reqwest::Error> {
        let mut request = self.http.request(method(call.method), call.url);
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        if let Some(body) = call.body {
            request = request.body(body);
        }
        let answer = request.send().await?;
        Ok(Reply { status: answer.status().as_u16(), content: answer.bytes().await?.to_vec() })
    }
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Delete => reqwest::Method::DELETE,
    }
}

fn broken(error: reqwest::Error) -> ClientError {
    ClientError::Unreachable(error.without_url().to_string())
}
