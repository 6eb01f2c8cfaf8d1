//! The next-order window as a band on a time line, with today, the last order and the outreach date.

use crate::number::day_label;
use crate::scales::Time;
use crate::svg::{Anchor, Rect, Svg};
use crate::ticks::text_width;
use crate::{Chart, Hit, HitLine, Size, Table};
use chrono::{Datelike, NaiveDate};

/// When an order is expected.
#[derive(Debug, Clone, Copy)]
pub struct WindowBand<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it.
    pub size: Size,
    /// The as-of date.
    pub today: NaiveDate,
    /// Latest order, if any.
    pub last_order: Option<NaiveDate>,
    /// First and last date of the band that holds half of such orders.
    pub half: (NaiveDate, NaiveDate),
    /// First and last date of the band that holds four fifths.
    pub wide: (NaiveDate, NaiveDate),
    /// The typical date.
    pub typical: NaiveDate,
    /// When to reach out.
    pub outreach: NaiveDate,
}

const EDGE: f64 = 8.0;
const BAR_TOP: f64 = 22.0;
const BAR: f64 = 16.0;

impl WindowBand<'_> {
    /// Draws it.
    pub fn render(&self) -> Chart {
        let time = self.time();
        let mut svg = Svg::new("window", self.title, self.size);
        let middle = BAR_TOP + BAR / 2.0;
        svg.line("chart-axis", (EDGE, middle), (self.size.width - EDGE, middle));
        self.draw_band(&mut svg, &time, "chart-band-wide", self.wide, "8 of 10 such orders come within");
        self.draw_band(&mut svg, &time, "chart-band-half", self.half, "Half of such orders come within");
        let typical = time.place(self.typical);
        svg.line("chart-typical", (typical, BAR_TOP), (typical, BAR_TOP + BAR));
        self.draw_moments(&mut svg, &time, middle);
        self.draw_labels(&mut svg, &time);
        Chart { svg: svg.finish(), hits: self.hits(&time), table: self.table() }
    }

    fn time(&self) -> Time {
        let dates = [self.wide.0, self.wide.1, self.outreach, self.today];
        let dates = dates.into_iter().chain(self.last_order);
        let (first, last) =
            dates.fold((self.wide.0, self.wide.1), |(first, last), date| (first.min(date), last.max(date)));
        Time { domain: (first, last), range: (EDGE, self.size.width - EDGE) }
    }

    fn draw_band(&self, svg: &mut Svg, time: &Time, class: &str, band: (NaiveDate, NaiveDate), words: &str) {
        let (from, to) = (time.place(band.0), time.place(band.1));
        let area = Rect { x: from, y: BAR_TOP, width: (to - from).max(3.0), height: BAR };
        svg.rect(class, area, 4.0, &format!("{words} {}", self.span_text(band)));
    }

    fn draw_moments(&self, svg: &mut Svg, time: &Time, middle: f64) {
        if let Some(last_order) = self.last_order {
            let words = format!("Last order {}", self.date_text(last_order));
            svg.circle("chart-dot", (time.place(last_order), middle), 4.0, &words);
        }
        let outreach = time.place(self.outreach);
        let tip = BAR_TOP - 2.0;
        svg.polygon(
            "chart-outreach",
            &[(outreach - 4.0, tip - 7.0), (outreach + 4.0, tip - 7.0), (outreach, tip)],
        );
        let today = time.place(self.today);
        svg.line("chart-now", (today, BAR_TOP - 8.0), (today, BAR_TOP + BAR + 6.0));
        self.text(svg, today, 11.0, "Today");
    }

    fn draw_labels(&self, svg: &mut Svg, time: &Time) {
        let y = BAR_TOP + BAR + 19.0;
        let (from, to) = (self.date_text(self.wide.0), self.date_text(self.wide.1));
        let room = time.place(self.wide.1) - time.place(self.wide.0);
        if room > (text_width(&from) + text_width(&to)) / 2.0 + 10.0 {
            self.text(svg, time.place(self.wide.0), y, &from);
            self.text(svg, time.place(self.wide.1), y, &to);
        } else {
            let middle = f64::midpoint(time.place(self.wide.0), time.place(self.wide.1));
            self.text(svg, middle, y, &self.span_text(self.wide));
        }
    }

    /// A label centred on a place but kept inside the picture.
    fn text(&self, svg: &mut Svg, x: f64, y: f64, text: &str) {
        let half = text_width(text) / 2.0;
        let x = x.min(self.size.width - half).max(half);
        svg.text("chart-tick", (x, y), Anchor::Middle, text);
    }

    fn date_text(&self, date: NaiveDate) -> String {
        day_label(date, self.today.year())
    }

    fn span_text(&self, band: (NaiveDate, NaiveDate)) -> String {
        format!("{} – {}", self.date_text(band.0), self.date_text(band.1))
    }

    fn facts(&self) -> Vec<(&'static str, &'static str, String)> {
        let last_order = self.last_order.map(|date| ("chart-dot", "Last order", self.date_text(date)));
        let rest = [
            ("chart-outreach", "Reach out", self.date_text(self.outreach)),
            ("chart-typical", "Typical date", self.date_text(self.typical)),
            ("chart-band-half", "Half of such orders", self.span_text(self.half)),
            ("chart-band-wide", "8 of 10 such orders", self.span_text(self.wide)),
        ];
        last_order.into_iter().chain(rest).collect()
    }

    fn hits(&self, time: &Time) -> Vec<Hit> {
        let line = |(class, name, value): (&str, &str, String)| HitLine {
            class: class.to_owned(),
            name: name.to_owned(),
            value,
        };
        vec![Hit {
            x: 0.0,
            y: 0.0,
            width: self.size.width,
            height: self.size.height,
            anchor_x: time.place(self.typical),
            anchor_y: BAR_TOP,
            label: self.title.to_owned(),
            lines: self.facts().into_iter().map(line).collect(),
        }]
    }

    fn table(&self) -> Table {
        let row = |(_, name, value): (&str, &str, String)| vec![name.to_owned(), value];
        let columns = vec!["What".into(), "When".into()];
        Table { columns, rows: self.facts().into_iter().map(row).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).expect("a date of the calendar")
    }

    fn band(today: NaiveDate, last_order: Option<NaiveDate>) -> WindowBand<'static> {
        WindowBand {
            title: "Next order",
            size: Size::new(320.0, 64.0),
            today,
            last_order,
            half: (date(6, 24), date(7, 2)),
            wide: (date(6, 20), date(7, 9)),
            typical: date(6, 28),
            outreach: date(6, 17),
        }
    }

    #[test]
    fn everything_lies_inside_the_picture_even_long_after_the_window() {
        let time = band(date(12, 1), Some(date(5, 30))).time();
        assert_eq!((time.place(date(5, 30)), time.place(date(12, 1))), (8.0, 312.0));
    }

    #[test]
    fn the_table_says_both_bands_in_words() {
        let table = band(date(6, 18), None).render().table;
        assert_eq!(table.rows[2], ["Half of such orders", "24 Jun – 2 Jul"]);
        assert_eq!(table.rows.len(), 4, "without an order there is no last one");
    }
}
