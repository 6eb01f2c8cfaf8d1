//! Points gathered into grid cells for the map, so that a hundred thousand accounts travel as a few hundred circles.
//! The grid is fixed to the world, not to the view: panning never reshuffles the circles.

use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::f64::consts::PI;
use std::ops::RangeInclusive;

/// Side of a cell on the screen, in pixels.
pub const CELL_PIXELS: f64 = 64.0;
/// Width of the world in pixels at zoom 0, as the map draws it.
const WORLD_PIXELS: f64 = 512.0;
/// Nothing is told apart beyond this zoom.
pub const MAX_ZOOM: f64 = 22.0;
/// Where the square Web Mercator world ends, degrees.
const MAX_LATITUDE: f64 = 85.051_128;
const MICRODEGREES: f64 = 1e6;
/// Degrees by which rounding may move an edge, and much more.
const HAIR: f64 = 1e-9;

/// One account on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What is summed up in a cluster, in cents.
    pub amount_cents: i64,
}

/// The part of the world on the screen, degrees. `west > east` means that it crosses the date line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Southern edge.
    pub south: f64,
    /// Western edge.
    pub west: f64,
    /// Northern edge.
    pub north: f64,
    /// Eastern edge.
    pub east: f64,
}

/// The points of one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Mean latitude of the points, degrees.
    pub latitude: f64,
    /// Mean longitude of the points, degrees.
    pub longitude: f64,
    /// Sum over the points, cents.
    pub amount_cents: i64,
    /// Smallest box around the points: zooming to it opens the cluster.
    pub bounds: Bounds,
    /// Places of the points in the list given, ascending; never empty. One means a single pin.
    pub members: Vec<u32>,
}

impl Cluster {
    /// How many points it stands for; at least 1.
    pub fn count(&self) -> usize {
        self.members.len()
    }
}

/// Gathers the points of every cell that touches `bounds` at `zoom` (0 = whole world, 22 = a doorstep).
/// Sorted by cell from north-west to south-east; sums are whole numbers, so the order of the points
/// changes nothing but `members`. Points without finite coordinates are left out.
pub fn clusters(points: &[Point], bounds: &Bounds, zoom: f64) -> Vec<Cluster> {
    let grid = Grid::at_zoom(zoom);
    let view = View::of(&grid, bounds);
    let mut places: FxHashMap<(i64, i64), usize> = FxHashMap::default();
    // Accounts that follow each other are often near each other, so that the last cell is worth a look.
    let mut last = None;
    let mut cells: Vec<((i64, i64), Gathering)> = Vec::new();
    for (place, point) in (0..).zip(points) {
        let Some(cell) = view.cell(&grid, point) else { continue };
        let found = last.filter(|(known, _)| *known == cell).map(|(_, found)| found);
        let found = found.unwrap_or_else(|| {
            *places.entry(cell).or_insert_with(|| {
                cells.push((cell, Gathering::starting_at(point)));
                cells.len() - 1
            })
        });
        last = Some((cell, found));
        cells[found].1.add(place, point);
    }
    cells.sort_unstable_by_key(|(cell, _)| *cell);
    cells.into_iter().map(|(_, gathering)| gathering.finish()).collect()
}

/// More rows than these are not looked up but computed.
const MOST_ROWS: i64 = 512;

/// The part of the grid on the screen.
struct View {
    /// Northern and southern end, which points of the rows on the screen lie between.
    latitudes: (f64, f64),
    rows: RangeInclusive<i64>,
    columns: Columns,
    /// Where each row but the last ends in the south, from north to south; empty when there are too many rows.
    edges: Vec<f64>,
}

/// The columns on the screen.
enum Columns {
    All,
    Between(i64, i64),
    /// Across the date line.
    Outside(i64, i64),
}

impl View {
    fn of(grid: &Grid, bounds: &Bounds) -> Self {
        let (north, south) = (grid.row(bounds.north), grid.row(bounds.south));
        let edges = if south - north < MOST_ROWS {
            (north..south).map(|row| grid.southern_edge(row)).collect()
        } else {
            Vec::new()
        };
        // A hair wider, because the edges are rounded: what is between is looked at more closely.
        let top = if north <= 0 { f64::INFINITY } else { grid.southern_edge(north - 1) + HAIR };
        let bottom = grid.southern_edge(south) - HAIR;
        let bottom = if bottom <= HAIR - MAX_LATITUDE { f64::NEG_INFINITY } else { bottom };
        Self { latitudes: (top, bottom), rows: north..=south, columns: Columns::of(grid, bounds), edges }
    }

    /// The cell of a point, if it is on the screen.
    fn cell(&self, grid: &Grid, point: &Point) -> Option<(i64, i64)> {
        let (top, bottom) = self.latitudes;
        let is_near = point.latitude <= top && point.latitude >= bottom && point.latitude.is_finite();
        if !is_near || !point.longitude.is_finite() {
            return None;
        }
        let column = grid.column(point.longitude);
        if !self.columns.contain(column) {
            return None;
        }
        let row = self.row(grid, point.latitude);
        self.rows.contains(&row).then_some((row, column))
    }

    /// The row of a latitude: looked up unless it lies on an edge, because it takes long to compute.
    fn row(&self, grid: &Grid, latitude: f64) -> i64 {
        let place = self.edges.partition_point(|edge| *edge > latitude);
        let is_near = |edge: Option<&f64>| edge.is_some_and(|edge| (edge - latitude).abs() < HAIR);
        let is_first_or_last = place == 0 || place == self.edges.len();
        if is_first_or_last || is_near(self.edges.get(place)) || is_near(self.edges.get(place - 1)) {
            return grid.row(latitude);
        }
        self.rows.start() + i64::try_from(place).unwrap_or(i64::MAX)
    }
}

impl Columns {
    fn of(grid: &Grid, bounds: &Bounds) -> Self {
        // A view wider than the world shows every column.
        if bounds.east - bounds.west >= 360.0 {
            return Self::All;
        }
        let (west, east) = (grid.column(bounds.west), grid.column(bounds.east));
        match west.cmp(&east) {
            Ordering::Less => Self::Between(west, east),
            Ordering::Greater => Self::Outside(west, east),
            // One column: either a narrow view or one that goes nearly all the way round.
            Ordering::Equal if (bounds.east - bounds.west).rem_euclid(360.0) > 180.0 => Self::All,
            Ordering::Equal => Self::Between(west, east),
        }
    }

    fn contain(&self, column: i64) -> bool {
        match self {
            Self::All => true,
            Self::Between(west, east) => (*west..=*east).contains(&column),
            Self::Outside(west, east) => column >= *west || column <= *east,
        }
    }
}

struct Grid {
    cells_per_side: f64,
}

impl Grid {
    fn at_zoom(zoom: f64) -> Self {
        let zoom = if zoom.is_finite() { zoom.clamp(0.0, MAX_ZOOM).floor() } else { 0.0 };
        Self { cells_per_side: zoom.exp2() * WORLD_PIXELS / CELL_PIXELS }
    }

    fn row(&self, latitude: f64) -> i64 {
        let latitude = latitude.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
        let mercator = 0.5 - latitude.tan().asinh() / (2.0 * PI);
        whole(mercator * self.cells_per_side)
    }

    /// Degrees north of where a row ends in the south.
    fn southern_edge(&self, row: i64) -> f64 {
        let mercator = (row + 1) as f64 / self.cells_per_side;
        ((0.5 - mercator) * 2.0 * PI).sinh().atan().to_degrees()
    }

    fn column(&self, longitude: f64) -> i64 {
        whole((longitude + 180.0).rem_euclid(360.0) / 360.0 * self.cells_per_side)
    }
}

/// The cell number of a position: at most 2^25, so the conversion is exact.
fn whole(position: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "floored and below 2^26 by the zoom limit")]
    let cell = position.floor() as i64;
    cell
}

struct Gathering {
    latitude_sum: i64,
    longitude_sum: i64,
    amount_cents: i64,
    bounds: Bounds,
    members: Vec<u32>,
}

impl Gathering {
    fn starting_at(point: &Point) -> Self {
        let (latitude, longitude) = (point.latitude, point.longitude);
        let bounds = Bounds { south: latitude, west: longitude, north: latitude, east: longitude };
        Self { latitude_sum: 0, longitude_sum: 0, amount_cents: 0, bounds, members: Vec::new() }
    }

    fn add(&mut self, place: u32, point: &Point) {
        self.latitude_sum += whole((point.latitude * MICRODEGREES).round());
        self.longitude_sum += whole((point.longitude * MICRODEGREES).round());
        self.amount_cents = self.amount_cents.saturating_add(point.amount_cents);
        self.bounds.south = self.bounds.south.min(point.latitude);
        self.bounds.north = self.bounds.north.max(point.latitude);
        self.bounds.west = self.bounds.west.min(point.longitude);
        self.bounds.east = self.bounds.east.max(point.longitude);
        self.members.push(place);
    }

    fn finish(self) -> Cluster {
        let count = self.members.len() as f64;
        Cluster {
            latitude: self.latitude_sum as f64 / count / MICRODEGREES,
            longitude: self.longitude_sum as f64 / count / MICRODEGREES,
            amount_cents: self.amount_cents,
            bounds: self.bounds,
            members: self.members,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORLD: Bounds = Bounds { south: -90.0, west: -180.0, north: 90.0, east: 180.0 };
    const IOWA: Bounds = Bounds { south: 40.3, west: -96.7, north: 43.6, east: -90.1 };

    fn point(latitude: f64, longitude: f64, amount_cents: i64) -> Point {
        Point { latitude, longitude, amount_cents }
    }

    fn points() -> impl Strategy<Value = Vec<Point>> {
        let one = (-85.0..85.0, -180.0..180.0, -1_000_000i64..1_000_000);
        proptest::collection::vec(
            one.prop_map(|(latitude, longitude, cents)| point(latitude, longitude, cents)),
            0..60,
        )
    }

    fn totals(clusters: &[Cluster]) -> Vec<(String, i64, usize)> {
        let describe = |cluster: &Cluster| {
            (format!("{:?} {}", cluster.latitude, cluster.longitude), cluster.amount_cents, cluster.count())
        };
        clusters.iter().map(describe).collect()
    }

    proptest! {
        #[test]
        fn every_point_of_the_world_is_in_exactly_one_cluster(points in points(), zoom in 0.0..22.0f64) {
            let mut members: Vec<u32> =
                clusters(&points, &WORLD, zoom).into_iter().flat_map(|cluster| cluster.members).collect();
            members.sort_unstable();
            prop_assert_eq!(members.len(), points.len());
            prop_assert!(members.windows(2).all(|pair| pair[0] < pair[1]));
        }

        #[test]
        fn a_row_looked_up_is_the_row_computed(latitude in -85.0..85.0f64, zoom in 0.0..22.0f64, row in any::<i64>()) {
            let grid = Grid::at_zoom(zoom);
            let edge = grid.southern_edge(row.rem_euclid(whole(grid.cells_per_side)));
            for bounds in [WORLD, IOWA] {
                let view = View::of(&grid, &bounds);
                for latitude in [latitude, edge, edge + 1e-12, edge - 1e-12] {
                    let computed = view.cell(&grid, &point(latitude, -93.0, 0)).map(|(row, _)| row);
                    let expected = Some(grid.row(latitude)).filter(|row| view.rows.contains(row));
                    prop_assert_eq!(computed, expected);
                }
            }
        }

        #[test]
        fn the_order_of_the_points_changes_nothing(points in points(), zoom in 0.0..22.0f64) {
            let mut reversed = points.clone();
            reversed.reverse();
            prop_assert_eq!(totals(&clusters(&points, &WORLD, zoom)), totals(&clusters(&reversed, &WORLD, zoom)));
        }

        #[test]
        fn every_point_on_the_screen_is_shown(points in points(), zoom in 0.0..22.0f64) {
            let shown: usize = clusters(&points, &IOWA, zoom).iter().map(Cluster::count).sum();
            let inside = |point: &&Point| {
                (IOWA.south..=IOWA.north).contains(&point.latitude) && (IOWA.west..=IOWA.east).contains(&point.longitude)
            };
            prop_assert!(shown >= points.iter().filter(inside).count());
        }
    }

    #[test]
    fn money_and_count_add_up_and_the_middle_is_between() {
        let found = clusters(&[point(41.6, -91.5, 700), point(41.7, -91.6, 300)], &IOWA, 4.0);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].count(), found[0].amount_cents), (2, 1_000));
        assert!((found[0].latitude - 41.65).abs() < 1e-6 && (found[0].longitude + 91.55).abs() < 1e-6);
    }

    #[test]
    fn zooming_in_tells_points_apart_unless_they_are_one_place() {
        let points = [point(41.6, -91.5, 1), point(41.7, -91.6, 1), point(41.7, -91.6, 1)];
        assert_eq!(clusters(&points, &IOWA, 3.0).len(), 1);
        let counts: Vec<usize> = clusters(&points, &IOWA, 22.0).iter().map(Cluster::count).collect();
        assert_eq!(counts, [2, 1]);
    }

    #[test]
    fn a_view_across_the_date_line_shows_both_sides_and_nothing_between() {
        let pacific = Bounds { south: 50.0, west: 170.0, north: 72.0, east: -150.0 };
        let points =
            [point(61.2, -149.9, 1), point(52.8, 173.2, 1), point(61.0, -175.0, 1), point(60.0, 10.0, 1)];
        let shown: usize = clusters(&points, &pacific, 5.0).iter().map(Cluster::count).sum();
        assert_eq!(shown, 3);
    }

    #[test]
    fn points_off_the_screen_and_without_coordinates_are_left_out() {
        let points = [point(f64::NAN, -91.5, 1), point(25.0, -80.0, 1), point(41.6, f64::INFINITY, 1)];
        assert!(clusters(&points, &IOWA, 8.0).is_empty());
    }
}
