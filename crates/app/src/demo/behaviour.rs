//! How a demo account orders over three years.

use super::chance::Chance;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Days of history.
pub(super) const HISTORY_DAYS: i64 = 1095;

/// A habit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    Steady,
    Lumpy,
    Seasonal,
    Growing,
    Declining,
    Slipping,
    Lost,
    Recent,
}

impl Behaviour {
    /// Roughly as a real book is made up.
    pub(super) fn draw(chance: &mut Chance) -> Self {
        match chance.below(100) {
            0..=36 => Self::Steady,
            37..=50 => Self::Lumpy,
            51..=60 => Self::Seasonal,
            61..=66 => Self::Growing,
            67..=76 => Self::Declining,
            77..=87 => Self::Slipping,
            88..=95 => Self::Lost,
            _ => Self::Recent,
        }
    }

    /// The dates on which the account orders, oldest first, none after `today`.
    pub(super) fn order_dates(self, chance: &mut Chance, today: NaiveDate) -> Vec<NaiveDate> {
        let mean_gap_days = 7.0 * (2.0 * chance.unit()).exp2() * chance.between(0.9, 2.2);
        let shape = if self == Self::Lumpy { 1 } else { 6 };
        let start_day = match self {
            Self::Recent => HISTORY_DAYS as f64 - chance.between(20.0, 80.0),
            _ if chance.unit() < 0.6 => chance.between(0.0, mean_gap_days),
            _ => chance.between(0.0, HISTORY_DAYS as f64 * 0.6),
        };
        let end_day = match self {
            Self::Slipping => HISTORY_DAYS as f64 - mean_gap_days * chance.between(1.1, 3.2),
            Self::Lost => HISTORY_DAYS as f64 - chance.between(40.0, 500.0),
            _ => HISTORY_DAYS as f64,
        };
        let first = today.checked_sub_days(Days::new(HISTORY_DAYS.unsigned_abs())).unwrap_or(today);
        let mut dates = Vec::new();
        let mut day = start_day;
        while day <= end_day {
            let date = weekday(first.checked_add_days(Days::new(day.max(0.0) as u64)).unwrap_or(first));
            if date > today {
                break;
            }
            dates.push(date);
            day += (chance.gamma(shape) * mean_gap_days * self.stretch(day, date)).max(1.0);
        }
        dates.dedup();
        dates
    }

    /// How much longer than usual the gap after this day is.
    fn stretch(self, day: f64, date: NaiveDate) -> f64 {
        let elapsed = day / HISTORY_DAYS as f64;
        match self {
            Self::Growing => 1.6 - elapsed,
            Self::Declining => 1.0 + 2.5 * (elapsed - 0.5).max(0.0) * 2.0,
            Self::Seasonal if matches!(date.month(), 11 | 12 | 1 | 2) => 3.5,
            Self::Seasonal => 0.8,
            Self::Steady | Self::Lumpy | Self::Slipping | Self::Lost | Self::Recent => 1.0,
        }
    }

    /// How much larger than usual an order on this day is.
    pub(super) fn basket_factor(self, date: NaiveDate, today: NaiveDate) -> f64 {
        let years_ago = (today - date).num_days() as f64 / 365.0;
        let inflation = 1.03_f64.powf(-years_ago);
        match self {
            Self::Growing => inflation * (1.3 - 0.25 * years_ago).max(0.3),
            Self::Declining => inflation * (0.7 + 0.2 * years_ago),
            Self::Steady | Self::Lumpy | Self::Seasonal | Self::Slipping | Self::Lost | Self::Recent => {
                inflation
            }
        }
    }
}

/// Orders come in on working days: Saturday's a day early, Sunday's a day late.
fn weekday(date: NaiveDate) -> NaiveDate {
    match date.weekday() {
        Weekday::Sat => date.pred_opt().unwrap_or(date),
        Weekday::Sun => date.succ_opt().unwrap_or(date),
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => date,
    }
}
