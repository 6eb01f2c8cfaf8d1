//! Every model side by side, and which of them judges; nobody picks it by hand.

use super::findings::mean_days;
use crate::components::icon::{Icon, IconName};
use crate::components::model_words::model_words;
use crate::components::section::section;
use crate::format::percent;
use bellwether_core::accuracy::{Accuracy, ModelAccuracy};
use leptos::prelude::*;

/// The table of models.
pub fn models(accuracy: &Accuracy) -> AnyView {
    let rows = accuracy.models.iter().map(|model| row(model, model.model == accuracy.chosen)).collect_view();
    let body = view! {
        <p class="muted small">"“Learned from your orders” is the default. Another model judges only when it surely did better: by more than 0.002 in log loss and by more than two standard errors, so that chance does not choose. Lower is better for log loss, Brier score and calibration error."</p>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Model"</th>
                        <th scope="col" class="number">"Log loss"</th>
                        <th scope="col" class="number">"Ranked right"</th>
                        <th scope="col" class="number">"80% held"</th>
                        <th scope="col" class="number on-laptop">"Length"</th>
                        <th scope="col" class="number on-laptop">"Brier"</th>
                        <th scope="col" class="number on-laptop">"Calibration error"</th>
                        <th scope="col" class="number on-laptop">"By chance"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
    }
    .into_any();
    section("Models", "span-12", "Chosen by back-test, never by hand", body)
}

fn row(model: &ModelAccuracy, is_chosen: bool) -> AnyView {
    let overall = &model.overall;
    let chosen = is_chosen
        .then(|| view! { <span class="chosen"><Icon name=IconName::Check />"Judges"</span> }.into_any());
    let has_windows = model.windows.windows > 0;
    let or_dash = |text: String| if has_windows { text } else { "–".to_owned() };
    view! {
        <tr class:is-chosen=is_chosen>
            <th scope="row"><span class="model-name">{model_words(&model.model_version)}{chosen}</span></th>
            <td class="number">{format!("{:.3}", overall.log_loss)}</td>
            <td class="number">{overall.auc.map_or_else(|| "–".to_owned(), percent)}</td>
            <td class="number">{or_dash(percent(model.windows.wide_held))}</td>
            <td class="number on-laptop">{or_dash(mean_days(model.windows.wide_days))}</td>
            <td class="number on-laptop">{format!("{:.3}", overall.brier)}</td>
            <td class="number on-laptop">{percent(overall.calibration_error)}</td>
            <td class="number on-laptop">{percent(overall.calibration_error_by_chance)}</td>
        </tr>
    }
    .into_any()
}
