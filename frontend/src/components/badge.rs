//! The segment of an account: always a shape and a word, never colour alone.

use bellwether_core::Segment;
use leptos::prelude::*;

/// Path of the segment's shape on a 12-unit grid, told apart without colour.
pub fn shape(segment: Segment) -> &'static str {
    match segment {
        // A ring with a gap, a disc, a square, a triangle, a diamond, a cross.
        Segment::New => {
            "M6 1l1.400 3.200L11 4.600 8.200 6.900l.9 3.600L6 8.600l-3.100 1.900.9-3.600L1 4.600l3.600-.4z"
        }
        Segment::Loyal => "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z",
        Segment::Neutral => "M1.500 1.500h9v9h-9z",
        Segment::AtRisk => "M6 1l5.200 9.500H.8z",
        Segment::Disengaging => "M6 .5L11.500 6 6 11.500.500 6z",
        Segment::Churned => {
            "M2.500 1L6 4.500 9.500 1 11 2.500 7.500 6 11 9.500 9.500 11 6 7.500 2.500 11 1 9.500 4.500 6 1 2.500z"
        }
    }
}

/// The class that gives marks the segment's colour.
pub fn segment_class(segment: Segment) -> String {
    format!("segment-{}", segment.code())
}

/// A segment's shape alone, for places where the word stands beside it anyway.
#[component]
pub fn SegmentShape(
    /// Which segment.
    segment: Segment,
) -> impl IntoView {
    view! {
        <svg class=format!("shape {}", segment_class(segment)) viewBox="0 0 12 12" aria-hidden="true" focusable="false">
            <path d=shape(segment) />
        </svg>
    }
}

/// A segment's shape and word. Accounts without a score yet say so.
#[component]
pub fn SegmentBadge(
    /// Which segment, once scored.
    #[prop(into)]
    segment: Option<Segment>,
) -> impl IntoView {
    match segment {
        Some(segment) => view! {
            <span class="badge"><SegmentShape segment />{segment.label()}</span>
        }
        .into_any(),
        None => view! { <span class="badge muted">"Not scored"</span> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_segment_has_a_shape_of_its_own() {
        let shapes: HashSet<_> = Segment::ALL.into_iter().map(shape).collect();
        assert_eq!(shapes.len(), Segment::ALL.len());
    }
}
