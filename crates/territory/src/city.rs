//! City names folded to one spelling, so that "St. Louis", "SAINT LOUIS" and "St Louis" are one place.

/// Lower-case ASCII words with the usual abbreviations written out: `"Ft. Dodge"` becomes `"fort dodge"`.
/// Accents fall off the Latin letters that occur in American place names; other signs separate words.
pub fn city_key(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for character in name.chars().flat_map(char::to_lowercase) {
        match unaccented(character) {
            Some(letter) => plain.push(letter),
            None if matches!(character, '\'' | '`' | '\u{2019}') => {}
            None => plain.push(' '),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().map(written_out).collect();
    words.join(" ")
}

fn unaccented(character: char) -> Option<char> {
    match character {
        'a'..='z' | '0'..='9' => Some(character),
        'á' | 'à' | 'â' | 'ä' | 'ã' => Some('a'),
        'é' | 'è' | 'ê' | 'ë' => Some('e'),
        'í' | 'ì' | 'î' | 'ï' => Some('i'),
        'ó' | 'ò' | 'ô' | 'ö' | 'ō' => Some('o'),
        'ú' | 'ù' | 'û' | 'ü' | 'ū' => Some('u'),
        'ñ' => Some('n'),
        'ç' => Some('c'),
        _ => None,
    }
}

fn written_out(word: &str) -> &str {
    match word {
        "st" => "saint",
        "ste" => "sainte",
        "ft" => "fort",
        "mt" => "mount",
        "mtn" => "mountain",
        whole => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_place_fold_to_one_key() {
        for spelling in ["St. Louis", "SAINT LOUIS", "st louis", " Saint-Louis "] {
            assert_eq!(city_key(spelling), "saint louis");
        }
        assert_eq!(city_key("Coeur d'Alene"), "coeur dalene");
        assert_eq!(city_key("Española"), "espanola");
    }
}
