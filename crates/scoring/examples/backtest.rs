//! Scores a real history as of a past date and compares with what came after: loss by segment,
//! discrimination and calibration of the churn risk, coverage and width of the next-order window.
//! Run with `cargo run --release -p bellwether-scoring --example backtest -- LINES.csv.gz 2022-06-30`.

use bellwether_core::{AccountId, CategoryId, OrderStatus, ProductId, Segment};
use bellwether_ledger::dimension::{Account, Category, DimensionsBuilder, Product};
use bellwether_ledger::{HistoryBuilder, Line, Snapshot, day};
use bellwether_scoring::{AccountScore, PreviousSegments, Settings, score_all};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::sync::Arc;

/// Accounts that ordered within this many days before the date are judged.
const ACTIVE_DAYS: i32 = 365;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(path), Some(date)) = (arguments.next(), arguments.next()) else {
        return Err("usage: backtest LINES.csv.gz DATE".into());
    };
    let as_of: NaiveDate = date.parse()?;
    let snapshot = read(&path)?;
    let scores = score_all(&snapshot, as_of, &Settings::default(), &PreviousSegments::new());
    report(&snapshot, &scores, day::from_date(as_of));
    Ok(())
}

/// One line of the file after the other; accounts, orders and categories numbered as they come.
fn read(path: &str) -> Result<Snapshot, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(flate2::read::MultiGzDecoder::new(std::fs::File::open(path)?));
    let headers = reader.headers()?.clone();
    let column =
        |name: &str| headers.iter().position(|header| header == name).ok_or(format!("no column {name}"));
    let (account, order, date) = (column("account_id")?, column("order_id")?, column("order_date")?);
    let (category, revenue) = (column("category")?, column("revenue")?);
    let mut histories: BTreeMap<String, HistoryBuilder> = BTreeMap::new();
    let mut orders: HashMap<(String, String, NaiveDate), i64> = HashMap::new();
    let mut dimensions = DimensionsBuilder::default();
    let mut categories: HashMap<String, u32> = HashMap::new();
    for record in reader.records() {
        let record = record?;
        let day_of_order: NaiveDate = record[date].parse()?;
        let history = histories.entry(record[account].to_owned()).or_default();
        let number = i64::try_from(orders.len())?;
        let key = (record[account].to_owned(), record[order].to_owned(), day_of_order);
        let order_id = *orders.entry(key).or_insert_with(|| {
            history.order(number, day::from_date(day_of_order), OrderStatus::Paid);
            number
        });
        let number = i64::try_from(categories.len())?;
        let product = *categories.entry(record[category].to_owned()).or_insert_with(|| {
            let category = dimensions.put_category(Category { id: CategoryId(number), name: "".into() });
            dimensions.put_product(Product::new(ProductId(number), "", "", Some(category)))
        });
        history.line(order_id, Line::new(product, 1_000, cents(record[revenue].parse()?), None));
    }
    let mut built = Vec::new();
    for (number, (_, history)) in (0..).zip(histories) {
        dimensions.put_account(Account::new(AccountId(number), "", ""));
        built.push(Arc::new(history.build().map_err(|error| error.to_string())?));
    }
    Ok(Snapshot::new(1, Arc::new(dimensions.build()), built))
}

fn cents(amount: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "amounts of a file are far below the limit")]
    let cents = (amount * 100.0).round() as i64;
    cents
}

struct Outcome<'a> {
    score: &'a AccountScore,
    next_day: Option<i32>,
}

fn report(snapshot: &Snapshot, scores: &[AccountScore], as_of: i32) {
    let end = snapshot.histories().iter().filter_map(|h| h.orders().last()).map(|order| order.day).max();
    println!("{} days follow the date", end.unwrap_or(as_of) - as_of);
    let outcomes: Vec<Outcome> = scores
        .iter()
        .filter(|score| score.signals.recency.elapsed_days.is_some_and(|elapsed| elapsed <= ACTIVE_DAYS))
        .filter_map(|score| {
            let index = snapshot.dimensions().account_index(score.account)?;
            let next_day = snapshot.history(index)?.order_days(i32::MAX - 1).find(|day| *day > as_of);
            Some(Outcome { score, next_day })
        })
        .collect();
    report_segments(&outcomes, as_of);
    report_risk(&outcomes, as_of);
    report_windows(&outcomes, as_of);
}

fn is_lost(outcome: &Outcome, as_of: i32) -> bool {
    outcome.next_day.is_none_or(|next| i64::from(next - as_of) > outcome.score.score.horizon_days)
}

fn report_segments(outcomes: &[Outcome], as_of: i32) {
    for segment in Segment::ALL {
        let members = || outcomes.iter().filter(|outcome| outcome.score.score.segment == segment);
        let lost = members().filter(|outcome| is_lost(outcome, as_of)).count();
        let count = members().count();
        println!("{:12} {count:5} accounts, lost {:.2}", segment.label(), lost as f64 / count.max(1) as f64);
    }
}

fn report_risk(outcomes: &[Outcome], as_of: i32) {
    let mut judged: Vec<(f64, f64)> = outcomes
        .iter()
        .filter_map(|outcome| {
            let lost = if is_lost(outcome, as_of) { 1.0 } else { 0.0 };
            Some((outcome.score.score.churn_risk?.get(), lost))
        })
        .collect();
    judged.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = judged.len() as f64;
    let lost: f64 = judged.iter().map(|(_, lost)| lost).sum();
    let ranks: f64 = (1..).zip(&judged).map(|(rank, (_, lost))| f64::from(rank) * lost).sum();
    let auc = (ranks - lost * (lost + 1.0) / 2.0) / (lost * (count - lost));
    let log_loss = |(risk, lost): &(f64, f64)| -(lost * risk.ln() + (1.0 - lost) * (1.0 - risk).ln());
    let loss = judged.iter().map(log_loss).sum::<f64>() / count;
    let mean = judged.iter().map(|(risk, _)| risk).sum::<f64>() / count;
    println!("risk: AUC {auc:.3}, log loss {loss:.3}, mean {mean:.3} against {:.3} lost", lost / count);
}

fn report_windows(outcomes: &[Outcome], as_of: i32) {
    let returned = || {
        outcomes.iter().filter_map(|outcome| {
            let next = outcome.next_day.filter(|next| next - as_of <= ACTIVE_DAYS)?;
            let window = outcome.score.score.next_order.filter(|window| window.overdue_days.is_none())?;
            Some((day::to_date(next), window))
        })
    };
    let count = returned().count().max(1) as f64;
    let wide =
        returned().filter(|(next, window)| window.wide.from <= *next && *next <= window.wide.to).count();
    let half =
        returned().filter(|(next, window)| window.half.from <= *next && *next <= window.half.to).count();
    let days: i64 = returned().map(|(_, window)| (window.wide.to - window.wide.from).num_days() + 1).sum();
    let (wide, half, days) = (wide as f64 / count, half as f64 / count, days as f64 / count);
    println!(
        "windows of {count} that returned: wide holds {wide:.2} in {days:.0} days, half holds {half:.2}"
    );
}
