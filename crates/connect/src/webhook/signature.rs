//! The signature of a webhook: HMAC-SHA256 over id, moment and body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The key is not `whsec_` and base 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key of the webhook cannot be used: make the webhook anew")]
pub struct UnusableKey;

/// What the header `webhook-signature` holds: `v1,` and the base 64 of the HMAC over `id.timestamp.body`.
/// The timestamp is in seconds since 1970.
///
/// # Errors
/// [`UnusableKey`].
pub fn signature(secret: &str, id: &str, timestamp: i64, body: &str) -> Result<String, UnusableKey> {
    let key = secret.strip_prefix("whsec_").ok_or(UnusableKey)?;
    let key = STANDARD.decode(key).map_err(|_| UnusableKey)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| UnusableKey)?;
    for part in [id, ".", &timestamp.to_string(), ".", body] {
        mac.update(part.as_bytes());
    }
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}
