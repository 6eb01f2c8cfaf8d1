//! Which accounts and which products a question is about, decided once before the columns are read.

use crate::amounts::Amounts;
use crate::day::{Day, DayRange};
use crate::dimension::{Account, Dimensions};
use crate::history::History;
use crate::line::Line;
use crate::order::Order;
use crate::snapshot::Snapshot;
use crate::window::{Compared, Pair, Window, one_after_the_other};
use bellwether_core::{CategoryId, ProductId, RegionId, RepId, Scope};
use std::sync::Arc;

/// How many histories are fetched into the cache together before they are read.
const BLOCK: usize = 16;

/// A slice of the ledger. Start with [`Filter::all`] and narrow it; every step only takes away.
#[derive(Debug, Clone)]
pub struct Filter {
    dimensions: Arc<Dimensions>,
    accounts: Vec<bool>,
    products: Option<Vec<bool>>,
    pair: Pair,
}

impl Filter {
    /// Every account that exists and every product.
    pub fn all(snapshot: &Snapshot) -> Self {
        let dimensions = Arc::clone(snapshot.dimensions());
        let accounts = dimensions.account_columns().are_live().to_vec();
        Self { dimensions, accounts, products: None, pair: one_after_the_other }
    }

    /// The same slice, whose questions have two pieces of work done in this way: at the same time, where there are
    /// threads.
    #[must_use]
    pub fn worked_by(self, pair: Pair) -> Self {
        Self { pair, ..self }
    }

    /// Every account the caller may see. Anything shown to a person starts here.
    pub fn in_scope(snapshot: &Snapshot, scope: &Scope) -> Self {
        let filter = Self::all(snapshot);
        match scope {
            Scope::All => filter,
            Scope::Rep(rep) => filter.of_rep(*rep),
            Scope::Regions(regions) => {
                let dimensions = Arc::clone(&filter.dimensions);
                let regions: Vec<u32> =
                    regions.iter().filter_map(|region| dimensions.region_index(*region)).collect();
                filter.retain_by(dimensions.account_columns().regions(), |region| regions.contains(&region))
            }
            Scope::Nothing => filter.retain_accounts(|_, _| false),
        }
    }

    /// Only accounts whose value in a column is kept.
    fn retain_by(mut self, column: &[u32], keep: impl Fn(u32) -> bool) -> Self {
        for (is_in, value) in self.accounts.iter_mut().zip(column) {
            *is_in = *is_in && keep(*value);
        }
        self
    }

    /// Only accounts for which `keep` (of index and account) is true.
    #[must_use]
    pub fn retain_accounts(mut self, mut keep: impl FnMut(u32, &Account) -> bool) -> Self {
        for ((index, account), is_in) in (0..).zip(self.dimensions.accounts()).zip(&mut self.accounts) {
            *is_in = *is_in && keep(index, account);
        }
        self
    }

    /// Only accounts marked true, by account index; accounts beyond its end are out.
    #[must_use]
    pub fn in_mask(self, mask: &[bool]) -> Self {
        self.retain_accounts(|index, _| mask.get(index as usize).copied().unwrap_or(false))
    }

    /// Only accounts of this rep; an unknown rep has none.
    #[must_use]
    pub fn of_rep(self, rep: RepId) -> Self {
        let dimensions = Arc::clone(&self.dimensions);
        let rep = dimensions.rep_index(rep);
        self.retain_by(dimensions.account_columns().reps(), |own| rep == Some(own))
    }

    /// Only accounts of this region; an unknown region has none.
    #[must_use]
    pub fn of_region(self, region: RegionId) -> Self {
        let dimensions = Arc::clone(&self.dimensions);
        let region = dimensions.region_index(region);
        self.retain_by(dimensions.account_columns().regions(), |own| region == Some(own))
    }

    /// Only accounts in one of these states, spelled as stored, case ignored.
    #[must_use]
    pub fn in_states<S: AsRef<str>>(self, states: &[S]) -> Self {
        let dimensions = Arc::clone(&self.dimensions);
        let columns = dimensions.account_columns();
        let is_asked = |own: &Arc<str>| states.iter().any(|state| state.as_ref().eq_ignore_ascii_case(own));
        let are_asked: Vec<bool> = columns.states().iter().map(is_asked).collect();
        self.retain_by(columns.state_column(), |state| are_asked.get(state as usize) == Some(&true))
    }

    /// Only lines of this category; an unknown category has none.
    #[must_use]
    pub fn of_category(self, category: CategoryId) -> Self {
        let category = self.dimensions.category_index(category);
        self.retain_products(|_, own| category.is_some() && own == category)
    }

    /// Only lines of this product; an unknown product has none.
    #[must_use]
    pub fn of_product(self, product: ProductId) -> Self {
        let product = self.dimensions.product_index(product);
        self.retain_products(|index, _| Some(index) == product)
    }

    /// Only lines of products for which `keep` (of product index and category index) is true.
    #[must_use]
    pub fn retain_products(mut self, mut keep: impl FnMut(u32, Option<u32>) -> bool) -> Self {
        let known = self.dimensions.products();
        let mut products = self.products.take().unwrap_or_else(|| vec![true; known.len()]);
        for ((index, product), is_in) in (0..).zip(known).zip(&mut products) {
            *is_in = *is_in && keep(index, product.category);
        }
        self.products = Some(products);
        self
    }

    /// Two results that do not depend on each other.
    pub(crate) fn both<R: Send, S: Send>(
        &self,
        first: impl Fn() -> R + Sync,
        second: impl Fn() -> S + Sync,
    ) -> (R, S) {
        let (mut one, mut other) = (None, None);
        (self.pair)(&mut || one = Some(first()), &mut || other = Some(second()));
        // What was left undone is done here: a broken worker costs time and not the answer.
        (one.unwrap_or_else(first), other.unwrap_or_else(second))
    }

    /// The same question about two halves of the accounts inside, the second after the first.
    pub fn in_halves<T: Send>(&self, ask: impl Fn(&Self) -> T + Sync) -> (T, T) {
        let (mut first, mut second) = (self.clone(), self.clone());
        let middle = self.indices().nth(self.indices().count() / 2).map_or(0, |index| index as usize);
        first.accounts.iter_mut().skip(middle).for_each(|is_in| *is_in = false);
        second.accounts.iter_mut().take(middle).for_each(|is_in| *is_in = false);
        self.both(|| ask(&first), || ask(&second))
    }

    /// The same question about both ranges of a window.
    pub(crate) fn compared<T: Send>(
        &self,
        window: Window,
        ask: impl Fn(DayRange) -> T + Sync,
    ) -> Compared<T> {
        let (current, previous) = self.both(|| ask(window.current), || ask(window.previous));
        Compared { current, previous }
    }

    /// The dimensions it was made for.
    pub fn dimensions(&self) -> &Arc<Dimensions> {
        &self.dimensions
    }

    /// Which accounts are inside, by index.
    pub fn account_mask(&self) -> &[bool] {
        &self.accounts
    }

    /// Which products are inside, by index; none when all are.
    pub(crate) fn product_mask(&self) -> Option<&[bool]> {
        self.products.as_deref()
    }

    /// Whether the account at an index is inside.
    pub fn contains_account(&self, account: u32) -> bool {
        self.accounts.get(account as usize).copied().unwrap_or(false)
    }

    /// Whether lines of the product at an index are inside.
    pub fn contains_product(&self, product: u32) -> bool {
        self.products.as_ref().is_none_or(|products| products.get(product as usize).copied().unwrap_or(false))
    }

    /// Whether only some products are inside, so that lines must be read instead of order totals.
    pub fn restricts_products(&self) -> bool {
        self.products.is_some()
    }

    /// The accounts inside, with their indices.
    pub fn accounts(&self) -> impl Iterator<Item = (u32, &Arc<Account>)> {
        (0..)
            .zip(self.dimensions.accounts())
            .zip(&self.accounts)
            .filter(|(_, is_in)| **is_in)
            .map(|(entry, _)| entry)
    }

    /// Whether it holds the same accounts and products of the same dimensions as another.
    pub fn selects_what(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.dimensions, &other.dimensions)
            && self.accounts == other.accounts
            && self.products == other.products
    }

    /// The indices of the accounts inside.
    pub fn indices(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        (0..).zip(&self.accounts).filter(|(_, is_in)| **is_in).map(|(index, _)| index)
    }

    /// The accounts inside with their histories.
    pub fn histories<'s>(&'s self, snapshot: &'s Snapshot) -> impl Iterator<Item = (u32, &'s History)> {
        let blocks = snapshot.histories().chunks(BLOCK).zip(self.accounts.chunks(BLOCK));
        (0..).step_by(BLOCK).zip(blocks).flat_map(|(first, (histories, are_in))| {
            let inside = (first..).zip(histories).zip(are_in).filter(|(_, is_in)| **is_in);
            let inside = inside.map(|((index, history), _)| (index, &**history));
            inside.clone().for_each(|(_, history)| history.fetch());
            inside
        })
    }

    /// Calls `take` for every order of the range that counts in sales and has something inside. Whether it is an
    /// ordering event is what was known on the last day of the range.
    pub(crate) fn each_sale(&self, history: &History, range: DayRange, take: impl FnMut(Sale)) {
        self.each_sale_known(history, range, range.last(), take);
    }

    /// The same as far as was known on a day.
    pub(crate) fn each_sale_known(
        &self,
        history: &History,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(Sale),
    ) {
        let sales = history.sales();
        let orders = sales.orders_in(range).iter().filter(|order| order.counts_in_sales());
        match &self.products {
            None => {
                for order in orders {
                    take(Sale::of(order, known_on, Amounts::of_order(order)));
                }
            }
            Some(products) => {
                for order in orders {
                    if let Some(amounts) = sum_inside(sales.lines_of(order), products) {
                        take(Sale::of(order, known_on, amounts));
                    }
                }
            }
        }
    }

    /// Calls `take` for every line of the range that counts in sales and is inside: with its day and
    /// whether it is part of a valid order as far as was known on a day.
    pub(crate) fn each_line(
        &self,
        history: &History,
        range: DayRange,
        known_on: Day,
        mut take: impl FnMut(Day, bool, &Line),
    ) {
        let sales = history.sales();
        for order in sales.orders_in(range).iter().filter(|order| order.counts_in_sales()) {
            let is_order = order.is_valid(known_on);
            for line in sales.lines_of(order) {
                if self.contains_product(line.product) {
                    take(order.day, is_order, line);
                }
            }
        }
    }
}

/// What one order contributes to a slice.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sale {
    /// Its business date.
    pub day: Day,
    /// Whether it is an ordering event; credits and returns only carry money.
    pub is_order: bool,
    /// Whether its net sales are one of the order values.
    pub is_order_value: bool,
    /// Sums over its lines inside the slice.
    pub amounts: Amounts,
}

impl Sale {
    fn of(order: &Order, known_on: Day, amounts: Amounts) -> Self {
        let (is_order, is_order_value) = (order.is_valid(known_on), order.is_order_value(known_on));
        Self { day: order.day, is_order, is_order_value, amounts }
    }
}

fn sum_inside(lines: &[Line], products: &[bool]) -> Option<Amounts> {
    let mut sum = None;
    for line in lines {
        if products.get(line.product as usize).copied().unwrap_or(false) {
            *sum.get_or_insert_with(Amounts::default) += Amounts::of_line(line);
        }
    }
    sum
}
