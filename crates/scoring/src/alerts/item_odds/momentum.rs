//! How an item does at all accounts: how many bought it in the last 90 days against the 90 before. An item that
//! many stop buying at once was discontinued; nobody in particular lost it.

use super::past::MONTH_DAYS;
use bellwether_ledger::Day;

/// Months looked back at, all told.
pub(super) const MONTHS: usize = 18;
/// A quarter counts three of them.
const QUARTER: u32 = 0b111;
const QUARTER_MONTHS: usize = 3;
/// A ratio of more than e³ says no more than that.
const MOST: f64 = 3.0;
/// An item that at least so many bought in the quarter before …
const LEAST_BUYERS: u32 = 10;
/// … and only one in so many of them still buys is gone for everybody, or its season is.
const ONE_IN: u32 = 4;

/// Accounts that bought each item in the quarters that end so many months ago.
#[derive(Debug)]
pub(super) struct Momentum {
    buyers: [Vec<u32>; MONTHS],
}

impl Momentum {
    /// Nobody bought any of so many items.
    pub(super) fn new(items: usize) -> Self {
        Self { buyers: std::array::from_fn(|_| vec![0; items]) }
    }

    /// The bit of the month that a day is in; none of a day too long ago or ahead.
    pub(super) fn month(as_of: Day, day: Day) -> u32 {
        let months = usize::try_from((as_of - day).div_euclid(MONTH_DAYS)).ok();
        months.filter(|months| *months < MONTHS).map_or(0, |months| 1 << months)
    }

    /// One more account, which bought the item in the months of some bits.
    pub(super) fn count(&mut self, item: u32, months: u32) {
        for (back, buyers) in self.buyers.iter_mut().enumerate() {
            if let Some(buyers) = buyers.get_mut(item as usize)
                && (months >> back) & QUARTER != 0
            {
                *buyers += 1;
            }
        }
    }

    /// Whether most who bought an item had stopped so many months ago, all at once.
    pub(super) fn is_fading(&self, item: u32, months_back: usize) -> bool {
        let (now, before) = self.buyers_of(item, months_back);
        before >= LEAST_BUYERS && ONE_IN * now <= before
    }

    /// Buyers of a quarter and of the quarter before; nobody bought an item that is not known.
    fn buyers_of(&self, item: u32, months_back: usize) -> (u32, u32) {
        let of = |back: usize| self.buyers.get(back).and_then(|buyers| buyers.get(item as usize)).copied();
        (of(months_back).unwrap_or(0), of(months_back + QUARTER_MONTHS).unwrap_or(0))
    }

    /// Logarithm of the buyers of a quarter to those of the quarter before, one added to each.
    pub(super) fn of(&self, item: u32, months_back: usize) -> f64 {
        let (now, before) = self.buyers_of(item, months_back);
        (f64::from(now + 1) / f64::from(before + 1)).ln().clamp(-MOST, MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_fades_when_a_quarter_of_ten_buyers_or_fewer_are_left() {
        let momentum = |now: u32, before: u32| {
            let mut momentum = Momentum::new(1);
            (0..now).for_each(|_| momentum.count(0, Momentum::month(900, 820)));
            (0..before).for_each(|_| momentum.count(0, Momentum::month(900, 800)));
            momentum
        };
        assert!(
            momentum(2, 10).is_fading(0, 0)
                && !momentum(3, 10).is_fading(0, 0)
                && !momentum(2, 9).is_fading(0, 0)
        );
        assert!((momentum(2, 10).of(0, 0) - (3.0_f64 / 11.0).ln()).abs() < 1e-12);
        assert_eq!(momentum(2, 10).of(7, 0), 0.0, "an item that came later");
    }

    #[test]
    fn a_quarter_counts_an_account_once_and_nothing_later() {
        let mut momentum = Momentum::new(1);
        momentum.count(0, Momentum::month(900, 900) | Momentum::month(900, 871) | Momentum::month(900, 811));
        assert_eq!((momentum.buyers_of(0, 0), momentum.buyers_of(0, 1)), ((1, 0), (1, 0)));
        assert_eq!(momentum.buyers_of(0, 3), (0, 0));
        assert_eq!(Momentum::month(900, 901), 0);
    }
}
