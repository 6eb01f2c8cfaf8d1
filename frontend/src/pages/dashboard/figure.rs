//! Figures whose rows can be opened: their words, and the part of the address that says which is open.

use crate::components::rows_sheet::{ROWS_KEY, RowsShown};
use crate::format::{count, money_full, money_short, units};
use crate::lazy::{LazyPage, fetch_ahead_of};
use crate::state::filters::Filters;
use bellwether_core::bridge::{BridgePart, Figure};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::{Cents, RepId};
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

/// What open rows are behind: a figure of all that the page is about, or of one part of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The figure.
    pub figure: Figure,
    /// Of what.
    pub of: Part,
}

/// All that the page is about, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// What was sold in a state.
    State(String),
    /// What a rep sold.
    Rep(RepId),
}

impl Behind {
    /// The word in the address.
    fn word(&self) -> String {
        let figure = code(self.figure);
        match &self.of {
            Part::Whole => figure.to_owned(),
            Part::State(state) => format!("{figure}.state.{state}"),
            Part::Rep(rep) => format!("{figure}.rep.{rep}"),
        }
    }

    fn from_word(word: Option<&str>) -> Option<Self> {
        let mut words = word?.splitn(3, '.');
        let figure = words.next()?;
        let figure = ALL.into_iter().find(|known| code(*known) == figure)?;
        let of = match (words.next(), words.next()) {
            (None, _) => Part::Whole,
            (Some("state"), Some(state)) => Part::State(state.to_owned()),
            (Some("rep"), Some(rep)) => Part::Rep(rep.parse().ok()?),
            (Some(_), _) => return None,
        };
        Some(Self { figure, of })
    }

    /// What of the page's facts it is about.
    pub fn narrow(&self, facts: FactFilter) -> FactFilter {
        match &self.of {
            Part::Whole => facts,
            Part::State(state) => FactFilter { state: Some(state.clone()), ..facts },
            Part::Rep(rep) => FactFilter { rep: Some(*rep), ..facts },
        }
    }
}

/// What the rows are behind that the address opens; tracked.
pub fn behind(filters: Filters) -> Option<Behind> {
    Behind::from_word(filters.get(ROWS_KEY).as_deref())
}

/// Address that opens the rows behind a figure; tracked.
pub fn link_behind(filters: Filters, figure: Figure) -> String {
    filters.here_with(ROWS_KEY, Behind { figure, of: Part::Whole }.word())
}

/// Net sales of a part as a link to the rows behind them.
pub fn sales_link(filters: Filters, of: Part, sales: Cents, symbol: &'static str) -> AnyView {
    let word = Behind { figure: Figure::Revenue, of }.word();
    view! {
        <a class="figure-link" href=move || filters.here_with(ROWS_KEY, word.clone()) title=money_full(sales, symbol) data-aside="">
            {money_short(sales, symbol)}
            <span class="visually-hidden">": the accounts behind it"</span>
        </a>
    }
    .into_any()
}

/// How the open rows were reached.
pub fn use_rows_shown() -> RowsShown {
    use_context::<RowsShown>().expect("the dashboard provides it before it opens any rows")
}

/// What the link that an event came from opens rows of, if it does.
fn behind_link(event: &web_sys::Event) -> Option<Behind> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    // A tile of the map of states; whoever has no pointer takes the links beside it.
    if let Some(tile) = target.closest(".states-body [data-state]").ok()? {
        return Some(Behind { figure: Figure::Revenue, of: Part::State(tile.get_attribute("data-state")?) });
    }
    let address = target.closest("a[href*='rows=']").ok()??.get_attribute("href")?;
    let mut parts = address.split(['?', '&']);
    let word = js_sys::decode_uri_component(parts.find_map(|part| part.strip_prefix("rows="))?).ok()?;
    Behind::from_word(word.as_string().as_deref())
}

/// Opens the rows where the page stands, unless the link is wanted in another window.
pub fn open_behind_link(event: &web_sys::MouseEvent, filters: Filters, rows: RowsShown) {
    rows.open(filters, event, || behind_link(event).map(|behind| behind.word()));
}

/// Starts fetching the code of the rows when a link to them is pointed at or focused.
pub fn fetch_ahead_behind_link(event: &web_sys::Event) {
    if behind_link(event).is_some() {
        fetch_ahead_of(LazyPage::Rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_survives_the_address() {
        let survives = |behind: Behind| Behind::from_word(Some(&behind.word())) == Some(behind);
        assert!(ALL.into_iter().all(|figure| survives(Behind { figure, of: Part::Whole })));
        assert!(survives(Behind { figure: Figure::Revenue, of: Part::State("CA".to_owned()) }));
        assert!(survives(Behind { figure: Figure::Units, of: Part::Rep(RepId(7)) }));
        for unknown in ["weather", "revenue.moon.CA", "revenue.rep.CA", "revenue.state"] {
            assert_eq!(Behind::from_word(Some(unknown)), None, "{unknown}");
        }
        assert_eq!(Behind::from_word(None), None);
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
