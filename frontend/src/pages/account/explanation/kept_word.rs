//! How far windows like this account's kept their word, with the way to everything else about that.

use crate::format::{percent, tally};
use crate::state::loader::Loader;
use bellwether_core::explain::{Explanation, KeptWord};
use leptos::prelude::*;

/// "80% windows of monthly buyers held 81% of 412 orders."
fn sentence(kept: &KeptWord) -> String {
    let held = format!("held {} of {} orders.", percent(kept.wide_held), tally(kept.windows));
    if kept.group.ends_with("buyers") {
        format!("80% windows of {} {held}", kept.group.to_lowercase())
    } else {
        format!("{}: 80% windows {held}", kept.group)
    }
}

/// The line below a score or a window.
pub fn kept_word(explanation: Loader<Explanation>) -> AnyView {
    let words = move || match explanation.value().as_deref().and_then(|found| found.kept_word.as_ref()) {
        Some(kept) => sentence(kept),
        None => "How far scores and windows kept their word".to_owned(),
    };
    view! { <p class="kept-word"><a href="/accuracy">{words}</a></p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_is_told_with_its_numbers() {
        let told =
            |group: &str| sentence(&KeptWord { group: group.to_owned(), windows: 1412, wide_held: 0.812 });
        assert_eq!(told("Monthly buyers"), "80% windows of monthly buyers held 81.2% of 1,412 orders.");
        assert_eq!(told("One order so far"), "One order so far: 80% windows held 81.2% of 1,412 orders.");
    }
}
