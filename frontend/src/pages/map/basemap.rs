//! The base map: bundled shapes of the states, names of states and cities at points of their own, and empty
//! sources for the accounts. Names make way for marks. Nothing in it asks another host for anything.

use crate::pages::map::colours::Colours;
use crate::pages::map::regions::Shades;
use serde_json::{Value, json};

/// Where the map library lies. Its folder names its version, because it finds its worker beside itself.
pub(super) const LIBRARY: &str = "/vendor/maplibre-gl-6.17.0/maplibre-gl.mjs";
/// Its style sheet.
pub(super) const LIBRARY_STYLES: &str = "/vendor/maplibre-gl-6.17.0/maplibre-gl.css";
/// Shapes of the states.
pub(super) const STATES: &str = "/vendor/us-atlas-3.0.1/states.geojson";

/// Names of cities, the larger first.
pub(super) const CITIES: &str = "/vendor/us-cities-1/cities.geojson";

/// West, south, east, north of the lower 48 states.
pub(super) const COUNTRY: [f64; 4] = [-124.8, 24.4, -66.9, 49.4];

/// Source of pins and clusters.
pub(super) const MARKS: &str = "marks";
/// Source of the one mark that is pointed out.
pub(super) const SPOT: &str = "spot";
/// Source of the area and the circle of the address.
pub(super) const DRAWN: &str = "drawn";
/// Layer of warmth where sales are.
pub(super) const HEAT: &str = "heat";
/// Layer of pins.
pub(super) const PINS: &str = "pins";
/// Layer of clusters.
pub(super) const CLUSTERS: &str = "clusters";

/// The whole style, without a marks' picture, as JSON. It is a text with gaps because code that
/// builds it piece by piece is several times as much to download. Shapes of the states are drawn to a pixel and no
/// finer, which takes a third off every picture where the processor draws it.
pub(super) fn style(origin: &str, colours: &Colours) -> String {
    let segments: String = bellwether_core::Segment::ALL
        .into_iter()
        .map(|segment| format!(r#""{}","{}","#, segment.code(), colours.of_segment(Some(segment))))
        .collect();
    filled(origin, colours, &segments)
}

fn filled(origin: &str, colours: &Colours, segments: &str) -> String {
    let heat = heat_colours(colours).to_string();
    let gaps = [
        ("$heat", heat.as_str()),
        ("$segments", segments),
        ("$origin", origin),
        ("$water", &colours.water),
        ("$land", &colours.land),
        ("$border", &colours.border),
        ("$label", &colours.label),
        ("$text", &colours.text),
        ("$accent", &colours.accent),
        ("$surface", &colours.surface),
        ("$unscored", &colours.unscored),
    ];
    let text = include_str!("basemap.json").to_owned();
    gaps.into_iter().fold(text, |text, (gap, filling)| text.replace(gap, filling))
}

/// Paint of the layers that follow the theme: layer, property, value.
pub(super) fn themed_paint(colours: &Colours) -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("water", "background-color", json!(colours.water)),
        ("land", "fill-color", json!(colours.land)),
        ("borders", "line-color", json!(colours.border)),
        ("city-labels", "text-color", json!(colours.label)),
        ("city-labels", "text-halo-color", json!(colours.land)),
        ("state-labels", "text-color", json!(colours.label)),
        ("state-labels", "text-halo-color", json!(colours.land)),
        ("drawn-inside", "fill-color", json!(colours.accent)),
        ("drawn-line", "line-color", json!(colours.accent)),
        ("drawn-place", "circle-color", json!(colours.accent)),
        ("drawn-place", "circle-stroke-color", json!(colours.surface)),
        ("spot", "circle-color", json!(colours.accent)),
        ("spot", "circle-stroke-color", json!(colours.accent)),
        ("spot-inside", "circle-color", json!(colours.accent)),
        ("spot-inside", "circle-stroke-color", json!(colours.surface)),
        (HEAT, "heatmap-color", heat_colours(colours)),
        (CLUSTERS, "circle-color", json!(colours.surface)),
        (CLUSTERS, "circle-stroke-color", segment_colours(colours)),
        ("cluster-counts", "text-color", json!(colours.text)),
        ("stops", "circle-color", json!(colours.surface)),
        ("stops", "circle-stroke-color", json!(colours.accent)),
    ]
}

/// From nothing to the warmest, in the shades that states have too.
fn heat_colours(colours: &Colours) -> Value {
    let [.., second, third, fourth, warmest] = &colours.shades;
    json!([
        "interpolate",
        ["linear"],
        ["heatmap-density"],
        0,
        "rgba(0,0,0,0)",
        0.15,
        second,
        0.4,
        third,
        0.7,
        fourth,
        1,
        warmest
    ])
}

/// The colour of each state by its shade; the land's own where there is none.
pub(super) fn land_colours(colours: &Colours, shades: &Shades) -> Value {
    let shaded: Vec<_> = shades.iter().filter(|(code, shade)| **shade > 0 && !code.is_empty()).collect();
    if shaded.is_empty() {
        return json!(colours.land);
    }
    let mut choice = vec![json!("match"), json!(["get", "code"])];
    for (code, shade) in shaded {
        choice.extend([json!(code), json!(colours.shades[usize::from((*shade).min(5))])]);
    }
    choice.push(json!(colours.land));
    Value::Array(choice)
}

/// The colour of a mark by the segment among its properties.
fn segment_colours(colours: &Colours) -> Value {
    let mut choice = vec![json!("match"), json!(["get", "segment"])];
    for segment in bellwether_core::Segment::ALL {
        choice.extend([json!(segment.code()), json!(colours.of_segment(Some(segment)))]);
    }
    choice.push(json!(colours.unscored));
    Value::Array(choice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours() -> Colours {
        let word = |word: &str| word.to_owned();
        Colours {
            water: word("#101010"),
            land: word("#202020"),
            border: word("#303030"),
            label: word("#404040"),
            text: word("#505050"),
            accent: word("#606060"),
            surface: word("#707070"),
            unscored: word("#808080"),
            shades: std::array::from_fn(|shade| format!("#90909{shade}")),
        }
    }

    #[test]
    fn the_style_is_json_without_gaps_and_asks_its_own_host_only() {
        let text = filled("http://localhost:8080", &colours(), r##""loyal","#90a0b0","##);
        assert!(!text.contains('$'), "a gap is left: {text}");
        let style: Value = serde_json::from_str(&text).expect("the style is JSON");
        assert_eq!(style["sources"]["states"]["data"], format!("http://localhost:8080{STATES}"));
        assert_eq!(style["sources"]["cities"]["data"], format!("http://localhost:8080{CITIES}"));
        for source in [MARKS, SPOT, DRAWN] {
            assert!(style["sources"][source].is_object(), "there is no source {source}");
        }
        let layers: Vec<_> =
            style["layers"].as_array().into_iter().flatten().map(|layer| &layer["id"]).collect();
        for layer in [PINS, CLUSTERS] {
            assert!(layers.contains(&&json!(layer)), "there is no layer {layer}");
        }
        assert_eq!(style["layers"][0]["paint"]["background-color"], "#101010");
    }

    #[test]
    fn shaded_states_have_their_colour_and_all_others_that_of_the_land() {
        assert_eq!(land_colours(&colours(), &Shades::new()), json!("#202020"));
        let shades = Shades::from([("IA".to_owned(), 5), ("NE".to_owned(), 0), (String::new(), 3)]);
        let expected = json!(["match", ["get", "code"], "IA", "#909095", "#202020"]);
        assert_eq!(land_colours(&colours(), &shades), expected);
    }
}
