//! Models in words: their codes and versions are for programs.

/// The name people read of a model's code; the code itself where this version of the app does not know it.
fn model_name(code: &str) -> &str {
    match code {
        "boosted" => "Learned from your orders",
        "learnt" => "Learned, without trees",
        "renewal" => "Order rhythm alone",
        "rules" => "Rules of thumb",
        other => other,
    }
}

/// Name and version of what is stored as "boosted-2": "Learned from your orders, version 2".
pub fn model_words(stored: &str) -> String {
    match stored.rsplit_once('-') {
        Some((code, version)) => format!("{}, version {version}", model_name(code)),
        None => model_name(stored).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_version_is_told_in_words() {
        assert_eq!(model_words("boosted-2"), "Learned from your orders, version 2");
        assert_eq!(model_words("rules"), "Rules of thumb");
    }

    #[test]
    fn a_model_of_a_later_server_keeps_its_own_name() {
        assert_eq!(model_words("tides-1"), "tides, version 1");
    }
}
