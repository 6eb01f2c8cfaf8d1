//! What the list can be sorted by, in the words of the address and of the screen.

use bellwether_core::account::AccountSort;
use bellwether_core::paging::Direction;

/// Every sorting in the order the phone offers them.
pub const SORTS: [AccountSort; 9] = [
    AccountSort::TrailingRevenue,
    AccountSort::TrailingOrders,
    AccountSort::RevenueAtRisk,
    AccountSort::Priority,
    AccountSort::ChurnRisk,
    AccountSort::Health,
    AccountSort::NextOrder,
    AccountSort::LastOrder,
    AccountSort::Name,
];

/// The word in the address.
pub fn sort_code(sort: AccountSort) -> &'static str {
    match sort {
        AccountSort::TrailingRevenue => "trailing_revenue",
        AccountSort::TrailingOrders => "trailing_orders",
        AccountSort::ChurnRisk => "churn_risk",
        AccountSort::RevenueAtRisk => "revenue_at_risk",
        AccountSort::Priority => "priority",
        AccountSort::LastOrder => "last_order",
        AccountSort::NextOrder => "next_order",
        AccountSort::Health => "health",
        AccountSort::Name => "name",
        AccountSort::Distance => "distance",
    }
}

/// The sorting of a word in the address.
pub fn sort_from_code(code: &str) -> Option<AccountSort> {
    SORTS.into_iter().find(|sort| sort_code(*sort) == code)
}

/// The words people read.
pub fn sort_label(sort: AccountSort) -> &'static str {
    match sort {
        AccountSort::TrailingRevenue => "12-month net sales",
        AccountSort::TrailingOrders => "12-month orders",
        AccountSort::ChurnRisk => "Churn risk",
        AccountSort::RevenueAtRisk => "Money at risk",
        AccountSort::Priority => "Priority",
        AccountSort::LastOrder => "Last order",
        AccountSort::NextOrder => "Next order",
        AccountSort::Health => "Health",
        AccountSort::Name => "Account",
        AccountSort::Distance => "Distance",
    }
}

/// The direction people mean when they click a column the first time.
pub fn natural_direction(sort: AccountSort) -> Direction {
    match sort {
        AccountSort::Name | AccountSort::NextOrder | AccountSort::Distance => Direction::Ascending,
        AccountSort::TrailingRevenue
        | AccountSort::TrailingOrders
        | AccountSort::ChurnRisk
        | AccountSort::RevenueAtRisk
        | AccountSort::Priority
        | AccountSort::LastOrder
        | AccountSort::Health => Direction::Descending,
    }
}

/// The other direction.
pub fn reversed(direction: Direction) -> Direction {
    match direction {
        Direction::Ascending => Direction::Descending,
        Direction::Descending => Direction::Ascending,
    }
}

/// The word in the address.
pub fn direction_code(direction: Direction) -> &'static str {
    match direction {
        Direction::Ascending => "ascending",
        Direction::Descending => "descending",
    }
}

/// The direction of a word in the address.
pub fn direction_from_code(code: &str) -> Option<Direction> {
    [Direction::Ascending, Direction::Descending]
        .into_iter()
        .find(|direction| direction_code(*direction) == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sorting_survives_the_address() {
        for sort in SORTS {
            assert_eq!(sort_from_code(sort_code(sort)), Some(sort));
        }
    }

    #[test]
    fn turning_round_twice_changes_nothing() {
        assert_eq!(reversed(reversed(Direction::Ascending)), Direction::Ascending);
    }
}
