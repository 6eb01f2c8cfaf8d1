//! What the address asks of the list.

use super::columns::{direction_from_code, natural_direction, sort_from_code};
use crate::state::account_query::account_query;
use bellwether_core::account::{AccountLevel, AccountQuery, AccountSort};
use bellwether_core::paging::Direction;

/// The word of the level of parents.
pub const PARENT: &str = "parent";

/// What the list is sorted by: the address, else twelve-month sales, largest first.
pub fn sorting(get: impl Fn(&str) -> Option<String>) -> (AccountSort, Direction) {
    let sort = get("sort").and_then(|code| sort_from_code(&code)).unwrap_or_default();
    let direction = get("direction").and_then(|code| direction_from_code(&code));
    (sort, direction.unwrap_or_else(|| natural_direction(sort)))
}

/// The question.
pub fn question(get: impl Fn(&str) -> Option<String>) -> AccountQuery {
    let (sort, direction) = sorting(&get);
    AccountQuery {
        level: (get("level").as_deref() == Some(PARENT)).then_some(AccountLevel::Parent),
        sort: Some(sort),
        direction: Some(direction),
        ..account_query(get)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &'static [(&'static str, &'static str)]) -> AccountQuery {
        question(|key| parts.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_level_and_the_sorting_are_asked_beside_the_restrictions() {
        let query = of(&[("min_order", "250"), ("level", "parent"), ("sort", "name")]);
        assert_eq!((query.min_order_cents, query.level), (Some(25_000), Some(AccountLevel::Parent)));
        assert_eq!((query.sort, query.direction), (Some(AccountSort::Name), Some(Direction::Ascending)));
    }
}
