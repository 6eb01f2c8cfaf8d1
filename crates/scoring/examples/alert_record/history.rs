//! A history in the common columns: order lines, and the rep of each account where a file names one.

use bellwether_core::{AccountId, CategoryId, OrderStatus, ProductId};
use bellwether_ledger::dimension::{Account, Category, DimensionsBuilder, Product};
use bellwether_ledger::{Day, HistoryBuilder, Line, Snapshot, day};
use chrono::NaiveDate;
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// A book and what else the tables tell of it.
pub struct Known {
    pub snapshot: Snapshot,
    /// Reps named; none when the file names none.
    pub reps: usize,
    pub first_day: Day,
    pub last_day: Day,
}

#[derive(Deserialize)]
struct OrderLine {
    account_id: String,
    order_id: String,
    order_date: NaiveDate,
    item_id: String,
    category: String,
    quantity: f64,
    revenue: f64,
}

#[derive(Deserialize)]
struct AccountLine {
    #[serde(default)]
    rep_id: String,
}

/// Lines by account, then by day and order.
type Orders = BTreeMap<String, BTreeMap<(Day, String), Vec<Line>>>;

/// Reads the folder of a history.
pub fn read(folder: &Path) -> Result<Known, Box<dyn Error>> {
    let mut dimensions = DimensionsBuilder::default();
    let orders = read_lines(&folder.join("lines.csv.gz"), &mut dimensions)?;
    let mut histories = Vec::new();
    let mut order = 0;
    let mut days = BTreeSet::new();
    for (number, (name, orders)) in (0..).zip(&orders) {
        dimensions.put_account(Account::new(AccountId(number), name, name));
        let mut history = HistoryBuilder::default();
        for ((placed, _), lines) in orders {
            let Some(status) = status(lines) else { continue };
            order += 1;
            days.insert(*placed);
            history.order(order, *placed, status);
            for line in lines {
                history.line(order, *line);
            }
        }
        histories.push(Arc::new(history.build().map_err(|error| error.to_string())?));
    }
    let (Some(first_day), Some(last_day)) = (days.first().copied(), days.last().copied()) else {
        return Err(format!("{} holds no order", folder.display()).into());
    };
    let snapshot = Snapshot::new(1, Arc::new(dimensions.build()), histories);
    Ok(Known { snapshot, reps: reps(&folder.join("accounts.csv.gz"))?, first_day, last_day })
}

/// More sold than came back is an order, less is goods sent back, nothing at all is a sample and does not count.
fn status(lines: &[Line]) -> Option<OrderStatus> {
    match lines.iter().map(|line| line.revenue_cents).sum::<i64>() {
        1.. => Some(OrderStatus::Paid),
        0 => None,
        ..0 => Some(OrderStatus::Return),
    }
}

fn read_lines(path: &Path, dimensions: &mut DimensionsBuilder) -> Result<Orders, Box<dyn Error>> {
    let mut products: HashMap<String, u32> = HashMap::new();
    let mut categories: HashMap<String, u32> = HashMap::new();
    let mut orders = Orders::new();
    for line in csv::Reader::from_reader(MultiGzDecoder::new(File::open(path)?)).deserialize() {
        let line: OrderLine = line?;
        let next = i64::try_from(categories.len())?;
        let category = *categories.entry(line.category).or_insert_with_key(|name| {
            dimensions.put_category(Category { id: CategoryId(next), name: name.as_str().into() })
        });
        let next = i64::try_from(products.len())?;
        let product = *products.entry(line.item_id).or_insert_with_key(|name| {
            dimensions.put_product(Product::new(ProductId(next), name, name, Some(category)))
        });
        let placed = (day::from_date(line.order_date), line.order_id);
        let bought = Line::new(product, thousandths(line.quantity), cents(line.revenue), None);
        orders.entry(line.account_id).or_default().entry(placed).or_default().push(bought);
    }
    Ok(orders)
}

fn cents(amount: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "amounts of a file are far below the limit")]
    let cents = (amount * 100.0).round() as i64;
    cents
}

fn thousandths(units: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "quantities of a file are far below the limit")]
    let thousandths = (units * 1_000.0).round() as i64;
    thousandths
}

/// How many reps a file of accounts names; none without the file.
fn reps(path: &Path) -> Result<usize, Box<dyn Error>> {
    if !path.is_file() {
        return Ok(0);
    }
    let mut names = BTreeSet::new();
    for account in csv::Reader::from_reader(MultiGzDecoder::new(File::open(path)?)).deserialize() {
        let account: AccountLine = account?;
        names.insert(account.rep_id);
    }
    names.remove("");
    Ok(names.len())
}
