//! Why net sales differ from those of the comparison period (E5): each account's change divided into the parts of
//! the bridge. All in whole cents, and what is rounded off one part falls to the mix, so the parts of an account
//! are its change exactly, and those of all accounts are the change of the slice.

use crate::by_account::{AccountSales, sums_by_account};
use crate::day::Day;
use crate::history::History;
use crate::line::Line;
use crate::order::Order;
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::window::{Compared, Window};
use bellwether_core::bridge::BridgePart;
use itertools::Itertools;

/// How many histories are fetched into the cache together before they are read.
const BLOCK: usize = 16;
/// Beyond this a volume or a price is no money any more but an error in the data.
const LARGEST_PART: i128 = 1 << 60;

/// One account's change and its parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AccountBridge {
    /// Index of the account.
    pub account: u32,
    /// Net sales of both periods.
    pub revenue_cents: Compared<i64>,
    /// Its parts in the order of [`BridgePart::ALL`]; they sum to its change.
    pub parts: [i64; BridgePart::ALL.len()],
}

impl AccountBridge {
    /// Its share of one part.
    pub fn part(&self, part: BridgePart) -> i64 {
        self.parts[place(part)]
    }

    /// What it bought more than in the comparison period.
    pub fn change_cents(&self) -> i64 {
        self.revenue_cents.current - self.revenue_cents.previous
    }

    /// An account whose whole change is one part.
    fn whole(account: u32, revenue_cents: Compared<i64>, part: BridgePart) -> Self {
        let mut bridge = Self { account, revenue_cents, ..Self::default() };
        bridge.parts[place(part)] = bridge.change_cents();
        bridge
    }
}

/// The place of a part in [`BridgePart::ALL`].
fn place(part: BridgePart) -> usize {
    match part {
        BridgePart::Lost => 0,
        BridgePart::New => 1,
        BridgePart::Volume => 2,
        BridgePart::Price => 3,
        BridgePart::Mix => 4,
    }
}

/// The bridges of the accounts inside the slice that sold anything in either period, by account index.
pub fn account_bridges(snapshot: &Snapshot, filter: &Filter, window: Window) -> Vec<AccountBridge> {
    let changes = changes(snapshot, filter, window);
    // Every other block, because the accounts that order most often are found side by side.
    let blocks = |first: usize| changes.chunks(BLOCK).skip(first).step_by(2);
    let some = |first| bridges_of(snapshot, filter, window, blocks(first));
    let (even, odd) = filter.both(|| some(0), || some(1));
    even.into_iter().merge_by(odd, |left, right| left.account < right.account).collect()
}

/// What one account sold in both periods.
#[derive(Debug, Clone, Copy)]
struct Change {
    account: u32,
    revenue_cents: Compared<i64>,
    /// Whether it may have bought some product in both.
    may_repeat: bool,
}

impl Change {
    /// The part that its whole change is; none where its lines must tell.
    fn only_part(&self) -> Option<BridgePart> {
        let Compared { current, previous } = self.revenue_cents;
        match (previous > 0, current > 0) {
            // What was not bought before has no old price, and falls to the mix.
            (true, true) => (!self.may_repeat).then_some(BridgePart::Mix),
            (true, false) => Some(BridgePart::Lost),
            (false, true) => Some(BridgePart::New),
            // Only credits: they count with those who left, and their end with those who came.
            (false, false) if current < previous => Some(BridgePart::Lost),
            (false, false) => Some(BridgePart::New),
        }
    }
}

fn changes(snapshot: &Snapshot, filter: &Filter, window: Window) -> Vec<Change> {
    let add = |sum: &mut i64, sold: &AccountSales| *sum += sold.amounts.revenue_cents;
    let sums = |range| sums_by_account(snapshot, filter, range, Day::MAX, add);
    let ((current, previous), repeaters) = filter.both(
        || (sums(window.current), sums(window.previous)),
        || Sales::of(snapshot, filter).may_repeat(window),
    );
    let both = current.into_iter().zip(previous).zip(repeaters);
    let changes = (0..).zip(both).map(|(account, ((current, previous), may_repeat))| Change {
        account,
        revenue_cents: Compared { current, previous },
        may_repeat,
    });
    changes.filter(|change| change.revenue_cents != Compared::default()).collect()
}

fn bridges_of<'c>(
    snapshot: &Snapshot,
    filter: &Filter,
    window: Window,
    blocks: impl Iterator<Item = &'c [Change]>,
) -> Vec<AccountBridge> {
    let mut bridges = Vec::new();
    let mut basket = Basket::of(snapshot.dimensions().products().len());
    let mut block = Vec::with_capacity(BLOCK);
    for changes in blocks {
        let open = changes.iter().filter(|change| change.only_part().is_none());
        let histories = open.filter_map(|change| Some((change, &**snapshot.history(change.account)?)));
        // Histories lie scattered: first the orders of all of them are fetched, then the lines.
        histories.clone().for_each(|(_, history)| history.fetch());
        block.clear();
        block.extend(histories.map(|(change, history)| Buyer::of(*change, history, window)));
        block.iter().for_each(Buyer::fetch_lines);
        let mut divided = block.iter().map(|buyer| buyer.bridge(filter, &mut basket));
        bridges.extend(changes.iter().filter_map(|change| match change.only_part() {
            Some(part) => Some(AccountBridge::whole(change.account, change.revenue_cents, part)),
            None => divided.next(),
        }));
    }
    bridges
}

/// An account that bought in both periods, with its orders.
struct Buyer<'s> {
    change: Change,
    history: &'s History,
    orders: Compared<&'s [Order]>,
}

impl<'s> Buyer<'s> {
    fn of(change: Change, history: &'s History, window: Window) -> Self {
        let history = history.sales();
        let orders = Compared {
            current: history.orders_in(window.current),
            previous: history.orders_in(window.previous),
        };
        Self { change, history, orders }
    }

    /// Reads a line of each order once, so that all are in the cache when they are used.
    fn fetch_lines(&self) {
        let orders = self.orders.previous.iter().chain(self.orders.current);
        let lines = orders.filter_map(|order| self.history.lines_of(order).first());
        std::hint::black_box(lines.fold(0, |seen, line| seen | line.product));
    }

    fn bridge(&self, filter: &Filter, basket: &mut Basket) -> AccountBridge {
        basket.fill(self.lines(self.orders.previous, filter), self.lines(self.orders.current, filter));
        divided(self.change.account, self.change.revenue_cents, &basket.products)
    }

    fn lines(&self, orders: &'s [Order], filter: &Filter) -> impl Iterator<Item = &'s Line> {
        let history = self.history;
        let counted = orders.iter().filter(|order| order.counts_in_sales());
        let lines = counted.flat_map(|order| history.lines_of(order));
        lines.filter(|line| filter.contains_product(line.product))
    }
}

/// Units and money of a product in one period.
#[derive(Debug, Clone, Copy, Default)]
struct Bought {
    quantity_milli: i64,
    revenue_cents: i64,
}

impl Bought {
    /// Whether there is a price to speak of: units and money left after credits.
    fn is_bought(&self) -> bool {
        self.quantity_milli > 0 && self.revenue_cents > 0
    }

    fn add(&mut self, quantity_milli: i64, revenue_cents: i64) {
        self.quantity_milli += quantity_milli;
        self.revenue_cents += revenue_cents;
    }
}

/// What one account bought in both periods of each product that it bought in the first. Made once and filled anew
/// for each account, because sorting the lines of each would take as long as everything else.
struct Basket {
    products: Vec<Compared<Bought>>,
    /// Where each product is among those, by product index, as of the fill that is noted beside it.
    places: Vec<(u32, u32)>,
    fills: u32,
}

impl Basket {
    fn of(products: usize) -> Self {
        Self { products: Vec::new(), places: vec![(0, 0); products], fills: 0 }
    }

    fn fill<'l>(
        &mut self,
        previous: impl Iterator<Item = &'l Line>,
        current: impl Iterator<Item = &'l Line>,
    ) {
        self.products.clear();
        // There are fewer accounts than numbers, and each is filled in once.
        self.fills += 1;
        for line in previous {
            let Some((fill, place)) = self.places.get_mut(line.product as usize) else { continue };
            if *fill != self.fills {
                (*fill, *place) = (self.fills, u32::try_from(self.products.len()).unwrap_or(u32::MAX));
                self.products.push(Compared::default());
            }
            if let Some(product) = self.products.get_mut(*place as usize) {
                product.previous.add(line.quantity_milli, line.revenue_cents);
            }
        }
        // What was not bought before has no old price, and falls to the mix.
        for line in current {
            let place = self.places.get(line.product as usize).filter(|(fill, _)| *fill == self.fills);
            if let Some(product) = place.and_then(|(_, place)| self.products.get_mut(*place as usize)) {
                product.current.add(line.quantity_milli, line.revenue_cents);
            }
        }
    }
}

/// The change of an account that bought in both periods, divided into volume, price and mix.
fn divided(account: u32, revenue_cents: Compared<i64>, products: &[Compared<Bought>]) -> AccountBridge {
    let mut common = Compared::<Bought>::default();
    let mut price = 0;
    for product in products.iter().filter(|own| own.current.is_bought() && own.previous.is_bought()) {
        let (now, before) = (product.current, product.previous);
        let at_old_price = proportion(before.revenue_cents, now.quantity_milli, before.quantity_milli);
        price += i128::from(now.revenue_cents) - at_old_price;
        common.current.add(now.quantity_milli, now.revenue_cents);
        common.previous.add(before.quantity_milli, before.revenue_cents);
    }
    let (now, before) = (common.current, common.previous);
    let more_units = now.quantity_milli - before.quantity_milli;
    let volume = proportion(before.revenue_cents, more_units, before.quantity_milli);
    let (volume, price) = part_of(volume).zip(part_of(price)).unwrap_or_default();
    let change = revenue_cents.current - revenue_cents.previous;
    AccountBridge { account, revenue_cents, parts: [0, 0, volume, price, change - volume - price] }
}

fn part_of(cents: i128) -> Option<i64> {
    i64::try_from(cents).ok().filter(|_| cents.abs() <= LARGEST_PART)
}

/// `amount × part / whole`, halves rounded away from zero; 0 of no whole.
fn proportion(amount: i64, part: i64, whole: i64) -> i128 {
    if whole == 0 {
        return 0;
    }
    // Nearly always the product is small, and dividing small numbers is many times as fast.
    match amount.checked_mul(part).filter(|product| product.unsigned_abs() < 1 << 62) {
        Some(product) if whole.unsigned_abs() < 1 << 62 => {
            i128::from((product + half(product, whole)) / whole)
        }
        _ => {
            let (product, whole) = (i128::from(amount) * i128::from(part), i128::from(whole));
            let half = whole.abs() / 2 * product.signum();
            (product + half) / whole
        }
    }
}

/// Half of `whole` towards the sign of `product`.
fn half(product: i64, whole: i64) -> i64 {
    whole.abs() / 2 * product.signum()
}

/// One part over all accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeTotal {
    /// Which part.
    pub part: BridgePart,
    /// Its sum.
    pub cents: i64,
    /// Accounts with such a part.
    pub accounts: u64,
    /// Index and share of the accounts with the largest parts, the largest first, by id where they are equal.
    pub top: Vec<(u32, i64)>,
}

/// The parts of all accounts in display order, each with its `top` largest accounts.
pub fn bridge_totals(snapshot: &Snapshot, bridges: &[AccountBridge], top: usize) -> Vec<BridgeTotal> {
    let ids = snapshot.dimensions().account_columns().ids();
    let rank = |(account, cents): &(u32, i64)| {
        (std::cmp::Reverse(cents.unsigned_abs()), ids.get(*account as usize).copied())
    };
    let total = |part| {
        let shares = bridges.iter().map(|bridge| (bridge.account, bridge.part(part)));
        let (mut cents, mut accounts) = (0, 0);
        let shares = shares.filter(|(_, share)| *share != 0).inspect(|(_, share)| {
            cents += share;
            accounts += 1;
        });
        let top = shares.k_smallest_by_key(top, rank).collect();
        BridgeTotal { part, cents, accounts, top }
    };
    BridgePart::ALL.map(total).into()
}

#[cfg(test)]
mod tests;
