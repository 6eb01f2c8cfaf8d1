//! Times as people read them.

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// Rounded; never negative.
fn whole(number: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the server plans trips of at most 60 stops on earth: less than two million minutes"
    )]
    let whole = number.round().clamp(0.0, 1e9) as u32;
    whole
}

/// "18 min", "1 h 05 min".
pub(super) fn duration(minutes: f64) -> String {
    let minutes = whole(minutes);
    match minutes / 60 {
        0 => format!("{minutes} min"),
        hours => format!("{hours} h {:02} min", minutes % 60),
    }
}

/// The time so many minutes after a time of the day: "09:42", "01:10 (+1 day)".
pub(super) fn clock(start: u32, after: f64) -> String {
    let minutes = start + whole(after);
    let time = spelled(minutes % DAY);
    match minutes / DAY {
        0 => time,
        1 => format!("{time} (+1 day)"),
        days => format!("{time} (+{days} days)"),
    }
}

/// A time of the day as "09:05".
pub(super) fn spelled(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// What [`spelled`] writes.
pub(super) fn time_of(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_hours_and_minutes() {
        assert_eq!([18.4, 64.6, 0.0].map(duration), ["18 min", "1 h 05 min", "0 min"]);
        assert_eq!(clock(8 * 60 + 30, 72.2), "09:42");
        assert_eq!(clock(23 * 60, 130.0), "01:10 (+1 day)");
        assert_eq!(clock(0, 3.0 * 1_440.0), "00:00 (+3 days)");
    }

    #[test]
    fn a_time_of_the_day_survives_the_address() {
        assert_eq!(time_of(&spelled(545)), Some(545));
        for nonsense in ["", "9", "24:00", "09:60", "nine"] {
            assert_eq!(time_of(nonsense), None, "{nonsense}");
        }
    }
}
