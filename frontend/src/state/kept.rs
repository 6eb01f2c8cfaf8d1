//! What this browser keeps of the organisation's data for times without a connection, and how it is forgotten. The
//! service worker (`worker/sw.js`) keeps answers in caches of this prefix, the outbox keeps calls under its own.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// How the worker's caches of one person's answers begin.
const PRIVATE_CACHES: &str = "bellwether-private-";

/// How the entries of the outbox begin.
pub const OUTBOX: &str = "bellwether.outbox.";

/// Forgets every answer and every call that was not sent yet, whoever's they are.
pub async fn forget_everything() {
    forget_entries(|_| true);
    // Browsers without caches (no secure connection) have kept nothing there.
    drop(forget_caches().await);
}

/// Forgets the entries of the outbox whose names, after their common beginning, are chosen.
pub fn forget_entries(is_chosen: impl Fn(&str) -> bool) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let count = storage.length().unwrap_or(0);
    let names: Vec<String> = (0..count).filter_map(|place| storage.key(place).ok().flatten()).collect();
    for name in names {
        if name.strip_prefix(OUTBOX).is_some_and(&is_chosen) {
            drop(storage.remove_item(&name));
        }
    }
}

async fn forget_caches() -> Result<(), JsValue> {
    if !js_sys::Reflect::has(&window(), &JsValue::from_str("caches"))? {
        return Ok(());
    }
    let caches = window().caches()?;
    let names: js_sys::Array = JsFuture::from(caches.keys()).await?.into();
    for name in names.iter().filter_map(|name| name.as_string()) {
        if name.starts_with(PRIVATE_CACHES) {
            JsFuture::from(caches.delete(&name)).await?;
        }
    }
    Ok(())
}
