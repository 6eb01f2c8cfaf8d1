//! API keys: each belongs to a person and can never do more than they can.

use crate::{Answer, App, AppError, Caller, Credential, clock, secret};
use bellwether_core::KeyId;
use bellwether_core::key::{ApiKey, CreatedKey, KeyScope, NewKey};
use bellwether_store::keys;

/// Lets secret scanners recognise a leaked key.
const PREFIX: &str = "bw_";
/// Characters of the secret that stay visible.
const SHOWN: usize = 10;

impl App {
    /// The caller's own keys that still work.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn keys(&self, caller: &Caller) -> Answer<Vec<ApiKey>> {
        let rows = self.store.read(|conn| keys::list(conn, Some(caller.user)))?;
        Ok(rows.into_iter().filter(|key| key.revoked_at.is_none()).map(shown).collect())
    }

    /// Makes a key for the caller. A key cannot make keys: a leaked one must not outlive its revocation.
    ///
    /// # Errors
    /// `Forbidden` for keys, `Invalid`.
    pub fn add_key(&self, caller: &Caller, wanted: &NewKey) -> Answer<CreatedKey> {
        require_person(caller)?;
        let name = wanted.name.trim();
        if name.is_empty() || name.chars().count() > 100 {
            return Err(AppError::invalid("name", "use 1 to 100 characters"));
        }
        let now = clock::now();
        let expires_at = wanted.expires_at.map(|moment| moment.naive_utc());
        if expires_at.is_some_and(|end| end <= now) {
            return Err(AppError::invalid("expires_at", "must be in the future"));
        }
        let text = format!("{PREFIX}{}", secret::token());
        let new = keys::NewKey {
            owner: caller.user,
            name: name.to_owned(),
            prefix: text.chars().take(SHOWN).collect(),
            sha256: secret::fingerprint(&text),
            role: caller.role,
            scopes: vec![wanted.scope.code().to_owned()],
            expires_at,
        };
        let id = self.store.write(|conn| keys::create(conn, &new, now))?;
        let key = ApiKey {
            id,
            name: new.name,
            prefix: new.prefix,
            scope: wanted.scope,
            created_at: clock::utc(now),
            expires_at: wanted.expires_at,
            last_used_at: None,
        };
        Ok(CreatedKey { key, secret: text })
    }

    /// Revokes one of the caller's keys at once.
    ///
    /// # Errors
    /// `NotFound` when it is not theirs or revoked already.
    pub fn revoke_key(&self, caller: &Caller, id: KeyId) -> Answer<()> {
        require_person(caller)?;
        self.store.write_or(|conn| {
            let own = keys::list(conn, Some(caller.user))?;
            if !own.iter().any(|key| key.id == id && key.revoked_at.is_none()) {
                return Err(AppError::NotFound);
            }
            Ok(keys::revoke(conn, id, clock::now())?)
        })
    }
}

fn require_person(caller: &Caller) -> Answer<()> {
    match caller.credential {
        Credential::Session { .. } => Ok(()),
        Credential::Key { .. } | Credential::System => Err(AppError::Forbidden),
    }
}

fn shown(key: keys::ApiKey) -> ApiKey {
    ApiKey {
        id: key.id,
        scope: key.scopes.iter().find_map(|scope| KeyScope::from_code(scope)).unwrap_or(KeyScope::Read),
        name: key.name,
        prefix: key.prefix,
        created_at: clock::utc(key.created_at),
        expires_at: key.expires_at.map(clock::utc),
        last_used_at: key.last_used_at.map(clock::utc),
    }
}
