//! Enough accounts to learn from: the same ones whatever the order of the book.

use crate::book::{Book, Observed};

/// More accounts than these teach nothing new.
const MOST_ACCOUNTS: usize = 2_500;

/// The accounts with an order that are wanted, at most 2 500, chosen by a scrambled id.
pub(super) fn sample(book: &Book, is_wanted: impl Fn(&Observed) -> bool) -> Vec<&Observed> {
    let ordered = book.accounts().iter().filter(|account| account.last_day().is_some());
    let mut accounts: Vec<&Observed> = ordered.filter(|account| is_wanted(account)).collect();
    if accounts.len() > MOST_ACCOUNTS {
        accounts.sort_by_cached_key(|account| (scrambled(account.account.0), account.account));
        accounts.truncate(MOST_ACCOUNTS);
    }
    accounts
}

/// Spreads neighbouring ids over all numbers (the finaliser of SplitMix64).
fn scrambled(id: i64) -> u64 {
    let mixed = id.cast_unsigned().wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
