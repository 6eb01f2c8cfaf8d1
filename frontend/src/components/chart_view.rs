//! A chart in the page: drawn at the width it really has, with a read-out on hover and on arrow
//! keys, and the same facts as a table for people who do not see it.

use crate::state::effect::watch;
use bellwether_charts::{Chart, Hit, Size, Table};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// Draws a chart for the size of its box.
type Draw = Arc<dyn Fn(Size) -> Chart + Send + Sync>;

/// Places of read-outs higher than this are columns of the whole plot.
const TALL: f64 = 120.0;

/// A chart with read-outs and a table alternative.
#[component]
pub fn ChartView(
    /// Draws it.
    draw: impl Fn(Size) -> Chart + Send + Sync + 'static,
    /// Height in CSS pixels.
    height: f64,
    /// What the chart shows, for screen readers.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    chart_view(Arc::new(draw), height, label)
}

fn chart_view(draw: Draw, height: f64, label: String) -> AnyView {
    let frame = NodeRef::<html::Div>::new();
    let width = watch_width(frame);
    let chart = Memo::new(move |_| (width.get(), Arc::new(draw(Size::new(width.get(), height)))));
    let chosen = RwSignal::new(None::<usize>);
    let hits = move || chart.with(|(_, chart)| chart.hits.len());
    let tabindex = move || if hits() == 0 { "-1" } else { "0" };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if let Some(next) = step(&event.key(), chosen.get_untracked(), hits()) {
            event.prevent_default();
            chosen.set(next);
        }
    };
    let on_move = move |event: web_sys::PointerEvent| {
        let Some(element) = frame.get_untracked() else { return };
        let bounds = element.get_bounding_client_rect();
        let (x, y) =
            (f64::from(event.client_x()) - bounds.left(), f64::from(event.client_y()) - bounds.top());
        let now = chart.with_untracked(|(_, chart)| hit_at(&chart.hits, x, y));
        if chosen.get_untracked() != now {
            chosen.set(now);
        }
    };
    view! {
        <figure class="chart-figure">
            <div
                class="chart-frame"
                node_ref=frame
                tabindex=tabindex
                role="group"
                aria-label=format!("{label}. Arrow keys read the values.")
                on:keydown=on_key
                on:pointermove=on_move
                on:pointerleave=move |_| chosen.set(None)
                on:blur=move |_| chosen.set(None)
                style:min-height=format!("{height}px")
            >
                <div inner_html=move || chart.with(|(_, chart)| chart.svg.clone())></div>
                {move || chosen.get().and_then(|place| chart.with(|(width, chart)| read_out(chart.hits.get(place)?, *width)))}
            </div>
            <div class="visually-hidden" aria-live="polite">
                {move || chosen.get().and_then(|place| chart.with(|(_, chart)| chart.hits.get(place).map(spoken)))}
            </div>
            {move || chart.with(|(_, chart)| table_view(&chart.table, &label))}
        </figure>
    }
    .into_any()
}

/// Width of the box, kept up to date while the window changes.
fn watch_width(frame: NodeRef<html::Div>) -> Signal<f64> {
    let width = RwSignal::new(0.0);
    let measure = move || {
        // A frame asked for before the chart went away comes after it: then there is nothing to measure.
        let Some(Some(element)) = frame.try_get_untracked() else { return };
        let now = element.get_bounding_client_rect().width().floor();
        if now > 0.0 && width.try_get_untracked().is_some_and(|before| before != now) {
            width.set(now);
        }
    };
    let resize = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resize.remove());
    watch(move || {
        frame.track();
        request_animation_frame(measure);
    });
    width.into()
}

/// The read-out's place after a key: arrows move, Home and End jump, Escape closes.
/// None when the key means nothing here.
fn step(key: &str, chosen: Option<usize>, hits: usize) -> Option<Option<usize>> {
    let last = hits.checked_sub(1)?;
    match key {
        "ArrowRight" | "ArrowDown" => Some(Some(chosen.map_or(0, |place| (place + 1).min(last)))),
        "ArrowLeft" | "ArrowUp" => Some(Some(chosen.map_or(last, |place| place.saturating_sub(1)))),
        "Home" => Some(Some(0)),
        "End" => Some(Some(last)),
        "Escape" if chosen.is_some() => Some(None),
        _ => None,
    }
}

fn hit_at(hits: &[Hit], x: f64, y: f64) -> Option<usize> {
    hits.iter().position(|hit| x >= hit.x && x < hit.x + hit.width && y >= hit.y && y < hit.y + hit.height)
}

fn spoken(hit: &Hit) -> String {
    let lines: Vec<_> = hit.lines.iter().map(|line| format!("{} {}", line.name, line.value)).collect();
    format!("{}: {}", hit.label, lines.join(", "))
}

fn read_out(hit: &Hit, width: f64) -> Option<AnyView> {
    let lines: Vec<_> = hit
        .lines
        .iter()
        .map(|line| {
            view! {
                <div class="read-out-line">
                    <i class=format!("key {}", line.class)></i>
                    <span>{line.name.clone()}</span>
                    <b>{line.value.clone()}</b>
                </div>
            }
            .into_any()
        })
        .collect();
    let side = if hit.anchor_x > width / 2.0 { "is-left" } else { "" };
    // Beside a column it stands at the top, where it hides least of the others.
    let (height, top) = if hit.height > TALL { ("is-top", hit.y) } else { ("", hit.anchor_y) };
    Some(
        view! {
            <div
                class="read-out-place"
                aria-hidden="true"
                style:left=format!("{}px", hit.x)
                style:top=format!("{}px", hit.y)
                style:width=format!("{}px", hit.width)
                style:height=format!("{}px", hit.height)
            ></div>
            <div
                class=format!("read-out {side} {height}")
                aria-hidden="true"
                style:left=format!("{}px", hit.anchor_x)
                style:top=format!("{top}px")
            >
                <div class="read-out-head">{hit.label.clone()}</div>
                {lines}
            </div>
        }
        .into_any(),
    )
}

fn table_view(table: &Table, label: &str) -> AnyView {
    let columns: Vec<_> =
        table.columns.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }.into_any()).collect();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = row.iter().map(|cell| view! { <td>{cell.clone()}</td> }.into_any()).collect();
            view! { <tr>{cells}</tr> }.into_any()
        })
        .collect();
    view! {
        // A table cannot be made one pixel high, so it is what is around it that is hidden.
        <div class="visually-hidden">
            <table>
                <caption>{label.to_owned()}</caption>
                <thead><tr>{columns}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_walk_through_the_values_and_stop_at_the_ends() {
        assert_eq!(step("ArrowRight", None, 3), Some(Some(0)));
        assert_eq!(step("ArrowRight", Some(2), 3), Some(Some(2)));
        assert_eq!(step("ArrowLeft", Some(0), 3), Some(Some(0)));
    }

    #[test]
    fn other_keys_and_charts_without_values_are_left_alone() {
        assert_eq!(step("Tab", Some(1), 3), None);
        assert_eq!(step("ArrowRight", None, 0), None);
    }
}
