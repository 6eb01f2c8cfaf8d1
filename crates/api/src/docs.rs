//! The OpenAPI document, made from the types and the registered routes, and the page that shows it. Nothing
//! of the page comes from another server.

use crate::error::{Refusal, Refusals};
use crate::{headers, routes};
use actix_web::{HttpResponse, Responder, get};
use bellwether_core::account::{AccountLevel, AccountSort};
use bellwether_core::bridge::Figure;
use bellwether_core::export::ExportFormat;
use bellwether_core::insight::{LowestPeriod, RollupWeek};
use bellwether_core::invoice::InvoiceView;
use bellwether_core::order::OrdersView;
use bellwether_core::paging::Direction;
use bellwether_core::period::{Comparison, Granularity};
use bellwether_core::problem::Problem;
use bellwether_core::product::{Momentum, MomentumOf, ProductSort};
use bellwether_core::timeline::TimelineKind;
use std::sync::LazyLock;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Where the document is served.
const DOCUMENT_PATH: &str = "/api/v1/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bellwether",
        description = "Sales intelligence for B2B distributors. Money is in minor units of the organisation's \
                       currency, dates are business dates of its time zone, ids are opaque. Every answer holds \
                       only what the caller may see. Errors are problem details (RFC 9457) with a stable `code`.",
        license(name = "See the repository")
    ),
    components(schemas(
        AccountLevel, AccountSort, Comparison, Direction, ExportFormat, Figure, Granularity, InvoiceView,
        LowestPeriod, Momentum, MomentumOf, OrdersView, Problem, ProductSort, RollupWeek, TimelineKind,
    )),
    modifiers(&Credentials),
    security(("session" = []), ("key" = [])),
    tags(
        (name = "session", description = "Signing in and out, and who is signed in."),
        (name = "settings", description = "The organisation: settings, freshness of its data, filter values."),
        (name = "dashboard", description = "The executive page and its segments."),
        (name = "accounts", description = "The account list and one account."),
        (name = "alerts", description = "Who needs whom next, why, and what people did about it."),
        (name = "work", description = "Work with accounts: the brief, calls and visits, tasks, the timeline, search, the weekly comparison."),
        (name = "notifications", description = "E-mails and webhooks: who is told what, and what became of it."),
        (name = "orders", description = "Drafts, what was placed today, and what was placed before."),
        (name = "invoices", description = "Invoices and credit memos, for those who may see financial data."),
        (name = "targets", description = "Net sales aimed at by month."),
        (name = "insights", description = "The weekly rollup and the lowest performing customers."),
        (name = "states", description = "Sales by state."),
        (name = "map", description = "Pins and clusters."),
        (name = "products", description = "Products and units."),
        (name = "imports", description = "Bringing data in, and taking it out again."),
        (name = "scoring", description = "The engine: what it has learnt."),
        (name = "rules", description = "The rules by which alerts, segments and health are told, and a laboratory for others."),
        (name = "jobs", description = "What runs in the background."),
        (name = "users", description = "People who sign in."),
        (name = "keys", description = "API keys."),
        (name = "health", description = "Whether the server lives and is ready."),
    )
)]
struct Document;

/// Adds the two ways to say who is calling.
struct Credentials;

impl Modify for Credentials {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let session = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            "bellwether_session",
            "Set by signing in. Changes also need the header X-CSRF-Token. Over https the name starts with __Host-.",
        )));
        let key = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An API key.")).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("session", session);
        components.add_security_scheme("key", SecurityScheme::Http(key));
    }
}

/// The OpenAPI document; needs neither server nor database.
pub fn document() -> utoipa::openapi::OpenApi {
    let app =
        actix_web::App::new().into_utoipa_app().openapi(Document::openapi()).configure(routes::register);
    app.split_for_parts().1
}

/// The document's text, made once.
static DOCUMENT: LazyLock<Result<String, String>> =
    LazyLock::new(|| document().to_json().map_err(|error| error.to_string()));

/// This document
///
/// The description of the API that you are reading, in OpenAPI 3.1.
#[utoipa::path(tag = "health", security(()), responses((status = 200, description = "The document.", content_type = "application/json", body = Object), Refusals))]
#[get("/openapi.json")]
pub async fn openapi_document() -> Result<impl Responder, Refusal> {
    match &*DOCUMENT {
        Ok(text) => Ok(HttpResponse::Ok().content_type("application/json").body(text.as_str())),
        Err(why) => Err(Refusal::Internal(format!("the OpenAPI document: {why}"))),
    }
}

/// The live documentation at `/docs/`. Its scripts and styles are files of this server.
pub fn swagger_ui() -> SwaggerUi {
    SwaggerUi::new("/docs/{_:.*}").config(Config::from(DOCUMENT_PATH))
}

/// Swagger UI writes one `<style>` of its own into the page. This is the hash of the vendored version's; when
/// another version changes it, the browser's console names the new one.
const OWN_STYLE: &str = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

/// The content security policy of an address: the usual one, and on the documentation page its own style.
pub fn policy_for(path: &str) -> String {
    let usual = headers::content_security_policy(&[]);
    if path.starts_with("/docs/") {
        usual.replace("style-src 'self'", &format!("style-src 'self' {OWN_STYLE}"))
    } else {
        usual
    }
}

/// Leads from `/docs`, as people type it, to the page.
pub async fn to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header(("Location", "/docs/")).finish()
}
