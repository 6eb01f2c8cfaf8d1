//! Why net sales differ from those of the comparison period (E5): each account's change divided into the parts of
//! the bridge. All in whole cents, and what is rounded off one part falls to the mix, so the parts of an account
//! are its change exactly, and those of all accounts are the change of the slice.

use crate::day::DayRange;
use crate::sales::Sales;
use crate::slice::Filter;
use crate::snapshot::Snapshot;
use crate::timeline::{Bought, PairSums};
use crate::window::{Compared, Window};
use bellwether_core::bridge::BridgePart;
use std::cmp::Reverse;
use std::ops::Range;

/// Beyond this a volume or a price is no money any more but an error in the data.
const LARGEST_PART: i128 = 1 << 60;
/// The sum of two numbers below this is exact as `f64`.
const SMALL: u64 = 1 << (f64::MANTISSA_DIGITS - 1);

/// One account's change and its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountBridge {
    /// Index of the account.
    pub account: u32,
    /// Net sales of both periods.
    pub revenue_cents: Compared<i64>,
    /// Parts of the change of an account that bought in both; of others 0.
    volume_cents: i64,
    price_cents: i64,
}

impl AccountBridge {
    /// The bridge of an account that sold anything.
    fn of(account: u32, revenue_cents: Compared<i64>, kept: &Kept) -> Option<Self> {
        if revenue_cents == Compared::default() {
            return None;
        }
        let bought_in_both = revenue_cents.previous > 0 && revenue_cents.current > 0;
        let (volume_cents, price_cents) =
            if bought_in_both { kept.volume_and_price() } else { Default::default() };
        Some(Self { account, revenue_cents, volume_cents, price_cents })
    }

    /// Its share of one part; those of all parts sum to its change.
    #[inline]
    pub fn part(&self, part: BridgePart) -> i64 {
        let (change, volume, price) = (self.change_cents(), self.volume_cents, self.price_cents);
        let (bought, buys) = (self.revenue_cents.previous > 0, self.revenue_cents.current > 0);
        let is_kept = bought && buys;
        // Those with credits only count with who left, and their end with who came.
        let is_lost = !is_kept && (bought || (!buys && change < 0));
        match part {
            BridgePart::Lost if is_lost => change,
            BridgePart::New if !is_kept && !is_lost => change,
            BridgePart::Lost | BridgePart::New => 0,
            BridgePart::Volume => volume,
            BridgePart::Price => price,
            // What is neither is mix.
            BridgePart::Mix if is_kept => change - volume - price,
            BridgePart::Mix => 0,
        }
    }

    /// What it bought more than in the comparison period.
    pub fn change_cents(&self) -> i64 {
        self.revenue_cents.current - self.revenue_cents.previous
    }
}

/// The bridges of a slice, and what they sum to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridges {
    /// As they were worked out, in two parts.
    halves: [Vec<AccountBridge>; 2],
    /// Net sales of both periods.
    pub revenue_cents: Compared<i64>,
    /// The parts in display order.
    pub totals: Vec<BridgeTotal>,
}

impl Bridges {
    /// The bridges of the accounts inside the slice that sold anything in either period, in no particular sequence. Each
    /// total has its `top` largest accounts.
    pub fn of(snapshot: &Snapshot, filter: &Filter, window: Window, top: usize) -> Self {
        let sales = Sales::of(snapshot, filter);
        let revenue = filter.compared(window, |range| revenue(&sales, range));
        let buyers = Buyers { sales: &sales, window, revenue, unchanged: unchanged(&sales, window) };
        let blocks = sales.repeat_blocks();
        // By turns: accounts that order most often are found side by side.
        let some = |first| {
            let mut sums = PairSums::default();
            let mut half = Half::new(sales.account_places() / 2, top, snapshot);
            for (block, accounts) in blocks.iter().enumerate().skip(first).step_by(2) {
                buyers.push_bridges(block, accounts.clone(), &mut sums, &mut half);
            }
            half
        };
        let (mut even, odd) = filter.both(|| some(0), || some(1));
        even.revenue_cents += odd.revenue_cents;
        let totals = even.totals.into_iter().zip(odd.totals).map(|(even, odd)| even.merged(odd).total());
        Self {
            totals: totals.collect(),
            revenue_cents: even.revenue_cents,
            halves: [even.bridges, odd.bridges],
        }
    }

    /// The bridge of every account.
    pub fn accounts(&self) -> impl Iterator<Item = &AccountBridge> {
        self.halves.iter().flatten()
    }
}

/// What changes of accounts are divided by.
struct Buyers<'s> {
    sales: &'s Sales<'s>,
    window: Window,
    /// Net sales by account index.
    revenue: Compared<Vec<i64>>,
    unchanged: Vec<Bought>,
}

impl Buyers<'_> {
    /// Adds the bridges of a block of accounts.
    fn push_bridges(&self, block: usize, accounts: Range<u32>, sums: &mut PairSums, half: &mut Half<'_>) {
        let mut kept = vec![Kept::default(); accounts.len()];
        self.sales.each_repeat(block, accounts.clone(), self.window, sums, |account, product| {
            kept[(account - accounts.start) as usize].add(product);
        });
        for (account, mut kept) in accounts.zip(kept) {
            let place = account as usize;
            let unchanged = self.unchanged.get(place).copied().unwrap_or_default();
            kept.sums += Compared { current: unchanged, previous: unchanged };
            let revenue_cents =
                Compared { current: self.revenue.current[place], previous: self.revenue.previous[place] };
            half.extend(AccountBridge::of(account, revenue_cents, &kept));
        }
    }
}

/// Some of the bridges, added up as they come.
struct Half<'s> {
    bridges: Vec<AccountBridge>,
    revenue_cents: Compared<i64>,
    totals: [Totaling<'s>; BridgePart::ALL.len()],
}

impl<'s> Half<'s> {
    fn new(accounts: usize, top: usize, snapshot: &'s Snapshot) -> Self {
        let ids = snapshot.dimensions().account_columns().ids();
        Self {
            bridges: Vec::with_capacity(accounts),
            revenue_cents: Compared::default(),
            totals: BridgePart::ALL.map(|part| Totaling {
                part,
                cents: 0,
                accounts: 0,
                largest: Largest::new(top, ids),
            }),
        }
    }

    fn extend(&mut self, bridge: Option<AccountBridge>) {
        let Some(bridge) = bridge else { return };
        self.revenue_cents += bridge.revenue_cents;
        for total in &mut self.totals {
            total.add(bridge.account, bridge.part(total.part));
        }
        self.bridges.push(bridge);
    }
}

/// Net sales by account index.
fn revenue(sales: &Sales, range: DayRange) -> Vec<i64> {
    let mut sums = vec![0; sales.account_places()];
    sales.each_account_revenue(range, |account, revenue_cents| sums[account as usize] += revenue_cents);
    sums
}

/// By account index, what was bought of products on one line only that is in both ranges of the window: as much in both,
/// at one price. Empty for ranges that do not overlap.
fn unchanged(sales: &Sales, window: Window) -> Vec<Bought> {
    let Window { current, previous } = window;
    let (from, until) = (current.from.max(previous.from), current.until.min(previous.until));
    if from >= until {
        return Vec::new();
    }
    let middle = from.midpoint(until);
    let sum = |range| {
        let mut sums = vec![Bought::default(); sales.account_places()];
        sales.each_single(range, |account, bought| {
            if bought.is_bought() {
                sums[account as usize] += bought;
            }
        });
        sums
    };
    let halves = [DayRange { from, until: middle }, DayRange { from: middle, until }];
    let (mut sums, more) = sales.filter().both(|| sum(halves[0]), || sum(halves[1]));
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    sums
}

/// The products that an account bought in both periods. What was not bought before has no old price, and falls to the
/// mix.
#[derive(Debug, Clone, Copy, Default)]
struct Kept {
    sums: Compared<Bought>,
    price: i128,
}

impl Kept {
    /// Takes a product in that was bought in both.
    fn add(&mut self, product: Compared<Bought>) {
        let Compared { current, previous } = product;
        let at_old_price =
            proportion(previous.revenue_cents, current.quantity_milli, previous.quantity_milli);
        self.price += i128::from(current.revenue_cents) - at_old_price;
        self.sums += product;
    }

    fn volume_and_price(&self) -> (i64, i64) {
        let Compared { current, previous } = self.sums;
        let more_units = current.quantity_milli - previous.quantity_milli;
        let volume = proportion(previous.revenue_cents, more_units, previous.quantity_milli);
        part_of(volume).zip(part_of(self.price)).unwrap_or_default()
    }
}

fn part_of(cents: i128) -> Option<i64> {
    i64::try_from(cents).ok().filter(|_| cents.abs() <= LARGEST_PART)
}

/// `amount × part / whole`, halves rounded away from zero; 0 of no whole.
fn proportion(amount: i64, part: i64, whole: i64) -> i128 {
    if whole == 0 {
        return 0;
    }
    // Nearly always product and whole are small, and as `f64` they are divided in half the time.
    let is_small = |number: &i64| number.unsigned_abs() < SMALL;
    match amount.checked_mul(part).filter(is_small) {
        Some(product) if is_small(&whole) => i128::from(quotient(product + half(product, whole), whole)),
        _ => {
            let (product, whole) = (i128::from(amount) * i128::from(part), i128::from(whole));
            let half = whole.abs() / 2 * product.signum();
            (product + half) / whole
        }
    }
}

/// `number / whole`, without what is behind the point. Numbers of at most 53 bits are exact as `f64`, and their quotient is
/// less than one part in 2⁵³ wrong: less than it lacks to the next whole number.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small numbers are exact")]
fn quotient(number: i64, whole: i64) -> i64 {
    (number as f64 / whole as f64) as i64
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

/// A part while accounts are added to it.
struct Totaling<'s> {
    part: BridgePart,
    cents: i64,
    accounts: u64,
    largest: Largest<'s>,
}

impl Totaling<'_> {
    fn add(&mut self, account: u32, cents: i64) {
        self.cents += cents;
        self.accounts += u64::from(cents != 0);
        self.largest.offer(account, cents);
    }

    fn merged(mut self, other: Self) -> Self {
        self.cents += other.cents;
        self.accounts += other.accounts;
        other.largest.rows.into_iter().for_each(|(account, cents)| self.largest.offer(account, cents));
        self
    }

    fn total(self) -> BridgeTotal {
        let Self { part, cents, accounts, largest } = self;
        BridgeTotal { part, cents, accounts, top: largest.sorted() }
    }
}

/// How many times the rows asked for are gathered before they are sorted.
const GATHERED: usize = 8;

/// The accounts with the largest shares among those that were offered. A heap for each part takes three times as long.
struct Largest<'s> {
    count: usize,
    /// Account ids by index.
    ids: &'s [i64],
    /// The largest so far and some more.
    rows: Vec<(u32, i64)>,
    /// What is less than this is not among them.
    least: u64,
}

impl<'s> Largest<'s> {
    fn new(count: usize, ids: &'s [i64]) -> Self {
        Self { count, ids, rows: Vec::new(), least: 1 }
    }

    fn offer(&mut self, account: u32, cents: i64) {
        if cents.unsigned_abs() >= self.least {
            self.rows.push((account, cents));
            if self.rows.len() > GATHERED * self.count {
                self.keep_largest();
            }
        }
    }

    fn keep_largest(&mut self) {
        let id = |account: u32| self.ids.get(account as usize).copied();
        self.rows.sort_unstable_by_key(|(account, cents)| (Reverse(cents.unsigned_abs()), id(*account)));
        self.rows.truncate(self.count);
        self.least = self.rows.last().map_or(self.least, |(_, cents)| cents.unsigned_abs());
    }

    fn sorted(mut self) -> Vec<(u32, i64)> {
        self.keep_largest();
        self.rows
    }
}

#[cfg(test)]
mod tests;
