//! Which value the server refused, and in which words.

use bellwether_client::ClientError;

/// The code of a refused value.
const INVALID: &str = "invalid";

/// A value that was refused: the last part of its name, the part before, and what would be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    path: String,
    message: String,
}

impl Refusal {
    /// The refusal an error is about; nothing for errors of another kind.
    pub fn of(error: &ClientError) -> Option<Self> {
        let ClientError::Refused(problem) = error else { return None };
        if problem.code != INVALID {
            return None;
        }
        let (path, message) = problem.detail.split_once(": ")?;
        Some(Self { path: path.to_owned(), message: message.to_owned() })
    }

    /// The server's words, if they are about this field. A refusal of a whole group stands at its first field.
    pub fn at(&self, group: &str, field: &str, is_first: bool) -> Option<String> {
        let last = self.path.rsplit('.').next().unwrap_or(&self.path);
        let is_meant = last == field || (is_first && last == group);
        is_meant.then(|| self.message.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::problem::Problem;

    fn refused(code: &str, detail: &str) -> ClientError {
        let words = String::new;
        ClientError::Refused(Box::new(Problem {
            kind: words(),
            title: words(),
            status: 422,
            code: code.to_owned(),
            detail: detail.to_owned(),
            remedy: words(),
            request_id: words(),
        }))
    }

    #[test]
    fn words_are_shown_at_the_field_they_are_about_and_nowhere_else() {
        let refusal = Refusal::of(&refused("invalid", "segments.at_risk_percent: must be above 40"));
        let refusal = refusal.expect("a refused value");
        let at = |field| refusal.at("segments", field, false);
        assert_eq!(at("at_risk_percent"), Some("must be above 40".to_owned()));
        assert_eq!(at("neutral_percent"), None);
    }

    #[test]
    fn a_refused_group_is_told_at_its_first_field() {
        let refusal = Refusal::of(&refused("invalid", "health: not all may be 0")).expect("a refused value");
        assert!(refusal.at("health", "frequency", true).is_some());
        assert!(refusal.at("health", "growth", false).is_none());
    }

    #[test]
    fn other_errors_are_no_refusals() {
        assert_eq!(Refusal::of(&refused("forbidden", "a: b")), None);
        assert_eq!(Refusal::of(&ClientError::Unreachable("gone".to_owned())), None);
    }
}
