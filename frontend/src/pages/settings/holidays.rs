//! The dates on which the organisation is closed, one a line.

use bellwether_core::settings::Settings;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The dates of a text, sorted and each once.
///
/// # Errors
/// The first line that is no date.
fn dates_of(text: &str) -> Result<Vec<NaiveDate>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut dates = lines
        .map(|line| line.parse::<NaiveDate>().map_err(|_| line.to_owned()))
        .collect::<Result<Vec<_>, _>>()?;
    dates.sort_unstable();
    dates.dedup();
    Ok(dates)
}

fn text_of(dates: &[NaiveDate]) -> String {
    dates.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The field; `unreadable` holds the line that is no date, while there is one.
pub(super) fn holidays(draft: RwSignal<Settings>, unreadable: RwSignal<Option<String>>) -> AnyView {
    let initial = draft.with_untracked(|settings| text_of(&settings.holidays));
    let change = move |event: web_sys::Event| match dates_of(&event_target_value(&event)) {
        Ok(dates) => {
            unreadable.set(None);
            draft.update(|settings| settings.holidays = dates);
        }
        Err(line) => unreadable.set(Some(line)),
    };
    // What is put right is heard at once: were the complaint to go only when the field is left, it would move the
    // button from under the finger. What is not right yet is left alone while somebody types.
    let type_on = move |event: web_sys::Event| {
        if dates_of(&event_target_value(&event)).is_ok() {
            change(event);
        }
    };
    let trouble = move || {
        let line = unreadable.get()?;
        let words = format!("“{line}” is no date. Write each like 2026-12-25, one a line.");
        Some(view! { <p class="notice is-failing" role="alert" id="holidays-trouble">{words}</p> })
    };
    view! {
        <div class="form-foot">
            <label class="field holidays">
                <span>"Holidays, one date a line (2026-12-25)"</span>
                <textarea
                    rows="5"
                    spellcheck="false"
                    aria-describedby="holidays-trouble"
                    aria-invalid=move || unreadable.get().is_some().to_string()
                    on:input=type_on
                    on:change=change
                >
                    {initial}
                </textarea>
            </label>
            <p class="muted small holidays-note">"No selling days: rollups leave them out, and the silence of customers does not grow on them."</p>
            {trouble}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_sorted_and_stand_once() {
        let dates = dates_of("2026-12-25\n\n 2026-07-03 \n2026-12-25").expect("every line is a date");
        assert_eq!(text_of(&dates), "2026-07-03\n2026-12-25");
    }

    #[test]
    fn the_line_that_is_no_date_is_named() {
        assert_eq!(dates_of("2026-12-25\n2026-02-30"), Err("2026-02-30".to_owned()));
        assert_eq!(dates_of(" "), Ok(Vec::new()));
    }
}
