//! One card: the account, why with numbers, the money at stake, and what can be done at one tap.

use crate::components::badge::SegmentBadge;
use crate::components::call::call_link;
use crate::components::icon::{Icon, IconName};
use crate::components::tier::alert_badge;
use crate::format::{money_full, money_short};
use crate::pages::for_you::deed::Deed;
use crate::pages::for_you::focus::keep_focus;
use crate::pages::for_you::menu::open_menu;
use crate::pages::for_you::today::Today;
use crate::pages::for_you::why::why;
use crate::pages::for_you::words::draft_words;
use crate::state::session::use_session;
use bellwether_core::alert::{Alert, AlertAction, AlertCard, AlertState};
use bellwether_core::order::DraftNote;
use leptos::prelude::*;
use std::sync::Arc;

/// The card; drawn again only when something about it changes.
pub fn card_view(today: Today, card: Memo<Option<AlertCard>>) -> AnyView {
    let symbol = use_session().currency();
    let drawn = move || {
        let card = Arc::new(card.get()?);
        keep_focus(card.account.id);
        Some(draw(today, &card, symbol))
    };
    view! { {drawn} }.into_any()
}

fn draw(today: Today, card: &Arc<AlertCard>, symbol: &'static str) -> AnyView {
    let account = card.account.clone();
    let href = format!("/accounts/{}", account.id);
    let rep = card.rep.as_ref().map(|rep| rep.name.clone());
    let about = [Some(account.place.clone()), rep];
    let about = about.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let value = card.value_cents.map(|value| view! {
        <p class="for-you-value" title=money_full(value, symbol)><b>{money_short(value, symbol)}</b><span class="muted small">"at stake"</span></p>
    });
    let reasons = card.alerts.iter().map(|alert| reason(today, card, alert)).collect_view();
    let year = today.year();
    let drafts = card.drafts.iter().map(|draft| draft_view(draft, symbol, year)).collect_view();
    let is_worked = card.alerts.iter().any(|alert| alert.state == AlertState::Worked);
    view! {
        <article class=format!("for-you-card is-{}", card.tier.code()) data-account=account.id.to_string() aria-label=account.name.clone()>
            <header>
                <div class="for-you-who">
                    <h2><a href=href.clone() data-record="">{account.name.clone()}</a></h2>
                    <p class="muted small">{about}</p>
                </div>
                {value}
            </header>
            <p class="for-you-badges">
                {alert_badge(card.tier)}
                <span class="badge"><span class="muted small">"Segment"</span><SegmentBadge segment=card.segment /></span>
                {is_worked.then(|| view! { <span class="badge"><Icon name=IconName::Check />"Being worked"</span> })}
            </p>
            <ul class="for-you-reasons">{reasons}{drafts}</ul>
            {actions(today, card, href)}
        </article>
    }
    .into_any()
}

fn actions(today: Today, card: &Arc<AlertCard>, href: String) -> AnyView {
    let call = card.phone.as_deref().map(|phone| call_link(phone, "Call".to_owned(), "is-primary"));
    let (name, chosen) = (card.account.name.clone(), Arc::clone(card));
    view! {
        <footer class="for-you-actions">
            {call}
            <a class="button" href=href data-key="open" aria-label=format!("Open {name}")>"Open"</a>
            <button
                type="button"
                class="button is-icon for-you-menu-button"
                data-key="menu"
                aria-haspopup="dialog"
                aria-label=format!("More to do with {name}")
                on:click=move |_| open_menu(today, &chosen)
            >
                <Icon name=IconName::More />
            </button>
        </footer>
    }
    .into_any()
}

fn reason(today: Today, card: &Arc<AlertCard>, alert: &Alert) -> AnyView {
    let id = alert.id;
    let notes = alert.notes.iter().map(|note| view! { <p class="muted small">{note.clone()}</p> }.into_any());
    let judge = |was_right: bool, words: &'static str| {
        let card = Arc::clone(card);
        let is_said = alert.was_right == Some(was_right);
        let act = move |_| today.answer(&card, Deed::OfOne(id, AlertAction::Judge { was_right }));
        let key = format!("{words} {id}");
        view! { <button type="button" class="chip" data-key=key aria-pressed=is_said.to_string() on:click=act>{words}</button> }.into_any()
    };
    let is_open = move || today.opened.with(|opened| opened.contains(&id));
    let toggle = move |_| {
        today.opened.update(|opened| {
            if !opened.remove(&id) {
                opened.insert(id);
            }
        });
    };
    view! {
        <li>
            <p><b class="for-you-kind">{alert.kind.label()}</b>" "{alert.sentence.clone()}</p>
            {notes.collect_view()}
            <div class="for-you-answer">
                <button type="button" class="chip" data-key=format!("why {id}") aria-expanded=move || is_open().to_string() on:click=toggle>"Why"</button>
                <span class="for-you-right" role="group" aria-label="Was that right?">
                    <span class="muted small" aria-hidden="true">"Was that right?"</span>
                    {judge(true, "Yes")}
                    {judge(false, "Wrong")}
                </span>
            </div>
            <Show when=is_open>{why(id, today.year())}</Show>
        </li>
    }
    .into_any()
}

fn draft_view(draft: &DraftNote, symbol: &'static str, year: i32) -> AnyView {
    let starter = draft.started_by.as_ref();
    let call = starter.and_then(|who| {
        let phone = who.phone.as_deref()?;
        Some(call_link(phone, format!("Call {}", who.name), "is-quiet"))
    });
    view! {
        <li class="for-you-draft">
            <a href=format!("/orders/{}", draft.id)>{draft_words(draft, symbol, year)}</a>
            {call}
        </li>
    }
    .into_any()
}
