//! The three things a thumb does: call, navigate, log.

use crate::components::call::dialled;
use crate::components::icon::{Icon, IconName};
use crate::pages::account::Opened;
use crate::pages::account::brief::way::way_to;
use crate::pages::account::log::sheet::SHEET;
use bellwether_core::brief::AccountBrief;
use leptos::prelude::*;

/// What the actions need to know.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    phone: Option<String>,
    way: Option<String>,
}

impl Known {
    fn of(brief: &AccountBrief) -> Self {
        let phone = brief.phone.clone().or_else(|| {
            let person = brief.contacts.iter().find(|contact| !contact.phone.is_empty());
            person.map(|contact| contact.phone.clone())
        });
        Self { phone, way: way_to(brief) }
    }
}

/// The actions: at the thumb on phones, below the brief on laptops. They stay as they are while the brief is
/// asked for again.
pub fn actions(opened: Opened) -> AnyView {
    let known = Memo::new(move |_| opened.brief.value().map(|brief| Known::of(&brief)));
    // The window to log in comes with the depth of the page.
    let is_early = Signal::derive(move || opened.tasks.with(Option::is_none));
    view! { {move || known.get().map(|known| bar(&known, is_early))} }.into_any()
}

fn bar(known: &Known, is_early: Signal<bool>) -> AnyView {
    let call = match &known.phone {
        Some(phone) => view! {
            <a class="button is-primary" href=format!("tel:{}", dialled(phone)) rel="external" title=phone.clone()>
                <Icon name=IconName::Phone />"Call "<span class="number-known">{phone.clone()}</span>
            </a>
        }
        .into_any(),
        None => missing("Call", IconName::Phone, "No telephone number is known, or you may not see it"),
    };
    let navigate = match &known.way {
        Some(way) => view! {
            <a class="button" href=way.clone() rel="external noreferrer" target="_blank"><Icon name=IconName::Map />"Navigate"</a>
        }
        .into_any(),
        None => missing("Navigate", IconName::Map, "No address is known"),
    };
    view! {
        <div class="brief-actions" role="group" aria-label="Act">
            {call}
            {navigate}
            <button type="button" class="button" popovertarget=SHEET aria-haspopup="dialog" disabled=is_early><Icon name=IconName::Check />"Log"</button>
        </div>
    }
    .into_any()
}

/// What cannot be done, and why.
fn missing(words: &'static str, icon: IconName, why: &'static str) -> AnyView {
    view! { <button type="button" class="button" disabled title=why><Icon name=icon />{words}<span class="visually-hidden">{format!(": {why}")}</span></button> }
        .into_any()
}
