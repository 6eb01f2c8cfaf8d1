//! Everything sold in a slice, wherever it is held: most of it on the timeline, that of accounts replaced since in
//! their histories. Every figure about many accounts is made by one walk of this kind, in no particular sequence.

mod buyers;
mod repeats;

pub(crate) use buyers::places_in;

use crate::amounts::Amounts;
use crate::day::{Day, DayRange};
use crate::history::History;
use crate::line::Line;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::timeline::{AccountSales, Asked, IndexMask, ProductSum, Sold, Timeline};

/// Where fewer accounts than one in so many are asked about, their histories are quicker to read than the timeline.
const FEW_SHARE: usize = 96;

/// A slice ready to be read.
#[derive(Debug)]
pub(crate) struct Sales<'s> {
    filter: &'s Filter,
    snapshot: &'s Snapshot,
    timeline: &'s Timeline,
    /// Accounts inside that are answered by the timeline.
    mask: IndexMask,
    /// Whether every account that the timeline holds is inside, be it replaced or not.
    is_whole: bool,
    /// Accounts inside that are answered by their histories, ascending.
    others: Vec<(u32, &'s History)>,
}

impl<'s> Sales<'s> {
    pub(crate) fn of(snapshot: &'s Snapshot, filter: &'s Filter) -> Self {
        let timeline = snapshot.timeline();
        let is_in = filter.account_mask();
        if filter.indices().count() < is_in.len() / FEW_SHARE {
            let (mask, others) = (IndexMask::default(), filter.histories(snapshot).collect());
            return Self { filter, snapshot, timeline, mask, is_whole: false, others };
        }
        let mut mask = IndexMask::of(is_in);
        let mut others = Vec::new();
        for account in snapshot.beside_timeline().filter(|account| filter.contains_account(*account)) {
            mask.remove(account as usize);
            others.extend(snapshot.history(account).map(|history| (account, &**history)));
        }
        others.sort_unstable_by_key(|(account, _)| *account);
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

    /// Calls `take` for the orders that count in sales and have something inside. Whether one is an ordering event is what
    /// was known on a day.
    pub(crate) fn each(&self, range: DayRange, known_on: Day, mut take: impl FnMut(&Sold)) {
        match self.filter.product_mask() {
            None => self.timeline.each_sale(&self.mask, range, known_on, &mut take),
            Some(products) => {
                self.timeline.each_sale_of(&self.mask, products, range, known_on, |block| {
                    block.iter().for_each(&mut take);
                });
            }
        }
        for (account, history) in &self.others {
            self.filter
                .each_sale_known(history, range, known_on, |sale| take(&Sold { account: *account, sale }));
        }
    }

    /// The same, many at a time where they come from the timeline: for whoever adds them to so many places that the processor
    /// waits for memory.
    pub(crate) fn each_block(&self, range: DayRange, known_on: Day, mut take: impl FnMut(&[Sold])) {
        match self.filter.product_mask() {
            None => self.timeline.each_sale_block(&self.mask, range, known_on, &mut take),
            Some(products) => {
                self.timeline.each_sale_of(&self.mask, products, range, known_on, &mut take);
            }
        }
        for (account, history) in &self.others {
            self.filter
                .each_sale_known(history, range, known_on, |sale| take(&[Sold { account: *account, sale }]));
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

    /// The same of net sales alone, which count whether or not an order is an ordering event.
    pub(crate) fn each_account_revenue(&self, range: DayRange, mut take: impl FnMut(u32, i64)) {
        if self.filter.restricts_products() {
            return self.each_account_sale(range, Day::MAX, |account, sold| {
                take(account, sold.amounts.revenue_cents)
            });
        }
        self.timeline.each_account_revenue(&self.mask, range, &mut take);
        for (account, history) in &self.others {
            self.filter.each_sale(history, range, |sale| take(*account, sale.amounts.revenue_cents));
        }
    }

    /// Calls `take` with the account of every ordering event of the range that has something inside, once or several
    /// times, as far as was known on a day.
    pub(crate) fn each_orderer(&self, range: DayRange, known_on: Day, mut take: impl FnMut(u32)) {
        self.timeline.each_orderer(self.asked(), range, known_on, &mut take);
        for (account, history) in &self.others {
            self.filter.each_sale_known(history, range, known_on, |sale| {
                if sale.is_order {
                    take(*account);
                }
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
