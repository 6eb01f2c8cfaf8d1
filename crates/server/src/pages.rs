//! The single-page app inside the binary: its files with their compressed twins, its page for every address
//! of the app, and a page that says how to build it when it is not there.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, http::StatusCode};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

/// Embedded by release builds, read from disk by development builds.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../frontend/dist"]
struct Files;

const INDEX: &str = "index.html";
const FOREVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Answers a `GET` outside the API.
pub fn page(request: &HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    if !path.is_empty() && Files::get(path).is_some() {
        return file(request, path);
    }
    if !path.is_empty() && !wants_html(request) {
        return bellwether_api::nothing_here();
    }
    if Files::get(INDEX).is_some() { file(request, INDEX) } else { not_built() }
}

fn wants_html(request: &HttpRequest) -> bool {
    header_text(request, header::ACCEPT).is_some_and(|accepted| accepted.contains("text/html"))
}

fn header_text(request: &HttpRequest, name: header::HeaderName) -> Option<&str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

/// A file in the best encoding that the browser takes, or 304 when it has it.
fn file(request: &HttpRequest, path: &str) -> HttpResponse {
    let Some((found, encoding)) = best_variant(request, path) else { return bellwether_api::nothing_here() };
    let tag = format!("\"{}\"", hex(&found.metadata.sha256_hash()));
    let held = header_text(request, header::IF_NONE_MATCH);
    let is_held = held.is_some_and(|held| held.split(',').any(|one| one.trim() == tag));
    let mut response =
        HttpResponseBuilder::new(if is_held { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    response.insert_header((header::ETAG, tag));
    response.insert_header((header::CACHE_CONTROL, if is_unchanging(path) { FOREVER } else { ASK_AGAIN }));
    response.insert_header((header::VARY, "Accept-Encoding"));
    if path.ends_with(".html") {
        response.insert_header((header::CONTENT_SECURITY_POLICY, policy_of(path)));
    }
    if is_held {
        return response.finish();
    }
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(encoding)));
    }
    response.content_type(content_type(path)).body(found.data.into_owned())
}

fn best_variant(request: &HttpRequest, path: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = header_text(request, header::ACCEPT_ENCODING).unwrap_or("");
    for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
        if accepts(accepted, encoding)
            && let Some(found) = Files::get(&format!("{path}.{extension}"))
        {
            return Some((found, Some(encoding)));
        }
    }
    Files::get(path).map(|found| (found, None))
}

/// Whether an `Accept-Encoding` header names the encoding and does not refuse it with `q=0`.
fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let is_refused = parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)));
        is_named && !is_refused
    })
}

/// Whether the name changes with the content: a version in the folder, or a hash in the file name.
fn is_unchanging(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_hash = |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    path.starts_with("vendor/") || name.split(['-', '_', '.']).any(is_hash)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "geojson" => "application/geo+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _unknown => "application/octet-stream",
    }
}

/// The policy of a page: the usual one, and the hashes of the page's own inline scripts, of which Trunk writes
/// one to start the app.
fn policy_of(path: &str) -> String {
    let page = Files::get(path).map(|found| String::from_utf8_lossy(&found.data).into_owned());
    let hashes = page.as_deref().map_or_else(Vec::new, inline_script_hashes);
    bellwether_api::content_security_policy(&hashes)
}

fn inline_script_hashes(page: &str) -> Vec<String> {
    let tags = page.split("<script").skip(1);
    let inline = tags.filter_map(|tag| {
        let (attributes, rest) = tag.split_once('>')?;
        let (script, _after) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(script)
    });
    inline.map(|script| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script)))).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Said instead of the app when the binary was built without it.
fn not_built() -> HttpResponse {
    HttpResponse::ServiceUnavailable().content_type("text/html; charset=utf-8").body(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Bellwether</title>\
         <h1>The app is not built yet</h1>\
         <p>This server was built without its pages. Build them with <code>cargo xtask spa</code>, then build the \
         server again; or start everything with <code>cargo xtask demo</code>.</p>\
         <p>The API works: see <a href=\"/docs/\">its documentation</a>.</p></html>",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_just_the_inline_scripts_of_the_page() {
        let page = "<script type=module>start()</script><script src=\"/x.js\"></script>";
        let expected = format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest("start()")));
        assert_eq!(inline_script_hashes(page), [expected]);
    }

    #[test]
    fn only_names_that_change_with_the_content_are_kept_forever() {
        for path in [
            "app-0123456789abcdef.js",
            "app-0123456789abcdef_bg.wasm",
            "vendor/maplibre-gl-6.17.0/maplibre-gl.mjs",
        ] {
            assert!(is_unchanging(path), "{path}");
        }
        for path in ["index.html", "manifest.webmanifest", "sw.js"] {
            assert!(!is_unchanging(path), "{path}");
        }
    }

    #[test]
    fn an_encoding_is_accepted_when_named_and_not_refused() {
        assert!(accepts("gzip, deflate, br;q=0.9", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "gzip"));
    }
}
