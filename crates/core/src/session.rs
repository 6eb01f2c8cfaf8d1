//! Signing in, and who I am.

use crate::id::UserId;
use crate::rep::{RegionRef, RepRef};
use crate::role::{Permissions, Role};
use serde::{Deserialize, Serialize};

/// What a person types to sign in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SignIn {
    /// E-mail address, in any case.
    #[schema(max_length = 254)]
    pub email: String,
    /// Password.
    #[schema(format = "password", max_length = 1024)]
    pub password: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("email", &self.email).finish_non_exhaustive()
    }
}

/// A new password for oneself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PasswordChange {
    /// The password so far.
    #[schema(format = "password", max_length = 1024)]
    pub current_password: String,
    /// The password from now on.
    #[schema(format = "password", min_length = 12, max_length = 1024)]
    pub new_password: String,
}

impl std::fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordChange").finish_non_exhaustive()
    }
}

/// The person signed in, or the owner of the API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Me {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// What they do.
    pub role: Role,
    /// What else they may see.
    pub permissions: Permissions,
    /// Their own book, for reps.
    pub rep: Option<RepRef>,
    /// Their regions, for managers.
    pub regions: Vec<RegionRef>,
    /// Name of the organisation.
    pub organisation: String,
    /// ISO 4217 code all amounts are in.
    pub currency: String,
    /// To be sent back as `X-CSRF-Token` with every change made on a session cookie; empty for API keys.
    pub csrf_token: String,
    /// Somebody else handed out the password: until it is changed, every other operation is refused with
    /// `password_change_required`.
    #[serde(default)]
    pub must_change_password: bool,
}
