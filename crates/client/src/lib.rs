//! Typed client of the public API, for native programs and the browser. One method an endpoint,
//! named like its operation; nothing else of the product talks HTTP to the server.
//!
//! Native programs talk through reqwest, the browser through its own `fetch` and JSON. What is the
//! same for every type of answer is not generic, so that browsers download it once.

mod account;
mod admin;
mod alert;
mod analytics;
mod call;
mod engine;
mod import;
mod listener;
mod notification;
mod order;
mod session;
mod work;
mod workspace;

#[cfg(target_arch = "wasm32")]
#[path = "browser.rs"]
mod transport;
#[cfg(not(target_arch = "wasm32"))]
#[path = "native.rs"]
mod transport;

pub use import::{PreviewOptions, UploadOptions};

use crate::call::{Call, Method, Reply};
use crate::listener::Listener;
use crate::transport::{Content, Transport, json_of, read};
use bellwether_core::problem::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Display;
use std::sync::{Arc, RwLock};

/// Status of an answer to somebody who is not signed in.
const UNAUTHORIZED: u16 = 401;
/// Status of an answer to somebody who may not.
const FORBIDDEN: u16 = 403;

/// Why a call has no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ClientError {
    /// The server refused, and says why and what to do.
    #[error("{}", .0.detail)]
    Refused(Box<Problem>),
    /// The server could not be reached, or the connection broke.
    #[error("the server could not be reached: {0}")]
    Unreachable(String),
    /// The answer is not what this version of the client understands.
    #[error("the answer could not be understood: {0}")]
    Unintelligible(String),
}

impl ClientError {
    /// The stable code of a refusal.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused(problem) => Some(&problem.code),
            Self::Unreachable(_) | Self::Unintelligible(_) => None,
        }
    }

    /// Whether signing in again is what helps.
    pub fn needs_sign_in(&self) -> bool {
        matches!(self, Self::Refused(problem) if problem.status == UNAUTHORIZED)
    }

    /// Whether this person may not, so that trying again does not help.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Refused(problem) if problem.status == FORBIDDEN)
    }
}

/// Every call answers with this.
pub type Answer<T> = Result<T, ClientError>;

/// A connection to one server, cheap to clone; all clones share the session.
#[derive(Debug, Clone)]
pub struct Client {
    transport: Transport,
    base_url: String,
    api_key: Option<String>,
    csrf_token: Arc<RwLock<String>>,
    listener: Option<Listener>,
}

impl Client {
    /// A client of the server at `base_url`, for example `http://localhost:8080`. In the browser
    /// that is the page's own origin, and the session is the page's cookie.
    ///
    /// # Errors
    /// When no HTTP client can be made on this machine.
    pub fn new(base_url: &str) -> Answer<Self> {
        Ok(Self {
            transport: Transport::new()?,
            base_url: base_url.trim_end_matches('/').to_owned(),
            api_key: None,
            csrf_token: Arc::default(),
            listener: None,
        })
    }

    /// The same client, signed in by an API key instead of a session.
    #[must_use]
    pub fn with_api_key(mut self, secret: &str) -> Self {
        self.api_key = Some(secret.to_owned());
        self
    }

    /// Remembers the token that goes with the session; [`Client::me`] and [`Client::sign_in`] do it by themselves.
    fn remember_csrf_token(&self, token: &str) {
        if let Ok(mut held) = self.csrf_token.write() {
            token.clone_into(&mut held);
        }
    }

    fn held_csrf_token(&self) -> String {
        self.csrf_token
            .read()
            .map(|token| token.clone())
            .unwrap_or_else(|poisoned| poisoned.into_inner().clone())
    }

    /// A call of an endpoint with everything that proves who is calling.
    fn call(&self, method: Method, path: &str) -> Call {
        let mut headers = Vec::new();
        if let Some(key) = &self.api_key {
            headers.push(("Authorization", format!("Bearer {key}")));
        } else if method != Method::Get {
            headers.push(("X-CSRF-Token", self.held_csrf_token()));
        }
        Call { method, url: format!("{}/api/v1/{path}", self.base_url), headers, body: None }
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Answer<T> {
        self.take(self.call(Method::Get, path)).await
    }

    async fn find<T: DeserializeOwned>(&self, path: &str, query: &impl Serialize) -> Answer<T> {
        self.take(self.call(Method::Get, path).asking(query)?).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Answer<T> {
        self.take(self.call(method, path).carrying("application/json", json_of(body)?)).await
    }

    async fn take<T: DeserializeOwned>(&self, call: Call) -> Answer<T> {
        read(self.exchange(call).await?)
    }

    /// Sends a call; what the reply holds, or why the server refused.
    async fn exchange(&self, call: Call) -> Answer<Content> {
        let Reply { status, content } = self.transport.send(call).await?;
        if (200..300).contains(&status) {
            return Ok(content);
        }
        let error = refusal(status, content);
        if let (ClientError::Refused(problem), Some(listener)) = (&error, &self.listener) {
            listener.tell(problem);
        }
        Err(error)
    }
}

fn refusal(status: u16, content: Content) -> ClientError {
    match read::<Problem>(content) {
        Ok(problem) => ClientError::Refused(Box::new(problem)),
        Err(_) => unintelligible(format!("status {status} without a problem description")),
    }
}

fn unintelligible(reason: impl Display) -> ClientError {
    ClientError::Unintelligible(reason.to_string())
}
