//! Which column fills which field, from its header and its values, and what kind of file that makes.

use crate::dates::{self, DateOrder};
use crate::decimal::{self, DecimalMark};
use crate::{availability, backorder, facts, invoice_words, months, status, synonyms, terms};
use bellwether_core::import::{Field, ImportKind, Mapping};
use std::collections::{BTreeMap, BTreeSet};

/// One column of the file with the values seen so far.
pub(crate) struct Column<'v> {
    /// Its header, trimmed.
    pub(crate) header: &'v str,
    /// Its values, trimmed, the empty ones left out.
    pub(crate) values: Vec<&'v str>,
    /// Whether another column has the same header.
    pub(crate) is_duplicate: bool,
}

/// What a column was taken for, and why.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub(crate) field: Option<Field>,
    pub(crate) reason: String,
}

impl Verdict {
    /// Of a column in a file that fits no kind of import.
    pub(crate) fn unknown_kind() -> Self {
        Self { field: None, reason: "not recognised; say what the file holds first".to_owned() }
    }
}

/// All columns under the assumption that the file is of one kind.
pub(crate) struct Guess {
    pub(crate) kind: ImportKind,
    pub(crate) verdicts: Vec<Verdict>,
    /// How many columns were recognised.
    pub(crate) matched: usize,
}

/// The fields that hold numbers, all written with one decimal mark in one file.
pub(crate) const NUMBERS: [Field; 9] = [
    Field::Amount,
    Field::UnitPrice,
    Field::Cost,
    Field::UnitCost,
    Field::Profit,
    Field::Quantity,
    Field::OpenBalance,
    Field::Backordered,
    Field::PackSize,
];

/// The fields that hold dates, all written in one order in one file.
pub(crate) const DATES: [Field; 4] = [Field::OrderDate, Field::InvoiceDate, Field::DueDate, Field::Month];

/// Whether a header says that the file is about targets. Monthly sales have the same columns otherwise.
fn names_a_target(columns: &[Column<'_>]) -> bool {
    columns.iter().any(|column| {
        let header = synonyms::words(column.header);
        ["target", "goal", "quota", "budget"]
            .into_iter()
            .any(|word| header.split(' ').any(|said| said == word))
    })
}

/// The kind whose fields explain most of the columns; none when no kind does.
pub(crate) fn guess_kind(columns: &[Column<'_>]) -> Option<Guess> {
    let is_possible = |kind: &ImportKind| *kind != ImportKind::Targets || names_a_target(columns);
    let scored = ImportKind::ALL.into_iter().rev().filter(is_possible).filter_map(|kind| {
        let guess = guess_columns(kind, columns);
        let missing = mapping_of(&guess, columns).missing().len();
        // `max_by_key` takes the last of equals, so the kinds are walked from the rarest to the commonest.
        guess.matched.checked_sub(missing).filter(|score| *score > 0).map(|score| (score, guess))
    });
    scored.max_by_key(|(score, _)| *score).map(|(_, guess)| guess)
}

/// The mapping that a guess amounts to.
pub(crate) fn mapping_of(guess: &Guess, columns: &[Column<'_>]) -> Mapping {
    let found = columns.iter().zip(&guess.verdicts);
    let columns = found.filter_map(|(column, verdict)| Some((verdict.field?, column.header.to_owned())));
    Mapping { columns: columns.collect(), ..Mapping::of_kind(guess.kind) }
}

/// How well a header names a field; smaller is better.
type Rank = (usize, usize);

/// Assigns each column at most one field and each field at most one column, the best names first.
pub(crate) fn guess_columns(kind: ImportKind, columns: &[Column<'_>]) -> Guess {
    let mut candidates: Vec<(Rank, usize, Field, bool)> = Vec::new();
    for (index, column) in columns.iter().enumerate().filter(|(_, column)| !column.is_duplicate) {
        for field in synonyms::fields(kind) {
            if let Some(rank) = rank_header(kind, *field, column.header) {
                candidates.push((rank, index, *field, fits(*field, &column.values)));
            }
        }
    }
    candidates.sort_by_key(|(rank, index, field, _)| (*rank, *index, *field));
    let mut chosen: BTreeMap<usize, Field> = BTreeMap::new();
    let mut refused: BTreeMap<usize, Field> = BTreeMap::new();
    let mut named_alike: Vec<(usize, Field)> = Vec::new();
    let mut taken: BTreeSet<Field> = BTreeSet::new();
    for ((tier, _), index, field, fits) in candidates {
        if !fits {
            refused.entry(index).or_insert(field);
            named_alike.extend((tier == 0).then_some((index, field)));
        } else if !chosen.contains_key(&index) && taken.insert(field) {
            chosen.insert(index, field);
        }
    }
    // Catalogues tell how many are in a case of products sold by the piece: that alone makes no pack.
    if !taken.contains(&Field::PackOfKey) {
        chosen.retain(|_, field| *field != Field::PackSize);
    }
    let by_name: BTreeSet<usize> = chosen.keys().copied().collect();
    choose_by_values(kind, columns, &mut chosen, &mut taken);
    choose_the_required(kind, columns, &named_alike, &mut chosen);
    let verdicts: Vec<Verdict> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let field = chosen.get(&index).copied();
            let reason = explain(column, field, by_name.contains(&index), refused.get(&index).copied());
            Verdict { field, reason }
        })
        .collect();
    Guess { kind, matched: chosen.len(), verdicts }
}

/// A date or e-mail column gives itself away whatever its header says.
fn choose_by_values(
    kind: ImportKind,
    columns: &[Column<'_>],
    chosen: &mut BTreeMap<usize, Field>,
    taken: &mut BTreeSet<Field>,
) {
    for field in [Field::OrderDate, Field::InvoiceDate, Field::Email] {
        if taken.contains(&field) || !synonyms::fields(kind).contains(&field) {
            continue;
        }
        let found = columns.iter().enumerate().find(|(index, column)| {
            let is_free = !chosen.contains_key(index) && !column.is_duplicate && !column.header.is_empty();
            is_free
                && !column.values.is_empty()
                && fits(field, &column.values)
                && !fits(Field::Amount, &column.values)
        });
        if let Some((index, _)) = found {
            chosen.insert(index, field);
            taken.insert(field);
        }
    }
}

/// A column whose whole header names a required field that nothing else fills is that field even when most of its
/// values are bad: its rows are then refused one by one, in words, instead of the file as a whole.
fn choose_the_required(
    kind: ImportKind,
    columns: &[Column<'_>],
    named_alike: &[(usize, Field)],
    chosen: &mut BTreeMap<usize, Field>,
) {
    let mapped = chosen.iter().map(|(index, field)| (*field, columns[*index].header.to_owned())).collect();
    for missing in (Mapping { columns: mapped, ..Mapping::of_kind(kind) }).missing() {
        let named = named_alike.iter().find(|(index, field)| {
            *field == missing && !chosen.contains_key(index) && has_any(*field, &columns[*index].values)
        });
        chosen.extend(named.copied());
    }
}

fn explain(column: &Column<'_>, field: Option<Field>, by_name: bool, refused: Option<Field>) -> String {
    match (field, refused) {
        (Some(field), Some(refused)) if field == refused => {
            format!("the header says so; many values do not look like {}", synonyms::field_label(field))
        }
        (Some(field), _) if !by_name => format!("the values look like {}", looks(field)),
        (Some(_), _) if column.values.is_empty() => {
            "the header says so; the first rows hold no value".to_owned()
        }
        (Some(field), _) if looks(field).is_empty() => "the header says so".to_owned(),
        (Some(field), _) => format!("the header says so, and the values look like {}", looks(field)),
        (None, _) if column.is_duplicate => {
            "the header stands over several columns; rename one to use it".to_owned()
        }
        (None, Some(field)) => {
            format!("named like {}, but the values do not look like it", synonyms::field_label(field))
        }
        (None, None) => "not recognised; ignored unless you map it".to_owned(),
    }
}

/// How well a header names a field: the whole of it, the whole without its bracket, or some of its words.
fn rank_header(kind: ImportKind, field: Field, header: &str) -> Option<Rank> {
    let full = synonyms::words(header);
    let short = header.split_once('(').map(|(before, _)| synonyms::words(before));
    let known = synonyms::synonyms(field).iter().chain(synonyms::kind_synonyms(kind, field));
    let mut best: Option<Rank> = None;
    for (place, synonym) in known.enumerate() {
        let tier = if same(&full, synonym) {
            0
        } else if short.as_deref().is_some_and(|short| same(short, synonym)) {
            1
        } else if synonym.contains(' ') && format!(" {full} ").contains(&format!(" {synonym} ")) {
            2
        } else {
            continue;
        };
        best = Some(best.map_or((tier, place), |rank| rank.min((tier, place))));
    }
    best
}

/// Equal, blanks aside.
fn same(left: &str, right: &str) -> bool {
    let letters = |text: &str| text.bytes().filter(|byte| *byte != b' ').collect::<Vec<u8>>();
    left.len() <= 100 && letters(left) == letters(right)
}

/// Whether four fifths of the values could fill the field.
fn fits(field: Field, values: &[&str]) -> bool {
    let good = values.iter().filter(|value| is_like(field, value)).count();
    good * 5 >= values.len() * 4
}

/// Whether any value could fill the field.
fn has_any(field: Field, values: &[&str]) -> bool {
    values.iter().any(|value| is_like(field, value))
}

/// Whether a value could fill the field. Words and numbers of any look can be keys.
fn is_like(field: Field, value: &str) -> bool {
    let number = |value: &str| decimal::parse(value, DecimalMark::Point).is_some() || is_blank_word(value);
    let check: fn(&str) -> bool = match field {
        Field::OrderDate | Field::InvoiceDate | Field::DueDate => |value| {
            is_blank_word(value)
                || matches!(
                    dates::parse(value, DateOrder::MonthFirst),
                    Ok(_) | Err(dates::DateFault::OtherOrder)
                )
        },
        Field::Quantity
        | Field::UnitPrice
        | Field::Amount
        | Field::Cost
        | Field::UnitCost
        | Field::Profit
        | Field::OpenBalance
        | Field::PackSize => number,
        Field::Latitude | Field::Longitude => number,
        Field::OrderStatus => |value| status::parse(value).is_some(),
        Field::Email => |value| value.contains('@'),
        Field::PaymentTerms => {
            |value| terms::days(facts::without_float_tail(value).unwrap_or(value)).is_some()
        }
        Field::Availability => |value| availability::parse(value, "").is_some(),
        Field::InvoiceKind => |value| invoice_words::kind(value).is_some(),
        Field::InvoiceStatus => |value| invoice_words::standing(value).is_some(),
        Field::Backordered => {
            |value| is_blank_word(value) || backorder::parse(value, DecimalMark::Point).is_some()
        }
        Field::Currency => |value| invoice_words::currency(value).is_some(),
        Field::Month => |value| months::parse(value, DateOrder::MonthFirst).is_some(),
        _ => return true,
    };
    check(value)
}

fn looks(field: Field) -> &'static str {
    match field {
        Field::OrderDate | Field::InvoiceDate | Field::DueDate => "dates",
        Field::UnitPrice
        | Field::Amount
        | Field::Cost
        | Field::UnitCost
        | Field::Profit
        | Field::OpenBalance => "amounts",
        Field::PaymentTerms => "terms of payment",
        Field::InvoiceKind => "invoices and credit memos",
        Field::InvoiceStatus => "invoice statuses",
        Field::Currency => "currencies",
        Field::Month => "months",
        Field::Quantity | Field::Backordered | Field::PackSize => "quantities",
        Field::Latitude | Field::Longitude => "degrees",
        Field::OrderStatus => "order statuses",
        Field::Email => "e-mail addresses",
        _ => "",
    }
}

/// What programs write for "nothing".
pub(crate) fn is_blank_word(value: &str) -> bool {
    matches!(value, "NULL" | "null" | "#N/A" | "N/A" | "n/a" | "NaN" | "nan" | "-")
}
