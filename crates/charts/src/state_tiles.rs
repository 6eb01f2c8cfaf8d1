//! The states as a grid of equal tiles, shaded by value: small states can be read as well as large.

use crate::number::Unit;
use crate::scales::counted;
use crate::svg::{Anchor, Rect, Svg};
use crate::{Chart, Hit, HitLine, Size, Table};

/// A state with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct StateValue {
    /// Two-letter code; others are in the table only.
    pub code: String,
    /// The value.
    pub value: f64,
}

/// Values by state.
#[derive(Debug, Clone, Copy)]
pub struct StateTiles<'a> {
    /// What it shows, for readers of the page who do not see it.
    pub title: &'a str,
    /// Room for it; tiles stay square.
    pub size: Size,
    /// What the values are.
    pub unit: Unit,
    /// The states with a value.
    pub values: &'a [StateValue],
}

const COLUMNS: usize = 12;
const ROWS: usize = 8;
/// Where each state lies in the grid: code, column, row.
const GRID: [(&str, u32, u32); 51] = [
    ("AK", 0, 0),
    ("ME", 11, 0),
    ("VT", 10, 1),
    ("NH", 11, 1),
    ("WA", 1, 2),
    ("ID", 2, 2),
    ("MT", 3, 2),
    ("ND", 4, 2),
    ("MN", 5, 2),
    ("IL", 6, 2),
    ("WI", 7, 2),
    ("MI", 8, 2),
    ("NY", 9, 2),
    ("RI", 10, 2),
    ("MA", 11, 2),
    ("OR", 1, 3),
    ("NV", 2, 3),
    ("WY", 3, 3),
    ("SD", 4, 3),
    ("IA", 5, 3),
    ("IN", 6, 3),
    ("OH", 7, 3),
    ("PA", 8, 3),
    ("NJ", 9, 3),
    ("CT", 10, 3),
    ("CA", 1, 4),
    ("UT", 2, 4),
    ("CO", 3, 4),
    ("NE", 4, 4),
    ("MO", 5, 4),
    ("KY", 6, 4),
    ("WV", 7, 4),
    ("VA", 8, 4),
    ("MD", 9, 4),
    ("DE", 10, 4),
    ("AZ", 2, 5),
    ("NM", 3, 5),
    ("KS", 4, 5),
    ("AR", 5, 5),
    ("TN", 6, 5),
    ("NC", 7, 5),
    ("SC", 8, 5),
    ("DC", 9, 5),
    ("OK", 4, 6),
    ("LA", 5, 6),
    ("MS", 6, 6),
    ("AL", 7, 6),
    ("GA", 8, 6),
    ("HI", 0, 7),
    ("TX", 4, 7),
    ("FL", 9, 7),
];

impl StateTiles<'_> {
    /// The height that goes with a width.
    pub fn height(width: f64) -> f64 {
        width / counted(COLUMNS) * counted(ROWS)
    }

    /// Draws it.
    pub fn render(&self) -> Chart {
        let mut svg = Svg::new("states", self.title, self.size);
        let mut hits = Vec::new();
        for (code, column, row) in GRID {
            let area = self.tile(column, row);
            let value = self.value(code);
            svg.open_group("chart-state", "state", code);
            let words = value.map_or_else(
                || format!("{code}: none"),
                |value| format!("{code}: {}", self.unit.full(value)),
            );
            svg.rect(&format!("chart-tile shade-{}", self.shade(value)), area, 3.0, &words);
            let middle = (area.x + area.width / 2.0, area.y + area.height / 2.0 + 4.0);
            svg.text("chart-tile-label", middle, Anchor::Middle, code);
            svg.close_group();
            hits.extend(value.map(|value| self.hit(code, area, value)));
        }
        Chart { svg: svg.finish(), hits, table: self.table() }
    }

    fn tile(&self, column: u32, row: u32) -> Rect {
        let side = (self.size.width / counted(COLUMNS)).min(self.size.height / counted(ROWS));
        Rect {
            x: side * f64::from(column) + 1.0,
            y: side * f64::from(row) + 1.0,
            width: side - 2.0,
            height: side - 2.0,
        }
    }

    fn value(&self, code: &str) -> Option<f64> {
        self.values.iter().find(|state| state.code == code).map(|state| state.value)
    }

    /// Five steps of the square root, so that one large state does not leave all others pale.
    fn shade(&self, value: Option<f64>) -> u8 {
        let largest = self.values.iter().map(|state| state.value).fold(0.0, f64::max);
        let Some(value) = value.filter(|value| *value > 0.0 && largest > 0.0) else { return 0 };
        let part = (value / largest).sqrt();
        [0.2, 0.4, 0.6, 0.8].into_iter().fold(1, |shade, edge| if part > edge { shade + 1 } else { shade })
    }

    fn hit(&self, code: &str, area: Rect, value: f64) -> Hit {
        Hit {
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
            anchor_x: area.x + area.width / 2.0,
            anchor_y: area.y,
            label: code.to_owned(),
            lines: vec![HitLine {
                class: String::new(),
                name: code.to_owned(),
                value: self.unit.full(value),
            }],
        }
    }

    fn table(&self) -> Table {
        let row = |state: &StateValue| vec![state.code.clone(), self.unit.full(state.value)];
        Table { columns: vec!["State".into(), "Value".into()], rows: self.values.iter().map(row).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_state_has_a_tile_of_its_own_inside_the_grid() {
        let codes: BTreeSet<&str> = GRID.iter().map(|tile| tile.0).collect();
        let places: BTreeSet<(u32, u32)> = GRID.iter().map(|tile| (tile.1, tile.2)).collect();
        assert_eq!((codes.len(), places.len()), (51, 51));
        assert!(GRID.iter().all(|tile| tile.1 < 12 && tile.2 < 8));
    }

    #[test]
    fn the_largest_is_darkest_and_nothing_is_unshaded() {
        let state = |code: &str, value| StateValue { code: code.into(), value };
        let values = [state("IA", 100.0), state("NE", 4.0), state("KS", -3.0)];
        let tiles =
            StateTiles { title: "Sales", size: Size::new(360.0, 240.0), unit: Unit::Count, values: &values };
        assert_eq!([Some(100.0), Some(4.0), Some(-3.0), None].map(|value| tiles.shade(value)), [5, 1, 0, 0]);
        assert_eq!(tiles.render().hits.len(), 3);
    }
}
