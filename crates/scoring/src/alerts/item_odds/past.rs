//! Items that were missing on earlier days of a book, and what came of them.
//!
//! Earlier days lie 30 days apart, and only those are asked whose 90 days ahead are known. On each of them the
//! rule sees what it would have seen then: no order dated later, and nothing that came back later.

use super::momentum::{MONTHS, Momentum};
use super::sight::{AHEAD_DAYS, LEAST_AHEAD, Pace, Sight};
use crate::alerts::catalogue::Catalogue;
use crate::alerts::lapsed_item::LOOK_BACK_DAYS;
use crate::alerts::purchases::{ItemMoves, Moves};
use crate::sample::spread_evenly;
use bellwether_ledger::{Day, DayRange, History, Snapshot};

/// Earlier days lie so far apart.
pub(super) const MONTH_DAYS: i32 = 30;
/// The latest of them …
pub(super) const LATEST_MONTH: usize = 3;
/// … and the earliest one, in months before the day of the book. Its momentum looks back six months more.
pub(super) const EARLIEST_MONTH: usize = MONTHS - 6;
/// More accounts than about these teach nothing new of what comes of items …
const MOST_ACCOUNTS: f64 = 2_500.0;
/// … and more than these nothing of how items do at all.
const MOST_BUYERS: f64 = 10_000.0;
/// Nor do more cases …
const MOST_CASES: usize = 20_000;
/// … and more items.
const MOST_SIGHTS: usize = 4_000;
/// What the sample of accounts is drawn by.
const SALT: u64 = 1;

/// An item that was missing on an earlier day.
#[derive(Debug, Clone, Copy)]
pub(super) struct PastCase {
    pub place: u32,
    pub months_back: usize,
    pub sight: Sight,
    /// Whether it stayed out of all orders of the 90 days that followed.
    pub stayed_away: bool,
}

/// What the past of a book teaches about items.
pub(super) struct Past {
    pub cases: Vec<PastCase>,
    /// Items, missing or not, on the day of the book …
    pub present: Vec<Sight>,
    /// … and on the latest of the earlier days.
    pub latest: Vec<Sight>,
    pub momentum: Momentum,
}

impl Past {
    /// What was known on a day.
    pub(super) fn of(snapshot: &Snapshot, catalogue: &Catalogue, as_of: Day) -> Self {
        let dimensions = snapshot.dimensions();
        let accounts = dimensions.live_accounts().count() as f64;
        let mut past = Gathered::new(dimensions.products().len());
        for (place, account) in dimensions.live_accounts() {
            let share = spread_evenly(account.id.0, SALT) * accounts;
            let Some(history) = snapshot.history(place).filter(|_| share < MOST_BUYERS) else { continue };
            let looker = Looker { history, catalogue, as_of, place, id: account.id.0 };
            looker.count_buyers(&mut past.momentum);
            if share < MOST_ACCOUNTS {
                looker.look(&mut past);
            }
        }
        Self {
            cases: drawn(past.cases, MOST_CASES),
            present: drawn(past.present, MOST_SIGHTS),
            latest: drawn(past.latest, MOST_SIGHTS),
            momentum: past.momentum,
        }
    }
}

/// Everything before a sample is drawn, each with its lot.
struct Gathered {
    cases: Vec<(f64, PastCase)>,
    present: Vec<(f64, Sight)>,
    latest: Vec<(f64, Sight)>,
    momentum: Momentum,
}

impl Gathered {
    fn new(items: usize) -> Self {
        Self { cases: Vec::new(), present: Vec::new(), latest: Vec::new(), momentum: Momentum::new(items) }
    }
}

/// Those with the lowest lots, the same ones whatever the order of the book.
fn drawn<T>(mut all: Vec<(f64, T)>, most: usize) -> Vec<T> {
    all.sort_by(|left, right| left.0.total_cmp(&right.0));
    all.truncate(most);
    all.into_iter().map(|(_, one)| one).collect()
}

/// Looks at the past of one account.
struct Looker<'a> {
    history: &'a History,
    catalogue: &'a Catalogue,
    as_of: Day,
    place: u32,
    id: i64,
}

impl Looker<'_> {
    fn count_buyers(&self, momentum: &mut Momentum) {
        let days = MONTH_DAYS * i32::try_from(MONTHS).unwrap_or(i32::MAX / MONTH_DAYS);
        let mut bought: Vec<(u32, u32)> = Vec::new();
        for order in self.history.valid_orders_in(DayRange::ending_on(self.as_of, days)) {
            let month = Momentum::month(self.as_of, order.day);
            let lines = self.history.lines_of(order).iter().filter(|line| line.quantity_milli > 0);
            bought.extend(lines.map(|line| (self.catalogue.item(line.product), month)));
        }
        bought.sort_unstable_by_key(|(item, _)| *item);
        for same in bought.chunk_by(|left, right| left.0 == right.0) {
            momentum.count(same[0].0, same.iter().fold(0, |months, (_, month)| months | month));
        }
    }

    fn look(&self, past: &mut Gathered) {
        let days = LOOK_BACK_DAYS + MONTH_DAYS * i32::try_from(EARLIEST_MONTH).unwrap_or(0);
        let range = DayRange::ending_on(self.as_of, days);
        let months = [0].into_iter().chain(LATEST_MONTH..=EARLIEST_MONTH);
        let origins: Vec<Origin> =
            months.filter_map(|back| Origin::of(self.history, self.as_of, back)).collect();
        let moves = Moves::of(self.history, self.catalogue, range);
        for item in moves.each_item() {
            for origin in &origins {
                self.look_from(origin, &item, past);
            }
        }
    }

    fn look_from(&self, origin: &Origin, item: &ItemMoves, past: &mut Gathered) {
        let purchases = item.purchases_in(DayRange::ending_on(origin.day, LOOK_BACK_DAYS));
        let Some(sight) = origin.pace.sight(item.item(), &purchases) else { return };
        let lot = self.lot(&sight);
        if origin.months_back == 0 {
            past.present.push((lot, sight));
            return;
        }
        if origin.months_back == LATEST_MONTH {
            past.latest.push((lot, sight));
        }
        if sight.is_missing() && origin.ahead >= LEAST_AHEAD as usize {
            let stayed_away = item.purchases_in(next(origin.day)).is_empty();
            let (place, months_back) = (self.place, origin.months_back);
            past.cases.push((lot, PastCase { place, months_back, sight, stayed_away }));
        }
    }

    fn lot(&self, sight: &Sight) -> f64 {
        let salt = u64::from(sight.item) << 32 | u64::from(sight.as_of.cast_unsigned());
        spread_evenly(self.id, salt)
    }
}

/// A day from which an account is looked at.
struct Origin {
    day: Day,
    months_back: usize,
    pace: Pace,
    /// Order days in the 90 days ahead.
    ahead: usize,
}

impl Origin {
    /// None when there are no order days in the 90 days up to it.
    fn of(history: &History, as_of: Day, months_back: usize) -> Option<Self> {
        let day = as_of - MONTH_DAYS * i32::try_from(months_back).ok()?;
        let ahead = history.order_days_in(next(day)).count();
        Some(Self { day, months_back, pace: Pace::of(history, day)?, ahead })
    }
}

/// The 90 days ahead of a day.
fn next(day: Day) -> DayRange {
    DayRange { from: day + 1, until: day + 1 + AHEAD_DAYS }
}
