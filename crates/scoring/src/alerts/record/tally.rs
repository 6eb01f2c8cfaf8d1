//! Alerts counted, and how far the count can be trusted.

use super::Reached;
use crate::numbers::median;
use bellwether_core::alert::AlertTier;

pub use bellwether_core::accuracy::TierOrder as Order;

/// Standard errors on either side of a 95 % interval.
const STANDARD_ERRORS: f64 = 1.959_964;

/// A share, and where the true one probably lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The share counted.
    pub share: f64,
    /// With 95 % confidence it is no lower …
    pub low: f64,
    /// … and no higher, when every case is drawn by itself.
    pub high: f64,
}

impl Interval {
    /// The score interval of Wilson (1927); none of no cases.
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        if whole == 0 {
            return None;
        }
        let (count, share) = (whole as f64, part as f64 / whole as f64);
        let spread = STANDARD_ERRORS * STANDARD_ERRORS / count;
        let middle = (share + spread / 2.0) / (1.0 + spread);
        let variance = share * (1.0 - share) / count + spread / (4.0 * count);
        let half = STANDARD_ERRORS * variance.sqrt() / (1.0 + spread);
        Some(Self { share, low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
    }
}

/// Alerts of one kind and tier.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Count {
    /// Those that reached the tier.
    pub reached: u64,
    /// Those of them that opened with it.
    pub opened: u64,
    /// Those of them that were folded away before, or had not been there: people are shown them from now on.
    pub shown: u64,
    /// Those whose outcome is known …
    pub judged: u64,
    /// … and that were right.
    pub right: u64,
    /// Those judged that something else than the account explains …
    pub explained: u64,
    /// … and that were right.
    pub explained_right: u64,
    lead_days: Vec<f64>,
}

impl Count {
    /// Counts one more.
    pub fn add(&mut self, reached: &Reached) {
        self.reached += 1;
        self.opened += u64::from(reached.risen_from.is_none());
        let is_shown = |tier: AlertTier| tier > AlertTier::Watch;
        self.shown += u64::from(is_shown(reached.tier) && !reached.risen_from.is_some_and(is_shown));
        self.judged += u64::from(reached.is_right.is_some());
        self.right += u64::from(reached.is_right == Some(true));
        self.explained += u64::from(reached.is_explained && reached.is_right.is_some());
        self.explained_right += u64::from(reached.is_explained && reached.is_right == Some(true));
        self.lead_days.extend(reached.lead_days.map(f64::from));
    }

    /// Share of the judged ones that were right.
    pub fn precision(&self) -> Option<Interval> {
        Interval::of(self.right, self.judged)
    }

    /// The same of those that nothing else explains.
    pub fn plain_precision(&self) -> Option<Interval> {
        Interval::of(self.plain_right(), self.plain_judged())
    }

    /// Those judged that nothing else explains.
    pub fn plain_judged(&self) -> u64 {
        self.judged - self.explained
    }

    fn plain_right(&self) -> u64 {
        self.right - self.explained_right
    }

    /// How many came before a loss.
    pub fn losses(&self) -> usize {
        self.lead_days.len()
    }

    /// Median days by which they came before it.
    pub fn lead_days(&self) -> Option<f64> {
        median(self.lead_days.clone())
    }

    /// How the share that was right stands to that of a milder tier, of alerts that nothing else explains: an
    /// explanation makes an alert milder, not less probable. None when one of them has nothing to judge. Chance is
    /// what two standard errors cover.
    pub fn beside(&self, milder: &Self) -> Option<Order> {
        let (own, other) = (self.plain_precision()?.share, milder.plain_precision()?.share);
        let counts = [self.plain_judged(), milder.plain_judged()].map(|judged| judged as f64);
        let pooled = (self.plain_right() + milder.plain_right()) as f64 / (counts[0] + counts[1]);
        let error = (pooled * (1.0 - pooled) * (1.0 / counts[0] + 1.0 / counts[1])).sqrt();
        let is_sure = (own - other).abs() > STANDARD_ERRORS * error;
        Some(match (own >= other, is_sure) {
            (true, true) => Order::Above,
            (true, false) => Order::RatherAbove,
            (false, false) => Order::RatherBelow,
            (false, true) => Order::Below,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_wilson() {
        let interval = Interval::of(8, 10).expect("ten cases");
        assert!((interval.low - 0.490_2).abs() < 1e-4 && (interval.high - 0.943_3).abs() < 1e-4);
        assert_eq!(Interval::of(0, 0), None);
        let none = Interval::of(0, 5).expect("five cases");
        assert!(none.low == 0.0 && none.high < 0.5 && none.share == 0.0);
    }

    #[test]
    fn a_tier_is_below_a_milder_one_only_beyond_chance() {
        let count = |right, judged| Count { judged, right, ..Count::default() };
        assert_eq!(count(90, 100).beside(&count(50, 100)), Some(Order::Above));
        assert_eq!(count(9, 10).beside(&count(8, 10)), Some(Order::RatherAbove));
        assert_eq!(count(8, 10).beside(&count(9, 10)), Some(Order::RatherBelow));
        assert_eq!(count(50, 100).beside(&count(90, 100)), Some(Order::Below));
        assert_eq!(count(0, 0).beside(&count(9, 10)), None);
    }
}
