//! The demo distributor's products with their numbers, and those whose story the showcase needs.

use super::catalogue::{CATEGORIES, unit_cost_cents};
use bellwether_core::alert::Availability;

/// Sold no more.
pub(super) const DISCONTINUED: &str = "Floor wax, 5 gal";
/// Cannot be had at the moment.
pub(super) const OUT_OF_STOCK: &str = "Foaming cleaner, 4 × 1 gal";
/// Until its maker gave it a new number …
pub(super) const OLD_NUMBER: &str = "Roll liner 60 gal, 100";
/// … which is this one.
pub(super) const NEW_NUMBER: &str = "Roll liner 60 gal, 100 (new pack)";

/// A product as the files name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// Its number is `P` and this.
    pub(super) number: usize,
    pub(super) name: &'static str,
    pub(super) category: &'static str,
    pub(super) price_cents: u32,
    pub(super) availability: Availability,
    /// Number of the product it takes the place of.
    pub(super) supersedes: Option<usize>,
}

impl Item {
    /// As files write its number.
    pub(super) fn key(&self) -> String {
        format!("P{:03}", self.number)
    }

    /// What one unit costs the distributor.
    pub(super) fn cost_cents(&self) -> u32 {
        unit_cost_cents(self.price_cents)
    }
}

/// What ordinary accounts buy.
pub(super) fn ordinary_items() -> Vec<Item> {
    CATEGORIES
        .iter()
        .flat_map(|category| category.products.iter().map(|product| (category.name, product)))
        .zip(1..)
        .map(|((category, (name, price_cents)), number)| plain(number, name, category, *price_cents))
        .collect()
}

/// What only the showcase buys, so that nobody else is drawn into these stories.
pub(super) fn special_items() -> Vec<Item> {
    let discontinued = Item {
        availability: Availability::Discontinued,
        ..plain(901, DISCONTINUED, "Cleaning chemicals", 6450)
    };
    let out_of_stock = Item {
        availability: Availability::OutOfStock,
        ..plain(902, OUT_OF_STOCK, "Cleaning chemicals", 5280)
    };
    let old = plain(903, OLD_NUMBER, "Can liners", 4125);
    let new = Item { supersedes: Some(old.number), ..plain(904, NEW_NUMBER, "Can liners", 4250) };
    vec![discontinued, out_of_stock, old, new]
}

fn plain(number: usize, name: &'static str, category: &'static str, price_cents: u32) -> Item {
    Item { number, name, category, price_cents, availability: Availability::Available, supersedes: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_product_has_a_name_and_a_number_of_its_own() {
        let items: Vec<Item> = ordinary_items().into_iter().chain(special_items()).collect();
        let names: BTreeSet<&str> = items.iter().map(|item| item.name).collect();
        let numbers: BTreeSet<usize> = items.iter().map(|item| item.number).collect();
        assert_eq!((names.len(), numbers.len()), (items.len(), items.len()));
    }
}
