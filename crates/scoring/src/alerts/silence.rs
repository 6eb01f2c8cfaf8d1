//! The present silence of an account and the gaps it is held against: what the churn, pattern and new-account
//! rules have in common.

use super::calendar::Clock;
use super::own_gaps::{OwnGap, OwnGaps};
use super::season::{Pauses, Season};
use bellwether_core::OrderId;
use bellwether_ledger::{Day, DayRange, History};

/// The time since an account's last order.
#[derive(Debug)]
pub(super) struct Silence {
    /// First order day.
    pub(super) first: Day,
    /// Last order day.
    pub(super) last: Day,
    /// The last valid order of that day.
    pub(super) last_order: OrderId,
    /// Valid orders so far.
    pub(super) valid_orders: usize,
    /// Order days so far.
    pub(super) order_days: usize,
    /// Days of silence by the clock of the account.
    pub(super) elapsed: i32,
    /// The gaps before it; none after a single order day.
    pub(super) own: Option<OwnGaps>,
    /// What earlier years say about it.
    pub(super) season: Option<Season>,
}

impl Silence {
    /// The silence on the day of the clock; none when the account never ordered.
    pub(super) fn of(history: &History, clock: &Clock, as_of: Day) -> Option<Self> {
        let mut days: Vec<Day> = Vec::new();
        let (mut valid_orders, mut last_order) = (0, 0);
        for order in history.orders_up_to(as_of).iter().filter(|order| order.is_valid(as_of)) {
            valid_orders += 1;
            last_order = order.id;
            if days.last() != Some(&order.day) {
                days.push(order.day);
            }
        }
        let (first, last) = (*days.first()?, *days.last()?);
        let own = own_gaps(&days, clock);
        let pauses = own.as_ref().map(|own| Pauses::of(&days, own.typical(), as_of));
        let own = own.map(|own| without_seasons(own, &days, clock, pauses.as_ref()));
        Some(Self {
            first,
            last,
            last_order: OrderId(last_order),
            valid_orders,
            order_days: days.len(),
            elapsed: clock.elapsed(last),
            season: pauses.and_then(|pauses| pauses.season_of_silence(last)),
            own,
        })
    }

    /// From so many days of silence on the account counts as lost. A season comes on top: otherwise an account
    /// would count as lost before it could be expected back.
    pub(super) fn lost_after(&self, own: &OwnGaps) -> f64 {
        let season = self.season.as_ref().map_or(0, |season| season.excused_days(self.last));
        own.lost_after() + f64::from(season)
    }

    /// Whether the account counts as lost by now.
    pub(super) fn has_left(&self) -> bool {
        self.own.as_ref().is_some_and(|own| f64::from(self.elapsed) >= self.lost_after(own))
    }

    /// Whether the season explains the silence.
    pub(super) fn is_seasonal(&self, as_of: Day) -> bool {
        self.season.as_ref().is_some_and(|season| season.excuses(as_of))
    }
}

fn gaps(days: &[Day], clock: &Clock, is_seasonal: impl Fn(DayRange) -> bool) -> impl Iterator<Item = OwnGap> {
    days.windows(2).rev().map(move |pair| {
        let (days, is_closed) = clock.gap(pair[0], pair[1]);
        let is_excused = is_closed || is_seasonal(DayRange { from: pair[0], until: pair[1] });
        OwnGap { ended_on: pair[1], days, is_excused }
    })
}

fn own_gaps(days: &[Day], clock: &Clock) -> Option<OwnGaps> {
    let mut own = OwnGaps::default();
    own.look_back(gaps(days, clock, |_| false)).then_some(own)
}

/// The same gaps, those of a season marked.
fn without_seasons(mut own: OwnGaps, days: &[Day], clock: &Clock, pauses: Option<&Pauses>) -> OwnGaps {
    if let Some(pauses) = pauses.filter(|pauses| pauses.might_be_seasons()) {
        own.look_back(gaps(days, clock, |gap| pauses.excuses(gap)));
    }
    own
}
