//! Colours of the map, read from the tokens of the style sheets, so that both themes reach WebGL.

use bellwether_core::Segment;
use leptos::prelude::*;

/// The colours in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Colours {
    pub(super) water: String,
    pub(super) land: String,
    pub(super) border: String,
    pub(super) label: String,
    pub(super) text: String,
    pub(super) accent: String,
    pub(super) surface: String,
    pub(super) unscored: String,
    /// Of shaded states, the palest first.
    pub(super) shades: [String; 6],
}

impl Colours {
    /// Reads them from the page.
    pub(super) fn read() -> Self {
        Self {
            water: token("--map-water"),
            land: token("--map-land"),
            border: token("--map-border"),
            label: token("--text-muted"),
            text: token("--text"),
            accent: token("--accent"),
            surface: token("--surface-1"),
            unscored: token("--border-strong"),
            shades: std::array::from_fn(|shade| token(&format!("--shade-{shade}"))),
        }
    }

    /// The colour of a segment, or of accounts without one.
    pub(super) fn of_segment(&self, segment: Option<Segment>) -> String {
        match segment {
            Some(segment) => token(&format!("--segment-{}", segment.code().replace('_', "-"))),
            None => self.unscored.clone(),
        }
    }
}

/// A token's value; grey where the page has none, so that the map stays drawable.
fn token(name: &str) -> String {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let value = style.and_then(|style| style.get_property_value(name).ok());
    value
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
        .unwrap_or_else(|| "#808890".to_owned())
}
