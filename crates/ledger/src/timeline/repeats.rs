//! What accounts bought on more than one line. Two periods are held against each other by reading the lines of both: the
//! accounts come in blocks, and inside a block the lines lie by day, so that those of a period are read from end to end
//! while the sums of the block stay in the nearest caches.

use super::mask::IndexMask;
use super::rows::LineAmounts;
use super::{Asked, Timeline};
use crate::day::DayRange;
use crate::window::{Compared, Window};
use std::ops::{AddAssign, Range};

/// Pairs of account and product in a block, unless a single account has more: their sums take 256 kB.
const PAIRS_OF_BLOCK: usize = 8192;
/// Pairs that a block can have at all. An account with more products than this is left out of the timeline.
pub(super) const MOST_PAIRS: usize = 1 << u16::BITS;

/// Lines by block of accounts and by day, of products that the account has on several.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// Where each block begins; one more at the end.
    blocks: Vec<BlockStart>,
    lines: Vec<RepeatLine>,
    /// Where the pairs of each account begin; one more at the end.
    pair_starts: Vec<u32>,
    /// The product of each pair of account and product.
    products: Vec<u32>,
}

/// The first account, pair and line of a block.
#[derive(Debug, Clone, Copy, Default)]
struct BlockStart {
    account: u32,
    pair: u32,
    line: u32,
}

#[derive(Debug, Clone, Copy)]
struct RepeatLine {
    revenue_cents: i32,
    quantity_milli: i32,
    /// Day number, of [`Timeline::day_number`].
    day: u16,
    /// Place among the pairs of the block.
    pair: u16,
}

impl RepeatLine {
    fn bought(&self) -> Bought {
        Bought { quantity_milli: self.quantity_milli.into(), revenue_cents: self.revenue_cents.into() }
    }
}

/// Units and money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Bought {
    /// Thousandths of a unit.
    pub(crate) quantity_milli: i64,
    /// Net amount.
    pub(crate) revenue_cents: i64,
}

impl Bought {
    /// Whether there is a price to speak of: units and money left after credits.
    pub(crate) fn is_bought(self) -> bool {
        (self.quantity_milli > 0) & (self.revenue_cents > 0)
    }
}

impl Compared<Bought> {
    /// Whether there is one of both periods.
    pub(crate) fn is_bought_in_both(&self) -> bool {
        self.current.is_bought() & self.previous.is_bought()
    }
}

impl AddAssign for Bought {
    fn add_assign(&mut self, other: Self) {
        self.quantity_milli += other.quantity_milli;
        self.revenue_cents += other.revenue_cents;
    }
}

/// Sums of the pairs of a block, and room to find some of them in: used again from one block to the next.
#[derive(Debug, Default)]
pub(crate) struct PairSums {
    sums: Vec<Compared<Bought>>,
    found: Vec<usize>,
}

impl PairSums {
    fn clear(&mut self, pairs: usize) {
        self.sums.clear();
        self.sums.resize(pairs, Compared::default());
        self.found.resize(self.found.len().max(pairs), 0);
    }

    /// The pairs among these that were bought in both ranges. Every place is written down, bought or not: a branch that
    /// nobody can foresee costs more.
    fn in_both(&mut self, pairs: Range<usize>) -> impl Iterator<Item = (usize, Compared<Bought>)> {
        let mut count = 0;
        for place in pairs {
            self.found[count] = place;
            count += usize::from(self.sums[place].is_bought_in_both());
        }
        self.found[..count].iter().map(|place| (*place, self.sums[*place]))
    }
}

impl Repeats {
    pub(super) fn memory_bytes(&self) -> usize {
        size_of_val(&*self.blocks)
            + size_of_val(&*self.lines)
            + size_of_val(&*self.pair_starts)
            + size_of_val(&*self.products)
    }

    /// The pairs of an account of the timeline.
    fn pairs_of(&self, account: u32) -> Range<usize> {
        let account = account as usize;
        self.pair_starts[account] as usize..self.pair_starts[account + 1] as usize
    }

    /// Adds up what was bought of each pair of a block; where its pairs begin.
    fn sum(&self, block: usize, window: &Compared<Range<u16>>, sums: &mut PairSums) -> Option<usize> {
        let [start, end] = self.blocks.get(block..block + 2)?.try_into().ok()?;
        let lines = &self.lines[start.line as usize..end.line as usize];
        sums.clear((end.pair - start.pair) as usize);
        for line in lines_on(lines, &window.previous) {
            sums.sums[usize::from(line.pair)].previous += line.bought();
        }
        for line in lines_on(lines, &window.current) {
            sums.sums[usize::from(line.pair)].current += line.bought();
        }
        Some(start.pair as usize)
    }
}

/// The lines of some days, of lines that lie by day.
fn lines_on<'l>(lines: &'l [RepeatLine], days: &Range<u16>) -> &'l [RepeatLine] {
    let from = lines.partition_point(|line| line.day < days.start);
    let until = lines.partition_point(|line| line.day < days.end);
    &lines[from..until.max(from)]
}

/// Takes the lines of one account after another.
#[derive(Default)]
pub(super) struct RepeatsBuilder {
    repeats: Repeats,
    /// Places of the lines whose product the account has on no other.
    singles: IndexMask,
    /// Lines of the account that is being told.
    own: Vec<OwnLine>,
}

/// One line on the timeline.
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnLine {
    pub(super) place: usize,
    pub(super) day: u16,
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
        self.begin(account);
        self.own.sort_unstable_by_key(|line| (line.product, line.place));
        let repeated =
            || self.own.chunk_by(|one, next| one.product == next.product).filter(|lines| lines.len() > 1);
        let pairs = repeated().count();
        if self.repeats.blocks.is_empty() || self.pairs_of_block() + pairs > PAIRS_OF_BLOCK {
            self.sort_block();
            self.repeats.blocks.push(self.start_at(account));
        }
        let mut pair = self.pairs_of_block();
        for lines in self.own.chunk_by(|one, next| one.product == next.product) {
            if let [single] = lines {
                self.singles.insert(single.place);
                continue;
            }
            self.repeats.products.push(lines[0].product);
            self.repeats.lines.extend(lines.iter().map(|line| RepeatLine {
                revenue_cents: line.revenue_cents,
                quantity_milli: line.quantity_milli,
                day: line.day,
                pair: u16::try_from(pair).expect("only accounts whose products fit are held"),
            }));
            pair += 1;
        }
        self.own.clear();
    }

    /// The lines by block, and which lines of the timeline are not among them.
    pub(super) fn build(mut self, accounts: usize) -> (Repeats, IndexMask) {
        let accounts = number(accounts);
        self.begin(accounts);
        self.sort_block();
        self.repeats.blocks.push(self.start_at(accounts));
        let Repeats { blocks, lines, pair_starts, products } = &mut self.repeats;
        blocks.shrink_to_fit();
        lines.shrink_to_fit();
        pair_starts.shrink_to_fit();
        products.shrink_to_fit();
        self.singles.shrink_to_fit();
        (self.repeats, self.singles)
    }

    /// Whatever comes is of this account, and nothing of those before that have not come.
    fn begin(&mut self, account: u32) {
        self.repeats.pair_starts.resize(account as usize + 1, number(self.repeats.products.len()));
    }

    /// A block that begins with what comes next.
    fn start_at(&self, account: u32) -> BlockStart {
        let Repeats { lines, products, .. } = &self.repeats;
        // The first is of all accounts before it, too: they have nothing.
        let account = if self.repeats.blocks.is_empty() { 0 } else { account };
        BlockStart { account, pair: number(products.len()), line: number(lines.len()) }
    }

    fn pairs_of_block(&self) -> usize {
        let first = self.repeats.blocks.last().map_or(0, |block| block.pair as usize);
        self.repeats.products.len() - first
    }

    /// Brings the lines of the block that ends here into the sequence of days.
    fn sort_block(&mut self) {
        let first = self.repeats.blocks.last().map_or(0, |block| block.line as usize);
        self.repeats.lines[first..].sort_unstable_by_key(|line| (line.day, line.pair));
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).expect("there are fewer than 2^32 lines and accounts")
}

impl Timeline {
    /// The accounts of each block.
    pub(crate) fn repeat_blocks(&self) -> impl Iterator<Item = Range<u32>> + '_ {
        self.repeats.blocks.windows(2).map(|ends| ends[0].account..ends[1].account)
    }

    /// Calls `take` with an account of a block that is held and what it bought in both ranges of a window, once for each product that
    /// it bought in both, but for products that it has on one line only; those are told by [`Self::each_single`].
    pub(crate) fn each_repeat(
        &self,
        block: usize,
        accounts: impl Iterator<Item = u32>,
        products: Option<&[bool]>,
        window: Window,
        sums: &mut PairSums,
        mut take: impl FnMut(u32, Compared<Bought>),
    ) {
        let days = |range: DayRange| self.day_number(range.from)..self.day_number(range.until);
        let days = Compared { current: days(window.current), previous: days(window.previous) };
        let mut accounts = accounts.peekable();
        // Nobody is asked about of many a block.
        let Some(first) = accounts.peek().and_then(|_| self.repeats.sum(block, &days, sums)) else { return };
        for account in accounts {
            let pairs = self.repeats.pairs_of(account);
            for (place, bought) in sums.in_both(pairs.start - first..pairs.end - first) {
                if products
                    .is_none_or(|products| super::holds(products, self.repeats.products[first + place]))
                {
                    take(account, bought);
                }
            }
        }
    }

    /// Calls `take` with account and amounts of the lines of a range whose product the account has on no other line.
    pub(crate) fn each_single(&self, asked: Asked<'_>, range: DayRange, mut take: impl FnMut(u32, Bought)) {
        let is_single =
            |line: usize| self.singles.holds(line) && asked.holds_product(self.lines.product[line]);
        self.each_line_that(is_single, asked.accounts, self.rows(range), |place, line| {
            let LineAmounts { revenue_cents, quantity_milli, .. } = self.lines.amounts[line];
            let bought =
                Bought { quantity_milli: quantity_milli.into(), revenue_cents: revenue_cents.into() };
            take(self.orders.head[place].account(), bought);
        });
    }
}
