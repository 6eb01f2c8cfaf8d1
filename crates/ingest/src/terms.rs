//! Terms of payment as a number of days: `Net 30`, `2% 10 Net 30`, `Due on receipt`.

/// Longer terms are typing errors.
const MOST_DAYS: i64 = 730;

/// Days between the date of an invoice and its due date; none for what does not come to a number of days,
/// such as the tenth of the month after.
pub(crate) fn days(terms: &str) -> Option<i64> {
    let parts = parts(terms);
    let said: Vec<&str> = parts.iter().map(String::as_str).collect();
    if said.iter().any(|part| matches!(*part, "eom" | "prox" | "proximo" | "month" | "months" | "mfi")) {
        return None;
    }
    if is_at_once(&said) {
        return Some(0);
    }
    let after_net = said
        .iter()
        .zip(said.iter().skip(1))
        .filter(|(word, _)| matches!(**word, "net" | "n"))
        .find_map(|(_, number)| number.parse::<i64>().ok());
    let days = match after_net {
        Some(days) => days,
        None => lone_number(&said)?,
    };
    (0..=MOST_DAYS).contains(&days).then_some(days)
}

/// Words and numbers apart, in lower case: `NET30` is `net`, `30`.
fn parts(terms: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut before = None;
    for letter in terms.chars().take(100) {
        let class = match letter {
            letter if letter.is_alphabetic() => Some(0),
            letter if letter.is_ascii_digit() => Some(1),
            '%' | '.' => Some(2),
            _ => None,
        };
        if class.is_some() && class != before {
            parts.push(String::new());
        }
        if let (Some(_), Some(part)) = (class, parts.last_mut()) {
            part.extend(letter.to_lowercase());
        }
        before = class;
    }
    parts
}

fn is_at_once(said: &[&str]) -> bool {
    let joined = said.join(" ");
    matches!(
        joined.as_str(),
        "due on receipt"
            | "due upon receipt"
            | "on receipt"
            | "upon receipt"
            | "receipt"
            | "cod"
            | "c . o . d ."
            | "c . o . d"
            | "cash on delivery"
            | "cash"
            | "cash in advance"
            | "cia"
            | "prepaid"
            | "prepay"
            | "prepayment"
            | "pay in advance"
            | "payment in advance"
            | "immediate"
            | "immediately"
            | "due immediately"
            | "due now"
            | "credit card"
    )
}

/// The number of a text that says nothing else of weight.
fn lone_number(said: &[&str]) -> Option<i64> {
    let (numbers, words): (Vec<&str>, Vec<&str>) =
        said.iter().partition(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let is_plain = words.iter().all(|word| {
        matches!(
            *word,
            "day" | "days" | "d" | "due" | "in" | "within" | "terms" | "from" | "invoice" | "date"
        )
    });
    match numbers.as_slice() {
        [number] if is_plain => number.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::days;
    use proptest::prelude::*;

    #[test]
    fn terms_are_read_as_people_write_them() {
        for (terms, expected) in [
            ("Net 30", Some(30)),
            ("NET30", Some(30)),
            ("net-45", Some(45)),
            ("N/60", Some(60)),
            ("N30", Some(30)),
            ("30", Some(30)),
            ("0", Some(0)),
            ("30 days", Some(30)),
            ("Due in 14 days", Some(14)),
            ("2% 10 Net 30", Some(30)),
            ("2%10, net 30", Some(30)),
            ("2/10 n/30", Some(30)),
            ("1.5% 10 NET 60 days", Some(60)),
            ("Due on receipt", Some(0)),
            ("C.O.D.", Some(0)),
            ("COD", Some(0)),
            ("Prepaid", Some(0)),
        ] {
            assert_eq!(days(terms), expected, "{terms}");
        }
    }

    #[test]
    fn terms_that_come_to_no_number_of_days_are_refused() {
        for terms in ["", "EOM", "Net 30 EOM", "Net 10th prox", "2/10", "usual", "-30 x", "Net 9999", "2% 10"]
        {
            assert_eq!(days(terms), None, "{terms}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(terms in "\\PC{0,40}", plain in "[nNet0-9 %/.]{0,20}") {
            let _ = days(&terms);
            let _ = days(&plain);
        }
    }
}
