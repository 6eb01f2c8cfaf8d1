//! From facts to places: linear, band and time scales. All are total: an empty domain maps to the
//! middle of the range instead of to nothing.

use chrono::NaiveDate;

/// Maps numbers of a domain to places of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Linear {
    /// Values at the two ends.
    pub domain: (f64, f64),
    /// Places of the two ends.
    pub range: (f64, f64),
}

impl Linear {
    /// The place of a value; beyond the domain it runs on at the same pace.
    pub fn place(&self, value: f64) -> f64 {
        let span = self.domain.1 - self.domain.0;
        if span == 0.0 || !span.is_finite() || !value.is_finite() {
            return f64::midpoint(self.range.0, self.range.1);
        }
        self.range.0 + (value - self.domain.0) / span * (self.range.1 - self.range.0)
    }
}

/// Divides a range into equal bands with gaps between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bands {
    /// How many bands.
    pub count: usize,
    /// Places of the two ends.
    pub range: (f64, f64),
    /// Share of a band's room left empty, 0 to 1.
    pub padding: f64,
}

impl Bands {
    /// Room of one band with its gap.
    pub fn step(&self) -> f64 {
        (self.range.1 - self.range.0) / counted(self.count.max(1))
    }

    /// Width of one band.
    pub fn width(&self) -> f64 {
        self.step() * (1.0 - self.padding)
    }

    /// Left edge of a band.
    pub fn start(&self, index: usize) -> f64 {
        self.range.0 + self.step() * (counted(index) + self.padding / 2.0)
    }

    /// Middle of a band.
    pub fn middle(&self, index: usize) -> f64 {
        self.range.0 + self.step() * (counted(index) + 0.5)
    }
}

/// Maps dates to places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Time {
    /// Dates at the two ends.
    pub domain: (NaiveDate, NaiveDate),
    /// Places of the two ends.
    pub range: (f64, f64),
}

impl Time {
    /// The place of a date.
    pub fn place(&self, date: NaiveDate) -> f64 {
        let days = |until: NaiveDate| days_between(self.domain.0, until);
        Linear { domain: (0.0, days(self.domain.1)), range: self.range }.place(days(date))
    }
}

/// Days from one date to another; negative when the second is earlier.
fn days_between(from: NaiveDate, until: NaiveDate) -> f64 {
    let days = i32::try_from((until - from).num_days());
    f64::from(days.expect("chrono's dates span less than 200 million days"))
}

/// A number of things as a number to draw with. Exact up to four thousand million, far beyond what a
/// chart can hold.
pub fn counted(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).expect("a date of the calendar")
    }

    #[test]
    fn ends_of_the_domain_are_ends_of_the_range() {
        let scale = Linear { domain: (-10.0, 30.0), range: (200.0, 0.0) };
        assert_eq!((scale.place(-10.0), scale.place(10.0), scale.place(30.0)), (200.0, 100.0, 0.0));
    }

    #[test]
    fn an_empty_domain_maps_to_the_middle() {
        assert_eq!(Linear { domain: (5.0, 5.0), range: (0.0, 80.0) }.place(5.0), 40.0);
        assert_eq!(Time { domain: (date(1), date(1)), range: (0.0, 80.0) }.place(date(1)), 40.0);
    }

    #[test]
    fn larger_values_are_never_placed_before_smaller_ones() {
        let scale = Linear { domain: (0.0, 7.0), range: (3.0, 99.0) };
        let places: Vec<f64> = (0..50).map(|value| scale.place(f64::from(value) / 7.0)).collect();
        assert!(places.is_sorted());
    }

    #[test]
    fn bands_stay_inside_the_range_and_do_not_touch() {
        let bands = Bands { count: 7, range: (10.0, 150.0), padding: 0.2 };
        assert!(bands.start(0) > 10.0);
        assert!(bands.start(6) + bands.width() < 150.0);
        for index in 0..6 {
            assert!(bands.start(index) + bands.width() < bands.start(index + 1));
        }
    }

    #[test]
    fn dates_are_placed_by_their_distance() {
        let scale = Time { domain: (date(1), date(21)), range: (0.0, 200.0) };
        assert_eq!(scale.place(date(6)), 50.0);
    }
}
