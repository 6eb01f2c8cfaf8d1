//! Who is asking, and what their role lets them do.

use crate::{Answer, AppError};
use bellwether_core::key::KeyScope;
use bellwether_core::settings::Settings;
use bellwether_core::{KeyId, Permissions, Role, Scope, UserId};

/// The person or program behind a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The person, or the owner of the key.
    pub user: UserId,
    /// What they do.
    pub role: Role,
    /// What else they may see.
    pub permissions: Permissions,
    /// Which accounts they may see.
    pub scope: Scope,
    /// How they proved who they are.
    pub credential: Credential,
    /// Somebody else handed out their password; they may do nothing before they have changed it.
    pub must_change_password: bool,
}

/// How a caller proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// A browser session; changes must carry its token.
    Session {
        /// Row of the session.
        id: i64,
        /// What `X-CSRF-Token` must be.
        csrf_token: String,
    },
    /// An API key.
    Key {
        /// The key.
        id: KeyId,
        /// What it may do.
        scope: KeyScope,
    },
    /// The operator at the terminal.
    System,
}

impl Caller {
    /// The operator at the terminal, who owns the database anyway.
    pub fn system() -> Self {
        Self {
            user: UserId(0),
            role: Role::Admin,
            permissions: Permissions { view_margin: true, view_contacts: true, view_financials: true },
            scope: Scope::All,
            credential: Credential::System,
            must_change_password: false,
        }
    }

    /// Whether profits of orders, accounts and periods are shown to the caller (B20).
    pub(crate) fn may_see_profit(&self) -> bool {
        self.permissions.view_margin
    }

    /// Whether GP % is: only where the organisation edits prices, and then to those who may see profits (F9; rules,
    /// section 5).
    pub(crate) fn may_see_gp(&self, settings: &Settings) -> bool {
        settings.price_editing_enabled && self.may_see_profit()
    }

    /// Users, keys of others and settings.
    pub(crate) fn require_admin(&self) -> Answer<()> {
        match self.role {
            Role::Admin => Ok(()),
            Role::Rep | Role::Manager | Role::Leadership => Err(AppError::Forbidden),
        }
    }

    /// What concerns the whole organisation, such as its imports and jobs.
    pub(crate) fn require_overview(&self) -> Answer<()> {
        match self.role {
            Role::Admin | Role::Leadership => Ok(()),
            Role::Rep | Role::Manager => Err(AppError::Forbidden),
        }
    }

    /// What concerns the work of several reps, such as the rules they are alerted by.
    pub(crate) fn require_team(&self) -> Answer<()> {
        match self.role {
            Role::Admin | Role::Leadership | Role::Manager => Ok(()),
            Role::Rep => Err(AppError::Forbidden),
        }
    }

    /// The person to write into the audit log; none for the operator.
    pub(crate) fn author(&self) -> Option<UserId> {
        match self.credential {
            Credential::Session { .. } | Credential::Key { .. } => Some(self.user),
            Credential::System => None,
        }
    }
}
