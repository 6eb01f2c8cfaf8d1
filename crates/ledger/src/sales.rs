//! Everything sold in a slice, wherever it is held: most of it on the timeline, that of accounts replaced since in
//! their histories. Every figure about many accounts is made by one walk of this kind, in no particular sequence.

use crate::amounts::Amounts;
use crate::day::{Day, DayRange};
use crate::history::History;
use crate::line::Line;
use crate::marks::Marks;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::timeline::{AccountMask, AccountSales, Asked, ProductSum, Sold, Timeline};
use crate::window::Window;
use std::collections::HashSet;

/// Where fewer accounts than one in so many are asked about, their histories are quicker to read than the timeline.
const FEW_SHARE: usize = 32;

/// A slice ready to be read.
#[derive(Debug)]
pub(crate) struct Sales<'s> {
    filter: &'s Filter,
    snapshot: &'s Snapshot,
    timeline: &'s Timeline,
    /// Accounts inside that are answered by the timeline.
    mask: AccountMask,
    /// Whether every account that the timeline holds is inside, be it replaced or not.
    is_whole: bool,
    /// Accounts inside that are answered by their histories.
    others: Vec<(u32, &'s History)>,
}

impl<'s> Sales<'s> {
    pub(crate) fn of(snapshot: &'s Snapshot, filter: &'s Filter) -> Self {
        let timeline = snapshot.timeline();
        let is_in = filter.account_mask();
        if filter.indices().count() < is_in.len() / FEW_SHARE {
            let (mask, others) = (AccountMask::default(), filter.histories(snapshot).collect());
            return Self { filter, snapshot, timeline, mask, is_whole: false, others };
        }
        let mut mask = AccountMask::of(is_in);
        let mut others = Vec::new();
        for account in snapshot.beside_timeline().filter(|account| filter.contains_account(*account)) {
            mask.remove(account);
            others.extend(snapshot.history(account).map(|history| (account, &**history)));
        }
        Self { filter, snapshot, timeline, mask, is_whole: timeline.is_whole(is_in), others }
    }

    /// Number of accounts, for columns by account index.
    pub(crate) fn account_places(&self) -> usize {
        self.snapshot.dimensions().accounts().len()
    }

    /// The snapshot that is read.
    pub(crate) fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// The slice that is read.
    pub(crate) fn filter(&self) -> &'s Filter {
        self.filter
    }

    /// Calls `take` for the orders that count in sales and have something inside, many at a time. Whether one is an
    /// ordering event is what was known on a day.
    pub(crate) fn each(&self, range: DayRange, known_on: Day, mut take: impl FnMut(&[Sold])) {
        match self.filter.product_mask() {
            None => self.timeline.each_sale(&self.mask, range, known_on, &mut take),
            Some(products) => {
                self.timeline.each_sale_of(&self.mask, products, range, known_on, &mut take);
            }
        }
        let mut block = Vec::new();
        for (account, history) in &self.others {
            self.filter.each_sale_known(history, range, known_on, |sale| {
                block.push(Sold { account: *account, sale });
            });
            take(&block);
            block.clear();
        }
    }

    /// Calls `take` with every account and what it bought in the range, in one piece or several. What is an ordering
    /// event is what was known on a day.
    pub(crate) fn each_account_sale(
        &self,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(u32, &AccountSales),
    ) {
        match self.filter.product_mask() {
            None => self.timeline.each_account_sale(&self.mask, range, known_on, &mut take),
            Some(products) => self.timeline.each_sale_of(&self.mask, products, range, known_on, |block| {
                block.iter().for_each(|sold| take(sold.account, &AccountSales::of(&sold.sale)));
            }),
        }
        for (account, history) in &self.others {
            self.filter.each_sale_known(history, range, known_on, |sale| {
                take(*account, &AccountSales::of(&sale));
            });
        }
    }

    /// The days of the range with an order of an account inside, whatever its products, ascending.
    pub(crate) fn order_days(&self, range: DayRange) -> Vec<Day> {
        let mut days: Vec<Day> = self.timeline.order_days(&self.mask, range).collect();
        self.others.iter().for_each(|(_, history)| days.extend(history.order_days_in(range)));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Sums over the lines inside of orders that count in sales, by product index.
    pub(crate) fn products(&self, range: DayRange) -> Vec<ProductSum> {
        let mut sums = vec![ProductSum::default(); self.product_places()];
        if self.is_whole {
            self.timeline.add_all_products(range, &mut sums);
            for history in self.snapshot.outdated() {
                self.each_sum(history, range, &mut sums, |sum, line| {
                    sum.amounts = sum.amounts - Amounts::of_line(line);
                    sum.lines -= 1;
                });
            }
        } else {
            self.timeline.add_products(self.asked(), range, &mut sums);
        }
        for (_, history) in &self.others {
            self.each_sum(history, range, &mut sums, |sum, line| {
                sum.amounts += Amounts::of_line(line);
                sum.lines += 1;
            });
        }
        self.keep_inside(&mut sums);
        sums
    }

    fn each_sum(
        &self,
        history: &History,
        range: DayRange,
        sums: &mut [ProductSum],
        change: impl Fn(&mut ProductSum, &Line),
    ) {
        // Money counts whether or not the order is an ordering event.
        self.filter.each_line(history, range, Day::MAX, |_, _, line| {
            if let Some(sum) = sums.get_mut(line.product as usize) {
                change(sum, line);
            }
        });
    }

    /// Calls `take` with product and thousandths of a unit of every line inside of orders that count in sales.
    pub(crate) fn each_quantity(&self, range: DayRange, mut take: impl FnMut(u32, i64)) {
        self.timeline.each_quantity(self.asked(), range, &mut take);
        for (_, history) in &self.others {
            self.filter
                .each_line(history, range, Day::MAX, |_, _, line| take(line.product, line.quantity_milli));
        }
    }

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
        self.timeline.each_buyer(self.asked(), range, &mut take);
        self.each_other_buyer(range, known_on, take);
    }

    /// Calls `take` with account and place, once for each account and category that it bought; `places` has the place of
    /// each product's category.
    pub(crate) fn each_category_buyer(
        &self,
        places: &[usize],
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(u32, usize),
    ) {
        if !self.timeline.has_categories(places) || !self.has_whole_categories(places) {
            let mut marks = Marks::none(self.account_places(), places.iter().max().map_or(0, |last| last + 1));
            self.each_buyer(range, known_on, |account, product| {
                if let Some(place) = places.get(product as usize).filter(|place| marks.mark(account, **place)) {
                    take(account, *place);
                }
            });
            return;
        }
        let asked = self.asked();
        self.timeline.each_category_buyer(asked, range, |account, product| {
            if let Some(place) = places.get(product as usize) {
                take(account, *place);
            }
        });
        let mut bought = HashSet::new();
        self.timeline.each_reversed(asked, range, known_on, |account, product| {
            let Some(place) = places.get(product as usize) else { return };
            let is_of_category = |own: u32| places.get(own as usize) == Some(place);
            if bought.insert((account, *place)) && !self.is_bought_for_good(account, is_of_category, range) {
                take(account, *place);
            }
        });
        self.each_buyer_among(self.others.iter().copied(), range, known_on, |account, product| {
            if let Some(place) = places.get(product as usize).filter(|place| bought.insert((account, **place))) {
                take(account, *place);
            }
        });
    }

    /// Whether of each category all products are inside or none.
    fn has_whole_categories(&self, places: &[usize]) -> bool {
        let Some(products) = self.filter.product_mask() else { return true };
        let mut inside = vec![None; places.iter().max().map_or(0, |last| last + 1)];
        places.iter().zip(products).all(|(place, is_in)| *inside[*place].get_or_insert(*is_in) == *is_in)
    }

    /// Whether each account may have bought some product in both ranges of a window; of the others it is certain that
    /// they have not.
    pub(crate) fn may_repeat(&self, window: Window) -> Vec<bool> {
        let is_apart = window.previous.until <= window.current.from;
        let mut may_repeat = vec![!is_apart; self.account_places()];
        if is_apart {
            let known = self.others.iter().map(|(account, _)| *account);
            known.for_each(|account| may_repeat[account as usize] = true);
            self.timeline.each_repeater(self.asked(), window, |account| may_repeat[account as usize] = true);
        }
        may_repeat
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

    /// What is asked of the timeline.
    fn asked(&self) -> Asked<'_> {
        Asked { accounts: &self.mask, products: self.filter.product_mask() }
    }

    fn product_places(&self) -> usize {
        self.snapshot.dimensions().products().len()
    }

    /// Empties the places of products outside.
    fn keep_inside<T: Default>(&self, places: &mut [T]) {
        let Some(products) = self.filter.product_mask() else { return };
        for (place, is_in) in places.iter_mut().zip(products) {
            if !is_in {
                *place = T::default();
            }
        }
    }
}
