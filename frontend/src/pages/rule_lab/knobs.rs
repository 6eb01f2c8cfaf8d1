//! The controls: everything that can be moved, with the server's words at the value it refused.

use super::draft::Draft;
use super::refusal::Refusal;
use crate::state::effect::watch;
use crate::state::loader::Loader;
use crate::state::viewport::use_is_phone;
use bellwether_core::rule_lab::{ChurnRule, Rules, RulesPreview};
use leptos::prelude::*;

/// A number that can be moved.
#[derive(Clone, Copy)]
struct Knob {
    /// Name on the wire.
    field: &'static str,
    label: &'static str,
    unit: &'static str,
    least: u32,
    most: u32,
    get: fn(&Rules) -> u32,
    set: fn(&mut Rules, u32),
}

/// Numbers that belong together.
#[derive(Clone, Copy)]
struct Group {
    /// Name on the wire; empty for those that have no common one.
    field: &'static str,
    title: &'static str,
    words: &'static str,
    knobs: &'static [Knob],
}

const ALERTS: Group = Group {
    field: "",
    title: "When to alert",
    words: "An alert is raised when the silence exceeds the last gap and this gap of the account's own.",
    knobs: &[
        Knob {
            field: "silence_percent",
            label: "Silence, of that gap",
            unit: "%",
            least: 50,
            most: 400,
            get: |rules| rules.silence_percent,
            set: |rules, value| rules.silence_percent = value,
        },
        Knob {
            field: "least_orders",
            label: "Orders before an account is judged",
            unit: "",
            least: 2,
            most: 50,
            get: |rules| rules.least_orders,
            set: |rules, value| rules.least_orders = value,
        },
        Knob {
            field: "least_months",
            label: "Months before an account is judged",
            unit: "",
            least: 0,
            most: 24,
            get: |rules| rules.least_months,
            set: |rules, value| rules.least_months = value,
        },
    ],
};

const SEGMENTS: Group = Group {
    field: "segments",
    title: "Segments begin at a churn risk of",
    words: "Below the first an account is Loyal. Each has to be above the one before.",
    knobs: &[
        Knob {
            field: "neutral_percent",
            label: "Neutral",
            unit: "%",
            least: 1,
            most: 99,
            get: |rules| rules.segments.neutral_percent,
            set: |rules, value| rules.segments.neutral_percent = value,
        },
        Knob {
            field: "at_risk_percent",
            label: "At Risk",
            unit: "%",
            least: 1,
            most: 99,
            get: |rules| rules.segments.at_risk_percent,
            set: |rules, value| rules.segments.at_risk_percent = value,
        },
        Knob {
            field: "disengaging_percent",
            label: "Disengaging",
            unit: "%",
            least: 1,
            most: 99,
            get: |rules| rules.segments.disengaging_percent,
            set: |rules, value| rules.segments.disengaging_percent = value,
        },
        Knob {
            field: "churned_percent",
            label: "Churned",
            unit: "%",
            least: 1,
            most: 99,
            get: |rules| rules.segments.churned_percent,
            set: |rules, value| rules.segments.churned_percent = value,
        },
    ],
};

const HEALTH: Group = Group {
    field: "health",
    title: "What health is made of",
    words: "Weights against each other; they need not add up to 100.",
    knobs: &[
        Knob {
            field: "frequency",
            label: "Order days against those expected",
            unit: "",
            least: 0,
            most: 100,
            get: |rules| rules.health.frequency,
            set: |rules, value| rules.health.frequency = value,
        },
        Knob {
            field: "growth",
            label: "Net sales growth",
            unit: "",
            least: 0,
            most: 100,
            get: |rules| rules.health.growth,
            set: |rules, value| rules.health.growth = value,
        },
        Knob {
            field: "contact",
            label: "Recent contact",
            unit: "",
            least: 0,
            most: 100,
            get: |rules| rules.health.contact,
            set: |rules, value| rules.health.contact = value,
        },
        Knob {
            field: "pipeline",
            label: "Open deals",
            unit: "",
            least: 0,
            most: 100,
            get: |rules| rules.health.pipeline,
            set: |rules, value| rules.health.pipeline = value,
        },
    ],
};

type Refused = Signal<Option<Refusal>>;

/// Whether the server's words stand at one of the controls.
pub fn is_told_at_a_knob(refusal: &Refusal) -> bool {
    refusal.at("", "churn_rule", false).is_some()
        || [ALERTS, SEGMENTS, HEALTH].iter().any(|group| {
            let mut knobs = group.knobs.iter().enumerate();
            knobs.any(|(place, knob)| refusal.at(group.field, knob.field, place == 0).is_some())
        })
}

/// All controls. On phones the later groups are folded, so that results are near.
pub fn knobs(draft: Draft, preview: Loader<RulesPreview>) -> AnyView {
    let refused: Refused = Signal::derive(move || preview.failure().as_ref().and_then(Refusal::of));
    let is_laptop = !untrack(|| use_is_phone().get());
    view! {
        <section class="panel" aria-label="Rules to try">
            {group(ALERTS, true, draft, refused, Some(churn_rule(draft)))}
            {group(SEGMENTS, is_laptop, draft, refused, None)}
            {group(HEALTH, is_laptop, draft, refused, None)}
        </section>
    }
    .into_any()
}

fn group(group: Group, is_open: bool, draft: Draft, refused: Refused, first: Option<AnyView>) -> AnyView {
    let rows = group.knobs.iter().enumerate();
    let rows = rows.map(|(place, knob)| row(group.field, *knob, place == 0, draft, refused)).collect_view();
    view! {
        <details class="lab-group" open=is_open>
            <summary><h2>{group.title}</h2></summary>
            <div class="lab-group-body">
                {first}
                <p class="muted small">{group.words}</p>
                {rows}
            </div>
        </details>
    }
    .into_any()
}

fn churn_rule(draft: Draft) -> AnyView {
    let options = ChurnRule::ALL.into_iter().enumerate().map(|(place, rule)| {
        view! {
            <option value=place.to_string() selected=move || draft.rules().churn_rule == rule>{rule.label()}</option>
        }
        .into_any()
    });
    let change = move |event: web_sys::Event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        if let Some(rule) = place.and_then(|place| ChurnRule::ALL.get(place)) {
            draft.change(|rules| rules.churn_rule = *rule);
        }
    };
    let place = move || ChurnRule::ALL.iter().position(|rule| *rule == draft.rules().churn_rule);
    view! {
        <label class="field">
            <span>"Churn rule"</span>
            <select prop:value=move || place().map(|place| place.to_string()) on:change=change>
                {options.collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// A number beside its slider. What is typed may be wrong: then the server says so, and here is where.
fn row(group: &'static str, knob: Knob, is_first: bool, draft: Draft, refused: Refused) -> AnyView {
    let not_a_number = RwSignal::new(false);
    watch(move || {
        draft.track_resets();
        not_a_number.set(false);
    });
    let value = move || (knob.get)(&draft.rules());
    let take = move |event: web_sys::Event| {
        let number = event_target_value(&event).trim().parse::<u32>();
        not_a_number.set(number.is_err());
        if let Ok(number) = number {
            draft.change(|rules| (knob.set)(rules, number));
        }
    };
    let words = move || {
        if not_a_number.get() {
            return Some("A whole number is needed here.".to_owned());
        }
        refused.get().and_then(|refusal| refusal.at(group, knob.field, is_first))
    };
    let words = Memo::new(move |_| words());
    let id = format!("knob-{}", knob.field);
    let words_id = format!("{id}-words");
    // Half-typed text stays in its box; it is put right when all values are set at once.
    let shown = move || {
        draft.track_resets();
        value().to_string()
    };
    view! {
        <div class="knob" class:is-wrong=move || words.get().is_some()>
            <label for=id.clone()>{knob.label}</label>
            <span class="knob-number">
                <input
                    id=id
                    type="number"
                    inputmode="numeric"
                    min=knob.least.to_string()
                    max=knob.most.to_string()
                    prop:value=shown
                    aria-invalid=move || words.get().is_some().to_string()
                    aria-describedby=words_id.clone()
                    on:input=take
                />
                <span class="muted" aria-hidden="true">{knob.unit}</span>
            </span>
            <input
                type="range"
                min=knob.least.to_string()
                max=knob.most.to_string()
                prop:value=shown
                aria-label=format!("{}, slider", knob.label)
                on:input=take
            />
            <p id=words_id class="knob-words" role="alert">{move || words.get()}</p>
        </div>
    }
    .into_any()
}
