//! A call at one tap.

use crate::components::icon::{Icon, IconName};
use leptos::prelude::*;

/// The digits a telephone dials.
pub fn dialled(phone: &str) -> String {
    phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
}

/// A link that calls `phone`; `words` say whom.
pub fn call_link(phone: &str, words: String, class: &'static str) -> AnyView {
    view! {
        <a class=format!("button {class}") href=format!("tel:{}", dialled(phone)) rel="external" title=phone.to_owned()>
            <Icon name=IconName::Phone />
            {words}
        </a>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_link_holds_digits_only() {
        assert_eq!(dialled("+1 (515) 555-0134"), "+15155550134");
    }
}
