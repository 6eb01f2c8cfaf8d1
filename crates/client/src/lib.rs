//! Typed client of the public API, for native programs and the browser. One method an endpoint,
//! named like its operation; nothing else of the product talks HTTP to the server.

mod account;
mod admin;
mod analytics;
mod import;
mod session;

pub use import::UploadOptions;

use bellwether_core::problem::Problem;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::{Arc, RwLock};

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
        matches!(self, Self::Refused(problem) if problem.status == StatusCode::UNAUTHORIZED.as_u16())
    }
}

impl From<reqwest::Error> for ClientError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_decode() {
            Self::Unintelligible(error.to_string())
        } else {
            Self::Unreachable(error.without_url().to_string())
        }
    }
}

/// Every call answers with this.
pub type Answer<T> = Result<T, ClientError>;

/// A connection to one server, cheap to clone; all clones share the session.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    api_key: Option<String>,
    csrf_token: Arc<RwLock<String>>,
}

impl Client {
    /// A client of the server at `base_url`, for example `http://localhost:8080`. In the browser
    /// that is the page's own origin, and the session is the page's cookie.
    ///
    /// # Errors
    /// When no HTTP client can be made on this machine.
    pub fn new(base_url: &str) -> Answer<Self> {
        let builder = reqwest::Client::builder();
        #[cfg(not(target_arch = "wasm32"))]
        let builder = builder.cookie_store(true);
        Ok(Self {
            http: builder.build()?,
            base_url: base_url.trim_end_matches('/').to_owned(),
            api_key: None,
            csrf_token: Arc::default(),
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

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1/{path}", self.base_url)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let changes = method != Method::GET;
        let mut request = self.http.request(method, self.url(path));
        if let Some(key) = &self.api_key {
            request = request.bearer_auth(key);
        } else if changes {
            request = request.header("X-CSRF-Token", self.held_csrf_token());
        }
        request
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, query: &impl Serialize) -> Answer<T> {
        read(self.request(Method::GET, path).query(query)).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Answer<T> {
        read(self.request(method, path).json(body)).await
    }

    async fn send_for_nothing(&self, method: Method, path: &str) -> Answer<()> {
        let answer = self.request(method, path).send().await?;
        if answer.status().is_success() {
            Ok(())
        } else {
            Err(refusal(answer.status(), &answer.bytes().await?))
        }
    }
}

/// For calls without parameters.
const NO_QUERY: [(&str, &str); 0] = [];

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Answer<T> {
    let (status, body) = exchange(request).await?;
    understand(status, body.as_ref())
}

/// The part that is the same for every type of answer, so that browsers download it once.
async fn exchange(request: RequestBuilder) -> Answer<(StatusCode, impl AsRef<[u8]>)> {
    let answer = request.send().await?;
    Ok((answer.status(), answer.bytes().await?))
}

fn understand<T: DeserializeOwned>(status: StatusCode, body: &[u8]) -> Answer<T> {
    if !status.is_success() {
        return Err(refusal(status, body));
    }
    serde_json::from_slice(body).map_err(|error| ClientError::Unintelligible(error.to_string()))
}

fn refusal(status: StatusCode, body: &[u8]) -> ClientError {
    match serde_json::from_slice::<Problem>(body) {
        Ok(problem) => ClientError::Refused(Box::new(problem)),
        Err(_) => ClientError::Unintelligible(format!("status {status} without a problem description")),
    }
}
