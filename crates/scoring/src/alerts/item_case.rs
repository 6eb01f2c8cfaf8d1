//! What a missing item means: what it was worth, whether another took its place, whether its season is over,
//! whether a draft holds it (rules, section 3). Both rules for items end here.
//!
//! An item that another may have replaced, whose season is over, that we could not supply or that everybody stops
//! buying is only watched. Otherwise the probability that it stays out of the next orders grades it. While the book
//! says too little for one, it is at risk, and critical once it has been missing for twice as long as the rule asks
//! for, in occasions (m > 4r) and in days: the longer it stays out of orders that used to hold it, the surer it is
//! gone.

use super::Finding;
use super::case::{Case, confidence};
use super::item_rhythm::ItemRhythm;
use super::purchases::{Purchase, purchases_of, sales_of};
use super::year_months::YearMonths;
use bellwether_core::alert::{AlertTier, Ground, ItemEvidence};
use bellwether_core::{OrderId, OrderStatus, Probability, ProductId};
use bellwether_ledger::{Day, DayRange, day};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Sales of so many days up to the last purchase say what an item is worth …
const VALUE_DAYS: i32 = 90;
/// … per so many days.
const PER_DAYS: i32 = 30;
/// Another item took its place when it was first bought within so many days of the last purchase.
const REPLACED_WITHIN_DAYS: i32 = 45;
/// Months in which an item may be bought and still have a season.
const LONGEST_SEASON_MONTHS: u32 = 9;

/// From this probability on a missing item is at risk: it may well be lost.
const AT_RISK_FROM: f64 = 0.4;
/// From this probability on it is critical: it is more probably lost than not.
const CRITICAL_FROM: f64 = 0.6;

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

/// Whether something else than the account explains that the item is missing: then it is only watched.
pub(super) fn is_explained(item: &ItemEvidence) -> bool {
    let is_replaced = item.replaced_by.is_some();
    is_replaced || item.next_season.is_some() || item.backordered_on.is_some() || item.is_fading
}

/// The latest day on which we could not supply the item since a purchase, that purchase included: who asked for it
/// and did not get it has not stopped buying it. Such a finding opens no alert (suppressed like an item out of
/// stock, rules, section 3); an alert that is open already goes on, only watched, and says that we could not supply
/// it. Once the source says that it was delivered, the days count as they did before.
fn backordered_on(case: &Case, item: u32, since: Day) -> Option<NaiveDate> {
    let range = DayRange { from: since, until: case.as_of().saturating_add(1) };
    let mut latest_first = case.history.backorders_in(range).iter().rev();
    let found = latest_first.find(|line| case.book.catalogue.item(line.product) == item)?;
    Some(day::to_date(found.day))
}

impl ItemCase<'_> {
    /// The finding; none when the product is not known any more.
    pub(super) fn finding(&self, evidence: impl Fn(ItemEvidence) -> super::Evidence) -> Option<Finding> {
        let last = self.purchases.last()?;
        let value_cents = self.value_cents();
        let item = self.evidence(value_cents)?;
        Some(Finding {
            tier: self.tier(&item),
            confidence: confidence(self.rhythm.days as usize - 1),
            value_cents,
            evidence: evidence(item),
            grounds: BTreeSet::from([Ground::Order(OrderId(last.order))]),
        })
    }

    /// The numbers it rests on; none when the product is not known any more.
    pub(super) fn evidence(&self, value_cents: i64) -> Option<ItemEvidence> {
        let product = self.case.dimensions().product(self.purchases.last()?.product)?;
        let odds = self.case.book.item_odds.as_ref();
        Some(ItemEvidence {
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
            lost_probability: odds.and_then(|odds| odds.of(self.case, self.item)),
            backordered_on: backordered_on(self.case, self.item, self.rhythm.last),
            is_fading: odds.is_some_and(|odds| odds.is_fading(self.item)),
        })
    }

    fn tier(&self, item: &ItemEvidence) -> AlertTier {
        if is_explained(item) {
            return AlertTier::Watch;
        }
        match item.lost_probability.map(Probability::get) {
            Some(..AT_RISK_FROM) => AlertTier::Watch,
            Some(AT_RISK_FROM..CRITICAL_FROM) => AlertTier::AtRisk,
            Some(_) => AlertTier::Critical,
            None if self.rhythm.is_long_missing(self.case.as_of()) => AlertTier::Critical,
            None => AlertTier::AtRisk,
        }
    }

    /// Its net sales per 30 days over the 90 days up to the last purchase.
    pub(super) fn value_cents(&self) -> i64 {
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
        let as_of = self.case.as_of();
        for order in history.orders_up_to(as_of).iter().filter(|order| order.is_valid(as_of)) {
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
