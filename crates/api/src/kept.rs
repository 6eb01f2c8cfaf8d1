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
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use serde::Serialize;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of answers kept.
const MOST_BYTES: u64 = 64 << 20;
/// An answer is about so long.
const USUAL_BYTES: u64 = 16 << 10;

/// What a handler whose answer is kept gives back.
pub type KeptAnswer = Result<HttpResponse, Refusal>;

/// The part of it for answers that were asked for more than once; the rest is for what was asked last. People come
/// back to what they just looked at.
const OFTEN_ASKED: f64 = 0.5;

/// The answers given lately about the latest edition; those about earlier ones nobody asks for again.
#[derive(Default)]
pub struct Answers(Mutex<Option<(Edition, Arc<Held>)>>);

type Held = Cache<Key, Bytes, ByLength>;

impl Answers {
    /// Those about what is in memory now.
    fn latest(&self, app: &App) -> Arc<Held> {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Asked for under the lock, or somebody slow would put an earlier edition in the place of a later one.
        let edition = app.edition();
        if let Some((_, held)) = latest.as_ref().filter(|(of, _)| *of == edition) {
            return Arc::clone(held);
        }
        let options = OptionsBuilder::new()
            .estimated_items_capacity(usize::try_from(MOST_BYTES / USUAL_BYTES).unwrap_or(usize::MAX))
            .weight_capacity(MOST_BYTES)
            .hot_allocation(OFTEN_ASKED)
            .build()
            .expect("both capacities are given");
        let lifecycle = DefaultLifecycle::default();
        let held = Arc::new(Held::with_options(options, ByLength, DefaultHashBuilder::default(), lifecycle));
        let earlier = latest.replace((edition, Arc::clone(&held)));
        // Thousands of answers are let go of: nobody has to wait for that.
        drop(latest);
        drop(earlier);
        held
    }
}

/// Everything an answer follows from beside the edition. Two people who may see the same are told the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
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
        let held = answers.latest(&app);
        let key =
            Key { role: caller.role, permissions: caller.permissions, scope: caller.scope.clone(), address };
        let written = move |app: &App| {
            let body = serde_json::to_vec(&call(app, &caller)?);
            body.map(Bytes::from).map_err(|error| AppError::Internal(error.to_string()))
        };
        let body = held.get_or_insert_async(&key, use_case::run(app, written)).await?;
        Ok(HttpResponse::Ok().insert_header(ContentType::json()).body(body))
    }
}
