//! Who bought what: products, and categories as a whole.

use super::Sales;
use crate::day::{Day, DayRange};
use crate::history::History;
use crate::marks::Marks;
use crate::timeline::FirstBought;
use std::collections::HashSet;

impl Sales<'_> {
    /// Accounts that bought a product on an ordering event, as far as was known on a day, by product index.
    pub(crate) fn buyers(&self, range: DayRange, known_on: Day) -> Vec<i64> {
        let mut counts = vec![0; self.product_places()];
        if self.is_whole && self.filter.product_mask().is_none() {
            self.timeline.count_all_buyers(range, &mut counts);
            // What was reversed the timeline has not counted either.
            let outdated = (0..).zip(self.snapshot.outdated());
            self.each_buyer_among(outdated, range, Day::MAX, |_, product| {
                if let Some(count) = counts.get_mut(product as usize) {
                    *count -= 1;
                }
            });
        } else {
            self.timeline.count_buyers(self.asked(), range, &mut counts);
        }
        self.each_other_buyer(range, known_on, |_, product| {
            if let Some(count) = counts.get_mut(product as usize) {
                *count += 1;
            }
        });
        self.keep_inside(&mut counts);
        counts
    }

    /// Calls `take` with account and product, once for each account that bought it.
    pub(crate) fn each_buyer(&self, range: DayRange, known_on: Day, mut take: impl FnMut(u32, u32)) {
        self.timeline.each_first_bought(self.asked(), range, |account, product, first| {
            if first.is_first_of_product {
                take(account, product);
            }
        });
        self.each_other_buyer(range, known_on, take);
    }

    /// Calls `take` with account and the place of a category for lines of it, of which one is the first of each product
    /// and one the first of the category; lines that are neither may come too. `places` has the place of each product's
    /// category.
    pub(crate) fn each_first_bought(
        &self,
        places: &[usize],
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(u32, usize, FirstBought),
    ) {
        if !self.timeline.has_categories(places) || !self.has_whole_categories(places) {
            let mut marks = Marks::none(self.account_places(), places_in(places));
            self.each_buyer(range, known_on, |account, product| {
                if let Some(place) = places.get(product as usize) {
                    let is_first_of_category = marks.mark(account, *place);
                    take(account, *place, FirstBought { is_first_of_product: true, is_first_of_category });
                }
            });
            return;
        }
        self.timeline.each_first_bought(self.asked(), range, |account, product, first| {
            if let Some(place) = places.get(product as usize) {
                take(account, *place, first);
            }
        });
        self.each_other_first(places, range, known_on, take);
    }

    /// Accounts that bought of a category, by its place.
    pub(crate) fn category_buyers(&self, places: &[usize], range: DayRange, known_on: Day) -> Vec<i64> {
        let mut counts = vec![0; places_in(places)];
        if !self.is_whole || self.filter.product_mask().is_some() || !self.timeline.has_categories(places) {
            self.each_first_bought(places, range, known_on, |_, place, first| {
                counts[place] += i64::from(first.is_first_of_category);
            });
            return counts;
        }
        self.timeline.count_all_category_buyers(range, places, &mut counts);
        // What was reversed the timeline has not counted either.
        let outdated = (0..).zip(self.snapshot.outdated());
        self.each_first_among(outdated, places, range, Day::MAX, |_, place, first| {
            counts[place] -= i64::from(first.is_first_of_category);
        });
        self.each_other_first(places, range, known_on, |_, place, first| {
            counts[place] += i64::from(first.is_first_of_category);
        });
        counts
    }

    /// As [`Self::each_other_buyer`], of products and categories.
    fn each_other_first(
        &self,
        places: &[usize],
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(u32, usize, FirstBought),
    ) {
        let (mut products, mut categories) = (HashSet::new(), HashSet::new());
        self.timeline.each_reversed(self.asked(), range, known_on, |account, product| {
            let Some(place) = places.get(product as usize) else { return };
            let is_product = |own: u32| own == product;
            let is_of_category = |own: u32| places.get(own as usize) == Some(place);
            let is_first_of_product =
                products.insert((account, product)) && !self.is_bought_for_good(account, is_product, range);
            let is_first_of_category = categories.insert((account, *place))
                && !self.is_bought_for_good(account, is_of_category, range);
            take(account, *place, FirstBought { is_first_of_product, is_first_of_category });
        });
        self.each_first_among(self.others.iter().copied(), places, range, known_on, take);
    }

    /// As [`Self::each_buyer_among`], of products and categories.
    fn each_first_among<'h>(
        &self,
        histories: impl Iterator<Item = (u32, &'h History)>,
        places: &[usize],
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(u32, usize, FirstBought),
    ) {
        let mut last_buyers = vec![None; places_in(places)];
        self.each_buyer_among(histories, range, known_on, |account, product| {
            let Some(place) = places.get(product as usize) else { return };
            let is_first_of_category = last_buyers[*place].replace(account) != Some(account);
            take(account, *place, FirstBought { is_first_of_product: true, is_first_of_category });
        });
    }

    /// Whether of each category all products are inside or none.
    fn has_whole_categories(&self, places: &[usize]) -> bool {
        let Some(products) = self.filter.product_mask() else { return true };
        let mut inside = vec![None; places_in(places)];
        places.iter().zip(products).all(|(place, is_in)| *inside[*place].get_or_insert(*is_in) == *is_in)
    }

    /// The buyers that the timeline cannot tell: by orders reversed later, and of accounts beside it.
    fn each_other_buyer(&self, range: DayRange, known_on: Day, mut take: impl FnMut(u32, u32)) {
        let mut bought = HashSet::new();
        self.timeline.each_reversed(self.asked(), range, known_on, |account, product| {
            let is_product = |own: u32| own == product;
            if bought.insert((account, product)) && !self.is_bought_for_good(account, is_product, range) {
                take(account, product);
            }
        });
        self.each_buyer_among(self.others.iter().copied(), range, known_on, take);
    }

    /// Calls `take` with account and product, once for each of these histories that holds it on an ordering event.
    fn each_buyer_among<'h>(
        &self,
        histories: impl Iterator<Item = (u32, &'h History)>,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(u32, u32),
    ) {
        let mut last_buyers = vec![None; self.product_places()];
        for (account, history) in histories {
            self.filter.each_line(history, range, known_on, |_, is_order, line| {
                let last_buyer = last_buyers.get_mut(line.product as usize).filter(|_| is_order);
                if last_buyer.is_some_and(|buyer| buyer.replace(account) != Some(account)) {
                    take(account, line.product);
                }
            });
        }
    }

    /// Whether the account bought such a product in the range on an order that nobody reversed. Asked only about
    /// orders reversed within the fortnight after the day of knowledge, of which there are few.
    fn is_bought_for_good(&self, account: u32, is_asked: impl Fn(u32) -> bool, range: DayRange) -> bool {
        self.snapshot.history(account).is_some_and(|history| {
            let history = history.sales();
            let kept = history.orders_in(range).iter().filter(|order| order.is_valid(Day::MAX));
            kept.flat_map(|order| history.lines_of(order)).any(|line| is_asked(line.product))
        })
    }
}

/// How many places there are.
pub(crate) fn places_in(places: &[usize]) -> usize {
    places.iter().max().map_or(0, |last| last + 1)
}
