//! Slows down guessing: after five wrong passwords for an account, or twenty from an address, each
//! further attempt has to wait, longer every time, up to a quarter of an hour.

use crate::{Answer, AppError};
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

const FREE_PER_ACCOUNT: u32 = 5;
const FREE_PER_ADDRESS: u32 = 20;
const LONGEST_WAIT_SECONDS: i64 = 900;
/// Failures are forgotten after this time without another.
const FORGET_AFTER_SECONDS: i64 = 3600;
/// Bound on memory: past it, what is oldest is forgotten.
const MOST_REMEMBERED: usize = 50_000;

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: NaiveDateTime,
}

/// Wrong sign-ins by account and by address.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: Mutex<HashMap<String, Failures>>,
}

impl Throttle {
    /// Whether an attempt may be made now.
    ///
    /// # Errors
    /// `TooManyAttempts` with the seconds to wait.
    pub(crate) fn check(&self, email: &str, address: &str, now: NaiveDateTime) -> Answer<()> {
        let failures = self.lock();
        let waits = keys(email, address).map(|(key, free)| match failures.get(&key) {
            Some(known) => wait_seconds(*known, free, now),
            None => 0,
        });
        match waits.into_iter().max().map(i64::unsigned_abs) {
            Some(seconds) if seconds > 0 => Err(AppError::TooManyAttempts { retry_after_seconds: seconds }),
            _ => Ok(()),
        }
    }

    /// Remembers a wrong attempt.
    pub(crate) fn failed(&self, email: &str, address: &str, now: NaiveDateTime) {
        let mut failures = self.lock();
        if failures.len() >= MOST_REMEMBERED {
            let forget = now - TimeDelta::seconds(FORGET_AFTER_SECONDS);
            failures.retain(|_, known| known.last > forget);
            if failures.len() >= MOST_REMEMBERED {
                failures.clear();
            }
        }
        for (key, _) in keys(email, address) {
            let known = failures.entry(key).or_insert(Failures { count: 0, last: now });
            if now - known.last > TimeDelta::seconds(FORGET_AFTER_SECONDS) {
                known.count = 0;
            }
            known.count = known.count.saturating_add(1);
            known.last = now;
        }
    }

    /// Forgets the account's failures after a right password, and takes this attempt off its address.
    pub(crate) fn succeeded(&self, email: &str, address: &str) {
        let mut failures = self.lock();
        failures.remove(&account_key(email));
        if let Some(known) = failures.get_mut(&address_key(address)) {
            known.count = known.count.saturating_sub(1);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn account_key(email: &str) -> String {
    format!("account {}", email.to_lowercase())
}

fn address_key(address: &str) -> String {
    format!("address {address}")
}

fn keys(email: &str, address: &str) -> [(String, u32); 2] {
    [(account_key(email), FREE_PER_ACCOUNT), (address_key(address), FREE_PER_ADDRESS)]
}

fn wait_seconds(known: Failures, free: u32, now: NaiveDateTime) -> i64 {
    let Some(over) = known.count.checked_sub(free) else { return 0 };
    let wait = 1_i64.checked_shl(over).unwrap_or(LONGEST_WAIT_SECONDS).clamp(1, LONGEST_WAIT_SECONDS);
    (wait - (now - known.last).num_seconds()).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn noon() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 6, 30).and_then(|day| day.and_hms_opt(12, 0, 0)).expect("a real moment")
    }

    #[test]
    fn the_sixth_guess_has_to_wait_and_may_go_on_afterwards() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            assert!(throttle.check("a@b.c", "1.2.3.4", noon()).is_ok());
            throttle.failed("a@b.c", "1.2.3.4", noon());
        }
        assert!(throttle.check("A@B.c", "5.6.7.8", noon()).is_err(), "another address or case does not help");
        assert!(throttle.check("a@b.c", "1.2.3.4", noon() + TimeDelta::seconds(2)).is_ok());
    }

    #[test]
    fn a_right_password_clears_the_account() {
        let throttle = Throttle::default();
        (0..9).for_each(|_| throttle.failed("a@b.c", "1.2.3.4", noon()));
        throttle.succeeded("a@b.c", "1.2.3.4");
        assert!(throttle.check("a@b.c", "9.9.9.9", noon()).is_ok());
    }

    #[test]
    fn one_address_cannot_try_many_accounts() {
        let throttle = Throttle::default();
        (0..25).for_each(|guess| throttle.failed(&format!("{guess}@b.c"), "1.2.3.4", noon()));
        assert!(throttle.check("new@b.c", "1.2.3.4", noon()).is_err());
        assert!(throttle.check("new@b.c", "4.3.2.1", noon()).is_ok());
    }
}
