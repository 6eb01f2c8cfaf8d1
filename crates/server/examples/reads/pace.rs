//! How fast the machine is just now. Where others share it, the same work can take half as long again a minute later;
//! lines of a table can be compared only where fixed work took as long beside both.

use bellwether_testkit::order_lines;
use std::hint::black_box;
use std::ops::Range;
use std::time::{Duration, Instant};

/// Numbers that are read: 64 MiB, more than any cache holds.
const NUMBERS: u64 = 1 << 24;
/// How many of them each thread adds up, all over the place.
const READS: u64 = 1 << 21;

pub struct Pace(Vec<u32>);

impl Pace {
    pub fn new() -> Self {
        Self((0..NUMBERS).map(|number| order_lines::mixed(number) as u32).collect())
    }

    /// How long the fixed work takes when two threads do it at once, as they do most questions.
    pub fn measure(&self) -> Duration {
        let start = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| self.sum(0..READS));
            self.sum(READS..2 * READS);
        });
        start.elapsed()
    }

    fn sum(&self, reads: Range<u64>) {
        let places = reads.map(|read| order_lines::mixed(read) % NUMBERS);
        black_box(places.map(|place| u64::from(self.0[place as usize])).sum::<u64>());
    }
}
