//! One item of one account, as it is seen on a day.

use crate::alerts::item_rhythm::ItemRhythm;
use crate::alerts::lapsed_item::{LEAST_DAYS_WITH_ITEM, LOOK_BACK_DAYS, LOST_AFTER_DAYS};
use crate::alerts::lost_item;
use crate::alerts::purchases::Purchase;
use bellwether_ledger::{Day, DayRange, History};

/// The probability is for the orders of so many days …
pub(in crate::alerts) const AHEAD_DAYS: i32 = 90;
/// … and means something when there are so many order days in them.
pub(in crate::alerts) const LEAST_AHEAD: u32 = 3;
/// Times are told in months of so many days.
const MONTH_DAYS: f64 = 30.0;
/// More than e² times the usual says no more than that.
const MOST_PAUSE: f64 = 2.0;

/// One item of one account, as it is seen on a day.
#[derive(Debug, Clone, Copy)]
pub(in crate::alerts) struct Sight {
    pub(in crate::alerts) item: u32,
    pub(in crate::alerts) as_of: Day,
    pub(in crate::alerts) rhythm: ItemRhythm,
    /// Order days to expect in the days ahead: as many as in as many days before.
    pub(super) ahead: u32,
    /// Order days in as many days before those.
    before: u32,
    /// Orders with it in the 90 days up to the day.
    recent: u32,
    last_quantity: f64,
    mean_quantity: f64,
}

/// How an account orders, as it is seen on a day.
#[derive(Debug)]
pub(in crate::alerts) struct Pace {
    as_of: Day,
    /// Order days of 24 months, ascending.
    occasions: Vec<Day>,
    /// The first day whose purchases count: those who order often are held against a year, others against two.
    from: Day,
    recent: u32,
    before: u32,
}

impl Pace {
    /// None of an account that placed no order of late.
    pub(in crate::alerts) fn of(history: &History, as_of: Day) -> Option<Self> {
        let occasions: Vec<Day> = history.order_days_in(DayRange::ending_on(as_of, LOOK_BACK_DAYS)).collect();
        let after = |day: Day| occasions.len() - occasions.partition_point(|occasion| *occasion <= day);
        let (recent, both) = (after(as_of - AHEAD_DAYS), after(as_of - 2 * AHEAD_DAYS));
        let is_frequent = lost_item::is_frequent(lost_item::recent_orders(history, as_of));
        let days = if is_frequent { lost_item::LOOK_BACK_DAYS } else { LOOK_BACK_DAYS };
        (recent > 0).then(|| Self {
            as_of,
            from: DayRange::ending_on(as_of, days).from,
            recent: count(recent),
            before: count(both - recent),
            occasions,
        })
    }

    /// Order days of 24 months.
    pub(in crate::alerts) fn order_days(&self) -> u32 {
        count(self.occasions.len())
    }

    /// An item of which the purchases of 24 months are given; none of one bought on too few days.
    pub(in crate::alerts) fn sight(&self, item: u32, purchases: &[Purchase]) -> Option<Sight> {
        let purchases = &purchases[purchases.partition_point(|purchase| purchase.day < self.from)..];
        let rhythm = ItemRhythm::since(self.from, &self.occasions, purchases, 0)?;
        if rhythm.days < LEAST_DAYS_WITH_ITEM {
            return None;
        }
        let quantities = || purchases.iter().map(|purchase| purchase.quantity_milli as f64);
        let before = purchases.partition_point(|purchase| purchase.day <= self.as_of - AHEAD_DAYS);
        Some(Sight {
            item,
            as_of: self.as_of,
            rhythm,
            ahead: self.recent.max(LEAST_AHEAD),
            before: self.before,
            recent: count(purchases.len() - before),
            last_quantity: quantities().next_back()?,
            mean_quantity: quantities().sum::<f64>() / purchases.len() as f64,
        })
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Sight {
    /// Whether it is missing by the rule, and has not been for so long that it is no news any more.
    pub(in crate::alerts) fn is_missing(&self) -> bool {
        let since = self.rhythm.missing_since;
        since.is_some_and(|since| since <= self.as_of && self.as_of - since < LOST_AFTER_DAYS)
    }

    /// Logarithm of the last quantity to the usual one: who bought more than usual needs none for a while.
    pub(super) fn reason_to_pause(&self) -> f64 {
        (self.last_quantity / self.mean_quantity).ln().clamp(-MOST_PAUSE, MOST_PAUSE)
    }

    /// Logarithm of the order days to expect, in tens.
    pub(super) fn orders_ahead(&self) -> f64 {
        (f64::from(self.ahead) / 10.0).ln()
    }

    /// Logarithm of the orders with it of late, one added.
    pub(super) fn bought_of_late(&self) -> f64 {
        f64::from(self.recent).ln_1p()
    }

    /// Logarithm of the months since it was bought.
    pub(super) fn months_since(&self) -> f64 {
        (self.days_since() / MONTH_DAYS).ln()
    }

    /// Logarithm of the time since it was bought to the biggest gap before.
    pub(super) fn beyond_gap(&self) -> f64 {
        (self.days_since() / f64::from(self.rhythm.biggest_gap.max(1))).ln()
    }

    fn days_since(&self) -> f64 {
        f64::from((self.as_of - self.rhythm.last).max(1))
    }

    /// Logarithm of the order days of late to those of the time before.
    pub(super) fn account_momentum(&self) -> f64 {
        (f64::from(self.ahead + 1) / f64::from(self.before + 1)).ln()
    }

    /// Logarithm of the occasions missed to twice the usual number: 0 when it has just gone missing.
    pub(super) fn freshness(&self) -> f64 {
        (f64::from(self.rhythm.missed.max(1)) / (2.0 * self.rhythm.rate())).ln()
    }
}
