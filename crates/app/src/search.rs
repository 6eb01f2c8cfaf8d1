//! One search over everything the caller may see (B9): accounts and products in memory, people and orders in the
//! database.

use crate::book::{Book, folded};
use crate::{Answer, App, AppError, Caller};
use bellwether_core::product::ProductRef;
use bellwether_core::search::{AccountHit, ContactHit, OrderHit, SearchHits, SearchQuery};
use bellwether_core::{ContactId, Scope};
use bellwether_store::search;
use itertools::Itertools;
use std::borrow::Cow;
use std::cmp::Reverse;

/// Hits of each kind when the caller does not say.
const USUAL: u32 = 6;
const MOST: u32 = 20;
/// Longest search, characters.
const LONGEST: usize = 200;
/// Order numbers and people are looked for from so many characters on: fewer begin too many of them.
const FEWEST_LETTERS: usize = 3;
/// Orders looked at to find those whose account holds the other words.
const ORDERS_SEEN: i64 = 60;

impl App {
    /// What holds every word of a search.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn search(&self, caller: &Caller, query: &SearchQuery) -> Answer<SearchHits> {
        let limit = query.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(AppError::invalid("limit", format!("use 1 to {MOST}")));
        }
        if query.q.chars().count() > LONGEST {
            return Err(AppError::invalid("q", format!("use at most {LONGEST} characters")));
        }
        let words: Vec<String> = folded(&query.q).split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Ok(SearchHits::default());
        }
        let book = self.book();
        let limit = limit as usize;
        Ok(SearchHits {
            accounts: accounts(&book, caller, &words, limit),
            contacts: self.found_contacts(&book, caller, &query.q, limit)?,
            orders: self.found_orders(&book, caller, &words, limit)?,
            products: products(&book, &words, limit),
        })
    }

    fn found_contacts(&self, book: &Book, caller: &Caller, q: &str, limit: usize) -> Answer<Vec<ContactHit>> {
        let words: Vec<String> = q.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let is_long = words.iter().any(|word| word.chars().count() >= FEWEST_LETTERS);
        if !caller.permissions.view_contacts || caller.scope == Scope::Nothing || !is_long {
            return Ok(Vec::new());
        }
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = self.store.read(|conn| search::contacts(conn, &caller.scope, &words, most))?;
        let hits = found.into_iter().filter_map(|contact| {
            let (_, account) = book.account_in(&caller.scope, contact.account).ok()?;
            Some(ContactHit {
                id: ContactId(contact.id),
                name: contact.name,
                phone: contact.phone,
                account: Book::account_ref(account),
            })
        });
        Ok(hits.collect())
    }

    /// Orders whose number begins with the word that looks like one, of accounts that hold the other words.
    fn found_orders(
        &self,
        book: &Book,
        caller: &Caller,
        words: &[String],
        limit: usize,
    ) -> Answer<Vec<OrderHit>> {
        let looks_like_number = |word: &&String| {
            word.chars().count() >= FEWEST_LETTERS && word.chars().any(|letter| letter.is_ascii_digit())
        };
        let Some(number) = words.iter().filter(looks_like_number).max_by_key(|word| word.len()) else {
            return Ok(Vec::new());
        };
        if caller.scope == Scope::Nothing {
            return Ok(Vec::new());
        }
        let others: Vec<String> = words.iter().filter(|word| *word != number).cloned().collect();
        let holding = (!others.is_empty()).then(|| book.names().holding(&others));
        let found = self.store.read(|conn| search::orders(conn, &caller.scope, number, ORDERS_SEEN))?;
        let mut hits: Vec<OrderHit> = found
            .into_iter()
            .filter_map(|order| {
                let (place, account) = book.account_in(&caller.scope, order.account).ok()?;
                let is_held = holding.as_ref().is_none_or(|held| held.get(place as usize) == Some(&true));
                is_held.then(|| OrderHit {
                    id: order.id,
                    number: order.number,
                    placed_on: order.placed_on,
                    status: order.status,
                    revenue_cents: order.revenue,
                    account: Book::account_ref(account),
                })
            })
            .collect();
        hits.sort_by_key(|hit| (folded(&hit.number) != *number, Reverse(hit.placed_on), hit.id));
        hits.truncate(limit);
        Ok(hits)
    }
}

/// The best accounts: the number itself, then names that begin with the search, then names with a word that does,
/// then all others; among equals those with most sales.
fn accounts(book: &Book, caller: &Caller, words: &[String], limit: usize) -> Vec<AccountHit> {
    let visible = book.visible_to(caller);
    let held = matching(book, caller, words);
    let summaries = book.summaries(book.as_of());
    let whole = words.join(" ");
    let inside = visible.indices().filter(|account| held.get(*account as usize) == Some(&true));
    let ranked = inside
        .map(|account| (rank(book, account, &whole), Reverse(summaries.trailing_cents(account)), account));
    let hit = |(_, _, place): (u8, Reverse<i64>, u32)| {
        let account = book.dimensions().account(place)?;
        Some(AccountHit {
            account: Book::account_ref(account),
            external_id: account.external_id.to_string(),
            segment: book.standing(place).map(|standing| standing.segment),
        })
    };
    ranked.k_smallest(limit).filter_map(hit).collect()
}

/// Which accounts hold every word: in their texts, or digits in their telephone number for those who may see it.
fn matching(book: &Book, caller: &Caller, words: &[String]) -> Vec<bool> {
    let (numbers, texts): (Vec<&String>, Vec<&String>) =
        words.iter().partition(|word| caller.permissions.view_contacts && digits_of(word).is_some());
    let texts: Vec<String> = texts.into_iter().cloned().collect();
    let mut held = book.names().holding(&texts);
    for word in numbers {
        let in_texts = book.names().holding(std::slice::from_ref(word));
        let digits = digits_of(word).unwrap_or_default();
        let in_phones = book.phones().holding(&[digits]);
        for (place, is_held) in held.iter_mut().enumerate() {
            *is_held &= in_texts.get(place) == Some(&true) || in_phones.get(place) == Some(&true);
        }
    }
    held
}

/// The digits of a word that may be part of a telephone number.
fn digits_of(word: &str) -> Option<String> {
    let is_number = word.chars().all(|letter| letter.is_ascii_digit() || "-+()/.".contains(letter));
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    (is_number && digits.len() >= FEWEST_LETTERS).then_some(digits)
}

/// How good a hit is, the best first.
fn rank(book: &Book, account: u32, whole: &str) -> u8 {
    let name = book.names().name(account);
    let name = if name.is_ascii() { Cow::Borrowed(name) } else { Cow::Owned(folded(name)) };
    let begins_word = || name.match_indices(whole).any(|(place, _)| name[..place].ends_with(' '));
    if book.names().number(account) == whole {
        0
    } else if name.starts_with(whole) {
        1
    } else if begins_word() {
        2
    } else {
        3
    }
}

fn products(book: &Book, words: &[String], limit: usize) -> Vec<ProductRef> {
    let held = book.product_texts().holding(words);
    let whole = words.join(" ");
    let found =
        book.dimensions().live_products().filter(|(place, _)| held.get(*place as usize) == Some(&true));
    let ranked = found.map(|(place, product)| {
        let name = folded(&product.name);
        (!name.starts_with(&whole) && !product.external_id.eq_ignore_ascii_case(&whole), name, place)
    });
    ranked.k_smallest(limit).filter_map(|(_, _, place)| book.product_ref(place)).collect()
}

#[cfg(test)]
mod tests;
