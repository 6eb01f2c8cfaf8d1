//! Passwords: argon2id with the library's recommended cost.

use crate::{Answer, AppError};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Shortest password accepted, in characters.
pub(crate) const SHORTEST: usize = 12;
/// Longest password accepted, in bytes; hashing more would only help an attacker keep us busy.
pub(crate) const LONGEST: usize = 1024;

/// The text the database keeps.
///
/// # Errors
/// `Internal` when the hash cannot be computed.
pub(crate) fn hash(password: &str) -> Answer<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| AppError::Internal(format!("a password could not be hashed: {error}")))
}

/// Whether the password is the one that was hashed; a damaged hash fits nothing.
pub(crate) fn fits(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

/// Whether the new password in a field can be accepted.
///
/// # Errors
/// `Invalid` with the field and the rule that is broken.
pub(crate) fn check(field: &str, password: &str) -> Answer<()> {
    if password.chars().count() < SHORTEST {
        return Err(AppError::invalid(field, format!("use at least {SHORTEST} characters")));
    }
    if password.len() > LONGEST {
        return Err(AppError::invalid(field, format!("use at most {LONGEST} bytes")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_and_no_other() {
        let hashed = hash("correct horse battery").expect("hashing works");
        assert!(fits("correct horse battery", &hashed));
        assert!(!fits("correct horse batterx", &hashed));
        assert!(!fits("correct horse battery", "not a hash"));
    }

    #[test]
    fn short_passwords_are_refused() {
        assert!(check("password", "elevenchars").is_err());
        assert!(check("password", "twelve chars").is_ok());
    }
}
