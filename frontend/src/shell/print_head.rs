//! What a printed page says about itself, because the bars of the screen are not printed: whose figures, of which
//! dates, as fresh as what.

use crate::format::span;
use crate::shell::destination::Destination;
use crate::state::filters::use_filters;
use crate::state::session::use_session;
use bellwether_core::Role;
use chrono::Datelike;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Whose figures the person sees.
pub fn scope() -> Option<String> {
    let me = use_session().me()?;
    Some(match (me.role, me.rep, me.regions.as_slice()) {
        (_, Some(rep), _) => rep.name,
        (Role::Manager, None, regions) if !regions.is_empty() => {
            regions.iter().map(|region| region.name.as_str()).collect::<Vec<_>>().join(", ")
        }
        (_, None, _) => "All accounts".to_owned(),
    })
}

/// A line above the page, on paper only.
#[component]
pub fn PrintHead() -> impl IntoView {
    let (filters, session) = (use_filters(), use_session());
    let path = use_location().pathname;
    let words = move || {
        let me = session.me()?;
        let fresh = filters.freshness()?;
        let mut parts = vec![me.organisation, scope()?];
        if path.with(|path| Destination::at(path).is_some_and(Destination::has_period)) {
            let period = filters.dates()?;
            let compared = period.compared(filters.comparison());
            parts.push(format!("{} compared with {}", span(period), span(compared)));
        }
        let as_of = fresh.as_of;
        parts.push(format!("as of {} {}", crate::format::day(as_of, as_of.year()), as_of.year()));
        parts.push(format!("printed for {}", me.name));
        Some(parts.join(" · "))
    };
    view! { <p class="print-head" aria-hidden="true">{words}</p> }.into_any()
}
