//! What parsers say about a body or a query, in the words of people: which field it is, what was given, and what
//! belongs there.

/// A value that is not what an operation takes.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the field, if it is known.
    pub field: Option<String>,
    /// What is wrong with it.
    pub message: String,
}

/// What is wrong with a value of a JSON text that is well formed.
pub fn json_fault(json: &[u8], why: &serde_json::Error) -> Fault {
    let Fault { field, message } = fault(&why.to_string());
    Fault { field: field.or_else(|| field_at(json, why.line(), why.column())), message }
}

/// What a parser said, without where.
pub(super) fn fault(said: &str) -> Fault {
    let said = said.rsplit_once(" at line ").map_or(said, |(words, _place)| words);
    let named = |start: &str| said.strip_prefix(start).and_then(quoted);
    let of = |field: &str, message: String| Fault { field: Some(field.to_owned()), message };
    if let Some((field, _)) = named("missing field ") {
        return of(field, "it is needed and left out".to_owned());
    }
    if let Some((field, _)) = named("duplicate field ") {
        return of(field, "it is given more than once; give it once".to_owned());
    }
    if let Some((field, rest)) = named("unknown field ") {
        return of(field, format!("there is no such field here; known are {}", choices(rest)));
    }
    let message = if let Some((given, rest)) = named("unknown variant ") {
        format!("\"{given}\" is not one of {}", choices(rest))
    } else if let Some((given, wanted)) = mismatch(said) {
        format!("{} is given where {} is expected", given_words(given), wanted_words(wanted))
    } else if is_of_dates(said) {
        "this is not a date such as 2026-06-30".to_owned()
    } else {
        said.to_owned()
    };
    Fault { field: None, message }
}

/// The name of the field that a place of a JSON text lies in; lines and columns count from one.
fn field_at(json: &[u8], line: usize, column: usize) -> Option<String> {
    let before_line: usize =
        json.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let text = json.get(..before_line.saturating_add(column).min(json.len()))?;
    let mut names: Vec<Option<String>> = Vec::new();
    let mut place = 0;
    while let Some(byte) = text.get(place) {
        place += 1;
        match byte {
            b'"' => {
                let end = end_of_string(text, place)?;
                let is_name =
                    json.get(end + 1..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"));
                if let (true, Some(last)) = (is_name, names.last_mut()) {
                    *last = Some(String::from_utf8_lossy(text.get(place..end)?).into_owned());
                }
                place = end + 1;
            }
            b'{' | b'[' => names.push(None),
            b'}' | b']' => _ = names.pop(),
            _other => {}
        }
    }
    let path: Vec<String> = names.into_iter().flatten().collect();
    (!path.is_empty()).then(|| path.join("."))
}

/// Where the string that starts at a place ends: at its closing quote.
fn end_of_string(text: &[u8], start: usize) -> Option<usize> {
    let mut is_escaped = false;
    let end = text.get(start..)?.iter().position(|byte| {
        let closes = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        closes
    })?;
    Some(start + end)
}

/// The name in the backticks that a text starts with, and what comes after.
fn quoted(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('`')?.split_once('`')
}

/// The names in backticks, joined.
fn choices(text: &str) -> String {
    let names: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn mismatch(said: &str) -> Option<(&str, &str)> {
    let starts = ["invalid type: ", "invalid value: ", "invalid length "];
    starts.iter().find_map(|start| said.strip_prefix(start)).and_then(|rest| rest.rsplit_once(", expected "))
}

fn given_words(given: &str) -> String {
    if let Some(text) = given.strip_prefix("string ") {
        return format!("the text {text}");
    }
    if let Some(number) = ["integer ", "floating point "].iter().find_map(|start| given.strip_prefix(start)) {
        return format!("the number {}", number.trim_matches('`'));
    }
    match given {
        "null" | "unit value" | "Option value" => "nothing (null)".to_owned(),
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        other => match other.strip_prefix("boolean ") {
            Some(word) => word.trim_matches('`').to_owned(),
            None => other.to_owned(),
        },
    }
}

fn wanted_words(wanted: &str) -> String {
    let words = match wanted {
        "a string" | "a borrowed string" | "str" => "a text",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" | "string or map" => "an object",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => "a whole number of at least 0",
        "f32" | "f64" => "a number",
        of_dates if of_dates.contains("date") => "a date such as 2026-06-30",
        object if object.starts_with("struct ") || object.starts_with("internally tagged enum") => {
            "an object"
        }
        list if list.starts_with("tuple ") || list.contains("a sequence") => "a list",
        other => other,
    };
    words.to_owned()
}

/// Whether this is how dates that cannot be read are told of.
fn is_of_dates(said: &str) -> bool {
    let starts =
        ["premature end of input", "input contains invalid", "input is out of range", "trailing input"];
    starts.iter().any(|start| said.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case", deny_unknown_fields)]
    #[expect(dead_code, reason = "only read to see what is refused")]
    struct Order {
        name: String,
        count: Option<u32>,
        due_on: Option<NaiveDate>,
        kind: Option<Kind>,
        lines: Option<Vec<Line>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Draft,
        Placed,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read to see what is refused")]
    struct Line {
        amount: i64,
        is_gift: bool,
    }

    fn told(json: &str) -> String {
        let error = serde_json::from_str::<Order>(json).expect_err("it is refused");
        let Fault { field, message } = json_fault(json.as_bytes(), &error);
        format!("{}: {message}", field.unwrap_or_default())
    }

    #[test]
    fn a_refusal_names_the_field_what_was_given_and_what_belongs_there() {
        for (json, words) in [
            (r#"{}"#, "name: it is needed and left out"),
            (r#"{"name": 5}"#, "name: the number 5 is given where a text is expected"),
            (
                r#"{"name": "a", "count": "many"}"#,
                "count: the text \"many\" is given where a whole number of at least 0 is expected",
            ),
            (
                r#"{"name": "a", "count": -1}"#,
                "count: the number -1 is given where a whole number of at least 0 is expected",
            ),
            (r#"{"name": "a", "due_on": "soon"}"#, "due_on: this is not a date such as 2026-06-30"),
            (
                r#"{"name": "a", "due_on": 7}"#,
                "due_on: the number 7 is given where a date such as 2026-06-30 is expected",
            ),
            (r#"{"name": "a", "kind": "lost"}"#, "kind: \"lost\" is not one of draft, placed"),
            (r#"{"name": "a", "name": "b"}"#, "name: it is given more than once; give it once"),
            (
                r#"{"name": "a", "size": 1}"#,
                "size: there is no such field here; known are name, count, due_on, kind, lines",
            ),
            (
                "{\"name\": \"a \\\" {\",\n \"lines\": [{\"amount\": 1, \"is_gift\": null}]}",
                "lines.is_gift: nothing (null) is given where true or false is expected",
            ),
            (r#"{"name": null}"#, "name: nothing (null) is given where a text is expected"),
            (r#"{"name": "a", "lines": {}}"#, "lines: an object is given where a list is expected"),
            (r#"[1]"#, ": the number 1 is given where a text is expected"),
        ] {
            assert_eq!(told(json), words, "{json}");
        }
    }

    #[test]
    fn what_is_told_in_our_own_words_stays() {
        let said = "a date must lie in the years 1900 to 2199 at line 1 column 30";
        assert_eq!(fault(said).message, "a date must lie in the years 1900 to 2199");
    }
}
