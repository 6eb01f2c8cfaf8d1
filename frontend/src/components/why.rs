//! How the figures of a panel are worked out (L-R1): folded away, and asked for when somebody wants to know.

use crate::components::panel::{Placeholder, four_states};
use crate::format::day;
use crate::state::loader::{Loader, load};
use crate::state::session::use_session;
use bellwether_core::metric::{Metric, MetricExplanation, Metrics};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// No date is of this year, so that every date names its own.
const NO_YEAR: i32 = 0;

/// The fold; nothing at all without metrics.
pub fn why(metrics: &'static [Metric]) -> Option<AnyView> {
    let is_wanted = RwSignal::new(false);
    let note_wish = move |event: web_sys::Event| {
        let fold = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDetailsElement>().ok());
        if fold.is_some_and(|fold| fold.open()) {
            is_wanted.set(true);
        }
    };
    let inside = move || is_wanted.get().then(|| told(metrics));
    let fold = || {
        view! {
            <details class="why-figures" on:toggle=note_wish>
                <summary>"How is this worked out?"</summary>
                {inside}
            </details>
        }
        .into_any()
    };
    (!metrics.is_empty()).then(fold)
}

/// Asks for the words and shows them.
fn told(metrics: &'static [Metric]) -> AnyView {
    let session = use_session();
    let all: Loader<Metrics> = load(
        || Some(()),
        move |()| {
            let client = session.client();
            async move { client.explain_metrics().await }
        },
    );
    let inside = four_states(all, Placeholder::Text, |_| false, "", move |all| draw(&all, metrics));
    view! { {inside} }.into_any()
}

fn draw(all: &Metrics, metrics: &[Metric]) -> AnyView {
    let shown: Vec<&MetricExplanation> =
        metrics.iter().filter_map(|metric| all.metrics.iter().find(|told| told.metric == *metric)).collect();
    let words = shown.iter().map(|told| {
        view! { <div><dt>{told.name.clone()}</dt><dd>{told.formula.clone()}</dd></div> }.into_any()
    });
    let foot = format!(
        "{} As of {}, by version {} of the rules.",
        inputs(&shown),
        day(all.as_of, NO_YEAR),
        all.rules_version
    );
    view! { <dl>{words.collect_view()}</dl><p>{foot}</p> }.into_any()
}

/// What they are worked out from, each said once.
fn inputs(shown: &[&MetricExplanation]) -> String {
    let mut said: Vec<&str> = Vec::new();
    for told in shown {
        if !said.contains(&told.inputs.as_str()) {
            said.push(&told.inputs);
        }
    }
    format!("Worked out from: {}", said.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_figures_share_is_said_once() {
        let told = |metric, inputs: &str| MetricExplanation {
            metric,
            name: String::new(),
            formula: String::new(),
            inputs: inputs.to_owned(),
            rows: String::new(),
        };
        let (sales, units) = (told(Metric::NetSales, "Lines."), told(Metric::Units, "Lines."));
        let orders = told(Metric::Orders, "Orders.");
        assert_eq!(inputs(&[&sales, &units, &orders]), "Worked out from: Lines. Orders.");
    }
}
