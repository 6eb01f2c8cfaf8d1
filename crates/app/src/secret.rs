//! Secrets the product makes itself: session tokens, API keys, first passwords.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// 256 random bits as text that is safe in cookies and headers.
pub(crate) fn token() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// A password of 120 random bits that can be typed.
pub(crate) fn typeable() -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
    random::<24>().iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// 256 random bits that sign what a webhook gets, as the Standard Webhooks convention writes them.
pub(crate) fn webhook_key() -> String {
    format!("whsec_{}", STANDARD.encode(random::<32>()))
}

/// What the database keeps instead of a token. Tokens are random, so a fast hash is enough.
pub(crate) fn fingerprint(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system always has randomness after boot");
    bytes
}
