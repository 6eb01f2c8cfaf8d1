//! Builds a large ledger in memory and prints what it weighs and how long questions take:
//! `cargo run --release -p bellwether-ledger --example ledger_speed [accounts [word of a question]]`.
//! The rows come from a fixed generator, so two runs differ only in time.

use bellwether_core::period::Comparison;
use bellwether_core::{AccountId, CategoryId, OrderStatus, Period, ProductId, RegionId, RepId};
use bellwether_ledger::bridge::Bridges;
use bellwether_ledger::builder::{LineRow, OrderRow};
use bellwether_ledger::by_account::AccountSales;
use bellwether_ledger::overview::{Shown, overview};
use bellwether_ledger::top::{self, AccountRanking};
use bellwether_ledger::{
    Account, Buckets, Category, DayRange, Dimensions, DimensionsBuilder, Filter, History, HistoryBuilder,
    LedgerBuilder, Line, Order, Product, Region, Rep, Snapshot, Window, account_rows, by_account, day, kpi,
    momentum, penetration, products, series, states,
};
use chrono::{NaiveDate, Weekday};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Orders and lines for each 10 000 accounts: 2.43 million and 10 million for 100 000.
const ORDERS_PER_TEN_THOUSAND: u64 = 243_000;
const LINES_PER_TEN_THOUSAND: u64 = 1_000_000;
const PRODUCTS: i64 = 5_000;
/// Products that an account is used to buy.
const HABITS: i64 = 14;
const CATEGORIES: i64 = 40;
const REPS: i64 = 200;
const REGIONS: i64 = 10;
const LAST_DAY: i32 = 20_634;
const DAYS: u64 = 1_095;
const STATES: [&str; 12] = ["IA", "NE", "MN", "IL", "WI", "MO", "KS", "SD", "ND", "CO", "OK", "TX"];

/// A fixed sequence of numbers that looks like chance (SplitMix64).
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> i64 {
        (self.next() % limit).cast_signed()
    }
}

fn main() {
    let accounts =
        std::env::args().nth(1).map_or(100_000, |count| count.parse().expect("a number of accounts"));
    let started = Instant::now();
    let dimensions = dimensions(accounts);
    println!("dimensions          {:>10.1?}", started.elapsed());
    let snapshot = build(dimensions, accounts);
    weigh(&snapshot);
    ask(&snapshot);
    ask_about_changes(&snapshot);
    replace(&snapshot);
}

fn dimensions(accounts: u64) -> Dimensions {
    let mut sequence = Sequence(1);
    let mut builder = DimensionsBuilder::default();
    for id in 1..=REGIONS {
        builder.put_region(Region { id: RegionId(id), name: format!("Region {id}").into() });
    }
    for id in 1..=REPS {
        let region = u32::try_from(id % REGIONS).ok();
        builder.put_rep(Rep { id: RepId(id), name: format!("Rep {id}").into(), region });
    }
    for id in 1..=CATEGORIES {
        builder.put_category(Category { id: CategoryId(id), name: format!("Category {id}").into() });
    }
    for id in 1..=PRODUCTS {
        let category = u32::try_from(id % CATEGORIES).ok();
        builder.put_product(Product::new(
            ProductId(id),
            &format!("P{id}"),
            &format!("Product number {id}"),
            category,
        ));
    }
    for id in (1..=accounts).map(u64::cast_signed) {
        let mut account = Account::new(AccountId(id), &format!("A{id:06}"), &format!("Account number {id}"));
        let rep = sequence.below(200);
        account.rep = u32::try_from(rep).ok();
        account.region = u32::try_from((rep + 1) % REGIONS).ok();
        account.state = STATES[usize::try_from(sequence.below(12)).expect("below twelve")].into();
        account.city = format!("City {}", sequence.below(2_000)).into();
        account.postal_code = format!("{:05}", sequence.below(30_000)).into();
        account.street = format!("{id} Main Street").into();
        account.country = "US".into();
        account.industry = format!("Industry {}", sequence.below(20)).into();
        account.phone = format!("515-555-{:04}", id % 10_000).into();
        (account.latitude, account.longitude) = (Some(41.5), Some(-93.6));
        builder.put_account(account);
    }
    builder.build()
}

fn order_row(id: u64, sequence: &mut Sequence, accounts: u64, lines: u32) -> OrderRow {
    let day = LAST_DAY - i32::try_from(sequence.below(DAYS)).expect("three years of days");
    let status = if sequence.below(50) == 0 { OrderStatus::CreditMemo } else { OrderStatus::Invoiced };
    let account = AccountId(sequence.below(accounts) + 1);
    OrderRow { id: id.cast_signed(), account, day, status, line_count: lines }
}

/// Three lines in four are of the few products that the account buys again and again.
fn product(account: AccountId, sequence: &mut Sequence) -> ProductId {
    let is_habit = sequence.below(4) > 0;
    let habit = account.0 * HABITS + sequence.below(HABITS.cast_unsigned());
    let place = if is_habit { Sequence(habit.cast_unsigned()).below(5_000) } else { sequence.below(5_000) };
    ProductId(place + 1)
}

fn line_row(order_id: u64, account: AccountId, sequence: &mut Sequence) -> LineRow {
    let revenue_cents = sequence.below(50_000) + 100;
    LineRow {
        order_id: order_id.cast_signed(),
        product: product(account, sequence),
        quantity_milli: (sequence.below(20) + 1) * 1_000,
        revenue_cents,
        cost_cents: (sequence.below(10) != 0).then_some(revenue_cents * 7 / 10),
    }
}

fn build(dimensions: Dimensions, accounts: u64) -> Snapshot {
    let orders = accounts * ORDERS_PER_TEN_THOUSAND / 10_000;
    let lines = accounts * LINES_PER_TEN_THOUSAND / 10_000;
    let mut sequence = Sequence(2);
    let started = Instant::now();
    let capacity = usize::try_from(orders).expect("fits in memory");
    let mut builder = LedgerBuilder::with_capacity(Arc::new(dimensions), capacity);
    let mut owners = Vec::with_capacity(capacity);
    // The lines are spread evenly: order n has the lines between two marks.
    let mark = |order: u64| order * lines / orders;
    let count = |order: u64| u32::try_from(mark(order + 1) - mark(order)).expect("a few lines");
    builder
        .orders((0..orders).map(|order| {
            let row = order_row(order + 1, &mut sequence, accounts, count(order));
            owners.push(row.account);
            row
        }))
        .expect("every account is known");
    println!("orders taken        {:>10.1?}", started.elapsed());
    let mut loader = builder.into_lines().expect("order ids are distinct");
    println!("columns allocated   {:>10.1?}", started.elapsed());
    for (order, account) in (0..orders).zip(owners) {
        loader
            .lines((0..count(order)).map(|_| line_row(order + 1, account, &mut sequence)))
            .expect("every order and product is known");
    }
    println!("lines taken         {:>10.1?}", started.elapsed());
    let snapshot = loader.finish(1).expect("every line has come");
    println!("snapshot finished   {:>10.1?}", started.elapsed());
    snapshot
}

fn weigh(snapshot: &Snapshot) {
    let (bytes, lines) = (snapshot.memory_bytes(), snapshot.line_count());
    println!("accounts {}, orders {}, lines {lines}", snapshot.histories().len(), snapshot.order_count());
    println!(
        "memory              {:>10.1} MB, {:.1} bytes a line",
        bytes as f64 / 1e6,
        bytes as f64 / lines as f64
    );
    println!("  of it dimensions  {:>10.1} MB", snapshot.dimensions().memory_bytes() as f64 / 1e6);
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let lines = status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"));
        lines.for_each(|line| println!("  process           {line}"));
    }
}

/// Runs it nine times and prints the median, if it is asked for.
fn time<T>(name: &str, mut run: impl FnMut() -> T) {
    if std::env::args().nth(2).is_some_and(|word| !name.contains(&word)) {
        return;
    }
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..9 {
        let started = Instant::now();
        black_box(run());
        times.push(started.elapsed());
    }
    times.sort_unstable();
    println!(
        "{name:<34}{:>10.2} ms (best {:.2})",
        times[4].as_secs_f64() * 1e3,
        times[0].as_secs_f64() * 1e3
    );
}

/// Both ranges of a window are asked about at the same time, as the server does.
fn everything(snapshot: &Snapshot) -> Filter {
    Filter::all(snapshot).worked_by(|first, second| {
        std::thread::scope(|scope| {
            scope.spawn(first);
            second();
        });
    })
}

fn window(days: u64, as_of: NaiveDate) -> Window {
    Window::of(Period::ending_on(as_of, days), Comparison::Previous, as_of)
}

fn ask(snapshot: &Snapshot) {
    let as_of = day::to_date(LAST_DAY);
    let both_years = DayRange::ending_on(LAST_DAY, 730);
    let (all, year, quarter) = (everything(snapshot), window(365, as_of), window(90, as_of));
    // For scale: the same sums over as many orders lying in one piece, as fast as this memory goes.
    let flat: Vec<Order> =
        snapshot.histories().iter().flat_map(|history| history.orders_in(both_years)).copied().collect();
    time("plain loop over orders of 730 d", || flat.iter().map(|order| order.revenue_cents).sum::<i64>());
    drop(flat);
    time("filter of everything", || Filter::all(snapshot));
    time("KPIs, 365 d against 365 d", || kpi::totals(snapshot, &all, year));
    time("KPIs, 90 d against 90 d", || kpi::totals(snapshot, &all, quarter));
    time("series, 365 d by week", || {
        series::series(snapshot, &all, &Buckets::fitting(year.current, Weekday::Mon))
    });
    time("units by category, 365 d by week", || {
        series::category_series(snapshot, &all, &Buckets::fitting(year.current, Weekday::Mon), 8)
    });
    time("top 10 accounts, 90 d", || top::top_accounts(snapshot, &all, quarter, AccountRanking::Revenue, 10));
    time("top 10 reps, 90 d", || top::top_reps(snapshot, &all, quarter, 10, 200));
    time("top 10 products, 90 d", || top::top_products(snapshot, &all, quarter, 10));
    time("top 10 products, 365 d", || top::top_products(snapshot, &all, year, 10));
    time("products, 365 d against 365 d", || products::product_totals(snapshot, &all, year));
    time("states, 365 d against 365 d", || states::state_totals(snapshot, &all, year));
    let category = CategoryId(7);
    ask_for_the_executive_page(snapshot);
    time("KPIs of a category, 365 d", || {
        kpi::totals(snapshot, &Filter::all(snapshot).of_category(category), year)
    });
    let segment: Vec<bool> = (0..snapshot.histories().len()).map(|index| index % 3 == 0).collect();
    let slice = || Filter::all(snapshot).of_region(RegionId(3)).of_category(category).in_mask(&segment);
    time("slice: region, category, segment", || kpi::totals(snapshot, &slice(), year));
    time("account rows of everything", || account_rows::account_rows(snapshot, &all, as_of));
}

fn ask_for_the_executive_page(snapshot: &Snapshot) {
    let as_of = day::to_date(LAST_DAY);
    let all = everything(snapshot);
    let of_category = all.clone().of_category(CategoryId(7));
    let of_half = all.clone().retain_accounts(|account, _| account % 7 < 3);
    let of_state = all.clone().in_states(&["NE"]);
    let questions = [
        ("90 d", &all, 90),
        ("365 d", &all, 365),
        ("of a category, 365 d", &of_category, 365),
        ("of half of the accounts, 365 d", &of_half, 365),
        ("of a state, 365 d", &of_state, 365),
    ];
    for (name, filter, days) in questions {
        let window = window(days, as_of);
        let buckets = Buckets::fitting(window.current, Weekday::Mon);
        let shown = Shown { rows: 10, order_values: 60 };
        time(&format!("executive page, {name}"), || overview(snapshot, filter, window, &buckets, shown));
    }
}

/// Who is behind a figure, what changed, where products go.
fn ask_about_changes(snapshot: &Snapshot) {
    let as_of = day::to_date(LAST_DAY);
    let (all, year, quarter) = (everything(snapshot), window(365, as_of), window(90, as_of));
    let of_category = all.clone().of_category(CategoryId(7));
    time("bridge, 90 d", || Bridges::of(snapshot, &all, quarter, 5));
    time("bridge of a category, 90 d", || Bridges::of(snapshot, &of_category, quarter, 5));
    time("bridge, 365 d", || Bridges::of(snapshot, &all, year, 5));
    let overlapping = Window::of(Period::ending_on(as_of, 730), Comparison::SameLastYear, as_of);
    time("bridge, 730 d, a year before", || Bridges::of(snapshot, &all, overlapping, 5));
    time("sales by account, 90 d against 90 d", || {
        [quarter.current, quarter.previous].map(|range| {
            let add = |sum: &mut i64, sold: &AccountSales| *sum += sold.amounts.revenue_cents;
            by_account::sums_by_account(snapshot, &all, range, range.last(), add)
        })
    });
    time("momentum of products, 90 d", || momentum::product_momentum(snapshot, &all, quarter));
    time("momentum of categories, 90 d", || momentum::category_momentum(snapshot, &all, quarter));
    time("momentum of products of a rep", || {
        momentum::product_momentum(snapshot, &all.clone().of_rep(RepId(7)), quarter)
    });
    time("penetration, 90 d", || penetration::penetration(snapshot, &all, quarter));
}

fn replace(snapshot: &Snapshot) {
    let account = 4_711 % u32::try_from(snapshot.histories().len()).expect("fewer than 2^32 accounts");
    let old = snapshot.history(account).expect("an account of the ledger");
    time("replace one account and publish", || {
        // What a commit does: read the account anew, make the next snapshot, let go of it.
        let next = snapshot.with_history(2, account, read_again(old));
        (next.version(), next)
    });
}

fn read_again(old: &History) -> History {
    let mut builder = HistoryBuilder::default();
    for order in old.orders() {
        builder.order(order.id, order.day, order.status);
        for line in old.lines_of(order) {
            builder.line(order.id, *line);
        }
    }
    let id = i64::from(u32::MAX);
    builder.order(id, LAST_DAY, OrderStatus::Placed).line(id, Line::new(0, 1_000, 9_900, Some(5_000)));
    builder.build().expect("rows of a consistent history")
}
