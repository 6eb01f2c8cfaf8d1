//! Changes on a session cookie must come from our own page: the browser says where a request comes from,
//! and the page knows a token that other sites cannot read. API keys are exempt, browsers never add them.

use crate::error::Refusal;
use crate::peer;
use actix_web::HttpRequest;
use actix_web::http::header::ORIGIN;

/// The header with the session's token.
const X_CSRF_TOKEN: &str = "x-csrf-token";

/// Refuses what a browser says another site asked for. Programs send neither header and pass.
pub fn same_site(request: &HttpRequest, trusts_proxy: bool) -> Result<(), Refusal> {
    if let Some(site) = request.headers().get("sec-fetch-site") {
        return if site == "same-origin" || site == "none" { Ok(()) } else { Err(Refusal::CrossSite) };
    }
    let Some(origin) = request.headers().get(ORIGIN) else { return Ok(()) };
    let origin_host =
        origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_scheme, host)| host);
    let is_own = match (origin_host, peer::host(request, trusts_proxy)) {
        (Some(theirs), Some(ours)) => theirs.eq_ignore_ascii_case(&ours),
        (None, _) | (_, None) => false,
    };
    if is_own { Ok(()) } else { Err(Refusal::CrossSite) }
}

/// Refuses a change without the session's token.
pub fn token(request: &HttpRequest, expected: &str) -> Result<(), Refusal> {
    let sent = request.headers().get(X_CSRF_TOKEN).and_then(|value| value.to_str().ok());
    match sent {
        Some(sent) if !expected.is_empty() && is_same(sent.as_bytes(), expected.as_bytes()) => Ok(()),
        Some(_) | None => Err(Refusal::CsrfToken),
    }
}

/// Compares without stopping at the first difference.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn from_origin(origin: &str) -> Result<(), Refusal> {
        let request =
            TestRequest::post().insert_header(("Host", "sales.example")).insert_header((ORIGIN, origin));
        same_site(&request.to_http_request(), false)
    }

    #[test]
    fn our_own_origin_passes_and_any_other_is_refused() {
        assert!(from_origin("https://sales.example").is_ok());
        for other in ["https://sales.example.evil", "https://evil", "null", "https://sales.example:444", ""] {
            assert!(matches!(from_origin(other), Err(Refusal::CrossSite)), "{other}");
        }
    }

    #[test]
    fn what_the_browser_says_about_the_site_decides() {
        for (site, passes) in
            [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false)]
        {
            let request = TestRequest::post().insert_header(("Sec-Fetch-Site", site)).to_http_request();
            assert_eq!(same_site(&request, false).is_ok(), passes, "{site}");
        }
    }

    #[test]
    fn only_the_sessions_own_token_passes() {
        let with =
            |sent: &'static str| TestRequest::post().insert_header((X_CSRF_TOKEN, sent)).to_http_request();
        assert!(token(&with("abc"), "abc").is_ok());
        assert!(token(&with("abd"), "abc").is_err());
        assert!(token(&with(""), "").is_err(), "an empty token is no token");
        assert!(token(&TestRequest::post().to_http_request(), "abc").is_err());
    }
}
