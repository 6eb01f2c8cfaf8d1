//! Enough accounts to learn from: the same ones whatever the order of the book.

use crate::book::Observed;

/// At most `most` of the accounts, chosen by their scrambled ids; another `salt` chooses others.
pub(crate) fn sample<'a>(
    accounts: impl IntoIterator<Item = &'a Observed>,
    most: usize,
    salt: u64,
) -> Vec<&'a Observed> {
    let mut accounts: Vec<&Observed> = accounts.into_iter().collect();
    if accounts.len() > most {
        accounts.sort_by_cached_key(|account| (scrambled(account.account.0, salt), account.account));
        accounts.truncate(most);
    }
    accounts
}

/// A number from 0 up to, not including, 1 that an id keeps for a salt.
pub(crate) fn spread_evenly(id: i64, salt: u64) -> f64 {
    const STEPS: u32 = 1 << 24;
    let step = scrambled(id, salt) >> 40;
    u32::try_from(step).map_or(0.0, |step| f64::from(step) / f64::from(STEPS))
}

/// Spreads neighbouring ids over all numbers (the finaliser of SplitMix64).
fn scrambled(id: i64, salt: u64) -> u64 {
    let mixed = id.cast_unsigned().wrapping_add(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(salt.wrapping_add(1)));
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
