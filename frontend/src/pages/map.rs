//! The Map page (G1–G4, G7–G10, B13): where the accounts are, clusters and pins drawn by the server's answer
//! for the view, and the list beside it in step. An SVG map serves where WebGL is missing.

mod address;
mod area;
mod basemap;
mod canvas;
mod card;
mod colours;
mod curves;
mod drawn;
mod filter_bar;
mod lasso;
mod list;
mod marks;
mod near;
mod range;
mod regions;
mod route;
mod svg_map;
mod tools;

use crate::pages::map::address::{WHOLE_COUNTRY_ZOOM, map_query};
use crate::pages::map::drawn::{Drawn, use_drawn};
use crate::pages::map::lasso::Unproject;
use crate::pages::map::regions::{Regions, use_regions};
use crate::state::account_query::account_query;
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::place::Asking;
use crate::state::session::use_session;
use bellwether_core::AccountId;
use bellwether_core::account::AccountQuery;
use bellwether_core::map::{MapQuery, MapView};
use bellwether_core::paging::MAX_LIMIT;
use bellwether_maplibre::View;
use chrono::Datelike;
use leptos::prelude::*;
use std::time::Duration;

/// How long the map must rest before the server is asked again.
const REST: Duration = Duration::from_millis(180);

/// Part of the world and accounts asked for.
type Asked = (MapQuery, AccountQuery);

/// What canvas, list and card of one map page share.
#[derive(Clone, Copy)]
struct MapState {
    filters: Filters,
    /// Which accounts the address asks for.
    restrictions: Memo<AccountQuery>,
    /// What the server says about the view.
    answer: Loader<MapView>,
    /// A view of whose accounts so many rows are wished for.
    wished: RwSignal<Option<(Asked, u32)>>,
    /// The part of the world shown; none before the map is there.
    view: RwSignal<Option<View>>,
    /// The account under the pointer, on the map or in the list.
    hovered: RwSignal<Option<AccountId>>,
    /// The account that list and map point out: the one under the pointer, else the chosen one.
    pointed_out: Memo<Option<AccountId>>,
    /// Counts wishes to see all matching accounts.
    show_all: RwSignal<u32>,
    /// West, south, east, north that somebody wishes to see.
    go_to: RwSignal<Option<[f64; 4]>>,
    /// Whether the pointer draws an area.
    is_drawing: RwSignal<bool>,
    /// How the map that is there tells which place lies under a point of the window.
    unproject: StoredValue<Option<Unproject>, LocalStorage>,
    /// How asking the browser for its place goes.
    asking: RwSignal<Asking>,
    /// Area and circle of the address.
    drawn: Memo<Drawn>,
    /// The stops chosen for a trip.
    stops: Memo<Vec<AccountId>>,
    /// What the states are shaded by.
    regions: Regions,
}

impl MapState {
    /// The account whose card is open; tracked.
    fn selected(self) -> Option<AccountId> {
        chosen(self.filters)
    }

    /// Opens an account's card, or closes it.
    fn select(self, account: Option<AccountId>) {
        self.filters.replace(&[("account", account.map(|id| id.to_string()))]);
    }

    /// The year whose dates are written without it, once it is known; tracked.
    fn year(self) -> i32 {
        self.filters.freshness().map_or(0, |fresh| fresh.as_of.year())
    }

    /// Wishes for as many rows again beside the map, as far as there may be.
    fn list_more(self) {
        let asked = (map_query(self.view.get_untracked()), self.restrictions.get_untracked());
        let listed = self.answer.value().map_or(0, |view| view.list.len());
        let rows = u32::try_from(2 * listed).unwrap_or(MAX_LIMIT).clamp(1, MAX_LIMIT);
        self.wished.set(Some((asked, rows)));
    }

    /// The map stands at a view. Rows wished for before it stood anywhere are wished for there.
    fn stands_at(self, view: View) {
        if self.view.get_untracked().is_none() {
            let before = map_query(None);
            self.wished.update(|wished| {
                if let Some(((of, _), _)) = wished.as_mut().filter(|((of, _), _)| *of == before) {
                    *of = map_query(Some(view));
                }
            });
        }
        self.view.set(Some(view));
    }

    /// The account that list and map point out; tracked.
    fn pointed_out(self) -> Option<AccountId> {
        self.pointed_out.get()
    }
}

/// The account whose card the address opens; tracked.
fn chosen(filters: Filters) -> Option<AccountId> {
    filters.parsed("account")
}

fn use_map_state() -> MapState {
    let filters = use_filters();
    let session = use_session();
    let view = RwSignal::new(None::<View>);
    let restrictions = Memo::new(move |_| account_query(|key| filters.get(key)));
    let wished = RwSignal::new(None::<(Asked, u32)>);
    let question = Memo::new(move |_| {
        let asked = (map_query(view.get()), restrictions.get());
        // Another view begins with its first rows again.
        let limit =
            wished.with(|wished| wished.as_ref().filter(|(of, _)| *of == asked).map(|(_, rows)| *rows));
        (asked.0, AccountQuery { limit, ..asked.1 })
    });
    let answer = load(
        move || Some(question.get()),
        move |(shown, accounts)| {
            let client = session.client();
            async move {
                let mut view = client.map(&shown, &accounts).await?;
                marks::fan_out(&mut view, shown.zoom.unwrap_or(WHOLE_COUNTRY_ZOOM));
                Ok(view)
            }
        },
    );
    let hovered = RwSignal::new(None);
    MapState {
        filters,
        restrictions,
        answer,
        wished,
        view,
        hovered,
        pointed_out: Memo::new(move |_| hovered.get().or_else(|| chosen(filters))),
        show_all: RwSignal::new(0),
        go_to: RwSignal::new(None),
        is_drawing: RwSignal::new(false),
        unproject: StoredValue::new_local(None),
        asking: RwSignal::new(Asking::Idle),
        drawn: use_drawn(filters),
        stops: route::use_stops(filters),
        regions: use_regions(filters),
    }
}

/// The Map page.
#[component]
pub fn MapPage() -> impl IntoView {
    let state = use_map_state();
    let has_webgl = bellwether_maplibre::has_webgl();
    let is_broken = RwSignal::new(!has_webgl);
    view! {
        <div class="map-page">
            <h1 class="visually-hidden">"Map"</h1>
            <section class="map-side" aria-label="Filters and accounts">
                {filter_bar::filter_bar(state)}
                {regions::panel(state)}
                {list::list(state)}
            </section>
            <div class="map-stage">
                {move || if is_broken.get() { svg_map::svg_map(state) } else { canvas::canvas(state, is_broken) }}
                {lasso::lasso(state)}
                {tools::tools(state)}
                {near::trouble(state)}
                {route::stops_bar(state)}
                {marks::legend()}
            </div>
        </div>
    }
    .into_any()
}
