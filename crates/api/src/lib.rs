//! The HTTP face of Bellwether: handlers that extract, call one use case and shape the answer, and the
//! cross-cutting rules every request passes. One registration gives both the routes and the OpenAPI document.

mod accounts;
mod accuracy;
mod alerts;
mod bridge;
mod brief;
mod credentials;
mod csrf;
mod dashboard;
mod docs;
mod error;
mod etag;
mod events;
mod export;
mod headers;
mod health;
mod imports;
mod insights;
mod interactions;
mod invoices;
mod jobs;
mod kept;
mod keys;
mod limits;
mod map;
mod metrics;
mod notifications;
mod orders;
mod panics;
mod parameters;
mod paths;
mod peer;
mod products;
mod request_id;
mod routes;
mod rules;
mod scoring;
mod search;
mod session;
mod settings;
mod states;
mod targets;
mod tasks;
mod territory;
mod texts;
mod timeline;
mod trips;
mod upload;
mod use_case;
mod users;
mod views;
mod weekly_diff;

pub use docs::document;
pub use error::{Fault, json_fault};
pub use headers::content_security_policy;
pub use routes::nothing_here;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{Error, HttpRequest, HttpResponse, web};
use bellwether_app::App;
use kept::Answers;
use limits::RequestRate;
use routes::RouteTable;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use utoipa_actix_web::AppExt;

/// How the API behaves on this installation.
#[derive(Debug, Clone)]
pub struct ApiConfig {
    /// Whether a reverse proxy in front of us sets `X-Forwarded-Proto` and `X-Forwarded-For`.
    pub trusts_proxy: bool,
    /// Largest file an import may bring, in bytes.
    pub max_upload_bytes: u64,
    /// Where uploads are written while they arrive.
    pub upload_dir: PathBuf,
    /// Requests a second that one caller may keep up.
    pub requests_per_second: NonZeroU32,
    /// Requests one caller may send at once after a pause.
    pub request_burst: NonZeroU32,
    /// Answers a `GET` that no route of the API knows: the single-page app and its files.
    pub pages: fn(&HttpRequest) -> HttpResponse,
}

/// The API of one application, shared by all worker threads.
#[derive(Clone)]
pub struct Api {
    app: Arc<App>,
    config: Arc<ApiConfig>,
    rate: Arc<RequestRate>,
    routes: Arc<RouteTable>,
    answers: Arc<Answers>,
}

impl Api {
    /// The API over `app`.
    pub fn new(app: Arc<App>, config: ApiConfig) -> Self {
        let rate = RequestRate::new(config.requests_per_second, config.request_burst);
        Self {
            app,
            rate: Arc::new(rate),
            routes: Arc::new(RouteTable::of(&document())),
            answers: Arc::default(),
            config: Arc::new(config),
        }
    }

    /// One worker's actix application. The last `wrap` is the first to see a request.
    pub fn service(
        &self,
    ) -> actix_web::App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<BoxBody>,
            Error = Error,
            InitError = (),
        > + use<>,
    > {
        actix_web::App::new()
            .app_data(web::Data::from(self.app.clone()))
            .app_data(web::Data::from(self.config.clone()))
            .app_data(web::Data::from(self.rate.clone()))
            .app_data(web::Data::from(self.routes.clone()))
            .app_data(web::Data::from(self.answers.clone()))
            .app_data(error::json_config())
            .app_data(error::query_config())
            .into_utoipa_app()
            .configure(routes::register)
            .into_app()
            .service(docs::swagger_ui())
            .route("/docs", web::get().to(docs::to_docs))
            .default_service(web::to(routes::unmatched))
            .wrap(from_fn(texts::without_nul))
            .wrap(from_fn(paths::canonical_only))
            .wrap(Compress::default())
            .wrap(from_fn(headers::protect))
            .wrap(from_fn(panics::catch))
            .wrap(from_fn(request_id::identify))
    }
}
