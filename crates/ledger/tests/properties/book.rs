//! Small random books of business, as raw rows, and questions about them.

use bellwether_core::period::Comparison;
use bellwether_core::{AccountId, CategoryId, OrderStatus, Period, ProductId, RegionId, RepId};
use bellwether_ledger::builder::{BackorderRow, CreditRow, LineRow, OrderRow};
use bellwether_ledger::dimension::{Account, Category, Dimensions, DimensionsBuilder, Product, Region, Rep};
use bellwether_ledger::{Filter, Invoices, LedgerBuilder, Snapshot, Window, day};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::sync::Arc;

pub const ACCOUNTS: i64 = 6;
pub const PRODUCTS: i64 = 5;
pub const FIRST_DAY: i32 = 20_000;
pub const LAST_DAY: i32 = 20_500;
const STATES: [&str; 3] = ["IA", "NE", ""];

/// Raw rows. Ids start at 1; `order_id` names the order of a line.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub orders: Vec<OrderRow>,
    pub lines: Vec<LineRow>,
    pub credits: Vec<CreditRow>,
    pub backorders: Vec<BackorderRow>,
    /// What dates sales; none: orders do.
    pub invoices: Option<Vec<InvoiceRow>>,
}

/// An invoice of an order.
#[derive(Debug, Clone, Copy)]
pub struct InvoiceRow {
    pub order_id: i64,
    pub day: i32,
    pub amount_cents: i64,
}

impl Book {
    pub fn snapshot(&self) -> Snapshot {
        let mut orders = LedgerBuilder::new(Arc::new(dimensions()));
        orders.orders(self.orders.iter().copied()).expect("every account is known");
        self.credits.iter().for_each(|credit| orders.credit(*credit));
        for backorder in &self.backorders {
            orders.backorder(*backorder).expect("every account and product is known");
        }
        if let Some(rows) = &self.invoices {
            let mut invoices = Invoices::default();
            rows.iter().for_each(|row| invoices.put(row.order_id, row.day, row.amount_cents));
            orders.date_sales_by(invoices);
        }
        let mut lines = orders.into_lines().expect("order ids are distinct");
        lines.lines(self.lines.iter().copied()).expect("every order and product is known");
        lines.finish(1).expect("every line has come")
    }
}

/// Accounts of three states, three reps (and none) and two regions (and none); products of two
/// categories (and none). Spelled out so that the plain loops can repeat it in their own words.
pub fn dimensions() -> Dimensions {
    let mut builder = DimensionsBuilder::default();
    for region in 1..=2 {
        builder.put_region(Region { id: RegionId(region), name: format!("Region {region}").into() });
    }
    for rep in 1..=3 {
        builder.put_rep(Rep { id: RepId(rep), name: "Same name".into(), region: None });
    }
    for category in 1..=2 {
        builder
            .put_category(Category { id: CategoryId(category), name: format!("Category {category}").into() });
    }
    for product in 1..=PRODUCTS {
        let category = category_of(ProductId(product)).and_then(|id| builder.so_far().category_index(id));
        builder.put_product(Product::new(ProductId(product), "", "Same name", category));
    }
    for id in (1..=ACCOUNTS).map(AccountId) {
        let mut account = Account::new(id, "", if id.0 % 2 == 0 { "Even" } else { "Odd" });
        account.state = state_of(id).into();
        account.rep = rep_of(id).and_then(|rep| builder.so_far().rep_index(rep));
        account.region = region_of(id).and_then(|region| builder.so_far().region_index(region));
        builder.put_account(account);
    }
    builder.build()
}

pub fn state_of(account: AccountId) -> &'static str {
    STATES[usize::try_from(account.0 % 3).expect("ids are positive")]
}

pub fn rep_of(account: AccountId) -> Option<RepId> {
    (account.0 % 4 != 0).then_some(RepId(account.0 % 4))
}

pub fn region_of(account: AccountId) -> Option<RegionId> {
    (account.0 % 3 != 0).then_some(RegionId(account.0 % 3))
}

pub fn category_of(product: ProductId) -> Option<CategoryId> {
    (product.0 % 3 != 0).then_some(CategoryId(product.0 % 3))
}

/// A slice in words that both the ledger and the plain loops understand.
#[derive(Debug, Clone)]
pub struct Slice {
    pub rep: Option<RepId>,
    pub region: Option<RegionId>,
    pub state: Option<&'static str>,
    pub mask: Option<Vec<bool>>,
    pub category: Option<CategoryId>,
    pub product: Option<ProductId>,
}

impl Slice {
    pub fn filter(&self, snapshot: &Snapshot) -> Filter {
        let mut filter = Filter::all(snapshot);
        if let Some(rep) = self.rep {
            filter = filter.of_rep(rep);
        }
        if let Some(region) = self.region {
            filter = filter.of_region(region);
        }
        if let Some(state) = self.state {
            filter = filter.in_states(&[state]);
        }
        if let Some(mask) = &self.mask {
            filter = filter.in_mask(mask);
        }
        if let Some(category) = self.category {
            filter = filter.of_category(category);
        }
        if let Some(product) = self.product {
            filter = filter.of_product(product);
        }
        filter
    }

    pub fn holds_account(&self, account: AccountId) -> bool {
        let place = usize::try_from(account.0 - 1).expect("ids start at 1");
        self.rep.is_none_or(|rep| rep_of(account) == Some(rep))
            && self.region.is_none_or(|region| region_of(account) == Some(region))
            && self.state.is_none_or(|state| state_of(account) == state)
            && self.mask.as_ref().is_none_or(|mask| mask.get(place) == Some(&true))
    }

    pub fn holds_product(&self, product: ProductId) -> bool {
        self.category.is_none_or(|category| category_of(product) == Some(category))
            && self.product.is_none_or(|own| own == product)
    }
}

pub fn books() -> impl Strategy<Value = Book> {
    let line = (1..=PRODUCTS, -3000..6000i64, -500..3000i64, prop::option::of(0..2000i64));
    let order = (1..=ACCOUNTS, FIRST_DAY..LAST_DAY, status(), prop::collection::vec(line, 0..4));
    prop::collection::vec(order, 0..60).prop_map(|orders| {
        let mut book = Book::default();
        for (number, (account, day, status, lines)) in (0..).zip(orders) {
            let id = 1000 - 3 * number;
            let line_count = u32::try_from(lines.len()).expect("fewer than four");
            book.orders.push(OrderRow { id, account: AccountId(account), day, status, line_count });
            book.lines.extend(lines.into_iter().map(
                |(product, quantity_milli, revenue_cents, cost_cents)| LineRow {
                    order_id: id,
                    product: ProductId(product),
                    quantity_milli,
                    revenue_cents,
                    cost_cents,
                },
            ));
        }
        book
    })
}

fn status() -> impl Strategy<Value = OrderStatus> {
    prop_oneof![3 => Just(OrderStatus::Invoiced), 2 => prop::sample::select(OrderStatus::ALL.to_vec())]
}

/// Books in which some orders come back: whole or by half, in time or too late, named or not.
pub fn books_with_credits() -> impl Strategy<Value = Book> {
    let credit = (any::<prop::sample::Index>(), 0..20i32, any::<bool>(), prop::option::of(any::<bool>()));
    (books(), prop::collection::vec(credit, 0..12)).prop_map(|(mut book, credits)| {
        if book.orders.is_empty() {
            return book;
        }
        for (id, (which, days, is_whole, names)) in (2_000..).zip(credits) {
            let order = book.orders[which.index(book.orders.len())];
            let lines: Vec<LineRow> =
                book.lines.iter().filter(|line| line.order_id == order.id).copied().collect();
            let kept = if is_whole { lines.len() } else { lines.len() / 2 };
            let day = order.day + days;
            let line_count = u32::try_from(kept).expect("a few lines");
            book.orders.push(OrderRow { id, day, status: OrderStatus::CreditMemo, line_count, ..order });
            book.lines.extend(lines.iter().take(kept).map(|line| LineRow {
                order_id: id,
                quantity_milli: -line.quantity_milli,
                revenue_cents: -line.revenue_cents,
                ..*line
            }));
            if let Some(is_known) = names {
                book.credits.push(CreditRow { credit_id: id, order_id: is_known.then_some(order.id) });
            }
            let waiting = lines.first().map(|line| line.product);
            book.backorders.extend(waiting.map(|product| BackorderRow {
                account: order.account,
                day,
                product,
            }));
        }
        book
    })
}

/// Books whose sales are dated by invoice: none, one or several of an order, ahead of it or later, of less or more than
/// it is worth. Some of the orders come back.
pub fn books_by_invoice() -> impl Strategy<Value = Book> {
    let invoice = (any::<prop::sample::Index>(), -5..90i32, 1..4000i64);
    (books_with_credits(), prop::collection::vec(invoice, 0..90)).prop_map(|(mut book, invoices)| {
        let of_an_order = |(which, days, amount_cents): (prop::sample::Index, i32, i64)| {
            let order = (!book.orders.is_empty()).then(|| book.orders[which.index(book.orders.len())])?;
            Some(InvoiceRow { order_id: order.id, day: order.day + days, amount_cents })
        };
        book.invoices = Some(invoices.into_iter().filter_map(of_an_order).collect());
        book
    })
}

pub fn slices() -> impl Strategy<Value = Slice> {
    let whole_mask = prop::collection::vec(prop::bool::weighted(0.7), 4..=6);
    (
        // Rep, region, category and product 9 do not exist: their slices are empty.
        prop::option::weighted(0.2, prop::sample::select(vec![1, 2, 3, 9]).prop_map(RepId)),
        prop::option::weighted(0.2, prop::sample::select(vec![1, 2, 9]).prop_map(RegionId)),
        prop::option::weighted(0.2, prop::sample::select(STATES.to_vec())),
        prop::option::weighted(0.3, whole_mask),
        prop::option::weighted(0.3, prop::sample::select(vec![1, 2, 9]).prop_map(CategoryId)),
        prop::option::weighted(0.2, prop::sample::select(vec![1, 2, 3, 9]).prop_map(ProductId)),
    )
        .prop_map(|(rep, region, state, mask, category, product)| Slice {
            rep,
            region,
            state,
            mask,
            category,
            product,
        })
}

pub fn dates() -> impl Strategy<Value = NaiveDate> {
    (FIRST_DAY - 10..LAST_DAY + 10).prop_map(day::to_date)
}

pub fn windows() -> impl Strategy<Value = Window> {
    let days = prop_oneof![0..40i32, 0..500i32];
    let comparison = prop_oneof![Just(Comparison::Previous), Just(Comparison::SameLastYear)];
    (FIRST_DAY..LAST_DAY, days, comparison, dates()).prop_map(|(from, days, comparison, as_of)| {
        let period = Period { from: day::to_date(from), until: day::to_date(from + days) };
        Window::of(period, comparison, as_of)
    })
}
