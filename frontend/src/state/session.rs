//! Who is signed in. Signed out is a state, not an address: the page asked for stays in the
//! address bar, so that signing in again leads back to it.

use crate::state::kept::forget_everything;
use bellwether_charts::currency_symbol;
use bellwether_client::{Client, ClientError};
use bellwether_core::problem::Problem;
use bellwether_core::session::{Me, PasswordChange, SignIn};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Code of the refusal to do anything before the password is changed.
const PASSWORD_CHANGE_REQUIRED: &str = "password_change_required";

/// What is known about the person in front of the screen.
#[derive(Debug, Clone)]
pub enum Person {
    /// Not asked yet.
    Unknown,
    /// The server could not be asked.
    Unreachable(ClientError),
    /// Nobody is signed in; `has_expired` after a session that ended by itself.
    Nobody {
        /// Whether someone was signed in until just now.
        has_expired: bool,
    },
    /// Somebody is.
    SignedIn(Box<Me>),
}

/// The session of this page.
#[derive(Clone, Copy)]
pub struct Session {
    client: StoredValue<Client>,
    person: RwSignal<Person>,
}

impl Session {
    /// A session that nothing is known about yet.
    pub fn new(client: Client) -> Self {
        let person = RwSignal::new(Person::Unknown);
        let client = client.telling(move |problem| heed(person, problem));
        Self { client: StoredValue::new(client), person }
    }

    /// The connection to the server.
    pub fn client(self) -> Client {
        self.client.get_value()
    }

    /// What is known about the person; tracked.
    pub fn person(self) -> Person {
        self.person.get()
    }

    /// The person signed in, if any; tracked.
    pub fn me(self) -> Option<Me> {
        self.person.with(|person| match person {
            Person::SignedIn(me) => Some((**me).clone()),
            Person::Unknown | Person::Unreachable(_) | Person::Nobody { .. } => None,
        })
    }

    /// Sign of the currency all amounts are in. Not tracked: pages read it once, and it changes
    /// next to never.
    pub fn currency(self) -> &'static str {
        self.person.with_untracked(|person| match person {
            Person::SignedIn(me) => currency_symbol(&me.currency),
            Person::Unknown | Person::Unreachable(_) | Person::Nobody { .. } => "",
        })
    }

    /// Asks the server who is signed in.
    pub fn ask(self) {
        let client = self.client();
        self.person.set(Person::Unknown);
        spawn_local(async move {
            self.person.set(match client.me().await {
                Ok(me) => Person::SignedIn(Box::new(me)),
                Err(error) if error.needs_sign_in() => Person::Nobody { has_expired: false },
                Err(error) => Person::Unreachable(error),
            });
        });
    }

    /// Asks again without leaving the page, after something about the person has changed.
    pub fn refresh(self) {
        let client = self.client();
        spawn_local(async move {
            if let Ok(me) = client.me().await {
                self.person.set(Person::SignedIn(Box::new(me)));
            }
        });
    }

    /// Signs in.
    ///
    /// # Errors
    /// What the server says: wrong credentials, too many attempts, or that it cannot be reached.
    pub async fn sign_in(self, credentials: SignIn) -> Result<(), ClientError> {
        let me = self.client().sign_in(&credentials).await?;
        self.person.set(Person::SignedIn(Box::new(me)));
        Ok(())
    }

    /// Replaces the person's own password.
    ///
    /// # Errors
    /// What the server says: which of the two it does not accept, too many attempts, or that it cannot be reached.
    pub async fn change_password(self, change: PasswordChange) -> Result<(), ClientError> {
        let answer = self.client().change_password(&change).await;
        if answer.as_ref().is_err_and(ClientError::needs_sign_in) {
            self.ended();
        }
        self.person.set(Person::SignedIn(Box::new(answer?)));
        Ok(())
    }

    /// Signs out. Page and browser forget everything even when the server cannot be told.
    pub fn sign_out(self) {
        let client = self.client();
        spawn_local(async move {
            forget_everything().await;
            match client.sign_out().await {
                Ok(()) => self.person.set(Person::Nobody { has_expired: false }),
                Err(error) if error.needs_sign_in() => self.person.set(Person::Nobody { has_expired: false }),
                Err(error) => self.person.set(Person::Unreachable(error)),
            }
        });
    }

    /// The server no longer knows the session.
    pub fn ended(self) {
        self.person.set(Person::Nobody { has_expired: true });
    }
}

/// Somebody else may have handed out a new password meanwhile: any call may be the one that is told so.
fn heed(person: RwSignal<Person>, problem: &Problem) {
    if problem.code != PASSWORD_CHANGE_REQUIRED {
        return;
    }
    person.maybe_update(|person| match person {
        Person::SignedIn(me) => !std::mem::replace(&mut me.must_change_password, true),
        Person::Unknown | Person::Unreachable(_) | Person::Nobody { .. } => false,
    });
}

/// The session of this page.
pub fn use_session() -> Session {
    use_context::<Session>().expect("the app provides its session before any page")
}
