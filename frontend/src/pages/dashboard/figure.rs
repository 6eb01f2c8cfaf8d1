//! Figures whose rows can be opened: their words, and the part of the address that says which is open.

use crate::components::rows_sheet::{ROWS_KEY, RowsShown};
use crate::format::{count, money_full, units};
use crate::lazy::{LazyPage, fetch_ahead_of};
use crate::state::filters::Filters;
use bellwether_core::Cents;
use bellwether_core::bridge::{BridgePart, Figure};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

const ALL: [Figure; 10] = [
    Figure::Revenue,
    Figure::Profit,
    Figure::Orders,
    Figure::Units,
    Figure::ActiveAccounts,
    Figure::Lost,
    Figure::New,
    Figure::Volume,
    Figure::Price,
    Figure::Mix,
];

/// The word in the address.
fn code(figure: Figure) -> &'static str {
    match figure {
        Figure::Revenue => "revenue",
        Figure::Profit => "profit",
        Figure::Orders => "orders",
        Figure::Units => "units",
        Figure::ActiveAccounts => "active_accounts",
        Figure::Lost => "lost",
        Figure::New => "new",
        Figure::Volume => "volume",
        Figure::Price => "price",
        Figure::Mix => "mix",
    }
}

/// The words people read after "Rows behind".
pub fn label(figure: Figure) -> &'static str {
    match figure {
        Figure::Revenue => "net sales",
        Figure::Profit => "gross profit",
        Figure::Orders => "orders",
        Figure::Units => "units",
        Figure::ActiveAccounts => "active accounts",
        Figure::Lost => "the change by lost accounts",
        Figure::New => "the change by new accounts",
        Figure::Volume => "the change by volume",
        Figure::Price => "the change by price",
        Figure::Mix => "the change by mix",
    }
}

/// The part of the bridge that a figure is, if it is one.
pub fn part_of(figure: Figure) -> Option<BridgePart> {
    BridgePart::ALL.into_iter().find(|part| of_part(*part) == figure)
}

/// The figure that a part of the bridge is.
pub fn of_part(part: BridgePart) -> Figure {
    match part {
        BridgePart::Lost => Figure::Lost,
        BridgePart::New => Figure::New,
        BridgePart::Volume => Figure::Volume,
        BridgePart::Price => Figure::Price,
        BridgePart::Mix => Figure::Mix,
    }
}

/// A value of the figure with every digit.
pub fn in_full(figure: Figure, value: i64, symbol: &'static str) -> String {
    match figure {
        Figure::Orders | Figure::ActiveAccounts => count(value),
        Figure::Units => units(value),
        Figure::Revenue | Figure::Profit => money_full(Cents(value), symbol),
        Figure::Lost | Figure::New | Figure::Volume | Figure::Price | Figure::Mix => {
            signed_money(Cents(value), symbol)
        }
    }
}

/// Money to the cent with its sign always written.
pub fn signed_money(amount: Cents, symbol: &'static str) -> String {
    let plus = if amount.0 > 0 { "+" } else { "" };
    format!("{plus}{}", money_full(amount, symbol))
}

/// The figure whose rows the address opens; tracked.
pub fn behind(filters: Filters) -> Option<Figure> {
    from_code(filters.get(ROWS_KEY).as_deref())
}

fn from_code(word: Option<&str>) -> Option<Figure> {
    ALL.into_iter().find(|figure| Some(code(*figure)) == word)
}

/// Address that opens the rows behind a figure; tracked.
pub fn link_behind(filters: Filters, figure: Figure) -> String {
    filters.here_with(ROWS_KEY, code(figure).to_owned())
}

/// How the open rows were reached.
pub fn use_rows_shown() -> RowsShown {
    use_context::<RowsShown>().expect("the dashboard provides it before it opens any rows")
}

/// The figure of the link that an event came from, if it opens rows.
fn figure_of_link(event: &web_sys::Event) -> Option<Figure> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let address = target.closest("a[href*='rows=']").ok()??.get_attribute("href")?;
    let parts = address.split(['?', '&']);
    from_code(parts.filter_map(|part| part.strip_prefix("rows=")).next())
}

/// Opens the rows where the page stands, unless the link is wanted in another window.
pub fn open_behind_link(event: &web_sys::MouseEvent, filters: Filters, rows: RowsShown) {
    rows.open(filters, event, || figure_of_link(event).map(|figure| code(figure).to_owned()));
}

/// Starts fetching the code of the rows when a link to them is pointed at or focused.
pub fn fetch_ahead_behind_link(event: &web_sys::Event) {
    if figure_of_link(event).is_some() {
        fetch_ahead_of(LazyPage::Rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_survives_the_address() {
        assert!(ALL.into_iter().all(|figure| from_code(Some(code(figure))) == Some(figure)));
        assert_eq!((from_code(None), from_code(Some("weather"))), (None, None));
    }

    #[test]
    fn parts_of_the_bridge_are_figures_and_the_headline_is_not_a_part() {
        assert!(BridgePart::ALL.into_iter().all(|part| part_of(of_part(part)) == Some(part)));
        assert_eq!(part_of(Figure::Revenue), None);
    }

    #[test]
    fn a_change_always_has_its_sign() {
        assert_eq!(in_full(Figure::New, 5, "$"), "+$0.05");
        assert_eq!(in_full(Figure::Lost, -5, "$"), "−$0.05");
        assert_eq!(in_full(Figure::Revenue, 5, "$"), "$0.05");
    }
}
