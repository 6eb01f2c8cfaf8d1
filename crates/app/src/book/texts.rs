//! Texts laid one after another, so that a search reads them from end to end; and what makes two spellings of a word
//! the same.

use deunicode::deunicode;
use memchr::memmem::Finder;

/// Ends every text; folded texts hold none.
const END: char = '\n';

/// Many texts, each at its place.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    text: String,
    /// Where each text begins; one more at the end.
    starts: Vec<usize>,
}

impl Texts {
    /// These texts, the first at place 0.
    pub(crate) fn of(texts: impl IntoIterator<Item = String>) -> Self {
        let mut all = Self { text: String::new(), starts: vec![0] };
        for text in texts {
            all.text.push_str(&text);
            all.text.push(END);
            all.starts.push(all.text.len());
        }
        all
    }

    /// At which places the text holds every one of these words, which hold no line break; none given, all do.
    pub(crate) fn holding(&self, words: &[String]) -> Vec<bool> {
        let mut found = vec![words.is_empty(); self.starts.len().saturating_sub(1)];
        // The longest word is the rarest; the others are looked for only where it is.
        let Some(longest) = words.iter().max_by_key(|word| word.len()) else { return found };
        let finder = Finder::new(longest.as_bytes());
        let (mut from, mut place) = (0, 0);
        while let Some(steps) = self.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            while self.starts.get(place + 1).is_some_and(|end| *end <= from + steps) {
                place += 1;
            }
            let bounds = self.starts.get(place).zip(self.starts.get(place + 1));
            let (Some((start, end)), Some(is_found)) = (bounds, found.get_mut(place)) else { break };
            let own = self.text.get(*start..*end).unwrap_or_default();
            *is_found = words.iter().all(|word| own.contains(word.as_str()));
            from = *end;
        }
        found
    }
}

/// A text in lower case and without accents, in one line.
pub(crate) fn folded(text: &str) -> String {
    let line = text.replace(END, " ");
    let plain = if line.is_ascii() { line } else { deunicode(&line) };
    plain.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &Texts, words: &[&str]) -> Vec<bool> {
        texts.holding(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn every_word_must_be_in_the_text_at_a_place() {
        let texts = Texts::of(["mop heads".to_owned(), String::new(), "flat mops\tmp-7".to_owned()]);
        assert_eq!(found(&texts, &["mop"]), [true, false, true]);
        assert_eq!(found(&texts, &["mop", "7"]), [false, false, true]);
        assert_eq!(found(&texts, &["headsflat"]), [false, false, false]);
        assert_eq!(found(&texts, &[]), [true, true, true]);
        assert_eq!(found(&Texts::default(), &["mop"]), Vec::<bool>::new());
    }

    #[test]
    fn upper_case_and_accents_make_no_difference() {
        assert_eq!(folded("Zum LÖWEN"), "zum lowen");
        assert_eq!(folded("Straße\nŁódź"), "strasse lodz");
        assert_eq!(folded("one\nline"), "one line");
    }
}
