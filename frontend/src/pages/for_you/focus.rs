//! Where the keyboard goes on when a card leaves the screen or is drawn anew: never back to the top of the window.

use bellwether_core::AccountId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Id of the page's heading, which is focused when no card is left.
pub const HEADING: &str = "for-you-heading";

/// The card to go on with: the same one while it is still there, else the one that followed it, else the last.
pub fn successor(before: &[AccountId], after: &[AccountId], gone: AccountId) -> Option<AccountId> {
    let place = before.iter().position(|account| *account == gone)?;
    let following = before[place..].iter().find(|account| after.contains(account));
    following.or(after.last()).copied()
}

/// Focuses the heading of a card once the page has been drawn anew; without one that of the page.
pub fn focus_card(account: Option<AccountId>) {
    request_animation_frame(move || {
        let wanted = account.map_or_else(|| format!("#{HEADING}"), |account| heading_of(&selector(account)));
        focus(&wanted);
    });
}

/// Just before a card is drawn anew, because its facts changed: whatever has the keyboard in it has it afterwards
/// too, found again by its `data-key`, or else the heading of the card.
pub fn keep_focus(account: AccountId) {
    let card = selector(account);
    let is_inside = |element: &web_sys::Element| element.closest(&card).is_ok_and(|found| found.is_some());
    let Some(held) = document().active_element().filter(is_inside) else { return };
    let again = held.get_attribute("data-key").map(|key| format!("{card} [data-key='{key}']"));
    request_animation_frame(move || {
        let is_lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
        if is_lost && !again.is_some_and(|again| focus(&again)) {
            focus(&heading_of(&card));
        }
    });
}

fn selector(account: AccountId) -> String {
    format!(".for-you-card[data-account='{account}']")
}

fn heading_of(card: &str) -> String {
    format!("{card} [data-record]")
}

/// Whether it is there.
fn focus(wanted: &str) -> bool {
    let found = document().query_selector(wanted).ok().flatten();
    let element = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accounts(ids: &[i64]) -> Vec<AccountId> {
        ids.iter().copied().map(AccountId).collect()
    }

    #[test]
    fn the_card_that_followed_takes_over_and_the_last_one_after_the_last() {
        let before = accounts(&[1, 2, 3]);
        assert_eq!(successor(&before, &accounts(&[1, 3]), AccountId(2)), Some(AccountId(3)));
        assert_eq!(successor(&before, &accounts(&[1, 2]), AccountId(3)), Some(AccountId(2)));
        assert_eq!(successor(&accounts(&[1]), &[], AccountId(1)), None);
    }

    #[test]
    fn a_card_that_only_lost_a_reason_keeps_the_focus() {
        let both = accounts(&[1, 2]);
        assert_eq!(successor(&both, &both, AccountId(1)), Some(AccountId(1)));
    }
}
