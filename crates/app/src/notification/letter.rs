//! What an e-mail says: the cards of one person, as they see them, as plain text and as HTML.

use super::tell::counted;
use bellwether_core::alert::AlertCard;
use bellwether_scoring::alerts::words::money;
use html_escape::encode_text;
use std::fmt::Write as _;

/// One e-mail, ready to go.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

/// Who writes, and where the reader goes on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sender<'a> {
    pub(super) organisation: &'a str,
    pub(super) currency: &'a str,
    /// Where the app is; empty when the operator has not said so.
    pub(super) public_url: &'a str,
}

/// About accounts that need the reader; `total` counts those that are not on the cards, too.
pub(super) fn letter(sender: &Sender, heading: &str, cards: &[AlertCard], total: u64) -> Letter {
    let subject = match cards {
        [card] => format!("{}: {}", card.account.name, sentence(card)),
        _ => format!("{heading}: {}", counted(cards.len(), "account", "accounts")),
    };
    Letter { subject, text: text(sender, heading, cards, total), html: html(sender, heading, cards, total) }
}

fn text(sender: &Sender, heading: &str, cards: &[AlertCard], total: u64) -> String {
    let mut text = format!("{heading}\n\n");
    for card in cards {
        put(&mut text, format_args!("{} · {}\n", card.account.name, standing(sender, card)));
        for alert in &card.alerts {
            put(&mut text, format_args!("  {}\n", alert.sentence));
        }
        if !sender.public_url.is_empty() {
            put(&mut text, format_args!("  {}\n", address(sender, card)));
        }
        text.push('\n');
    }
    put(&mut text, format_args!("{}\n", ending(sender, cards, total)));
    text
}

fn html(sender: &Sender, heading: &str, cards: &[AlertCard], total: u64) -> String {
    let mut html = format!(
        "<!doctype html><html><body style=\"font-family:sans-serif;max-width:40em\"><h1 style=\"font-size:1.2em\">{}</h1>",
        encode_text(heading)
    );
    for card in cards {
        let name = encode_text(&card.account.name);
        let name = if sender.public_url.is_empty() {
            name.into_owned()
        } else {
            format!("<a href=\"{}\">{name}</a>", encode_text(&address(sender, card)))
        };
        put(
            &mut html,
            format_args!(
                "<h2 style=\"font-size:1em;margin-bottom:0\">{name} · {}</h2><ul>",
                encode_text(&standing(sender, card))
            ),
        );
        for alert in &card.alerts {
            put(&mut html, format_args!("<li>{}</li>", encode_text(&alert.sentence)));
        }
        html.push_str("</ul>");
    }
    put(&mut html, format_args!("<p>{}</p></body></html>", encode_text(&ending(sender, cards, total))));
    html
}

fn sentence(card: &AlertCard) -> &str {
    card.alerts.first().map_or("needs you", |alert| alert.sentence.as_str())
}

/// How urgent the card is, and what is at stake where that may be seen. A segment is called "At Risk", too, so the word
/// is led by what it is about.
fn standing(sender: &Sender, card: &AlertCard) -> String {
    let alert = format!("Alert: {}", card.tier.label());
    match card.value_cents {
        Some(value) => format!("{alert} · {} at stake", money(value.0, sender.currency)),
        None => alert,
    }
}

fn address(sender: &Sender, card: &AlertCard) -> String {
    format!("{}/accounts/{}", sender.public_url, card.account.id)
}

fn ending(sender: &Sender, cards: &[AlertCard], total: u64) -> String {
    let rest = total.saturating_sub(cards.len() as u64);
    let more = if rest > 0 { format!("{rest} more are in the app. ") } else { String::new() };
    format!("{more}{} · You choose what is sent under Notifications in Bellwether.", sender.organisation)
}

fn put(text: &mut String, part: std::fmt::Arguments<'_>) {
    text.write_fmt(part).expect("writing to a String cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::account::AccountRef;
    use bellwether_core::alert::AlertTier;
    use bellwether_core::{AccountId, Cents};

    fn card(name: &str, value: Option<i64>) -> AlertCard {
        AlertCard {
            account: AccountRef { id: AccountId(7), name: name.to_owned(), place: String::new() },
            rep: None,
            segment: None,
            churn_risk: None,
            phone: None,
            tier: AlertTier::Critical,
            value_cents: value.map(Cents),
            alerts: Vec::new(),
            drafts: Vec::new(),
        }
    }

    fn sender() -> Sender<'static> {
        Sender { organisation: "Northgate", currency: "USD", public_url: "https://sales.example.com" }
    }

    #[test]
    fn names_from_strangers_are_text_and_never_markup() {
        let html = letter(&sender(), "Today", &[card("<script>alert(1)</script> & Co", None)], 1).html;
        assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn what_is_at_stake_is_said_only_where_it_may_be_seen() {
        let told = letter(&sender(), "Today", &[card("A", Some(123_400))], 1);
        let words = "A · Alert: Critical · $1,234 at stake";
        assert!(
            told.text.contains(words) && told.html.contains("Critical · $1,234 at stake"),
            "{}",
            told.text
        );
        let kept = letter(&sender(), "Today", &[card("A", None)], 1);
        assert!(!kept.text.contains('$'), "{}", kept.text);
    }

    #[test]
    fn what_did_not_fit_is_counted() {
        let text = letter(&sender(), "Today", &[card("A", None), card("B", None)], 14).text;
        assert!(text.contains("12 more are in the app."), "{text}");
    }
}
