//! The words accounts are found by, lower-cased once and laid one after another, and their sequence by name: a
//! search reads a few megabytes from end to end, and a list by name compares numbers.

use super::texts::folded;
use bellwether_ledger::{Account, Dimensions};
use memchr::memmem::Finder;
use std::cmp::Ordering;

/// Name, number, city and postal code of every account, by account index.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// One account after another; inside an account each text ends with a line break.
    text: String,
    /// Where each account begins; one more at the end.
    starts: Vec<usize>,
    /// Accounts by lower-cased name, then by id.
    by_name: Vec<u32>,
    /// The place of each account in that sequence.
    places: Vec<u32>,
}

impl Names {
    pub(crate) fn of(dimensions: &Dimensions) -> Self {
        let mut names = Self { starts: vec![0], ..Self::default() };
        for account in dimensions.accounts() {
            names.push(&words_of(account));
        }
        let mut by_name: Vec<u32> = (0..).take(dimensions.accounts().len()).collect();
        by_name.sort_unstable_by(|left, right| names.compare(dimensions, *left, *right));
        names.by_name = by_name;
        names.count_places();
        names
    }

    /// The same after some accounts came, or may have changed; none when their words are as before.
    pub(crate) fn with_accounts(
        &self,
        dimensions: &Dimensions,
        accounts: impl IntoIterator<Item = u32>,
    ) -> Option<Self> {
        let known = self.places.len();
        let added = u32::try_from(known).unwrap_or(u32::MAX)..;
        let added = added.take(dimensions.accounts().len().saturating_sub(known));
        let mut changed: Vec<(u32, String)> = accounts
            .into_iter()
            .filter(|account| (*account as usize) < known)
            .chain(added)
            .filter_map(|account| Some((account, words_of(dimensions.account(account)?))))
            .filter(|(account, words)| self.words(*account) != words)
            .collect();
        changed.sort_unstable();
        changed.dedup();
        let ((first, _), (last, _)) = (changed.first()?, changed.last()?);
        let mut next = Self { starts: vec![0], ..Self::default() };
        let mut pending = changed.iter().peekable();
        for account in (0..).take(dimensions.accounts().len()) {
            // Nearly all accounts lie between the changed ones and are copied as they are.
            let is_touched = (*first..=*last).contains(&account);
            match pending.next_if(|(changed, _)| is_touched && *changed == account) {
                Some((_, words)) => next.push(words),
                None => next.push(self.words(account)),
            }
        }
        let is_changed = |account: &u32| changed.binary_search_by_key(account, |(own, _)| *own).is_ok();
        next.by_name = self.by_name.iter().copied().filter(|account| !is_changed(account)).collect();
        for (account, _) in &changed {
            let before = |other: &u32| next.compare(dimensions, *other, *account) == Ordering::Less;
            let place = next.by_name.partition_point(before);
            next.by_name.insert(place, *account);
        }
        next.count_places();
        Some(next)
    }

    /// The place of an account in the sequence by name.
    pub(crate) fn place(&self, account: u32) -> u32 {
        self.places.get(account as usize).copied().unwrap_or(u32::MAX)
    }

    /// The name of an account, lower-cased.
    pub(crate) fn name(&self, account: u32) -> &str {
        self.words(account).split('\n').next().unwrap_or_default()
    }

    /// The number of an account in the source system, lower-cased.
    pub(crate) fn number(&self, account: u32) -> &str {
        self.words(account).split('\n').nth(1).unwrap_or_default()
    }

    /// How many accounts come up to a lower-cased name and id in the sequence by name, that one included.
    pub(crate) fn places_up_to(&self, dimensions: &Dimensions, name: &str, id: i64) -> usize {
        self.by_name.partition_point(|account| {
            let own = dimensions.account(*account).map_or(0, |account| account.id.0);
            (self.name(*account), own) <= (name, id)
        })
    }

    /// Whether an account of this lower-cased name and id is the last of those.
    pub(crate) fn is_last_up_to(&self, dimensions: &Dimensions, name: &str, id: i64) -> bool {
        let last = self.places_up_to(dimensions, name, id).checked_sub(1);
        let last = last.and_then(|place| self.by_name.get(place));
        last.is_some_and(|account| {
            let own = dimensions.account(*account).map(|account| account.id.0);
            (self.name(*account), own) == (name, Some(id))
        })
    }

    /// Which accounts hold every one of these words, lower-cased and without white space; none given, all do.
    pub(crate) fn holding(&self, words: &[String]) -> Vec<bool> {
        let mut found = vec![words.is_empty(); self.places.len()];
        // The longest word is the rarest; the others are looked for only where it is.
        let Some(longest) = words.iter().max_by_key(|word| word.len()) else { return found };
        let finder = Finder::new(longest.as_bytes());
        let (mut from, mut account) = (0, 0);
        while let Some(steps) = self.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let place = from + steps;
            while self.starts.get(account + 1).is_some_and(|end| *end <= place) {
                account += 1;
            }
            let (Some(is_found), Some(end)) = (found.get_mut(account), self.starts.get(account + 1)) else {
                break;
            };
            let own = self.text.get(self.starts[account]..*end).unwrap_or_default();
            *is_found = words.iter().all(|word| own.contains(word.as_str()));
            from = *end;
        }
        found
    }

    fn words(&self, account: u32) -> &str {
        let ends = self.starts.get(account as usize..).and_then(|starts| starts.first().zip(starts.get(1)));
        ends.and_then(|(start, end)| self.text.get(*start..*end)).unwrap_or_default()
    }

    fn push(&mut self, words: &str) {
        self.text.push_str(words);
        self.starts.push(self.text.len());
    }

    fn compare(&self, dimensions: &Dimensions, left: u32, right: u32) -> Ordering {
        let id = |account| dimensions.account_columns().ids().get(account as usize);
        self.name(left).cmp(self.name(right)).then_with(|| id(left).cmp(&id(right)))
    }

    fn count_places(&mut self) {
        self.places = vec![0; self.by_name.len()];
        for (place, account) in (0..).zip(&self.by_name) {
            self.places[*account as usize] = place;
        }
    }
}

/// A name with a line break in it would end too early.
fn words_of(account: &Account) -> String {
    let texts = [&account.name[..], &account.external_id, &account.city, &account.postal_code];
    let mut words = String::with_capacity(texts.iter().map(|text| text.len() + 1).sum());
    let mut plain = String::new();
    for text in texts {
        words.push_str(&text.replace('\n', " ").to_lowercase());
        words.push('\n');
        if !text.is_ascii() {
            plain.push_str(&folded(text));
            plain.push('\n');
        }
    }
    // Once more without accents, for those who leave them out.
    words + &plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::AccountId;
    use bellwether_ledger::DimensionsBuilder;

    fn account(id: i64, name: &str, city: &str) -> Account {
        let mut account = Account::new(AccountId(id), &format!("A{id}"), name);
        account.city = city.into();
        account
    }

    fn dimensions() -> Dimensions {
        let mut builder = DimensionsBuilder::default();
        builder.put_account(account(7, "Zum Löwen", "Ames"));
        builder.put_account(account(3, "alpha", "Des Moines"));
        builder.put_account(account(5, "Alpha", "Ames"));
        builder.build()
    }

    fn found(names: &Names, search: &[&str]) -> Vec<usize> {
        let words: Vec<String> = search.iter().map(|word| (*word).to_owned()).collect();
        names
            .holding(&words)
            .iter()
            .enumerate()
            .filter(|(_, found)| **found)
            .map(|(place, _)| place)
            .collect()
    }

    #[test]
    fn every_word_must_be_somewhere_in_the_texts_of_one_account() {
        let names = Names::of(&dimensions());
        assert_eq!(found(&names, &["ames"]), [0, 2]);
        assert_eq!(found(&names, &["ames", "alp"]), [2]);
        assert_eq!(found(&names, &["löw", "a7"]), [0]);
        assert_eq!(found(&names, &["low", "a7"]), [0], "without the accent");
        assert_eq!(found(&names, &["zumlöwen"]), Vec::<usize>::new());
        assert_eq!(found(&names, &[]), [0, 1, 2]);
    }

    #[test]
    fn the_sequence_is_by_name_whatever_its_case_and_then_by_id() {
        let names = Names::of(&dimensions());
        assert_eq!([0, 1, 2].map(|account| names.place(account)), [2, 0, 1]);
        assert_eq!(names.places_up_to(&dimensions(), "alpha", 3), 1);
        assert_eq!(names.places_up_to(&dimensions(), "alpha", 4), 1);
        assert_eq!(names.places_up_to(&dimensions(), "b", 0), 2);
    }

    #[test]
    fn accounts_that_come_or_change_are_found_as_if_they_had_always_been_there() {
        let before = dimensions();
        let names = Names::of(&before);
        assert!(names.with_accounts(&before, [0, 1, 2]).is_none(), "nothing has changed");
        let mut builder = DimensionsBuilder::from_existing(&before);
        builder.put_account(account(3, "Omega", "Ames"));
        builder.put_account(account(9, "Beta", ""));
        let after = builder.build();
        let next = names.with_accounts(&after, [1]).expect("a name has changed");
        let fresh = Names::of(&after);
        assert_eq!((&next.text, &next.starts), (&fresh.text, &fresh.starts));
        assert_eq!((&next.by_name, &next.places), (&fresh.by_name, &fresh.places));
        assert_eq!(found(&next, &["ames"]), [0, 1, 2]);
    }
}
