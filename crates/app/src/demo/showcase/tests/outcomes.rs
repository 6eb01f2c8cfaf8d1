//! The demo judged by the rules themselves: each account of the showcase shows what it is to show.

use super::super::super::files::{DemoFiles, customer_key};
use super::super::super::shelf::{Item, ordinary_items, special_items};
use super::super::{Account, accounts};
use super::expected::EXPECTED;
use super::{date, named};
use bellwether_core::alert::{AlertKind, AlertTier, Evidence};
use bellwether_core::rule_lab::Rules;
use bellwether_core::{AccountId, CategoryId, InvoiceId, OrderStatus, Probability, ProductId, Segment};
use bellwether_ledger::builder::{BackorderRow, LedgerBuilder, LineRow, OrderRow};
use bellwether_ledger::{Category, DayRange, DimensionsBuilder, Product, Snapshot, day};
use bellwether_scoring::alerts::life::{LifeContext, Step, steps};
use bellwether_scoring::alerts::{AccountFacts, AlertBook, AlertSettings, Finding, InvoiceFact, LapsedItems};
use bellwether_scoring::{PreviousSegments, Settings, score_all};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The demo as the ledger holds it after the import, and where every account stands.
struct Demo {
    snapshot: Snapshot,
    accounts: Vec<Account>,
    standings: BTreeMap<AccountId, (Segment, Probability)>,
    book: AlertBook,
}

impl Demo {
    fn of(today: NaiveDate) -> Self {
        let accounts = accounts(today);
        let snapshot = ledger(today, &accounts);
        let settings = Settings { rules: Rules::default(), ..Settings::default() };
        let scores = score_all(&snapshot, today, &settings, &PreviousSegments::new());
        let standing = |score: &bellwether_scoring::AccountScore| {
            Some((score.account, (score.score.segment, score.score.churn_risk?)))
        };
        let standings = scores.iter().filter_map(standing).collect();
        let book = AlertBook::learn(&snapshot, day::from_date(today), alert_settings());
        Self { snapshot, accounts, standings, book }
    }

    /// What alerts its account would get.
    fn findings(&self, name: &str) -> Vec<Finding> {
        let account = named(&self.accounts, name);
        let id = account_id(account.number);
        let place = self.snapshot.dimensions().account_index(id).expect("the ledger holds the showcase");
        let bill_to = self.accounts.iter().find(|other| Some(other.number) == account.bill_to);
        let invoices: Vec<InvoiceFact> =
            [Some(&account), bill_to].into_iter().flatten().flat_map(facts).collect();
        let range = |closure: &super::Closure| DayRange {
            from: day::from_date(closure.from),
            until: day::from_date(closure.until),
        };
        let closures: Vec<DayRange> = account.closure.iter().map(range).collect();
        let standing = self.standings.get(&id).copied();
        let facts =
            AccountFacts { closures: &closures, invoices: &invoices, standing, excused_silence_days: None };
        let context = LifeContext {
            book: &self.book,
            snapshot: &self.snapshot,
            place,
            facts: &facts,
            is_frozen: false,
        };
        let found = self.book.findings(&self.snapshot, place, &facts);
        let opened = |step| if let Step::Open(finding) = step { Some(finding) } else { None };
        steps(&[], found, &context).into_iter().filter_map(opened).collect()
    }

    fn evidence(&self, name: &str) -> Evidence {
        self.findings(name).into_iter().next().expect("something was found").evidence
    }
}

fn alert_settings() -> AlertSettings {
    AlertSettings {
        rules: Rules::default(),
        rule_version: 1,
        holidays: Vec::new(),
        overdue_grace_days: 0,
        lapsed_items: LapsedItems::Auto,
        currency: "USD".to_owned(),
    }
}

fn account_id(number: u32) -> AccountId {
    AccountId(i64::from(number))
}

fn facts(account: &Account) -> impl Iterator<Item = InvoiceFact> + '_ {
    let first = i64::from(account.number) * 1_000;
    account.invoices.iter().zip(first..).map(|(invoice, id)| InvoiceFact {
        id: InvoiceId(id),
        account: account_id(account.number),
        kind: invoice.kind,
        status: invoice.status,
        issued_on: day::from_date(invoice.issued_on),
        due_on: invoice.due_on.map(day::from_date),
        terms_days: account.terms_days.map(|days| i32::try_from(days).expect("terms of a few days")),
        open_balance_cents: invoice.open_cents,
        currency: "USD".to_owned(),
    })
}

/// One line of the purchases file.
struct Line {
    account: AccountId,
    order: String,
    placed_on: NaiveDate,
    status: String,
    product: ProductId,
    quantity: i64,
    backordered: i64,
    price_cents: i64,
}

/// The files as the import understands them; parents are those of the showcase.
fn ledger(today: NaiveDate, showcase: &[Account]) -> Snapshot {
    let files = DemoFiles::generate(today);
    let mut dimensions = DimensionsBuilder::default();
    for row in rows(&files.accounts) {
        dimensions.put_account(bellwether_ledger::Account::new(AccountId(number(&row[0])), &row[0], &row[1]));
    }
    for account in showcase {
        let parent = account.parent.and_then(|parent| dimensions.so_far().account_index(account_id(parent)));
        let (id, key) = (account_id(account.number), customer_key(account.number));
        dimensions.put_account(bellwether_ledger::Account {
            parent,
            ..bellwether_ledger::Account::new(id, &key, account.name)
        });
    }
    let items: Vec<Item> = ordinary_items().into_iter().chain(special_items()).collect();
    let categories: BTreeSet<&str> = items.iter().map(|item| item.category).collect();
    let categories: BTreeMap<&str, u32> = categories
        .into_iter()
        .zip(1..)
        .map(|(name, id)| (name, dimensions.put_category(Category { id: CategoryId(id), name: name.into() })))
        .collect();
    for item in &items {
        let id = ProductId(i64::try_from(item.number).expect("a small number"));
        let supersedes = item.supersedes.map(|old| ProductId(i64::try_from(old).expect("a small number")));
        let category = categories.get(item.category).copied();
        let product = Product::new(id, &item.key(), item.name, category);
        dimensions.put_product(Product { supersedes, availability: item.availability, ..product });
    }
    snapshot(dimensions, &lines(&files.purchases))
}

fn snapshot(dimensions: DimensionsBuilder, lines: &[Line]) -> Snapshot {
    let mut orders: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    lines.iter().for_each(|line| orders.entry(&line.order).or_default().push(line));
    let mut builder = LedgerBuilder::new(Arc::new(dimensions.build()));
    for ((_, lines), id) in orders.iter().zip(1..) {
        let first = lines.first().expect("an order has lines");
        let is_credit = lines.iter().all(|line| line.quantity < 0);
        let status = match first.status.as_str() {
            "" if is_credit => OrderStatus::CreditMemo,
            "" => OrderStatus::Placed,
            word => {
                let code = word.to_ascii_lowercase().replace(' ', "_");
                OrderStatus::from_code(&code).expect("a status the import knows")
            }
        };
        let day = day::from_date(first.placed_on);
        let line_count = u32::try_from(lines.len()).expect("a few lines");
        builder
            .order(OrderRow { id, account: first.account, day, status, line_count })
            .expect("the account is known");
        for line in lines.iter().filter(|line| line.backordered > 0) {
            builder
                .backorder(BackorderRow { account: line.account, day, product: line.product })
                .expect("the product is known");
        }
    }
    let mut loader = builder.into_lines().expect("ids are unique");
    for ((_, lines), order_id) in orders.iter().zip(1..) {
        for line in lines {
            let (quantity_milli, revenue_cents) = (line.quantity * 1_000, line.quantity * line.price_cents);
            let product = line.product;
            loader
                .line(LineRow { order_id, product, quantity_milli, revenue_cents, cost_cents: None })
                .expect("the product is known");
        }
    }
    loader.finish(1).expect("every line came")
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        row.expect("the file is CSV").iter().map(str::to_owned).collect()
    };
    reader.records().map(row).collect()
}

fn lines(purchases: &str) -> Vec<Line> {
    let line = |row: Vec<String>| Line {
        account: AccountId(number(&row[0])),
        order: row[1].clone(),
        placed_on: row[2].parse().expect("a date"),
        status: row[3].clone(),
        product: ProductId(number(&row[6])),
        quantity: row[7].parse().expect("a quantity"),
        backordered: row[10].parse().expect("a quantity"),
        price_cents: row[8].replace('.', "").parse().expect("a price"),
    };
    rows(purchases).into_iter().map(line).collect()
}

/// The number behind the letter of a key.
fn number(key: &str) -> i64 {
    key[1..].parse().expect("a letter and a number")
}

#[test]
fn every_account_of_the_showcase_shows_what_it_is_to_show() {
    // A Sunday in summer and a leap day, which is a Tuesday.
    for today in [date(2026, 6, 28), date(2028, 2, 29)] {
        let demo = Demo::of(today);
        let mut faults = Vec::new();
        for (name, expected) in EXPECTED {
            let findings = demo.findings(name);
            let found: Vec<_> =
                findings.iter().map(|finding| (finding.evidence.kind(), finding.tier)).collect();
            let found: Vec<_> =
                found.iter().copied().filter(|finding| !is_folded_in(*finding, &found)).collect();
            let fits = found.len() == expected.len()
                && found.iter().zip(expected).all(|((kind, tier), (expected_kind, expected_tier))| {
                    kind == expected_kind && expected_tier.is_none_or(|expected| expected == *tier)
                });
            if !fits {
                let standing = demo.standings.get(&account_id(named(&demo.accounts, name).number));
                faults.push(format!("{name}: {found:?} instead of {expected:?}, {standing:?}"));
            }
        }
        assert!(faults.is_empty(), "on {today}:\n{}", faults.join("\n"));
        details_hold(&demo);
    }
}

/// A pattern that is only watched says nothing beside a churn risk on the same card, and whether it is there
/// at all is up to the model.
fn is_folded_in(finding: (AlertKind, AlertTier), found: &[(AlertKind, AlertTier)]) -> bool {
    finding == (AlertKind::PatternRisk, AlertTier::Watch)
        && found.iter().any(|(kind, _)| *kind == AlertKind::ChurnRisk)
}

fn details_hold(demo: &Demo) {
    let Evidence::ChurnRisk(silence) = demo.evidence("Pine Season Camp") else { panic!("a silence") };
    assert_eq!(silence.seasonal.map(|pause| pause.earlier.len()), Some(2));
    let Evidence::ChurnRisk(silence) = demo.evidence("Tri-Valley Clinic East") else { panic!("a silence") };
    assert!(silence.is_group_active);
    let Evidence::LostItem(item) = demo.evidence("Switchback Lodge") else { panic!("an item") };
    assert!(item.replaced_by.is_some());
    let Evidence::LostItem(item) = demo.evidence("Draft Horse Brewery") else { panic!("an item") };
    assert!(item.is_in_draft && item.replaced_by.is_none());
    let overdue = |name| match demo.evidence(name) {
        Evidence::Overdue(overdue) => overdue,
        other => panic!("{name}: {other:?}"),
    };
    let amounts =
        |name| overdue(name).amounts.expect("amounts are taken away only on the way out")[0].clone();
    let buckets = amounts("Ladder Street Hardware").buckets;
    let ages =
        [buckets.days_1_30_cents, buckets.days_31_60_cents, buckets.days_61_90_cents, buckets.over_90_cents];
    assert_eq!(ages.map(|cents| cents.0), [124_000, 98_000, 151_500, 76_000]);
    assert_eq!(amounts("Half Moon Pizza").total_cents.0, 45_000);
    let beside = amounts("Counterweight Fitness");
    assert_eq!((beside.total_cents.0, beside.unapplied_credit_cents.0.abs()), (120_000, 30_000));
    assert_eq!(overdue("Second Opinion Dental").disputed, 1);
    let office = account_id(named(&demo.accounts, "Orchard Kitchens Central Billing").number);
    assert_eq!(overdue("Orchard Kitchens North").on_bill_to, Some(office));
}

#[test]
fn every_kind_of_alert_and_every_account_is_expected() {
    let all = accounts(date(2026, 6, 30));
    let names: Vec<&str> = all.iter().map(|account| account.name).collect();
    let expected: Vec<&str> = EXPECTED.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, expected);
    let kinds: BTreeSet<AlertKind> =
        EXPECTED.iter().flat_map(|(_, found)| found.iter().map(|(kind, _)| *kind)).collect();
    assert_eq!(kinds.len(), AlertKind::ALL.len());
}

#[test]
fn the_documentation_says_what_every_account_shows() {
    let page = include_str!("../../../../../../docs/DATA.md");
    for account in accounts(date(2026, 6, 30)) {
        let row = format!("| {} {} |", customer_key(account.number), account.name);
        assert!(page.contains(&row), "docs/DATA.md lacks {row}");
    }
}
