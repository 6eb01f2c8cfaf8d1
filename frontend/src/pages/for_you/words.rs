//! Dates and counts of the page in words.

use crate::format::{day, money_short, tally};
use bellwether_core::Period;
use bellwether_core::alert::ForYou;
use bellwether_core::order::DraftNote;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Whose cards, as of when, and how many wait for later.
pub fn heading(shown: &ForYou) -> String {
    let mut words =
        format!("{} · as of {} {}", shown.scope, day(shown.as_of, shown.as_of.year()), shown.as_of.year());
    if shown.snoozed > 0 {
        words.push_str(&format!(" · {} snoozed", tally(shown.snoozed)));
    }
    words
}

/// The dates of a week: "24–30 Jun", "29 Jun – 5 Jul".
pub fn week(period: Period, reference_year: i32) -> String {
    let last = period.last();
    let end = day(last, reference_year);
    if period.from.month() == last.month() && period.from.year() == last.year() {
        format!("{}–{end}", period.from.day())
    } else {
        format!("{} – {end}", day(period.from, reference_year))
    }
}

/// "Draft since 3 May, $420, started by Pat Doe".
pub fn draft_words(draft: &DraftNote, symbol: &'static str, reference_year: i32) -> String {
    let by = draft.started_by.as_ref().map_or_else(String::new, |who| format!(", started by {}", who.name));
    format!(
        "Draft since {}, {}{by}",
        day(draft.since, reference_year),
        money_short(draft.revenue_cents, symbol)
    )
}

/// The day after.
pub fn tomorrow(today: NaiveDate) -> NaiveDate {
    today.succ_opt().unwrap_or(today)
}

/// The next Monday; on a Sunday the one after, because tomorrow is offered already.
pub fn next_monday(today: NaiveDate) -> NaiveDate {
    let days = match today.weekday() {
        Weekday::Sun => 8,
        other => 7 - u64::from(other.num_days_from_monday()),
    };
    today.checked_add_days(Days::new(days)).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date of the calendar")
    }

    #[test]
    fn a_week_names_its_month_once_unless_it_spans_two() {
        let inside = Period { from: date("2026-06-24"), until: date("2026-07-01") };
        let across = Period { from: date("2026-06-29"), until: date("2026-07-06") };
        assert_eq!(week(inside, 2026), "24–30 Jun");
        assert_eq!(week(across, 2026), "29 Jun – 5 Jul");
        assert_eq!(week(inside, 2027), "24–30 Jun 2026");
    }

    #[test]
    fn next_week_starts_on_monday_even_when_today_is_one() {
        assert_eq!(next_monday(date("2026-06-29")), date("2026-07-06"));
        assert_eq!(next_monday(date("2026-06-28")), date("2026-07-06"));
    }
}
