//! States shaded by what they sell, could sell or lack (G7, G9, G10), and the ranked panel that says the same in words
//! with the formula.

mod counted;
mod key;

use crate::components::movement::MovementMark;
use crate::components::panel::Failure;
use crate::format::{money_short, percent, tally};
use crate::pages::map::MapState;
use crate::pages::map::regions::counted::Counted;
use crate::pages::map::regions::key::key;
use crate::state::account_query::account_query;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::Cents;
use bellwether_core::account::AccountQuery;
use bellwether_core::dashboard::FactFilter;
use bellwether_core::territory::{GrowthPotential, Service, ServiceLevel, Territory};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Below so many active accounts a figure of a state says more about them than about the state.
const FEW_ACCOUNTS: u64 = 3;
/// Below this share of accounts with contacts nothing can be told about service.
const LEAST_LOGGED: f64 = 0.3;

/// Shades of states by how they are looked after.
const UNDERSERVED: u8 = 5;
const SERVED: u8 = 2;

/// What states are shaded by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    /// Net sales of twelve months.
    Sales,
    /// What more their accounts could buy.
    Growth,
    /// Whether they are looked after.
    Service,
}

impl Layer {
    pub(super) const ALL: [Self; 3] = [Self::Sales, Self::Growth, Self::Service];

    /// The word in the address.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Growth => "growth",
            Self::Service => "service",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Sales => "Net sales",
            Self::Growth => "Growth potential",
            Self::Service => "Underserved",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.word() == word)
    }
}

/// The shade of each state by its code, 0 to 5.
pub(super) type Shades = BTreeMap<String, u8>;

/// The layer asked for, and what is known of the states once it is.
#[derive(Clone, Copy)]
pub(super) struct Regions {
    pub(super) layer: Memo<Option<Layer>>,
    territory: Loader<Territory>,
    /// How many accounts match, with and without an order in the last twelve months.
    matching: Loader<u64>,
    /// Empty while nothing is shaded.
    pub(super) shades: Memo<Shades>,
}

/// Follows the address. The layer keeps to rep, region, segment and category, and always shows all their states.
pub(super) fn use_regions(filters: crate::state::filters::Filters) -> Regions {
    let session = use_session();
    let layer = Memo::new(move |_| filters.get("layer").as_deref().and_then(Layer::of));
    let question = move || {
        layer.get()?;
        let AccountQuery { rep, region, segment, category, .. } = account_query(|key| filters.get(key));
        Some(FactFilter { rep, region, segment, category, ..FactFilter::default() })
    };
    let territory = load(question, move |facts| {
        let client = session.client();
        async move { client.territory(&facts).await }
    });
    let matching = load(question, move |FactFilter { rep, region, segment, category, .. }| {
        let client = session.client();
        let one = AccountQuery { limit: Some(1), rep, region, segment, category, ..AccountQuery::default() };
        async move { Ok(client.accounts(&one).await?.total) }
    });
    let shades = Memo::new(move |_| match (layer.get(), territory.value()) {
        (Some(layer), Some(territory)) => shades_of(layer, &territory),
        (None, _) | (_, None) => Shades::new(),
    });
    Regions { layer, territory, matching, shades }
}

fn shades_of(layer: Layer, territory: &Territory) -> Shades {
    let money = |of: fn(&GrowthPotential) -> Cents| {
        let largest = territory.potential.iter().map(|row| of(row).0).max().unwrap_or(0);
        territory.potential.iter().map(|row| (row.state.clone(), shade(of(row).0, largest))).collect()
    };
    match layer {
        Layer::Sales => money(|row| row.revenue.current),
        Layer::Growth => money(|row| row.potential_cents),
        Layer::Service => {
            territory.service.iter().map(|row| (row.state.clone(), service_shade(row.service))).collect()
        }
    }
}

/// Five steps of the square root, as on the dashboard, so that one large state does not leave all others pale.
fn shade(cents: i64, largest: i64) -> u8 {
    // Part × 25 against the squares of the steps: whole numbers need no root.
    let part = if cents > 0 && largest > 0 { i128::from(cents) * 25 / i128::from(largest) } else { -1 };
    match part {
        ..0 => 0,
        0..1 => 1,
        1..4 => 2,
        4..9 => 3,
        9..16 => 4,
        16.. => 5,
    }
}

fn service_shade(service: Service) -> u8 {
    match service {
        Service::Underserved => UNDERSERVED,
        Service::Served => SERVED,
        Service::CannotTell => 0,
    }
}

/// The word of the layer that shades no states but shows where sales are.
const HEAT: &str = "heat";

impl MapState {
    /// Whether the map is warmed by sales; tracked.
    pub(super) fn is_heated(self) -> bool {
        self.filters.get("layer").as_deref() == Some(HEAT)
    }
}

/// The choice of layer.
pub(super) fn layer_choice(state: MapState) -> AnyView {
    let chosen = move || state.regions.layer.get();
    let options: Vec<_> = Layer::ALL
        .into_iter()
        .map(|layer| {
            view! { <option value=layer.word() selected=move || chosen() == Some(layer)>{layer.label()}</option> }
                .into_any()
        })
        .collect();
    let change = move |word: String| state.filters.set(&[("layer", (!word.is_empty()).then_some(word))]);
    view! {
        <label class="map-tool-field">
            <span>"Layer"</span>
            <select on:change:target=move |event| change(event.target().value())>
                <option value="" selected=move || chosen().is_none() && !state.is_heated()>"None"</option>
                {options}
                <option value=HEAT selected=move || state.is_heated()>"Heat of net sales"</option>
            </select>
        </label>
    }
    .into_any()
}

/// The ranked states, while a layer is shown.
pub(super) fn panel(state: MapState) -> AnyView {
    let body = move || {
        let layer = state.regions.layer.get()?;
        Some(view! {
            <section class="map-regions" aria-label=format!("States by {}", layer.label().to_lowercase())>
                <header>
                    <h2>{heading(layer)}</h2>
                    <button type="button" class="button is-quiet" on:click=move |_| state.filters.set(&[("layer", None)])>"Close"</button>
                </header>
                {move || state.regions.territory.value().map(|territory| key(layer, &territory))}
                {inside(state, layer)}
            </section>
        })
    };
    body.into_any()
}

fn heading(layer: Layer) -> &'static str {
    match layer {
        Layer::Sales => "Net sales by state",
        Layer::Growth => "Growth potential by state",
        Layer::Service => "Underserved states",
    }
}

fn inside(state: MapState, layer: Layer) -> AnyView {
    let territory = state.regions.territory;
    (move || match (territory.value(), territory.failure()) {
        (_, Some(error)) => view! { <Failure error retry=move |()| territory.reload() /> }.into_any(),
        (None, None) => {
            let bars: Vec<_> = (0..5).map(|_| view! { <span class="skeleton"></span> }.into_any()).collect();
            view! { <div class="map-regions-wait" role="status"><span class="visually-hidden">"Loading"</span>{bars}</div> }.into_any()
        }
        (Some(found), None) => ranked(state, layer, &found),
    })
    .into_any()
}

fn ranked(state: MapState, layer: Layer, territory: &Territory) -> AnyView {
    let rows: Vec<AnyView> = match layer {
        Layer::Sales => {
            let mut rows: Vec<_> = territory.potential.iter().collect();
            rows.sort_by_key(|row| std::cmp::Reverse(row.revenue.current));
            rows.into_iter().map(|row| money_row(state, row, row.revenue.current)).collect()
        }
        Layer::Growth => {
            let rows = with_potential(territory);
            rows.map(|row| money_row(state, row, row.potential_cents)).collect()
        }
        Layer::Service => territory.service.iter().map(|row| service_row(state, row)).collect(),
    };
    let empty = rows.is_empty().then(|| {
        view! { <p class="muted">"No account with an order in the last twelve months matches rep, region, segment and category."</p> }
    });
    let counted = Counted::of(layer, territory);
    let left_out = move || {
        let words = counted.left_out(*state.regions.matching.value()?)?;
        Some(view! { <li class="map-region-rest muted">{words}</li> })
    };
    view! {
        {(layer == Layer::Service).then(|| reach(territory)).flatten()}
        <ol class="map-region-rows" tabindex="0" aria-label="States, ranked">{rows}{left_out}</ol>
        {empty}
        <details class="map-formula">
            <summary>"How is this worked out?"</summary>
            <p>{formula(layer, territory)}</p>
            <p>{format!("As of {}. Follows rep, region, segment and category; words, ranges and areas do not narrow it.", territory.as_of.format("%-d %b %Y"))}</p>
        </details>
    }
    .into_any()
}

fn with_potential(territory: &Territory) -> impl Iterator<Item = &GrowthPotential> {
    territory.potential.iter().filter(|row| row.potential_cents > Cents::ZERO)
}

fn formula(layer: Layer, territory: &Territory) -> String {
    match layer {
        Layer::Sales => {
            "Net sales of the twelve months up to the date, against the twelve before.".to_owned()
        }
        Layer::Growth => territory.potential_formula.clone(),
        Layer::Service => territory.service_formula.clone(),
    }
}

/// Says so when contacts are logged for too few accounts to judge anybody by.
fn reach(territory: &Territory) -> Option<AnyView> {
    let share = percent(territory.accounts_with_contacts);
    (territory.accounts_with_contacts < LEAST_LOGGED).then(|| {
        view! {
            <p class="notice">
                {format!("Calls and visits are logged for {share} of the active accounts only, too few to tell who is looked after. States without any rep still show. Log calls on the account pages, and the rest follows.")}
            </p>
        }
        .into_any()
    })
}

/// A row that shows its state alone, or all again. A state that cannot be judged has no place among the others.
fn region_row(
    state: MapState,
    (code, name): (&str, &str),
    figure: AnyView,
    note: AnyView,
    is_judged: bool,
) -> AnyView {
    let code = code.to_owned();
    let own = code.clone();
    let is_chosen = move || state.filters.get("state").as_deref() == Some(own.as_str());
    let chosen = is_chosen.clone();
    let press = move |_| {
        let next = (!untrack(&chosen)).then(|| code.clone()).filter(|code| !code.is_empty());
        state.filters.set(&[("state", next)]);
    };
    view! {
        <li>
            <button type="button" class="map-region" class:is-unjudged=!is_judged aria-pressed=move || is_chosen().to_string() on:click=press>
                <span class="map-region-name">{name.to_owned()}</span>
                <span class="map-region-figure">{figure}</span>
                <span class="map-region-note muted">{note}</span>
            </button>
        </li>
    }
    .into_any()
}

fn accounts_words(accounts: u64) -> String {
    match accounts {
        1 => "1 account, too few to judge a state by".to_owned(),
        few if few < FEW_ACCOUNTS => format!("{few} accounts, too few to judge a state by"),
        many => format!("{} accounts", tally(many)),
    }
}

fn money_row(state: MapState, row: &GrowthPotential, money: Cents) -> AnyView {
    let symbol = use_session().currency();
    let figure = money_short(money, symbol).into_any();
    let sales =
        format!("{} · net sales {} ", accounts_words(row.accounts), money_short(row.revenue.current, symbol));
    let note = view! { {sales}<MovementMark change=row.revenue.change /> }.into_any();
    region_row(state, (&row.state, &row.name), figure, note, row.accounts >= FEW_ACCOUNTS)
}

fn service_row(state: MapState, row: &ServiceLevel) -> AnyView {
    let figure = match row.service {
        Service::Underserved => "Underserved",
        Service::Served => "Served",
        Service::CannotTell => "Cannot tell",
    };
    let without_rep = match row.without_rep {
        0 => String::new(),
        some => format!(" · {} without a rep", tally(some)),
    };
    let note = format!(
        "{}{without_rep} · {:.1} contacts each in 90 days",
        accounts_words(row.accounts),
        row.contacts_per_account
    );
    let is_judged = row.service != Service::CannotTell;
    region_row(state, (&row.state, &row.name), figure.into_any(), note.into_any(), is_judged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_are_five_steps_of_the_square_root() {
        let shades = [100, 65, 37, 17, 5, 1, 0, -5].map(|cents| shade(cents, 100));
        assert_eq!(shades, [5, 5, 4, 3, 2, 1, 0, 0]);
        assert_eq!((shade(0, 0), shade(i64::MAX, i64::MAX)), (0, 5));
    }

    #[test]
    fn few_accounts_are_said_to_be_few() {
        assert!(accounts_words(2).contains("too few"));
        assert_eq!(accounts_words(1_200), "1,200 accounts");
    }

    #[test]
    fn every_layer_is_found_again_by_its_word() {
        for layer in Layer::ALL {
            assert_eq!(Layer::of(layer.word()), Some(layer));
        }
        assert_eq!(Layer::of("weather"), None);
    }
}
