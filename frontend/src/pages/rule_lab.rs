//! The rule lab (L-M2, S16): move a threshold or a weight, see what it would have done over the last twelve
//! months, then save it as a new version or discard it.

mod changes;
mod draft;
mod knobs;
mod record;
mod refusal;
mod save;
mod versions;

use crate::components::panel::{Placeholder, four_states};
use crate::pages::rule_lab::changes::changes;
use crate::pages::rule_lab::draft::{Draft, preview_of};
use crate::pages::rule_lab::knobs::knobs;
use crate::pages::rule_lab::record::record;
use crate::pages::rule_lab::save::save;
use crate::pages::rule_lab::versions::versions;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::rule_lab::RulesVersion;
use leptos::prelude::*;

/// Every saved version, the newest first.
type Versions = Vec<RulesVersion>;

/// The version in force: the highest.
fn in_force(versions: &Versions) -> Option<&RulesVersion> {
    versions.iter().max_by_key(|version| version.version)
}

/// The page.
#[component]
pub fn RuleLabPage() -> impl IntoView {
    let session = use_session();
    let saved: Loader<Versions> = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.rules().await }
        },
    );
    // Above the laboratory, which is set up anew after saving.
    let told = RwSignal::new(String::new());
    let body = four_states(
        saved,
        Placeholder::Tiles,
        Vec::is_empty,
        "There are no rules yet. Reload the page; the product comes with a first version.",
        move |versions| match in_force(&versions) {
            Some(current) => laboratory(current, &versions, saved, told),
            None => ().into_any(),
        },
    );
    let version = move || {
        let version = saved.value()?.iter().map(|version| version.version).max()?;
        Some(format!("Version {version} is in force. Nothing changes for anybody until you save."))
    };
    view! {
        <div class="page-head">
            <h1>"Rule lab"</h1>
            <p>{version}</p>
        </div>
        <p class="lab-told" role="status">{move || told.get()}</p>
        {body}
    }
    .into_any()
}

fn laboratory(
    current: &RulesVersion,
    all: &Versions,
    saved: Loader<Versions>,
    told: RwSignal<String>,
) -> AnyView {
    let draft = Draft::new(current.rules);
    let preview = preview_of(draft);
    view! {
        <div class="lab">
            <div class="lab-controls">
                {knobs(draft, preview)}
                {save(draft, preview, saved, told)}
            </div>
            <div class="lab-results" class:is-stale=move || preview.is_loading() && preview.value().is_some()>
                {record(draft, preview)}
                {changes(preview)}
                {versions(all, current.version, draft)}
            </div>
        </div>
    }
    .into_any()
}
