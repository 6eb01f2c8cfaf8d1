//! Answers that follow from who asks, the question and the facts held in memory, and from nothing else. They are kept
//! until those facts change: of a morning many people open the same pages, and come back to them all day.

use crate::error::Refusal;
use crate::use_case;
use actix_web::dev::Payload;
use actix_web::http::header::ContentType;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use bellwether_app::{App, AppError, Caller, Edition};
use bellwether_core::{Permissions, Role, Scope};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::Serialize;
use std::future::{Ready, ready};

/// Bytes of answers kept.
const MOST_BYTES: u64 = 64 << 20;
/// An answer is about so long.
const USUAL_BYTES: u64 = 16 << 10;

/// What a handler whose answer is kept gives back.
pub type KeptAnswer = Result<HttpResponse, Refusal>;

/// The answers given lately.
pub struct Answers(Cache<Key, Bytes, ByLength>);

impl Default for Answers {
    fn default() -> Self {
        let most = usize::try_from(MOST_BYTES / USUAL_BYTES).unwrap_or(usize::MAX);
        Self(Cache::with_weighter(most, MOST_BYTES, ByLength))
    }
}

/// Everything an answer follows from. Two people who may see the same are told the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    edition: Edition,
    role: Role,
    permissions: Permissions,
    scope: Scope,
    address: String,
}

#[derive(Clone)]
struct ByLength;

impl Weighter<Key, Bytes> for ByLength {
    fn weight(&self, key: &Key, body: &Bytes) -> u64 {
        (size_of::<Key>() + key.address.len() + body.len()) as u64
    }
}

/// A question by its address, and the answers that were given to others.
pub struct Asked {
    address: String,
    app: Data<App>,
    answers: Data<Answers>,
}

impl FromRequest for Asked {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let (app, answers) = (request.app_data().cloned(), request.app_data().cloned());
        let asked =
            app.zip(answers).map(|(app, answers)| Self { address: request.uri().to_string(), app, answers });
        ready(asked.ok_or_else(|| Refusal::Internal("no application".to_owned())))
    }
}

impl Asked {
    /// The answer kept for the same question, or that of a use case, which looks at nothing but its caller, its question
    /// and what [`App::edition`] stands for. Those who ask the same at once wait for one answer.
    pub async fn answer<T: Serialize>(
        self,
        caller: Caller,
        call: impl FnOnce(&App, &Caller) -> Result<T, AppError> + Send + 'static,
    ) -> KeptAnswer {
        let Self { address, app, answers } = self;
        let key = Key {
            edition: app.edition(),
            role: caller.role,
            permissions: caller.permissions,
            scope: caller.scope.clone(),
            address,
        };
        let written = move |app: &App| {
            let body = serde_json::to_vec(&call(app, &caller)?);
            body.map(Bytes::from).map_err(|error| AppError::Internal(error.to_string()))
        };
        let body = answers.0.get_or_insert_async(&key, use_case::run(app, written)).await?;
        Ok(HttpResponse::Ok().insert_header(ContentType::json()).body(body))
    }
}
