//! What a missing item means: what it was worth, whether another took its place, whether its season is over,
//! whether a draft holds it (rules, section 3). Both rules for items end here.
//!
//! An item that another may have replaced, or whose season is over, is only watched. Otherwise it is at risk,
//! and critical once it has been missing for twice as long as the rule asks for, in occasions (m > 4r) and in
//! days: the longer it stays out of orders that used to hold it, the surer it is gone.

use super::Finding;
use super::case::{Case, confidence};
use super::item_rhythm::ItemRhythm;
use super::purchases::{Purchase, purchases_of, sales_of};
use bellwether_core::alert::{AlertTier, Ground, ItemEvidence};
use bellwether_core::{OrderId, OrderStatus, ProductId};
use bellwether_ledger::{Day, DayRange, day};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Sales of so many days up to the last purchase say what an item is worth …
const VALUE_DAYS: i32 = 90;
/// … per so many days.
const PER_DAYS: i32 = 30;
/// Another item took its place when it was first bought within so many days of the last purchase.
const REPLACED_WITHIN_DAYS: i32 = 45;
/// Months in which an item may be bought and still have a season.
const LONGEST_SEASON_MONTHS: u32 = 9;

/// A missing item.
pub(super) struct ItemCase<'a> {
    pub(super) case: &'a Case<'a>,
    pub(super) item: u32,
    pub(super) purchases: &'a [Purchase],
    pub(super) rhythm: ItemRhythm,
    /// Orders in the look-back of the rule, and those with the item.
    pub(super) orders: u32,
    pub(super) orders_with_item: u32,
}

/// Whether it may be called lost at all: an item that cannot be had is not.
pub(super) fn is_suppressed(case: &Case, item: u32) -> bool {
    !case.book.catalogue.is_obtainable(item)
}

impl ItemCase<'_> {
    /// The finding; none when the product is not known any more.
    pub(super) fn finding(&self, evidence: impl Fn(ItemEvidence) -> super::Evidence) -> Option<Finding> {
        let last = self.purchases.last()?;
        let product = self.case.dimensions().product(last.product)?;
        let value_cents = self.value_cents();
        let item = ItemEvidence {
            product: product.id,
            last_bought: day::to_date(self.rhythm.last),
            days_since: i64::from(self.case.as_of() - self.rhythm.last),
            biggest_gap_days: i64::from(self.rhythm.biggest_gap),
            rate: self.rhythm.rate(),
            missed: self.rhythm.missed,
            orders: self.orders,
            orders_with_item: self.orders_with_item,
            is_in_draft: self.is_in_draft(),
            replaced_by: self.replaced_by(product.category, value_cents),
            next_season: self.next_season(),
            // The rules tell that an item is missing, not how probable it is that it stays away.
            lost_probability: None,
        };
        Some(Finding {
            tier: self.tier(&item),
            confidence: confidence(self.rhythm.days as usize - 1),
            value_cents,
            evidence: evidence(item),
            grounds: BTreeSet::from([Ground::Order(OrderId(last.order))]),
        })
    }

    fn tier(&self, item: &ItemEvidence) -> AlertTier {
        if item.replaced_by.is_some() || item.next_season.is_some() {
            AlertTier::Watch
        } else if self.rhythm.is_long_missing(self.case.as_of()) {
            AlertTier::Critical
        } else {
            AlertTier::AtRisk
        }
    }

    /// Its net sales per 30 days over the 90 days up to the last purchase.
    fn value_cents(&self) -> i64 {
        let range = DayRange::ending_on(self.rhythm.last, VALUE_DAYS);
        let sales = sales_of(self.case.history, &self.case.book.catalogue, self.item, range);
        (sales * i64::from(PER_DAYS) / i64::from(VALUE_DAYS)).max(0)
    }

    fn is_in_draft(&self) -> bool {
        let history = self.case.history;
        let drafts = history.orders_up_to(self.case.as_of()).iter();
        drafts.filter(|order| order.status == OrderStatus::Draft).any(|draft| {
            let holds = |line: &bellwether_ledger::Line| {
                line.quantity_milli > 0 && self.case.book.catalogue.item(line.product) == self.item
            };
            history.lines_of(draft).iter().any(holds)
        })
    }

    /// An item of the same category that came when this one went and is worth half of it at least; of
    /// several the one worth most.
    fn replaced_by(&self, category: Option<u32>, value_cents: i64) -> Option<ProductId> {
        let (category, last, as_of) = (category?, self.rhythm.last, self.case.as_of());
        let near = last - REPLACED_WITHIN_DAYS..=last + REPLACED_WITHIN_DAYS;
        let worth = |first: Day, sales_cents: i64| {
            let days = (as_of - first + 1).clamp(PER_DAYS, VALUE_DAYS);
            sales_cents * i64::from(PER_DAYS) / i64::from(days)
        };
        let newcomers =
            self.first_bought(category).into_iter().filter(|(_, (first, _))| near.contains(first));
        let worths = newcomers.map(|(item, (first, product))| {
            let range = DayRange { from: first, until: (first + VALUE_DAYS).min(as_of + 1) };
            let sales = sales_of(self.case.history, &self.case.book.catalogue, item, range);
            (worth(first, sales), product)
        });
        let enough = worths.filter(|(worth, _)| *worth > 0 && 2 * *worth >= value_cents);
        let (_, product) = enough.max_by_key(|(worth, product)| (*worth, std::cmp::Reverse(*product)))?;
        self.case.dimensions().product(product).map(|product| product.id)
    }

    /// First day every other item of a category was bought, and the product it was named by.
    fn first_bought(&self, category: u32) -> BTreeMap<u32, (Day, u32)> {
        let mut first = BTreeMap::new();
        let history = self.case.history;
        for order in history.orders_up_to(self.case.as_of()).iter().filter(|order| order.is_valid()) {
            for line in history.lines_of(order).iter().filter(|line| line.quantity_milli > 0) {
                let item = self.case.book.catalogue.item(line.product);
                if item != self.item && self.case.dimensions().category_of(line.product) == Some(category) {
                    first.entry(item).or_insert((order.day, line.product));
                }
            }
        }
        first
    }

    /// When the item comes into season again, if it was bought in the same months, give or take one, of the two
    /// years before only, and now is none of them.
    fn next_season(&self) -> Option<NaiveDate> {
        let (last, as_of) = (self.rhythm.last, self.case.as_of());
        let years = [0, 1, 2].map(|year| {
            let until = last.saturating_add(1) - 365 * year;
            let range = DayRange { from: until - 365, until };
            let bought = purchases_of(self.case.history, &self.case.book.catalogue, self.item, range);
            bought.iter().fold(YearMonths::default(), |months, purchase| months.with(purchase.day))
        });
        let season = years[1].and(years[2]);
        let near = season.widened();
        let is_seasonal = !season.is_empty()
            && near.count() <= LONGEST_SEASON_MONTHS
            && years.into_iter().all(|months| months.is_within(near))
            && !season.contains(day::to_date(as_of));
        is_seasonal.then(|| season.next_start(day::to_date(as_of))).flatten()
    }
}

/// A set of months of the year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct YearMonths(u16);

impl YearMonths {
    const ALL: u16 = 0xfff;

    fn with(self, bought: Day) -> Self {
        Self(self.0 | 1 << day::to_date(bought).month0())
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn count(self) -> u32 {
        self.0.count_ones()
    }

    fn contains(self, date: NaiveDate) -> bool {
        self.0 >> date.month0() & 1 == 1
    }

    fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// With the months beside them.
    fn widened(self) -> Self {
        Self((self.0 | self.0 << 1 | self.0 >> 11 | self.0 >> 1 | self.0 << 11) & Self::ALL)
    }

    /// The first day of the next month that begins a run of them.
    fn next_start(self, after: NaiveDate) -> Option<NaiveDate> {
        let starts = (1..=12).filter_map(|months| after.with_day(1)?.checked_add_months(Months::new(months)));
        let mut before = self.contains(after);
        let mut starts = starts.filter(|start| {
            let is_in = self.contains(*start);
            let begins = is_in && !before;
            before = is_in;
            begins
        });
        starts.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(months: &[u32]) -> YearMonths {
        let date = |month: u32| NaiveDate::from_ymd_opt(2026, month, 9).expect("a date of the calendar");
        months.iter().fold(YearMonths::default(), |set, month| set.with(day::from_date(date(*month))))
    }

    #[test]
    fn months_wrap_around_the_year() {
        assert_eq!(months(&[12, 1]).widened(), months(&[11, 12, 1, 2]));
        assert_eq!(months(&[6]).widened(), months(&[5, 6, 7]));
        let april = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a date of the calendar");
        let start = |set: YearMonths| set.next_start(april).map(|start| start.to_string());
        assert_eq!(start(months(&[11, 12, 1, 2])).as_deref(), Some("2026-11-01"));
        assert_eq!(start(months(&[4, 5, 3])).as_deref(), Some("2027-03-01"));
        assert_eq!(start(YearMonths::default()), None);
    }
}
