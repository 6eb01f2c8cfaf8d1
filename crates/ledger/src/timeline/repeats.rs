//! What accounts bought on more than one line, product by product. Two periods are held against each other by reading
//! these from end to end; on the days themselves the lines of one account and product lie far apart.

use super::mask::IndexMask;
use super::rows::LineAmounts;
use super::{Asked, Timeline};
use crate::day::DayRange;
use crate::window::{Compared, Window};
use std::ops::AddAssign;

/// Lines that are looked at together: one byte for each.
const BLOCK: usize = size_of::<u64>();

/// Lines by account, product and day, of products that the account has on several.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// Where the lines of each account begin; one more at the end.
    starts: Vec<u32>,
    /// Day number, of [`Timeline::day_number`].
    day: Vec<u16>,
    /// The same of the line before of the same account and product; 0 of the first.
    day_before: Vec<u16>,
    product: Vec<u32>,
    amounts: Vec<RepeatAmounts>,
}

#[derive(Debug, Clone, Copy)]
struct RepeatAmounts {
    revenue_cents: i32,
    quantity_milli: i32,
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

    /// Itself or nothing; multiplied, because a branch that nobody can foresee costs more.
    fn if_true(self, is_it: bool) -> Self {
        let factor = i64::from(is_it);
        Self { quantity_milli: self.quantity_milli * factor, revenue_cents: self.revenue_cents * factor }
    }
}

impl AddAssign for Bought {
    fn add_assign(&mut self, other: Self) {
        self.quantity_milli += other.quantity_milli;
        self.revenue_cents += other.revenue_cents;
    }
}

impl Repeats {
    pub(super) fn memory_bytes(&self) -> usize {
        size_of_val(&*self.starts)
            + size_of_val(&*self.day)
            + size_of_val(&*self.day_before)
            + size_of_val(&*self.product)
            + size_of_val(&*self.amounts)
    }

    /// Calls `take` with the places of an account's lines that are in one range while the line before of the product is
    /// in another. `flags` is room to work in.
    fn each_first_of_both(
        &self,
        account: u32,
        current: Days,
        before: Days,
        flags: &mut Vec<u8>,
        mut take: impl FnMut(usize),
    ) {
        let account = account as usize;
        let Some([start, end]) = self.starts.get(account..account + 2) else { return };
        let lines = *start as usize..*end as usize;
        let days = self.day[lines.clone()].iter().zip(&self.day_before[lines.clone()]);
        flags.clear();
        flags.extend(days.map(|(day, day_before)| u8::from(current.hold(*day) & before.hold(*day_before))));
        flags.resize(lines.len().next_multiple_of(BLOCK), 0);
        for (first, flags) in lines.step_by(BLOCK).zip(flags.as_chunks::<BLOCK>().0) {
            let mut flags = u64::from_le_bytes(*flags);
            while flags != 0 {
                take(first + (flags.trailing_zeros() / u8::BITS) as usize);
                flags &= flags - 1;
            }
        }
    }

    /// What was bought in both ranges of the product whose first line in the later range this is.
    fn sum_around(&self, first: usize, current: Days, previous: Days) -> Compared<Bought> {
        let Self { day, day_before, .. } = self;
        let mut sum = Compared::<Bought>::default();
        let mut place = first;
        // No range begins on day 0, so this ends at the first line of the product.
        while day_before[place] >= previous.from {
            place -= 1;
            sum.previous += self.bought(place).if_true(previous.hold(day[place]));
        }
        let mut place = first;
        loop {
            let bought = self.bought(place);
            sum.current += bought;
            sum.previous += bought.if_true(previous.hold(day[place]));
            place += 1;
            let is_later = |(day, day_before): (&u16, &u16)| current.hold(*day) & (*day_before != 0);
            if !day.get(place).zip(day_before.get(place)).is_some_and(is_later) {
                return sum;
            }
        }
    }

    fn bought(&self, place: usize) -> Bought {
        let RepeatAmounts { revenue_cents, quantity_milli } = self.amounts[place];
        Bought { quantity_milli: quantity_milli.into(), revenue_cents: revenue_cents.into() }
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
        self.begin(account as usize);
        self.own.sort_unstable_by_key(|line| (line.product, line.place));
        for lines in self.own.chunk_by(|left, right| left.product == right.product) {
            if let [single] = lines {
                self.singles.insert(single.place);
                continue;
            }
            let days = lines.iter().map(|line| line.day);
            self.repeats.day_before.extend(std::iter::once(0).chain(days.clone()).take(lines.len()));
            self.repeats.day.extend(days);
            self.repeats.product.extend(lines.iter().map(|line| line.product));
            self.repeats.amounts.extend(lines.iter().map(|line| RepeatAmounts {
                revenue_cents: line.revenue_cents,
                quantity_milli: line.quantity_milli,
            }));
        }
        self.own.clear();
    }

    /// The lines by account, and which lines of the timeline are not among them.
    pub(super) fn build(mut self, accounts: usize) -> (Repeats, IndexMask) {
        self.begin(accounts);
        self.singles.shrink_to_fit();
        self.repeats.starts.shrink_to_fit();
        self.repeats.day.shrink_to_fit();
        self.repeats.day_before.shrink_to_fit();
        self.repeats.product.shrink_to_fit();
        self.repeats.amounts.shrink_to_fit();
        (self.repeats, self.singles)
    }

    /// Whatever comes is of this account, and nothing of those before that have not come.
    fn begin(&mut self, account: usize) {
        let start = u32::try_from(self.repeats.day.len()).expect("there are fewer than 2^32 lines");
        self.repeats.starts.resize(account + 1, start);
    }
}

/// Day numbers of a range, so that one comparison tells whether a day is in it.
#[derive(Clone, Copy)]
struct Days {
    from: u16,
    count: u16,
}

impl Days {
    fn between(from: u16, until: u16) -> Self {
        Self { from, count: until.saturating_sub(from) }
    }

    fn hold(self, day: u16) -> bool {
        day.wrapping_sub(self.from) < self.count
    }
}

impl Timeline {
    /// Calls `take` with an account and what it bought in both ranges of a window, once for each product that may be in
    /// both, but for products that it has on one line only; those are told by [`Self::each_single`].
    pub(crate) fn each_repeat(
        &self,
        accounts: impl Iterator<Item = u32>,
        products: Option<&[bool]>,
        window: Window,
        mut take: impl FnMut(u32, Compared<Bought>),
    ) {
        let (current, previous) = (self.days_of(window.current), self.days_of(window.previous));
        // The first line of a product in the later range finds it. Where the ranges are apart, the product is in the
        // earlier one only if the line before is no older than that range.
        let is_apart = window.previous.until <= window.current.from;
        let before = Days::between(if is_apart { previous.from } else { 0 }, current.from);
        let (mut flags, mut found) = (Vec::new(), Vec::new());
        for account in accounts {
            self.repeats.each_first_of_both(account, current, before, &mut flags, |place| {
                found.push((account, place))
            });
        }
        if let Some(products) = products {
            found.retain(|(_, place)| super::holds(products, self.repeats.product[*place]));
        }
        // They lie scattered: what is read of one is fetched while others are waited for.
        let amounts = found.iter().map(|(_, place)| self.repeats.amounts[*place].revenue_cents);
        std::hint::black_box(amounts.fold(0, |seen, cents| seen | cents));
        for (account, place) in found {
            take(account, self.repeats.sum_around(place, current, previous));
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

    fn days_of(&self, range: DayRange) -> Days {
        Days::between(self.day_number(range.from), self.day_number(range.until))
    }
}
