//! What is filled in to set a target, and what it means.

use bellwether_core::account::AccountRef;
use bellwether_core::target::TargetInput;
use bellwether_core::{CategoryId, Cents, RepId, Role};
use chrono::{Datelike, Months, NaiveDate};

/// What a target is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Rep,
    Account,
    Organisation,
}

impl Subject {
    /// What a person with this role is offered, in display order.
    pub(super) fn offered(role: Option<Role>) -> Vec<Self> {
        let mut offered = vec![Self::Rep, Self::Account];
        if matches!(role, Some(Role::Leadership | Role::Admin)) {
            offered.push(Self::Organisation);
        }
        offered
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Rep => "Rep",
            Self::Account => "Account",
            Self::Organisation => "Whole organisation",
        }
    }
}

/// The form as it is filled in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    pub(super) month: Option<NaiveDate>,
    pub(super) subject: Subject,
    pub(super) rep: Option<RepId>,
    pub(super) account: Option<AccountRef>,
    /// Only what is sold of it; none for all categories.
    pub(super) category: Option<CategoryId>,
    pub(super) amount: String,
}

impl Draft {
    /// Nothing filled in.
    pub(super) fn empty() -> Self {
        Self {
            month: None,
            subject: Subject::Rep,
            rep: None,
            account: None,
            category: None,
            amount: String::new(),
        }
    }

    /// The target meant. What was picked under another subject does not count.
    ///
    /// # Errors
    /// What is missing, in words.
    pub(super) fn input(&self) -> Result<TargetInput, &'static str> {
        let month = self.month.ok_or("Pick a month.")?;
        let amount_cents = cents_of(&self.amount).ok_or("Write an amount above zero, for example 12,500.")?;
        let target = TargetInput { month, rep: None, account: None, category: self.category, amount_cents };
        match self.subject {
            Subject::Rep => Ok(TargetInput { rep: Some(self.rep.ok_or("Pick a rep.")?), ..target }),
            Subject::Account => {
                let account = self.account.as_ref().ok_or("Search for the account and pick it.")?;
                Ok(TargetInput { account: Some(account.id), ..target })
            }
            Subject::Organisation => Ok(target),
        }
    }
}

/// Most digits before the point: beyond that nobody means it.
const MOST_DIGITS: usize = 13;

/// An amount as people write it, "12,500" or "$12,500.50"; none unless above zero with at most two places.
fn cents_of(text: &str) -> Option<Cents> {
    let plain: String =
        text.chars().filter(|letter| !matches!(letter, ',' | ' ' | '$' | '€' | '£')).collect();
    let (whole, part) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > MOST_DIGITS
        || part.len() > 2
        || !is_number(whole)
        || !is_number(part)
    {
        return None;
    }
    let cents: i64 = format!("{whole}{part:0<2}").parse().ok()?;
    (cents > 0).then_some(Cents(cents))
}

/// First dates of the months offered around a date: two before, a year after.
pub(super) fn months_around(date: NaiveDate) -> Vec<NaiveDate> {
    let Some(first) = date.with_day(1).and_then(|first| first.checked_sub_months(Months::new(2))) else {
        return Vec::new();
    };
    (0..15).filter_map(|months| first.checked_add_months(Months::new(months))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        assert_eq!(cents_of("12,500"), Some(Cents(1_250_000)));
        assert_eq!(cents_of("$12 500.5"), Some(Cents(1_250_050)));
        assert_eq!(cents_of("0.01"), Some(Cents(1)));
    }

    #[test]
    fn what_is_no_amount_above_zero_is_refused() {
        for text in ["", "0", "-5", "1.234", "abc", ".5", "1e3", "99999999999999"] {
            assert_eq!(cents_of(text), None, "{text}");
        }
    }

    #[test]
    fn the_months_offered_begin_two_before() {
        let months = months_around(date(2026, 1, 31));
        assert_eq!((months[0], months[2], months.len()), (date(2025, 11, 1), date(2026, 1, 1), 15));
    }

    #[test]
    fn what_was_picked_under_another_subject_does_not_count() {
        let draft = Draft {
            month: Some(date(2026, 6, 1)),
            rep: Some(RepId(3)),
            subject: Subject::Account,
            amount: "100".to_owned(),
            ..Draft::empty()
        };
        assert_eq!(draft.input(), Err("Search for the account and pick it."));
        let everybody = Draft { subject: Subject::Organisation, category: Some(CategoryId(4)), ..draft };
        let input = everybody.input().expect("everything is filled in");
        assert_eq!((input.rep, input.category), (None, Some(CategoryId(4))));
    }

    #[test]
    fn only_those_who_see_everything_set_one_for_the_whole_organisation() {
        assert!(!Subject::offered(Some(Role::Manager)).contains(&Subject::Organisation));
        assert!(Subject::offered(Some(Role::Admin)).contains(&Subject::Organisation));
    }
}
