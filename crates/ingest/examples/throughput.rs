//! Rows per second of parsing and typing one file: `cargo run --release -p bellwether-ingest --example throughput FILE`.

use bellwether_ingest::{PurchaseRecord, Reader, preview};
use std::fs::File;
use std::io::Read;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let mut first = Vec::new();
    File::open(&path)?.take(1 << 20).read_to_end(&mut first)?;
    let mapping = preview(&first, &path, None)?.mapping;
    let started = Instant::now();
    let mut reader = Reader::open(File::open(&path)?, &mapping)?;
    while !reader.next_batch::<PurchaseRecord>(4096)?.is_empty() {}
    let seconds = started.elapsed().as_secs_f64();
    println!("{} rows in {seconds:.2} s", reader.rows_read());
    Ok(())
}
