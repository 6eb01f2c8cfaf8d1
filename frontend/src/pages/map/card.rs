//! The card of one account on the map: summary and churn risk. While the pointer rests on a pin it
//! shows what the map knows; once chosen it also asks for the account's reason.

use crate::components::badge::SegmentBadge;
use crate::components::icon::{Icon, IconName};
use crate::components::risk::Risk;
use crate::format::{band, day, money_short};
use crate::pages::map::MapState;
use crate::pages::map::route::stop_button;
use crate::state::loader::load;
use crate::state::session::use_session;
use bellwether_core::account::{AccountDetail, AccountRow};
use bellwether_core::map::MapView;
use bellwether_core::{AccountId, Cents, Probability, Segment};
use chrono::Datelike;
use leptos::prelude::*;

/// Pixels that the card needs above its tip.
const ROOM_ABOVE: f64 = 260.0;

/// What is known of the account without asking.
struct Summary {
    name: String,
    place: String,
    segment: Option<Segment>,
    churn_risk: Option<Probability>,
    revenue: Cents,
    row: Option<AccountRow>,
}

impl Summary {
    /// Of an account of the list, which says most, or of one that is a pin.
    fn of(view: &MapView, account: AccountId) -> Option<Self> {
        if let Some(row) = view.list.iter().find(|row| row.account.id == account) {
            return Some(Self {
                name: row.account.name.clone(),
                place: row.account.place.clone(),
                segment: row.segment,
                churn_risk: row.churn_risk,
                revenue: row.trailing_revenue_cents,
                row: Some(row.clone()),
            });
        }
        let pin = view.marks.iter().find(|mark| mark.account == Some(account))?;
        Some(Self {
            name: pin.name.clone().unwrap_or_else(|| "Account".to_owned()),
            place: String::new(),
            segment: pin.segment,
            churn_risk: pin.churn_risk,
            revenue: pin.revenue_cents,
            row: None,
        })
    }
}

/// The card, its tip at a place of the map's element, which moves with the map.
pub(super) fn card(state: MapState, account: AccountId, tip: Signal<Option<[f64; 2]>>) -> Option<AnyView> {
    let answer = untrack(|| state.answer.value())?;
    let summary = Summary::of(&answer, account)?;
    let is_chosen = state.selected() == Some(account);
    let href = untrack(|| state.filters.link(&format!("/accounts/{account}")));
    let close = is_chosen.then(|| {
        view! {
            <button type="button" class="map-card-close" aria-label="Close the card" on:click=move |_| state.select(None)>
                <Icon name=IconName::Close />
            </button>
        }
    });
    let pixels = move |axis: usize| tip.get().map(|tip| format!("{}px", tip[axis]));
    let is_below = move || tip.get().is_some_and(|[_, y]| y < ROOM_ABOVE);
    Some(
        view! {
            <article
                class="map-card"
                class:is-below=is_below
                class:is-chosen=is_chosen
                hidden=move || tip.get().is_none()
                style:left=move || pixels(0)
                style:top=move || pixels(1)
            >
                {close}
                <h2><a href=href>{summary.name.clone()}</a></h2>
                <p class="muted">{summary.place.clone()}</p>
                {figures(&summary)}
                {is_chosen.then(|| reason(account))}
                {is_chosen.then(|| stop_button(state, account, &summary.name, "button map-card-stop"))}
            </article>
        }
        .into_any(),
    )
}

fn figures(summary: &Summary) -> AnyView {
    let symbol = use_session().currency();
    let dates = summary.row.as_ref().map(|row| {
        let year = row.last_order.map_or(0, |date| date.year());
        let last = row.last_order.map_or_else(|| "never".to_owned(), |date| day(date, 0));
        let next = row.next_order.map(|window| {
            let text = band(window, year);
            view! { <dt>"Next order"</dt><dd>{text}</dd> }.into_any()
        });
        view! { <dt>"Last order"</dt><dd>{last}</dd>{next} }
    });
    view! {
        <div class="map-card-state"><SegmentBadge segment=summary.segment /></div>
        <dl>
            <dt>"Churn risk"</dt><dd><Risk risk=summary.churn_risk /></dd>
            <dt>"12-month net sales"</dt><dd>{money_short(summary.revenue, symbol)}</dd>
            {dates}
        </dl>
    }
    .into_any()
}

/// Why the account stands where it stands, from the account itself.
fn reason(account: AccountId) -> AnyView {
    let session = use_session();
    let detail = load(
        move || Some(account),
        move |account| {
            let client = session.client();
            async move { client.account(account).await }
        },
    );
    let words = move || match (detail.value(), detail.failure()) {
        (Some(detail), _) => sentence(&detail),
        (None, Some(_)) => "The reason could not be loaded. Open the account to try again.".to_owned(),
        (None, None) => "Loading why…".to_owned(),
    };
    view! { <p class="map-card-reason" aria-live="polite">{words}</p> }.into_any()
}

fn sentence(detail: &AccountDetail) -> String {
    detail.score.as_ref().map_or_else(
        || "Not scored yet: scores appear after the next scoring.".to_owned(),
        |score| score.sentence.clone(),
    )
}
