//! How much one caller may ask for: requests a second, by caller or, for nobody, by address. Sign-in has a
//! stricter limit of its own in the application. Sizes are limited where bodies are read.

use crate::credentials;
use crate::error::Refusal;
use crate::peer;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest};
use bellwether_app::Caller;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Callers are forgotten every so many requests, so that addresses of strangers do not pile up.
const FORGET_EVERY: u64 = 10_000;

/// Longest time from the head of a request to its answer. Uploads may take longer, if only they go on.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);
/// The one address that takes uploads.
const UPLOAD_PATH: &str = "/api/v1/imports";

/// Ends requests whose body trickles in for ever.
pub async fn within_time(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if request.path() == UPLOAD_PATH {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    match tokio::time::timeout(ANSWER_TIMEOUT, next.call(request)).await {
        Ok(outcome) => Ok(outcome?.map_into_boxed_body()),
        Err(_elapsed) => Err(Refusal::TooSlow.into()),
    }
}

/// Whose requests are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Who {
    User(i64),
    Address(String),
}

/// Counts the requests of every caller.
pub struct RequestRate {
    limiter: RateLimiter<Who, DefaultKeyedStateStore<Who>, DefaultClock, StateInformationMiddleware>,
    seen: AtomicU64,
}

/// What a caller has left, for the `RateLimit-*` headers.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    limit: u32,
    remaining: u32,
    reset_seconds: u64,
}

impl RequestRate {
    /// `requests_per_second` kept up, `burst` at once.
    pub fn new(requests_per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        let quota = Quota::per_second(requests_per_second).allow_burst(burst);
        Self { limiter: RateLimiter::keyed(quota).with_middleware(), seen: AtomicU64::new(0) }
    }

    fn count(&self, who: &Who) -> Result<Standing, Refusal> {
        if self.seen.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        match self.limiter.check_key(who) {
            Ok(state) => Ok(Standing {
                limit: state.quota().burst_size().get(),
                remaining: state.remaining_burst_capacity(),
                reset_seconds: state.quota().burst_size_replenished_in().as_secs() + 1,
            }),
            Err(until) => {
                let wait = until.wait_time_from(DefaultClock::default().now());
                Err(Refusal::TooManyRequests { retry_after_seconds: wait.as_secs() + 1 })
            }
        }
    }
}

impl Standing {
    /// Tells the caller.
    pub fn write_headers(self, headers: &mut HeaderMap) {
        headers.insert(HeaderName::from_static("ratelimit-limit"), HeaderValue::from(self.limit));
        headers.insert(HeaderName::from_static("ratelimit-remaining"), HeaderValue::from(self.remaining));
        headers.insert(HeaderName::from_static("ratelimit-reset"), HeaderValue::from(self.reset_seconds));
    }
}

/// Counts one request.
///
/// # Errors
/// [`Refusal::TooManyRequests`] when the caller has none left.
pub fn count(request: &HttpRequest, caller: Option<&Caller>) -> Result<Standing, Refusal> {
    let who = match caller {
        Some(caller) => Who::User(caller.user.0),
        None => Who::Address(peer::address(request, credentials::config(request)?.trusts_proxy)),
    };
    credentials::rate(request)?.count(&who)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_who_used_the_burst_waits_while_another_is_served() {
        let rate = RequestRate::new(NonZeroU32::MIN, NonZeroU32::MIN);
        assert!(rate.count(&Who::User(1)).is_ok());
        assert!(matches!(
            rate.count(&Who::User(1)),
            Err(Refusal::TooManyRequests { retry_after_seconds: 1..=2 })
        ));
        assert!(rate.count(&Who::User(2)).is_ok());
        assert!(rate.count(&Who::Address("192.0.2.1".to_owned())).is_ok());
    }
}
