//! Who is calling: the session cookie or the API key of a request, checked once before its handler, together
//! with what goes along with either: the session's token, the key's scope, the caller's request rate.

use crate::error::Refusal;
use crate::limits::{self, RequestRate};
use crate::{ApiConfig, csrf, peer, use_case};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, ResponseError, web};
use bellwether_app::{App, AppError, Caller, Credential};
use bellwether_core::key::KeyScope;
use std::future::{Ready, ready};

/// The session cookie's name where the browser speaks plain http, as on localhost.
const PLAIN_COOKIE: &str = "bellwether_session";
/// Its name over https: browsers accept this prefix only on secure cookies of exactly this host.
const SECURE_COOKIE: &str = "__Host-bellwether_session";
/// Signing in is the one change that nobody is signed in for.
const SIGN_IN_PATH: &str = "/api/v1/session";

/// The caller of a request that needs one. As a handler's first argument it is refused before the body is read,
/// also to somebody who must change their password first.
#[derive(Debug, Clone)]
pub struct Signed(pub Caller);

impl FromRequest for Signed {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        ready(recognised(request).and_then(|Recognised(caller)| {
            if caller.must_change_password {
                Err(Refusal::App(AppError::PasswordChangeRequired))
            } else {
                Ok(Self(caller))
            }
        }))
    }
}

/// The caller of one of the few requests that are open to somebody who must change their password first.
#[derive(Debug, Clone)]
pub struct Recognised(pub Caller);

impl FromRequest for Recognised {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        ready(recognised(request))
    }
}

/// Whether somebody was recognised behind the request.
pub fn is_recognised(request: &ServiceRequest) -> bool {
    request.extensions().contains::<Recognised>()
}

fn recognised(request: &HttpRequest) -> Result<Recognised, Refusal> {
    request.extensions().get::<Recognised>().cloned().ok_or(Refusal::App(AppError::NotSignedIn))
}

/// Checks the credentials of a request and makes its caller known to the handler.
pub async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let caller = match admit(&request).await {
        Ok(caller) => caller,
        Err(refusal) => return Ok(request.into_response(refusal.error_response())),
    };
    let standing = match limits::count(request.request(), caller.as_ref()) {
        Ok(standing) => standing,
        Err(refusal) => return Ok(request.into_response(refusal.error_response())),
    };
    if let Some(caller) = caller {
        request.extensions_mut().insert(Recognised(caller));
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    standing.write_headers(response.headers_mut());
    Ok(response)
}

/// The caller, if there is one, after every check that does not depend on the route.
async fn admit(request: &ServiceRequest) -> Result<Option<Caller>, Refusal> {
    let caller = identify(request).await?;
    if request.method() == Method::GET {
        return Ok(caller);
    }
    let trusts_proxy = config(request.request())?.trusts_proxy;
    match caller.as_ref().map(|caller| &caller.credential) {
        Some(Credential::Key { scope: KeyScope::Read, .. }) => return Err(Refusal::ReadOnlyKey),
        Some(Credential::Key { scope: KeyScope::Write, .. } | Credential::System) => {}
        Some(Credential::Session { csrf_token, .. }) => {
            csrf::same_site(request.request(), trusts_proxy)?;
            if request.path() != SIGN_IN_PATH || request.method() != Method::POST {
                csrf::token(request.request(), csrf_token)?;
            }
        }
        None => csrf::same_site(request.request(), trusts_proxy)?,
    }
    Ok(caller)
}

/// Whose credential it is; nobody's when there is none, or it is not valid (any more).
async fn identify(request: &ServiceRequest) -> Result<Option<Caller>, Refusal> {
    let app = request.app_data::<web::Data<App>>().cloned();
    let app = app.ok_or_else(|| Refusal::Internal("the application is not registered".to_owned()))?;
    let found = if let Some(secret) = bearer(request.request()) {
        use_case::run(app, move |app| app.caller_by_key(&secret)).await
    } else if let Some(token) = session_token(request.request())? {
        use_case::run(app, move |app| app.caller_by_session(&token)).await
    } else {
        return Ok(None);
    };
    match found {
        Ok(caller) => Ok(Some(caller)),
        Err(Refusal::App(AppError::NotSignedIn)) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

fn bearer(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned())
}

fn session_token(request: &HttpRequest) -> Result<Option<String>, Refusal> {
    let name = cookie_name(peer::is_https(request, config(request)?.trusts_proxy));
    Ok(request.cookie(name).map(|cookie| cookie.value().to_owned()).filter(|token| !token.is_empty()))
}

fn cookie_name(is_https: bool) -> &'static str {
    if is_https { SECURE_COOKIE } else { PLAIN_COOKIE }
}

/// The cookie that carries a session. It ends with the browser at the latest; the server ends it earlier.
pub fn session_cookie(request: &HttpRequest, token: String) -> Result<Cookie<'static>, Refusal> {
    let is_https = peer::is_https(request, config(request)?.trusts_proxy);
    Ok(Cookie::build(cookie_name(is_https), token)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_https)
        .finish())
}

/// The cookie that makes the browser forget the session.
pub fn forgotten_cookie(request: &HttpRequest) -> Result<Cookie<'static>, Refusal> {
    let mut cookie = session_cookie(request, String::new())?;
    cookie.make_removal();
    Ok(cookie)
}

/// The configuration registered with the service.
pub fn config(request: &HttpRequest) -> Result<&ApiConfig, Refusal> {
    let config = request.app_data::<web::Data<ApiConfig>>().map(|config| config.get_ref());
    config.ok_or_else(|| Refusal::Internal("the configuration is not registered".to_owned()))
}

/// The request rate registered with the service.
pub fn rate(request: &HttpRequest) -> Result<&RequestRate, Refusal> {
    let rate = request.app_data::<web::Data<RequestRate>>().map(|rate| rate.get_ref());
    rate.ok_or_else(|| Refusal::Internal("the request rate is not registered".to_owned()))
}
