//! Signing in and out, and who I am.

use crate::call::Method;
use crate::{Answer, Client};
use bellwether_core::freshness::Freshness;
use bellwether_core::rep::FilterChoices;
use bellwether_core::session::{Me, PasswordChange, SignIn};
use bellwether_core::settings::Settings;

impl Client {
    /// Starts a session.
    ///
    /// # Errors
    /// `wrong_credentials`, `too_many_attempts`.
    pub async fn sign_in(&self, credentials: &SignIn) -> Answer<Me> {
        let me: Me = self.send(Method::Post, "session", credentials).await?;
        self.remember_csrf_token(&me.csrf_token);
        Ok(me)
    }

    /// Ends the session.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn sign_out(&self) -> Answer<()> {
        self.exchange(self.call(Method::Delete, "session")).await.map(drop)
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn me(&self) -> Answer<Me> {
        let me: Me = self.get("me").await?;
        self.remember_csrf_token(&me.csrf_token);
        Ok(me)
    }

    /// Replaces one's own password; other sessions of the same person end.
    ///
    /// # Errors
    /// `invalid` with the field and what it accepts, `too_many_attempts`.
    pub async fn change_password(&self, change: &PasswordChange) -> Answer<Me> {
        self.send(Method::Put, "me/password", change).await
    }

    /// The organisation's settings.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn settings(&self) -> Answer<Settings> {
        self.get("settings").await
    }

    /// Changes the organisation's settings.
    ///
    /// # Errors
    /// `forbidden` unless an admin, `invalid` with the field and what it accepts.
    pub async fn update_settings(&self, settings: &Settings) -> Answer<Settings> {
        self.send(Method::Put, "settings", settings).await
    }

    /// How fresh the data is.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn freshness(&self) -> Answer<Freshness> {
        self.get("freshness").await
    }

    /// What the caller can filter by.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub async fn filter_choices(&self) -> Answer<FilterChoices> {
        self.get("filters").await
    }
}
