//! The Products page (P1–P5): units with their movement, units by category over time, where products and categories
//! are going, how many of them accounts buy, and every product that was sold. Their sales and units open the orders
//! behind them.

mod momentum;
mod orders;
mod penetration;
mod table;
mod units;

use crate::components::scope::scope_selects;
use crate::format::span;
use crate::pages::products::momentum::MomentumPanel;
use crate::pages::products::penetration::PenetrationPanel;
use crate::pages::products::table::ProductTable;
use crate::pages::products::units::UnitsPanels;
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::period::Granularity;
use bellwether_core::product::{Units, UnitsQuery};
use leptos::prelude::*;

/// Which buckets the address asks for.
fn granularity(filters: Filters) -> Granularity {
    granularity_of(filters.get("by").as_deref())
}

fn granularity_of(word: Option<&str>) -> Granularity {
    match word {
        Some("quarter") => Granularity::Quarter,
        Some("year") => Granularity::Year,
        Some(_) | None => Granularity::Month,
    }
}

/// The Products page.
#[component]
pub fn ProductsPage() -> impl IntoView {
    let session = use_session();
    let filters = use_filters();
    let opened = orders::opened(filters);
    let units: Loader<Units> = load(
        move || filters.facts().map(|facts| (facts, granularity(filters))),
        move |(facts, granularity)| {
            let client = session.client();
            async move { client.units(&facts, &UnitsQuery { granularity: Some(granularity) }).await }
        },
    );
    let period = move || {
        units
            .value()
            .map(|units| format!("{}, compared with {}", span(units.period), span(units.compared_with)))
    };
    view! {
        <div class="page-head">
            <h1>"Products"</h1>
            <p>{period}</p>
            {scope_selects(filters)}
        </div>
        <UnitsPanels units />
        <MomentumPanel />
        <PenetrationPanel />
        <ProductTable />
        {opened}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_shown_unless_the_address_says_otherwise() {
        let of = granularity_of;
        assert_eq!((of(None), of(Some("week"))), (Granularity::Month, Granularity::Month));
        assert_eq!((of(Some("quarter")), of(Some("year"))), (Granularity::Quarter, Granularity::Year));
    }
}
