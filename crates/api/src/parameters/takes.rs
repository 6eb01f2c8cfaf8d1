//! What a parameter takes, as its schema in the OpenAPI document says.

use bellwether_core::calendar;
use chrono::NaiveDate;
use serde_json::Value;

/// What one parameter takes.
#[derive(Debug, PartialEq)]
pub(super) enum Takes {
    Text,
    Whole { least: Option<i64>, most: Option<i64> },
    Number,
    Date,
    Word(Vec<String>),
    Id { start: String },
}

impl Takes {
    /// Of a schema, which may refer to one of the document's.
    pub(super) fn of(document: &Value, schema: &Value) -> Self {
        let referred = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
        let schema = referred.and_then(|path| document.pointer(path)).unwrap_or(schema);
        if let Some(words) = schema["enum"].as_array() {
            return Self::Word(words.iter().filter_map(|word| Some(word.as_str()?.to_owned())).collect());
        }
        if let Some(start) = schema["pattern"].as_str().and_then(start_of_ids) {
            return Self::Id { start };
        }
        match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("integer"), _) => {
                Self::Whole { least: schema["minimum"].as_i64(), most: schema["maximum"].as_i64() }
            }
            (Some("number"), _) => Self::Number,
            (Some("boolean"), _) => Self::Word(vec!["true".to_owned(), "false".to_owned()]),
            (Some("string"), Some("date")) => Self::Date,
            _other => Self::Text,
        }
    }

    /// Whether a value can be read at all. What it may be beyond that is for the use case.
    pub(super) fn can_read(&self, value: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Whole { least, most } => value.parse::<i64>().is_ok_and(|number| {
                least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most)
            }),
            Self::Number => value.parse::<f64>().is_ok(),
            Self::Date => value.parse::<NaiveDate>().is_ok_and(calendar::can_hold),
            Self::Word(words) => words.iter().any(|word| word == value),
            Self::Id { start } => value.strip_prefix(start.as_str()).is_some_and(|rest| !rest.is_empty()),
        }
    }

    /// What it takes, in words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Text => "a text".to_owned(),
            Self::Whole { least: Some(least), most: Some(most) } => {
                format!("a whole number from {least} to {most}")
            }
            Self::Whole { least: Some(least), most: None } => format!("a whole number of at least {least}"),
            Self::Whole { least: None, most: Some(most) } => format!("a whole number of at most {most}"),
            Self::Whole { least: None, most: None } => "a whole number".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Date => {
                let (first, last) = (calendar::YEARS.start(), calendar::YEARS.end());
                format!("a date such as 2026-06-30, in the years {first} to {last}")
            }
            Self::Word(words) => format!("one of {}", words.join(", ")),
            Self::Id { start } => format!("an id of this API, which starts with {start}"),
        }
    }
}

/// `r_` of the pattern of an id.
fn start_of_ids(pattern: &str) -> Option<String> {
    let start = pattern.strip_prefix('^')?.split('[').next()?;
    start.ends_with('_').then(|| start.to_owned())
}
