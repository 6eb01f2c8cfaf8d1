//! How next-order windows kept their word, for everybody and by rhythm and size.

use super::findings::{Verdict, is_telling, kept_word, mean_days};
use crate::components::icon::{Icon, IconName};
use crate::components::section::section;
use crate::format::{percent, tally};
use bellwether_core::accuracy::{Discrimination, ModelAccuracy, WindowAccuracy};
use leptos::prelude::*;

/// The table of groups.
pub fn windows(judge: &ModelAccuracy) -> AnyView {
    let kinds = [("Everybody", None), ("By rhythm", Some("rhythm")), ("By size", Some("size"))];
    let bodies = kinds.into_iter().map(|(head, kind)| body_of(judge, head, kind)).collect_view();
    let body = view! {
        <p class="muted small">"An 80% window should hold 80 of 100 orders, a 50% window half of them. Narrower is better."</p>
            <table class="table group-table">
                <thead>
                    <tr>
                        <th scope="col">"Accounts"</th>
                        <th scope="col" class="number">"Windows"</th>
                        <th scope="col" class="number">"80% held"</th>
                        <th scope="col" class="number">"Length"</th>
                        <th scope="col" class="number on-laptop">"50% held"</th>
                        <th scope="col" class="number on-laptop" title="How often one that ordered was ranked above one that did not">"Ranked right"</th>
                    </tr>
                </thead>
                {bodies}
            </table>
    }
    .into_any();
    section("Windows that kept their word", "span-6", (), body)
}

fn body_of(judge: &ModelAccuracy, head: &'static str, kind: Option<&'static str>) -> AnyView {
    let rows: Vec<AnyView> = match kind {
        None => vec![row(head, &judge.windows, &judge.overall)],
        Some(kind) => {
            let groups = judge.groups.iter().filter(|group| group.kind == kind);
            groups.map(|group| row(&group.label, &group.windows, &group.figures)).collect()
        }
    };
    if rows.is_empty() {
        return ().into_any();
    }
    let head = kind.map(|_| {
        view! { <tr class="group-head"><th colspan="6" scope="rowgroup">{head}</th></tr> }.into_any()
    });
    view! { <tbody>{head}{rows}</tbody> }.into_any()
}

fn held(windows: &WindowAccuracy) -> AnyView {
    if windows.windows == 0 {
        return view! { <span class="muted">"–"</span> }.into_any();
    }
    let figure = percent(windows.wide_held);
    if !is_telling(windows) {
        return view! { <span class="muted" title="Too few windows to tell">{figure}</span> }.into_any();
    }
    match kept_word(windows) {
        Verdict::Kept => figure.into_any(),
        Verdict::Broken => view! {
            <span class="is-broken" title="Outside 77–83%"><Icon name=IconName::Warning />{figure}<span class="visually-hidden">" outside 77 to 83%"</span></span>
        }
        .into_any(),
    }
}

fn row(label: &str, windows: &WindowAccuracy, figures: &Discrimination) -> AnyView {
    let is_some = windows.windows > 0;
    let or_dash = |text: String| if is_some { text } else { "–".to_owned() };
    view! {
        <tr>
            <th scope="row">{label.to_owned()}</th>
            <td class="number">{tally(windows.windows)}</td>
            <td class="number">{held(windows)}</td>
            <td class="number">{or_dash(mean_days(windows.wide_days))}</td>
            <td class="number on-laptop">{or_dash(percent(windows.half_held))}</td>
            <td class="number on-laptop">{figures.auc.map_or_else(|| "–".to_owned(), percent)}</td>
        </tr>
    }
    .into_any()
}
