//! What accounts bought on more than one line. Two periods are held against each other by reading the lines of both: the
//! accounts come in blocks, and inside a block the lines lie by day, so that those of a period are read from end to end
//! while the sums of the block stay in the nearest caches.

use super::day_starts::DayStarts;
use super::mask::IndexMask;
use super::rows::LineAmounts;
use super::{Asked, Timeline};
use crate::day::{Day, DayRange};
use crate::window::{Compared, Window};
use std::ops::{AddAssign, Range};

/// Pairs of account and product in a block, unless a single account has more: their sums take 128 kB.
const PAIRS_OF_BLOCK: usize = 8192;
/// Pairs that a block can have at all. An account with more products than this is left out of the timeline.
pub(super) const MOST_PAIRS: usize = 1 << u16::BITS;

/// Lines by block of accounts and by day, of products that the account has on several.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    blocks: Vec<Block>,
    lines: Vec<RepeatLine>,
    pairs: Pairs,
}

/// Accounts whose lines lie together.
#[derive(Debug)]
struct Block {
    accounts: Range<u32>,
    pairs: Range<usize>,
    days: DayStarts,
    /// Whether four bytes are enough for the sums of its pairs, whatever the days.
    is_narrow: bool,
}

/// Accounts, and products that they have on several lines. They lie apart: where all products are asked about, none is read.
#[derive(Debug, Default)]
struct Pairs {
    account: Vec<u32>,
    product: Vec<u32>,
}

impl Pairs {
    fn len(&self) -> usize {
        self.account.len()
    }

    fn push(&mut self, account: u32, product: u32) {
        self.account.push(account);
        self.product.push(product);
    }
}

/// The layout is packed: read fields by copy, never by reference.
#[repr(C, packed(2))]
#[derive(Debug, Clone, Copy)]
struct RepeatLine {
    revenue_cents: i32,
    quantity_milli: i32,
    /// Place among the pairs of the block.
    pair: u16,
}

impl RepeatLine {
    fn bought<T: From<i32>>(&self) -> Bought<T> {
        Bought { quantity_milli: self.quantity_milli.into(), revenue_cents: self.revenue_cents.into() }
    }
}

/// Units and money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Bought<T = i64> {
    /// Thousandths of a unit.
    pub(crate) quantity_milli: T,
    /// Net amount.
    pub(crate) revenue_cents: T,
}

impl<T: Copy + Default + PartialOrd> Bought<T> {
    /// Whether there is a price to speak of: units and money left after credits.
    pub(crate) fn is_bought(self) -> bool {
        (self.quantity_milli > T::default()) & (self.revenue_cents > T::default())
    }
}

impl<T: Copy + Default + PartialOrd> Compared<Bought<T>> {
    /// Whether there is one of both periods.
    pub(crate) fn is_bought_in_both(&self) -> bool {
        self.current.is_bought() & self.previous.is_bought()
    }
}

impl<T: AddAssign> AddAssign for Bought<T> {
    fn add_assign(&mut self, other: Self) {
        self.quantity_milli += other.quantity_milli;
        self.revenue_cents += other.revenue_cents;
    }
}

/// Room for the sums of the pairs of a block, and to find some of them in: used again from one block to the next.
#[derive(Debug, Default)]
pub(crate) struct PairSums {
    narrow: Vec<Compared<Bought<i32>>>,
    wide: Vec<Compared<Bought>>,
    found: Vec<usize>,
}

/// Calls `take` with the place of each of so many pairs that was bought on lines of both periods, and its sums.
fn each_in_both<T>(
    pairs: usize,
    lines: Compared<&[RepeatLine]>,
    sums: &mut Vec<Compared<Bought<T>>>,
    found: &mut Vec<usize>,
    mut take: impl FnMut(usize, Compared<Bought>),
) where
    T: Copy + Default + PartialOrd + AddAssign + From<i32> + Into<i64>,
{
    sums.clear();
    sums.resize(pairs, Compared::default());
    for line in lines.previous {
        sums[usize::from(line.pair)].previous += line.bought();
    }
    for line in lines.current {
        sums[usize::from(line.pair)].current += line.bought();
    }
    found.resize(found.len().max(pairs), 0);
    let mut count = 0;
    // Every place is written down, bought or not: a branch that nobody can foresee costs more.
    for (place, sum) in sums.iter().enumerate() {
        found[count] = place;
        count += usize::from(sum.is_bought_in_both());
    }
    let wide = |bought: Bought<T>| Bought {
        quantity_milli: bought.quantity_milli.into(),
        revenue_cents: bought.revenue_cents.into(),
    };
    for place in &found[..count] {
        let Compared { current, previous } = sums[*place];
        take(*place, Compared { current: wide(current), previous: wide(previous) });
    }
}

impl Repeats {
    pub(super) fn memory_bytes(&self) -> usize {
        size_of_val(&*self.blocks)
            + self.blocks.iter().map(|block| block.days.memory_bytes()).sum::<usize>()
            + size_of_val(&*self.lines)
            + size_of_val(&*self.pairs.account)
            + size_of_val(&*self.pairs.product)
    }

    /// Calls `take` with the place among all pairs of each of a block that was bought on lines of both ranges, and its sums.
    fn each_in_both(
        &self,
        block: &Block,
        window: Window,
        sums: &mut PairSums,
        mut take: impl FnMut(usize, Compared<Bought>),
    ) {
        let on = |days| &self.lines[block.days.rows(days)];
        let lines = Compared { current: on(window.current), previous: on(window.previous) };
        let pairs = block.pairs.len();
        let take = |place: usize, bought| take(block.pairs.start + place, bought);
        if block.is_narrow {
            each_in_both(pairs, lines, &mut sums.narrow, &mut sums.found, take);
        } else {
            each_in_both(pairs, lines, &mut sums.wide, &mut sums.found, take);
        }
    }
}

/// Takes the lines of one account after another.
#[derive(Default)]
pub(super) struct RepeatsBuilder {
    repeats: Repeats,
    /// Places of the lines whose product the account has on no other.
    singles: IndexMask,
    /// Lines of the account that is being told.
    own: Vec<OwnLine>,
    /// Lines of the block that is being told, each with its day.
    block: Vec<(Day, RepeatLine)>,
}

/// One line on the timeline.
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnLine {
    pub(super) place: usize,
    pub(super) day: Day,
    pub(super) product: u32,
    pub(super) revenue_cents: i32,
    pub(super) quantity_milli: i32,
}

impl RepeatsBuilder {
    /// The next line of the account that is being told. One that brings neither units nor money changes no sum; where
    /// sales are dated by invoice, every line that was invoiced has such a one beside it.
    pub(super) fn line(&mut self, line: OwnLine) {
        if (line.quantity_milli, line.revenue_cents) != (0, 0) {
            self.own.push(line);
        }
    }

    /// All lines of an account have come; accounts come in sequence.
    pub(super) fn close(&mut self, account: u32) {
        self.own.sort_unstable_by_key(|line| (line.product, line.place));
        let products = || self.own.chunk_by(|one, next| one.product == next.product);
        let pairs = products().filter(|lines| lines.len() > 1).count();
        let mut pair = self.repeats.pairs.len() - self.first_pair();
        if pair > 0 && pair + pairs > PAIRS_OF_BLOCK {
            self.end_block(account);
            pair = 0;
        }
        for lines in self.own.chunk_by(|one, next| one.product == next.product) {
            if let [single] = lines {
                self.singles.insert(single.place);
                continue;
            }
            self.repeats.pairs.push(account, lines[0].product);
            let place = u16::try_from(pair).expect("only accounts whose products fit are held");
            self.block.extend(lines.iter().map(|line| (line.day, line.of_pair(place))));
            pair += 1;
        }
        self.own.clear();
    }

    /// The lines by block, and which lines of the timeline are not among them.
    pub(super) fn build(mut self, accounts: usize) -> (Repeats, IndexMask) {
        self.end_block(number(accounts));
        let Repeats { blocks, lines, pairs } = &mut self.repeats;
        blocks.shrink_to_fit();
        lines.shrink_to_fit();
        pairs.account.shrink_to_fit();
        pairs.product.shrink_to_fit();
        self.singles.shrink_to_fit();
        (self.repeats, self.singles)
    }

    /// Ends a block before an account: brings its lines into the sequence of days.
    fn end_block(&mut self, account: u32) {
        self.block.sort_unstable_by_key(|(day, line)| (*day, line.pair));
        let pairs = self.first_pair()..self.repeats.pairs.len();
        let Repeats { blocks, lines, .. } = &mut self.repeats;
        let first = blocks.last().map_or(0, |block| block.accounts.end);
        let days = DayStarts::of_rows(number(lines.len()), self.block.iter().map(|(day, _)| *day));
        let is_narrow = are_narrow(pairs.len(), self.block.iter().map(|(_, line)| line));
        lines.extend(self.block.drain(..).map(|(_, line)| line));
        blocks.push(Block { accounts: first..account, pairs, days, is_narrow });
    }

    /// The first pair of the block that is being told.
    fn first_pair(&self) -> usize {
        self.repeats.blocks.last().map_or(0, |block| block.pairs.end)
    }
}

/// Whether four bytes are enough for the sums of any of the lines by pair.
fn are_narrow<'l>(pairs: usize, lines: impl Iterator<Item = &'l RepeatLine>) -> bool {
    let mut sums = vec![Bought::<i64>::default(); pairs];
    for line in lines {
        let Bought { quantity_milli, revenue_cents } = line.bought::<i64>();
        sums[usize::from(line.pair)] +=
            Bought { quantity_milli: quantity_milli.abs(), revenue_cents: revenue_cents.abs() };
    }
    let is_narrow = |sum: &Bought| sum.quantity_milli.max(sum.revenue_cents) <= i32::MAX.into();
    sums.iter().all(is_narrow)
}

impl OwnLine {
    fn of_pair(&self, pair: u16) -> RepeatLine {
        RepeatLine { revenue_cents: self.revenue_cents, quantity_milli: self.quantity_milli, pair }
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).expect("there are fewer than 2^32 lines and accounts")
}

impl Timeline {
    /// The accounts of each block.
    pub(crate) fn repeat_blocks(&self) -> impl Iterator<Item = Range<u32>> + '_ {
        self.repeats.blocks.iter().map(|block| block.accounts.clone())
    }

    /// Calls `take` with an account of a block and what it bought in both ranges of a window, once for each product asked
    /// about that it bought in both, but for products that it has on one line only; those are told by
    /// [`Self::each_single`].
    pub(crate) fn each_repeat(
        &self,
        block: usize,
        asked: Asked<'_>,
        window: Window,
        sums: &mut PairSums,
        mut take: impl FnMut(u32, Compared<Bought>),
    ) {
        let Some(block) = self.repeats.blocks.get(block) else { return };
        // Nobody is asked about of many a block.
        if !block.accounts.clone().any(|account| asked.accounts.holds(account as usize)) {
            return;
        }
        let Pairs { account: accounts, product: products } = &self.repeats.pairs;
        // Products are read only where some are asked about: that takes a tenth of a bridge.
        self.repeats.each_in_both(block, window, sums, |pair, bought| {
            let account = accounts[pair];
            let is_asked = asked.accounts.holds(account as usize)
                && (asked.products.is_none() || asked.holds_product(products[pair]));
            if is_asked {
                take(account, bought);
            }
        });
    }

    /// Calls `take` with account and amounts of the lines of a range whose product the account has on no other line.
    pub(crate) fn each_single(&self, asked: Asked<'_>, range: DayRange, mut take: impl FnMut(u32, Bought)) {
        let is_single =
            |line: usize| self.singles.holds(line) && asked.holds_product(self.lines.product[line]);
        self.each_line_that(is_single, asked.accounts, self.days.rows(range), |place, line| {
            let LineAmounts { revenue_cents, quantity_milli, .. } = self.lines.amounts[line];
            let bought =
                Bought { quantity_milli: quantity_milli.into(), revenue_cents: revenue_cents.into() };
            take(self.orders.head[place].account(), bought);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: Window =
        Window { current: DayRange { from: 20, until: 30 }, previous: DayRange { from: 0, until: 20 } };

    fn line(day: Day, product: u32, units: i32, cents: i32) -> OwnLine {
        OwnLine { place: 0, day, product, revenue_cents: cents, quantity_milli: units }
    }

    fn in_both(repeats: &Repeats, window: Window) -> Vec<(u32, u32, Compared<Bought>)> {
        let (mut sums, mut told) = (PairSums::default(), Vec::new());
        for block in &repeats.blocks {
            repeats.each_in_both(block, window, &mut sums, |pair, bought| {
                let (account, product) = (repeats.pairs.account[pair], repeats.pairs.product[pair]);
                assert!(block.accounts.contains(&account));
                told.push((account, product, bought));
            });
        }
        told
    }

    fn compared(previous: [i64; 2], current: [i64; 2]) -> Compared<Bought> {
        let bought = |[quantity_milli, revenue_cents]: [i64; 2]| Bought { quantity_milli, revenue_cents };
        Compared { current: bought(current), previous: bought(previous) }
    }

    #[test]
    fn accounts_of_several_blocks_are_all_told_and_none_twice() {
        const PRODUCTS: u32 = 2_500;
        let mut builder = RepeatsBuilder::default();
        // Every third has bought nothing.
        let accounts = || (0..13_u32).filter(|account| account % 3 != 1);
        for account in accounts() {
            for product in 0..PRODUCTS {
                let [units, cents] = [product + 1, account + 1].map(u32::cast_signed);
                for (day, times) in [(10, 1), (20, 2), (30, -2)] {
                    builder.line(line(day, product, times * units, times * cents));
                }
            }
            builder.close(account);
        }
        let (repeats, singles) = builder.build(13);
        assert!(repeats.blocks.len() > 2 && singles.is_empty());
        let accounts_of = repeats.blocks.iter().flat_map(|block| block.accounts.clone());
        assert!(accounts_of.eq(0..13));
        let all = accounts().flat_map(|account| (0..PRODUCTS).map(move |product| (account, product)));
        let expected = all.map(|(account, product)| {
            let once = [product + 1, account + 1].map(i64::from);
            (account, product, compared(once, once.map(|once| 2 * once)))
        });
        assert_eq!(in_both(&repeats, BOTH), expected.collect::<Vec<_>>());
        // What was sent back altogether was not bought.
        let with_credits = Window { current: DayRange { from: 20, until: 40 }, ..BOTH };
        assert_eq!(in_both(&repeats, with_credits), []);
    }

    #[test]
    fn sums_beyond_four_bytes_are_right() {
        for (most, is_narrow) in [(i32::MAX / 2, true), (i32::MAX, false)] {
            let mut builder = RepeatsBuilder::default();
            for (day, units) in [(10, 1), (20, most), (21, most)] {
                builder.line(line(day, 7, units, 5));
            }
            builder.close(0);
            let (repeats, _) = builder.build(1);
            assert_eq!(repeats.blocks[0].is_narrow, is_narrow);
            let expected = compared([1, 5], [2 * i64::from(most), 10]);
            assert_eq!(in_both(&repeats, BOTH), [(0, 7, expected)]);
        }
    }
}
