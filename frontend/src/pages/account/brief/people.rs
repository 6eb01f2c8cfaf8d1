//! People to talk to, for those who may see contact details.

use crate::components::call::call_link;
use crate::pages::account::brief::part;
use bellwether_core::brief::{AccountBrief, ContactCard};
use leptos::prelude::*;

/// The people; nothing when nobody is known.
pub fn people(brief: &AccountBrief) -> Option<AnyView> {
    let rows = brief.contacts.iter().map(row).collect_view();
    let list = view! { <ul class="brief-people">{rows}</ul> }.into_any();
    (!brief.contacts.is_empty()).then(|| part("People", list))
}

fn row(contact: &ContactCard) -> AnyView {
    let mail = (!contact.email.is_empty()).then(|| {
        view! { <a class="button is-quiet" rel="external" href=format!("mailto:{}", contact.email) aria-label=format!("Write to {}", contact.name)>"Write"</a> }
    });
    let call =
        (!contact.phone.is_empty()).then(|| call_link(&contact.phone, contact.phone.clone(), "is-quiet"));
    view! {
        <li>
            <span class="two-lines"><span>{contact.name.clone()}</span><span>{contact.title.clone()}</span></span>
            {mail}
            {call}
        </li>
    }
    .into_any()
}
