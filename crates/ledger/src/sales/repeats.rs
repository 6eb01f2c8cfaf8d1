//! Products that accounts buy again.

use super::Sales;
use crate::day::{Day, DayRange};
use crate::history::History;
use crate::timeline::{Bought, PairSums};
use crate::window::{Compared, Window};
use std::ops::Range;

impl Sales<'_> {
    /// The accounts of each block, which are read together: all of them, in sequence.
    pub(crate) fn repeat_blocks(&self) -> Vec<Range<u32>> {
        let accounts = u32::try_from(self.account_places()).unwrap_or(u32::MAX);
        let mut blocks: Vec<_> = self.timeline.repeat_blocks().collect();
        // Accounts that came after the timeline was built are in no block of it.
        let held = blocks.last().map_or(0, |block: &Range<u32>| block.end);
        blocks.push(held..accounts.max(held));
        blocks
    }

    /// Calls `take` with an account of a block and what it bought in both ranges of a window, once for each product inside
    /// that it bought in both. Those that the account has on one line only may be left out, and are told by
    /// [`Self::each_single`].
    pub(crate) fn each_repeat(
        &self,
        block: usize,
        accounts: Range<u32>,
        window: Window,
        sums: &mut PairSums,
        mut take: impl FnMut(u32, Compared<Bought>),
    ) {
        self.timeline.each_repeat(block, self.asked(), window, sums, &mut take);
        let place = |account| self.others.partition_point(|(other, _)| *other < account);
        for (account, history) in &self.others[place(accounts.start)..place(accounts.end)] {
            self.each_repeat_of(history, window, |bought| take(*account, bought));
        }
    }

    fn each_repeat_of(&self, history: &History, window: Window, take: impl FnMut(Compared<Bought>)) {
        let mut lines = Vec::new();
        let Window { current, previous } = window;
        for days in [previous, DayRange { from: current.from.max(previous.until), ..current }] {
            self.filter.each_line(history, days, Day::MAX, |day, _, line| {
                let bought =
                    Bought { quantity_milli: line.quantity_milli, revenue_cents: line.revenue_cents };
                lines.push((line.product, day, bought));
            });
        }
        lines.sort_unstable_by_key(|(product, ..)| *product);
        let products = lines.chunk_by(|left, right| left.0 == right.0);
        products.map(|lines| compared(lines, window)).filter(Compared::is_bought_in_both).for_each(take);
    }

    /// Calls `take` with account and amounts of each line inside that [`Self::each_repeat`] leaves out.
    pub(crate) fn each_single(&self, range: DayRange, take: impl FnMut(u32, Bought)) {
        self.timeline.each_single(self.asked(), range, take);
    }
}

fn compared(lines: &[(u32, Day, Bought)], window: Window) -> Compared<Bought> {
    let mut sum = Compared::<Bought>::default();
    for (_, day, bought) in lines {
        if window.current.contains(*day) {
            sum.current += *bought;
        }
        if window.previous.contains(*day) {
            sum.previous += *bought;
        }
    }
    sum
}
