//! Why a password was not changed, and at which field that is told.

use bellwether_client::ClientError;

/// The code of a refused value.
const INVALID: &str = "invalid";

/// The fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The password so far.
    Current,
    /// The one from now on.
    New,
    /// The same again.
    Repeated,
}

impl Part {
    /// In the order in which they are filled in.
    pub const ALL: [Self; 3] = [Self::Current, Self::New, Self::Repeated];

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Current => "Current password",
            Self::New => "New password",
            Self::Repeated => "New password again",
        }
    }

    /// What is worth knowing before typing.
    pub fn hint(self) -> Option<&'static str> {
        match self {
            Self::Current | Self::Repeated => None,
            Self::New => Some("At least 12 characters. A few words are easy to remember."),
        }
    }

    /// Its name on the page; for the two that the server knows also there.
    pub fn id(self) -> &'static str {
        match self {
            Self::Current => "current_password",
            Self::New => "new_password",
            Self::Repeated => "repeated_password",
        }
    }

    /// What a password manager may offer.
    pub fn autocomplete(self) -> &'static str {
        match self {
            Self::Current => "current-password",
            Self::New | Self::Repeated => "new-password",
        }
    }
}

/// Why the password was not changed.
#[derive(Debug, Clone)]
pub enum Trouble {
    /// A field was refused, with the words to show there.
    At(Part, String),
    /// Anything that is no field's.
    Elsewhere(ClientError),
}

impl Trouble {
    /// The new password was not typed the same way twice.
    pub fn differs() -> Self {
        Self::At(Part::Repeated, "This is not the same as above. Type the new password again.".to_owned())
    }

    /// What an error is about.
    pub fn of(error: ClientError) -> Self {
        Self::at_a_field(&error).unwrap_or(Self::Elsewhere(error))
    }

    fn at_a_field(error: &ClientError) -> Option<Self> {
        let ClientError::Refused(problem) = error else { return None };
        if problem.code != INVALID {
            return None;
        }
        let (name, message) = problem.detail.split_once(": ")?;
        let part = Part::ALL.into_iter().find(|part| part.id() == name)?;
        let remedy = problem.remedy.replace(name, &format!("the {}", part.label().to_lowercase()));
        Some(Self::At(part, format!("{} {remedy}", sentence(message))))
    }

    /// The words for this field.
    pub fn at(&self, field: Part) -> Option<String> {
        match self {
            Self::At(part, words) => (*part == field).then(|| words.clone()),
            Self::Elsewhere(_) => None,
        }
    }
}

/// Words that followed a field's name, standing alone.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::problem::Problem;

    fn refused(code: &str, detail: &str, remedy: &str) -> ClientError {
        let words = str::to_owned;
        ClientError::Refused(Box::new(Problem {
            kind: words("about:blank"),
            title: words("Invalid value"),
            status: 422,
            code: words(code),
            detail: words(detail),
            remedy: words(remedy),
            request_id: words("1"),
        }))
    }

    #[test]
    fn a_refused_password_is_told_at_its_field_in_words_for_people() {
        let remedy = "Correct new_password and send it again.";
        let trouble = Trouble::of(refused("invalid", "new_password: use at least 12 characters", remedy));
        let words = "Use at least 12 characters. Correct the new password and send it again.";
        assert_eq!(trouble.at(Part::New).as_deref(), Some(words));
        assert_eq!((trouble.at(Part::Current), trouble.at(Part::Repeated)), (None, None));
    }

    #[test]
    fn what_is_no_fields_is_told_elsewhere() {
        for error in [
            refused("too_many_attempts", "Too many sign-ins failed.", "Wait."),
            refused("invalid", "email: is required", "Correct email and send it again."),
            ClientError::Unreachable("gone".to_owned()),
        ] {
            assert!(matches!(Trouble::of(error), Trouble::Elsewhere(_)));
        }
    }
}
