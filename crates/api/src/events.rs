//! What changes, told as it happens: server-sent events.

use crate::credentials::Signed;
use crate::error::{Refusal, Refusals};
use crate::use_case;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, get};
use bellwether_app::{App, AppError, Caller, Listener, Moved};
use bellwether_core::notification::AlertsChanged;
use futures_util::stream;
use std::convert::Infallible;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How often it is checked that the reader may still see what they could see when they began; before anything is
/// told it is checked in any case. A revoked session or key must be dead within a second, on whichever server it was
/// revoked; the check is one look at two rows by their keys.
const CHECK_EVERY: Duration = Duration::from_millis(800);
const _: () =
    assert!(CHECK_EVERY.as_millis() < 1_000, "a revoked stream would outlive the second it is given");
/// How often something is said, so that proxies keep the connection.
const SPEAK_EVERY: Duration = Duration::from_secs(20);

/// What changes, as it happens
///
/// A stream of server-sent events. `alerts` carries the accounts whose alerts changed, all of them the caller's; an
/// empty list stands for many. The stream ends when the session or key ends, or sees something else than before:
/// then the reader connects again. One person may hold 30 streams at the same time.
#[utoipa::path(tag = "alerts", responses((status = 200, description = "Events named `alerts`.", content_type = "text/event-stream", body = AlertsChanged), Refusals))]
#[get("/events")]
pub async fn events(Signed(caller): Signed, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let reader = Reader { listener: app.listen(&caller)?, app, caller, spoke_at: None };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(ContentEncoding::Identity)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::HeaderName::from_static("x-accel-buffering"), "no"))
        .streaming(stream::unfold(reader, |mut reader| async move {
            let text = reader.next().await?;
            Some((Ok::<_, Infallible>(Bytes::from(text)), reader))
        })))
}

/// Somebody who listens.
struct Reader {
    app: Data<App>,
    caller: Caller,
    listener: Listener,
    spoke_at: Option<Instant>,
}

impl Reader {
    /// The next text for the reader; none when the stream has to end.
    async fn next(&mut self) -> Option<String> {
        loop {
            let heard = timeout(CHECK_EVERY, self.listener.next()).await;
            if !self.may_go_on().await {
                return None;
            }
            let text = match heard {
                Ok(None) => return None,
                Ok(Some(moved)) => self.told(moved).await?,
                Err(_nothing_happened) => None,
            };
            if let Some(text) = text.or_else(|| self.sign_of_life()) {
                self.spoke_at = Some(Instant::now());
                return Some(text);
            }
        }
    }

    /// What of a change the reader may know.
    async fn told(&self, moved: Moved) -> Option<Option<String>> {
        let caller = self.caller.clone();
        let told = use_case::run(self.app.clone(), move |app| Ok(app.told(&caller, &moved))).await;
        let news = told.ok()?;
        Some(
            news.and_then(|news| serde_json::to_string(&news).ok())
                .map(|json| format!("event: alerts\ndata: {json}\n\n")),
        )
    }

    fn sign_of_life(&self) -> Option<String> {
        let is_due = self.spoke_at.is_none_or(|spoke_at| spoke_at.elapsed() >= SPEAK_EVERY);
        is_due.then(|| ": listening\n\n".to_owned())
    }

    /// A database out of reach for a moment is no reason to hang up.
    async fn may_go_on(&self) -> bool {
        let caller = self.caller.clone();
        match use_case::run(self.app.clone(), move |app| app.is_unchanged(&caller)).await {
            Ok(is_unchanged) => is_unchanged,
            Err(Refusal::App(AppError::Unavailable { .. })) => true,
            Err(_refused) => false,
        }
    }
}
