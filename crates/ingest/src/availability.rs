//! Words for whether a product can be had, as other systems use them.

use crate::synonyms::words;
use bellwether_core::alert::Availability;

/// What a value says under its header: `Yes` means one thing below `Active` and another below `Discontinued`.
pub(crate) fn parse(value: &str, header: &str) -> Option<Availability> {
    let said = words(value);
    if let Some(answer) = yes_or_no(&said) {
        return Some(answered(answer, &words(header)));
    }
    Some(match said.as_str() {
        "active" | "available" | "in stock" | "current" | "normal" | "stocked" | "released" => {
            Availability::Available
        }
        "out of stock"
        | "oos"
        | "backorder"
        | "backordered"
        | "back order"
        | "unavailable"
        | "not available"
        | "temporarily unavailable"
        | "on hold"
        | "hold" => Availability::OutOfStock,
        "discontinued" | "inactive" | "obsolete" | "end of life" | "eol" | "phased out" | "delisted"
        | "deleted" | "archived" | "closed" => Availability::Discontinued,
        _ => return None,
    })
}

fn yes_or_no(said: &str) -> Option<bool> {
    match said {
        "yes" | "y" | "true" | "t" | "1" | "x" => Some(true),
        "no" | "n" | "false" | "f" | "0" => Some(false),
        _ => None,
    }
}

fn answered(is_yes: bool, header: &str) -> Availability {
    let asks_for = |word: &str| header.split(' ').any(|said| said == word);
    let asks_whether_gone = ["discontinued", "inactive", "obsolete"].into_iter().any(asks_for);
    match (is_yes, asks_whether_gone) {
        (true, false) | (false, true) => Availability::Available,
        (true, true) => Availability::Discontinued,
        (false, false) if asks_for("active") => Availability::Discontinued,
        (false, false) => Availability::OutOfStock,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_availability_knows_its_own_word() {
        for availability in Availability::ALL {
            assert_eq!(parse(availability.code(), ""), Some(availability));
        }
        assert_eq!(parse("End-of-Life", ""), Some(Availability::Discontinued));
        assert_eq!(parse("perhaps", ""), None);
    }

    #[test]
    fn yes_means_what_its_header_asks() {
        assert_eq!(parse("Yes", "Inactive"), Some(Availability::Discontinued));
        assert_eq!(parse("No", "Inactive"), Some(Availability::Available));
        assert_eq!(parse("N", "Active"), Some(Availability::Discontinued));
        assert_eq!(parse("false", "In Stock"), Some(Availability::OutOfStock));
    }
}
