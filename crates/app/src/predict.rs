//! Forecasts from a bare file of order lines, without a database: for data people, and for measuring the
//! engine against others. Nothing dated after the cut-off is used, even where the file holds it.

use crate::accuracy::{backtest_in_parallel, model_of};
use crate::{Answer, AppError};
use bellwether_core::{AccountId, CategoryId, OrderStatus, ProductId};
use bellwether_ledger::{
    Account, Category, Day, DimensionsBuilder, HistoryBuilder, Line, Product, Snapshot, day,
};
use bellwether_scoring::backtest::Plan;
use bellwether_scoring::forecast::forecast;
use bellwether_scoring::{
    Book, FittedModel, Learning, ModelId, PreviousSegments, Priors, Settings, score_book,
};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Write};
use std::sync::Arc;

/// Past days on which models are compared at least: few, for somebody is waiting …
const LEAST_DAYS_ASKED: usize = 2;
/// … but more in a small book, as far as its past reaches, for chance must not decide.
const ENOUGH_FORECASTS: usize = 500;

/// What to forecast: the fields of the reference's `request.json` that a forecast needs.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ForecastRequest {
    /// Nothing later is known.
    pub cutoff: NaiveDate,
    /// Days within which an order may come.
    pub horizons: Vec<i32>,
    /// How many days ahead the date of the next order is looked for.
    pub tau: i32,
    /// The accounts asked for, by their names in the file.
    pub accounts: Vec<String>,
}

/// No forecast looks further ahead, days.
const FURTHEST_DAYS: i32 = 3_650;

impl ForecastRequest {
    fn check(&self) -> Answer<()> {
        let days = 1..=FURTHEST_DAYS;
        let field = match self.horizons.iter().find(|horizon| !days.contains(horizon)) {
            Some(_) => "horizons",
            None if !days.contains(&self.tau) => "tau",
            None => return Ok(()),
        };
        let message = format!("give days from 1 to {FURTHEST_DAYS}");
        Err(AppError::Invalid { field: field.to_owned(), message })
    }
}

/// One order line of the file; other columns are ignored.
#[derive(Deserialize)]
struct OrderLine {
    account_id: String,
    order_date: NaiveDate,
    #[serde(default)]
    category: String,
    revenue: f64,
}

/// The book of a file, and the name of each of its accounts by account id.
struct BareBook {
    book: Book,
    names: Vec<String>,
}

/// Reads order lines, learns from those up to the cut-off, and writes one forecast for each account asked for.
/// Without a `model` the one that did best on the file's own past is taken.
///
/// # Errors
/// `UnreadableFile` with the line, when the orders cannot be read; `Invalid` for a request that makes no
/// sense or names an account without an order.
pub fn predict(
    orders: impl Read + Send,
    request: &ForecastRequest,
    priors: &Priors,
    model: Option<ModelId>,
    out: impl Write,
) -> Answer<usize> {
    request.check()?;
    let BareBook { book, names } = read_book(orders, day::from_date(request.cutoff))?;
    let learning = Learning { priors, longest_days: Some(request.tau), horizons: &request.horizons };
    let model = model.map_or_else(|| best_on_its_past(&book, &learning), Ok)?;
    let fitted = model.learn(&book, &learning);
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(header(&request.horizons)).map_err(|error| unwritten(&error))?;
    for name in &request.accounts {
        let place = names.binary_search(name).map_err(|_| AppError::Invalid {
            field: "accounts".to_owned(),
            message: format!("{name} has no order up to the cut-off"),
        })?;
        let row = row(&fitted, &book, place, request).ok_or_else(|| AppError::Invalid {
            field: "accounts".to_owned(),
            message: format!("{name} has no order up to the cut-off"),
        })?;
        writer.write_record(std::iter::once(name.clone()).chain(row)).map_err(|error| unwritten(&error))?;
    }
    writer.flush().map_err(|error| unwritten(&error.into()))?;
    Ok(request.accounts.len())
}

/// The model that did best on the latest days of the past whose outcome the file holds.
fn best_on_its_past(book: &Book, learning: &Learning) -> Answer<ModelId> {
    let active = book.accounts().iter().filter(|account| account.is_active()).count();
    let days = (ENOUGH_FORECASTS / active.max(1)).max(LEAST_DAYS_ASKED);
    let plan = Plan::of(book, learning).latest(days);
    Ok(model_of(&backtest_in_parallel(book, learning, &plan)?.chosen))
}

fn header(horizons: &[i32]) -> Vec<String> {
    let within = horizons.iter().map(|horizon| format!("p_active_{horizon}"));
    let dates =
        ["p", "c"].into_iter().flat_map(|kind| [10, 25, 50, 75, 90].map(|level| format!("{kind}{level}")));
    let others = ["window_lo", "window_hi", "segment"].map(str::to_owned);
    std::iter::once("account_id".to_owned()).chain(within).chain(dates).chain(others).collect()
}

fn row(fitted: &FittedModel, book: &Book, place: usize, request: &ForecastRequest) -> Option<Vec<String>> {
    let account = book.accounts().get(place)?;
    let forecast = forecast(fitted, account, &request.horizons)?;
    let score =
        score_book(std::slice::from_ref(account), fitted, &Settings::default(), &PreviousSegments::new());
    let segment = score.first()?.score.segment;
    let date = |days: i32| day::to_date(book.as_of().saturating_add(days)).to_string();
    let mut row: Vec<String> = forecast.within.iter().map(|share| format!("{share:.6}")).collect();
    row.extend(forecast.quantiles.map(|days| days.map_or_else(String::new, date)));
    row.extend(forecast.given_return.map(date));
    row.extend([date(forecast.window.0), date(forecast.window.1)]);
    row.push(segment.code().to_owned());
    Some(row)
}

/// The book of a file: a day with an amount above zero is an order, whatever came back later.
fn read_book(orders: impl Read + Send, as_of: Day) -> Answer<BareBook> {
    let mut dimensions = DimensionsBuilder::default();
    let mut products: HashMap<String, u32> = HashMap::new();
    let mut accounts: BTreeMap<String, BTreeMap<Day, Vec<Line>>> = BTreeMap::new();
    let orders = bellwether_ingest::Unpacked::open(orders)?;
    for (rows, line) in (1..).zip(csv::Reader::from_reader(orders).deserialize::<OrderLine>()) {
        let line = line.map_err(|error| unread(&error))?;
        let placed = day::from_date(line.order_date);
        if !line.revenue.is_finite() {
            return Err(unread(&format!("the amount in line {} is not a number", rows + 1)));
        }
        if line.revenue <= 0.0 || placed > as_of {
            continue;
        }
        let number = products.len();
        let product = *products.entry(line.category).or_insert_with_key(|name| {
            let id = i64::try_from(number).unwrap_or(i64::MAX);
            let category =
                dimensions.put_category(Category { id: CategoryId(id), name: name.as_str().into() });
            dimensions.put_product(Product::new(ProductId(id), name, name, Some(category)))
        });
        let bought = Line::new(product, 1_000, cents(line.revenue), None);
        accounts.entry(line.account_id).or_default().entry(placed).or_default().push(bought);
    }
    let mut histories = Vec::with_capacity(accounts.len());
    let mut order = 0;
    for (number, (name, days)) in (0..).zip(&accounts) {
        dimensions.put_account(Account::new(AccountId(number), name, name));
        let mut history = HistoryBuilder::default();
        for (placed, lines) in days {
            history.order(order, *placed, OrderStatus::Paid);
            for line in lines {
                history.line(order, *line);
            }
            order += 1;
        }
        let history = history.build().map_err(|error| AppError::Internal(error.to_string()))?;
        histories.push(Arc::new(history));
    }
    let snapshot = Snapshot::new(1, Arc::new(dimensions.build()), histories);
    Ok(BareBook { book: Book::observe(&snapshot, as_of), names: accounts.into_keys().collect() })
}

/// An amount in cents; one above zero stays above zero.
fn cents(amount: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "saturates at sums that no order line has")]
    let cents = (amount * 100.0).round() as i64;
    cents.max(1)
}

fn unread(error: &impl std::fmt::Display) -> AppError {
    AppError::UnreadableFile {
        message: format!("the orders cannot be read: {error}"),
        remedy:
            "Give CSV, plain or gzip, with the columns account_id, order_date (as 2026-06-30) and revenue; \
                 category is optional."
                .to_owned(),
    }
}

fn unwritten(error: &csv::Error) -> AppError {
    AppError::Unavailable { message: format!("the forecasts cannot be written: {error}") }
}
