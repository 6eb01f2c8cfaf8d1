//! Names of cities on the SVG map, the larger first, as many as have room.

use super::window::{HEIGHT, WIDTH, Window};
use leptos::prelude::*;
use serde_json::Value;

/// Width of a letter against its height.
const LETTER_WIDTH: f64 = 0.6;
/// Views wider than so many degrees name only cities of the first rank, and of the first two.
const FAR_DEGREES: f64 = 25.0;
const NEAR_DEGREES: f64 = 12.0;

/// A name and the middle of its base line, in units of the picture.
#[derive(Debug, Clone, PartialEq)]
struct Label {
    name: String,
    x: f64,
    y: f64,
}

impl Label {
    fn touches(&self, other: &Self, letter_height: f64) -> bool {
        let half = |label: &Self| label.name.chars().count() as f64 * letter_height * LETTER_WIDTH / 2.0;
        (self.x - other.x).abs() < half(self) + half(other) && (self.y - other.y).abs() < letter_height * 1.4
    }
}

/// The names, in letters so many units high.
pub(super) fn cities(known: &Value, window: Window, letter_height: f64) -> Vec<AnyView> {
    let name = |label: Label| {
        view! { <text x=format!("{:.1}", label.x) y=format!("{:.1}", label.y) font-size=letter_height.to_string() text-anchor="middle">{label.name}</text> }
            .into_any()
    };
    labels(known, window, letter_height).into_iter().map(name).collect()
}

fn labels(known: &Value, window: Window, letter_height: f64) -> Vec<Label> {
    let last_rank = match window.degrees() {
        degrees if degrees > FAR_DEGREES => 1,
        degrees if degrees > NEAR_DEGREES => 2,
        _ => 3,
    };
    let mut labels: Vec<Label> = Vec::new();
    for city in known.get("features").and_then(Value::as_array).into_iter().flatten() {
        let Some((label, rank)) = label_of(city, window) else { continue };
        let is_inside = (0.0..=WIDTH).contains(&label.x) && (0.0..=HEIGHT).contains(&label.y);
        if rank <= last_rank && is_inside && !labels.iter().any(|taken| taken.touches(&label, letter_height))
        {
            labels.push(label);
        }
    }
    labels
}

/// A city with its rank; they come with the larger ones first.
fn label_of(city: &Value, window: Window) -> Option<(Label, u64)> {
    let (properties, place) = (city.get("properties")?, city.get("geometry")?.get("coordinates")?);
    let (x, y) = window.place(place.get(0)?.as_f64()?, place.get(1)?.as_f64()?);
    let name = properties.get("name")?.as_str()?.to_owned();
    Some((Label { name, x, y }, properties.get("rank")?.as_u64()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names(bounds: [f64; 4]) -> Vec<String> {
        let city = |name: &str, rank: u32, place: [f64; 2]| json!({ "properties": { "name": name, "rank": rank }, "geometry": { "coordinates": place } });
        let known = json!({ "features": [
            city("Chicago", 1, [-87.65, 41.85]),
            city("Evanston", 1, [-87.69, 42.05]),
            city("Denver", 1, [-104.98, 39.74]),
            city("Peoria", 3, [-89.59, 40.69]),
        ] });
        labels(&known, Window::fitted(bounds), 12.0).into_iter().map(|label| label.name).collect()
    }

    #[test]
    fn from_afar_the_largest_are_named_and_of_neighbours_only_one() {
        assert_eq!(names([-120.0, 30.0, -70.0, 50.0]), ["Chicago", "Denver"]);
    }

    #[test]
    fn from_near_small_ones_are_named_too_and_those_outside_are_not() {
        assert_eq!(names([-90.0, 40.5, -87.0, 42.5]), ["Chicago", "Evanston", "Peoria"]);
    }
}
