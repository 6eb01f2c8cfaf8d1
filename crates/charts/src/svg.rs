//! Writing SVG: escaped text, short coordinates. Everything a chart prints goes through here.

use crate::Size;
use std::fmt::Write as _;

/// The text with the five characters that mean something in markup written as entities, and
/// characters that XML does not allow left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            control if control.is_control() => {}
            plain => out.push(plain),
        }
    }
    out
}

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// An SVG element being written.
pub(crate) struct Svg {
    body: String,
}

impl Svg {
    pub(crate) fn new(kind: &str, title: &str, size: Size) -> Self {
        let mut body = String::new();
        let (width, height) = (short(size.width), short(size.height));
        push(
            &mut body,
            format_args!(r#"<svg class="chart chart-{}" viewBox="0 0 {width} {height}""#, escape(kind)),
        );
        let title = escape(title);
        push(
            &mut body,
            format_args!(r#" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{title}">"#),
        );
        Self { body }
    }

    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let (x1, y1, x2, y2) = (short(from.0), short(from.1), short(to.0), short(to.1));
        let class = escape(class);
        push(
            &mut self.body,
            format_args!(r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#),
        );
    }

    /// A rectangle with rounded corners; `title` is what a pointer resting on it reads.
    pub(crate) fn rect(&mut self, class: &str, area: Rect, radius: f64, title: &str) {
        let class = escape(class);
        let (x, y) = (short(area.x), short(area.y));
        let (width, height) = (short(area.width.max(0.0)), short(area.height.max(0.0)));
        let radius = short(radius.min(area.width / 2.0).min(area.height / 2.0).max(0.0));
        let open = format!(
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}""#
        );
        self.close_with_title(&open, "rect", title);
    }

    pub(crate) fn circle(&mut self, class: &str, centre: (f64, f64), radius: f64, title: &str) {
        let class = escape(class);
        let (x, y, radius) = (short(centre.0), short(centre.1), short(radius));
        self.close_with_title(
            &format!(r#"<circle class="{class}" cx="{x}" cy="{y}" r="{radius}""#),
            "circle",
            title,
        );
    }

    fn close_with_title(&mut self, open: &str, element: &str, title: &str) {
        if title.is_empty() {
            push(&mut self.body, format_args!("{open}/>"));
        } else {
            let title = escape(title);
            push(&mut self.body, format_args!("{open}><title>{title}</title></{element}>"));
        }
    }

    pub(crate) fn polyline(&mut self, class: &str, points: &[(f64, f64)]) {
        let class = escape(class);
        push(&mut self.body, format_args!(r#"<polyline class="{class}" points="{}"/>"#, spelled(points)));
    }

    pub(crate) fn polygon(&mut self, class: &str, points: &[(f64, f64)]) {
        let class = escape(class);
        push(&mut self.body, format_args!(r#"<polygon class="{class}" points="{}"/>"#, spelled(points)));
    }

    pub(crate) fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (class, text) = (escape(class), escape(text));
        let (x, y) = (short(at.0), short(at.1));
        push(
            &mut self.body,
            format_args!(r#"<text class="{class}" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>"#),
        );
    }

    /// Opens a group that carries one data attribute, to be found again by the page.
    pub(crate) fn open_group(&mut self, class: &str, data_name: &str, data_value: &str) {
        let (class, name, value) = (escape(class), escape(data_name), escape(data_value));
        push(&mut self.body, format_args!(r#"<g class="{class}" data-{name}="{value}">"#));
    }

    pub(crate) fn close_group(&mut self) {
        self.body.push_str("</g>");
    }

    pub(crate) fn finish(mut self) -> String {
        self.body.push_str("</svg>");
        self.body
    }
}

/// An upright rectangle in view-box units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

fn spelled(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", short(*x), short(*y))).collect::<Vec<_>>().join(" ")
}

/// A coordinate with one decimal at most; a value that is not a number is drawn at the origin, as SVG
/// has no word for it.
fn short(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn push(body: &mut String, text: std::fmt::Arguments<'_>) {
    body.write_fmt(text).expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_element_or_attribute() {
        assert_eq!(escape(r#"<b a="1" b='2'>&"#), "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;");
        assert_eq!(escape("a\u{0}b\nc"), "ab c");
    }

    #[test]
    fn coordinates_are_short_and_always_numbers() {
        assert_eq!(
            (short(12.0), short(12.34), short(-0.01), short(f64::NAN)),
            ("12".into(), "12.3".into(), "0".into(), "0".into())
        );
    }
}
