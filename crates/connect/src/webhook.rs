//! Signed webhooks, as the Standard Webhooks convention has them: three headers, and a key that the receiver
//! knows. A message keeps its id through every attempt, so that a receiver can tell a repeat.

mod resolver;
mod signature;

pub use resolver::Lookup;
pub use signature::{UnusableKey, signature};

use crate::encryption;
use crate::guard::{Guard, Refused};
use chrono::{NaiveDateTime, TimeDelta};
use reqwest::blocking::Client;
use reqwest::redirect::Policy;
use reqwest::{StatusCode, header};
use resolver::GuardedResolver;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Within so long the receiver has answered.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Waits after the first attempts, seconds.
const FIRST_WAITS: [i64; 6] = [5, 30, 120, 600, 1_800, 3_600];
/// Every wait after those, seconds.
const LATER_WAIT: i64 = 7_200;
/// After so many seconds in all a message is given up: three days.
const LONGEST: i64 = 3 * 24 * 3_600;

/// Checks an address that somebody typed against the hosts and networks the operator allowed.
///
/// # Errors
/// Why it may not be reached, in words for that person.
pub fn check_url(address: &str, allowed: &[String]) -> Result<(), Refused> {
    Guard::new(allowed).check(address).map(drop)
}

/// How long to wait after so many attempts, from 1 upwards; none when three days have passed.
pub fn wait_after(attempts: u32) -> Option<TimeDelta> {
    let place = usize::try_from(attempts).ok()?.checked_sub(1)?;
    if let Some(seconds) = FIRST_WAITS.get(place) {
        return Some(TimeDelta::seconds(*seconds));
    }
    let later = i64::from(attempts) - 6;
    let waited = FIRST_WAITS.iter().sum::<i64>() + later * LATER_WAIT;
    (waited <= LONGEST).then(|| TimeDelta::seconds(LATER_WAIT))
}

/// A message to a program.
#[derive(Clone)]
pub struct Post {
    /// The same for every attempt.
    pub id: String,
    /// Where it goes.
    pub url: String,
    /// The receiver's key: `whsec_` and base 64.
    pub secret: String,
    /// JSON.
    pub body: String,
    /// The moment of this attempt, UTC.
    pub sent_at: NaiveDateTime,
}

/// Key and address, which may hold a key too, stay out of logs.
impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post").field("id", &self.id).field("sent_at", &self.sent_at).finish_non_exhaustive()
    }
}

/// What became of an attempt. Reasons are sentences for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver took it.
    Taken,
    /// The receiver wants no more messages ever: the webhook is to be turned off.
    Gone(String),
    /// It may be tried again.
    Later(String),
    /// It cannot be sent like this.
    Never(String),
}

/// Sends messages to programs. Follows no redirect and uses no proxy, so that the address that was checked is
/// the one that is reached.
pub struct Poster {
    guard: Guard,
    client: Client,
}

impl fmt::Debug for Poster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poster").field("guard", &self.guard).finish_non_exhaustive()
    }
}

impl Poster {
    /// A sender that may reach public addresses and those that are allowed: hosts, addresses, networks.
    ///
    /// # Errors
    /// When encryption cannot be set up, in words for the operator.
    pub fn new(allowed: &[String]) -> Result<Self, String> {
        Self::with_lookup(allowed, Arc::new(resolver::system))
    }

    /// As [`Poster::new`], with another way to turn names into addresses.
    ///
    /// # Errors
    /// As [`Poster::new`].
    pub fn with_lookup(allowed: &[String], lookup: Arc<Lookup>) -> Result<Self, String> {
        let guard = Guard::new(allowed);
        let client = Client::builder()
            .tls_backend_preconfigured(encryption::client())
            .timeout(TIMEOUT)
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .pool_max_idle_per_host(0)
            .user_agent("Bellwether-Webhooks/1")
            .dns_resolver(Arc::new(GuardedResolver { guard: guard.clone(), lookup }))
            .build()
            .map_err(|error| format!("webhooks cannot be sent: {}", reason_of(&error)))?;
        Ok(Self { guard, client })
    }

    /// Tries once. The answer's text is never read: only its status counts.
    pub fn send(&self, post: &Post) -> Outcome {
        let url = match self.guard.check(&post.url) {
            Ok(url) => url,
            Err(refused) => return Outcome::Never(format!("The address may not be reached: {refused}.")),
        };
        let timestamp = post.sent_at.and_utc().timestamp();
        let signature = match signature(&post.secret, &post.id, timestamp, &post.body) {
            Ok(signature) => signature,
            Err(error) => return Outcome::Never(format!("{error}.")),
        };
        let answer = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", &post.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signature)
            .body(post.body.clone())
            .send();
        match answer {
            Ok(answer) => of_status(answer.status()),
            Err(error) => of_error(&error),
        }
    }
}

fn of_status(status: StatusCode) -> Outcome {
    if status.is_success() {
        return Outcome::Taken;
    }
    let code = status.as_u16();
    if status == StatusCode::GONE {
        return Outcome::Gone(format!("The receiver wants no more messages (status {code})."));
    }
    if status.is_redirection() {
        return Outcome::Later(format!(
            "The receiver sent us elsewhere (status {code}), which is not followed."
        ));
    }
    Outcome::Later(format!("The receiver answered with status {code}."))
}

fn of_error(error: &reqwest::Error) -> Outcome {
    if refused_by_guard(error) {
        // A name can be put right at any time, so it is tried again like any other failure.
        return Outcome::Later(format!("The address may not be reached: {}.", Refused::Private));
    }
    if error.is_timeout() {
        return Outcome::Later("The receiver did not answer within 10 seconds.".to_owned());
    }
    if error.is_connect() {
        return Outcome::Later(format!("The receiver could not be reached: {}.", reason_of(error)));
    }
    Outcome::Later(format!("The message could not be sent: {}.", reason_of(error)))
}

fn refused_by_guard(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.is::<Refused>())
}

/// The deepest cause, which says most; the address is not repeated.
fn reason_of(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| "unknown".to_owned(), ToString::to_string)
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}

#[cfg(test)]
mod tests;
