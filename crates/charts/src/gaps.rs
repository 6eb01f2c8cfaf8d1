//! The gaps between an account's orders, one bar each, with the present silence beside them.

use crate::number::median;
use crate::scales::{Bands, Linear};
use crate::svg::{Anchor, Rect, Svg};
use crate::{Chart, Hit, HitLine, Size, Table};

/// Days between orders, and since the last.
#[derive(Debug, Clone, Copy)]
pub struct GapsStrip<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it.
    pub size: Size,
    /// Days between consecutive order days, oldest first.
    pub gaps_days: &'a [u32],
    /// Days since the latest order.
    pub present_days: u32,
}

const FOOT: f64 = 20.0;
const HEAD: f64 = 2.0;

impl GapsStrip<'_> {
    /// Draws it.
    pub fn render(&self) -> Chart {
        let bars = self.bars();
        let bands = Bands { count: bars.len(), range: (0.0, self.size.width), padding: 0.25 };
        let longest = bars.iter().map(|bar| f64::from(bar.days)).fold(1.0, f64::max);
        let up = Linear { domain: (0.0, longest), range: (self.size.height - FOOT, HEAD) };
        let mut svg = Svg::new("gaps", self.title, self.size);
        for (index, bar) in bars.iter().enumerate() {
            let top = up.place(f64::from(bar.days));
            let area = Rect { x: bands.start(index), y: top, width: bands.width(), height: up.range.0 - top };
            svg.rect(bar.class, area, 2.0, &bar.words());
        }
        self.draw_median(&mut svg, &up);
        self.draw_words(&mut svg);
        let hits = bars.iter().enumerate().map(|(index, bar)| self.hit(&bands, &up, index, bar)).collect();
        Chart { svg: svg.finish(), hits, table: table(&bars) }
    }

    fn bars(&self) -> Vec<Bar> {
        let past = |days: &u32| Bar { days: *days, class: "chart-gap", name: "Between two orders" };
        let now = Bar { days: self.present_days, class: "chart-gap chart-now", name: "Since the last order" };
        self.gaps_days.iter().map(past).chain([now]).collect()
    }

    fn draw_median(&self, svg: &mut Svg, up: &Linear) {
        if let Some(median) = median(self.gaps_days) {
            let y = up.place(median);
            svg.line("chart-median", (0.0, y), (self.size.width, y));
        }
    }

    /// All words stand below the bars, where neither a bar nor the line of the median crosses them.
    fn draw_words(&self, svg: &mut Svg) {
        let foot = self.size.height - 5.0;
        if let Some(median) = median(self.gaps_days) {
            svg.text("chart-tick", (0.0, foot), Anchor::Start, "oldest");
            let middle = (self.size.width / 2.0, foot);
            svg.text("chart-tick", middle, Anchor::Middle, &format!("line: median {median} d"));
        }
        let now = format!("now: {} d", self.present_days);
        svg.text("chart-value", (self.size.width, foot), Anchor::End, &now);
    }

    fn hit(&self, bands: &Bands, up: &Linear, index: usize, bar: &Bar) -> Hit {
        Hit {
            x: bands.start(index),
            y: 0.0,
            width: bands.width(),
            height: self.size.height,
            anchor_x: bands.middle(index),
            anchor_y: up.place(f64::from(bar.days)),
            label: bar.name.to_owned(),
            lines: vec![HitLine {
                class: bar.class.to_owned(),
                name: "Days".into(),
                value: bar.days.to_string(),
            }],
        }
    }
}

struct Bar {
    days: u32,
    class: &'static str,
    name: &'static str,
}

impl Bar {
    fn words(&self) -> String {
        format!("{}: {} days", self.name, self.days)
    }
}

fn table(bars: &[Bar]) -> Table {
    let row = |bar: &Bar| vec![bar.name.to_owned(), bar.days.to_string()];
    Table { columns: vec!["Gap".into(), "Days".into()], rows: bars.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_gap_is_the_last_bar_and_marked() {
        let gaps = [12, 14, 9];
        let strip =
            GapsStrip { title: "Gaps", size: Size::new(320.0, 80.0), gaps_days: &gaps, present_days: 41 };
        let chart = strip.render();
        assert_eq!(chart.hits.len(), 4);
        assert_eq!(chart.hits[3].lines[0].value, "41");
        assert_eq!(chart.svg.matches("chart-now").count(), 1);
        assert!(chart.svg.contains("median 12 d"));
    }

    #[test]
    fn an_account_with_one_order_has_only_its_silence() {
        let strip =
            GapsStrip { title: "Gaps", size: Size::new(320.0, 80.0), gaps_days: &[], present_days: 3 };
        let chart = strip.render();
        assert_eq!((chart.hits.len(), chart.svg.contains("chart-median")), (1, false));
    }
}
