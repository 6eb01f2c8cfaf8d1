//! Where accounts are: offline geocoding, distance, clusters for the map.
//! Pure, and the tables are part of the program, so that no address ever leaves the house.

pub mod area;
pub mod city;
pub mod cluster;
pub mod distance;
pub mod geocoder;
pub mod states;
mod table;

pub use area::{Area, AreaError};
pub use cluster::{Bounds, Cluster, Point, clusters};
pub use distance::distance_km;
pub use geocoder::{Geocoder, Location, Precision};
pub use states::{CensusRegion, STATES, State, state_code, state_name};
