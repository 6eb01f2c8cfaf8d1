//! Small books for the tests of all rules.

mod items;
mod overdue;
mod properties;
mod silences;

use super::*;
use bellwether_core::alert::Availability;
use bellwether_core::{AccountId, CategoryId, OrderStatus, ProductId};
use bellwether_ledger::{Account, Category, DimensionsBuilder, HistoryBuilder, Line, Product, day};
use chrono::NaiveDate;
use std::sync::Arc;

pub(super) fn on(year: i32, month: u32, day_of_month: u32) -> Day {
    day::from_date(NaiveDate::from_ymd_opt(year, month, day_of_month).expect("a date of the calendar"))
}

/// An order: its day, status and (product, units) lines at 10.00 a unit.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) day: Day,
    pub(super) status: OrderStatus,
    pub(super) lines: Vec<(u32, i64)>,
}

pub(super) fn order(day: Day) -> Placed {
    holding(day, &[0])
}

pub(super) fn holding(day: Day, products: &[u32]) -> Placed {
    Placed { day, status: OrderStatus::Paid, lines: products.iter().map(|product| (*product, 1)).collect() }
}

pub(super) fn with_status(status: OrderStatus, placed: Placed) -> Placed {
    Placed { status, ..placed }
}

pub(super) fn orders(days: impl IntoIterator<Item = Day>) -> Vec<Placed> {
    days.into_iter().map(order).collect()
}

/// Accounts with their orders. There are ten products: 0 to 4 of one category, 5 to 9 of another.
#[derive(Debug, Clone, Default)]
pub(super) struct Stage {
    pub(super) accounts: Vec<Vec<Placed>>,
    pub(super) parents: Vec<(u32, u32)>,
    pub(super) supersedes: Vec<(usize, i64)>,
    pub(super) unavailable: Vec<(usize, Availability)>,
    /// Product, the id of what is in it, and how many.
    pub(super) packs: Vec<(usize, i64, i64)>,
    /// Days and products that the first account could not be given.
    pub(super) backorders: Vec<(Day, u32)>,
}

impl Stage {
    pub(super) fn of(orders: Vec<Placed>) -> Self {
        Self { accounts: vec![orders], ..Self::default() }
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        let mut dimensions = DimensionsBuilder::default();
        for id in 0..2 {
            dimensions.put_category(Category { id: CategoryId(id), name: "".into() });
        }
        for place in 0..10 {
            let mut product = Product::new(product_id(place), "", "", Some(u32::from(place >= 5)));
            let supersedes = self.supersedes.iter().find(|(newer, _)| *newer == place as usize);
            product.supersedes = supersedes.map(|(_, older)| product_id(*older));
            let availability = self.unavailable.iter().find(|(item, _)| *item == place as usize);
            product.availability = availability.map_or(Availability::Available, |(_, known)| *known);
            if let Some((_, base, size)) = self.packs.iter().find(|(pack, ..)| *pack == place as usize) {
                product.pack_of = Some(product_id(*base));
                product.pack_size_milli = Some(size * 1_000);
            }
            dimensions.put_product(product);
        }
        let mut histories = Vec::new();
        let mut id = 0;
        for (place, placed) in (0..).zip(&self.accounts) {
            let mut account = Account::new(AccountId(100 + i64::from(place)), "", "");
            account.parent =
                self.parents.iter().find(|(child, _)| *child == place).map(|(_, parent)| *parent);
            dimensions.put_account(account);
            let mut history = HistoryBuilder::default();
            for placed in placed {
                id += 1;
                history.order(id, placed.day, placed.status);
                for (product, units) in &placed.lines {
                    history.line(id, Line::new(*product, units * 1_000, units * 1_000, None));
                }
            }
            for (day, product) in self.backorders.iter().filter(|_| place == 0) {
                history.backorder(*day, *product);
            }
            histories.push(Arc::new(history.build().expect("consistent rows")));
        }
        Snapshot::new(1, Arc::new(dimensions.build()), histories)
    }

    /// What the rules find at the first account.
    pub(super) fn find(&self, as_of: Day) -> Vec<Finding> {
        self.find_with(as_of, settings(), &AccountFacts::default())
    }

    pub(super) fn find_with(
        &self,
        as_of: Day,
        settings: AlertSettings,
        facts: &AccountFacts,
    ) -> Vec<Finding> {
        let snapshot = self.snapshot();
        AlertBook::learn(&snapshot, as_of, settings).findings(&snapshot, 0, facts)
    }
}

pub(super) fn product_id(place: i64) -> ProductId {
    ProductId(500 + place)
}

/// The rules as the product comes, without the rule for lapsed items.
pub(super) fn settings() -> AlertSettings {
    AlertSettings {
        rules: Rules::default(),
        rule_version: 1,
        holidays: Vec::new(),
        overdue_grace_days: 0,
        lapsed_items: LapsedItems::Off,
        currency: "USD".to_owned(),
    }
}

/// The tier of the finding of a kind.
pub(super) fn tier_of(findings: &[Finding], kind: bellwether_core::alert::AlertKind) -> Option<AlertTier> {
    findings.iter().find(|finding| finding.evidence.kind() == kind).map(|finding| finding.tier)
}
