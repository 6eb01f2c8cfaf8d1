//! Signing in and out, and who a request comes from.

use crate::caller::{Caller, Credential};
use crate::user::entry;
use crate::{Answer, App, AppError, clock, password, secret};
use bellwether_core::KeyId;
use bellwether_core::key::KeyScope;
use bellwether_core::session::{Me, PasswordChange, SignIn};
use bellwether_store::{Connection, StoreError, audit, keys, sessions, settings, users};
use chrono::{NaiveDateTime, TimeDelta};

/// A session ends after this time without a request.
const IDLE_HOURS: i64 = 12;
/// A session ends after this time whatever happens.
const ABSOLUTE_DAYS: i64 = 7;
/// How often "last seen" is worth a write.
const TOUCH_MINUTES: i64 = 5;

/// The secret a browser keeps in its cookie.
#[derive(Clone)]
pub struct SessionToken(pub String);

impl App {
    /// Starts a session. Unknown address, wrong password and disabled person look and take the same.
    ///
    /// # Errors
    /// `WrongCredentials`, `TooManyAttempts`.
    pub fn sign_in(&self, credentials: &SignIn, address: &str) -> Answer<(SessionToken, Me)> {
        let now = clock::now();
        self.throttle.check(&credentials.email, address, now)?;
        // Counted before it is checked, so that guesses made at the same time count as well.
        self.throttle.failed(&credentials.email, address, now);
        let user = self.person_behind(credentials)?.ok_or(AppError::WrongCredentials)?;
        self.throttle.succeeded(&credentials.email, address);
        let token = secret::token();
        let session = sessions::NewSession {
            user: user.id,
            token_sha256: secret::fingerprint(&token),
            csrf_token: secret::token(),
            created_at: now,
            expires_at: now + TimeDelta::days(ABSOLUTE_DAYS),
            user_agent: String::new(),
        };
        let id = self.store.write(|conn| sessions::create(conn, &session))?;
        let caller = caller_of(&user, Credential::Session { id, csrf_token: session.csrf_token });
        Ok((SessionToken(token), self.me(&caller)?))
    }

    fn person_behind(&self, credentials: &SignIn) -> Answer<Option<users::User>> {
        let user = self.store.read(|conn| users::by_email(conn, &credentials.email))?;
        let hash = user.as_ref().and_then(|user| user.password_hash.clone());
        let too_long = credentials.password.len() > password::LONGEST;
        let given = if too_long { "" } else { &credentials.password };
        let fits = password::fits(given, hash.as_deref().unwrap_or(&self.decoy_hash));
        Ok(user.filter(|user| fits && hash.is_some() && user.disabled_at.is_none()))
    }

    /// Ends the caller's session; keys have none.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn sign_out(&self, caller: &Caller) -> Answer<()> {
        match &caller.credential {
            Credential::Session { id, .. } => Ok(self.store.write(|conn| sessions::delete(conn, *id))?),
            Credential::Key { .. } | Credential::System => Ok(()),
        }
    }

    /// Replaces the caller's own password. Their other sessions end, this one goes on.
    ///
    /// # Errors
    /// `Forbidden` for keys, `Invalid` when the password so far is wrong or the new one not acceptable,
    /// `TooManyAttempts`.
    pub fn change_password(&self, caller: &Caller, change: &PasswordChange, address: &str) -> Answer<Me> {
        let Credential::Session { id: session, .. } = caller.credential else {
            return Err(AppError::Forbidden);
        };
        let user = self.store.read(|conn| users::find(conn, caller.user))?;
        self.check_current_password(&user, &change.current_password, address)?;
        password::check("new_password", &change.new_password)?;
        if change.new_password == change.current_password {
            return Err(AppError::invalid("new_password", "choose another than the current one"));
        }
        let hash = password::hash(&change.new_password)?;
        let now = clock::now();
        self.store.write(|conn| {
            users::set_password(conn, user.id, &hash)?;
            sessions::delete_others(conn, user.id, session)?;
            audit::record(conn, &entry(caller, "password changed", user.id), now)
        })?;
        self.me(caller)
    }

    /// Guessing is slowed down like guessing at the sign-in: a session left open is no way around that.
    fn check_current_password(&self, user: &users::User, given: &str, address: &str) -> Answer<()> {
        let now = clock::now();
        self.throttle.check(&user.email, address, now)?;
        self.throttle.failed(&user.email, address, now);
        let hash = user.password_hash.as_deref().unwrap_or(&self.decoy_hash);
        if given.len() > password::LONGEST || !password::fits(given, hash) {
            return Err(AppError::invalid("current_password", "this is not your password so far"));
        }
        self.throttle.succeeded(&user.email, address);
        Ok(())
    }

    /// Whoever holds this session token.
    ///
    /// # Errors
    /// `NotSignedIn` when it is unknown, over, or its person may not sign in any more.
    pub fn caller_by_session(&self, token: &str) -> Answer<Caller> {
        let now = clock::now();
        let token = secret::fingerprint(token);
        let (caller, session) = self.caller_of(|conn| sessions::by_token(conn, &token), now)?;
        if now - session.last_seen_at > TimeDelta::minutes(TOUCH_MINUTES) {
            self.chores.touch_session(session.id);
        }
        Ok(caller)
    }

    /// Whoever began this session. Asking is no use of it.
    pub(crate) fn caller_of_session(&self, id: i64) -> Answer<Caller> {
        Ok(self.caller_of(|conn| sessions::by_id(conn, id), clock::now())?.0)
    }

    fn caller_of(
        &self,
        find: impl Fn(&mut Connection) -> Result<Option<sessions::Session>, StoreError>,
        now: NaiveDateTime,
    ) -> Answer<(Caller, sessions::Session)> {
        let found = self.store.read(|conn| {
            let session = find(conn)?;
            session.map(|session| Ok((users::find(conn, session.user)?, session))).transpose()
        })?;
        let Some((user, session)) = found else { return Err(AppError::NotSignedIn) };
        let is_over = session.expires_at <= now || now - session.last_seen_at > TimeDelta::hours(IDLE_HOURS);
        if is_over || user.disabled_at.is_some() {
            return Err(AppError::NotSignedIn);
        }
        let credential = Credential::Session { id: session.id, csrf_token: session.csrf_token.clone() };
        Ok((caller_of(&user, credential), session))
    }

    /// Whoever holds this API key.
    ///
    /// # Errors
    /// `NotSignedIn` when it is unknown, revoked or expired, or its owner may not sign in any more.
    pub fn caller_by_key(&self, secret_text: &str) -> Answer<Caller> {
        let now = clock::now();
        let sha256 = secret::fingerprint(secret_text);
        let (caller, key) = self.owner_of(|conn| keys::by_sha256(conn, &sha256), now)?;
        if key.last_used_at.is_none_or(|used: NaiveDateTime| now - used > TimeDelta::hours(1)) {
            self.chores.touch_key(key.id);
        }
        Ok(caller)
    }

    /// Whoever uses this API key. Asking is no use of it.
    pub(crate) fn caller_of_key(&self, id: KeyId) -> Answer<Caller> {
        Ok(self.owner_of(|conn| keys::by_id(conn, id), clock::now())?.0)
    }

    fn owner_of(
        &self,
        find: impl Fn(&mut Connection) -> Result<Option<keys::ApiKey>, StoreError>,
        now: NaiveDateTime,
    ) -> Answer<(Caller, keys::ApiKey)> {
        let found = self.store.read(|conn| {
            let key = find(conn)?;
            key.map(|key| Ok((users::find(conn, key.owner)?, key))).transpose()
        })?;
        let Some((user, key)) = found else { return Err(AppError::NotSignedIn) };
        let is_over = key.revoked_at.is_some() || key.expires_at.is_some_and(|end| end <= now);
        if is_over || user.disabled_at.is_some() {
            return Err(AppError::NotSignedIn);
        }
        let may_write = key.scopes.iter().any(|scope| scope == KeyScope::Write.code());
        let scope = if may_write { KeyScope::Write } else { KeyScope::Read };
        Ok((caller_of(&user, Credential::Key { id: key.id, scope }), key))
    }

    /// The person behind the caller.
    ///
    /// # Errors
    /// `NotSignedIn` when the person is gone.
    pub fn me(&self, caller: &Caller) -> Answer<Me> {
        let (user, organisation) =
            self.store.read(|conn| Ok((users::find(conn, caller.user)?, settings::get(conn)?)))?;
        let book = self.book();
        Ok(Me {
            id: user.id,
            rep: user.rep.and_then(|rep| book.rep_by_id(rep)),
            regions: user.regions.iter().filter_map(|region| book.region_by_id(*region)).collect(),
            name: user.name,
            email: user.email,
            role: user.role,
            permissions: user.permissions,
            organisation: organisation.organisation_name,
            currency: organisation.currency,
            csrf_token: match &caller.credential {
                Credential::Session { csrf_token, .. } => csrf_token.clone(),
                Credential::Key { .. } | Credential::System => String::new(),
            },
            must_change_password: user.must_change_password,
        })
    }
}

pub(crate) fn caller_of(user: &users::User, credential: Credential) -> Caller {
    Caller {
        user: user.id,
        role: user.role,
        permissions: user.permissions,
        scope: user.scope(),
        credential,
        must_change_password: user.must_change_password,
    }
}
