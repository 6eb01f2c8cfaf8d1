//! People who sign in.

use crate::{Answer, App, AppError, Caller, clock, password, secret};
use bellwether_core::user::{User, UserInput};
use bellwether_core::{Permissions, Role, UserId};
use bellwether_store::{audit, deliveries, sessions, users};
use serde_json::json;

/// The sign-in a fresh installation makes for itself; shown once.
pub struct FirstSignIn {
    /// What to sign in with.
    pub email: String,
    /// Random, to be changed.
    pub password: String,
}

impl App {
    /// Makes the first admin of a fresh installation, exactly once; afterwards there is nothing to give.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn first_sign_in(&self) -> Answer<Option<FirstSignIn>> {
        let first = FirstSignIn { email: "admin@localhost".to_owned(), password: secret::typeable() };
        let hash = password::hash(&first.password)?;
        let made = self.store.write(|conn| {
            if users::count(conn)? > 0 {
                return Ok(false);
            }
            let admin = users::NewUser {
                email: first.email.clone(),
                name: "Administrator".to_owned(),
                phone: None,
                password_hash: Some(hash.clone()),
                role: Role::Admin,
                rep: None,
                permissions: Permissions { view_margin: true, view_contacts: true, view_financials: true },
                regions: Vec::new(),
                must_change_password: true,
            };
            users::create(conn, &admin, clock::now())?;
            Ok(true)
        })?;
        Ok(made.then_some(first))
    }

    /// Everyone who can sign in.
    ///
    /// # Errors
    /// `Forbidden` unless an admin.
    pub fn users(&self, caller: &Caller) -> Answer<Vec<User>> {
        caller.require_admin()?;
        let rows = self.store.read(users::list)?;
        Ok(rows.into_iter().map(shown).collect())
    }

    /// Adds a person.
    ///
    /// # Errors
    /// `Forbidden`, `Invalid`, `Conflict` when the address is taken.
    pub fn add_user(&self, caller: &Caller, input: &UserInput) -> Answer<User> {
        caller.require_admin()?;
        self.check_user(input)?;
        let given = input.password.as_deref().ok_or_else(|| AppError::invalid("password", "is required"))?;
        let new = users::NewUser {
            email: input.email.trim().to_owned(),
            name: input.name.trim().to_owned(),
            phone: None,
            password_hash: Some(password::hash(given)?),
            role: input.role,
            rep: input.rep,
            permissions: input.permissions,
            regions: input.regions.clone(),
            must_change_password: false,
        };
        let now = clock::now();
        let user = self.store.write(|conn| {
            let id = users::create(conn, &new, now)?;
            if input.is_disabled {
                users::disable(conn, id, Some(now))?;
            }
            audit::record(conn, &entry(caller, "user added", id), now)?;
            users::find(conn, id)
        })?;
        Ok(shown(user))
    }

    /// Changes a person. Their sessions end when the role, the book or the state change.
    ///
    /// # Errors
    /// `Forbidden`, `Invalid`, `NotFound`, `LastAdmin`.
    pub fn update_user(&self, caller: &Caller, id: UserId, input: &UserInput) -> Answer<User> {
        caller.require_admin()?;
        self.check_user(input)?;
        let new_hash = input.password.as_deref().map(password::hash).transpose()?;
        let now = clock::now();
        let user = self.store.write_or(|conn| {
            let before = users::find(conn, id)?;
            let keeps_admin = input.role == Role::Admin && !input.is_disabled;
            if before.role == Role::Admin && before.disabled_at.is_none() && !keeps_admin {
                let others = users::list(conn)?;
                let is_other_admin = |user: &users::User| {
                    user.id != id && user.role == Role::Admin && user.disabled_at.is_none()
                };
                if !others.iter().any(is_other_admin) {
                    return Err(AppError::LastAdmin);
                }
            }
            let mut after = before.clone();
            after.name = input.name.trim().to_owned();
            after.email = input.email.trim().to_owned();
            after.role = input.role;
            after.permissions = input.permissions;
            after.rep = input.rep;
            after.regions = input.regions.clone();
            users::update(conn, &after)?;
            users::disable(conn, id, input.is_disabled.then_some(now))?;
            if let Some(hash) = &new_hash {
                users::set_password(conn, id, hash)?;
            }
            sessions::delete_of_user(conn, id)?;
            if after.scope() != before.scope() || after.permissions != before.permissions {
                deliveries::withdraw_of_owner(conn, id)?;
            }
            audit::record(conn, &entry(caller, "user changed", id), now)?;
            Ok(users::find(conn, id)?)
        })?;
        Ok(shown(user))
    }

    /// Sets a password from the terminal.
    ///
    /// # Errors
    /// `NotFound` when nobody has this address, `Invalid` when the password is too weak.
    pub fn set_password(&self, email: &str, new_password: &str) -> Answer<()> {
        password::check("password", new_password)?;
        let hash = password::hash(new_password)?;
        self.store.write_or(|conn| {
            let user = users::by_email(conn, email)?.ok_or(AppError::NotFound)?;
            users::set_password(conn, user.id, &hash)?;
            sessions::delete_of_user(conn, user.id)?;
            Ok(())
        })
    }

    /// The caller's name, to be kept with what they did; empty for the operator at the terminal.
    pub(crate) fn name_of(&self, caller: &Caller) -> Answer<String> {
        match caller.author() {
            Some(user) => Ok(self.store.read(|conn| users::find(conn, user))?.name),
            None => Ok(String::new()),
        }
    }

    fn check_user(&self, input: &UserInput) -> Answer<()> {
        if input.name.trim().is_empty() || input.name.chars().count() > 200 {
            return Err(AppError::invalid("name", "use 1 to 200 characters"));
        }
        let email = input.email.trim();
        let looks_right =
            email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
        if !looks_right || email.len() > 254 || email.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(AppError::invalid("email", "use an address such as name@example.com"));
        }
        if let Some(new_password) = &input.password {
            password::check("password", new_password)?;
        }
        let book = self.read_book()?;
        if input.rep.is_some_and(|rep| book.rep_by_id(rep).is_none()) {
            return Err(AppError::invalid("rep", "there is no such rep"));
        }
        if input.regions.iter().any(|region| book.region_by_id(*region).is_none()) {
            return Err(AppError::invalid("regions", "there is no such region"));
        }
        Ok(())
    }
}

/// What the audit log keeps of something done to a person.
pub(crate) fn entry(caller: &Caller, action: &str, user: UserId) -> audit::AuditEntry {
    audit::AuditEntry {
        user: caller.author(),
        action: action.to_owned(),
        object: user.to_string(),
        detail: json!({}),
        request_id: String::new(),
    }
}

fn shown(user: users::User) -> User {
    User {
        id: user.id,
        name: user.name,
        email: user.email,
        role: user.role,
        permissions: user.permissions,
        rep: user.rep,
        regions: user.regions,
        is_disabled: user.disabled_at.is_some(),
    }
}
