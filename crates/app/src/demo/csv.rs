//! Rows of the demo files: values quoted where CSV asks for it, money in dollars.

/// Appends one row.
pub(super) fn put<const COLUMNS: usize>(file: &mut String, values: [&str; COLUMNS]) {
    for (place, value) in values.into_iter().enumerate() {
        if place > 0 {
            file.push(',');
        }
        if value.contains([',', '"', '\n']) {
            file.push('"');
            file.push_str(&value.replace('"', "\"\""));
            file.push('"');
        } else {
            file.push_str(value);
        }
    }
    file.push('\n');
}

/// `1234.50`, with a minus sign before amounts below zero.
pub(super) fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_and_quotes_stay_inside_their_value() {
        let mut file = String::new();
        put(&mut file, ["a", "b, c", "say \"d\"", ""]);
        assert_eq!(file, "a,\"b, c\",\"say \"\"d\"\"\",\n");
    }

    #[test]
    fn cents_below_a_dollar_and_below_zero_are_written_in_full() {
        assert_eq!([5, 123_450, -30_000, -7].map(money), ["0.05", "1234.50", "-300.00", "-0.07"]);
    }
}
