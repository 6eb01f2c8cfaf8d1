//! A deterministic file of order lines: by date, customers mixed, one to seven lines an order, as an
//! ERP exports them. Every account buys the same few products again and again, as those of distributors do.

use chrono::{Days, NaiveDate};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

const LINES_PER_ACCOUNT: u64 = 100;
/// Products there are.
pub const PRODUCTS: u64 = 5_000;
const DAYS: u64 = 1_096;
/// Products an account buys, at least and at most; the median account of `generate_sales.py` has 14.
const FEWEST_HABITS: u64 = 4;
const MOST_HABITS: u64 = 40;
/// What an account is told apart by in the sequences of its habits.
const HABITS_A_SEED: u64 = 64;

/// First row of the file.
pub const HEADER: &str = "account_id,order_id,order_date,item_id,quantity,revenue,cost";

/// How many accounts a file of so many lines has.
pub fn accounts(lines: u64) -> u64 {
    (lines / LINES_PER_ACCOUNT).max(1)
}

/// Writes the file.
///
/// # Errors
/// When the file cannot be written.
pub fn write_lines(path: &Path, lines: u64) -> io::Result<()> {
    let accounts = accounts(lines);
    let first =
        NaiveDate::from_ymd_opt(2023, 7, 1).ok_or_else(|| io::Error::other("a date of the calendar"))?;
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(file, "{HEADER}")?;
    let (mut written, mut order, mut state) = (0, 0_u64, 7_u64);
    while written < lines {
        order += 1;
        state = mixed(state);
        let date = first
            .checked_add_days(Days::new(written * DAYS / lines))
            .ok_or_else(|| io::Error::other("a date of the calendar"))?;
        // The square makes some accounts order much more often than others.
        let account = (unit(state).powi(2) * accounts as f64) as u64;
        for line in 0..(1 + state % 7).min(lines - written) {
            let own = mixed(state ^ (line + 1));
            let (product, quantity, price) =
                (product(account, own), 1 + own / PRODUCTS % 24, 199 + own / 200_000 % 20_000);
            let (revenue, cost) = (quantity * price, quantity * price * 6 / 10);
            writeln!(
                file,
                "A{account},S{order},{date},P{product},{quantity},{}.{:02},{}.{:02}",
                revenue / 100,
                revenue % 100,
                cost / 100,
                cost % 100
            )?;
            written += 1;
        }
    }
    file.flush()
}

/// One of the products of an account, of which the first come most often.
fn product(account: u64, chance: u64) -> u64 {
    let seed = account * HABITS_A_SEED;
    let habits = FEWEST_HABITS as f64 + (MOST_HABITS - FEWEST_HABITS) as f64 * unit(mixed(seed)).powf(1.6);
    let habit = (habits * unit(chance).powf(1.9)) as u64;
    mixed(seed + 1 + habit) % PRODUCTS
}

/// What looks like chance, as a share of one.
fn unit(chance: u64) -> f64 {
    (chance >> 11) as f64 / (1_u64 << 53) as f64
}

/// The number that follows another in a fixed sequence that looks like chance.
pub fn mixed(state: u64) -> u64 {
    let mut mixed = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
