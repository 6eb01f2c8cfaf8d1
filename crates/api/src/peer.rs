//! Where a request comes from and how it travelled, with and without a reverse proxy that we trust.

use actix_web::HttpRequest;

/// The address that sent the request: the connection's, or what a trusted proxy saw, which is the last entry
/// of `X-Forwarded-For`; the entries before it are the sender's own words.
pub fn address(request: &HttpRequest, trusts_proxy: bool) -> String {
    let forwarded = trusts_proxy.then(|| last_of(request, "x-forwarded-for")).flatten();
    let connected = || request.peer_addr().map(|address| address.ip().to_string());
    forwarded.or_else(connected).unwrap_or_else(|| "unknown".to_owned())
}

/// Whether the browser speaks https, to us or to a trusted proxy.
pub fn is_https(request: &HttpRequest, trusts_proxy: bool) -> bool {
    let forwarded = trusts_proxy.then(|| last_of(request, "x-forwarded-proto")).flatten();
    forwarded.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
}

/// Host and port that the browser asked for.
pub fn host(request: &HttpRequest, trusts_proxy: bool) -> Option<String> {
    let forwarded = trusts_proxy.then(|| last_of(request, "x-forwarded-host")).flatten();
    let own = || request.headers().get("host").and_then(|host| host.to_str().ok()).map(str::to_owned);
    // HTTP/2 has no Host header; its authority is part of the address.
    forwarded.or_else(own).or_else(|| request.uri().authority().map(|authority| authority.to_string()))
}

fn last_of(request: &HttpRequest, name: &str) -> Option<String> {
    let values = request.headers().get_all(name).last()?.to_str().ok()?;
    values.rsplit(',').next().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn forwarded() -> HttpRequest {
        TestRequest::default()
            .peer_addr(([10, 0, 0, 1], 4000).into())
            .insert_header(("X-Forwarded-For", "1.1.1.1, 203.0.113.9"))
            .insert_header(("X-Forwarded-Proto", "https"))
            .to_http_request()
    }

    #[test]
    fn without_a_trusted_proxy_forwarded_headers_count_for_nothing() {
        assert_eq!(address(&forwarded(), false), "10.0.0.1");
        assert!(!is_https(&forwarded(), false));
    }

    #[test]
    fn behind_a_trusted_proxy_the_address_is_the_one_it_saw_itself() {
        assert_eq!(address(&forwarded(), true), "203.0.113.9");
        assert!(is_https(&forwarded(), true));
    }
}
